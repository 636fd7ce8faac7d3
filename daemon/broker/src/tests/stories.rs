//! Small stories, one for each thing that the standard asks for.

use super::rig::{Rig, heard, say};
use crate::codec::{Qos, Reason, Version};
use crate::{Conn, Limits};
use millpond_base::Seq;
use mqtt_proto::v5::{Packet, Publish, VarByteInt};

const V: Version = Version::V5;

fn rig() -> Rig {
    Rig::new(Limits::default())
}

fn hello(client: &str) -> say::Hello<'_> {
    say::Hello { client, clean: true, ..say::Hello::default() }
}

fn lasting(client: &str) -> say::Hello<'_> {
    say::Hello { client, expiry_s: 600, ..say::Hello::default() }
}

fn enter(rig: &mut Rig, hello: say::Hello<'_>) -> Conn {
    let conn = rig.connect(&say::connect(V, hello)).unwrap();
    rig.round();
    let bytes = rig.received(conn);
    assert!(matches!(heard(&bytes)[0], Packet::Connack(_)), "CONNACK comes first");
    // What came with it is for the story.
    let (_, whole) = crate::codec::frame(&bytes, 1 << 20).unwrap().unwrap();
    rig.world.out.get_mut(&conn).unwrap().splice(0..0, bytes[whole..].iter().copied());
    conn
}

fn subscribe(rig: &mut Rig, conn: Conn, filter: &str, options: u8) {
    assert!(rig.feed(conn, V, &say::subscribe(V, 1, filter, options, &[])));
    rig.round();
    rig.received(conn);
}

fn message<'a>(topic: &'a str, payload: &'a str, qos: Qos) -> say::Message<'a> {
    let payload = payload.as_bytes();
    say::Message { topic, payload, qos, packet: 9, dup: false, retain: false, properties: &[] }
}

fn publish(rig: &mut Rig, conn: Conn, message: &say::Message<'_>) -> bool {
    let stays = rig.feed(conn, V, &say::publish(V, message));
    rig.round();
    stays
}

fn messages(rig: &mut Rig, conn: Conn) -> Vec<Publish> {
    let bytes = rig.received(conn);
    heard(&bytes)
        .into_iter()
        .filter_map(|packet| if let Packet::Publish(p) = packet { Some(p) } else { None })
        .collect()
}

fn payloads(rig: &mut Rig, conn: Conn) -> Vec<String> {
    messages(rig, conn).iter().map(|p| String::from_utf8(p.payload.to_vec()).unwrap()).collect()
}

