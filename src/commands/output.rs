//! What a command says: results on standard output, complaints and the log on standard error.

use escale::config::LogFormat;
use std::io::{self, BufRead, IsTerminal, Write};
use tracing_subscriber::EnvFilter;

/// One line of a result. Err: nobody reads any more.
pub(super) fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}

/// One line of complaint.
pub(super) fn complain(line: &str) {
    // If standard error is gone there is nowhere left to say so.
    let _ = writeln!(io::stderr().lock(), "escale: {line}");
}

/// Asks a question and reads the line that is typed.
pub(super) fn ask(question: &str) -> io::Result<String> {
    write!(io::stderr().lock(), "{question}")?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks for something that must not be seen on the screen.
pub(super) fn ask_secretly(question: &str) -> io::Result<String> {
    if !io::stdin().is_terminal() {
        return ask("");
    }
    let echo = |word: &str| std::process::Command::new("stty").arg(word).status();
    let hidden = echo("-echo").is_ok_and(|status| status.success());
    let answer = ask(question);
    if hidden {
        echo("echo")?;
        writeln!(io::stderr().lock())?;
    }
    answer
}

/// Begins the log; `RUST_LOG` says how much, if it is set.
pub(super) fn begin_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match format {
        LogFormat::Human => log.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
