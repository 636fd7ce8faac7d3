//! What devices send to the broker, and what it keeps of their sessions.

use crate::Feed;
use millpond_base::{LineMs, Now, Seq};
use millpond_broker::codec::{Outgoing, Packet, Version, decode, frame, publish};
use millpond_broker::{Broker, Limits, Message};

const NOW: Now = Now { wall: millpond_base::WallMs(0), line: LineMs(1), trusted: true };

/// Packets, one after the other, of the version that the first byte says.
pub(crate) fn packet(bytes: &[u8]) {
    let Some((version, mut rest)) = bytes.split_first() else { return };
    let version = if version & 1 == 0 { Version::V3 } else { Version::V5 };
    while let Ok(Some((whole, length))) = frame(rest, 1 << 16) {
        assert!(length <= rest.len(), "a packet ends where its bytes do");
        rest = &rest[length..];
        match decode(version, &whole) {
            Ok(Packet::Publish(read)) => again(version, &read),
            Ok(Packet::Subscribe(read)) => assert!(read.filters.count() > 0, "a subscription has a filter"),
            Ok(Packet::Unsubscribe(read)) => assert!(read.filters.count() > 0, "so has its end"),
            Ok(_) | Err(_) => {}
        }
    }
}

/// A message that was read is written as one that is read alike.
fn again(version: Version, read: &millpond_broker::codec::Publish<'_>) {
    let mut properties = Vec::new();
    read.properties.put_forwarded(&mut properties);
    let outgoing = Outgoing {
        dup: read.dup,
        qos: read.qos,
        retain: read.retain,
        packet: read.packet,
        topic: read.topic,
        expiry_s: read.expiry_s,
        ids: &[],
        properties: &properties,
        payload: read.payload,
    };
    let mut out = Vec::new();
    // One without a topic has an alias, which is not forwarded.
    if read.topic.is_empty() || !publish(&mut out, version, &outgoing, 1 << 17) {
        return;
    }
    let (whole, _) = frame(&out, 1 << 17).expect("what we write is a packet").expect("and whole");
    let Ok(Packet::Publish(once_more)) = decode(version, &whole) else { panic!("it is a message again") };
    assert_eq!((once_more.topic, once_more.payload, once_more.qos), (read.topic, read.payload, read.qos));
    assert_eq!((once_more.expiry_s, once_more.packet), (read.expiry_s, read.packet));
}

pub(crate) fn packet_seeds() -> Vec<Vec<u8>> {
    let of = |version: u8, packets: &[&[u8]]| [&[version], &packets.concat()[..]].concat();
    let connect = b"\x10\x2f\0\x04MQTT\x05\xc6\0\x3c\x05\x11\0\0\0\x3c\0\x02c1\x05\x18\0\0\0\x05\0\x01w\0\x04gone\0\x04user\0\x04pass";
    let publish = b"\x33\x15\0\x03a/b\0\x07\x0b\x02\0\0\0\x3c\x26\0\x01k\0\x01vxy";
    let subscribe = b"\x82\x0d\0\x01\x02\x0b\x07\0\x05a/+/#\x2e";
    vec![
        of(
            1,
            &[connect, publish, subscribe, b"\x62\x02\0\x07", b"\xe0\x07\x04\x05\x11\0\0\0\x09", b"\xc0\0"],
        ),
        of(
            0,
            &[
                b"\x10\x0e\0\x04MQTT\x04\x02\0\x3c\0\x02c1",
                b"\x34\x08\0\x01a\0\x01xyz",
                b"\xa2\x05\0\x02\0\x01a",
            ],
        ),
    ]
}

/// Records of sessions, each behind its length; and a message at the end.
pub(crate) fn session(bytes: &[u8]) {
    let mut broker = Broker::new(Limits::default(), Seq(100), NOW);
    let mut feed = Feed(bytes);
    loop {
        let length = usize::from(feed.byte());
        let record = feed.take(length);
        if record.is_empty() {
            break;
        }
        broker.replay(record);
    }
    broker.ready(NOW);
    // What is known can be written, read, and is then the same.
    let mut again = Broker::new(Limits::default(), Seq(100), NOW);
    broker.snapshot(|record| assert!(again.replay(record), "what is written is read"));
    again.ready(NOW);
    assert_eq!((again.subscriptions(), again.retained()), (broker.subscriptions(), broker.retained()));
    if let Some(message) = Message::read(feed.0) {
        assert_eq!(message.to_bytes(), feed.0, "a message has one form");
    }
}

pub(crate) fn session_seeds() -> Vec<Vec<u8>> {
    let records: [&[u8]; 9] = [
        b"\x84\x00\x01\x61c\x18\x3c",
        b"\x86\x02\x01\x63a/#\x01\x00\x02",
        b"\x86\x02\x01\x6a$share/g/a\x01\x00\x02",
        b"\x86\x04\x01\x02\x82\x03\x04\x81\x02\x00",
        b"\x83\x05\x01\x07",
        b"\x84\x07\x6a$share/g/a\x02\x82\x03\x04",
        b"\x82\x08\x58\x21\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01a\0\0\0\0x",
        b"\x84\x0a\x01\x05\x58\x21\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01a\0\0\0\0x",
        b"\x83\x03\x01\x63a/#",
    ];
    let framed = |records: &[&[u8]]| {
        let mut out = Vec::new();
        for record in records {
            out.push(u8::try_from(record.len()).expect("seeds are small"));
            out.extend_from_slice(record);
        }
        out.push(0);
        out.extend_from_slice(
            b"\x06\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09\0\x03a/b\0\0\0\0payload",
        );
        out
    };
    vec![framed(&records), framed(&records[..5])]
}
