//! Tells Cargo what the server's macros read besides Rust: without it a new migration or text would not be noticed.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "this is how a build script speaks and listens")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The browser half holds neither, and takes long to build.
    if std::env::var_os("CARGO_FEATURE_SSR").is_some() {
        println!("cargo::rerun-if-changed=migrations");
        println!("cargo::rerun-if-changed=locales");
    }
}
