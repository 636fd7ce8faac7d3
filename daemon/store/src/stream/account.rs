//! What the account as a whole has settled: the commitment to a minimum of throughput.
//!
//! Nothing is billed here. The commitment is kept because warm throughput can be asked for only under it.
//!
//! Its document, kind `kinesis-account`, number 0, is one byte of version, 1, then a CBOR array of four: begun (ms since
//! 1970), begun (ms on the device timeline), ends or ended (ms since 1970), the same on the timeline; the last two are
//! null while no end was asked for.

use super::Streams;
use crate::{Catalog, CatalogError};
use millpond_base::{LineMs, Now, WallMs};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;
use std::sync::Mutex;

/// The document's kind in the catalog; there is one, with number 0.
const KIND: &str = "kinesis-account";
const VERSION: u8 = 1;

/// How long a commitment lasts at least, in milliseconds on the device timeline.
///
/// # Source
/// Kinesis Developer Guide, On-demand Advantage: at least 24 hours.
const TERM_MS: u64 = 24 * super::HOUR_MS;

/// A moment on both clocks: shown by the wall's, judged by the line's.
type Moment = (WallMs, LineMs);

/// A commitment to a minimum of throughput, as it was made last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    begun: Moment,
    /// When it ends, or ended.
    end: Option<Moment>,
}

/// Whether a commitment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitmentStatus {
    /// It does, until somebody ends it.
    Enabled,
    /// It does, and ends as soon as it may.
    Ending,
    /// It does not.
    Disabled,
}

impl Commitment {
    /// Whether it holds now.
    #[must_use]
    pub fn status(&self, now: LineMs) -> CommitmentStatus {
        match self.end {
            None => CommitmentStatus::Enabled,
            Some((_, line)) if now < line => CommitmentStatus::Ending,
            Some(_) => CommitmentStatus::Disabled,
        }
    }

    /// When it began.
    #[must_use]
    pub const fn begun(&self) -> WallMs {
        self.begun.0
    }

    /// When it may end at the earliest.
    #[must_use]
    pub const fn earliest_end(&self) -> WallMs {
        WallMs(self.begun.0.0 + TERM_MS)
    }

    /// When it ended, once it has.
    #[must_use]
    pub fn ended(&self, now: LineMs) -> Option<WallMs> {
        self.end.filter(|_| self.status(now) == CommitmentStatus::Disabled).map(|(wall, _)| wall)
    }

    fn ended_at(self, now: Now) -> Self {
        let earliest = (self.earliest_end(), LineMs(self.begun.1.0 + TERM_MS));
        let end = if now.line >= earliest.1 { (now.wall, now.line) } else { earliest };
        Self { end: Some(end), ..self }
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        self.write(&mut Encoder::new(&mut out)).expect("writing to memory does not fail");
        out
    }

    fn write(&self, e: &mut Encoder<&mut Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.array(4)?.u64(self.begun.0.0)?.u64(self.begun.1.0)?;
        match self.end {
            Some((wall, line)) => e.u64(wall.0)?.u64(line.0)?,
            None => e.null()?.null()?,
        };
        Ok(())
    }

    /// `None` for bytes that are no document of this version.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (&VERSION, rest) = bytes.split_first()? else { return None };
        let mut d = Decoder::new(rest);
        if d.array().ok()? != Some(4) {
            return None;
        }
        let begun = (WallMs(d.u64().ok()?), LineMs(d.u64().ok()?));
        // The moments it may end are computed from these.
        begun.0.0.checked_add(TERM_MS).zip(begun.1.0.checked_add(TERM_MS))?;
        let end = if d.datatype().ok()? == Type::Null {
            d.null().ok()?;
            d.null().ok()?;
            None
        } else {
            Some((WallMs(d.u64().ok()?), LineMs(d.u64().ok()?)))
        };
        (d.position() == rest.len()).then_some(Self { begun, end })
    }
}

/// The commitment in memory.
#[derive(Default)]
pub(super) struct Account(Mutex<Option<Commitment>>);

impl Account {
    /// Loads the commitment; the error is the number of a document that does not read.
    pub(super) fn open(catalog: &Catalog) -> Result<Result<Self, u64>, CatalogError> {
        let Some((id, bytes)) = catalog.all(KIND)?.into_iter().next() else { return Ok(Ok(Self::default())) };
        Ok(Commitment::decode(&bytes).map(|held| Self(Mutex::new(Some(held)))).ok_or(id))
    }
}

impl Streams {
    /// The commitment that was made last; `None` when there never was one.
    #[must_use]
    pub fn commitment(&self) -> Option<Commitment> {
        *self.account.0.lock().expect("no holder of this lock can panic")
    }

