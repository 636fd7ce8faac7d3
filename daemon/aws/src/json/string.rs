//! JSON strings: finding their end, and undoing escapes.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// A string as it stands in the document, without its quotes.
#[derive(Clone, Copy)]
pub(super) struct Raw<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) escaped: bool,
}

/// Finds the end of a string whose opening quote is already consumed; `None` when it never ends.
pub(super) fn scan(rest: &[u8]) -> Option<Raw<'_>> {
    let mut at = memchr2(b'"', b'\\', rest)?;
    let escaped = rest[at] == b'\\';
    while rest[at] == b'\\' {
        at += 2;
        at += memchr2(b'"', b'\\', rest.get(at..)?)?;
    }
    Some(Raw { bytes: &rest[..at], escaped })
}

impl<'a> Raw<'a> {
    /// The text, borrowed when nothing is escaped; `Err` is the offset of what is wrong.
    pub(super) fn text(self) -> Result<Cow<'a, str>, usize> {
        let bytes = self.unescape()?;
        match bytes {
            Cow::Borrowed(bytes) => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| e.valid_up_to())
            }
            Cow::Owned(bytes) => {
                String::from_utf8(bytes).map(Cow::Owned).map_err(|e| e.utf8_error().valid_up_to())
            }
        }
    }

    /// The bytes that the string stands for, before they are known to be UTF-8.
    pub(super) fn unescape(self) -> Result<Cow<'a, [u8]>, usize> {
        if has_control(self.bytes) {
            return Err(self.bytes.iter().position(|b| *b < 0x20).unwrap_or(0));
        }
        if !self.escaped {
            return Ok(Cow::Borrowed(self.bytes));
        }
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        while let Some(len) = memchr(b'\\', &self.bytes[at..]) {
            out.extend_from_slice(&self.bytes[at..at + len]);
            at += len;
            at += unescape_one(&self.bytes[at..], &mut out).ok_or(at)?;
        }
        out.extend_from_slice(&self.bytes[at..]);
        Ok(Cow::Owned(out))
    }
}

/// Without an early exit, so that the compiler can look at many bytes at once.
fn has_control(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, b| found | (*b < 0x20))
}

/// Undoes the escape at the start of `rest`; returns its length.
fn unescape_one(rest: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let plain = match rest.get(1)? {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 0x08,
        b'f' => 0x0c,
        same @ (b'"' | b'\\' | b'/') => *same,
        b'u' => return unescape_unicode(rest, out),
        _ => return None,
    };
    out.push(plain);
    Some(2)
}

/// A surrogate without its partner becomes U+FFFD: Java carries it as it is, UTF-8 cannot.
fn unescape_unicode(rest: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let first = hex(rest.get(2..6)?)?;
    let (code, len) = match first {
        0xD800..=0xDBFF => match low_surrogate(rest.get(6..)?) {
            Some(low) => (0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00), 12),
            None => (0xFFFD, 6),
        },
        _ => (first, 6),
    };
    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    Some(len)
}

fn low_surrogate(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(br"\u")?.get(..4)?;
    hex(digits).filter(|code| (0xDC00..=0xDFFF).contains(code))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |code, d| Some(code << 4 | char::from(*d).to_digit(16)?))
}
