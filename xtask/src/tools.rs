//! What a fresh machine lacks, installed when missing or named in one line with the command that installs it.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::command::{cargo, found, program};

/// The browser half's compilation target.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Where Debian puts the programs of PostgreSQL that are not on the search path.
const POSTGRES_FOLDERS: &str = "/usr/lib/postgresql";

/// Names under which a Chromium is known.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The standard library for the browser half.
pub fn wasm_target() -> Result<()> {
    let folder = program("rustc").args(["--print", "target-libdir", "--target", WASM]).output()?;
    if PathBuf::from(folder).is_dir() {
        return Ok(());
    }
    by_rustup(&["target", "add", WASM])
}

/// rustfmt and clippy, which a minimal toolchain comes without.
pub fn lint_components() -> Result<()> {
    if !cargo(["fmt", "--version"]).succeeds() {
        by_rustup(&["component", "add", "rustfmt"])?;
    }
    if !cargo(["clippy", "--version"]).succeeds() {
        by_rustup(&["component", "add", "clippy"])?;
    }
    Ok(())
}

/// The newest installed PostgreSQL's folder of programs.
pub fn postgres() -> Result<PathBuf> {
    if let Some(folder) = postgres_folder() {
        return Ok(folder);
    }
    by_apt(&["postgresql"])?;
    postgres_folder()
        .ok_or_else(|| anyhow::anyhow!("postgresql was installed but {POSTGRES_FOLDERS}/*/bin/initdb is not there"))
}

fn postgres_folder() -> Option<PathBuf> {
    let entries = std::fs::read_dir(POSTGRES_FOLDERS).into_iter().flatten().flatten();
    let versions = entries.filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        programs.join("initdb").is_file().then_some((version, programs))
    });
    versions.max_by_key(|(version, _)| *version).map(|(_, programs)| programs)
}

/// A Chromium's path; `ESCALE_CHROMIUM` names another one.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("ESCALE_CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = chromium_path() {
        return Ok(path);
    }
    by_apt(&["chromium"])?;
    chromium_path().ok_or_else(|| anyhow::anyhow!("no Chromium on the search path: name one in ESCALE_CHROMIUM"))
}

fn chromium_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// zbarimg, the decoder that knows nothing of how this project draws a QR.
pub fn zbar() -> Result<()> {
    if found("zbarimg") { Ok(()) } else { by_apt(&["zbar-tools"]) }
}

/// The journeys' npm packages, as the lock file has them; no package's install script runs.
pub fn npm_packages() -> Result<()> {
    let folder = crate::root().join("end2end");
    let lock = std::fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.escale-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !found("npm") {
        bail!("npm is missing: install Node 20 or newer (on Debian and Ubuntu: apt-get install nodejs npm)");
    }
    // Not `npm ci`: it refuses a lock file made where Stripe's tool for other machines could not be seen.
    let line = program("npm").args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]);
    line.folder(&folder).run()?;
    std::fs::write(stamp, lock)?;
    Ok(())
}

fn by_rustup(arguments: &[&str]) -> Result<()> {
    let command = format!("rustup {}", arguments.join(" "));
    if !found("rustup") {
        bail!("missing: run `{command}`");
    }
    program("rustup").args(arguments).run().map_err(|_| anyhow::anyhow!("missing: run `{command}`"))
}

/// Installs Debian packages as root; anyone else is told the command.
fn by_apt(packages: &[&str]) -> Result<()> {
    let command = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    let root = program("id").arg("-u").output().is_ok_and(|id| id == "0");
    if !root || !found("apt-get") {
        bail!("missing: run `sudo {command}`");
    }
    let install = || {
        let line = program("apt-get").args(["install", "-y", "--no-install-recommends"]);
        line.args(packages).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    // The package lists of a fresh machine are empty or old; a machine with good ones is spared the update.
    if install().is_err() {
        program("apt-get").args(["update", "-q"]).run()?;
        install().map_err(|_| anyhow::anyhow!("missing: run `{command}`"))?;
    }
    Ok(())
}
