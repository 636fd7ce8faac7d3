//! CONNECT.

use super::properties::{self, Properties};
use super::read::Body;
use super::{Qos, Reason, Version};

/// A client introduces itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect<'a> {
    /// The version it speaks.
    pub version: Version,
    /// Whatever is kept of an earlier session is to be forgotten.
    pub clean: bool,
    /// Seconds of silence after which it is gone; 0 for never.
    pub keep_alive_s: u16,
    /// Its identifier; empty for one of the server's choice.
    pub client_id: &'a str,
    /// What is published when it goes without saying so.
    pub will: Option<Will<'a>>,
    /// User name.
    pub user: Option<&'a str>,
    /// Password.
    pub password: Option<&'a [u8]>,
    /// For how many seconds the session lasts after the connection.
    pub expiry_s: u32,
    /// Unacknowledged messages it takes.
    pub receive_max: u16,
    /// Bytes of a packet it takes.
    pub packet_bytes_max: u32,
    /// It asks for a dialogue to prove who it is.
    pub has_method: bool,
}

/// What is published when a client goes without saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Will<'a> {
    /// Under which topic.
    pub topic: &'a str,
    /// The message.
    pub payload: &'a [u8],
    /// Its quality of service.
    pub qos: Qos,
    /// Whether it is retained.
    pub retain: bool,
    /// Seconds to wait whether the client comes back.
    pub delay_s: u32,
    /// Seconds for which it is good.
    pub expiry_s: Option<u32>,
    /// What goes along.
    pub properties: Properties<'a>,
}

const CLEAN: u8 = 0x02;
const WILL: u8 = 0x04;
const WILL_RETAIN: u8 = 0x20;
const PASSWORD: u8 = 0x40;
const USER: u8 = 0x80;

impl<'a> Connect<'a> {
    pub(super) fn read(body: &mut Body<'a>) -> Result<Self, Reason> {
        if body.text()? != "MQTT" {
            return Err(Reason::UnsupportedVersion);
        }
        let version = match body.byte()? {
            4 => Version::V3,
            5 => Version::V5,
            _ => return Err(Reason::UnsupportedVersion),
        };
        let flags = body.byte()?;
        let keep_alive_s = body.two()?;
        let own = match version {
            Version::V3 => Properties::default(),
            Version::V5 => Properties::read(body, properties::CONNECT)?,
        };
        if own.has(properties::AUTH_DATA) && !own.has(properties::AUTH_METHOD) {
            return Err(Reason::ProtocolError);
        }
        let client_id = body.text()?;
        let will = will(version, flags, body)?;
        let user = if flags & USER == 0 { None } else { Some(body.text()?) };
        let password = if flags & PASSWORD == 0 { None } else { Some(body.binary()?) };
        // Section 3.1.2.9 of version 3.1.1; version 5 allows a password alone.
        if version == Version::V3 && user.is_none() && password.is_some() {
            return Err(Reason::MalformedPacket);
        }
        let clean = flags & CLEAN != 0;
        let expiry_s = match version {
            // A session of version 3.1.1 lasts until it is cleaned.
            Version::V3 => {
                if clean {
                    0
                } else {
                    u32::MAX
                }
            }
            Version::V5 => own.four(properties::SESSION_EXPIRY).unwrap_or(0),
        };
        Ok(Self {
            version,
            clean,
            keep_alive_s,
            client_id,
            will,
            user,
            password,
            expiry_s,
            receive_max: own.two(properties::RECEIVE_MAX).unwrap_or(u16::MAX),
            packet_bytes_max: own.four(properties::PACKET_MAX).unwrap_or(u32::MAX),
            has_method: own.has(properties::AUTH_METHOD),
        })
    }
}

fn will<'a>(version: Version, flags: u8, body: &mut Body<'a>) -> Result<Option<Will<'a>>, Reason> {
    let qos = Qos::of(flags >> 3 & 3).ok_or(Reason::MalformedPacket)?;
    let retain = flags & WILL_RETAIN != 0;
    // The lowest bit is reserved.
    if flags & 1 != 0 {
        return Err(Reason::MalformedPacket);
    }
    if flags & WILL == 0 {
        let says_nothing = qos == Qos::AtMostOnce && !retain;
        return if says_nothing { Ok(None) } else { Err(Reason::MalformedPacket) };
    }
    let properties = match version {
        Version::V3 => Properties::default(),
        Version::V5 => Properties::read(body, properties::WILL)?,
    };
    let (topic, payload) = (body.text()?, body.binary()?);
    let delay_s = properties.four(properties::WILL_DELAY).unwrap_or(0);
    let expiry_s = properties.four(properties::EXPIRY);
    Ok(Some(Will { topic, payload, qos, retain, delay_s, expiry_s, properties }))
}
