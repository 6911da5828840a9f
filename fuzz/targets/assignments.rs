//! eSIM Go's assignments as JSON, CSV or ZIP, by what came and not by what it is called.
#![no_main]

use escale::suppliers::esim_go::assignments::read;
use libfuzzer_sys::fuzz_target;

const TYPES: [&str; 3] = ["application/json", "text/csv", "application/zip"];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else { return };
    let Ok(esims) = read(TYPES[usize::from(*choice) % TYPES.len()], body) else { return };
    for esim in esims {
        if let Ok(secrets) = esim.secrets() {
            assert!(secrets.activation_code.lpa_string().len() <= 259);
        }
    }
});
