//! What the server says.

use super::read::put_length;
use super::{AckKind, Qos, Reason, Version};

/// What a connection is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptance<'a> {
    /// There was a session.
    pub session_present: bool,
    /// The identifier that the server chose.
    pub assigned_id: Option<&'a str>,
    /// For how many seconds the session lasts, where that is not what was asked for.
    pub expiry_s: Option<u32>,
    /// Unacknowledged messages that are taken.
    pub receive_max: u16,
    /// Bytes of a packet that are taken.
    pub packet_bytes_max: u32,
    /// The largest alias of a topic.
    pub alias_max: u16,
    /// The keep-alive that holds instead of the client's.
    pub keep_alive_s: Option<u16>,
}

/// Appends a CONNACK that grants.
pub fn connack(out: &mut Vec<u8>, version: Version, granted: &Acceptance<'_>) {
    let present = u8::from(granted.session_present);
    if version == Version::V3 {
        out.extend_from_slice(&[0x20, 2, present, 0]);
        return;
    }
    let mut inside = Vec::with_capacity(64);
    if let Some(expiry_s) = granted.expiry_s {
        inside.push(0x11);
        inside.extend_from_slice(&expiry_s.to_be_bytes());
    }
    inside.push(0x21);
    inside.extend_from_slice(&granted.receive_max.to_be_bytes());
    inside.push(0x27);
    inside.extend_from_slice(&granted.packet_bytes_max.to_be_bytes());
    if let Some(id) = granted.assigned_id {
        inside.push(0x12);
        put_text(&mut inside, id);
    }
    if granted.alias_max > 0 {
        inside.push(0x22);
        inside.extend_from_slice(&granted.alias_max.to_be_bytes());
    }
    if let Some(keep_alive_s) = granted.keep_alive_s {
        inside.push(0x13);
        inside.extend_from_slice(&keep_alive_s.to_be_bytes());
    }
    let mut body = vec![present, 0];
    put_length(&mut body, inside.len());
    body.extend_from_slice(&inside);
    packet(out, 0x20, &body);
}

impl Reason {
    /// Appends a CONNACK that refuses; nothing where version 3.1.1 has no code for it.
    pub fn put_connack(self, out: &mut Vec<u8>, version: Version) {
        match version {
            Version::V3 => {
                if let Some(code) = self.return_code() {
                    out.extend_from_slice(&[0x20, 2, 0, code]);
                }
            }
            Version::V5 => out.extend_from_slice(&[0x20, 3, 0, self.code(), 0]),
        }
    }
}

/// Appends PUBACK, PUBREC, PUBREL or PUBCOMP.
pub fn ack(out: &mut Vec<u8>, version: Version, kind: AckKind, packet: u16, reason: Reason) {
    let first = match kind {
        AckKind::Puback => 0x40,
        AckKind::Pubrec => 0x50,
        AckKind::Pubrel => 0x62,
        AckKind::Pubcomp => 0x70,
    };
    let [high, low] = packet.to_be_bytes();
    if version == Version::V3 || reason == Reason::Success {
        out.extend_from_slice(&[first, 2, high, low]);
    } else {
        out.extend_from_slice(&[first, 3, high, low, reason.code()]);
    }
}

/// Appends a SUBACK: the codes are qualities of service or reasons from 0x80 on.
pub fn suback(out: &mut Vec<u8>, version: Version, packet_id: u16, codes: &[u8]) {
    let mut body = Vec::with_capacity(3 + codes.len());
    body.extend_from_slice(&packet_id.to_be_bytes());
    if version == Version::V5 {
        body.push(0);
        body.extend_from_slice(codes);
    } else {
        // Version 3.1.1 knows of one failure.
        body.extend(codes.iter().map(|code| if *code >= 0x80 { 0x80 } else { *code }));
    }
    packet(out, 0x90, &body);
}

/// Appends an UNSUBACK.
pub fn unsuback(out: &mut Vec<u8>, version: Version, packet_id: u16, codes: &[u8]) {
    let mut body = Vec::with_capacity(3 + codes.len());
    body.extend_from_slice(&packet_id.to_be_bytes());
    if version == Version::V5 {
        body.push(0);
        body.extend_from_slice(codes);
    }
    packet(out, 0xb0, &body);
}

/// Appends a PINGRESP.
pub fn pong(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0xd0, 0]);
}

/// Appends a DISCONNECT, which in version 3.1.1 only clients send.
pub fn disconnect(out: &mut Vec<u8>, version: Version, reason: Reason) {
    if version == Version::V5 {
        out.extend_from_slice(&[0xe0, 1, reason.code()]);
    }
}

/// A message on its way to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// It may have been sent before.
    pub dup: bool,
    /// Quality of service.
    pub qos: Qos,
    /// The retain flag.
    pub retain: bool,
    /// Packet identifier; ignored with quality of service 0.
    pub packet: u16,
    /// Its topic.
    pub topic: &'a str,
    /// Seconds for which it is still good.
    pub expiry_s: Option<u32>,
    /// What the client calls the subscriptions that match.
    pub ids: &'a [u32],
    /// The publisher's properties that go along, as on the wire.
    pub properties: &'a [u8],
    /// The message itself.
    pub payload: &'a [u8],
}

/// Appends a PUBLISH, if it takes no more than `bytes_max`; otherwise false, and nothing is appended.
#[must_use]
pub fn publish(out: &mut Vec<u8>, version: Version, message: &Outgoing<'_>, bytes_max: usize) -> bool {
    let has_packet = message.qos != Qos::AtMostOnce;
    let mut inside_bytes = 0;
    if version == Version::V5 {
        inside_bytes = message.properties.len() + if message.expiry_s.is_some() { 5 } else { 0 };
        inside_bytes += message.ids.iter().map(|id| 1 + length_bytes(wide(*id))).sum::<usize>();
    }
    let head_bytes = if version == Version::V5 { length_bytes(inside_bytes) } else { 0 };
    let length = 2
        + message.topic.len()
        + 2 * usize::from(has_packet)
        + head_bytes
        + inside_bytes
        + message.payload.len();
    let whole = 1 + length_bytes(length) + length;
    if whole > bytes_max || length > super::REMAINING_BYTES_MAX {
        return false;
    }
    out.reserve(whole);
    out.push(0x30 | u8::from(message.dup) << 3 | message.qos.number() << 1 | u8::from(message.retain));
    put_length(out, length);
    put_text(out, message.topic);
    if has_packet {
        out.extend_from_slice(&message.packet.to_be_bytes());
    }
    if version == Version::V5 {
        put_length(out, inside_bytes);
        if let Some(expiry_s) = message.expiry_s {
            out.push(0x02);
            out.extend_from_slice(&expiry_s.to_be_bytes());
        }
        for id in message.ids {
            out.push(0x0b);
            put_length(out, wide(*id));
        }
        out.extend_from_slice(message.properties);
    }
    out.extend_from_slice(message.payload);
    true
}

fn wide(id: u32) -> usize {
    usize::try_from(id).expect("subscription identifiers have 28 bits")
}

const fn length_bytes(value: usize) -> usize {
    match value {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        _ => 4,
    }
}

fn packet(out: &mut Vec<u8>, first: u8, body: &[u8]) {
    out.push(first);
    put_length(out, body.len());
    out.extend_from_slice(body);
}

/// Text of at most [`super::TEXT_BYTES_MAX`] bytes, as every topic and identifier here is.
fn put_text(out: &mut Vec<u8>, text: &str) {
    let length =
        u16::try_from(text.len()).expect("topics and identifiers were read with two bytes of length");
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}
