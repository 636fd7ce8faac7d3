//! What the client sends.

use super::{REMAINING_BYTES_MAX, TEXT_BYTES_MAX, Version};

const SESSION_EXPIRY: u8 = 0x11;
const USER_PROPERTY: u8 = 0x26;
const QOS_1: u8 = 1 << 1;
const DUP: u8 = 1 << 3;

/// Who connects, and how.
#[derive(Clone, Copy, Debug)]
pub struct Connect<'a> {
    /// Which version is spoken.
    pub version: Version,
    /// The client's name; a broker ends the older of two connections with one name.
    pub client_id: &'a str,
    /// Seconds after which a silent client is taken for gone; 0 for never.
    pub keep_alive_s: u16,
    /// User name.
    pub user: Option<&'a str>,
    /// Password.
    pub password: Option<&'a [u8]>,
}

/// One message.
#[derive(Clone, Copy, Debug)]
pub struct Publish<'a> {
    /// Which version is spoken.
    pub version: Version,
    /// Where to.
    pub topic: &'a str,
    /// Names the message until it is acknowledged; not 0.
    pub packet: u16,
    /// It may have been sent before.
    pub again: bool,
    /// Names and values that go along; version 5 alone has them.
    pub properties: &'a [(&'a str, &'a str)],
    /// The message.
    pub payload: &'a [u8],
}

/// A text that is too long for the protocol, or a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "a text has more than 65,535 bytes or a message more than 268,435,455, which MQTT cannot carry",
        )
    }
}

impl std::error::Error for TooLong {}

/// CONNECT, always with a clean start: what matters is kept here.
///
/// # Errors
/// [`TooLong`] for a name or a password.
pub fn connect(of: &Connect<'_>) -> Result<Vec<u8>, TooLong> {
    let mut body = Vec::with_capacity(64);
    text(&mut body, b"MQTT")?;
    let v5 = of.version == Version::V5;
    body.push(if v5 { 5 } else { 4 });
    // Version 3.1.1 has no password without a user.
    let user = of.user.or(if v5 || of.password.is_none() { None } else { Some("") });
    body.push(2 | u8::from(user.is_some()) << 7 | u8::from(of.password.is_some()) << 6);
    body.extend_from_slice(&of.keep_alive_s.to_be_bytes());
    if v5 {
        // Nothing of the session is wanted after the connection.
        body.extend_from_slice(&[5, SESSION_EXPIRY, 0, 0, 0, 0]);
    }
    text(&mut body, of.client_id.as_bytes())?;
    if let Some(user) = user {
        text(&mut body, user.as_bytes())?;
    }
    if let Some(password) = of.password {
        text(&mut body, password)?;
    }
    let mut packet = Vec::with_capacity(body.len() + 5);
    frame(&mut packet, 1 << 4, &[&body])?;
    Ok(packet)
}

/// Adds PUBLISH.
///
/// # Errors
/// [`TooLong`] for a topic, a property or the message; nothing is added then.
pub fn publish(out: &mut Vec<u8>, of: &Publish<'_>) -> Result<(), TooLong> {
    let mut head = Vec::with_capacity(of.topic.len() + 64);
    text(&mut head, of.topic.as_bytes())?;
    head.extend_from_slice(&of.packet.to_be_bytes());
    if of.version == Version::V5 {
        let mut properties = Vec::new();
        for (name, value) in of.properties {
            properties.push(USER_PROPERTY);
            text(&mut properties, name.as_bytes())?;
            text(&mut properties, value.as_bytes())?;
        }
        varint(&mut head, properties.len())?;
        head.extend_from_slice(&properties);
    }
    let flags = if of.again { QOS_1 | DUP } else { QOS_1 };
    frame(out, 3 << 4 | flags, &[&head, of.payload])
}

/// PINGREQ.
#[must_use]
pub const fn ping() -> [u8; 2] {
    [12 << 4, 0]
}

/// DISCONNECT, for no other reason than that all is said.
#[must_use]
pub const fn disconnect() -> [u8; 2] {
    [14 << 4, 0]
}

fn text(out: &mut Vec<u8>, text: &[u8]) -> Result<(), TooLong> {
    let length = u16::try_from(text.len()).map_err(|_| TooLong)?;
    const { assert!(TEXT_BYTES_MAX == u16::MAX as usize) };
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text);
    Ok(())
}

fn varint(out: &mut Vec<u8>, mut value: usize) -> Result<(), TooLong> {
    if value > REMAINING_BYTES_MAX {
        return Err(TooLong);
    }
    loop {
        let low = u8::try_from(value & 0x7f).expect("seven bits");
        value >>= 7;
        if value == 0 {
            out.push(low);
            return Ok(());
        }
        out.push(low | 0x80);
    }
}

fn frame(out: &mut Vec<u8>, first: u8, parts: &[&[u8]]) -> Result<(), TooLong> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut head = vec![first];
    varint(&mut head, length)?;
    out.extend_from_slice(&head);
    for part in parts {
        out.extend_from_slice(part);
    }
    Ok(())
}
