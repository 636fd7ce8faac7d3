//! A stream as it stands: its settings and its shards. Values are never changed in place; a change makes a new one.

use super::{Extras, HashKey, HashRange, Resharding};
use millpond_base::{LineMs, Seq, TrackId, WallMs};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// One life of a stream. A stream that is deleted and made again under the same name has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(pub u64);

/// How capacity was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By a number of shards.
    Provisioned,
    /// By none; the stream started with a default number of shards.
    OnDemand,
}

/// How records find their shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// By partition key or explicit hash key.
    PartitionKey,
    /// In turn over the open shards, whatever the producer says.
    Even,
}

/// What a new stream shall be like.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How capacity was asked for.
    pub mode: Mode,
    /// How records find their shard.
    pub distribution: Distribution,
    /// Number of open shards to begin with; at least 1.
    pub shard_count: u32,
    /// Whole hours for which records are kept.
    pub retention_hours: u32,
    /// Largest record, key included, in KiB.
    pub record_kib_max: u32,
    /// Labels for people and policies.
    pub tags: BTreeMap<String, String>,
    /// What most streams leave as it is.
    pub extras: Extras,
}

/// When and where a shard stopped taking records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Wall-clock time.
    pub wall: WallMs,
    /// The same on the device timeline, for retention.
    pub line: LineMs,
    /// The place no record of the shard reaches.
    pub end: Seq,
}

/// The end of a shard in a document that was written just before it ended: somewhere behind its last record.
pub(crate) const END_UNKNOWN: Seq = Seq(u64::MAX);

/// One ordered part of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, assigned upwards and never reused within a life of the stream.
    pub index: u32,
    /// The hash keys it takes.
    pub range: HashRange,
    /// When it began to take records, by the wall clock.
    pub opened: WallMs,
    /// Its records in the log.
    pub track: TrackId,
    /// When it was made, in whole seconds since 1970, and a second later for one that came from others. Part of every
    /// sequence number.
    pub created_secs: u64,
    /// The shards it came from by a split (one) or a merge (two).
    pub parents: Vec<u32>,
    /// Set once it takes no more records.
    pub closed: Option<Closed>,
}

impl Shard {
    /// Its name as clients know it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("shardId-{:012}", self.index)
    }

    /// True while it takes records.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// A stream.
///
/// Invariant: the open shards' ranges cover the key space without gap or overlap; `shards` is ordered by index.
#[derive(Debug)]
pub struct Stream {
    /// This life of it.
    pub id: StreamId,
    /// Its name, unique among the streams there are.
    pub name: String,
    /// When it was made.
    pub created: WallMs,
    /// How capacity was asked for.
    pub mode: Mode,
    /// How records find their shard.
    pub distribution: Distribution,
    /// Whole hours for which records are kept.
    pub retention_hours: u32,
    /// Largest record, key included, in KiB.
    pub record_kib_max: u32,
    /// Labels for people and policies.
    pub tags: BTreeMap<String, String>,
    /// What most streams leave as it is.
    pub extras: Extras,
    /// What becomes of its shards, and what became of them lately.
    pub resharding: Resharding,
    /// The stream's data key, wrapped.
    pub(crate) wrapped_key: Vec<u8>,
    shards: Vec<Shard>,
    /// Open shards by the start of their range: (start, position in `shards`).
    open: Vec<(HashKey, usize)>,
    /// One for all values of this life, so that a change gives no shard a second turn.
    turn: Arc<AtomicU32>,
}

/// The members a document holds, before they are a [`Stream`].
#[derive(Clone, Debug)]
pub struct Parts {
    pub(super) id: StreamId,
    pub(super) name: String,
    pub(super) created: WallMs,
    /// What can be changed while the stream exists. The number of shards is not looked at again.
    pub settings: Settings,
    /// What becomes of the shards.
    pub resharding: Resharding,
    pub(crate) wrapped_key: Vec<u8>,
    pub(super) shards: Vec<Shard>,
}

