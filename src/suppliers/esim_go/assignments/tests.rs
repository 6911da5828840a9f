//! Every form of assignments, whole and damaged.

use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ICCID: &str = "8944538532008160222";

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The only eSIM, as ICCID, manual code and PUK.
fn one(content_type: &str, body: &[u8]) -> (Option<String>, String, Option<String>) {
    let mut esims = read(content_type, body).expect("readable");
    assert_eq!(esims.len(), 1);
    let iccid = esims[0].iccid.clone();
    let secrets = esims.remove(0).secrets().expect("an eSIM");
    (iccid, secrets.activation_code.manual_code().to_owned(), secrets.puk)
}

#[test]
fn every_spelling_of_every_form_is_the_same_esim() {
    let code = "1$rsp.example$AB-12".to_owned();
    let full = json!({
        "iccid": ICCID, "matchingId": "AB-12", "smdpAddress": "http://rsp.example", "profileStatus": "Released",
        "pin": "1234", "puk": "12345678", "firstInstalledDateTime": null,
    });
    let wanted = (Some(ICCID.to_owned()), code, Some("12345678".to_owned()));
    assert_eq!(one("application/json", full.to_string().as_bytes()), wanted);
    assert_eq!(one("application/json", json!([full]).to_string().as_bytes()), wanted);
    assert_eq!(one("text/plain", json!({"esims": [full]}).to_string().as_bytes()), wanted);
    let wanted = (wanted.0, wanted.1, None);
    let bare: serde_json::Value = serde_json::from_str(&format!(
        r#"{{"ICCID": {ICCID}, "Matching ID": "AB-12", "RSP URL": "https://rsp.example/"}}"#
    ))
    .expect("JSON");
    assert_eq!(one("application/json", bare.to_string().as_bytes()), wanted);
    for head in
        ["ICCID,Matching ID,RSP URL,Bundle", "iccid,matchingId,smdpAddress,x", "Iccid , MATCHING_ID, SMDP Address,y"]
    {
        let table = format!("{head}\r\n{ICCID}, AB-12 ,rsp.example,esim_1GB\r\n");
        assert_eq!(one("text/csv", table.as_bytes()), wanted, "{head}");
        let archive = zip_of(&[("../../8944.png", b"\x89PNG"), ("/etc/anything.CSV", table.as_bytes())]);
        // Whatever it is called: the first bytes tell.
        assert_eq!(one("application/json", &archive), wanted, "{head}");
    }
}

#[test]
fn what_is_not_assigned_yet_is_no_esim_and_no_problem() {
    assert!(read("application/json", b"[]").is_ok_and(|esims| esims.is_empty()));
    assert!(read("text/csv", b"ICCID,Matching ID,RSP URL\r\n").is_ok_and(|esims| esims.is_empty()));
}

#[test]
fn what_names_no_esim_is_a_problem() {
    for (content_type, body) in [
        ("application/json", r#"{"message": "Processing, come back later"}"#),
        ("application/json", r#"[{"iccid": ""}]"#),
        ("application/json", "[1]"),
        ("application/json", "\"8944\""),
        ("application/json", "{\"iccid\": \"8944"),
        ("text/html", "<html><body>Bad gateway</body></html>"),
        ("text/csv", ""),
        ("application/zip", "PK\u{3}\u{4}"),
    ] {
        assert!(read(content_type, body.as_bytes()).is_err(), "{body}");
    }
    assert!(read("application/zip", &zip_of(&[("8944.png", b"\x89PNG")])).is_err());
}

#[test]
fn an_esim_without_its_code_is_a_problem() {
    for esim in [
        json!({"iccid": ICCID}),
        json!({"iccid": ICCID, "matchingId": "A", "smdpAddress": null}),
        json!({"iccid": ICCID, "matchingId": "A$B", "smdpAddress": "rsp.example"}),
        json!({"iccid": ICCID, "matchingId": "A", "smdpAddress": "rsp.example/path"}),
    ] {
        assert!(Assignment::of_json(&esim).expect("an eSIM").secrets().is_err(), "{esim}");
    }
}

#[test]
fn an_archive_is_bounded_in_entries_and_in_what_it_unpacks_to() {
    let names: Vec<String> = (0..600).map(|number| format!("{number}.png")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(read("", &zip_of(&many)).err(), Some("the assignments' archive has too many entries"));
    let bomb = vec![b'0'; 8 * 1024 * 1024];
    assert_eq!(read("", &zip_of(&[("a.csv", &bomb)])).err(), Some("the assignments' table is too large"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..600), kind in 0..4_usize) {
        let content_type = ["application/json", "text/csv", "application/zip", ""][kind];
        if let Ok(esims) = read(content_type, &body) {
            for esim in esims {
                let _ = esim.secrets();
            }
        }
    }

    #[test]
    fn a_damaged_archive_is_read_or_refused(place in 0..200_usize, byte in any::<u8>(), cut in 0..400_usize) {
        let mut archive = zip_of(&[("a.csv", b"ICCID,Matching ID,RSP URL\r\n8944538532008160222,A,rsp.example\r\n")]);
        if let Some(there) = archive.get_mut(place) {
            *there = byte;
        }
        archive.truncate(archive.len().min(cut));
        let _ = read("application/zip", &archive);
    }

    #[test]
    fn a_table_gives_back_what_was_written(
        rows in proptest::collection::vec(("[0-9]{19}", "[A-Z0-9-]{1,20}", "[a-z]{1,10}\\.example"), 0..20),
        scheme in proptest::option::of("https?://"),
    ) {
        let mut table = "Bundle,RSP URL,ICCID,Matching ID\n".to_owned();
        let scheme = scheme.unwrap_or_default();
        for (iccid, matching_id, host) in &rows {
            table.push_str(&format!("\"a, \"\"b\"\"\",{scheme}{host},{iccid},{matching_id}\n"));
        }
        let esims = read("text/csv", table.as_bytes()).expect("a table");
        prop_assert_eq!(esims.len(), rows.len());
        for (esim, (iccid, matching_id, host)) in esims.into_iter().zip(rows) {
            prop_assert_eq!(esim.iccid.as_deref(), Some(iccid.as_str()));
            let code = esim.secrets().expect("an eSIM").activation_code;
            prop_assert_eq!(code.manual_code(), format!("1${host}${matching_id}"));
        }
    }
}
