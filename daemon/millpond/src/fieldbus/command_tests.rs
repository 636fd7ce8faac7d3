//! Messages of queues that nodes do, whatever is lost on the way.

use super::enrolment_tests::{Wire, enrol_with, talk};
use super::tests::{SOON, Site, udp, wait_until};
use millpond_link::format::Kind;
use millpond_log::Batch;
use millpond_node_sim::NodeRunner;
use millpond_store::node::Node;
use millpond_store::queue::{Attribute, AttributeValue, Counts, Order, Outgoing, Queue, Redrive, Settings};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

fn queue(site: &Site, name: &str, settings: Settings) -> Arc<Queue> {
    site.store.queues().create(name, settings, BTreeMap::new(), site.store.clock().now()).unwrap()
}

fn send(site: &Site, queue: &Queue, body: &str, node: Option<&str>) {
    let now = site.store.clock().now();
    let mut batch = Batch::new();
    let mut sending = queue.sending(now).unwrap();
    let attribute = |name: &str| Attribute {
        name: "node".into(),
        data_type: "String".into(),
        value: AttributeValue::Text(name.into()),
    };
    let order = queue.settings().is_fifo().then_some(("g", body));
    let message = Outgoing {
        body: body.as_bytes(),
        sender_id: "test",
        attributes: node.map(attribute).into_iter().collect(),
        group: order.map(|(group, _)| group),
        dedup_id: order.map(|(_, dedup_id)| dedup_id),
        ..Outgoing::default()
    };
    sending.push(&mut batch, message).unwrap();
    let staged = site.store.stage(batch, now).unwrap();
    let _ids = sending.staged(staged.peek());
    wait_until(|| site.store.log().durable() >= staged.ticket());
}

/// Waits while time passes: a tenth of a second every few milliseconds.
fn wait_in_time(site: &Site, mut done: impl FnMut() -> bool) {
    wait_until(|| {
        site.clock.advance_ms(100);
        done()
    });
}

fn counts(site: &Site, queue: &Queue) -> Counts {
    queue.counts(site.store.clock().now())
}

fn words(runner: &NodeRunner) -> Vec<String> {
    runner.commands().into_iter().map(|command| String::from_utf8(command).unwrap()).collect()
}

fn start(node: &Node, key: [u8; 32], to: std::net::SocketAddr) -> NodeRunner {
    NodeRunner::spawn(talk(node, key, 0, to)).unwrap()
}

