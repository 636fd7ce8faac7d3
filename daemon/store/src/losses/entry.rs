//! One entry of the ledger, its bytes, its hash and its signature.
//!
//! Canonical bytes, version 1: CBOR array [1, index, device (16 B), since ms, until ms, ARN, part, first, last, first id,
//! last id, count, bytes, cause, hash of the entry before (32 B)]. Hash = SHA-256("millpond loss v1" ‖ 0 ‖ canonical);
//! the signature is Ed25519 over the hash.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use millpond_base::WallMs;
use minicbor::{Decoder, Encoder};
use std::fmt;

const VERSION: u8 = 1;
const DOMAIN: &[u8] = b"millpond loss v1\0";
const FIELDS: u64 = 15;
/// Length of an Ed25519 public key.
pub const PUBLIC_KEY_BYTES: usize = 32;
/// Length of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;

/// Why records are gone. Retention is no loss and never stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Space ran out and the policy lets the oldest go.
    DropOldest,
    /// Space ran out, and the policy keeps only the newest record of a key.
    KeepNewestPerKey,
    /// The flash returned other bytes than were written.
    Rot,
}

impl Cause {
    const ALL: [Self; 3] = [Self::DropOldest, Self::KeepNewestPerKey, Self::Rot];

    /// The word in exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DropOldest => "drop-oldest",
            Self::KeepNewestPerKey => "keep-newest-per-key",
            Self::Rot => "rot",
        }
    }

    /// The cause that an export words like this.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.word() == word)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What is gone, or about to be: records of one shard or queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The stream or queue.
    pub arn: String,
    /// The shard; empty for a queue.
    pub part: String,
    /// Place of the first record gone.
    pub first: u64,
    /// Place of the last record gone.
    pub last: u64,
    /// Sequence number or message id of the first; empty when it could not be read.
    pub first_id: String,
    /// Sequence number or message id of the last; empty when it could not be read.
    pub last_id: String,
    /// Records gone: as many as the range has places, or fewer when some were kept or had been deleted before.
    pub count: u64,
    /// Their bytes as stored, before sealing; an estimate when only a part of a chunk went.
    pub bytes: u64,
    /// Why.
    pub cause: Cause,
}

/// A loss, and when and where it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counts up from 0 over the device's life.
    pub index: u64,
    /// Names the device: the head of the SHA-256 of its public key.
    pub device: [u8; 16],
    /// When the first of it was let go, by the wall clock.
    pub since: WallMs,
    /// When the last of it was let go.
    pub until: WallMs,
    /// What is gone.
    pub loss: Loss,
    /// Hash of the entry before; zeros in the first.
    pub previous: [u8; 32],
}

/// An entry with its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What is gone.
    pub entry: Entry,
    /// Ed25519 over the entry's hash.
    pub signature: [u8; SIGNATURE_BYTES],
}

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

impl Entry {
    /// The bytes that are hashed.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(320));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        let loss = &self.loss;
        cbor.array(FIELDS)?.u8(VERSION)?.u64(self.index)?.bytes(&self.device)?;
        cbor.u64(self.since.0)?.u64(self.until.0)?.str(&loss.arn)?.str(&loss.part)?;
        cbor.u64(loss.first)?.u64(loss.last)?.str(&loss.first_id)?.str(&loss.last_id)?;
        cbor.u64(loss.count)?.u64(loss.bytes)?.str(loss.cause.word())?.bytes(&self.previous)?;
        Ok(())
    }

    /// What the next entry carries as [`Entry::previous`].
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(DOMAIN);
        hash.update(&self.canonical());
        hash.finish().as_ref().try_into().expect("SHA-256 has 32 bytes")
    }

    fn read(cbor: &mut Decoder<'_>) -> Result<Self, minicbor::decode::Error> {
        let unknown = || minicbor::decode::Error::message("version");
        if cbor.array()? != Some(FIELDS) || cbor.u8()? != VERSION {
            return Err(unknown());
        }
        Ok(Self {
            index: cbor.u64()?,
            device: cbor.bytes()?.try_into().map_err(minicbor::decode::Error::custom)?,
            since: WallMs(cbor.u64()?),
            until: WallMs(cbor.u64()?),
            loss: Loss {
                arn: cbor.str()?.to_owned(),
                part: cbor.str()?.to_owned(),
                first: cbor.u64()?,
                last: cbor.u64()?,
                first_id: cbor.str()?.to_owned(),
                last_id: cbor.str()?.to_owned(),
                count: cbor.u64()?,
                bytes: cbor.u64()?,
                cause: Cause::parse(cbor.str()?).ok_or_else(unknown)?,
            },
            previous: cbor.bytes()?.try_into().map_err(minicbor::decode::Error::custom)?,
        })
    }
}