impl Parts {
    /// Every shard that still exists, by index.
    #[must_use]
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// The shard with this index.
    #[must_use]
    pub fn shard(&self, index: u32) -> Option<&Shard> {
        find(&self.shards, index)
    }

    /// How many shards take records.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.shards.iter().filter(|shard| shard.is_open()).count()
    }
}

fn find(shards: &[Shard], index: u32) -> Option<&Shard> {
    shards.binary_search_by_key(&index, |shard| shard.index).ok().map(|i| &shards[i])
}

impl Stream {
    /// Checks the invariant; `None` when the open shards do not cover the key space exactly once.
    pub(super) fn assemble(parts: Parts) -> Option<Self> {
        let Parts { id, name, created, settings, resharding, wrapped_key, shards } = parts;
        let mut open: Vec<(HashKey, usize)> = shards
            .iter()
            .enumerate()
            .filter(|(_, s)| s.is_open())
            .map(|(i, s)| (s.range.first(), i))
            .collect();
        open.sort_unstable();
        let ranges = || open.iter().map(|&(_, i)| shards[i].range);
        let starts = ranges().next()?.first() == HashKey(0);
        let ends = ranges().next_back()?.last() == HashKey(u128::MAX);
        let joined =
            ranges().zip(ranges().skip(1)).all(|(a, b)| a.last().0.checked_add(1) == Some(b.first().0));
        let ordered = shards.windows(2).all(|w| w[0].index < w[1].index);
        (starts && ends && joined && ordered).then_some(Self {
            id,
            name,
            created,
            mode: settings.mode,
            distribution: settings.distribution,
            retention_hours: settings.retention_hours,
            record_kib_max: settings.record_kib_max,
            tags: settings.tags,
            extras: settings.extras,
            resharding,
            wrapped_key,
            shards,
            open,
            turn: Arc::default(),
        })
    }

    /// What another value of this stream is made of.
    pub(super) fn parts(&self) -> Parts {
        Parts {
            id: self.id,
            name: self.name.clone(),
            created: self.created,
            settings: Settings {
                mode: self.mode,
                distribution: self.distribution,
                shard_count: u32::try_from(self.shards.len()).unwrap_or(u32::MAX),
                retention_hours: self.retention_hours,
                record_kib_max: self.record_kib_max,
                tags: self.tags.clone(),
                extras: self.extras.clone(),
            },
            resharding: self.resharding.clone(),
            wrapped_key: self.wrapped_key.clone(),
            shards: self.shards.clone(),
        }
    }

    /// Writes down where closed shards end.
    pub(super) fn end_shards(&mut self, end: impl Fn(&Shard) -> Option<Seq>) {
        for shard in &mut self.shards {
            if let Some(end) = end(shard)
                && let Some(closed) = &mut shard.closed
            {
                closed.end = end;
            }
        }
    }

    /// The next value of this stream, which goes on where this one is; `None` as for [`Stream::assemble`].
    pub(super) fn become_of(&self, parts: Parts) -> Option<Self> {
        Some(Self { turn: Arc::clone(&self.turn), ..Self::assemble(parts)? })
    }

    /// Every shard that still exists, by index.
    #[must_use]
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// The tracks of every shard that still exists.
    pub(crate) fn tracks(&self) -> impl Iterator<Item = TrackId> {
        self.shards.iter().map(|shard| shard.track)
    }

    /// The shard with this index.
    #[must_use]
    pub fn shard(&self, index: u32) -> Option<&Shard> {
        find(&self.shards, index)
    }

    /// The shards that take records.
    pub fn open_shards(&self) -> impl Iterator<Item = &Shard> {
        self.shards.iter().filter(|s| s.is_open())
    }

