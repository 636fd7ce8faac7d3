//! The form of this noun's documents: a version byte, then one CBOR map with ascending integer keys.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder, encode};
use std::convert::Infallible;
use zeroize::Zeroizing;

/// Room for nearly every document, so that a growing buffer does not leave copies of secrets behind.
const ROOM_BYTES: usize = 32 * 1024;

/// A document that is not what this version wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

impl From<minicbor::decode::Error> for Unreadable {
    fn from(_: minicbor::decode::Error) -> Self {
        Self
    }
}

pub(super) type Writing = Result<(), encode::Error<Infallible>>;

/// How many of the entries that are left out when empty there are.
pub(super) fn count(given: &[bool]) -> u64 {
    given.iter().filter(|given| **given).count() as u64
}

/// Writes the version byte and a map of `fields` entries. The bytes may hold secrets and are wiped.
pub(super) fn write(
    version: u8,
    fields: u64,
    f: impl FnOnce(&mut Encoder<&mut Vec<u8>>) -> Writing,
) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(ROOM_BYTES));
    out.push(version);
    let mut encoder = Encoder::new(&mut *out);
    let written: Writing = encoder.map(fields).map(|_| ());
    written.and_then(|()| f(&mut encoder)).expect("a vector takes any bytes");
    out
}

/// Reads a map's entries in the order they must have. Entries that a newer binary added at the end are stepped over.
pub(super) struct Fields<'b> {
    decoder: Decoder<'b>,
    left: u64,
}

impl<'b> Fields<'b> {
    /// Begins to read a map of at least `fields` entries.
    pub(super) fn read(version: u8, fields: u64, document: &'b [u8]) -> Result<Self, Unreadable> {
        let (found, map) = document.split_first().ok_or(Unreadable)?;
        let mut decoder = Decoder::new(map);
        let left = decoder.map()?.ok_or(Unreadable)?;
        let known = *found == version && left >= fields;
        if known { Ok(Self { decoder, left }) } else { Err(Unreadable) }
    }

    /// Steps over `key` to its value.
    pub(super) fn at(&mut self, key: u8) -> Result<&mut Decoder<'b>, Unreadable> {
        self.left = self.left.checked_sub(1).ok_or(Unreadable)?;
        if self.decoder.u8()? == key { Ok(&mut self.decoder) } else { Err(Unreadable) }
    }

    /// True when the next entry is `key`, which documents have only where there is something to say.
    pub(super) fn has(&self, key: u8) -> Result<bool, Unreadable> {
        Ok(self.left > 0 && self.decoder.clone().u8()? == key)
    }

    /// Texts that are absent when there are none.
    pub(super) fn few_texts(&mut self, key: u8) -> Result<Vec<String>, Unreadable> {
        if self.has(key)? { self.texts(key) } else { Ok(Vec::new()) }
    }

    /// Pairs that are absent when there are none.
    pub(super) fn few_pairs(&mut self, key: u8) -> Result<Vec<(String, String)>, Unreadable> {
        if self.has(key)? { self.pairs(key) } else { Ok(Vec::new()) }
    }

    /// A text that is absent when there is none.
    pub(super) fn maybe_text(&mut self, key: u8) -> Result<Option<String>, Unreadable> {
        if self.has(key)? { self.text(key).map(Some) } else { Ok(None) }
    }

    /// A number that is absent when there is none.
    pub(super) fn maybe_number(&mut self, key: u8) -> Result<Option<u64>, Unreadable> {
        if self.has(key)? { self.number(key).map(Some) } else { Ok(None) }
    }

    /// Numbers that are absent when there are none.
    pub(super) fn few_numbers(&mut self, key: u8) -> Result<Vec<u64>, Unreadable> {
        if self.has(key)? { self.list(key, |decoder| Ok(decoder.u64()?)) } else { Ok(Vec::new()) }
    }

    pub(super) fn text(&mut self, key: u8) -> Result<String, Unreadable> {
        Ok(self.at(key)?.str()?.to_owned())
    }

    pub(super) fn number(&mut self, key: u8) -> Result<u64, Unreadable> {
        Ok(self.at(key)?.u64()?)
    }

    pub(super) fn flag(&mut self, key: u8) -> Result<bool, Unreadable> {
        Ok(self.at(key)?.bool()?)
    }

    pub(super) fn optional_text(&mut self, key: u8) -> Result<Option<String>, Unreadable> {
        let decoder = self.at(key)?;
        if decoder.datatype()? == Type::Null {
            decoder.null()?;
            return Ok(None);
        }
        Ok(Some(decoder.str()?.to_owned()))
    }

    pub(super) fn list<T>(
        &mut self,
        key: u8,
        element: impl Fn(&mut Decoder<'b>) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        let decoder = self.at(key)?;
        let length = decoder.array()?.ok_or(Unreadable)?;
        // Not reserved ahead: a damaged length must not decide how much memory is taken.
        (0..length).map(|_| element(decoder)).collect()
    }

    pub(super) fn pairs(&mut self, key: u8) -> Result<Vec<(String, String)>, Unreadable> {
        self.list(key, |decoder| {
            if decoder.array()? != Some(2) {
                return Err(Unreadable);
            }
            Ok((decoder.str()?.to_owned(), decoder.str()?.to_owned()))
        })
    }

    pub(super) fn texts(&mut self, key: u8) -> Result<Vec<String>, Unreadable> {
        self.list(key, |decoder| Ok(decoder.str()?.to_owned()))
    }

    pub(super) fn optional_texts(&mut self, key: u8) -> Result<Option<Vec<String>>, Unreadable> {
        let mut ahead = self.decoder.clone();
        if self.left > 0 && ahead.u8()? == key && ahead.datatype()? == Type::Null {
            ahead.null()?;
            (self.decoder, self.left) = (ahead, self.left - 1);
            return Ok(None);
        }
        self.texts(key).map(Some)
    }

    /// Nothing may follow but entries of a newer binary, in whole.
    pub(super) fn end(mut self) -> Result<(), Unreadable> {
        for _ in 0..self.left {
            self.decoder.u8()?;
            self.decoder.skip()?;
        }
        let is_whole = self.decoder.position() == self.decoder.input().len();
        if is_whole { Ok(()) } else { Err(Unreadable) }
    }
}

