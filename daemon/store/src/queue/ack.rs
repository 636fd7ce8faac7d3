//! The record that says which messages are gone.
//!
//! Grammar, all integers LEB128: `version u8 = 1 | head | count | count x step` where the gone messages are
//! `head + step[0]`, then each the one before plus its step; or `version u8 = 2 | head | roaring treemap`.
//! Everything before `head` is gone as well, so records add up in any order, and one is superseded once a later
//! record's head has passed all it names.

use crate::varint::{put, take, take_byte};
use roaring::RoaringTreemap;

const LIST: u8 = 1;
const BITMAP: u8 = 2;

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

/// Adds what a record says to `gone`, and gives its head.
pub(super) fn replay(mut bytes: &[u8], gone: &mut RoaringTreemap) -> Result<u64, NotAnAck> {
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

        let head = replay(&bytes, &mut gone).unwrap();

        assert_eq!(bytes, [1, 0xac, 2, 3, 0, 1, 0xbb, 5]);
        assert_eq!((head, gone.iter().collect::<Vec<_>>()), (300, vec![300, 301, 1000]));
    }

    #[test]
    fn a_bitmap_reads_back() {
        let all: RoaringTreemap = (0..100_000).filter(|n| n % 3 == 0).collect();
        let mut gone = RoaringTreemap::new();

        let head = replay(&encode_bitmap(7, &all), &mut gone).unwrap();

        assert_eq!((head, gone), (7, all));
    }

    #[test]
    fn every_truncation_is_refused() {
        let all: RoaringTreemap = [9, 12, 1 << 40].into_iter().collect();
        for bytes in [encode_list(300, &mut [1000, 300]), encode_bitmap(7, &all)] {
            for end in 0..bytes.len() {
                assert_eq!(replay(&bytes[..end], &mut RoaringTreemap::new()), Err(NotAnAck), "cut at {end}");
            }
        }
    }
}
