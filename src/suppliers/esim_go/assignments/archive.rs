//! A ZIP of QR codes and the table that maps them. Bounded: neither many entries nor a small one that unpacks to much
//! fills the memory, and what an entry's path says is not followed anywhere.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// eSIMs of one order, and the table.
const MOST_ENTRIES: usize = 500;
/// The table of as many eSIMs takes a fraction of this.
const LARGEST_TABLE_BYTES: u64 = 1024 * 1024;

/// Whether it begins as a ZIP does, whatever it is called.
pub(super) fn is_zip(body: &[u8]) -> bool {
    body.starts_with(b"PK\x03\x04") || body.starts_with(b"PK\x05\x06")
}

/// The table in the archive. Err says what is wrong.
pub(super) fn csv_in(body: &[u8]) -> Result<Vec<u8>, &'static str> {
    const UNREADABLE: &str = "the assignments' archive cannot be read";
    let mut archive = ZipArchive::new(Cursor::new(body)).map_err(|_| UNREADABLE)?;
    if archive.len() > MOST_ENTRIES {
        return Err("the assignments' archive has too many entries");
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| UNREADABLE)?;
        if !entry.name().map_err(|_| UNREADABLE)?.to_ascii_lowercase().ends_with(".csv") {
            continue;
        }
        let mut table = Vec::new();
        entry.take(LARGEST_TABLE_BYTES + 1).read_to_end(&mut table).map_err(|_| UNREADABLE)?;
        if u64::try_from(table.len()).is_ok_and(|length| length > LARGEST_TABLE_BYTES) {
            return Err("the assignments' table is too large");
        }
        return Ok(table);
    }
    Err("the assignments' archive holds no table")
}
