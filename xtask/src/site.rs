//! Everything that a browser downloads: the browser half, the style sheet, and `public/` as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{browser, pack, style};

/// What is worth a compressed twin; pictures are compressed already.
const TEXT: [&str; 7] = ["svg", "txt", "json", "webmanifest", "xml", "js", "css"];

/// Builds `target/site`; what has not changed is left alone.
///
/// # Errors
/// The browser half does not compile, a budget is broken, or a folder cannot be written.
pub fn build() -> Result<()> {
    style::build()?;
    public()?;
    browser::build()?;
    Ok(())
}

/// Copies `public/` and drops what is no longer there.
fn public() -> Result<()> {
    let source = crate::root().join("public");
    let mut wanted = Vec::new();
    for file in files_below(&source)? {
        let name = file.strip_prefix(&source)?.to_owned();
        let content = fs::read(&file)?;
        let place = pack::folder().join(&name);
        if file.extension().is_some_and(|extension| TEXT.iter().any(|text| extension == *text)) {
            pack::write_with_twins(&place, &content)?;
            wanted.extend(["br", "gz"].map(|ending| name.with_added_extension(ending)));
        } else {
            pack::write_if_changed(&place, &content)?;
        }
        wanted.push(name);
    }
    for file in files_below(&pack::folder())? {
        let name = file.strip_prefix(pack::folder())?;
        if !name.starts_with("pkg") && name != Path::new("manifest.json") && !wanted.iter().any(|kept| kept == name) {
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    Ok(files)
}
