//! The real program, started in a folder of its own: `escale serve`, and commands beside it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// A running shop. Killed when dropped, at the latest.
pub struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts the shop whose configuration lies in `folder`. `trial` is what `ESCALE_TRIAL` says.
    pub fn serve(folder: &Path, trial: &str) -> Self {
        let log = folder.join("shop.log");
        let writing = File::options().create(true).append(true).open(&log).unwrap();
        let mut command = command(folder, &["serve"]);
        command.env("ESCALE_TRIAL", trial).env("RUST_LOG", "info,sqlx=warn,escale::fulfilment::worker=debug");
        let child = command.stderr(writing).spawn().unwrap();
        Self { child, log }
    }

    /// How it ended, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// SIGKILL, and waits until nothing of it is left.
    pub fn kill(&mut self) {
        // Err: it has ended by itself.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    /// How many jobs of orders those that were started in this folder have begun.
    pub fn jobs_begun(&self) -> usize {
        let log = fs::read_to_string(&self.log).unwrap();
        log.lines().filter(|line| line.contains("a job begins") && line.contains("advance:")).count()
    }

    /// The end of what it and those before it wrote.
    pub fn last_words(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A command of the program, with the folder's configuration. It ends with the thread that starts it, where the system
/// has the means to say so: also a test run that is cut off leaves nothing behind.
pub fn command(folder: &Path, words: &[&str]) -> Command {
    const ESCALE: &str = env!("CARGO_BIN_EXE_escale");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has_setpriv = std::env::split_paths(&path).any(|folder| folder.join("setpriv").is_file());
    let mut command = Command::new(if has_setpriv { "setpriv" } else { ESCALE });
    if has_setpriv {
        command.args(["--pdeathsig", "KILL", "--", ESCALE]);
    }
    command.args(words).args(["--config", "escale.toml"]).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    // Nothing here speaks TLS, and to read the system's certificates takes a third of the time to start.
    command.env("SSL_CERT_FILE", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/crash/authority.pem"));
    command.env_remove("SSL_CERT_DIR");
    command
}
