//! The record that says which messages are gone, and the one that says how often messages were received.
//!
//! Grammar, all integers LEB128: `version u8 = 1 | head | count | count x step` where the gone messages are
//! `head + step[0]`, then each the one before plus its step; or `version u8 = 2 | head | roaring treemap`; or
//! `version u8 = 3 | head | count | count x (step | receives)`, which says nothing of what is gone but for the head.
//! Everything before `head` is gone as well, so records add up in any order, and one is superseded once a later
//! record's head has passed all it names.

use crate::varint::{put, take, take_byte};
use roaring::RoaringTreemap;
use std::collections::BTreeMap;

const LIST: u8 = 1;
const BITMAP: u8 = 2;
const COUNTS: u8 = 3;

/// Why a record is not an acknowledgement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotAnAck;

/// Writes the gone messages `seqs`, none of which lies before `head`.
pub(super) fn encode_list(head: u64, seqs: &mut [u64]) -> Vec<u8> {
    seqs.sort_unstable();
    let mut out = Vec::with_capacity(8 + seqs.len() * 2);
    out.push(LIST);
    put(&mut out, head);
    put(&mut out, seqs.len() as u64);
    let mut last = head;
    for &seq in &*seqs {
        put(&mut out, seq - last);
        last = seq;
    }
    out
}

/// Writes everything that is gone.
pub(super) fn encode_bitmap(head: u64, gone: &RoaringTreemap) -> Vec<u8> {
    let mut out = Vec::with_capacity(12 + gone.serialized_size());
    out.push(BITMAP);
    put(&mut out, head);
    gone.serialize_into(&mut out).expect("writing to a vector cannot fail");
    out
}

/// Writes how often messages were received; by place, none of which lies before `head`.
pub(super) fn encode_counts(head: u64, counts: &[(u64, u32)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 + counts.len() * 3);
    out.push(COUNTS);
    put(&mut out, head);
    put(&mut out, counts.len() as u64);
    let mut last = head;
    for &(seq, receives) in counts {
        put(&mut out, seq - last);
        put(&mut out, u64::from(receives));
        last = seq;
    }
    out
}

/// Adds what a record says to `gone` and to the receive counts, and gives its head.
pub(super) fn replay(
    mut bytes: &[u8],
    gone: &mut RoaringTreemap,
    receives: &mut BTreeMap<u64, u32>,
) -> Result<u64, NotAnAck> {
    let version = take_byte(&mut bytes).ok_or(NotAnAck)?;
    let head = take(&mut bytes).ok_or(NotAnAck)?;
    match version {
        LIST => {
            let count = take(&mut bytes).ok_or(NotAnAck)?;
            let mut at = head;
            for _ in 0..count {
                let step = take(&mut bytes).ok_or(NotAnAck)?;
                at = at.checked_add(step).ok_or(NotAnAck)?;
                gone.insert(at);
            }
        }
        COUNTS => {
            let count = take(&mut bytes).ok_or(NotAnAck)?;
            let mut at = head;
            for _ in 0..count {
                let step = take(&mut bytes).ok_or(NotAnAck)?;
                at = at.checked_add(step).ok_or(NotAnAck)?;
                let count = take(&mut bytes).ok_or(NotAnAck)?;
                receives.insert(at, u32::try_from(count).map_err(|_| NotAnAck)?);
            }
        }
        BITMAP => *gone |= RoaringTreemap::deserialize_from(bytes).map_err(|_| NotAnAck)?,
        _ => return Err(NotAnAck),
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_and_has_golden_bytes() {
        let bytes = encode_list(300, &mut [1000, 300, 301]);
        let mut gone = RoaringTreemap::new();

        let head = replay(&bytes, &mut gone, &mut BTreeMap::new()).unwrap();

        assert_eq!(bytes, [1, 0xac, 2, 3, 0, 1, 0xbb, 5]);
        assert_eq!((head, gone.iter().collect::<Vec<_>>()), (300, vec![300, 301, 1000]));
    }

    #[test]
    fn a_bitmap_reads_back() {
        let all: RoaringTreemap = (0..100_000).filter(|n| n % 3 == 0).collect();
        let mut gone = RoaringTreemap::new();

        let head = replay(&encode_bitmap(7, &all), &mut gone, &mut BTreeMap::new()).unwrap();

        assert_eq!((head, gone), (7, all));
    }

    #[test]
    fn receive_counts_read_back_the_latest_counts_and_they_have_golden_bytes() {
        let bytes = encode_counts(300, &[(300, 1), (1000, 300)]);
        let (mut gone, mut receives) = (RoaringTreemap::new(), BTreeMap::from([(300, 9)]));

        let head = replay(&bytes, &mut gone, &mut receives).unwrap();

        assert_eq!(bytes, [3, 0xac, 2, 2, 0, 1, 0xbc, 5, 0xac, 2]);
        assert_eq!((head, gone.is_empty(), receives), (300, true, [(300, 1), (1000, 300)].into()));
    }

    #[test]
    fn every_truncation_is_refused() {
        let all: RoaringTreemap = [9, 12, 1 << 40].into_iter().collect();
        let list = encode_list(300, &mut [1000, 300]);
        for bytes in [list, encode_bitmap(7, &all), encode_counts(300, &[(300, 1), (1000, 300)])] {
            for end in 0..bytes.len() {
                let replayed = replay(&bytes[..end], &mut RoaringTreemap::new(), &mut BTreeMap::new());
                assert_eq!(replayed, Err(NotAnAck), "cut at {end}");
            }
        }
    }
}