impl Loss {
    fn is_alike(&self, other: &Self) -> bool {
        (self.cause, &self.arn, &self.part) == (other.cause, &other.arn, &other.part)
    }

    /// True when another loss can be told with this one. Rot is told range by range, so that each stays findable; what
    /// is superseded lies anywhere in its range.
    pub(super) fn grows_by(&self, more: &Self) -> bool {
        let grows = match self.cause {
            Cause::DropOldest => more.first > self.last,
            Cause::KeepNewestPerKey => true,
            Cause::Rot => more.first == self.last + 1,
        };
        grows && self.is_alike(more)
    }

    /// Takes in what it grows by.
    pub(super) fn grow(&mut self, more: &Self) {
        if more.first < self.first {
            self.first = more.first;
            self.first_id.clone_from(&more.first_id);
        }
        if more.last > self.last {
            self.last = more.last;
            self.last_id.clone_from(&more.last_id);
        }
        self.count += more.count;
        self.bytes += more.bytes;
    }
}

impl Signed {
    /// True when the owner of the public key signed exactly this.
    #[must_use]
    pub fn is_by(&self, public_key: &[u8; PUBLIC_KEY_BYTES]) -> bool {
        UnparsedPublicKey::new(&ED25519, public_key).verify(&self.entry.hash(), &self.signature).is_ok()
    }

    /// The bytes in the log: the signature, then the canonical bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = self.signature.to_vec();
        bytes.extend_from_slice(&self.entry.canonical());
        bytes
    }

    /// `None` when the bytes are not an entry of a version this binary knows.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (signature, canonical) = bytes.split_first_chunk()?;
        let mut cbor = Decoder::new(canonical);
        let entry = Entry::read(&mut cbor).ok()?;
        (cbor.position() == canonical.len()).then_some(Self { entry, signature: *signature })
    }
}

/// The name that entries carry of the device with this key.
#[must_use]
pub fn device_of(public_key: &[u8; PUBLIC_KEY_BYTES]) -> [u8; 16] {
    let hash = digest::digest(&digest::SHA256, public_key);
    std::array::from_fn(|at| hash.as_ref()[at])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::losses) fn entry() -> Entry {
        Entry {
            index: 3,
            device: [7; 16],
            since: WallMs(1_700_000_000_123),
            until: WallMs(1_700_000_001_456),
            loss: Loss {
                arn: "arn:aws:kinesis:us-east-1:000000000000:stream/s".into(),
                part: "shardId-000000000000".into(),
                first: 10,
                last: 19,
                first_id: "49".into(),
                last_id: String::new(),
                count: 8,
                bytes: 4096,
                cause: Cause::DropOldest,
            },
            previous: [9; 32],
        }
    }

    #[test]
    fn an_entry_reads_back_and_its_hash_is_frozen() {
        let signed = Signed { entry: entry(), signature: [5; SIGNATURE_BYTES] };

        assert_eq!(Signed::decode(&signed.encode()), Some(signed));
        let hash = millpond_base::hex(&entry().hash());
        assert_eq!(hash, "411aae432afad81cb1590944c8ae8124f39b4782925ae4bcc9f4b7358e881e67");
    }

    #[test]
    fn every_truncation_is_refused_and_so_is_a_byte_too_many() {
        let mut bytes = Signed { entry: entry(), signature: [5; SIGNATURE_BYTES] }.encode();

        for end in 0..bytes.len() {
            assert_eq!(Signed::decode(&bytes[..end]), None, "cut at {end}");
        }
        bytes.push(0);
        assert_eq!(Signed::decode(&bytes), None);
    }

    #[test]
    fn every_cause_has_a_word_of_its_own() {
        for cause in Cause::ALL {
            assert_eq!(Cause::parse(cause.word()), Some(cause));
        }
        assert_eq!(Cause::parse("retention"), None);
    }
}
