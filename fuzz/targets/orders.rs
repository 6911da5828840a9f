//! Each supplier's answer to an order: whatever comes, no panic; no sale without a success; no "no" from a broken server.
#![no_main]

use escale::domain::esim::Wanted;
use escale::suppliers::Reading;
use escale_fuzz::{SUPPLIERS, answer, top_up};
use libfuzzer_sys::fuzz_target;

const STATUSES: [u16; 8] = [200, 201, 202, 400, 404, 422, 429, 500];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else { return };
    let supplier = &SUPPLIERS[usize::from(choice & 3)];
    let wanted = if choice & 4 == 0 { Wanted::Esim } else { top_up() };
    let status = STATUSES[usize::from(choice >> 3 & 7)];
    let reading = supplier.read(&answer(status, body), &wanted);
    match &reading {
        Reading::Delivered(esim) => {
            assert_eq!((status / 100, &wanted), (2, &Wanted::Esim), "{reading:?}");
            assert!(!esim.reference.is_empty());
        }
        Reading::ToppedUp(_) => assert!(status < 300 && wanted != Wanted::Esim, "{reading:?}"),
        Reading::Accepted { .. } => assert!(status < 300, "{reading:?}"),
        Reading::Refused { .. } => assert!(status < 500, "{reading:?}"),
        Reading::Unknown { .. } => {}
    }
});
