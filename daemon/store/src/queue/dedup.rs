//! Which deduplication ids were used in the last five minutes, and by which message.

use super::marks::Marks;
use aws_lc_rs::digest;
use millpond_base::LineMs;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How long a deduplication id is remembered.
///
/// # Source
/// SQS Developer Guide, "Exactly-once processing": the five-minute deduplication interval.
pub(super) const DEDUP_MS: u64 = 300_000;
/// Ids remembered per queue; further sends are told to slow down.
///
/// # Source
/// SQS Developer Guide, quotas: 3,000 messages per second and FIFO queue with batching, times 300 s.
pub(super) const DEDUP_IDS_MAX: usize = 900_000;

/// 96 bits of a salted SHA-256. With 900,000 of them, one false match is expected in 10^23 sends.
pub(super) type Key = [u32; 3];

/// Recently used deduplication ids: 16 B each, in a table that the caller bounds.
pub(super) struct Dedup {
    salt: [u8; 16],
    seqs: HashMap<Key, u32, BuildHasherDefault<Spread>>,
    marks: Marks,
    /// The place after the last message remembered.
    next: u64,
}

impl Dedup {
    pub(super) fn new(salt: [u8; 16]) -> Self {
        Self { salt, seqs: HashMap::default(), marks: Marks::default(), next: 0 }
    }

    /// The key of an id; `group` when ids must be unique only within their group.
    pub(super) fn key(&self, group: Option<&str>, id: &str) -> Key {
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(&self.salt);
        if let Some(group) = group {
            hash.update(&(group.len() as u64).to_le_bytes());
            hash.update(group.as_bytes());
        }
        hash.update(id.as_bytes());
        let hash = hash.finish();
        let word = |i: usize| {
            u32::from_le_bytes(hash.as_ref()[i * 4..i * 4 + 4].try_into().expect("SHA-256 has eight words"))
        };
        [word(0), word(1), word(2)]
    }

    /// The message that used the id within the window.
    pub(super) fn find(&mut self, key: Key, now: LineMs) -> Option<u64> {
        let oldest = self.oldest(now)?;
        let low = *self.seqs.get(&key)?;
        let seq = widen(low, self.next);
        (seq >= oldest).then_some(seq)
    }

    /// True when another id can be remembered.
    pub(super) fn has_room(&mut self, now: LineMs) -> bool {
        if self.seqs.len() >= DEDUP_IDS_MAX {
            self.sweep_if_worthwhile(now);
        }
        self.seqs.len() < DEDUP_IDS_MAX
    }

    /// Remembers that the message at `seq` used the id.
    pub(super) fn insert(&mut self, key: Key, seq: u64, now: LineMs) {
        // Growth is the moment to drop what has lapsed: the table never holds much more than twice what lives.
        if self.seqs.len() == self.seqs.capacity() {
            self.sweep_if_worthwhile(now);
        }
        self.next = self.next.max(seq + 1);
        self.marks.note(seq, now);
        self.seqs.insert(key, low(seq));
    }

    /// The oldest message whose id is still remembered.
    pub(super) fn oldest(&mut self, now: LineMs) -> Option<u64> {
        self.marks.forget(DEDUP_MS, now);
        self.marks.since(DEDUP_MS, now)
    }

    /// Drops what has lapsed.
    pub(super) fn sweep(&mut self, now: LineMs) {
        match self.oldest(now) {
            // Low halves of places within one window compare by their distance from the oldest.
            Some(oldest) => self.seqs.retain(|_, seq| seq.wrapping_sub(low(oldest)) < u32::MAX / 2),
            None => self.seqs = HashMap::default(),
        }
    }

    /// A sweep looks at every id, so it must drop a tenth of them at least.
    fn sweep_if_worthwhile(&mut self, now: LineMs) {
        let live_max = self.oldest(now).map_or(0, |oldest| self.next.saturating_sub(oldest));
        if live_max <= self.seqs.len() as u64 / 10 * 9 {
            self.sweep(now);
        }
    }

    #[cfg(test)]
    pub(super) fn heap_bytes(&self) -> usize {
        self.seqs.capacity() * 8 / 7 * (size_of::<(Key, u32)>() + 1)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is kept")]
const fn low(seq: u64) -> u32 {
    seq as u32
}

/// The place below `next` whose low half is `low`.
fn widen(low: u32, next: u64) -> u64 {
    let candidate = (next & !u64::from(u32::MAX)) | u64::from(low);
    if candidate >= next { candidate.wrapping_sub(1 << 32) } else { candidate }
}

/// Keys are random already: their first words place them.
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = self.0.rotate_left(17) ^ u64::from_le_bytes(word);
        }
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = self.0.rotate_left(32) ^ u64::from(n);
    }

    fn write_usize(&mut self, _length: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_for_five_minutes() {
        let mut dedup = Dedup::new([1; 16]);
        let key = dedup.key(None, "a");
        dedup.insert(key, 7, LineMs(1000));

        assert_eq!(dedup.find(key, LineMs(300_999)), Some(7));
        assert_eq!(dedup.find(key, LineMs(301_000)), None);
    }

    #[test]
    fn scope_decides_which_ids_are_alike() {
        let dedup = Dedup::new([1; 16]);

        assert_ne!(dedup.key(Some("g"), "a"), dedup.key(Some("h"), "a"));
        assert_ne!(dedup.key(Some("g"), "a"), dedup.key(None, "a"));
    }

    #[test]
    fn places_beyond_32_bits_are_found() {
        let mut dedup = Dedup::new([1; 16]);
        let key = dedup.key(None, "a");
        dedup.insert(key, (5 << 32) - 1, LineMs(0));

        assert_eq!(dedup.find(key, LineMs(1)), Some((5 << 32) - 1));
    }

    #[test]
    fn memory_is_bounded_by_the_window_and_not_by_the_messages_sent() {
        let mut dedup = Dedup::new([1; 16]);
        for n in 0..400_000_u64 {
            let key = dedup.key(None, &n.to_string());
            dedup.insert(key, n, LineMs(n * 30));
        }

        // 10,000 ids live at a time.
        assert!(dedup.heap_bytes() < 800_000, "{} B", dedup.heap_bytes());
    }
}
