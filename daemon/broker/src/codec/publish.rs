//! PUBLISH, and what acknowledges it.

use super::properties::{self, Properties};
use super::read::Body;
use super::{Qos, Reason, Version};

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publish<'a> {
    /// It may have been sent before.
    pub dup: bool,
    /// Quality of service.
    pub qos: Qos,
    /// To be kept for those who subscribe later.
    pub retain: bool,
    /// Its topic; empty where an alias stands for it.
    pub topic: &'a str,
    /// Packet identifier; 0 with quality of service 0.
    pub packet: u16,
    /// A number that stands for the topic.
    pub alias: Option<u16>,
    /// Seconds for which it is good.
    pub expiry_s: Option<u32>,
    /// What goes along.
    pub properties: Properties<'a>,
    /// The message itself.
    pub payload: &'a [u8],
}

impl<'a> Publish<'a> {
    pub(super) fn read(version: Version, flags: u8, mut body: Body<'a>) -> Result<Self, Reason> {
        let qos = Qos::of(flags >> 1 & 3).ok_or(Reason::MalformedPacket)?;
        let dup = flags & 8 != 0;
        if dup && qos == Qos::AtMostOnce {
            return Err(Reason::MalformedPacket);
        }
        let topic = body.text()?;
        let packet = if qos == Qos::AtMostOnce { 0 } else { body.packet()? };
        let properties = match version {
            Version::V3 => Properties::default(),
            Version::V5 => Properties::read(&mut body, properties::PUBLISH)?,
        };
        let alias = properties.two(properties::ALIAS);
        if topic.is_empty() && alias.is_none() {
            return Err(Reason::ProtocolError);
        }
        if topic.contains(['+', '#']) {
            return Err(Reason::TopicName);
        }
        let expiry_s = properties.four(properties::EXPIRY);
        let retain = flags & 1 != 0;
        Ok(Self { dup, qos, retain, topic, packet, alias, expiry_s, properties, payload: body.rest() })
    }
}

/// Which acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckKind {
    /// PUBACK: quality of service 1 is done.
    Puback,
    /// PUBREC: quality of service 2 has arrived.
    Pubrec,
    /// PUBREL: it will not be sent again.
    Pubrel,
    /// PUBCOMP: quality of service 2 is done.
    Pubcomp,
}

/// PUBACK, PUBREC, PUBREL or PUBCOMP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Which.
    pub kind: AckKind,
    /// Of which packet.
    pub packet: u16,
    /// Reason code; 0 in version 3.1.1.
    pub code: u8,
}

impl Ack {
    pub(super) fn read(version: Version, kind: u8, body: &mut Body<'_>) -> Result<Self, Reason> {
        let kind = match kind {
            4 => AckKind::Puback,
            5 => AckKind::Pubrec,
            6 => AckKind::Pubrel,
            _ => AckKind::Pubcomp,
        };
        let packet = body.packet()?;
        let mut code = 0;
        if version == Version::V5 && !body.is_empty() {
            code = body.byte()?;
            Properties::read_if_any(body, properties::ACK)?;
        }
        Ok(Self { kind, packet, code })
    }
}
