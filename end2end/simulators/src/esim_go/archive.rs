//! A ZIP, as assignments come in.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The 1st of January 1980 in MS-DOS's form.
const DOS_DATE: u16 = 0x21;

/// A ZIP of these files, each deflated (APPNOTE 4.3: local headers, central directory, its end).
pub(super) fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let packed = deflated(content);
        let mut shared = Vec::new();
        // Version needed, flags, method 8, time, date.
        for number in [20, 0, 8, 0, DOS_DATE] {
            shared.extend(u16::to_le_bytes(number));
        }
        for number in [crc32fast::hash(content), size(packed.len()), size(content.len())] {
            shared.extend(number.to_le_bytes());
        }
        shared.extend(u16::try_from(name.len()).unwrap_or_default().to_le_bytes());
        shared.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&shared);
        // Comment length, disk, internal and external attributes.
        directory.extend([0; 10]);
        directory.extend(size(archive.len()).to_le_bytes());
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&shared);
        archive.extend(name.as_bytes());
        archive.extend(&packed);
    }
    let count = u16::try_from(entries.len()).unwrap_or_default().to_le_bytes();
    let start = size(archive.len());
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\x00\x00\x00\x00");
    archive.extend(count);
    archive.extend(count);
    archive.extend(size(directory.len()).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).ok();
    encoder.finish().unwrap_or_default()
}
