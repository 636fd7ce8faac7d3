//! What the index knows of a track: its keys, its runs, and how far it has come and been trimmed.

use std::collections::VecDeque;
use std::sync::Arc;

use millpond_base::{LineMs, Seq, WallMs};

use super::run::{Dropped, Entry, Run};
use crate::piece::Origin;
use crate::{Bounds, DataKey};

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Track {
    /// Its keys, by version; empty until registered.
    pub(crate) keys: Arc<Vec<Arc<DataKey>>>,
    /// In the order of their places, and never overlapping.
    pub(crate) runs: VecDeque<Run>,
    /// Records before this are trimmed.
    pub(crate) floor: u64,
    /// The next durable place.
    pub(crate) next: u64,
    bytes: u64,
    /// Records of all runs, those trimmed off the first one counted.
    records: u64,
}

/// A span of device time is looked into for old records at most so many times.
const LOOKS_PER_RUN: u64 = 64;

impl Track {
    pub(crate) fn bounds(&self) -> Bounds {
        let Some(run) = self.runs.front() else {
            return Bounds { first: Seq(self.next), next: Seq(self.next), ..Bounds::default() };
        };
        Bounds {
            first: Seq(run.first.max(self.floor)),
            next: Seq(self.next),
            bytes: self.bytes - u64::from(run.bytes) + run.bytes_from(self.floor),
            records: self.records - u64::from(run.records) + run.records_from(self.floor),
        }
    }