#[test]
fn nothing_is_acknowledged_before_it_is_durable_and_then_in_order() {
    let mut rig = rig();
    rig.world.ruled.insert("ruled".to_owned());
    let conn = enter(&mut rig, hello("p"));
    for (packet, topic) in [(1, "ruled"), (2, "nobody"), (3, "ruled")] {
        let message = say::Message { packet, ..message(topic, "x", Qos::AtLeastOnce) };
        rig.feed(conn, V, &say::publish(V, &message));
    }
    rig.stage();
    assert!(rig.received(conn).is_empty(), "staged is not durable");

    rig.commit();

    let acks: Vec<(u16, u8)> = heard(&rig.received(conn))
        .into_iter()
        .map(|packet| match packet {
            Packet::Puback(ack) => (ack.pid.value(), ack.reason_code as u8),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(acks, [(1, 0), (2, 0x10), (3, 0)], "nobody wanted the second");
    assert_eq!(rig.disk.routed.len(), 2);
    assert!(rig.disk.messages.is_empty(), "nobody who may be absent asked for it");
}

#[test]
fn a_full_log_is_told_to_version_5_and_ends_the_connection_of_3_1_1() {
    let mut rig = rig();
    rig.world.ruled.insert("t".to_owned());
    let new = enter(&mut rig, hello("new"));
    let old = rig.connect(&say::connect(Version::V3, hello("old"))).unwrap();
    rig.round();
    rig.world.is_full = true;

    publish(&mut rig, new, &message("t", "x", Qos::AtLeastOnce));
    let twice = say::Message { packet: 8, ..message("t", "x", Qos::ExactlyOnce) };
    publish(&mut rig, new, &twice);
    rig.feed(old, Version::V3, &say::publish(Version::V3, &message("t", "x", Qos::AtLeastOnce)));
    rig.round();

    let bytes = rig.received(new);
    let Packet::Puback(ack) = &heard(&bytes)[0] else { panic!("a PUBACK") };
    assert_eq!(ack.reason_code as u8, 0x97);
    let Packet::Pubrec(ack) = &heard(&bytes)[1] else { panic!("a PUBREC") };
    assert_eq!(ack.reason_code as u8, 0x97);
    assert!(!rig.sessions.contains_key(&old) && rig.sessions.contains_key(&new));
    // The identifier is free again, and the message is new when it comes again.
    rig.world.is_full = false;
    publish(&mut rig, new, &say::Message { dup: true, ..twice });
    assert_eq!(rig.disk.routed.len(), 1);
}

#[test]
fn an_absent_client_finds_what_came_meanwhile_in_its_order() {
    let mut rig = rig();
    let s = enter(&mut rig, lasting("s"));
    subscribe(&mut rig, s, "t/#", 1);
    rig.cut(s);
    let p = enter(&mut rig, hello("p"));
    let all: Vec<String> = (0..10).map(|n| n.to_string()).collect();
    for payload in &all {
        publish(&mut rig, p, &message("t/x", payload, Qos::AtLeastOnce));
    }
    publish(&mut rig, p, &message("t/x", "gone at once", Qos::AtMostOnce));
    assert_eq!(rig.disk.messages.len(), 10, "one copy each, and none of quality of service 0");
    rig.power_cut();

    let s = rig.connect(&say::connect(V, lasting("s"))).unwrap();
    rig.round();

    let bytes = rig.received(s);
    let Packet::Connack(connack) = &heard(&bytes)[0] else { panic!("CONNACK comes first") };
    assert!(connack.session_present);
    let mut got: Vec<String> = heard(&bytes)
        .into_iter()
        .filter_map(|packet| if let Packet::Publish(p) = packet { Some(p.payload.to_vec()) } else { None })
        .map(|payload| String::from_utf8(payload).unwrap())
        .collect();
    got.extend(payloads(&mut rig, s));
    assert_eq!(got, all);
}

#[test]
fn what_was_not_acknowledged_comes_again_under_its_identifier() {
    let mut rig = rig();
    let s = enter(&mut rig, lasting("s"));
    subscribe(&mut rig, s, "t", 1);
    let p = enter(&mut rig, hello("p"));
    for payload in ["a", "b", "c"] {
        publish(&mut rig, p, &message("t", payload, Qos::AtLeastOnce));
    }
    let first = messages(&mut rig, s);
    let packet = |publish: &Publish| publish.qos_pid.pid().unwrap().value();
    rig.feed(s, V, &say::ack(0x40, packet(&first[1])));
    rig.cut(s);

    let s = enter(&mut rig, lasting("s"));
    rig.round();

    let again = messages(&mut rig, s);
    assert_eq!(again.iter().map(packet).collect::<Vec<_>>(), [packet(&first[0]), packet(&first[2])]);
    assert!(again.iter().all(|publish| publish.dup));
}

#[test]
fn retained_messages_are_sent_as_the_subscription_asks() {
    let mut rig = rig();
    let p = enter(&mut rig, hello("p"));
    for (topic, payload) in [("r/1", "one"), ("r/2", "two"), ("r/1", "newer"), ("r/2", "")] {
        publish(&mut rig, p, &say::Message { retain: true, ..message(topic, payload, Qos::AtLeastOnce) });
    }
    rig.power_cut();
    let fresh = |rig: &mut Rig, client, options| {
        let conn = enter(rig, hello(client));
        rig.feed(conn, V, &say::subscribe(V, 1, "r/#", options, &[]));
        rig.round();
        conn
    };
    let s = fresh(&mut rig, "s", 1);
    let got = messages(&mut rig, s);
    assert_eq!((got.len(), &got[0].payload[..], got[0].retain), (1, &b"newer"[..], true));
    // Send if new: not the second time. Never: not at all.
    rig.feed(s, V, &say::ack(0x40, got[0].qos_pid.pid().unwrap().value()));
    rig.feed(s, V, &say::subscribe(V, 2, "r/#", 0x11, &[]));
    rig.round();
    assert_eq!(messages(&mut rig, s).len(), 0);
    let never = fresh(&mut rig, "never", 0x21);
    assert_eq!(messages(&mut rig, never).len(), 0);
    // For a session that lasts it goes through the log, and only to it.
    let l = enter(&mut rig, lasting("l"));
    rig.feed(l, V, &say::subscribe(V, 1, "r/#", 2, &[]));
    rig.round();
    let got = messages(&mut rig, l);
    assert_eq!((got.len(), &got[0].payload[..], got[0].retain), (1, &b"newer"[..], true));
    assert_eq!(messages(&mut rig, s).len(), 0);
    // A live message is not retained, unless the subscription wants it as published.
    let raw = fresh(&mut rig, "raw", 0x29);
    let p = enter(&mut rig, hello("p"));
    publish(&mut rig, p, &say::Message { retain: true, ..message("r/3", "x", Qos::AtMostOnce) });
    assert!(!messages(&mut rig, s)[0].retain);
    assert!(messages(&mut rig, raw)[0].retain);
}

#[test]
fn retained_messages_take_no_more_room_than_they_may() {
    let mut rig = Rig::new(Limits { retained_max: 1, ..Limits::default() });
    let p = enter(&mut rig, hello("p"));
    for (topic, wanted) in [("a", 0), ("b", 0x97), ("a", 0)] {
        publish(&mut rig, p, &say::Message { retain: true, ..message(topic, "x", Qos::AtLeastOnce) });
        let bytes = rig.received(p);
        let Packet::Puback(ack) = &heard(&bytes)[0] else { panic!("a PUBACK") };
        assert_eq!(ack.reason_code as u8, wanted, "{topic}");
    }
}

#[test]
fn a_will_is_published_when_its_client_goes_without_a_word() {
    let mut rig = rig();
    let s = enter(&mut rig, hello("s"));
    subscribe(&mut rig, s, "will/#", 1);
    let with = |delay_s, expiry_s| say::Hello { will: Some(("will/x", delay_s)), expiry_s, ..hello("w") };
    let w = enter(&mut rig, with(0, 0));
    rig.feed(w, V, &say::disconnect());
    rig.round();
    assert_eq!(messages(&mut rig, s).len(), 0, "it said so");
    let w = enter(&mut rig, with(0, 0));
    rig.cut(w);
    rig.round();
    assert_eq!(payloads(&mut rig, s), ["gone"]);
    // One that waits is not published when its client comes back, and is when it does not, also after a power cut.
    let w = enter(&mut rig, with(10, 600));
    rig.cut(w);
    rig.later_ms(5_000);
    let back = enter(&mut rig, say::Hello { clean: false, ..with(10, 600) });
    rig.later_ms(9_000);
    rig.round();
    assert_eq!(messages(&mut rig, s).len(), 0);
    rig.cut(back);
    rig.round();
    rig.power_cut();
    let s = enter(&mut rig, hello("s"));
    subscribe(&mut rig, s, "will/#", 1);
    rig.later_ms(10_000);
    rig.round();
    assert_eq!(payloads(&mut rig, s), ["gone"]);
}

#[test]
fn a_second_connection_takes_the_session_over() {
    let mut rig = rig();
    let first = enter(&mut rig, lasting("c"));
    subscribe(&mut rig, first, "t", 1);

    let second = rig.connect(&say::connect(V, lasting("c"))).unwrap();
    rig.round();

    assert_eq!(rig.world.closed.get(&first), Some(&Reason::SessionTakenOver));
    let p = enter(&mut rig, hello("p"));
    publish(&mut rig, p, &message("t", "x", Qos::AtLeastOnce));
    assert_eq!(payloads(&mut rig, second), ["x"]);
    // Clean: nothing of it is left.
    let third = rig.connect(&say::connect(V, hello("c"))).unwrap();
    rig.round();
    publish(&mut rig, p, &message("t", "y", Qos::AtLeastOnce));
    assert_eq!(payloads(&mut rig, third), [""; 0]);
    assert_eq!(rig.broker.subscriptions(), 0);
}

#[test]
fn sessions_end_when_their_time_has_come() {
    let mut rig = rig();
    let s = enter(&mut rig, lasting("s"));
    subscribe(&mut rig, s, "t", 1);
    rig.cut(s);
    rig.later_ms(599_000);
    assert_eq!(rig.broker.sessions(), 1);
    rig.later_ms(1_000);
    assert_eq!((rig.broker.sessions(), rig.broker.subscriptions()), (0, 0));
    rig.round();
    rig.power_cut();
    assert_eq!(rig.broker.sessions(), 0, "and stay ended");
}

#[test]
fn what_is_no_longer_wanted_does_not_come() {
    let mut rig = rig();
    let s = enter(&mut rig, lasting("s"));
    subscribe(&mut rig, s, "t", 1);
    rig.feed(s, V, &say::unsubscribe(V, 2, "t"));
    rig.feed(s, V, &say::unsubscribe(V, 3, "t"));
    rig.round();
    let bytes = rig.received(s);
    for (packet, code) in heard(&bytes).iter().zip([0, 0x11]) {
        let Packet::Unsuback(ack) = packet else { panic!("an UNSUBACK") };
        assert_eq!(ack.topics[0] as u8, code);
    }
    rig.power_cut();
    let p = enter(&mut rig, hello("p"));
    publish(&mut rig, p, &message("t", "x", Qos::AtLeastOnce));
    assert_eq!((rig.broker.subscriptions(), rig.disk.messages.len()), (0, 0));
}

#[test]
fn who_is_silent_for_half_as_long_again_is_gone() {
    let mut rig = rig();
    let c = enter(&mut rig, say::Hello { keep_alive_s: 10, ..hello("c") });
    rig.later_ms(14_900);
    assert!(rig.feed(c, V, &[0xc0, 0]));
    assert_eq!(heard(&rig.received(c)), [Packet::Pingresp]);
    rig.later_ms(15_000);
    assert!(rig.sessions.contains_key(&c));
    rig.later_ms(1);
    assert_eq!(rig.world.closed.get(&c), Some(&Reason::KeepAliveTimeout));
}

#[test]
fn one_copy_comes_with_every_identifier_and_no_local_is_heard() {
    let mut rig = rig();
    let s = enter(&mut rig, hello("s"));
    rig.feed(s, V, &say::subscribe(V, 1, "a/#", 0, &[0x0b, 7]));
    rig.feed(s, V, &say::subscribe(V, 2, "a/+", 1, &[0x0b, 7]));
    rig.feed(s, V, &say::subscribe(V, 3, "own", 5, &[]));
    rig.round();
    rig.received(s);
    let p = enter(&mut rig, hello("p"));

    publish(&mut rig, p, &message("a/b", "x", Qos::ExactlyOnce));
    publish(&mut rig, s, &message("own", "mine", Qos::AtLeastOnce));

    let got = messages(&mut rig, s);
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].qos_pid.qos(), mqtt_proto::QoS::Level1, "the highest of both");
    assert_eq!(got[0].properties.subscription_id.map(VarByteInt::value), Some(7));
}

