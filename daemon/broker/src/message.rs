//! A message as it is kept.
//!
//! Record grammar, version 1: attributes = `01`; body = flags (1 B: quality of service in bits 0 and 1, retain in bit 2), publisher
//! (8 B: the number of its session), to (8 B: the session it is for alone, or 0), expires (8 B: on the device timeline in ms, or 0),
//! length of the topic (2 B), topic, length of the properties (4 B), properties as on the wire, payload. Numbers are big-endian.

use crate::codec::Qos;
use millpond_base::LineMs;

/// What the attributes of a message's record are.
pub const VERSION: [u8; 1] = [1];

const RETAIN: u8 = 4;
const HEAD_BYTES: usize = 27;

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Its topic.
    pub topic: &'a str,
    /// The quality of service it was published with.
    pub qos: Qos,
    /// Whether it was published to be retained.
    pub retain: bool,
    /// The session that published it; 0 for none.
    pub publisher: u64,
    /// The session it is for alone; 0 for everybody.
    pub to: u64,
    /// When it is no longer good.
    pub expires: Option<LineMs>,
    /// The publisher's properties that go along, as on the wire.
    pub properties: &'a [u8],
    /// The message itself.
    pub payload: &'a [u8],
}

impl<'a> Message<'a> {
    /// The record's body.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = HEAD_BYTES + self.topic.len() + 4 + self.properties.len() + self.payload.len();
        let mut out = Vec::with_capacity(bytes);
        out.push(self.qos.number() | if self.retain { RETAIN } else { 0 });
        out.extend_from_slice(&self.publisher.to_be_bytes());
        out.extend_from_slice(&self.to.to_be_bytes());
        out.extend_from_slice(&self.expires.map_or(0, |line| line.0).to_be_bytes());
        let topic_bytes = u16::try_from(self.topic.len()).expect("topics were read with two bytes of length");
        out.extend_from_slice(&topic_bytes.to_be_bytes());
        out.extend_from_slice(self.topic.as_bytes());
        let bytes = u32::try_from(self.properties.len()).expect("packets are smaller");
        out.extend_from_slice(&bytes.to_be_bytes());
        out.extend_from_slice(self.properties);
        out.extend_from_slice(self.payload);
        out
    }

    /// Reads a record's body; `None` for what [`Message::to_bytes`] did not write.
    #[must_use]
    pub fn read(body: &'a [u8]) -> Option<Self> {
        let (flags, rest) = body.split_first()?;
        let (publisher, rest) = eight(rest)?;
        let (to, rest) = eight(rest)?;
        let (expires, rest) = eight(rest)?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (topic, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (properties, payload) = rest.split_at_checked(length)?;
        if flags & !(RETAIN | 3) != 0 {
            return None;
        }
        Some(Self {
            topic: std::str::from_utf8(topic).ok()?,
            qos: Qos::of(flags & 3)?,
            retain: flags & RETAIN != 0,
            publisher,
            to,
            expires: (expires > 0).then_some(LineMs(expires)),
            properties,
            payload,
        })
    }

    /// True when it is no longer good.
    #[must_use]
    pub fn has_expired(&self, now: LineMs) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    /// Whole seconds for which it is still good.
    #[must_use]
    pub fn left_s(&self, now: LineMs) -> Option<u32> {
        self.expires.map(|expires| u32::try_from(expires.since_ms(now).div_ceil(1000)).unwrap_or(u32::MAX))
    }
}

fn eight(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message<'static> {
        Message {
            topic: "a/b",
            qos: Qos::AtLeastOnce,
            retain: true,
            publisher: 0x0102,
            to: 3,
            expires: Some(LineMs(4)),
            properties: &[1, 1],
            payload: b"xyz",
        }
    }

    #[test]
    fn the_bytes_of_a_message_are_what_they_were() {
        let bytes = message().to_bytes();

        let wanted = [
            &[5][..],
            &[0, 0, 0, 0, 0, 0, 1, 2],
            &[0, 0, 0, 0, 0, 0, 0, 3],
            &[0, 0, 0, 0, 0, 0, 0, 4],
            &[0, 3],
            b"a/b",
            &[0, 0, 0, 2, 1, 1],
            b"xyz",
        ];
        assert_eq!(bytes, wanted.concat());
        assert_eq!(Message::read(&bytes), Some(message()));
    }

    #[test]
    fn what_is_cut_short_is_no_message_until_its_payload_begins() {
        let bytes = message().to_bytes();
        for length in 0..bytes.len() - 3 {
            assert_eq!(Message::read(&bytes[..length]), None, "{length}");
        }
        let mut flags = bytes.clone();
        flags[0] |= 8;
        assert_eq!(Message::read(&flags), None);
        flags[0] = 3;
        assert_eq!(Message::read(&flags), None, "no such quality of service");
    }

    #[test]
    fn a_message_is_good_until_its_time_has_come() {
        let message = Message { expires: Some(LineMs(2_500)), ..message() };

        assert_eq!(message.left_s(LineMs(1_000)), Some(2));
        assert!(!message.has_expired(LineMs(2_499)));
        assert!(message.has_expired(LineMs(2_500)));
        assert_eq!(Message { expires: None, ..message }.left_s(LineMs(9)), None);
    }
}
