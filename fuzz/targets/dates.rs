//! Dates as suppliers write them: any JSON is read without failing, and what is read can be shown.
#![no_main]

use escale::suppliers::wire::Date;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    for value in [Value::from(text), serde_json::from_str(text).unwrap_or_default()] {
        let date: Date = serde_json::from_value(value).expect("never fails");
        if let Some(moment) = date.0 {
            assert!(!moment.iso8601().is_empty());
        }
    }
});