#[test]
fn a_shared_subscription_brings_each_message_to_one_member() {
    let mut rig = rig();
    let [a, b] = ["a", "b"].map(|client| {
        let conn = enter(&mut rig, lasting(client));
        subscribe(&mut rig, conn, "$share/g/t", 2);
        conn
    });
    let p = enter(&mut rig, hello("p"));
    for n in 0..6 {
        publish(&mut rig, p, &message("t", &n.to_string(), Qos::AtLeastOnce));
    }
    let (of_a, of_b) = (messages(&mut rig, a), messages(&mut rig, b));
    assert_eq!((of_a.len(), of_b.len()), (3, 3), "in turn");
    assert_eq!(of_a[0].qos_pid.qos(), mqtt_proto::QoS::Level1);
    // What one did not acknowledge goes to the other when it is gone; what it did does not.
    rig.feed(a, V, &say::ack(0x40, of_a[0].qos_pid.pid().unwrap().value()));
    rig.cut(a);
    rig.round();
    let back: Vec<Vec<u8>> = messages(&mut rig, b).iter().map(|publish| publish.payload.to_vec()).collect();
    assert_eq!(back, [of_a[1].payload.to_vec(), of_a[2].payload.to_vec()]);
    // After a power cut everything that was not acknowledged comes again.
    rig.round();
    rig.power_cut();
    let b = enter(&mut rig, lasting("b"));
    rig.round();
    assert_eq!(messages(&mut rig, b).len(), 5);
}

