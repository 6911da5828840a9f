//! The browser half: compiled to wasm, given its JavaScript face by wasm-bindgen as a library, weighed and published.

use std::fs;

use anyhow::{Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::command::cargo;
use crate::pack::{self, Brotli};
use crate::tools;

/// The most that JavaScript and wasm together may weigh after brotli, in bytes.
const BUDGET: usize = 120_000;

/// Compiles and publishes `escale.js` and `escale_bg.wasm`; skipped when the compiled module is the one already there.
///
/// # Errors
/// It does not compile, or it outweighs the budget.
pub fn build() -> Result<Brotli> {
    tools::wasm_target()?;
    compile()?;
    let module = fs::read(crate::target().join(format!("{}/browser/escale.wasm", tools::WASM)))?;
    let stamp = crate::target().join("xtask/browser.stamp");
    let mark = pack::digest(&module);
    let size = match published().filter(|_| fs::read_to_string(&stamp).is_ok_and(|before| before == mark)) {
        Some(size) => size,
        None => {
            let size = publish(module)?;
            pack::write_if_changed(&stamp, mark.as_bytes())?;
            size
        }
    };
    println!("  browser half {} bytes after brotli, {BUDGET} allowed", size.0);
    ensure!(size.0 <= BUDGET, "the browser half is over its budget");
    Ok(size)
}

/// As a `cdylib` alone: beside an `rlib` it would get no link-time optimisation.
fn compile() -> Result<()> {
    let line = cargo(["rustc", "--package", "escale", "--lib", "--crate-type", "cdylib"]);
    let line = line.args(["--no-default-features", "--features", "hydrate"]);
    line.args(["--target", tools::WASM, "--profile", "browser"]).run()
}

fn publish(module: Vec<u8>) -> Result<Brotli> {
    let mut output = Bindgen::new()
        .input_bytes("escale", module)
        .web(true)?
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let inline = output.snippets().values().any(|scripts| !scripts.is_empty());
    if inline || !output.local_modules().is_empty() {
        bail!("the browser half brings JavaScript files of its own; nothing here serves them");
    }
    let wasm = output.wasm_mut().emit_wasm();
    let hashed = pack::hashed_path("escale_bg.wasm", &wasm);
    let file = hashed.trim_start_matches("/pkg/");
    let script = output.js().replace("escale_bg.wasm", file);
    ensure!(script.contains(file), "wasm-bindgen's script no longer names its module");
    let wasm = pack::publish("escale_bg.wasm", &wasm)?;
    let script = pack::publish("escale.js", script.as_bytes())?;
    Ok(Brotli(wasm.0 + script.0))
}

/// The weight of what is already published, if it is all there.
fn published() -> Option<Brotli> {
    let manifest = pack::manifest();
    let sizes = ["escale.js", "escale_bg.wasm"].map(|name| {
        let path = format!("{}.br", manifest.get(name)?.trim_start_matches('/'));
        fs::metadata(pack::folder().join(path)).ok()?.len().try_into().ok()
    });
    let [Some(script), Some(wasm)] = sizes else {
        return None;
    };
    let total: usize = usize::saturating_add(script, wasm);
    Some(Brotli(total))
}
