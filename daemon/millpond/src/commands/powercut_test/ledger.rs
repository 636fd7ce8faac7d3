//! What was acknowledged, kept where the power cut does not reach.
//!
//! ```text
//! run RUN                   16 hexadecimal digits; numbers of another run mean nothing
//! ack FIRST LAST            these records are on flash
//! release FIRST             those before this one may be gone, to make room
//! ```

use crate::trouble::{Step, Trouble};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Where `write` says what was acknowledged.
pub(super) enum Out {
    /// To a console on another machine, or to the parent.
    Standard,
    /// To a file on another disk.
    File(File),
}

impl Out {
    /// Opens `-` or a file, to which is added.
    pub(super) fn open(name: &Path, tested: &Path) -> Result<Self, Trouble> {
        if name == Path::new("-") {
            return Ok(Self::Standard);
        }
        let cannot = || format!("cannot write the ledger {}", name.display());
        let file = OpenOptions::new().create(true).append(true).open(name).step(cannot)?;
        let device = |path: &Path| path.metadata().map(|found| found.dev());
        let same = file.metadata().step(cannot)?.dev() == device(tested).step(cannot)?;
        if same {
            return Err(Trouble::new(format!(
                "the ledger {} lies on the device under test, which may lose it too; \
                 put it on another one, or leave --ledger away and log in from another machine",
                name.display()
            )));
        }
        Ok(Self::File(file))
    }

    /// Adds a line.
    ///
    /// # Durability
    /// A file has it on its device on return.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        match self {
            Self::Standard => {
                let mut out = io::stdout().lock();
                writeln!(out, "{line}")?;
                out.flush()
            }
            Self::File(file) => {
                writeln!(file, "{line}")?;
                file.sync_data()
            }
        }
    }
}

/// A ledger, read back.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    pub(super) run: Option<u64>,
    acknowledged: Vec<(u64, u64)>,
    pub(super) released: u64,
}

impl Ledger {
    /// Reads what `write` said. Other lines, such as a console's own, are passed over, and so is a line that was cut.
    ///
    /// # Errors
    /// When it names no run, or several.
    pub(super) fn parse(text: &str) -> Result<Self, Trouble> {
        let mut ledger = Self::default();
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            ledger.hear(line)?;
        }
        if ledger.run.is_none() {
            return Err(Trouble::new("the ledger names no run; give what `powercut-test DIR write` printed"));
        }
        Ok(ledger)
    }

    /// Takes in one line.
    pub(super) fn hear(&mut self, line: &str) -> Result<(), Trouble> {
        match line.trim().split(' ').collect::<Vec<_>>()[..] {
            ["run", run] => {
                let run =
                    u64::from_str_radix(run, 16).step(|| format!("cannot read {line:?} of the ledger"))?;
                if self.run.is_some_and(|known| known != run) {
                    return Err(Trouble::new("the ledger holds several runs; check each with its own"));
                }
                self.run = Some(run);
            }
            ["ack", first, last] => {
                if let (Ok(first), Ok(last)) = (first.parse(), last.parse()) {
                    self.acknowledge(first, last);
                }
            }
            ["release", first] => self.released = self.released.max(first.parse().unwrap_or(0)),
            _ => {}
        }
        Ok(())
    }

    fn acknowledge(&mut self, first: u64, last: u64) {
        match self.acknowledged.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => self.acknowledged.push((first, last)),
        }
    }

    /// Records that must be there, in rising order.
    pub(super) fn owed(&self) -> impl Iterator<Item = u64> {
        let from = self.released;
        self.acknowledged.iter().flat_map(move |(first, last)| (*first).max(from)..=*last)
    }

    /// How many records were acknowledged in all.
    pub(super) fn count(&self) -> u64 {
        self.acknowledged.iter().map(|(first, last)| last + 1 - first).sum()
    }

    /// True when the record was acknowledged.
    pub(super) fn knows(&self, number: u64) -> bool {
        self.acknowledged.iter().any(|(first, last)| (*first..=*last).contains(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_log_is_read_and_its_cut_line_passed_over() {
        let text = "login: root\nrun 00000000000000ff\nack 0 4\r\nack 5 5\nrelease 3\nack 9 10\nack 11 1";

        let ledger = Ledger::parse(text).unwrap();

        assert_eq!(ledger.run, Some(255));
        assert_eq!(ledger.owed().collect::<Vec<_>>(), [3, 4, 5, 9, 10]);
        assert!(ledger.knows(0) && !ledger.knows(6));
    }

    #[test]
    fn a_ledger_without_a_run_or_with_two_is_refused() {
        assert!(Ledger::parse("ack 0 4\n").is_err());
        assert!(Ledger::parse("run 1\nrun 2\n").is_err());
        assert!(Ledger::parse("run 1\nack 0 4\nrun 1\nack 5 6\n").is_ok());
    }
}
