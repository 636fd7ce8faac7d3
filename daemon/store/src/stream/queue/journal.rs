//! The record that says what became of a queue's records.
//!
//! Grammar, all integers LEB128: `version u8 = 1 | count of parts | parts`, and a part speaks of one shard:
//!
//! | member | meaning |
//! |---|---|
//! | shard | its index |
//! | flags | 1 = base: nothing said earlier of this shard counts, and everything before `from` is gone |
//! | from, length | the places that this part says were looked at: `from`, and `length` more |
//! | gone: count, steps | places that are gone |
//! | unread: count, pairs of step and length | runs of places that were passed over and that nobody has received |
//! | held: count, entries | places that were received and are not gone |
//!
//! An entry is `step | flags | nonce | receives | first received (wall clock, ms) | due (device timeline, ms)`, its flags
//! 1 = a dead letter. Steps count from the place before, the first from 0; runs from the end of the run before.
//!
//! Of the places a part says were looked at, those that are neither unread nor held are gone. So a snapshot is a record like
//! any other, and where one is damaged, the gap between what was looked at before and `from` tells which places it spoke of:
//! those are delivered again. Everything in a record is absolute, and records count in the order of their places.

use super::state::{Entry, Phase};
use crate::varint::{put, take, take_byte};
use millpond_base::{LineMs, WallMs};
use std::ops::Range;

const VERSION: u8 = 1;
const BASE: u64 = 1;
const DEAD: u64 = 1;

/// What a record says of one shard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) shard: u32,
    pub(super) base: bool,
    pub(super) looked: Range<u64>,
    pub(super) gone: Vec<u64>,
    pub(super) unread: Vec<Range<u64>>,
    pub(super) held: Vec<(u64, Entry)>,
}

impl Part {
    /// True when it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        !self.base && self.looked.is_empty() && self.gone.is_empty() && self.held.is_empty()
    }

    fn write(&self, out: &mut Vec<u8>) {
        put(out, self.shard.into());
        put(out, if self.base { BASE } else { 0 });
        put(out, self.looked.start);
        put(out, self.looked.end.saturating_sub(self.looked.start));
        put(out, self.gone.len() as u64);
        let mut last = 0;
        for &place in &self.gone {
            put(out, place - last);
            last = place;
        }
        put(out, self.unread.len() as u64);
        let mut last = 0;
        for run in &self.unread {
            put(out, run.start - last);
            put(out, run.end - run.start);
            last = run.end;
        }
        put(out, self.held.len() as u64);
        let mut last = 0;
        for (place, entry) in &self.held {
            put(out, place - last);
            put(out, if entry.dead { DEAD } else { 0 });
            put(out, entry.nonce.into());
            put(out, entry.receives.into());
            put(out, entry.first_received.0);
            put(out, entry.due.0);
            last = *place;
        }
    }

    fn read(rest: &mut &[u8]) -> Option<Self> {
        let shard = u32::try_from(take(rest)?).ok()?;
        let flags = take(rest)?;
        if flags & !BASE != 0 {
            return None;
        }
        let start = take(rest)?;
        let looked = start..start.checked_add(take(rest)?)?;
        let mut part = Self { shard, base: flags & BASE != 0, looked, ..Self::default() };
        let mut last = 0u64;
        for _ in 0..take(rest)? {
            last = last.checked_add(take(rest)?)?;
            part.gone.push(last);
        }
        let mut last = 0u64;
        for _ in 0..take(rest)? {
            let start = last.checked_add(take(rest)?)?;
            last = start.checked_add(take(rest)?)?;
            part.unread.push(start..last);
        }
        let mut last = 0u64;
        for _ in 0..take(rest)? {
            last = last.checked_add(take(rest)?)?;
            part.held.push((last, read_entry(rest)?));
        }
        Some(part)
    }
}

fn read_entry(rest: &mut &[u8]) -> Option<Entry> {
    let flags = take(rest)?;
    if flags & !DEAD != 0 {
        return None;
    }
    let entry = Entry {
        dead: flags & DEAD != 0,
        nonce: u32::try_from(take(rest)?).ok()?,
        receives: u32::try_from(take(rest)?).ok()?,
        first_received: WallMs(take(rest)?),
        due: LineMs(take(rest)?),
        // A due that has passed is noticed when time is next let pass.
        phase: Phase::InFlight,
    };
    // 0 is for what nobody has received.
    (entry.nonce != 0).then_some(entry)
}

/// Writes a record; places and runs of each part are in ascending order.
pub(super) fn encode(parts: &[Part]) -> Vec<u8> {
    let mut out = vec![VERSION];
    put(&mut out, parts.len() as u64);
    for part in parts {
        part.write(&mut out);
    }
    out
}

/// Reads a record; `None` for bytes that this version did not write.
pub(super) fn decode(mut bytes: &[u8]) -> Option<Vec<Part>> {
    let rest = &mut bytes;
    if take_byte(rest)? != VERSION {
        return None;
    }
    let count = take(rest)?;
    let mut parts = Vec::new();
    for _ in 0..count {
        parts.push(Part::read(rest)?);
    }
    rest.is_empty().then_some(parts)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(in crate::stream::queue) fn parts() -> Vec<Part> {
        let entry = |nonce, receives, dead| Entry {
            nonce,
            receives,
            first_received: WallMs(1_700_000_000_000),
            due: LineMs(30_000),
            phase: Phase::InFlight,
            dead,
        };
        let first = Part {
            shard: 0,
            base: true,
            looked: 5..300,
            gone: vec![7, 8, 200],
            unread: vec![20..24, 30..31],
            held: vec![(9, entry(7, 1, false)), (10, entry(u32::MAX, 6, true))],
        };
        vec![first, Part { shard: 3, looked: 300..301, ..Part::default() }]
    }

    #[test]
    fn a_record_reads_back_and_has_golden_bytes() {
        let bytes = encode(&parts());

        assert_eq!(decode(&bytes), Some(parts()));
        let hex = millpond_base::hex(&bytes);
        assert_eq!(hex, include_str!("journal_v1.hex").trim_end());
    }

    #[test]
    fn every_truncation_and_a_newer_version_is_refused() {
        let whole = encode(&parts());

        for cut in 0..whole.len() {
            assert_eq!(decode(&whole[..cut]), None, "{cut} bytes");
        }
        assert_eq!(decode(&[2, 0]), None);
        assert_eq!(decode(&[1, 0, 0]), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..96)) {
            if let Some(parts) = decode(&[&[1], &bytes[..]].concat()) {
                prop_assert_eq!(decode(&encode(&parts)), Some(parts));
            }
        }
    }
}
