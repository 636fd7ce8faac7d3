//! SUBSCRIBE and UNSUBSCRIBE.

use super::properties::{self, Properties};
use super::read::Body;
use super::{Qos, Reason, Version};

/// A wish for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscribe<'a> {
    /// Packet identifier.
    pub packet: u16,
    /// What the client calls these subscriptions.
    pub id: Option<u32>,
    /// The filters, at least one.
    pub filters: Filters<'a>,
}

/// The filters of a SUBSCRIBE that were read and found to be in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filters<'a>(Body<'a>);

/// How a subscription wants its messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// At most with this quality of service.
    pub qos: Qos,
    /// Not those that the client published itself.
    pub no_local: bool,
    /// With the retain flag as it was published.
    pub as_published: bool,
    /// What of the retained messages.
    pub retained: RetainHandling,
}

/// Which retained messages a subscription wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetainHandling {
    /// All.
    #[default]
    Send,
    /// All, if the subscription is new.
    SendIfNew,
    /// None.
    Not,
}

impl Options {
    /// Reads the options' byte; `None` when it says what may not be said.
    ///
    /// # Source
    /// Section 3.8.3.1.
    #[must_use]
    pub fn of(version: Version, byte: u8) -> Option<Self> {
        let qos = Qos::of(byte & 3)?;
        let reserved = if version == Version::V3 { 0xfc } else { 0xc0 };
        let retained = match byte >> 4 & 3 {
            0 => RetainHandling::Send,
            1 => RetainHandling::SendIfNew,
            2 => RetainHandling::Not,
            _ => return None,
        };
        let flags = Self { qos, no_local: byte & 4 != 0, as_published: byte & 8 != 0, retained };
        (byte & reserved == 0).then_some(flags)
    }

    /// The options' byte.
    #[must_use]
    pub const fn byte(self) -> u8 {
        let retained = match self.retained {
            RetainHandling::Send => 0,
            RetainHandling::SendIfNew => 1,
            RetainHandling::Not => 2,
        };
        self.qos.number() | (self.no_local as u8) << 2 | (self.as_published as u8) << 3 | retained << 4
    }
}

impl<'a> Subscribe<'a> {
    pub(super) fn read(version: Version, mut body: Body<'a>) -> Result<Self, Reason> {
        let packet = body.packet()?;
        let own = match version {
            Version::V3 => Properties::default(),
            Version::V5 => Properties::read(&mut body, properties::SUBSCRIBE)?,
        };
        let id = own.four(properties::SUBSCRIPTION);
        if body.is_empty() {
            return Err(Reason::ProtocolError);
        }
        let mut all = body;
        while !all.is_empty() {
            all.text()?;
            Options::of(version, all.byte()?).ok_or(Reason::MalformedPacket)?;
        }
        Ok(Self { packet, id, filters: Filters(body) })
    }
}

impl<'a> Iterator for Filters<'a> {
    type Item = (&'a str, Options);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        // All of them were read once.
        let filter = self.0.text().ok()?;
        Some((filter, Options::of(Version::V5, self.0.byte().ok()?)?))
    }
}

/// The end of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsubscribe<'a> {
    /// Packet identifier.
    pub packet: u16,
    /// The filters, at least one.
    pub filters: Topics<'a>,
}

/// The filters of an UNSUBSCRIBE that were read and found to be in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topics<'a>(Body<'a>);

impl<'a> Unsubscribe<'a> {
    pub(super) fn read(version: Version, mut body: Body<'a>) -> Result<Self, Reason> {
        let packet = body.packet()?;
        if version == Version::V5 {
            Properties::read(&mut body, properties::UNSUBSCRIBE)?;
        }
        if body.is_empty() {
            return Err(Reason::ProtocolError);
        }
        let mut all = body;
        while !all.is_empty() {
            all.text()?;
        }
        Ok(Self { packet, filters: Topics(body) })
    }
}

impl<'a> Iterator for Topics<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() { None } else { self.0.text().ok() }
    }
}
