//! Under whose KMS key a stream's records count as encrypted, now and at the time of each record.
//!
//! Every record is sealed with the stream's data key at all times. A KMS key wraps that data key from the moment it is
//! chosen, and whoever may not use the KMS key may not write, nor read what was written while it was chosen. A record
//! belongs to the era in which it came, by the device timeline, so that choosing another key, or none, neither writes
//! old records anew nor frees them from the key they were written under.

use crate::keyring::KeyId;
use millpond_base::LineMs;

/// Eras a stream remembers at most.
///
/// # Source
/// Chosen: AWS lets 25 changes of either kind happen a day, and eras that retention has passed are forgotten.
pub const ERAS_MAX: usize = 256;

/// A KMS key, as it was named and as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamKey {
    /// An id, an alias, or the ARN of either, as the caller wrote it.
    pub name: String,
    /// The key it meant then.
    pub id: KeyId,
}

/// A time during which the same was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Era {
    /// When it began.
    pub from: LineMs,
    /// `None` while no key is chosen.
    pub key: Option<StreamKey>,
}

/// The eras of a stream, in their order. Before the first one no key was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encryption(Vec<Era>);

impl Encryption {
    /// `None` when the eras are not in their order.
    pub(super) fn of(eras: Vec<Era>) -> Option<Self> {
        eras.windows(2).all(|pair| pair[0].from <= pair[1].from).then_some(Self(eras))
    }

    /// The eras.
    #[must_use]
    pub fn eras(&self) -> &[Era] {
        &self.0
    }

    /// The key that is chosen now.
    #[must_use]
    pub fn key(&self) -> Option<&StreamKey> {
        self.0.last()?.key.as_ref()
    }

    /// The key that was chosen when a record came.
    #[must_use]
    pub fn key_at(&self, line: LineMs) -> Option<&StreamKey> {
        // Most streams have no era, and most records are of the last one.
        let after = self.0.iter().rposition(|era| era.from <= line)?;
        self.0[after].key.as_ref()
    }

    /// How many eras began after `line`.
    #[must_use]
    pub fn changes_since(&self, line: LineMs) -> usize {
        self.0.iter().filter(|era| era.from > line).count()
    }

    /// Begins an era at `now`, and forgets those that ended before `oldest`, when no record can be of them any more.
    pub fn begin(&mut self, key: Option<StreamKey>, now: LineMs, oldest: LineMs) {
        let from = self.0.last().map_or(now, |last| last.from.max(now));
        self.0.push(Era { from, key });
        let ended = self.0.iter().skip(1).take_while(|next| next.from <= oldest).count();
        self.0.drain(..ended);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> StreamKey {
        StreamKey { name: format!("alias/{byte}"), id: KeyId::from_bytes([byte; 16]) }
    }

    #[test]
    fn a_record_belongs_to_the_era_in_which_it_came() {
        let mut encryption = Encryption::default();
        encryption.begin(Some(key(1)), LineMs(100), LineMs(0));
        encryption.begin(None, LineMs(200), LineMs(0));
        encryption.begin(Some(key(2)), LineMs(300), LineMs(0));

        let at = |line| encryption.key_at(LineMs(line)).cloned();

        assert_eq!([at(99), at(100), at(199)], [None, Some(key(1)), Some(key(1))]);
        assert_eq!([at(200), at(300), at(u64::MAX)], [None, Some(key(2)), Some(key(2))]);
        assert_eq!(encryption.key(), Some(&key(2)));
        assert_eq!(encryption.changes_since(LineMs(100)), 2);
    }

    #[test]
    fn eras_that_no_record_can_be_of_are_forgotten() {
        let mut encryption = Encryption::default();
        encryption.begin(Some(key(1)), LineMs(100), LineMs(0));
        encryption.begin(Some(key(2)), LineMs(200), LineMs(0));

        encryption.begin(None, LineMs(1_000), LineMs(200));

        assert_eq!(encryption.eras().len(), 2);
        assert_eq!(encryption.key_at(LineMs(200)), Some(&key(2)));
        assert_eq!(encryption.key_at(LineMs(1_000)), None);
    }

    #[test]
    fn eras_out_of_order_are_refused() {
        let era = |from| Era { from: LineMs(from), key: None };

        assert!(Encryption::of(vec![era(1), era(1), era(2)]).is_some());
        assert!(Encryption::of(vec![era(2), era(1)]).is_none());
    }
}
