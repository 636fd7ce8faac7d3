//! What each key was last used for. A use is noted in memory, and all of them together are written once an hour: a power cut
//! forgets at most that.

use super::cbor::{self, Fields, Unreadable};
use super::{KeyId, Keyring, KeyringError};
use millpond_base::{LineMs, Now, WallMs};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Catalog kind of the one document of all uses: version byte 1, then in CBOR
/// `{ 1: [* [key bstr .size 16, at uint (ms since 1970), for uint, request tstr]] }`.
pub(super) const KIND: &str = "kms_usage";
const VERSION: u8 = 1;
const DOCUMENT: u64 = 0;
const HOUR_MS: u64 = 3_600_000;

/// What a key can be used for. The numbers are those of the document, and frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UsedFor {
    /// Decrypt.
    Decrypt,
    /// DeriveSharedSecret.
    DeriveSharedSecret,
    /// Encrypt.
    Encrypt,
    /// GenerateDataKey.
    GenerateDataKey,
    /// GenerateDataKeyPair.
    GenerateDataKeyPair,
    /// GenerateDataKeyPairWithoutPlaintext.
    GenerateDataKeyPairWithoutPlaintext,
    /// GenerateDataKeyWithoutPlaintext.
    GenerateDataKeyWithoutPlaintext,
    /// GenerateMac.
    GenerateMac,
    /// ReEncrypt.
    ReEncrypt,
    /// Sign.
    Sign,
    /// Verify.
    Verify,
    /// VerifyMac.
    VerifyMac,
    /// Encapsulate.
    Encapsulate,
    /// Decapsulate.
    Decapsulate,
}

const WORDS: [(UsedFor, &str); 14] = [
    (UsedFor::Decrypt, "Decrypt"),
    (UsedFor::DeriveSharedSecret, "DeriveSharedSecret"),
    (UsedFor::Encrypt, "Encrypt"),
    (UsedFor::GenerateDataKey, "GenerateDataKey"),
    (UsedFor::GenerateDataKeyPair, "GenerateDataKeyPair"),
    (UsedFor::GenerateDataKeyPairWithoutPlaintext, "GenerateDataKeyPairWithoutPlaintext"),
    (UsedFor::GenerateDataKeyWithoutPlaintext, "GenerateDataKeyWithoutPlaintext"),
    (UsedFor::GenerateMac, "GenerateMac"),
    (UsedFor::ReEncrypt, "ReEncrypt"),
    (UsedFor::Sign, "Sign"),
    (UsedFor::Verify, "Verify"),
    (UsedFor::VerifyMac, "VerifyMac"),
    (UsedFor::Encapsulate, "Encapsulate"),
    (UsedFor::Decapsulate, "Decapsulate"),
];

impl UsedFor {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        WORDS[self as usize].1
    }
}

/// The last use of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub at: WallMs,
    /// What for.
    pub used_for: UsedFor,
    /// The request that used it.
    pub request_id: String,
}

#[derive(Default)]
pub(super) struct Uses(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    last: BTreeMap<KeyId, LastUse>,
    changed: bool,
    written: LineMs,
}

impl Uses {
    pub(super) fn load(&self, documents: Vec<(u64, Vec<u8>)>) -> Result<(), KeyringError> {
        let mut noted = self.0.lock().expect("no holder of this lock can panic");
        for (id, document) in documents {
            noted.last = decode(&document).map_err(|_| KeyringError::Damaged { kind: KIND, id })?;
        }
        Ok(())
    }
}

impl Keyring {
    /// Notes that a key was used.
    pub fn note_use(&self, key: KeyId, used_for: UsedFor, request_id: &str, now: Now) {
        let mut noted = self.usage.0.lock().expect("no holder of this lock can panic");
        let entry = LastUse { at: now.wall, used_for, request_id: request_id.to_owned() };
        noted.last.insert(key, entry);
        noted.changed = true;
    }

    /// The last use of a key; `None` when it was not used.
    #[must_use]
    pub fn last_use(&self, key: KeyId) -> Option<LastUse> {
        self.usage.0.lock().expect("no holder of this lock can panic").last.get(&key).cloned()
    }

    /// Writes what was noted, once an hour. What the catalog does not take is written an hour later.
    pub(super) fn write_uses(&self, now: Now) {
        let mut noted = self.usage.0.lock().expect("no holder of this lock can panic");
        if !noted.changed || now.line < noted.written.after_ms(HOUR_MS) {
            return;
        }
        (noted.changed, noted.written) = (false, now.line);
        let known: Vec<KeyId> = self.read(|ring| ring.keys.keys().copied().collect());
        noted.last.retain(|key, _| known.binary_search(key).is_ok());
        let document = encode(&noted.last);
        drop(noted);
        let _ = self.catalog.put(KIND, DOCUMENT, &document);
    }
}

fn encode(uses: &BTreeMap<KeyId, LastUse>) -> Vec<u8> {
    cbor::write(VERSION, |e| {
        e.map(1)?.u8(1)?.array(uses.len() as u64)?;
        uses.iter().try_for_each(|(key, last)| {
            e.array(4)?.bytes(&key.0)?.u64(last.at.0)?.u8(last.used_for as u8)?.str(&last.request_id)?;
            Ok(())
        })
    })
}

pub(super) fn decode(document: &[u8]) -> Result<BTreeMap<KeyId, LastUse>, Unreadable> {
    let mut fields = Fields::read(VERSION, document)?;
    let list = cbor::list(fields.next(1)?, |d| {
        if d.array()? != Some(4) {
            return Err(Unreadable);
        }
        let key = KeyId(d.bytes()?.try_into()?);
        let at = WallMs(d.u64()?);
        let used_for = WORDS.get(usize::from(d.u8()?)).ok_or(Unreadable)?.0;
        Ok((key, LastUse { at, used_for, request_id: d.str()?.to_owned() }))
    })?;
    fields.end()?;
    Ok(list.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_reads_back_and_is_frozen() {
        let last = LastUse { at: WallMs(500), used_for: UsedFor::Sign, request_id: "r".to_owned() };
        let uses = BTreeMap::from([(KeyId([9; 16]), last)]);
        let document = encode(&uses);

        assert_eq!(
            document[..],
            [&b"\x01\xa1\x01\x81\x84\x50"[..], &[9; 16], b"\x19\x01\xf4\x09\x61r"].concat()
        );
        assert_eq!(decode(&document), Ok(uses));
        for length in 0..document.len() {
            assert!(decode(&document[..length]).is_err(), "length {length}");
        }
        assert!(decode(&[&document[..], &[0]].concat()).is_err());
    }

    #[test]
    fn every_use_has_its_number() {
        for (number, (used_for, word)) in WORDS.iter().enumerate() {
            assert_eq!((*used_for as usize, used_for.as_str()), (number, *word));
        }
    }
}