#[test]
fn what_is_not_allowed_is_refused_one_by_one() {
    let mut rig = rig();
    rig.world.forbidden.extend(["secret".to_owned(), "secret/#".to_owned()]);
    let c = enter(&mut rig, hello("c"));
    publish(&mut rig, c, &message("secret", "x", Qos::AtLeastOnce));
    publish(&mut rig, c, &message("$SYS/x", "x", Qos::AtLeastOnce));
    rig.feed(c, V, &say::subscribe(V, 3, "secret/#", 0, &[]));
    rig.feed(c, V, &say::subscribe(V, 4, "a/#/b", 0, &[]));
    rig.round();
    let bytes = rig.received(c);
    let packets = heard(&bytes);
    for packet in &packets[..2] {
        let Packet::Puback(ack) = packet else { panic!("a PUBACK") };
        assert_eq!(ack.reason_code as u8, 0x87);
    }
    for (packet, code) in packets[2..].iter().zip([0x87, 0x8f]) {
        let Packet::Suback(ack) = packet else { panic!("a SUBACK") };
        assert_eq!(ack.topics[0] as u8, code);
    }
    // Version 3.1.1 has no word for it.
    let old = rig.connect(&say::connect(Version::V3, hello("old"))).unwrap();
    rig.round();
    assert!(!rig.feed(
        old,
        Version::V3,
        &say::publish(Version::V3, &message("secret", "x", Qos::AtLeastOnce))
    ));
    // What one may not receive is withheld.
    subscribe(&mut rig, c, "open/#", 0);
    rig.world.forbidden.insert("open/x".to_owned());
    let p = enter(&mut rig, hello("p"));
    rig.feed(p, V, &say::publish(V, &message("open/y", "y", Qos::AtMostOnce)));
    rig.round();
    assert_eq!(payloads(&mut rig, c), ["y"]);
}

