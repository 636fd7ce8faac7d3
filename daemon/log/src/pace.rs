//! When to commit: at once for a lonely caller, together for many. Decides only; threads and clocks are the owner's.
//!
//! While a commit is being written others stage, and the next commit takes them all: the group forms by itself. When
//! the last commit served several callers, the next waits until they are back and stand beside those who staged
//! meanwhile, but no longer than a sync takes on this device: waiting longer would cost more than a commit of their own.
//! What fills few blocks of flash may wait for a moment longer, as a block is written whole whatever is in it.
//! A lonely caller never waits for company.

use std::time::{Duration, Instant};

use crate::Untaken;

/// How long work that nobody waits for may stay in memory.
const LAZY_MAX: Duration = Duration::from_secs(1);

/// Longest wait for company. Ours: a queue call should not take longer than a slow card's own sync.
const LINGER_MAX: Duration = Duration::from_millis(5);

/// Wait for company on a device that syncs faster, while little is staged. Ours: nobody who calls over a network notices it, and
/// 16 callers who send, receive and delete in tens then share blocks that each of them would have written.
const LINGER_MIN: Duration = Duration::from_millis(2);

/// Staged bytes of which the last block, half empty as a rule, is a small share.
const WORTH_A_BLOCK: u64 = 64 << 10;

/// Staged bytes that are worth a write of their own: at 256 KiB the fixed cost per commit is below two per cent.
const WORTH_WRITING: u64 = 256 << 10;

/// A longer commit moves the expected time of a sync by one part in so many, a shorter one at once: a commit that was
/// large or unlucky must not make the next caller wait.
const SLOW_TO_RISE: u32 = 8;

/// Commits without a try to gather more, after callers did not come back in time: they may never do.
const NO_GROWTH_COMMITS: u32 = 16;

/// What the owner of the committing threads asks before each commit. One for every log, behind the owner's lock.
#[derive(Debug, Default)]
pub struct Pace {
    /// Batches staged since a commit took what there was.
    staged: u32,
    /// When the first of them was staged.
    since: Option<Instant>,
    /// When the first of them that somebody waits for was staged.
    urgent_since: Option<Instant>,
    /// Bytes of them.
    bytes: u64,
    /// Commits under way.
    writing: u32,
    /// Batches that are worth waiting for.
    company: u32,
    /// Commits until the company may grow again.
    no_growth: u32,
    /// How long a sync is expected to take.
    sync: Duration,
    /// When the last commit ended.
    free_since: Option<Instant>,
    /// When a committing thread looks again without being woken.
    watched: Option<Instant>,
}

/// What a committing thread does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Commits.
    Commit,
    /// Looks again at this time, or when it is woken.
    Until(Instant),
    /// Looks again when it is woken.
    Idle,
}

/// A commit under way.
#[derive(Debug)]
#[must_use = "a commit that began must be ended"]
pub struct Begun {
    batches: u32,
    /// Others were waited for and did not come.
    in_vain: bool,
    at: Instant,
}

impl Pace {
    /// Notes a batch that was staged. True when a commit is due before any committing thread looks again, so that one
    /// must be woken.
    pub fn staged(&mut self, untaken: Untaken, now: Instant) -> bool {
        if untaken.bytes == 0 {
            // A commit took it before this call.
            return false;
        }
        self.staged += 1;
        self.see(untaken, now);
        let due = self.due();
        let must_wake = due.is_some_and(|due| self.watched.is_none_or(|watched| due < watched));
        if must_wake {
            self.watched = due;
        }
        must_wake
    }

    fn see(&mut self, untaken: Untaken, now: Instant) {
        self.since.get_or_insert(now);
        self.bytes = self.bytes.max(untaken.bytes);
        if untaken.urgent {
            self.urgent_since.get_or_insert(now);
        }
    }

    /// What a committing thread that has nothing under way does now.
    pub fn look(&mut self, now: Instant) -> Look {
        let due = self.due();
        if due.is_some_and(|due| due <= now) {
            return Look::Commit;
        }
        // The first of the company would only wake a thread to wait for the rest: it watches for them from the start.
        let back_by = self.free_since.map(|free_since| free_since + self.linger());
        let expected = back_by.filter(|back_by| *back_by > now && self.writing == 0 && self.company > 1);
        self.watched = due.or(expected);
        self.watched.map_or(Look::Idle, Look::Until)
    }

