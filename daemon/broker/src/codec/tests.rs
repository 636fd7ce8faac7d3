use super::*;
use mqtt_proto::{Pid, QoS, QosPid, TopicFilter, TopicName, v3, v5};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;

fn read(version: Version, bytes: &[u8]) -> Result<Packet<'_>, Reason> {
    let (frame, whole) = frame(bytes, 1 << 20)?.expect("the packet is whole");
    assert_eq!(whole, bytes.len());
    decode(version, &frame)
}

fn publish_of(version: Version, bytes: &[u8]) -> Publish<'_> {
    match read(version, bytes) {
        Ok(Packet::Publish(publish)) => publish,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_packet_is_waited_for_only_while_it_may_be_taken() {
    assert_eq!(frame(&[], 100), Ok(None));
    assert_eq!(frame(&[0x30], 100), Ok(None));
    assert_eq!(frame(&[0x30, 0x80], 100), Ok(None));
    assert_eq!(frame(&[0x30, 3, 0, 1], 100), Ok(None));
    assert_eq!(frame(&[0x30, 99], 100), Err(Reason::PacketTooLarge), "with its head it is 101 bytes");
    assert_eq!(frame(&[0x30, 98], 100), Ok(None));
    assert_eq!(frame(&[0x30, 0xff, 0xff, 0xff, 0x80], usize::MAX), Err(Reason::MalformedPacket));
    assert_eq!(frame(&[0x30, 0x80, 0], 100), Err(Reason::MalformedPacket), "a second form of zero");
    let bytes = [0xc0, 0, 0xc0, 0];
    assert_eq!(frame(&bytes, 100), Ok(Some((Frame { first: 0xc0, body: &[] }, 2))));
}

#[test]
fn flags_that_are_reserved_are_refused() {
    for (first, rest) in [
        (0x11, &b"\0\x04MQTT\x04\x02\0\0\0\0"[..]),
        (0x41, &[0, 1]),
        (0x60, &[0, 1]),
        (0x80, &[0, 1, 0, 1, 97, 0]),
    ] {
        let frame = Frame { first, body: rest };
        assert_eq!(decode(Version::V3, &frame), Err(Reason::MalformedPacket), "{first:x}");
    }
    let frame = Frame { first: 0x36, body: b"\0\x01a\0\x01" };
    assert_eq!(decode(Version::V3, &frame), Err(Reason::MalformedPacket), "quality of service 3");
    let frame = Frame { first: 0x38, body: b"\0\x01a" };
    assert_eq!(decode(Version::V3, &frame), Err(Reason::MalformedPacket), "sent again, but nobody asks");
    for first in [0x20, 0x90, 0xb0, 0xd0, 0x00, 0xf0] {
        assert_eq!(decode(Version::V3, &Frame { first, body: &[] }), Err(Reason::ProtocolError), "{first:x}");
    }
}

#[test]
fn properties_come_once_where_they_belong_and_in_their_range() {
    let publish = |properties: &[u8]| {
        let mut body = b"\0\x01a".to_vec();
        body.push(u8::try_from(properties.len()).unwrap());
        body.extend_from_slice(properties);
        decode(Version::V5, &Frame { first: 0x30, body: &body }).map(|_| ())
    };
    assert_eq!(publish(&[1, 1]), Ok(()));
    assert_eq!(publish(&[1, 2]), Err(Reason::ProtocolError));
    assert_eq!(publish(&[1, 1, 1, 1]), Err(Reason::ProtocolError), "twice");
    assert_eq!(publish(&[0x26, 0, 1, b'a', 0, 0, 0x26, 0, 1, b'a', 0, 0]), Ok(()), "users' own may repeat");
    assert_eq!(publish(&[0x0b, 1]), Err(Reason::ProtocolError), "only a server says which subscription");
    assert_eq!(publish(&[0x23, 0, 0]), Err(Reason::TopicAlias));
    assert_eq!(publish(&[0x55, 0]), Err(Reason::MalformedPacket));
    assert_eq!(publish(&[0x02, 0, 0]), Err(Reason::MalformedPacket), "cut short");
}

#[test]
fn every_truncation_of_every_packet_is_refused() {
    let connect = v5::Connect {
        last_will: Some(v5::LastWill::new(
            QoS::Level1,
            TopicName::try_from("w").unwrap(),
            b"gone".to_vec().into(),
        )),
        username: Some("u".into()),
        password: Some(b"p".to_vec().into()),
        ..v5::Connect::new("c".into(), 10)
    };
    let filters = vec![(TopicFilter::try_from("a/#").unwrap(), v5::SubscriptionOptions::new(QoS::Level1))];
    let packets: Vec<v5::Packet> = vec![
        connect.into(),
        v5::Subscribe::new(Pid::try_from(7).unwrap(), filters).into(),
        v5::Unsubscribe::new(Pid::try_from(7).unwrap(), vec![TopicFilter::try_from("a").unwrap()]).into(),
    ];
    for packet in packets {
        let bytes = packet.encode().unwrap();
        let (frame, _) = frame(bytes.as_ref(), 1 << 20).unwrap().unwrap();
        decode(Version::V5, &frame).unwrap();
        for length in 0..frame.body.len() {
            let cut = Frame { body: &frame.body[..length], ..frame };
            assert!(decode(Version::V5, &cut).is_err(), "{packet:?} cut at {length}");
        }
    }
}

#[test]
fn both_codecs_read_the_same_connect() {
    for (clean, will, user) in [(true, true, true), (false, false, false), (true, false, true)] {
        let mut connect = v3::Connect::new("client".into(), 30);
        connect.clean_session = clean;
        connect.username = user.then(|| "user".into());
        connect.password = user.then(|| b"secret".to_vec().into());
        connect.last_will = will.then(|| v3::LastWill {
            qos: QoS::Level2,
            retain: true,
            topic_name: TopicName::try_from("will").unwrap(),
            message: b"gone".to_vec().into(),
        });
        let bytes = v3::Packet::Connect(connect).encode().unwrap();
        let Ok(Packet::Connect(read)) = read(Version::V5, bytes.as_ref()) else { panic!("it is a CONNECT") };
        assert_eq!(
            (read.version, read.clean, read.keep_alive_s, read.client_id),
            (Version::V3, clean, 30, "client")
        );
        assert_eq!(read.user, user.then_some("user"));
        assert_eq!(read.password, user.then_some(&b"secret"[..]));
        let told = read.will.map(|will| (will.topic, will.payload, will.qos, will.retain));
        assert_eq!(told, will.then_some(("will", &b"gone"[..], Qos::ExactlyOnce, true)));
        assert_eq!(read.expiry_s, if clean { 0 } else { u32::MAX });
    }
}

fn qos() -> impl Strategy<Value = u8> {
    0..3_u8
}

proptest! {
    #[test]
    fn what_another_codec_writes_is_read(
        qos in qos(), retain: bool, dup: bool, packet in 1..u16::MAX, topic in "[a-z/]{1,40}", payload in vec(any::<u8>(), 0..300),
        expiry: Option<u32>, alias in proptest::option::of(1..9_u16), user in vec(("[a-z]{0,9}", "[a-z]{0,9}"), 0..4),
        content in proptest::option::of("[a-z]{0,9}")
    ) {
        let pid = Pid::try_from(packet).unwrap();
        let qos_pid = match qos { 0 => QosPid::Level0, 1 => QosPid::Level1(pid), _ => QosPid::Level2(pid) };
        let name = TopicName::try_from(&*topic).unwrap();
        let mut theirs = v5::Publish::new(qos_pid, name.clone(), payload.clone().into());
        (theirs.retain, theirs.dup) = (retain, dup && qos > 0);
        theirs.properties.message_expiry_interval = expiry;
        theirs.properties.topic_alias = alias;
        theirs.properties.content_type = content.as_deref().map(Arc::from);
        theirs.properties.user_properties = user.iter()
            .map(|(name, value)| v5::UserProperty { name: (&**name).into(), value: (&**value).into() }).collect();
        let bytes = v5::Packet::from(theirs.clone()).encode().unwrap();
        let ours = publish_of(Version::V5, bytes.as_ref());
        prop_assert_eq!((ours.topic, ours.payload), (&*topic, &payload[..]));
        prop_assert_eq!((ours.qos.number(), ours.retain, ours.dup), (qos, retain, dup && qos > 0));
        prop_assert_eq!((ours.expiry_s, ours.alias, ours.packet), (expiry, alias, if qos == 0 { 0 } else { packet }));
        // What goes along comes out of the other codec as it went in.
        let mut properties = Vec::new();
        ours.properties.put_forwarded(&mut properties);
        let mut out = Vec::new();
        let outgoing = Outgoing {
            dup: ours.dup, qos: ours.qos, retain, packet, topic: &topic, expiry_s: expiry, ids: &[], properties: &properties,
            payload: &payload,
        };
        prop_assert!(publish(&mut out, Version::V5, &outgoing, 1 << 20));
        theirs.properties.topic_alias = None;
        prop_assert_eq!(v5::Packet::decode(&out).unwrap().unwrap(), v5::Packet::from(theirs));
        let length = out.len();
        prop_assert!(publish(&mut Vec::new(), Version::V5, &outgoing, length));
        prop_assert!(!publish(&mut Vec::new(), Version::V5, &outgoing, length - 1));
    }

    #[test]
    fn what_is_said_is_read_by_another_codec(
        packet in 1..u16::MAX, present: bool, id in proptest::option::of("[a-z]{1,40}"), expiry: Option<u32>
    ) {
        let mut out = Vec::new();
        let granted = Acceptance {
            session_present: present, assigned_id: id.as_deref(), expiry_s: expiry, receive_max: 9, packet_bytes_max: 1_000,
            alias_max: 3, keep_alive_s: Some(60),
        };
        connack(&mut out, Version::V5, &granted);
        let Some(v5::Packet::Connack(read)) = v5::Packet::decode(&out).unwrap() else { panic!("it is a CONNACK") };
        prop_assert_eq!(read.session_present, present);
        prop_assert_eq!(read.properties.assigned_client_id.as_deref(), id.as_deref());
        prop_assert_eq!(read.properties.session_expiry_interval, expiry);
        prop_assert_eq!(read.properties.receive_max, Some(9));
        out.clear();
        ack(&mut out, Version::V5, AckKind::Puback, packet, Reason::QuotaExceeded);
        let Some(v5::Packet::Puback(read)) = v5::Packet::decode(&out).unwrap() else { panic!("it is a PUBACK") };
        prop_assert_eq!((read.pid.value(), read.reason_code), (packet, v5::PubackReasonCode::QuotaExceeded));
        out.clear();
        suback(&mut out, Version::V3, packet, &[0, 1, 2, 0x87]);
        let Some(v3::Packet::Suback(read)) = v3::Packet::decode(&out).unwrap() else { panic!("it is a SUBACK") };
        prop_assert_eq!(read.topics.last(), Some(&v3::SubscribeReturnCode::Failure));
    }

    #[test]
    fn any_bytes_are_read_or_refused_and_what_is_read_by_both_is_the_same(
        first in any::<u8>(), body in vec(any::<u8>(), 0..64)
    ) {
        for version in [Version::V3, Version::V5] {
            let _ = decode(version, &Frame { first, body: &body });
        }
        if first >> 4 == 3 {
            let mut bytes = vec![first, u8::try_from(body.len()).unwrap()];
            bytes.extend_from_slice(&body);
            let theirs = v3::Packet::decode(&bytes);
            if let (Ok(Packet::Publish(ours)), Ok(Some(v3::Packet::Publish(theirs)))) = (read(Version::V3, &bytes), theirs) {
                prop_assert_eq!(ours.payload, &theirs.payload[..]);
                prop_assert_eq!(ours.topic, &*theirs.topic_name);
            }
        }
    }
}
