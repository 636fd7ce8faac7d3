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
        self.segments(|plain, escaped| {
            out.extend_from_slice(plain);
            out.extend_from_slice(escaped.encode_utf8(&mut [0; 4]).as_bytes());
        })
        .map(|tail| out.extend_from_slice(tail))?;
        Ok(Cow::Owned(out))
    }

    /// Checks what [`Raw::text`] checks and keeps nothing.
    pub(super) fn check(self) -> Result<(), usize> {
        if has_control(self.bytes) {
            return Err(0);
        }
        std::str::from_utf8(self.bytes).map_err(|e| e.valid_up_to())?;
        self.segments(|_, _| {}).map(drop)
    }

    /// Tells `each` the plain bytes before every escape and what it stands for; returns the plain bytes at the end.
    fn segments(self, mut each: impl FnMut(&'a [u8], char)) -> Result<&'a [u8], usize> {
        let mut at = 0;
        while let Some(len) = memchr(b'\\', &self.bytes[at..]) {
            let (escaped, escape_bytes) = unescape_one(&self.bytes[at + len..]).ok_or(at + len)?;
            each(&self.bytes[at..at + len], escaped);
            at += len + escape_bytes;
        }
        Ok(&self.bytes[at..])
    }
}

/// Without an early exit, so that the compiler can look at many bytes at once.
fn has_control(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, b| found | (*b < 0x20))
}

/// What the escape at the start of `rest` stands for, and its length.
fn unescape_one(rest: &[u8]) -> Option<(char, usize)> {
    let plain = match rest.get(1)? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        same @ (b'"' | b'\\' | b'/') => char::from(*same),
        b'u' => return unescape_unicode(rest),
        _ => return None,
    };
    Some((plain, 2))
}

/// A surrogate without its partner becomes U+FFFD: Java carries it as it is, UTF-8 cannot.
fn unescape_unicode(rest: &[u8]) -> Option<(char, usize)> {
    let first = hex(rest.get(2..6)?)?;
    let (code, len) = match first {
        0xD800..=0xDBFF => match low_surrogate(rest.get(6..)?) {
            Some(low) => (0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00), 12),
            None => (0xFFFD, 6),
        },
        _ => (first, 6),
    };
    Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), len))
}

fn low_surrogate(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(br"\u")?.get(..4)?;
    hex(digits).filter(|code| (0xDC00..=0xDFFF).contains(code))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |code, d| Some(code << 4 | char::from(*d).to_digit(16)?))
}
