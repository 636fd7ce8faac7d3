//! The few packets that a client of an MQTT broker needs to publish with quality of service 1.
//!
//! Goals: versions 3.1.1 and 5; what a broker sends is read strictly and never costs more than its own size.
//! Non-goals: subscriptions, quality of service 2, wills, extended authentication.
//!
//! # Source
//! OASIS MQTT Version 5.0 and MQTT Version 3.1.1; section numbers below are those of version 5.

mod decode;
mod encode;

pub use decode::{Accepted, Malformed, Packet, decode};
pub use encode::{Connect, Publish, TooLong, connect, disconnect, ping, publish};

/// The protocol's version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.1.1.
    V3,
    /// 5.
    #[default]
    V5,
}

/// Longest text and longest binary value of the protocol, in bytes (section 1.5).
pub const TEXT_BYTES_MAX: usize = 65_535;
/// Longest packet behind its first byte and its length (section 2.1.4).
pub const REMAINING_BYTES_MAX: usize = 268_435_455;

/// True for what a message may be published under: not empty, not too long, no wildcard and no control character.
///
/// # Source
/// Sections 1.5.4 and 4.7.1.
#[must_use]
pub fn is_topic(topic: &str) -> bool {
    (1..=TEXT_BYTES_MAX).contains(&topic.len())
        && !topic.chars().any(|c| matches!(c, '+' | '#') || c.is_control())
}

/// What a reason code of version 5 means for one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The broker has it; perhaps nobody is subscribed.
    Accepted,
    /// Not now.
    Failed,
    /// Too much.
    Throttled,
    /// Not with these credentials.
    Refused,
    /// Not in this form.
    Rejected,
    /// Not here: another server, or another version of the protocol.
    Elsewhere,
}

impl Meaning {
    /// The meaning of a reason code, of whichever packet (section 2.4).
    #[must_use]
    pub const fn of(code: u8) -> Self {
        match code {
            0..=0x7f => Self::Accepted,
            0x86 | 0x87 | 0x8a | 0x8c => Self::Refused,
            0x89 | 0x93 | 0x96 | 0x97 | 0x9f => Self::Throttled,
            0x81 | 0x82 | 0x90 | 0x95 | 0x99 => Self::Rejected,
            0x84 | 0x85 | 0x9a | 0x9b | 0x9c | 0x9d => Self::Elsewhere,
            _ => Self::Failed,
        }
    }
}

/// A reason code in words.
#[must_use]
pub const fn words(code: u8) -> &'static str {
    match code {
        0x00 => "success",
        0x10 => "no matching subscribers",
        0x81 => "malformed packet",
        0x82 => "protocol error",
        0x83 => "implementation specific error",
        0x84 => "unsupported protocol version",
        0x85 => "client identifier not valid",
        0x86 => "bad user name or password",
        0x87 => "not authorized",
        0x88 => "server unavailable",
        0x89 => "server busy",
        0x8a => "banned",
        0x8b => "server shutting down",
        0x8c => "bad authentication method",
        0x8d => "keep alive timeout",
        0x8e => "session taken over",
        0x90 => "topic name invalid",
        0x91 => "packet identifier in use",
        0x93 => "receive maximum exceeded",
        0x94 => "topic alias invalid",
        0x95 => "packet too large",
        0x96 => "message rate too high",
        0x97 => "quota exceeded",
        0x98 => "administrative action",
        0x99 => "payload format invalid",
        0x9a => "retain not supported",
        0x9b => "quality of service not supported",
        0x9c => "use another server",
        0x9d => "server moved",
        0x9f => "connection rate exceeded",
        _ => "unspecified error",
    }
}

/// The reason code of version 5 that says the same as a return code of version 3.1.1's CONNACK.
#[must_use]
pub const fn of_return_code(code: u8) -> u8 {
    match code {
        0 => 0,
        1 => 0x84,
        2 => 0x85,
        3 => 0x88,
        4 => 0x86,
        5 => 0x87,
        _ => 0x80,
    }
}

#[cfg(test)]
mod tests;
