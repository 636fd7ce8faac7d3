//! Which shards end and which begin when a stream is split, merged or scaled.
//!
//! A change is written down with the stream when it is asked for and carried out when it is due, in one write of the
//! stream's document: a power cut leaves the shards from before or those from after, and never some of each.
//! Scaling takes the steps that a person would: splits where the new ranges begin, then merges of what lies between.
//! A shard that lives only between the two is kept as a closed one, so that every child has all of its parents.

use super::{Closed, END_UNKNOWN, HashKey, HashRange, Mode, Parts, Shard};
use crate::CatalogError;
use millpond_base::{LineMs, Now, TrackId, WallMs};

/// How long a change of a stream is under way, in milliseconds on the device timeline.
///
/// # Source
/// Chosen: long enough for a client to see UPDATING, as it does at AWS, and not worth waiting for.
pub const PLAN_MS: u64 = 500;

/// What shall become of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// One shard becomes two.
    Split {
        /// Which.
        shard: u32,
        /// The first hash key of the upper one.
        at: HashKey,
    },
    /// Two shards become one.
    Merge {
        /// The one with the lower hash keys.
        shard: u32,
        /// The one next to it.
        adjacent: u32,
    },
    /// So many open shards divide the key space evenly.
    Scale {
        /// How many.
        count: u32,
    },
    /// Capacity is asked for in another way.
    Switch {
        /// In which.
        mode: Mode,
    },
}

impl Plan {
    /// Open shards once it is carried out, of so many before.
    #[must_use]
    pub const fn open_after(&self, open: usize) -> usize {
        match *self {
            Self::Split { .. } => open + 1,
            Self::Merge { .. } => open.saturating_sub(1),
            Self::Scale { count } => count as usize,
            Self::Switch { .. } => open,
        }
    }

    /// Shards it makes at most, short-lived ones included, when so many are open before.
    #[must_use]
    pub const fn made_at_most(&self, open: usize) -> usize {
        match *self {
            Self::Split { .. } => 2,
            Self::Merge { .. } => 1,
            // Two for each place where a new range begins, then one for each two that become one.
            Self::Scale { count } => 3 * count as usize + open,
            Self::Switch { .. } => 0,
        }
    }

    /// Carries it out; on an error the parts are to be thrown away.
    pub(super) fn carry_out(
        self,
        parts: &mut Parts,
        now: Now,
        next_track: &mut dyn FnMut() -> Result<TrackId, CatalogError>,
    ) -> Result<(), Unfit> {
        let mut surgery = Surgery { shards: &mut parts.shards, now, next_track };
        match self {
            Self::Split { shard, at } => surgery.split(shard, at).map(drop),
            Self::Merge { shard, adjacent } => surgery.merge(shard, adjacent).map(drop),
            Self::Scale { count } => surgery.scale(count),
            Self::Switch { mode } => {
                parts.settings.mode = mode;
                if mode == Mode::Provisioned {
                    parts.settings.extras.warm_mibps = None;
                }
                Ok(())
            }
        }
    }
}

/// A plan and when it is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// When.
    pub due: LineMs,
    /// What.
    pub plan: Plan,
}

/// What becomes of a stream's shards, and what became of them lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resharding {
    /// What is under way. While it is, nothing else can be begun.
    pub pending: Option<Pending>,
    /// When the number of shards was set, lately.
    pub scaled: Vec<LineMs>,
    /// When the mode was set, lately.
    pub switched: Vec<LineMs>,
}

impl Resharding {
    /// Begins a change.
    pub const fn begin(&mut self, plan: Plan, now: Now) {
        self.pending = Some(Pending { due: now.line.after_ms(PLAN_MS), plan });
    }

    /// True when something is due to be carried out.
    #[must_use]
    pub fn is_due(&self, now: Now) -> bool {
        self.pending.is_some_and(|pending| pending.due <= now.line)
    }
}

/// Why a plan was not carried out.
#[derive(Debug)]
pub(super) enum Unfit {
    /// The shards are not as they were when it was made.
    Plan,
    /// No track can be had.
    Catalog(CatalogError),
}

/// Shards on the table.
struct Surgery<'a> {
    shards: &'a mut Vec<Shard>,
    now: Now,
    next_track: &'a mut dyn FnMut() -> Result<TrackId, CatalogError>,
}

impl Surgery<'_> {
    fn split(&mut self, index: u32, at: HashKey) -> Result<[u32; 2], Unfit> {
        let range = self.close(index)?;
        let below = at.0.checked_sub(1).and_then(|last| HashRange::new(range.first(), HashKey(last)));
        let (low, high) = below.zip(HashRange::new(at, range.last())).ok_or(Unfit::Plan)?;
        Ok([self.open(low, vec![index])?, self.open(high, vec![index])?])
    }

    fn merge(&mut self, index: u32, adjacent: u32) -> Result<u32, Unfit> {
        let (low, high) = (self.close(index)?, self.close(adjacent)?);
        let both = HashRange::new(low.first(), high.last()).filter(|_| low.meets(high));
        self.open(both.ok_or(Unfit::Plan)?, vec![index, adjacent])
    }

    fn scale(&mut self, count: u32) -> Result<(), Unfit> {
        if count == 0 {
            return Err(Unfit::Plan);
        }
        let goals = HashRange::divide(count);
        let mut open: Vec<(HashRange, u32)> =
            self.shards.iter().filter(|shard| shard.is_open()).map(|s| (s.range, s.index)).collect();
        open.sort_unstable_by_key(|(range, _)| range.first());
        let mut pieces = Vec::new();
        for (range, index) in open {
            let mut rest = index;
            for goal in goals.iter().filter(|goal| goal.first() > range.first()) {
                if range.contains(goal.first()) {
                    let [low, high] = self.split(rest, goal.first())?;
                    pieces.push(low);
                    rest = high;
                }
            }
            pieces.push(rest);
        }
        let mut pieces = pieces.into_iter();
        for goal in goals {
            let mut whole = pieces.next().ok_or(Unfit::Plan)?;
            while self.last_key(whole)? < goal.last() {
                whole = self.merge(whole, pieces.next().ok_or(Unfit::Plan)?)?;
            }
        }
        Ok(())
    }

    fn last_key(&self, index: u32) -> Result<HashKey, Unfit> {
        let shard = self.shards.iter().find(|shard| shard.index == index).ok_or(Unfit::Plan)?;
        Ok(shard.range.last())
    }

    /// Ends a shard, which must be open. Where it ends is found out when everybody sees that it does.
    fn close(&mut self, index: u32) -> Result<HashRange, Unfit> {
        let shard = self.shards.iter_mut().find(|shard| shard.index == index);
        let shard = shard.filter(|shard| shard.is_open()).ok_or(Unfit::Plan)?;
        shard.closed = Some(Closed { wall: self.now.wall, line: self.now.line, end: END_UNKNOWN });
        Ok(shard.range)
    }

    fn open(&mut self, range: HashRange, parents: Vec<u32>) -> Result<u32, Unfit> {
        let index = self.shards.last().map_or(0, |last| last.index + 1);
        let track = (self.next_track)().map_err(Unfit::Catalog)?;
        // A second after its parents, as at AWS; and never before a shard that is forgotten by then.
        let latest_secs = self.shards.iter().map(|shard| shard.created_secs).max().unwrap_or(0);
        let created_secs = latest_secs.max(self.now.wall.secs() + 1);
        let opened = WallMs(self.now.wall.0);
        self.shards.push(Shard { index, range, opened, track, created_secs, parents, closed: None });
        Ok(index)
    }
}

#[cfg(test)]
#[path = "resharding_tests.rs"]
mod tests;