    /// When the next commit is due; `None` when nothing is staged, or when that depends on the commit under way.
    fn due(&self) -> Option<Instant> {
        let since = self.since?;
        if self.bytes >= WORTH_WRITING {
            return Some(since);
        }
        if self.writing > 0 {
            // Sealed now, a small commit would only wait for the device, and nobody could join it any more.
            return None;
        }
        let Some(urgent_since) = self.urgent_since else { return Some(since + LAZY_MAX) };
        if self.company_is_complete() {
            return Some(urgent_since);
        }
        // Until the device was free, nobody waited for company.
        let free_since = self.free_since.map_or(urgent_since, |free_since| free_since.max(urgent_since));
        Some(free_since + self.linger())
    }

    fn company_is_complete(&self) -> bool {
        self.staged >= self.company
    }

    fn linger(&self) -> Duration {
        let least = if self.bytes < WORTH_A_BLOCK { LINGER_MIN } else { Duration::ZERO };
        self.sync.clamp(least, LINGER_MAX)
    }

    /// A commit begins, and takes what is staged.
    pub fn begin(&mut self, now: Instant) -> Begun {
        let in_vain = !self.company_is_complete() && self.bytes < WORTH_WRITING;
        self.since = None;
        self.urgent_since = None;
        self.bytes = 0;
        self.watched = None;
        self.writing += 1;
        Begun { batches: std::mem::take(&mut self.staged), in_vain, at: now }
    }

    /// The commit is on flash, and `left` was staged but not taken by it.
    pub fn done(&mut self, begun: &Begun, left: Untaken, now: Instant) {
        let took = now.saturating_duration_since(begun.at);
        let rise = took.saturating_sub(self.sync);
        self.sync = if self.sync.is_zero() { took } else { took.min(self.sync + rise / SLOW_TO_RISE) };
        self.no_growth = if begun.in_vain { NO_GROWTH_COMMITS } else { self.no_growth.saturating_sub(1) };
        self.company = begun.batches + if self.no_growth == 0 { self.staged } else { 0 };
        self.free_since = Some(now);
        self.idle(left, now);
    }

