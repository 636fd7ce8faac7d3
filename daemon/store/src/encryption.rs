//! Under whose KMS key records of a stream and messages of a queue count as encrypted, now and at the time of each.
//!
//! Each is sealed with a data key at all times. Choosing a KMS key brings a data key of its own, which that KMS key wraps,
//! for what comes from then on; and whoever may not use the KMS key may not write, nor read what was written while it was
//! chosen. A record belongs to the era in which it came, by the device timeline, so that choosing another key, or none,
//! neither writes old records anew nor frees them from the key they were written under.

use crate::keyring::KeyId;
use millpond_base::LineMs;
use minicbor::data::Type;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};

/// Eras that are remembered at most.
///
/// # Source
/// Chosen: AWS lets 25 changes of either kind happen to a stream a day, and eras that retention has passed are forgotten.
pub const ERAS_MAX: usize = 256;

/// A KMS key, as it was named and as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenKey {
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
    pub key: Option<ChosenKey>,
}

/// The eras of a stream or queue, in their order. Before the first one no key was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encryption(Vec<Era>);

impl Encryption {
    /// Writes the eras as an array. An era is an array: its beginning (ms on the device timeline), and for one with a KMS
    /// key the key as it was named (text) and its id (16 bytes).
    pub(crate) fn write<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(self.0.len() as u64)?;
        for era in &self.0 {
            e.array(if era.key.is_some() { 3 } else { 1 })?.u64(era.from.0)?;
            if let Some(key) = &era.key {
                e.str(&key.name)?.bytes(&key.id.bytes())?;
            }
        }
        Ok(())
    }

    /// Reads what [`Encryption::write`] wrote.
    pub(crate) fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let mut eras = Vec::new();
        for _ in 0..definite(d.array()?)? {
            eras.push(read_era(d)?);
        }
        Self::of(eras).ok_or_else(|| Error::message("eras are out of order"))
    }

    /// `None` when the eras are not in their order.
    fn of(eras: Vec<Era>) -> Option<Self> {
        eras.windows(2).all(|pair| pair[0].from <= pair[1].from).then_some(Self(eras))
    }

    /// The eras.
    #[must_use]
    pub fn eras(&self) -> &[Era] {
        &self.0
    }

    /// The key that is chosen now.
    #[must_use]
    pub fn key(&self) -> Option<&ChosenKey> {
        self.0.last()?.key.as_ref()
    }

    /// The key that was chosen when a record came.
    #[must_use]
    pub fn key_at(&self, line: LineMs) -> Option<&ChosenKey> {
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
    pub fn begin(&mut self, key: Option<ChosenKey>, now: LineMs, oldest: LineMs) {
        let from = self.0.last().map_or(now, |last| last.from.max(now));
        self.0.push(Era { from, key });
        let ended = self.0.iter().skip(1).take_while(|next| next.from <= oldest).count();
        self.0.drain(..ended);
    }
}

fn read_era(d: &mut Decoder<'_>) -> Result<Era, Error> {
    let members = definite(d.array()?)?;
    let from = LineMs(d.u64()?);
    let key = match members {
        1 => None,
        3 => {
            let name = d.str()?.to_owned();
            let id = d.bytes()?.try_into().map_err(|_| Error::type_mismatch(Type::Bytes))?;
            Some(ChosenKey { name, id: KeyId::from_bytes(id) })
        }
        _ => return Err(Error::message("an era has one member or three")),
    };
    Ok(Era { from, key })
}

fn definite(length: Option<u64>) -> Result<u64, Error> {
    length.ok_or_else(|| Error::message("a length is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> ChosenKey {
        ChosenKey { name: format!("alias/{byte}"), id: KeyId::from_bytes([byte; 16]) }
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