#[test]
fn aliases_stand_for_topics_within_their_connection() {
    let mut rig = rig();
    let s = enter(&mut rig, hello("s"));
    subscribe(&mut rig, s, "#", 0);
    let p = enter(&mut rig, hello("p"));
    let with = |topic, alias| {
        let properties: &[u8] = if alias == 1 { &[0x23, 0, 1] } else { &[0x23, 0, 2] };
        say::publish(V, &say::Message { properties, ..message(topic, "x", Qos::AtMostOnce) })
    };
    assert!(rig.feed(p, V, &with("a/b", 1)));
    assert!(rig.feed(p, V, &with("", 1)));
    rig.round();
    let topics: Vec<String> =
        messages(&mut rig, s).iter().map(|publish| publish.topic_name.to_string()).collect();
    assert_eq!(topics, ["a/b", "a/b"]);
    assert!(!rig.feed(p, V, &with("", 2)), "that one was never said");
    assert_eq!(rig.world.closed.get(&p), Some(&Reason::TopicAlias));
}

#[test]
fn more_than_granted_ends_the_connection() {
    let mut rig = Rig::new(Limits { receive_max: 2, ..Limits::default() });
    let p = enter(&mut rig, hello("p"));
    for packet in 1..=2 {
        let message = say::Message { packet, ..message("t", "x", Qos::AtLeastOnce) };
        assert!(rig.feed(p, V, &say::publish(V, &message)));
    }
    let third = say::Message { packet: 3, ..message("t", "x", Qos::AtLeastOnce) };
    assert!(!rig.feed(p, V, &say::publish(V, &third)));
    assert_eq!(rig.world.closed.get(&p), Some(&Reason::ReceiveMaximum));
}

