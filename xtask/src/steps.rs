//! The steps of a run: each is announced, timed and counted; a failing one does not hide the next.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

/// Tests that a step ran. A step without tests of its own counts as one.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// The tally of a step that is a single check.
    pub const ONE: Self = Self { passed: 1, failed: 0 };

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// What a run has done so far.
pub struct Steps {
    started: Instant,
    total: Tally,
    lines: Vec<String>,
}

impl Steps {
    pub fn start() -> Self {
        Self { started: Instant::now(), total: Tally::default(), lines: Vec::new() }
    }

    /// Runs one step and says how long it took. A step that returns `Err` counts as one failure.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Tally>) -> bool {
        println!("\n── {name}");
        let started = Instant::now();
        let (tally, complaint) = match work() {
            Ok(tally) => (tally, None),
            Err(error) => (Tally { passed: 0, failed: 1 }, Some(error)),
        };
        let minutes = started.elapsed().as_secs_f64() / 60.0;
        if let Some(error) = &complaint {
            println!("  failed: {error:#}");
        }
        let good = tally.failed == 0;
        let mark = if good { "ok    " } else { "FAILED" };
        let line = format!("{mark} {minutes:6.2} min  {name}");
        println!("{line}");
        self.total.add(tally);
        self.lines.push(line);
        good
    }

    /// Prints every step's minutes and the closing count.
    pub fn end(self) -> ExitCode {
        println!("\n── summary");
        for line in &self.lines {
            println!("{line}");
        }
        let minutes = self.started.elapsed().as_secs_f64() / 60.0;
        println!("all    {minutes:6.2} min\n");
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        if self.total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
