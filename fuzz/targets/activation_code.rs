//! Activation codes: what is read is written as it can be read again, and never longer than the standard allows.
#![no_main]

use escale::domain::activation_code::ActivationCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(code) = ActivationCode::parse(text) else { return };
    let lpa = code.lpa_string();
    assert!(lpa.len() <= "LPA:".len() + 255);
    let again = ActivationCode::parse(&lpa).expect("what was written is read");
    assert!(again == code && again.lpa_string() == lpa);
    assert!(code.apple_install_url().is_ascii() && code.android_install_url().is_ascii());
});
