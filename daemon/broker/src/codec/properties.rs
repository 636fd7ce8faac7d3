//! The properties of version 5.

use super::Reason;
use super::read::Body;

pub(super) const SESSION_EXPIRY: u8 = 0x11;
pub(super) const EXPIRY: u8 = 0x02;
pub(super) const ALIAS: u8 = 0x23;
pub(super) const SUBSCRIPTION: u8 = 0x0b;
pub(super) const WILL_DELAY: u8 = 0x18;
pub(super) const RECEIVE_MAX: u8 = 0x21;
pub(super) const PACKET_MAX: u8 = 0x27;
pub(super) const AUTH_METHOD: u8 = 0x15;
pub(super) const AUTH_DATA: u8 = 0x16;
pub(super) const PROBLEM: u8 = 0x17;
const FORMAT: u8 = 0x01;
const CONTENT_TYPE: u8 = 0x03;
const RESPONSE_TOPIC: u8 = 0x08;
const CORRELATION: u8 = 0x09;
const RESPONSE: u8 = 0x19;
const REASON: u8 = 0x1f;
const ALIAS_MAX: u8 = 0x22;
const USER: u8 = 0x26;

/// Which properties a packet may have, a bit for each.
///
/// # Source
/// Section 2.2.2.2.
pub(super) type Allowed = u64;

const fn set(ids: &[u8]) -> Allowed {
    let (mut all, mut at) = (0, 0);
    while at < ids.len() {
        all |= 1 << ids[at];
        at += 1;
    }
    all
}

pub(super) const CONNECT: Allowed = set(&[
    SESSION_EXPIRY,
    RECEIVE_MAX,
    PACKET_MAX,
    ALIAS_MAX,
    RESPONSE,
    PROBLEM,
    USER,
    AUTH_METHOD,
    AUTH_DATA,
]);
pub(super) const WILL: Allowed =
    set(&[WILL_DELAY, FORMAT, EXPIRY, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION, USER]);
pub(super) const PUBLISH: Allowed =
    set(&[FORMAT, EXPIRY, ALIAS, RESPONSE_TOPIC, CORRELATION, USER, CONTENT_TYPE]);
pub(super) const ACK: Allowed = set(&[REASON, USER]);
pub(super) const SUBSCRIBE: Allowed = set(&[SUBSCRIPTION, USER]);
pub(super) const UNSUBSCRIBE: Allowed = set(&[USER]);
pub(super) const DISCONNECT: Allowed = set(&[SESSION_EXPIRY, REASON, USER]);
/// What goes along with a message to whoever receives it as it is (section 3.3.2.3).
const FORWARDED: Allowed = set(&[FORMAT, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION, USER]);

/// Properties that were read and found to be in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Properties<'a>(&'a [u8]);

/// One property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property<'a> {
    /// A number of one, two or four bytes, or of variable length.
    Number(u32),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Binary(&'a [u8]),
    /// A name and its value.
    Pair(&'a str, &'a str),
}

/// One property with its identifier and its bytes on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawProperty<'a> {
    /// Its identifier (section 2.2.2.2).
    pub id: u8,
    /// Its value.
    pub value: Property<'a>,
    /// Identifier and value as they came.
    pub bytes: &'a [u8],
}

impl<'a> Properties<'a> {
    /// Reads properties that must be there.
    pub(super) fn read(body: &mut Body<'a>, allowed: Allowed) -> Result<Self, Reason> {
        let length = body.length()?;
        let bytes = body.take(length)?;
        let mut inside = Body::new(bytes);
        let mut seen: Allowed = 0;
        while !inside.is_empty() {
            let RawProperty { id, value, .. } = one(&mut inside)?;
            if allowed >> id & 1 == 0 {
                return Err(Reason::ProtocolError);
            }
            // Only users' own may come more than once.
            if seen >> id & 1 == 1 && id != USER {
                return Err(Reason::ProtocolError);
            }
            seen |= 1 << id;
            in_range(id, value)?;
        }
        Ok(Self(bytes))
    }

    /// Reads properties that may be left out at the end of a packet.
    pub(super) fn read_if_any(body: &mut Body<'a>, allowed: Allowed) -> Result<Self, Reason> {
        if body.is_empty() { Ok(Self::default()) } else { Self::read(body, allowed) }
    }

    /// The number of a property, if it is there.
    pub(super) fn four(&self, wanted: u8) -> Option<u32> {
        self.iter().find_map(|property| match property.value {
            Property::Number(number) if property.id == wanted => Some(number),
            _ => None,
        })
    }

    /// The number of a property of two bytes, if it is there.
    pub(super) fn two(&self, wanted: u8) -> Option<u16> {
        self.four(wanted).and_then(|number| u16::try_from(number).ok())
    }

    pub(super) fn has(&self, wanted: u8) -> bool {
        self.iter().any(|property| property.id == wanted)
    }

    /// Every property in its order.
    pub fn iter(&self) -> impl Iterator<Item = RawProperty<'a>> + use<'a> {
        let mut inside = Body::new(self.0);
        std::iter::from_fn(move || {
            // They were all read once.
            if inside.is_empty() { None } else { one(&mut inside).ok() }
        })
    }

    /// Appends those that go along with a message.
    pub fn put_forwarded(&self, out: &mut Vec<u8>) {
        for property in self.iter().filter(|property| FORWARDED >> property.id & 1 == 1) {
            out.extend_from_slice(property.bytes);
        }
    }
}

/// # Source
/// Section 2.2.2.2: identifiers and the types of their values.
fn one<'a>(inside: &mut Body<'a>) -> Result<RawProperty<'a>, Reason> {
    let start = inside.rest();
    let id = inside.byte()?;
    let value = match id {
        FORMAT | PROBLEM | RESPONSE | 0x24 | 0x25 | 0x28 | 0x29 | 0x2a => {
            Property::Number(inside.byte()?.into())
        }
        RECEIVE_MAX | ALIAS_MAX | ALIAS | 0x13 => Property::Number(inside.two()?.into()),
        EXPIRY | SESSION_EXPIRY | WILL_DELAY | PACKET_MAX => Property::Number(inside.four()?),
        SUBSCRIPTION => Property::Number(u32::try_from(inside.length()?).expect("28 bits")),
        CONTENT_TYPE | RESPONSE_TOPIC | AUTH_METHOD | REASON | 0x12 | 0x1a | 0x1c => {
            Property::Text(inside.text()?)
        }
        CORRELATION | AUTH_DATA => Property::Binary(inside.binary()?),
        USER => Property::Pair(inside.text()?, inside.text()?),
        _ => return Err(Reason::MalformedPacket),
    };
    Ok(RawProperty { id, value, bytes: &start[..start.len() - inside.rest().len()] })
}

/// What a value may not be.
///
/// # Source
/// Sections 3.1.2.11, 3.3.2.3 and 3.8.2.1.2.
fn in_range(id: u8, value: Property<'_>) -> Result<(), Reason> {
    let wrong = match (id, value) {
        (FORMAT | RESPONSE | PROBLEM, Property::Number(number)) => number > 1,
        (RECEIVE_MAX | PACKET_MAX | SUBSCRIPTION, Property::Number(number)) => number == 0,
        (ALIAS, Property::Number(0)) => return Err(Reason::TopicAlias),
        (RESPONSE_TOPIC, Property::Text(topic)) => topic.is_empty() || topic.contains(['+', '#']),
        _ => false,
    };
    if wrong { Err(Reason::ProtocolError) } else { Ok(()) }
}
