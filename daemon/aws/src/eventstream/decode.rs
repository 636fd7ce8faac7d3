//! Frames to messages: for clients, and for tests of the server.

use super::{CRC, CRC_BYTES, FRAME_BYTES, HEADERS_BYTES_MAX, PAYLOAD_BYTES_MAX, PRELUDE_BYTES, TEXT};
use std::fmt;

/// One frame, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Headers whose value is text, in their order; others are passed over.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The payload.
    pub payload: &'a [u8],
}

impl Message<'_> {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| *found == name).map(|(_, value)| *value)
    }
}

/// Why bytes are no event stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventStreamError {
    /// A checksum differs.
    Checksum,
    /// A length contradicts another or is beyond its bound.
    Length,
    /// A header's name or value is malformed.
    Header,
}

impl fmt::Display for EventStreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Checksum => "a checksum of the event stream differs",
            Self::Length => "a length in the event stream is impossible",
            Self::Header => "a header of the event stream is malformed",
        })
    }
}

impl std::error::Error for EventStreamError {}

/// Reads the first frame, and says how many bytes it takes; `None` while it is not whole.
///
/// # Errors
/// [`EventStreamError`]; nothing after it can be read.
pub fn decode(bytes: &[u8]) -> Result<Option<(Message<'_>, usize)>, EventStreamError> {
    let Some(prelude) = bytes.first_chunk::<PRELUDE_BYTES>() else { return Ok(None) };
    let word = |at: usize| {
        let bytes = prelude[at..at + 4].try_into().expect("four bytes");
        u32::from_be_bytes(bytes)
    };
    if CRC.checksum(&prelude[..8]) != word(8) {
        return Err(EventStreamError::Checksum);
    }
    let length = |at| usize::try_from(word(at)).map_err(|_| EventStreamError::Length);
    let (frame_bytes, headers_bytes) = (length(0)?, length(4)?);
    let inside = frame_bytes.checked_sub(FRAME_BYTES).ok_or(EventStreamError::Length)?;
    let payload_bytes = inside.checked_sub(headers_bytes).ok_or(EventStreamError::Length)?;
    if headers_bytes > HEADERS_BYTES_MAX || payload_bytes > PAYLOAD_BYTES_MAX {
        return Err(EventStreamError::Length);
    }
    let Some(frame) = bytes.get(..frame_bytes) else { return Ok(None) };
    let (summed, crc) = frame.split_at(frame_bytes - CRC_BYTES);
    if CRC.checksum(summed).to_be_bytes() != crc {
        return Err(EventStreamError::Checksum);
    }
    let (headers, payload) = summed[PRELUDE_BYTES..].split_at(headers_bytes);
    Ok(Some((Message { headers: read_headers(headers)?, payload }, frame_bytes)))
}

fn read_headers(mut rest: &[u8]) -> Result<Vec<(&str, &str)>, EventStreamError> {
    let mut headers = Vec::new();
    while !rest.is_empty() {
        let name = take_sized(&mut rest, 1)?;
        let name = str::from_utf8(name).map_err(|_| EventStreamError::Header)?;
        let kind = take(&mut rest, 1)?[0];
        let value = match kind {
            // True and false have no bytes; then come the integers, bytes and text, a moment and a UUID.
            0 | 1 => &[],
            2 => take(&mut rest, 1)?,
            3 => take(&mut rest, 2)?,
            4 => take(&mut rest, 4)?,
            5 | 8 => take(&mut rest, 8)?,
            6 | TEXT => take_sized(&mut rest, 2)?,
            9 => take(&mut rest, 16)?,
            _ => return Err(EventStreamError::Header),
        };
        if kind == TEXT {
            headers.push((name, str::from_utf8(value).map_err(|_| EventStreamError::Header)?));
        }
    }
    Ok(headers)
}

/// Takes bytes whose count stands before them, in `width` bytes.
fn take_sized<'a>(rest: &mut &'a [u8], width: usize) -> Result<&'a [u8], EventStreamError> {
    let length = take(rest, width)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    take(rest, length)
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8], EventStreamError> {
    let (taken, after) = rest.split_at_checked(count).ok_or(EventStreamError::Header)?;
    *rest = after;
    Ok(taken)
}