#[test]
fn a_client_that_reads_nothing_is_closed_and_costs_no_more_than_it_may() {
    let mut rig = Rig::new(Limits { waiting_bytes_max: 300, ..Limits::default() });
    rig.world.room = 60;
    let s = enter(&mut rig, hello("s"));
    subscribe(&mut rig, s, "t", 1);
    let p = enter(&mut rig, hello("p"));
    let long = "x".repeat(50);
    for _ in 0..9 {
        publish(&mut rig, p, &message("t", &long, Qos::AtLeastOnce));
    }
    assert_eq!(rig.world.closed.get(&s), Some(&Reason::QuotaExceeded));
    assert_eq!(rig.broker.counters().closed_slow, 1);
}

#[test]
fn what_retention_takes_from_a_session_is_counted_against_it() {
    let mut rig = rig();
    let s = enter(&mut rig, lasting("s"));
    subscribe(&mut rig, s, "t", 1);
    rig.cut(s);
    let p = enter(&mut rig, hello("p"));
    for topic in ["t", "t", "t", "t"] {
        publish(&mut rig, p, &message(topic, "x", Qos::AtLeastOnce));
    }
    assert_eq!(rig.broker.floor(), Seq(0));
    for (place, body) in (0..3).zip(rig.disk.messages.clone()) {
        rig.broker.lose(Seq(place), &body);
    }
    rig.broker.let_go(Seq(3));
    rig.round();
    assert_eq!((rig.broker.lost("s"), rig.broker.counters().lost), (Some(3), 3));
    assert_eq!(rig.broker.floor(), Seq(3));
    rig.power_cut();
    assert_eq!(rig.broker.lost("s"), Some(3), "it is remembered");
    let s = enter(&mut rig, lasting("s"));
    rig.round();
    assert_eq!(payloads(&mut rig, s).len(), 1);
}

#[test]
fn expired_messages_are_not_sent_and_others_say_how_long_they_are_good() {
    let mut rig = rig();
    let s = enter(&mut rig, lasting("s"));
    subscribe(&mut rig, s, "t", 1);
    rig.cut(s);
    let p = enter(&mut rig, hello("p"));
    for (payload, seconds) in [("short", 5), ("long", 60)] {
        let properties = [2, 0, 0, 0, seconds];
        publish(
            &mut rig,
            p,
            &say::Message { properties: &properties, ..message("t", payload, Qos::AtLeastOnce) },
        );
    }
    rig.later_ms(10_000);
    let s = enter(&mut rig, lasting("s"));
    rig.round();
    let got = messages(&mut rig, s);
    assert_eq!((got.len(), &got[0].payload[..]), (1, &b"long"[..]));
    assert_eq!(got[0].properties.message_expiry_interval, Some(50));
}
