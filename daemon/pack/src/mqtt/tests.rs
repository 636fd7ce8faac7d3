use super::*;
use millpond_base::hex;
use proptest::prelude::*;

fn one(version: Version, bytes: &[u8]) -> Packet {
    for end in 0..bytes.len() {
        assert_eq!(decode(version, &bytes[..end]), Ok(None), "cut at {end}");
    }
    let (packet, length) = decode(version, bytes).unwrap().unwrap();
    assert_eq!(length, bytes.len());
    packet
}

#[test]
fn a_client_introduces_itself() {
    let mut of = Connect {
        version: Version::V5,
        client_id: "gw",
        keep_alive_s: 60,
        user: Some("u"),
        password: Some(b"pw"),
    };
    assert_eq!(hex(&connect(&of).unwrap()), "101b00044d51545405c2003c0511000000000002677700017500027077");
    of.version = Version::V3;
    of.user = None;
    assert_eq!(hex(&connect(&of).unwrap()), "101400044d51545404c2003c00026777000000027077");
    of.password = None;
    assert_eq!(hex(&connect(&of).unwrap()), "100e00044d5154540402003c00026777");
    let long = "x".repeat(TEXT_BYTES_MAX + 1);
    assert!(connect(&Connect { client_id: &long, ..of }).is_err());
}

#[test]
fn a_message_carries_its_name_in_version_5() {
    let of = Publish {
        version: Version::V5,
        topic: "a/b",
        packet: 258,
        again: false,
        properties: &[("id", "7")],
        payload: b"xy",
    };
    let mut out = Vec::new();
    publish(&mut out, &of).unwrap();
    assert_eq!(hex(&out), "3212 0003612f62 0102 08 26 0002 6964 0001 37 7879".replace(' ', ""));
    out.clear();
    publish(&mut out, &Publish { version: Version::V3, again: true, ..of }).unwrap();
    assert_eq!(hex(&out), "3a09 0003612f62 0102 7879".replace(' ', ""));
    let payload = vec![0; 200];
    out.clear();
    publish(&mut out, &Publish { payload: &payload, version: Version::V3, ..of }).unwrap();
    assert_eq!(out[..3], [0x32, 0xcf, 0x01]);
    assert_eq!(out.len(), 3 + 207);
}

#[test]
fn a_broker_says_what_it_grants() {
    let grants =
        [0x20, 21, 0, 0, 18, 0x21, 0, 20, 0x27, 0, 1, 0, 0, 0x13, 0, 30, 0x24, 1, 0x12, 0, 2, b'i', b'd'];
    let accepted = Accepted { receive_max: 20, packet_bytes_max: 65_536, keep_alive_s: Some(30), qos_max: 1 };
    assert_eq!(one(Version::V5, &grants), Packet::Connected(accepted));
    assert_eq!(one(Version::V5, &[0x20, 3, 0, 0x87, 0]), Packet::Refused { code: 0x87 });
    assert_eq!(one(Version::V3, &[0x20, 2, 0, 0]), Packet::Connected(Accepted::default()));
    assert_eq!(one(Version::V3, &[0x20, 2, 0, 4]), Packet::Refused { code: 0x86 });
}

#[test]
fn messages_are_acknowledged_one_by_one() {
    assert_eq!(one(Version::V3, &[0x40, 2, 1, 2]), Packet::Acknowledged { packet: 258, code: 0 });
    assert_eq!(one(Version::V5, &[0x40, 2, 0, 1]), Packet::Acknowledged { packet: 1, code: 0 });
    assert_eq!(one(Version::V5, &[0x40, 3, 0, 1, 0x97]), Packet::Acknowledged { packet: 1, code: 0x97 });
    let why = [0x40, 10, 0, 1, 0x99, 6, 0x1f, 0, 3, b'w', b'h', b'y'];
    assert_eq!(one(Version::V5, &why), Packet::Acknowledged { packet: 1, code: 0x99 });
    assert_eq!(one(Version::V5, &[0xd0, 0]), Packet::Pong);
    assert_eq!(one(Version::V5, &[0xe0, 0]), Packet::Ended { code: 0 });
    assert_eq!(one(Version::V5, &[0xe0, 2, 0x8b, 0]), Packet::Ended { code: 0x8b });
}

#[test]
fn what_no_broker_sends_is_refused() {
    for (version, bytes) in [
        (Version::V5, &b"HTTP/1.1 400"[..]),
        (Version::V5, &[0x40, 2, 0, 0]),
        (Version::V5, &[0x40, 1, 0]),
        (Version::V3, &[0x40, 3, 0, 1, 0]),
        (Version::V3, &[0xe0, 0]),
        (Version::V5, &[0xd0, 1, 0]),
        (Version::V5, &[0x20, 0xff, 0xff, 0xff, 0xff]),
        (Version::V5, &[0x20, 0x80, 0]),
        (Version::V5, &[0x20, 0xff, 0xff, 0x7f]),
        (Version::V5, &[0x20, 5, 0, 0, 2, 0x21, 0]),
        (Version::V5, &[0x20, 6, 0, 0, 3, 0x21, 0, 0]),
        (Version::V5, &[0x20, 5, 0, 0, 2, 0x24, 2]),
        (Version::V5, &[0x20, 4, 0, 0, 1, 0x7f]),
        (Version::V5, &[0x20, 3, 2, 0, 0]),
    ] {
        assert_eq!(decode(version, bytes), Err(Malformed), "{bytes:x?}");
    }
}

#[test]
fn codes_are_told_apart_by_what_can_be_done_about_them() {
    for (code, meaning) in [
        (0x00, Meaning::Accepted),
        (0x10, Meaning::Accepted),
        (0x80, Meaning::Failed),
        (0x87, Meaning::Refused),
        (0x97, Meaning::Throttled),
        (0x99, Meaning::Rejected),
        (0x84, Meaning::Elsewhere),
    ] {
        assert_eq!(Meaning::of(code), meaning);
    }
    assert_eq!(words(0x87), "not authorized");
    assert_eq!(words(0xff), "unspecified error");
}

#[test]
fn a_topic_is_a_name_and_no_pattern() {
    assert!(is_topic("plant/ä/1"));
    for wrong in ["", "a/+", "#", "a\0", "a\n", &"x".repeat(TEXT_BYTES_MAX + 1)] {
        assert!(!is_topic(wrong), "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_packet_or_none(
        first in prop_oneof![Just(0x20_u8), Just(0x40), Just(0xd0), Just(0xe0), any::<u8>()],
        rest in proptest::collection::vec(any::<u8>(), 0..80),
    ) {
        let bytes = [&[first][..], &rest].concat();
        for version in [Version::V3, Version::V5] {
            if let Ok(Some((_, length))) = decode(version, &bytes) {
                prop_assert!((2..=bytes.len()).contains(&length));
                // What follows changes nothing.
                prop_assert_eq!(decode(version, &bytes[..length]), decode(version, &bytes));
            }
        }
    }
}
