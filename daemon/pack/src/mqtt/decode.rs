//! What a broker sends.

use super::{Version, of_return_code};
use std::fmt;

/// Largest packet read from a broker. Ours: acknowledgements with all their properties are below a KiB; reason strings may be
/// longer, and are for people.
const PACKET_BYTES_MAX: usize = 64 << 10;

/// What the broker said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// CONNACK with what it grants.
    Connected(Accepted),
    /// CONNACK that refuses, by the reason codes of version 5.
    Refused {
        /// Why.
        code: u8,
    },
    /// PUBACK.
    Acknowledged {
        /// Which message.
        packet: u16,
        /// What became of it; 0 in version 3.1.1.
        code: u8,
    },
    /// PINGRESP.
    Pong,
    /// DISCONNECT: the broker ends the connection.
    Ended {
        /// Why.
        code: u8,
    },
}

/// What the broker grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Messages it takes before it has acknowledged the first.
    pub receive_max: u16,
    /// Bytes of a packet it takes, the whole of it.
    pub packet_bytes_max: usize,
    /// Seconds after which it takes a silent client for gone, where it decides that itself.
    pub keep_alive_s: Option<u16>,
    /// The highest quality of service it offers: 0, 1 or 2.
    pub qos_max: u8,
}

impl Default for Accepted {
    /// What holds unless the broker says otherwise (section 3.2.2.3).
    fn default() -> Self {
        Self { receive_max: u16::MAX, packet_bytes_max: usize::MAX, keep_alive_s: None, qos_max: 2 }
    }
}

/// The broker does not speak MQTT as we know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the broker sent what is no answer of MQTT; check the endpoint's port and the version")
    }
}

impl std::error::Error for Malformed {}

/// The first packet in `bytes` and its length; `None` while it is not complete.
///
/// # Errors
/// [`Malformed`] for anything that a broker does not send to a client that only publishes.
pub fn decode(version: Version, bytes: &[u8]) -> Result<Option<(Packet, usize)>, Malformed> {
    let Some((first, rest)) = bytes.split_first() else { return Ok(None) };
    if !matches!(first, 0x20 | 0x40 | 0xd0 | 0xe0) {
        return Err(Malformed);
    }
    let Some((length, rest)) = length(rest)? else { return Ok(None) };
    if length > PACKET_BYTES_MAX {
        return Err(Malformed);
    }
    let Some(body) = rest.get(..length) else { return Ok(None) };
    let whole = bytes.len() - rest.len() + length;
    let mut body = Body(body);
    let packet = match first {
        0x20 => connack(version, &mut body)?,
        0x40 => puback(version, &mut body)?,
        0xd0 => Packet::Pong,
        0xe0 if version == Version::V5 => {
            let code = if body.0.is_empty() { 0 } else { body.byte()? };
            properties(&mut body, &mut Accepted::default())?;
            Packet::Ended { code }
        }
        _ => return Err(Malformed),
    };
    if body.0.is_empty() { Ok(Some((packet, whole))) } else { Err(Malformed) }
}

/// A length of one to four bytes; `None` while it is not complete.
fn length(bytes: &[u8]) -> Result<Option<(usize, &[u8])>, Malformed> {
    let mut value = 0;
    for at in 0..4 {
        let Some(byte) = bytes.get(at) else { return Ok(None) };
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            // Zeros in front are a second form of the same number.
            return if at > 0 && *byte == 0 { Err(Malformed) } else { Ok(Some((value, &bytes[at + 1..]))) };
        }
    }
    Err(Malformed)
}

fn connack(version: Version, body: &mut Body<'_>) -> Result<Packet, Malformed> {
    // A session is never asked for, so there is none.
    if body.byte()? & !1 != 0 {
        return Err(Malformed);
    }
    let code = body.byte()?;
    let mut accepted = Accepted::default();
    if version == Version::V3 {
        let code = of_return_code(code);
        return Ok(if code == 0 { Packet::Connected(accepted) } else { Packet::Refused { code } });
    }
    properties(body, &mut accepted)?;
    Ok(if code < 0x80 { Packet::Connected(accepted) } else { Packet::Refused { code } })
}

fn puback(version: Version, body: &mut Body<'_>) -> Result<Packet, Malformed> {
    let packet = body.two()?;
    if packet == 0 {
        return Err(Malformed);
    }
    let mut code = 0;
    if version == Version::V5 && !body.0.is_empty() {
        code = body.byte()?;
        properties(body, &mut Accepted::default())?;
    }
    Ok(Packet::Acknowledged { packet, code })
}

/// Reads properties, which may be left out at the end of a packet.
fn properties(body: &mut Body<'_>, accepted: &mut Accepted) -> Result<(), Malformed> {
    if body.0.is_empty() {
        return Ok(());
    }
    let Some((length, rest)) = length(body.0)? else { return Err(Malformed) };
    let (inside, rest) = rest.split_at_checked(length).ok_or(Malformed)?;
    body.0 = rest;
    let mut inside = Body(inside);
    while !inside.0.is_empty() {
        property(&mut inside, accepted)?;
    }
    Ok(())
}

/// # Source
/// Section 2.2.2.2: identifiers and the types of their values.
fn property(inside: &mut Body<'_>, accepted: &mut Accepted) -> Result<(), Malformed> {
    match inside.byte()? {
        0x21 => accepted.receive_max = Some(inside.two()?).filter(|max| *max > 0).ok_or(Malformed)?,
        0x27 => {
            let max = usize::try_from(inside.four()?).map_err(|_| Malformed)?;
            accepted.packet_bytes_max = Some(max).filter(|max| *max > 0).ok_or(Malformed)?;
        }
        0x13 => accepted.keep_alive_s = Some(inside.two()?),
        0x24 => accepted.qos_max = Some(inside.byte()?).filter(|max| *max < 2).ok_or(Malformed)?,
        0x25 | 0x28 | 0x29 | 0x2a => _ = inside.byte()?,
        0x22 => _ = inside.two()?,
        0x11 => _ = inside.four()?,
        0x12 | 0x15 | 0x16 | 0x1a | 0x1c | 0x1f => _ = inside.text()?,
        0x26 => {
            inside.text()?;
            inside.text()?;
        }
        _ => return Err(Malformed),
    }
    Ok(())
}

struct Body<'a>(&'a [u8]);

impl<'a> Body<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        Ok(self.take(1)?[0])
    }

    fn two(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_be_bytes(self.take(2)?.try_into().map_err(|_| Malformed)?))
    }

    fn four(&mut self) -> Result<u32, Malformed> {
        Ok(u32::from_be_bytes(self.take(4)?.try_into().map_err(|_| Malformed)?))
    }

    fn text(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.two()?;
        self.take(usize::from(length))
    }
}