    /// How many shards take records once what is under way is done, if that is more.
    #[must_use]
    pub fn open_soon(&self) -> usize {
        let open = self.open.len();
        self.resharding.pending.map_or(open, |pending| open.max(pending.plan.open_after(open)))
    }

    /// How many shards exist at most once what is under way is done.
    #[must_use]
    pub fn kept_soon(&self) -> usize {
        let made = self.resharding.pending.map_or(0, |pending| pending.plan.made_at_most(self.open.len()));
        self.shards.len() + made
    }

    /// The shards that came from this one.
    pub fn children(&self, index: u32) -> impl Iterator<Item = &Shard> {
        self.shards.iter().filter(move |s| s.parents.contains(&index))
    }

    /// The open shard that takes a record with this hash key.
    #[must_use]
    pub fn owner(&self, key: HashKey) -> &Shard {
        let after = self.open.partition_point(|&(start, _)| start <= key);
        &self.shards[self.open[after - 1].1]
    }

    /// The open shard whose turn it is.
    #[must_use]
    pub fn next_in_turn(&self) -> &Shard {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        &self.shards[self.open[turn as usize % self.open.len()].1]
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::stream) fn stream(shards: Vec<Shard>) -> Option<Stream> {
        let settings = Settings {
            mode: Mode::Provisioned,
            distribution: Distribution::PartitionKey,
            shard_count: 1,
            retention_hours: 24,
            record_kib_max: 1024,
            tags: BTreeMap::from([("team".to_owned(), "water".to_owned())]),
            extras: Extras::default(),
        };
        Stream::assemble(Parts {
            id: StreamId(7),
            name: "readings".to_owned(),
            created: WallMs(1_700_000_000_123),
            settings,
            resharding: Resharding::default(),
            wrapped_key: vec![9; 40],
            shards,
        })
    }

    pub(in crate::stream) fn shards(count: u32) -> Vec<Shard> {
        HashRange::divide(count)
            .into_iter()
            .zip(0u32..)
            .map(|(range, index)| Shard {
                index,
                range,
                opened: WallMs(1_700_000_000_123),
                track: TrackId(10 + index),
                created_secs: 1_700_000_000,
                parents: Vec::new(),
                closed: None,
            })
            .collect()
    }

    #[test]
    fn every_key_has_exactly_the_owner_whose_range_holds_it() {
        let stream = stream(shards(7)).unwrap();

        for shard in stream.shards() {
            for key in [shard.range.first(), shard.range.last()] {
                assert_eq!(stream.owner(key).index, shard.index);
            }
        }
        for text in ["a", "sensor-17", "ümlaut", ""] {
            assert!(stream.owner(HashKey::of(text)).range.contains(HashKey::of(text)));
        }
    }

    #[test]
    fn a_closed_shard_owns_nothing() {
        let mut all = shards(1);
        all[0].closed = Some(Closed { wall: WallMs(1), line: LineMs(1), end: Seq(4) });
        for (range, index) in HashRange::divide(2).into_iter().zip(1u32..) {
            let template = all[0].clone();
            all.push(Shard { index, range, closed: None, parents: vec![0], ..template });
        }

        let stream = stream(all).unwrap();

        assert_eq!(stream.owner(HashKey(0)).index, 1);
        assert_eq!(stream.owner(HashKey(u128::MAX)).index, 2);
        assert_eq!(stream.children(0).map(|s| s.index).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn shards_that_do_not_cover_the_key_space_are_refused() {
        let mut gap = shards(3);
        gap.remove(1);
        assert!(stream(gap).is_none());
        assert!(stream(shards(3)[..2].to_vec()).is_none());
        assert!(stream(Vec::new()).is_none());
    }

    #[test]
    fn even_distribution_takes_turns() {
        let stream = stream(shards(3)).unwrap();

        let turns: Vec<u32> = (0..6).map(|_| stream.next_in_turn().index).collect();

        assert_eq!(turns, [0, 1, 2, 0, 1, 2]);
    }
}
