//! The grammar of activation codes, on public test vectors.

use super::*;
use proptest::prelude::*;

const PLAIN: &str = "1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815";

fn parse(text: &str) -> Result<ActivationCode, ActivationCodeError> {
    ActivationCode::parse(text)
}

#[test]
fn the_public_vectors_are_read() {
    for (tail, oid, required) in [
        ("", None, false),
        ("$$1", None, true),
        ("$1.3.6.1.4.1.31746", Some("1.3.6.1.4.1.31746"), false),
        ("$1.3.6.1.4.1.31746$1", Some("1.3.6.1.4.1.31746"), true),
    ] {
        let text = format!("{PLAIN}{tail}");
        let code = parse(&text).unwrap();
        assert_eq!(code.smdp().as_str(), "SMDP.GSMA.COM");
        assert_eq!(code.matching_id().as_str(), "04386-AGYFT-A74Y8-3F815");
        assert_eq!(code.oid(), oid);
        assert_eq!(code.confirmation_code_required(), required, "{tail}");
        assert_eq!(code.manual_code(), text);
        assert_eq!(code.lpa_string(), format!("LPA:{text}"));
    }
    let without_id = parse("1$SMDP.GSMA.COM$$1.3.6.1.4.1.31746").unwrap();
    assert_eq!(without_id.matching_id().as_str(), "");
}

#[test]
fn both_ways_of_writing_it_are_one_code() {
    assert_eq!(parse(&format!("LPA:{PLAIN}")), parse(PLAIN));
    assert_eq!(parse(&format!("  lpa:{PLAIN}\n")), parse(PLAIN));
}

#[test]
fn later_parameters_are_ignored_but_kept_in_the_qr_code() {
    let text = format!("{PLAIN}$$1$x/y$");
    let code = parse(&text).unwrap();
    assert!(code.confirmation_code_required());
    assert_eq!(code.lpa_string(), format!("LPA:{text}"));
}

#[test]
fn anything_else_is_refused() {
    use ActivationCodeError as E;
    let long = format!("1$smdp.example.com${}", "A".repeat(256));
    for (text, error) in [
        ("", E::NotFormat1),
        ("1", E::NotFormat1),
        ("2$SMDP.GSMA.COM$ABC", E::NotFormat1),
        ("LPA:LPA:1$SMDP.GSMA.COM$ABC", E::NotFormat1),
        ("LPA: 1$SMDP.GSMA.COM$ABC", E::NotFormat1),
        ("04386-AGYFT", E::NotFormat1),
        ("1$SMDP.GSMA.COM", E::NoMatchingIdPlace),
        ("1$$ABC", E::BadAddress),
        ("1$https://smdp.example.com$ABC", E::BadAddress),
        ("1$smdp.example.com:443$ABC", E::BadAddress),
        ("1$smdp.example.com/$ABC", E::BadAddress),
        ("1$smdp..example$ABC", E::BadAddress),
        ("1$-smdp.example$ABC", E::BadAddress),
        ("1$smdp.example.com$A BC", E::BadMatchingId),
        ("1$smdp.example.com$<b>", E::BadMatchingId),
        ("1$smdp.example.com$ÀBC", E::BadMatchingId),
        ("1$smdp.example.com$ABC$1..2", E::BadOid),
        ("1$smdp.example.com$ABC$x", E::BadOid),
        ("1$smdp.example.com$ABC$$yes", E::BadFlag),
        ("1$smdp.example.com$ABC$$1$\u{7f}", E::BadParameter),
        (&long, E::TooLong),
    ] {
        assert_eq!(parse(text), Err(error), "{text}");
    }
}

#[test]
fn a_suppliers_url_becomes_a_host() {
    let from_url = ActivationCode::from_parts("http://rsp.example.net/", " jq-209U6H-6I82J5 ").unwrap();
    assert_eq!(from_url.lpa_string(), "LPA:1$rsp.example.net$jq-209U6H-6I82J5");
    assert_eq!(ActivationCode::from_parts("https://rsp.example.net/path", "A"), Err(ActivationCodeError::BadAddress));
    assert_eq!(ActivationCode::from_parts("rsp.example.net", "A$$1"), Err(ActivationCodeError::BadMatchingId));
}

#[test]
fn one_tap_links_carry_the_code_as_it_is() {
    let code = parse(PLAIN).unwrap();
    let tail = "esim_qrcode_provisioning?carddata=LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815";
    assert_eq!(code.apple_install_url(), format!("https://esimsetup.apple.com/{tail}"));
    assert_eq!(code.android_install_url(), format!("https://esimsetup.android.com/{tail}"));
    let odd = parse(&format!("{PLAIN}$$1$a&b#c")).unwrap();
    assert!(odd.apple_install_url().ends_with("$$1$a%26b%23c"));
}

#[test]
fn debug_shows_no_secret() {
    let code = parse(PLAIN).unwrap();
    for shown in [format!("{code:?}"), format!("{:?}", code.matching_id())] {
        assert!(!shown.contains("04386"), "{shown}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*", tail in "[1$.a-zA-Z0-9:/ -]{0,40}") {
        for text in [text.clone(), tail.clone(), format!("LPA:1${tail}{text}"), format!("1$smdp.example.com${tail}")] {
            if let Ok(code) = parse(&text) {
                prop_assert_eq!(parse(&code.lpa_string()), Ok(code.clone()));
                prop_assert!(code.apple_install_url().is_ascii());
            }
        }
    }

    #[test]
    fn what_is_built_from_parts_is_read_back(host in "[a-z][a-z0-9]{0,9}(\\.[a-z0-9]{1,9}){1,3}", id in "[A-Z0-9-]{0,40}") {
        let code = ActivationCode::from_parts(&host, &id).unwrap();
        prop_assert_eq!(code.smdp().as_str(), host);
        prop_assert_eq!(code.matching_id().as_str(), id);
    }
}
