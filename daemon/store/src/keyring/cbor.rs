//! The form the keyring's documents share: a version byte, then one CBOR map with ascending integer keys.

use minicbor::encode::{Error, Write};
use minicbor::{Decoder, Encoder};
use std::array::TryFromSliceError;
use std::convert::Infallible;

/// A document that is not what this version wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

impl From<minicbor::decode::Error> for Unreadable {
    fn from(_: minicbor::decode::Error) -> Self {
        Self
    }
}

impl From<TryFromSliceError> for Unreadable {
    fn from(_: TryFromSliceError) -> Self {
        Self
    }
}

/// Writes the version byte and what `f` encodes.
pub(super) fn write<F>(version: u8, f: F) -> Vec<u8>
where
    F: FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), Error<<Vec<u8> as Write>::Error>>,
{
    let mut encoder: Encoder<Vec<u8>> = Encoder::new(vec![version]);
    let done: Result<(), Error<Infallible>> = f(&mut encoder);
    done.expect("a vector takes any bytes");
    encoder.into_writer()
}

/// Reads a map's entries in the order they must have.
pub(super) struct Fields<'b> {
    decoder: Decoder<'b>,
    left: u64,
}

impl<'b> Fields<'b> {
    /// Checks the version and opens the map.
    pub(super) fn read(version: u8, document: &'b [u8]) -> Result<Self, Unreadable> {
        let (found, map) = document.split_first().ok_or(Unreadable)?;
        let mut decoder = Decoder::new(map);
        match decoder.map()? {
            Some(left) if *found == version => Ok(Self { decoder, left }),
            _ => Err(Unreadable),
        }
    }

    /// Steps over `key` to its value.
    pub(super) fn next(&mut self, key: u8) -> Result<&mut Decoder<'b>, Unreadable> {
        self.left = self.left.checked_sub(1).ok_or(Unreadable)?;
        if self.decoder.u8()? == key { Ok(&mut self.decoder) } else { Err(Unreadable) }
    }

    /// Steps over `key` to its value if that is what follows.
    pub(super) fn maybe(&mut self, key: u8) -> Result<Option<&mut Decoder<'b>>, Unreadable> {
        if self.left == 0 || self.decoder.clone().u8()? != key {
            return Ok(None);
        }
        self.next(key).map(Some)
    }

    /// Nothing may follow.
    pub(super) fn end(&self) -> Result<(), Unreadable> {
        let done = self.left == 0 && self.decoder.position() == self.decoder.input().len();
        if done { Ok(()) } else { Err(Unreadable) }
    }
}

/// Reads a list of known length.
pub(super) fn list<'b, T>(
    decoder: &mut Decoder<'b>,
    element: impl Fn(&mut Decoder<'b>) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let length = decoder.array()?.ok_or(Unreadable)?;
    // Not reserved ahead: a damaged length must not decide how much memory is taken.
    (0..length).map(|_| element(decoder)).collect()
}

/// Reads a value or null.
pub(super) fn optional<'b, T>(
    decoder: &mut Decoder<'b>,
    value: impl Fn(&mut Decoder<'b>) -> Result<T, Unreadable>,
) -> Result<Option<T>, Unreadable> {
    if decoder.datatype()? == minicbor::data::Type::Null {
        decoder.null()?;
        return Ok(None);
    }
    value(decoder).map(Some)
}
