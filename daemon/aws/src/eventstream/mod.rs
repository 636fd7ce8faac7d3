//! AWS's event streams: a reply as a sequence of frames, each with headers and a payload of its own.
//!
//! | bytes | meaning |
//! |---|---|
//! | 4 | length of the whole frame, big-endian |
//! | 4 | length of the headers |
//! | 4 | CRC-32 of the 8 bytes before |
//! | | headers: 1 byte length and name, 1 byte kind, and for text (kind 7) 2 bytes length and value |
//! | | payload |
//! | 4 | CRC-32 of everything before |
//!
//! # Source
//! Smithy specification, "Amazon Event Stream": binary layout, and the names of headers.

mod decode;
mod encode;

pub use decode::{EventStreamError, Message, decode};
pub use encode::{encode, event, exception};

/// The media type of a reply that is an event stream.
pub const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// What says of what kind a message is: `event` or `exception`.
pub const MESSAGE_TYPE: &str = ":message-type";
/// What names the event.
pub const EVENT_TYPE: &str = ":event-type";
/// What names the exception.
pub const EXCEPTION_TYPE: &str = ":exception-type";
/// What names the payload's form.
pub const CONTENT_TYPE: &str = ":content-type";

/// The event that carries what an operation answers beside its events; it comes first.
pub const INITIAL_RESPONSE: &str = "initial-response";

/// Length, length of the headers, and their checksum.
const PRELUDE_BYTES: usize = 12;
/// One checksum.
const CRC_BYTES: usize = 4;
/// Everything but headers and payload.
const FRAME_BYTES: usize = PRELUDE_BYTES + CRC_BYTES;
/// The kind of a header whose value is text.
const TEXT: u8 = 7;

/// Longest headers of one frame, in bytes.
///
/// # Source
/// Smithy specification: 128 KiB.
pub const HEADERS_BYTES_MAX: usize = 128 << 10;
/// Longest payload of one frame, in bytes.
///
/// # Source
/// Smithy specification: 24 MiB.
pub const PAYLOAD_BYTES_MAX: usize = 24 << 20;

/// The CRC-32 of zip and Ethernet, sixteen bytes at a time.
pub(crate) static CRC: crc::Crc<u32, crc::Table<16>> =
    crc::Crc::<u32, crc::Table<16>>::new(&crc::CRC_32_ISO_HDLC);

#[cfg(test)]
mod tests;
