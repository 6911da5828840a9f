//! Activation codes, enciphered by another library than the one that deciphers them.

use super::super::activation::{NoCode, Undecipherable, code_of, decipher};
use super::super::wire::SimParameters;
use super::samples::{CODE, DEMO_KEY, enciphered, public};
use super::*;
use crate::suppliers::wire::Text;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};

fn text(text: impl Into<String>) -> Text {
    Text(Some(text.into()))
}

fn with_code(clear: &str) -> SimParameters {
    SimParameters { activation_code: text(enciphered(clear, &public(DEMO_KEY))), ..SimParameters::default() }
}

#[test]
fn either_base64_alphabet_with_and_without_padding_and_with_line_breaks_is_deciphered() {
    let keys = keyring();
    // Enough tries that both alphabets really differ.
    let standard = (0..20)
        .map(|_| enciphered(CODE, &public(DEMO_KEY)))
        .find(|text| text.contains('+') && text.contains('/'))
        .expect("both letters");
    let url_safe = standard.replace('+', "-").replace('/', "_");
    let broken: String =
        standard.as_bytes().chunks(64).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect();
    for written in [
        &standard,
        &url_safe,
        &standard.trim_end_matches('=').to_owned(),
        &url_safe.trim_end_matches('=').to_owned(),
        &format!("{}====", standard.trim_end_matches('=')),
        &broken,
    ] {
        assert_eq!(decipher(written, &keys), Ok(CODE.to_owned()), "{written}");
    }
}

#[test]
fn an_older_key_still_deciphers_and_a_strange_one_does_not() {
    let older = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
    let older_pem = older.to_pkcs1_pem(LineEnding::LF).expect("PEM").to_string();
    let strange = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
    let keys = Keyring::small([("active", DEMO_KEY), ("older", older_pem.as_str())]).expect("two keys");
    assert_eq!(decipher(&enciphered(CODE, &older.to_public_key()), &keys), Ok(CODE.to_owned()));
    assert_eq!(decipher(&enciphered(CODE, &public(DEMO_KEY)), &keys), Ok(CODE.to_owned()));
    assert_eq!(decipher(&enciphered(CODE, &strange.to_public_key()), &keys), Err(Undecipherable));
}

#[test]
fn every_failure_says_the_same() {
    let keys = keyring();
    let good = enciphered(CODE, &public(DEMO_KEY));
    let no_base64 = format!("{}!", &good[1..]);
    let turned = format!("{}{}", if good.starts_with('A') { 'B' } else { 'A' }, &good[1..]);
    let other_hash = {
        let key = public(DEMO_KEY);
        let bytes = key.encrypt(&mut rsa::rand_core::OsRng, rsa::Pkcs1v15Encrypt, CODE.as_bytes()).expect("enciphered");
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)
    };
    // The seeds' own samples are elided: of the wrong length.
    let elided = "Me3ddE4i-S3krivxZZIjcm1tbwgRhh2ySwTg74Lbf...5_qPSjKBX-AE4=";
    for bad in ["", "=", "AAAA", &good[..600], &no_base64, &turned, &other_hash, elided] {
        assert_eq!(decipher(bad, &keys), Err(Undecipherable), "{bad}");
    }
}

#[test]
fn both_ways_of_writing_a_whole_code_are_read() {
    for clear in [CODE.to_owned(), format!("LPA:{CODE}"), format!(" LPA:{CODE}\n")] {
        assert_eq!(code_of(&with_code(&clear), &keyring()).map(|code| code.lpa_string()), Ok(format!("LPA:{CODE}")));
    }
}

#[test]
fn a_bare_matching_id_needs_the_server_and_the_same_id_beside_it() {
    let keys = keyring();
    let bare = |server: &str, named: &str| {
        let fields = SimParameters { smdp_url: text(server), matching_id: text(named), ..with_code("K2-1ABCDE") };
        code_of(&fields, &keys).map(|code| code.lpa_string())
    };
    assert_eq!(bare("https://smdp.example.com/", "K2-1ABCDE"), Ok("LPA:1$smdp.example.com$K2-1ABCDE".into()));
    assert_eq!(bare("smdp.example.com", "K2-OTHER"), Err(NoCode::NotACode));
    assert_eq!(code_of(&with_code("K2-1ABCDE"), &keys), Err(NoCode::NotACode));
}

#[test]
fn what_no_phone_can_install_is_no_code() {
    let keys = keyring();
    for clear in ["hello", "1$", "2$smdp.example.com$A", "1$not a host$A", "{}"] {
        assert_eq!(code_of(&with_code(clear), &keys), Err(NoCode::NotACode), "{clear}");
    }
    assert_eq!(code_of(&with_code(&format!("{CODE}$$1")), &keys), Err(NoCode::WantsConfirmation));
    assert_eq!(code_of(&SimParameters::default(), &keys), Err(NoCode::Missing));
}

#[test]
fn keys_come_in_pkcs8_and_pkcs1_and_a_short_one_is_refused() {
    let short = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
    let pkcs1 = short.to_pkcs1_pem(LineEnding::CRLF).expect("PEM").to_string();
    let pkcs8 = short.to_pkcs8_pem(LineEnding::LF).expect("PEM").to_string();
    let fingerprint = |pem: &str| Keyring::small([("short", pem)]).expect("a key").active().fingerprint();
    assert_eq!(fingerprint(&pkcs1), fingerprint(&pkcs8));
    assert!(matches!(Keyring::from_pems([("short", pkcs8.as_str())]), Err(KeyError::WrongSize { bits: 2048, .. })));
    assert!(matches!(Keyring::from_pems([("text", "no key")]), Err(KeyError::NotAPrivateKey(_))));
    assert!(matches!(Keyring::from_pems([]), Err(KeyError::NoKey)));
}
