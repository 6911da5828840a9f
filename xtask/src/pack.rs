//! Writing what a browser downloads: compressed twins beside each file, names that carry the content's hash.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The folder that the server serves: embedded in the release, read from disk in a debug build.
pub fn folder() -> PathBuf {
    crate::root().join("target/site")
}

/// Logical name → path on the server, e.g. `escale.css` → `/pkg/escale.3fa2c1d0.css`.
pub type Manifest = BTreeMap<String, String>;

/// The manifest as it stands; empty before the first build.
pub fn manifest() -> Manifest {
    let text = fs::read(folder().join("manifest.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Size of one published file after brotli, in bytes.
#[derive(Clone, Copy)]
pub struct Brotli(pub usize);

/// The path under which `content` is served as `name`.
pub fn hashed_path(name: &str, content: &[u8]) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("/pkg/{stem}.{}.{extension}", &digest(content)[..12])
}

/// Hex SHA-256.
pub fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts `content` under `/pkg/` as `name`, with its twins, drops the version before it and notes it in the manifest.
///
/// # Errors
/// The folder cannot be written.
pub fn publish(name: &str, content: &[u8]) -> Result<Brotli> {
    let path = hashed_path(name, content);
    let file = folder().join(path.trim_start_matches('/'));
    let size = write_with_twins(&file, content)?;
    let mut manifest = manifest();
    let before = manifest.insert(name.to_owned(), path.clone());
    write_if_changed(&folder().join("manifest.json"), &serde_json::to_vec_pretty(&manifest)?)?;
    if let Some(old) = before.filter(|old| *old != path) {
        for ending in ["", ".br", ".gz"] {
            // Already gone is as good.
            let _ = fs::remove_file(folder().join(format!("{}{ending}", old.trim_start_matches('/'))));
        }
    }
    Ok(size)
}

/// Writes `content` to `file` with a `.br` and a `.gz` beside it; nothing is compressed twice.
///
/// # Errors
/// The folder cannot be written.
pub fn write_with_twins(file: &Path, content: &[u8]) -> Result<Brotli> {
    let [br, gz] = [".br", ".gz"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    if write_if_changed(file, content)? || !br.is_file() || !gz.is_file() {
        fs::write(&br, brotli(content)?)?;
        fs::write(&gz, gzip(content)?)?;
    }
    Ok(Brotli(usize::try_from(fs::metadata(&br)?.len())?))
}

/// Writes `content` unless the file already holds it; says whether it wrote.
///
/// # Errors
/// The folder cannot be written.
pub fn write_if_changed(file: &Path, content: &[u8]) -> Result<bool> {
    if fs::read(file).is_ok_and(|present| present == content) {
        return Ok(false);
    }
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(true)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_gets_another_name() {
        let one = hashed_path("escale.css", b"a{}");
        let two = hashed_path("escale.css", b"b{}");
        assert_ne!(one, two);
        assert!(one.starts_with("/pkg/escale.") && one.ends_with(".css"));
    }
}
