//! Keeps the account of bytes written while the gateway runs.

use crate::care::life::{Causes, Life, LifeFile};
use crate::care::scrubber::KeptScrub;
use crate::config::Flash;
use crate::hardening;
use crate::journal;
use crate::trouble::Trouble;
use millpond_base::Now;
use millpond_log::Stats;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

/// How often the account is written: a power cut loses at most this much of it.
const SAVE_SECS: u64 = 3600;
const DAY_MS: u64 = 86_400_000;

/// What is told of the flash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FlashStatus {
    /// The account as it stands now.
    pub(crate) life: Life,
    /// Bytes written today (UTC).
    pub(crate) today_bytes: u64,
    /// What may be written in a day; absent when nothing was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) daily_budget_bytes: Option<u64>,
}

/// The account while the gateway runs.
pub(crate) struct Keeper {
    book: Mutex<Book>,
    daily_budget_bytes: Option<u64>,
}

struct Book {
    file: LifeFile,
    /// What of the running process is in the account already.
    counted: Causes,
    /// Seconds of uptime that are in the account already.
    counted_secs: u64,
    saved_secs: u64,
    /// The day for which the budget's end was said.
    warned_day: Option<u64>,
}

impl Keeper {
    /// Opens the account of a data directory.
    ///
    /// # Errors
    /// When its file cannot be opened.
    pub(crate) fn open(path: &Path, flash: &Flash, now: Now) -> Result<Self, Trouble> {
        let file = LifeFile::open(path, now.wall.0)?;
        let counted = Causes::default();
        let book = Book { file, counted, counted_secs: 0, saved_secs: 0, warned_day: None };
        Ok(Self { book: Mutex::new(book), daily_budget_bytes: flash.daily_budget_mib.map(|mib| mib.0 << 20) })
    }

    /// How far scrubbing had come.
    pub(crate) fn kept_scrub(&self) -> KeptScrub {
        self.lock().file.life.scrub.clone()
    }

    /// Brings the account up to date, and writes it when an hour has passed or `last` says that the gateway stops.
    pub(crate) fn round(&self, log: &Stats, uptime_secs: u64, now: Now, scrub: KeptScrub, last: bool) {
        let mut book = self.lock();
        let today_bytes = book.count(log, uptime_secs, now);
        let day = now.wall.0 / DAY_MS;
        if let Some(budget) = self.daily_budget_bytes
            && today_bytes > budget
            && book.warned_day != Some(day)
        {
            book.warned_day = Some(day);
            journal::warn(
                "more was written to flash today than flash.daily_budget_mib allows; see millpond wear",
                &[("written_bytes", &today_bytes), ("budget_bytes", &budget)],
            );
        }
        if last || uptime_secs >= book.saved_secs + SAVE_SECS {
            book.saved_secs = uptime_secs;
            book.file.life.scrub = scrub;
            if let Err(error) = book.file.save() {
                journal::warn("the account of flash wear cannot be written", &[("cause", &error)]);
            }
        }
    }

    /// The account as it stands now.
    pub(crate) fn status(&self, log: &Stats, uptime_secs: u64, now: Now) -> FlashStatus {
        let mut book = self.lock();
        let today_bytes = book.count(log, uptime_secs, now);
        FlashStatus { life: book.file.life.clone(), today_bytes, daily_budget_bytes: self.daily_budget_bytes }
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("no holder of this lock can panic")
    }
}

impl Book {
    /// Adds what was written since the last time and returns the bytes of today.
    fn count(&mut self, log: &Stats, uptime_secs: u64, now: Now) -> u64 {
        let causes = since_start(log, hardening::bytes_written());
        let day = now.wall.0 / DAY_MS;
        let more = causes.beyond(&self.counted);
        self.file.life.causes = self.file.life.causes.plus(&more);
        self.file.life.running_secs += uptime_secs.saturating_sub(self.counted_secs);
        if more.total() > 0 {
            self.file.life.add_to_day(day, more.total());
        }
        (self.counted, self.counted_secs) = (self.counted.plus(&more), uptime_secs);
        self.file.life.on_day(day)
    }
}

impl Causes {
    /// What `self` has more than `before`, cause by cause.
    fn beyond(&self, before: &Self) -> Self {
        Self {
            payload: self.payload.saturating_sub(before.payload),
            frame_overhead: self.frame_overhead.saturating_sub(before.frame_overhead),
            footers: self.footers.saturating_sub(before.footers),
            zeros: self.zeros.saturating_sub(before.zeros),
            super_blocks: self.super_blocks.saturating_sub(before.super_blocks),
            moved: self.moved.saturating_sub(before.moved),
            catalog: self.catalog.saturating_sub(before.catalog),
        }
    }
}

/// The causes of what a process has written. The catalog's share is what the kernel counted for the process less what
/// the log counted; where the kernel does not say, it is 0.
fn since_start(log: &Stats, process_bytes: Option<u64>) -> Causes {
    Causes {
        payload: log.payload_bytes,
        frame_overhead: log.frame_bytes.saturating_sub(log.payload_bytes + log.moved_bytes),
        footers: log.footer_bytes,
        zeros: log.zero_bytes,
        super_blocks: log.super_bytes,
        moved: log.moved_bytes,
        catalog: process_bytes.map_or(0, |bytes| bytes.saturating_sub(log.device_bytes_written)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;
    use millpond_base::{LineMs, WallMs};

    fn at(day: u64) -> Now {
        Now { wall: WallMs(day * DAY_MS + 5), line: LineMs(1), trusted: true }
    }

    fn stats(commits: u64) -> Stats {
        let mut stats = Stats::default();
        (stats.payload_bytes, stats.frame_bytes) = (1_000 * commits, 4_096 * commits);
        stats.device_bytes_written = stats.frame_bytes;
        stats
    }

    #[test]
    fn totals_survive_restarts_and_are_written_once_an_hour() {
        let scratch = Scratch::new();
        let path = scratch.path().join("flash.life");
        let keeper = Keeper::open(&path, &Flash::default(), at(9)).unwrap();
        let saved = || LifeFile::read(&path).ok().flatten().map_or(0, |life| life.causes.payload);

        keeper.round(&stats(1), 10, at(9), KeptScrub::default(), false);
        assert_eq!(saved(), 0, "not written yet");
        keeper.round(&stats(2), 3_601, at(9), KeptScrub { segment: 4, ..KeptScrub::default() }, false);
        assert_eq!(saved(), 2_000);
        keeper.round(&stats(3), 3_700, at(10), KeptScrub::default(), false);
        assert_eq!(saved(), 2_000);
        keeper.round(&stats(4), 3_800, at(10), KeptScrub { segment: 7, ..KeptScrub::default() }, true);

        let again = Keeper::open(&path, &Flash::default(), at(11)).unwrap();
        let life = again.status(&stats(1), 100, at(11)).life;
        assert_eq!((life.causes.payload, life.causes.frame_overhead), (5_000, 5 * 3_096));
        assert_eq!((life.running_secs, life.since_ms, again.kept_scrub().segment), (3_900, at(9).wall.0, 7));
        assert!(life.on_day(9) >= 8_192 && life.on_day(10) >= 8_192);
    }

    #[test]
    fn what_the_log_did_not_write_is_the_catalogs() {
        let causes = since_start(&stats(2), Some(10_000));

        assert_eq!((causes.catalog, causes.total()), (10_000 - 8_192, 10_000));
        assert_eq!(since_start(&stats(2), None).catalog, 0);
    }
}
