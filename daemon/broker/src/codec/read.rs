//! Bytes into packets: where one ends, and what its fields are.

use super::{REMAINING_BYTES_MAX, Reason};

/// One packet, whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Its first byte: type and flags.
    pub first: u8,
    /// What follows its length.
    pub body: &'a [u8],
}

/// The first packet in `bytes` and how many bytes it takes; `None` while it is not complete.
///
/// # Errors
/// When the length is none, or the whole packet is longer than `bytes_max`, before its bytes are waited for.
pub fn frame(bytes: &[u8], bytes_max: usize) -> Result<Option<(Frame<'_>, usize)>, Reason> {
    let Some((first, rest)) = bytes.split_first() else { return Ok(None) };
    let Some((length, rest)) = length(rest)? else { return Ok(None) };
    let whole = bytes.len() - rest.len() + length;
    if whole > bytes_max {
        return Err(Reason::PacketTooLarge);
    }
    Ok(rest.get(..length).map(|body| (Frame { first: *first, body }, whole)))
}

/// A number of one to four bytes; `None` while it is not complete (section 1.5.5).
pub(super) fn length(bytes: &[u8]) -> Result<Option<(usize, &[u8])>, Reason> {
    let mut value = 0;
    for at in 0..4 {
        let Some(byte) = bytes.get(at) else { return Ok(None) };
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            // Zeros in front are a second form of the same number.
            let is_short = at == 0 || *byte != 0;
            return if is_short { Ok(Some((value, &bytes[at + 1..]))) } else { Err(Reason::MalformedPacket) };
        }
    }
    Err(Reason::MalformedPacket)
}

/// Appends a number of one to four bytes.
pub(super) fn put_length(out: &mut Vec<u8>, mut value: usize) {
    debug_assert!(value <= REMAINING_BYTES_MAX, "callers bound what they write");
    loop {
        let low = u8::try_from(value & 0x7f).expect("seven bits");
        value >>= 7;
        out.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return;
        }
    }
}

/// What is left of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Body<'a>(&'a [u8]);

impl<'a> Body<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], Reason> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Reason::MalformedPacket)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Reason> {
        Ok(self.take(1)?[0])
    }

    pub(crate) fn two(&mut self) -> Result<u16, Reason> {
        let bytes = self.take(2)?;
        Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    pub(crate) fn four(&mut self) -> Result<u32, Reason> {
        let bytes = self.take(4)?;
        Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub(crate) fn length(&mut self) -> Result<usize, Reason> {
        let (value, rest) = length(self.0)?.ok_or(Reason::MalformedPacket)?;
        self.0 = rest;
        Ok(value)
    }

    /// A packet identifier, which is never 0 (section 2.2.1).
    pub(crate) fn packet(&mut self) -> Result<u16, Reason> {
        match self.two()? {
            0 => Err(Reason::ProtocolError),
            packet => Ok(packet),
        }
    }

    pub(crate) fn binary(&mut self) -> Result<&'a [u8], Reason> {
        let length = self.two()?;
        self.take(usize::from(length))
    }

    /// Text in UTF-8 without U+0000 (section 1.5.4).
    pub(crate) fn text(&mut self) -> Result<&'a str, Reason> {
        let text = std::str::from_utf8(self.binary()?).map_err(|_| Reason::MalformedPacket)?;
        if text.contains('\0') { Err(Reason::MalformedPacket) } else { Ok(text) }
    }
}
