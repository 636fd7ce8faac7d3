//! Progress on one line that renews itself in a terminal, plain lines when piped.

use crate::trouble::{Step, Trouble};
use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};

/// Plain lines come at most this often.
const PLAIN_EVERY: Duration = Duration::from_secs(2);

pub(super) struct Progress {
    terminal: bool,
    begin: Instant,
    last: Option<Instant>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { terminal: stdout().is_terminal(), begin: Instant::now(), last: None }
    }

    /// A line that stays.
    pub(super) fn say(&mut self, text: &str) -> Result<(), Trouble> {
        let clear = if self.terminal { "\r\x1b[K" } else { "" };
        self.last = None;
        self.write(&format!("{clear}{:5.1} s  {text}\n", self.begin.elapsed().as_secs_f64()))
    }

    /// Figures that the next call replaces.
    pub(super) fn show(&mut self, text: &str) -> Result<(), Trouble> {
        let elapsed = self.begin.elapsed().as_secs_f64();
        if self.terminal {
            return self.write(&format!("\r\x1b[K{elapsed:5.1} s  {text}"));
        }
        if self.last.is_some_and(|last| last.elapsed() < PLAIN_EVERY) {
            return Ok(());
        }
        self.last = Some(Instant::now());
        self.write(&format!("{elapsed:5.1} s  {text}\n"))
    }

    /// Leaves the renewing line.
    pub(super) fn end(&mut self) -> Result<(), Trouble> {
        if self.terminal { self.write("\r\x1b[K\n") } else { self.write("\n") }
    }

    fn write(&self, text: &str) -> Result<(), Trouble> {
        let mut out = stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .step(|| "cannot write to standard output".into())
    }
}
