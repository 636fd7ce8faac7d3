//! The bytes on flash, and the only makers of bytes that may reach it.
//!
//! Every structure is declared once, with [`layout`]; its codec, its size and its table in
//! docs/format/log-v1.md come from that declaration. Integers are little-endian.

pub(crate) mod block;
pub(crate) mod chunk;
pub(crate) mod footer;
pub(crate) mod frame;
pub(crate) mod record;
pub(crate) mod superblock;
pub(crate) mod varint;

#[cfg(test)]
mod document;
#[cfg(test)]
mod golden;

pub(crate) use block::{BLOCK_BYTES, PAYLOAD_BYTES};
pub(crate) use chunk::ChunkHeader;

/// The version of everything in this module.
pub(crate) const VERSION: u16 = 1;

/// Bytes that may reach the disk: sealed, or free of user data.
///
/// Invariant: only the builders in the log's format module make one, and a frame builder takes
/// nothing but sealed chunks.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a>(&'a [u8]);

impl<'a> Sealed<'a> {
    /// The bytes to write.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// One row of a byte table.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(test), allow(dead_code, reason = "read by the test that writes docs/format/log-v1.md"))]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) bytes: usize,
    pub(crate) meaning: &'static str,
}

/// A value of fixed size on flash.
pub(crate) trait Scalar: Sized {
    const BYTES: usize;
    fn put(&self, out: &mut [u8]);
    fn take(bytes: &[u8]) -> Self;
}

macro_rules! scalar {
    ($($int:ty),*) => {$(
        impl Scalar for $int {
            const BYTES: usize = size_of::<$int>();
            fn put(&self, out: &mut [u8]) {
                out.copy_from_slice(&self.to_le_bytes());
            }
            fn take(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("a field is cut to its size"))
            }
        }
    )*};
}
scalar!(u8, u16, u32, u64);

impl<const N: usize> Scalar for [u8; N] {
    const BYTES: usize = N;
    fn put(&self, out: &mut [u8]) {
        out.copy_from_slice(self);
    }
    fn take(bytes: &[u8]) -> Self {
        bytes.try_into().expect("a field is cut to its size")
    }
}

/// Declares a structure on flash: the struct, its size, its codec and its byte table.
macro_rules! layout {
    ($(#[$doc:meta])* $name:ident { $($field:ident : $kind:ty, $meaning:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $name { $(#[doc = $meaning] pub(crate) $field: $kind,)* }

        impl $name {
            /// Size on flash.
            pub(crate) const BYTES: usize = 0 $(+ <$kind as $crate::format::Scalar>::BYTES)*;

            #[cfg_attr(not(test), allow(dead_code, reason = "read by the test that writes the byte tables"))]
            pub(crate) const FIELDS: &'static [$crate::format::Field] = &[$($crate::format::Field {
                name: stringify!($field),
                kind: stringify!($kind),
                bytes: <$kind as $crate::format::Scalar>::BYTES,
                meaning: $meaning,
            },)*];

            pub(crate) fn encode(&self) -> [u8; Self::BYTES] {
                let mut out = [0; Self::BYTES];
                let mut rest = &mut out[..];
                $({
                    let width = <$kind as $crate::format::Scalar>::BYTES;
                    let (field, after) = rest.split_at_mut(width);
                    $crate::format::Scalar::put(&self.$field, field);
                    rest = after;
                })*
                debug_assert!(rest.is_empty());
                out
            }

            pub(crate) fn decode(bytes: &[u8; Self::BYTES]) -> Self {
                let mut rest = &bytes[..];
                $(let $field = {
                    let (field, after) = rest.split_at(<$kind as $crate::format::Scalar>::BYTES);
                    rest = after;
                    <$kind as $crate::format::Scalar>::take(field)
                };)*
                debug_assert!(rest.is_empty());
                Self { $($field),* }
            }
        }
    };
}
pub(crate) use layout;

/// Writes the checksum of everything before it into the last four bytes.
pub(crate) fn close(bytes: &mut [u8]) {
    let at = bytes.len() - 4;
    let crc = crc32c::crc32c(&bytes[..at]);
    bytes[at..].copy_from_slice(&crc.to_le_bytes());
}

/// True when the last four bytes are the checksum of everything before them.
fn is_closed(bytes: &[u8]) -> bool {
    let Some((body, crc)) = bytes.split_last_chunk::<4>() else { return false };
    crc32c::crc32c(body) == u32::from_le_bytes(*crc)
}

/// A count of bytes or entries that a format field bounds to 32 bits.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("a segment, and all it holds, is below 4 GiB")
}

/// A 32-bit count as an index.
pub(crate) fn wide(count: u32) -> usize {
    usize::try_from(count).expect("the log runs on machines of 32 bits and more")
}