pub(super) fn put_pairs<'a>(
    encoder: &mut Encoder<&mut Vec<u8>>,
    key: u8,
    pairs: impl ExactSizeIterator<Item = (&'a str, &'a str)>,
) -> Writing {
    encoder.u8(key)?.array(pairs.len() as u64)?;
    for (left, right) in pairs {
        encoder.array(2)?.str(left)?.str(right)?;
    }
    Ok(())
}

pub(super) fn put_texts(encoder: &mut Encoder<&mut Vec<u8>>, key: u8, texts: &[String]) -> Writing {
    encoder.u8(key)?.array(texts.len() as u64)?;
    for text in texts {
        encoder.str(text)?;
    }
    Ok(())
}

pub(super) fn put_optional(encoder: &mut Encoder<&mut Vec<u8>>, key: u8, text: Option<&str>) -> Writing {
    encoder.u8(key)?;
    match text {
        Some(text) => encoder.str(text)?,
        None => encoder.null()?,
    };
    Ok(())
}

/// Texts, left out when there are none.
pub(super) fn put_few_texts(encoder: &mut Encoder<&mut Vec<u8>>, key: u8, texts: &[String]) -> Writing {
    if texts.is_empty() { Ok(()) } else { put_texts(encoder, key, texts) }
}

/// A text, left out when there is none.
pub(super) fn put_maybe_text(encoder: &mut Encoder<&mut Vec<u8>>, key: u8, text: Option<&str>) -> Writing {
    if let Some(text) = text {
        encoder.u8(key)?.str(text)?;
    }
    Ok(())
}

/// A number, left out when there is none.
pub(super) fn put_maybe_number(encoder: &mut Encoder<&mut Vec<u8>>, key: u8, number: Option<u64>) -> Writing {
    if let Some(number) = number {
        encoder.u8(key)?.u64(number)?;
    }
    Ok(())
}

pub(super) fn put_tags(encoder: &mut Encoder<&mut Vec<u8>>, key: u8, tags: &[(String, String)]) -> Writing {
    put_pairs(encoder, key, tags.iter().map(|(k, v)| (k.as_str(), v.as_str())))
}
