//! Starting other programs: the line is shown, a failure carries it, and nothing outlives this process.

use std::ffi::{OsStr, OsString};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// A program about to be started in the workspace's folder.
pub struct Line {
    inner: Command,
    words: Vec<OsString>,
}

/// A line for `program`, with no arguments yet.
pub fn program(name: impl AsRef<OsStr>) -> Line {
    let mut inner = Command::new(name.as_ref());
    inner.current_dir(crate::root()).stdin(Stdio::null());
    Line { inner, words: vec![name.as_ref().into()] }
}

/// A line for the cargo that runs this program.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Line {
    let mut line = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    line.words = vec!["cargo".into()];
    line.args(arguments)
}

/// A server: it is told to end (SIGTERM) when this process ends, however that happens.
pub fn server(name: impl AsRef<OsStr>) -> Line {
    if found("setpriv") { program("setpriv").args(["--pdeathsig", "TERM", "--"]).arg(name) } else { program(name) }
}

/// Whether `name` is a program on the search path.
pub fn found(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

impl Line {
    pub fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.inner.arg(word.as_ref());
        self.words.push(word.as_ref().into());
        self
    }

    pub fn args<W: AsRef<OsStr>>(self, words: impl IntoIterator<Item = W>) -> Self {
        words.into_iter().fold(self, Self::arg)
    }

    pub fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(key, value);
        self
    }

    pub fn folder(mut self, folder: impl AsRef<std::path::Path>) -> Self {
        self.inner.current_dir(folder);
        self
    }

    /// Direct access, for what this file does not wrap (user ids, streams).
    pub fn with(mut self, change: impl FnOnce(&mut Command)) -> Self {
        change(&mut self.inner);
        self
    }

    /// Runs to the end with its output on this terminal.
    ///
    /// # Errors
    /// It could not be started, or did not end with 0.
    pub fn run(mut self) -> Result<()> {
        let shown = self.shown();
        println!("  $ {shown}");
        let status = self.inner.status().with_context(|| format!("cannot start `{shown}`"))?;
        if !status.success() {
            bail!("`{shown}` ended with {status}");
        }
        Ok(())
    }

    /// Runs to the end and returns what it printed, trimmed; its errors stay on this terminal.
    ///
    /// # Errors
    /// It could not be started, or did not end with 0.
    pub fn output(mut self) -> Result<String> {
        let shown = self.shown();
        let output = self.inner.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{shown}`"))?;
        if !output.status.success() {
            bail!("`{shown}` ended with {}", output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Whether it runs and ends with 0; its output is dropped.
    pub fn succeeds(mut self) -> bool {
        self.inner.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }

    /// Starts it and returns at once.
    ///
    /// # Errors
    /// It could not be started.
    pub fn spawn(mut self) -> Result<Child> {
        let shown = self.shown();
        self.inner.spawn().with_context(|| format!("cannot start `{shown}`"))
    }

    fn shown(&self) -> String {
        let root = crate::root();
        let words = self.words.iter().map(|word| {
            let path = std::path::Path::new(word);
            path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned()
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