    /// True while a commitment holds.
    #[must_use]
    pub fn is_committed(&self, now: LineMs) -> bool {
        self.commitment().is_some_and(|held| held.status(now) != CommitmentStatus::Disabled)
    }

    /// Makes a commitment, or ends it as soon as it may end. One that is about to end goes on when made again.
    ///
    /// # Durability
    /// The choice is on flash when this returns.
    /// # Errors
    /// [`CatalogError`]; nothing was changed then.
    pub fn commit_to_minimum(&self, wanted: bool, now: Now) -> Result<Option<Commitment>, CatalogError> {
        let _control = self.control.lock().expect("no holder of this lock can panic");
        let held = self.commitment();
        let status = held.map_or(CommitmentStatus::Disabled, |held| held.status(now.line));
        let next = match (wanted, status, held) {
            (true, CommitmentStatus::Ending, Some(old)) => Some(Commitment { end: None, ..old }),
            (true, CommitmentStatus::Disabled, _) => {
                Some(Commitment { begun: (now.wall, now.line), end: None })
            }
            (false, CommitmentStatus::Enabled, Some(old)) => Some(old.ended_at(now)),
            (_, _, old) => old,
        };
        if let Some(next) = next.filter(|_| next != held) {
            self.catalog.put(KIND, 0, &next.encode())?;
            *self.account.0.lock().expect("no holder of this lock can panic") = Some(next);
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::tests::rig;
    use millpond_base::Clock;

    #[test]
    fn a_commitment_ends_when_it_may_and_not_before() {
        let rig = rig();
        let streams = rig.store.streams();
        let status = || streams.commitment().map(|held| held.status(rig.clock.now().line));
        let begun = rig.clock.now().wall;
        assert_eq!(status(), None);

        streams.commit_to_minimum(true, rig.clock.now()).unwrap();
        rig.clock.advance_ms(1_000);
        assert_eq!(status(), Some(CommitmentStatus::Enabled));
        streams.commit_to_minimum(false, rig.clock.now()).unwrap();

        assert_eq!(status(), Some(CommitmentStatus::Ending));
        assert!(streams.is_committed(rig.clock.now().line));
        rig.clock.advance_ms(TERM_MS - 1_000);
        assert_eq!(status(), Some(CommitmentStatus::Disabled));
        let ended = streams.commitment().unwrap().ended(rig.clock.now().line);
        assert_eq!(ended, Some(WallMs(begun.0 + TERM_MS)));
    }

    #[test]
    fn a_commitment_that_is_about_to_end_goes_on_when_made_again() {
        let rig = rig();
        let streams = rig.store.streams();
        let first = streams.commit_to_minimum(true, rig.clock.now()).unwrap();
        streams.commit_to_minimum(false, rig.clock.now()).unwrap();
        rig.clock.advance_ms(1_000);

        let again = streams.commit_to_minimum(true, rig.clock.now()).unwrap();

        assert_eq!(again, first);
        rig.clock.advance_ms(TERM_MS);
        streams.commit_to_minimum(false, rig.clock.now()).unwrap();
        let later = streams.commit_to_minimum(true, rig.clock.now()).unwrap();
        assert_eq!(later.unwrap().begun(), rig.clock.now().wall);
    }

    #[test]
    fn a_commitment_is_found_again_and_no_other_bytes_are_taken_for_one() {
        let rig = rig();
        let made = rig.store.streams().commit_to_minimum(true, rig.clock.now()).unwrap();
        let ending = rig.store.streams().commit_to_minimum(false, rig.clock.now()).unwrap();

        let again = Account::open(&rig.catalog).unwrap().unwrap();

        assert_eq!(*again.0.lock().unwrap(), ending);
        for held in [made, ending].into_iter().flatten() {
            let bytes = held.encode();
            assert_eq!(Commitment::decode(&bytes), Some(held));
            for cut in 0..bytes.len() {
                assert_eq!(Commitment::decode(&bytes[..cut]), None, "{cut} bytes");
            }
            for bit in 0..bytes.len() * 8 {
                let mut bytes = bytes.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                let _ = Commitment::decode(&bytes);
            }
        }
        rig.catalog.put(KIND, 0, b"?").unwrap();
        assert!(Account::open(&rig.catalog).unwrap().is_err());
    }

    #[test]
    fn the_bytes_of_a_commitment_are_frozen() {
        let begun = (WallMs(1_000), LineMs(24));
        let end = Some((WallMs(2_000), LineMs(256)));

        assert_eq!(
            Commitment { begun, end }.encode(),
            [1, 0x84, 0x19, 3, 0xe8, 0x18, 24, 0x19, 7, 0xd0, 0x19, 1, 0]
        );
        let open = Commitment { begun, end: None }.encode();
        assert_eq!(open, [1, 0x84, 0x19, 3, 0xe8, 0x18, 24, 0xf6, 0xf6]);
    }
}
