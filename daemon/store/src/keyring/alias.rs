//! An alias and its document.
//!
//! Catalog kind `kms_alias`; the document is one version byte, 1, and then, in CBOR:
//!
//! ```text
//! alias = { 1: name tstr ("alias/..."), 2: target bstr .size 16, 3: created uint (ms), 4: updated uint (ms) }
//! ```

use super::KeyId;
use super::cbor::{self, Fields, Unreadable};
use millpond_base::WallMs;

/// The catalog's word for this type.
pub(super) const KIND: &str = "kms_alias";
const VERSION: u8 = 1;

/// A name that leads to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The catalog's number of the document.
    pub(super) number: u64,
    /// The name, with its `alias/`.
    pub name: String,
    /// The key.
    pub target: KeyId,
    /// When it was made.
    pub created: WallMs,
    /// When it was last led to another key.
    pub updated: WallMs,
}

impl Alias {
    pub(super) fn encode(&self) -> Vec<u8> {
        cbor::write(VERSION, |e| {
            e.map(4)?;
            e.u8(1)?.str(&self.name)?;
            e.u8(2)?.bytes(&self.target.0)?;
            e.u8(3)?.u64(self.created.0)?;
            e.u8(4)?.u64(self.updated.0).map(drop)
        })
    }

    pub(super) fn decode(number: u64, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, document)?;
        let alias = Self {
            number,
            name: fields.next(1)?.str()?.to_owned(),
            target: KeyId(fields.next(2)?.bytes()?.try_into()?),
            created: WallMs(fields.next(3)?.u64()?),
            updated: WallMs(fields.next(4)?.u64()?),
        };
        fields.end()?;
        Ok(alias)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Alias {
        Alias {
            number: 5,
            name: "alias/a".to_owned(),
            target: KeyId([9; 16]),
            created: WallMs(1),
            updated: WallMs(500),
        }
    }

    #[test]
    fn a_document_reads_back_and_is_frozen() {
        let document = sample().encode();

        assert_eq!(Alias::decode(5, &document).ok(), Some(sample()));
        assert_eq!(document[..11], *b"\x01\xa4\x01\x67alias/a");
        assert_eq!(document[11..], *b"\x02\x50\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\x03\x01\x04\x19\x01\xf4");
    }

    #[test]
    fn truncated_longer_and_newer_documents_are_refused() {
        let document = sample().encode();

        for length in 0..document.len() {
            assert!(Alias::decode(5, &document[..length]).is_err(), "length {length}");
        }
        assert!(Alias::decode(5, &[&document[..], &[0]].concat()).is_err());
        assert!(Alias::decode(5, &[&[2], &document[1..]].concat()).is_err());
    }
}