    /// Adds a durable chunk at the end.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.next = self.next.max(entry.end());
        self.bytes += u64::from(entry.bytes);
        self.records += u64::from(entry.count);
        match self.runs.back_mut() {
            Some(run) if run.segment == entry.segment && run.kept.is_some() => run.push(entry),
            _ => self.runs.push_back(Run::new(entry, true)),
        }
    }

    /// Takes the place of all runs; these must be in order.
    pub(crate) fn adopt(&mut self, runs: VecDeque<Run>) {
        self.bytes = runs.iter().map(|run| u64::from(run.bytes)).sum();
        self.records = runs.iter().map(|run| u64::from(run.records)).sum();
        self.next = self.next.max(runs.back().map_or(0, |run| run.end));
        self.runs = runs;
    }

    /// The run that holds `seq`, or the first after it.
    pub(crate) fn at_or_after(&self, seq: u64) -> Option<&Run> {
        self.runs.get(self.runs.partition_point(|run| run.end <= seq))
    }

    /// The last run that begins before a wall time, and the first that does not.
    pub(crate) fn around(&self, wall: WallMs) -> (Option<&Run>, Option<&Run>) {
        let after = self.runs.partition_point(|run| run.wall < wall);
        (after.checked_sub(1).and_then(|before| self.runs.get(before)), self.runs.get(after))
    }

    /// Drops the first run, if `dead` says so.
    fn pop_run(&mut self, dead: impl Fn(&Run) -> bool) -> Option<Run> {
        self.runs.front().filter(|run| dead(run))?;
        let run = self.runs.pop_front()?;
        self.bytes -= u64::from(run.bytes);
        self.records -= u64::from(run.records);
        self.floor = self.floor.max(run.end);
        Some(run)
    }

    fn shorten_first(&mut self, dead: impl Fn(&Entry) -> bool) -> Option<(u32, Dropped)> {
        let run = self.runs.front_mut()?;
        let dropped = run.shorten(dead);
        self.bytes -= dropped.bytes;
        self.records -= dropped.records;
        self.floor = self.floor.max(dropped.end);
        Some((run.segment, dropped))
    }

    /// Drops runs and listed chunks before the floor, after raising it; tells the segment and chunks of each.
    pub(crate) fn trim(&mut self, before: u64, mut gone: impl FnMut(u32, u32)) {
        let floor = self.floor.max(before.min(self.next));
        self.floor = floor;
        while let Some(run) = self.pop_run(|run| run.end <= floor) {
            gone(run.segment, run.chunks);
        }
        if let Some((segment, dropped)) = self.shorten_first(|entry| entry.end() <= floor) {
            gone(segment, dropped.chunks);
        }
    }

    /// Drops runs and listed chunks whose records are all older; tells the segment and chunks of each. Returns the
    /// first run if its chunks must be looked at to say which of them are.
    pub(crate) fn trim_older(&mut self, line: LineMs, mut gone: impl FnMut(u32, u32)) -> Option<&Run> {
        while let Some(run) = self.pop_run(|run| run.last_line < line) {
            gone(run.segment, run.chunks);
        }
        if let Some((segment, dropped)) = self.shorten_first(|entry| entry.last_line < line) {
            gone(segment, dropped.chunks);
        }
        let run = self.runs.front().filter(|run| run.kept.is_none() && run.oldest < line)?;
        let step = run.last_line.since_ms(run.oldest) / LOOKS_PER_RUN;
        (line.since_ms(run.oldest) >= step).then_some(run)
    }

    /// Lists the chunks of the run that begins at `first` in memory, but for those that were trimmed; says how many
    /// those are.
    pub(crate) fn list(&mut self, first: u64, chunks: &[Entry]) -> u32 {
        let floor = self.floor;
        let at = self.runs.partition_point(|run| run.end <= first);
        let Some(run) = self.runs.get_mut(at).filter(|run| run.first == first && run.kept.is_none()) else {
            return 0;
        };
        let Some(listed) = Run::of(chunks.iter().filter(|entry| entry.end() > floor)) else { return 0 };
        let before = std::mem::replace(run, listed);
        self.bytes = self.bytes - u64::from(before.bytes) + u64::from(self.runs[at].bytes);
        self.records = self.records - u64::from(before.records) + u64::from(self.runs[at].records);
        before.chunks - self.runs[at].chunks
    }

    /// Puts chunks in the place of one that is listed in memory; false when it is not there any more.
    pub(crate) fn replace(&mut self, origin: &Origin, anew: &[Entry]) -> bool {
        let at = self.runs.partition_point(|run| run.end <= origin.first);
        let there = |run: &Run| {
            let listed = run.kept.as_ref().and_then(|kept| kept.at_or_after(origin.first));
            run.segment == origin.segment && listed.is_some_and(|entry| entry.first == origin.first)
        };
        if !self.runs.get(at).is_some_and(there) {
            return false;
        }
        let Some(run) = self.runs.remove(at) else { return false };
        let (before, gone, after) = run.part(origin.first);
        if let Some(gone) = gone {
            self.bytes -= u64::from(gone.bytes);
            self.records -= u64::from(gone.count);
        }
        self.bytes += anew.iter().map(|entry| u64::from(entry.bytes)).sum::<u64>();
        self.records += anew.iter().map(|entry| u64::from(entry.count)).sum::<u64>();
        let mut put = at;
        for run in [before, Run::of(anew), after].into_iter().flatten() {
            self.runs.insert(put, run);
            put += 1;
        }
        // What was put next to a run of the same segment becomes one with it. Runs that a footer lists stay apart: the
        // list may still name what was between them.
        for at in (at.saturating_sub(1)..put).rev() {
            if at + 1 < self.runs.len()
                && self.runs[at].kept.is_some()
                && self.runs[at].joins(&self.runs[at + 1])
                && let Some(next) = self.runs.remove(at + 1)
            {
                self.runs[at].join(next);
            }
        }
        true
    }

    /// Drops every run that `dead` names.
    pub(crate) fn drop_runs(&mut self, dead: impl Fn(&Run) -> bool, mut gone: impl FnMut(u32, u32)) {
        let (mut bytes, mut records) = (0, 0);
        self.runs.retain(|run| {
            let dead = dead(run);
            if dead {
                bytes += u64::from(run.bytes);
                records += u64::from(run.records);
                gone(run.segment, run.chunks);
            }
            !dead
        });
        self.bytes -= bytes;
        self.records -= records;
    }

    /// Memory beyond the track itself.
    pub(crate) fn kept_bytes(&self) -> usize {
        let runs = self.runs.capacity() * size_of::<Run>();
        runs + self.runs.iter().map(Run::kept_bytes).sum::<usize>()
    }
}