#[test]
fn commands_are_done_in_order_and_their_messages_deleted() {
    let site = Site::new(udp(0, Vec::new()));
    let orders = queue(&site, "orders.fifo", Settings { order: Order::Fifo, ..Settings::default() });
    let (node, key) = enrol_with(&site, "a", Some("orders.fifo"));
    let runner = start(&node, key, site.address());
    let sent: Vec<String> = (0..5).map(|n| format!("open valve {n}")).collect();

    for body in &sent {
        send(&site, &orders, body, None);
    }

    wait_in_time(&site, || counts(&site, &orders) == Counts::default());
    assert_eq!(words(&runner), sent);
    assert_eq!((site.counted("commands_done"), site.counted("commands_unanswered")), (5, 0));
    assert_eq!(site.bus.figures()[&node.number].commands_done, 5);
    assert_eq!(runner.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn a_command_is_done_once_whatever_message_is_lost() {
    // The command itself; what says that it is done, with what the node resends.
    for lost in [Kind::Command, Kind::Data] {
        let site = Site::new(udp(0, Vec::new()));
        let orders = queue(&site, "orders", Settings::default());
        let (node, key) = enrol_with(&site, "a", Some("orders"));
        let left = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&left);
        let wire = Wire::new(site.address(), move |kind, _| {
            let mut left = theirs.lock().unwrap();
            let gone = kind == lost as u8 && *left > 0;
            *left -= i32::from(gone);
            gone
        });
        let runner = start(&node, key, wire.address);
        wait_until(|| runner.progress().acked >= 20);
        *left.lock().unwrap() = 6;

        send(&site, &orders, "once", None);

        wait_in_time(&site, || counts(&site, &orders) == Counts::default());
        assert_eq!(*left.lock().unwrap(), 0, "{lost:?}");
        assert_eq!(words(&runner), ["once"], "{lost:?}");
        assert_eq!(runner.finish(SOON).unacked(), 0);
        wire.stop();
        site.stop();
    }
}

#[test]
fn the_messages_of_an_absent_node_stay_visible_and_are_not_received() {
    let site = Site::new(udp(0, Vec::new()));
    let orders = queue(&site, "orders", Settings::default());
    let (node, key) = enrol_with(&site, "a", Some("orders"));
    send(&site, &orders, "later", None);
    for _ in 0..100 {
        site.clock.advance_ms(10_000);
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    assert_eq!(counts(&site, &orders), Counts { visible: 1, ..Counts::default() });

    let runner = start(&node, key, site.address());

    wait_in_time(&site, || counts(&site, &orders) == Counts::default());
    assert_eq!(words(&runner), ["later"]);
    assert_eq!(runner.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn what_a_node_does_not_do_becomes_a_dead_letter_as_the_queue_says() {
    let site = Site::new(udp(0, Vec::new()));
    let dead = queue(&site, "dead", Settings::default());
    let redrive = Some(Redrive { target_arn: dead.arn().to_owned(), receive_count_max: 2 });
    let orders = queue(&site, "orders", Settings { redrive, ..Settings::default() });
    let (node, key) = enrol_with(&site, "a", Some("orders"));
    let config = millpond_node_sim::NodeConfig { obeys: false, ..talk(&node, key, 0, site.address()) };
    let runner = NodeRunner::spawn(config).unwrap();
    let long = "x".repeat(193);
    send(&site, &orders, "never", None);
    send(&site, &orders, &long, None);
    wait_until(|| runner.progress().acked >= 20);

    wait_in_time(&site, || counts(&site, &dead).visible == 2);

    assert_eq!(counts(&site, &orders), Counts::default());
    assert_eq!(site.counted("commands_unanswered"), 2);
    assert!(site.counted("commands_undeliverable") >= 2);
    assert_eq!(site.counted("commands_done"), 0);
    assert_eq!(runner.finish(SOON).unacked(), 0);
    site.stop();
}

#[test]
fn nodes_that_share_a_queue_get_what_names_them() {
    let site = Site::new(udp(0, Vec::new()));
    let orders = queue(&site, "orders", Settings::default());
    let [a, b] = ["a", "b"].map(|name| {
        let (node, key) = enrol_with(&site, name, Some("orders"));
        start(&node, key, site.address())
    });
    wait_until(|| a.progress().acked >= 20 && b.progress().acked >= 20);

    for (body, node) in [("1", Some("a")), ("2", Some("b")), ("3", Some("b")), ("nobody", None)] {
        send(&site, &orders, body, node);
    }

    wait_in_time(&site, || a.commands().len() + b.commands().len() == 3);
    let mut of_b = words(&b);
    of_b.sort();
    assert_eq!((words(&a), of_b), (vec!["1".to_owned()], vec!["2".to_owned(), "3".to_owned()]));
    wait_in_time(&site, || counts(&site, &orders).visible + counts(&site, &orders).in_flight == 1);
    for runner in [a, b] {
        assert_eq!(runner.finish(SOON).unacked(), 0);
    }
    site.stop();
}

#[test]
fn each_command_is_done_once_while_the_gateway_loses_power() {
    let mut site = Site::new(udp(0, Vec::new()));
    let port = site.address().port();
    queue(&site, "orders.fifo", Settings { order: Order::Fifo, ..Settings::default() });
    let (node, key) = enrol_with(&site, "a", Some("orders.fifo"));
    let runner = start(&node, key, site.address());
    let mut sent = Vec::new();

    for turn in 0..6_u64 {
        let orders = site.store.queues().find("orders.fifo").unwrap();
        for n in 0..3 {
            let body = format!("{turn}-{n}");
            send(&site, &orders, &body, None);
            sent.push(body);
        }
        // From before the first is sent to after the last was deleted.
        let done = words(&runner).len() + usize::try_from(turn % 4).unwrap();
        wait_in_time(&site, || words(&runner).len() >= done);
        site = site.cut(udp(port, Vec::new()), turn);
    }
    let orders = site.store.queues().find("orders.fifo").unwrap();
    wait_in_time(&site, || counts(&site, &orders) == Counts::default());

    assert_eq!(words(&runner), sent);
    assert_eq!(runner.finish(SOON).unacked(), 0);
    site.stop();
}
