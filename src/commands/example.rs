//! `escale example-config`: a configuration to begin with.

use super::output::say;

pub(super) fn print() -> anyhow::Result<()> {
    say(include_str!("../../escale.example.toml").trim_end())?;
    Ok(())
}