    /// The commit found nothing to write.
    pub fn idle(&mut self, left: Untaken, now: Instant) {
        self.writing = self.writing.saturating_sub(1);
        // More may be staged than one commit takes.
        if left.bytes > 0 {
            self.see(left, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Untaken = Untaken { bytes: 200, urgent: true };
    const LAZY: Untaken = Untaken { bytes: 200, urgent: false };
    const NOTHING: Untaken = Untaken { bytes: 0, urgent: false };
    const SYNC: Duration = Duration::from_micros(400);

    /// A thread looks until there is something to commit, and commits it.
    fn commit(pace: &mut Pace, now: &mut Instant, took: Duration) {
        while let Look::Until(due) = pace.look(*now) {
            *now = due;
        }
        let begun = pace.begin(*now);
        *now += took;
        pace.done(&begun, NOTHING, *now);
    }

    /// A device whose sync takes 400 µs, after a commit of so many batches.
    fn after(batches: u32) -> (Pace, Instant) {
        let (mut pace, mut now) = (Pace::default(), Instant::now());
        crowd(&mut pace, batches, now);
        commit(&mut pace, &mut now, SYNC);
        (pace, now)
    }

    fn crowd(pace: &mut Pace, batches: u32, now: Instant) {
        for _ in 0..batches {
            pace.staged(SMALL, now);
        }
    }

    #[test]
    fn a_lonely_record_is_committed_at_once() {
        let (mut pace, now) = after(1);

        assert!(pace.staged(SMALL, now));

        assert_eq!(pace.due(), Some(now));
    }

    #[test]
    fn the_first_lonely_record_after_a_crowd_waits_for_a_moment() {
        let (mut pace, mut now) = after(64);

        assert!(pace.staged(SMALL, now));
        assert_eq!(pace.due(), Some(now + LINGER_MIN));

        commit(&mut pace, &mut now, SYNC);
        pace.staged(SMALL, now);
        assert_eq!(pace.due(), Some(now), "the second does not wait at all");
    }

    #[test]
    fn one_long_commit_does_not_make_the_next_caller_wait_as_long() {
        let (mut pace, mut now) = after(64);
        crowd(&mut pace, 64, now);
        commit(&mut pace, &mut now, 81 * SYNC);

        pace.staged(SMALL, now);

        assert_eq!(pace.due(), Some(now + 11 * SYNC));
        crowd(&mut pace, 64, now);
        commit(&mut pace, &mut now, SYNC);
        pace.staged(SMALL, now);
        assert_eq!(pace.due(), Some(now + LINGER_MIN));
    }

    #[test]
    fn what_fills_blocks_waits_no_longer_than_a_sync_takes() {
        let (mut pace, now) = after(64);

        pace.staged(Untaken { bytes: WORTH_A_BLOCK, urgent: true }, now);

        assert_eq!(pace.due(), Some(now + SYNC));
    }

    #[test]
    fn a_slow_device_makes_company_wait_for_five_milliseconds_at_most() {
        let (mut pace, mut now) = (Pace::default(), Instant::now());
        crowd(&mut pace, 64, now);
        commit(&mut pace, &mut now, Duration::from_millis(40));

        pace.staged(SMALL, now);

        assert_eq!(pace.due(), Some(now + LINGER_MAX));
    }

    #[test]
    fn company_that_is_complete_is_committed_at_once() {
        let (mut pace, now) = after(3);
        assert!(pace.staged(SMALL, now));
        assert!(!pace.staged(SMALL, now));

        assert!(pace.staged(SMALL, now + SYNC / 2));

        assert_eq!(pace.due(), Some(now));
    }

    #[test]
    fn what_is_staged_during_a_commit_is_due_when_it_ends() {
        let (mut pace, now) = after(1);
        pace.staged(SMALL, now);
        let begun = pace.begin(now);

        assert!(!pace.staged(SMALL, now));
        assert_eq!(pace.due(), None);
        pace.done(&begun, SMALL, now + SYNC);

        assert!(pace.due().is_some());
    }

    #[test]
    fn two_groups_become_one() {
        let (mut pace, now) = after(40);
        crowd(&mut pace, 40, now);
        let begun = pace.begin(now);
        crowd(&mut pace, 24, now);
        let now = now + SYNC;
        pace.done(&begun, SMALL, now);

        assert_ne!(pace.look(now), Look::Commit);
        assert!((1..40).all(|_| !pace.staged(SMALL, now)));
        assert!(pace.staged(SMALL, now), "with the last of 64 it is due");
    }

    #[test]
    fn callers_that_do_not_come_back_are_waited_for_once_in_a_while() {
        let (mut pace, mut now) = after(1);
        let mut waits = 0;
        for _ in 0..100 {
            pace.staged(SMALL, now);
            while let Look::Until(due) = pace.look(now) {
                waits += 1;
                now = due;
            }
            // One caller stages once while another's commit is being written, and is never seen again.
            let begun = pace.begin(now);
            pace.staged(SMALL, now);
            now += SYNC;
            pace.done(&begun, SMALL, now);
        }

        assert!(waits < 10, "{waits}");
    }

    #[test]
    fn much_is_sealed_during_a_commit() {
        let (mut pace, now) = after(1);
        pace.staged(SMALL, now);
        let _begun = pace.begin(now);

        assert!(pace.staged(Untaken { bytes: WORTH_WRITING, urgent: true }, now));

        assert_eq!(pace.due(), Some(now));
    }

    #[test]
    fn work_nobody_waits_for_waits_for_a_second_or_for_work_somebody_waits_for() {
        let (mut pace, now) = after(1);
        pace.staged(LAZY, now);
        assert_eq!(pace.due(), Some(now + LAZY_MAX));

        let later = now + Duration::from_millis(500);
        assert!(pace.staged(SMALL, later));

        assert_eq!(pace.due(), Some(later));
    }
}
