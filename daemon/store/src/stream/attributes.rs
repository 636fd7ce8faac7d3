//! What a stream record carries beside its body, as bytes in the log.
//!
//! | bytes | meaning |
//! |---|---|
//! | 1 | version, 1 |
//! | 1 | flags: 1 = an explicit hash key follows, 2 = a partition key follows |
//! | 0 or 16 | explicit hash key, big-endian |
//! | rest | partition key, UTF-8 |

use super::HashKey;

const VERSION: u8 = 1;
const EXPLICIT: u8 = 1;
const KEYED: u8 = 2;
const HEAD_BYTES: usize = 2;
const HASH_BYTES: usize = 16;
/// Attributes up to this size are built on the stack; a key of 256 ASCII characters fits.
const STACK_BYTES: usize = HEAD_BYTES + HASH_BYTES + 256;

/// What a producer said about where a record belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Label<'a> {
    /// The partition key; absent on streams that distribute records by themselves.
    pub partition_key: Option<&'a str>,
    /// The hash key that overrides the partition key's.
    pub explicit: Option<HashKey>,
}

impl<'a> Label<'a> {
    /// A label with a partition key only.
    #[must_use]
    pub const fn keyed(partition_key: &'a str) -> Self {
        Self { partition_key: Some(partition_key), explicit: None }
    }

    /// The hash key that decides the shard; `None` when the producer left it to the stream.
    #[must_use]
    pub fn hash_key(&self) -> Option<HashKey> {
        self.explicit.or_else(|| self.partition_key.map(HashKey::of))
    }

    /// Hands the encoded label to `f`.
    pub(super) fn encoded<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        let key = self.partition_key.unwrap_or_default().as_bytes();
        let head = HEAD_BYTES + if self.explicit.is_some() { HASH_BYTES } else { 0 };
        let mut stack = [0; STACK_BYTES];
        let mut heap = Vec::new();
        let out = if head + key.len() <= STACK_BYTES {
            &mut stack[..head + key.len()]
        } else {
            heap.resize(head + key.len(), 0);
            &mut heap[..]
        };
        out[0] = VERSION;
        if let Some(HashKey(hash)) = self.explicit {
            out[1] |= EXPLICIT;
            out[HEAD_BYTES..head].copy_from_slice(&hash.to_be_bytes());
        }
        if self.partition_key.is_some() {
            out[1] |= KEYED;
        }
        out[head..].copy_from_slice(key);
        f(out)
    }

    /// Reads an encoded label; `None` for bytes this version did not write.
    #[must_use]
    pub(crate) fn decode(bytes: &'a [u8]) -> Option<Self> {
        let (&[version, flags], rest) = bytes.split_first_chunk()?;
        if version != VERSION || flags & !(EXPLICIT | KEYED) != 0 {
            return None;
        }
        let (explicit, rest) = if flags & EXPLICIT == 0 {
            (None, rest)
        } else {
            let (hash, rest) = rest.split_first_chunk::<HASH_BYTES>()?;
            (Some(HashKey(u128::from_be_bytes(*hash))), rest)
        };
        let key = str::from_utf8(rest).ok()?;
        let partition_key = (flags & KEYED != 0).then_some(key);
        (partition_key.is_some() || key.is_empty()).then_some(Self { partition_key, explicit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_label_survives_its_bytes(key in proptest::option::of(".{0,300}"), explicit in proptest::option::of(any::<u128>())) {
            let label = Label { partition_key: key.as_deref(), explicit: explicit.map(HashKey) };

            let bytes = label.encoded(<[u8]>::to_vec);

            prop_assert_eq!(Label::decode(&bytes), Some(label));
        }

        #[test]
        fn no_bytes_make_the_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = Label::decode(&bytes);
        }
    }

    #[test]
    fn the_bytes_of_version_1_are_frozen() {
        let label = Label { partition_key: Some("k"), explicit: Some(HashKey(0x0102)) };

        assert_eq!(
            label.encoded(<[u8]>::to_vec),
            [1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, b'k']
        );
        assert_eq!(Label::keyed("key").encoded(<[u8]>::to_vec), [1, 2, b'k', b'e', b'y']);
        assert_eq!(Label::default().encoded(<[u8]>::to_vec), [1, 0]);
    }

    #[test]
    fn a_truncated_or_newer_label_is_refused() {
        let whole = Label { partition_key: Some("k"), explicit: Some(HashKey(1)) }.encoded(<[u8]>::to_vec);

        for cut in 0..18 {
            assert_eq!(Label::decode(&whole[..cut]), None, "{cut} bytes");
        }
        assert_eq!(Label::decode(&[2, 0]), None);
        assert_eq!(Label::decode(&[1, 4]), None);
        assert_eq!(Label::decode(&[1, 0, b'x']), None);
    }
}
