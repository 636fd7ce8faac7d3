//! The packets of MQTT 3.1.1 and 5 as a server reads and writes them.
//!
//! Goals: reading copies nothing and allocates nothing, so that a packet costs its own bytes; what is not exactly a packet is
//! refused with the reason code that the client is told.
//! Non-goals: what packets mean, which is [`crate::Broker`]'s; a client's half, which is `millpond-pack`'s.
//!
//! # Source
//! OASIS MQTT Version 5.0 and MQTT Version 3.1.1; section numbers are those of version 5.

mod connect;
mod properties;
mod publish;
mod read;
mod reason;
mod subscribe;
mod write;

pub use connect::{Connect, Will};
pub use properties::{Properties, Property, RawProperty};
pub use publish::{Ack, AckKind, Publish};
pub use read::{Frame, frame};
pub use reason::Reason;
pub use subscribe::{Filters, Options, RetainHandling, Subscribe, Topics, Unsubscribe};
pub use write::{Acceptance, Outgoing, ack, connack, disconnect, pong, publish, suback, unsuback};

use read::Body;

/// The protocol's version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.1.1.
    V3,
    /// 5.
    #[default]
    V5,
}

/// Quality of service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Qos {
    /// 0: nobody asks whether it arrived.
    #[default]
    AtMostOnce,
    /// 1: sent again until it is acknowledged.
    AtLeastOnce,
    /// 2: sent again, and taken once.
    ExactlyOnce,
}

impl Qos {
    /// The quality with this number; `None` from 3 on.
    #[must_use]
    pub const fn of(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::AtMostOnce),
            1 => Some(Self::AtLeastOnce),
            2 => Some(Self::ExactlyOnce),
            _ => None,
        }
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::AtMostOnce => 0,
            Self::AtLeastOnce => 1,
            Self::ExactlyOnce => 2,
        }
    }
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet<'a> {
    /// CONNECT.
    Connect(Box<Connect<'a>>),
    /// PUBLISH.
    Publish(Publish<'a>),
    /// PUBACK, PUBREC, PUBREL, PUBCOMP.
    Ack(Ack),
    /// SUBSCRIBE.
    Subscribe(Subscribe<'a>),
    /// UNSUBSCRIBE.
    Unsubscribe(Unsubscribe<'a>),
    /// PINGREQ.
    Ping,
    /// DISCONNECT.
    Disconnect {
        /// 0 for an end in good order, 4 for one after which the will is to be published.
        code: u8,
        /// For how many seconds the session shall last from now on.
        expiry_s: Option<u32>,
    },
    /// AUTH.
    Auth,
}

/// Longest text and longest binary value, in bytes (section 1.5).
pub const TEXT_BYTES_MAX: usize = 65_535;
/// Longest packet behind its first byte and its length (section 2.1.4).
pub const REMAINING_BYTES_MAX: usize = 268_435_455;

/// Reads a packet that is complete. The first of a connection must be CONNECT, which says the version of all others.
///
/// # Errors
/// The [`Reason`] that the client is told before the connection ends.
pub fn decode<'a>(version: Version, frame: &Frame<'a>) -> Result<Packet<'a>, Reason> {
    let flags = frame.first & 0x0f;
    let mut body = Body::new(frame.body);
    let fixed = |wanted: u8| if flags == wanted { Ok(()) } else { Err(Reason::MalformedPacket) };
    let packet = match frame.first >> 4 {
        1 => {
            fixed(0)?;
            Packet::Connect(Box::new(Connect::read(&mut body)?))
        }
        3 => return Publish::read(version, flags, body).map(Packet::Publish),
        kind @ 4..=7 => {
            fixed(if kind == 6 { 2 } else { 0 })?;
            Packet::Ack(Ack::read(version, kind, &mut body)?)
        }
        8 => {
            fixed(2)?;
            return Subscribe::read(version, body).map(Packet::Subscribe);
        }
        10 => {
            fixed(2)?;
            return Unsubscribe::read(version, body).map(Packet::Unsubscribe);
        }
        12 => {
            fixed(0)?;
            Packet::Ping
        }
        14 => {
            fixed(0)?;
            let code = if version == Version::V3 || body.is_empty() { 0 } else { body.byte()? };
            let properties = match version {
                Version::V3 => Properties::default(),
                Version::V5 => Properties::read_if_any(&mut body, properties::DISCONNECT)?,
            };
            Packet::Disconnect { code, expiry_s: properties.four(properties::SESSION_EXPIRY) }
        }
        15 if version == Version::V5 => return Ok(Packet::Auth),
        // What only a server sends, and what is reserved.
        _ => return Err(Reason::ProtocolError),
    };
    if body.is_empty() { Ok(packet) } else { Err(Reason::MalformedPacket) }
}

#[cfg(test)]
mod tests;
