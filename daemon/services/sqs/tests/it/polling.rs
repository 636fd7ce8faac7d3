//! Receives that wait.

use crate::rig::{Ran, Rig, Running, bodies, handle, message, receive, refused};
use millpond_base::{Clock, LineMs};
use millpond_log::Batch;
use millpond_sqs::api;
use millpond_store::queue::{IN_FLIGHT_MAX, Outgoing, Receive as Asking};

type Receive = Running<api::ReceiveMessage>;

fn wait(rig: &Rig, url: &str, seconds: Option<i64>) -> Receive {
    rig.begin::<api::ReceiveMessage>(api::ReceiveMessageInput { wait_time_seconds: seconds, ..receive(url) })
        .unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Runs a receive that must go on waiting.
#[track_caller]
fn waits_until(rig: &Rig, running: &mut Receive) -> u64 {
    match rig.run(running) {
        Ok(Ran::Waits { until }) => until.since_ms(rig.clock.now().line),
        Ok(Ran::Reply(reply)) => panic!("it does not wait: {:?}", reply.messages.map(|m| m.len())),
        Err(fault) => panic!("{fault:?}"),
    }
}

#[track_caller]
fn ends(rig: &Rig, running: &mut Receive) -> Vec<api::Message> {
    match rig.run(running) {
        Ok(Ran::Reply(reply)) => reply.messages.unwrap_or_default(),
        Ok(Ran::Waits { until }) => panic!("it waits until {until:?}"),
        Err(fault) => panic!("{fault:?}"),
    }
}

#[test]
fn an_empty_queue_is_waited_for_to_the_end() {
    let (rig, url) = Rig::with_queue("q");
    let mut running = wait(&rig, &url, Some(5));
    assert_eq!(waits_until(&rig, &mut running), 5_000);
    rig.clock.advance_ms(3_000);
    assert_eq!(waits_until(&rig, &mut running), 2_000, "waking for nothing does not lengthen the wait");
    rig.clock.advance_ms(2_000);

    assert!(ends(&rig, &mut running).is_empty());
    assert!(ends(&rig, &mut wait(&rig, &url, Some(0))).is_empty());
    assert!(ends(&rig, &mut wait(&rig, &url, None)).is_empty());
}

#[test]
fn the_queue_says_how_long_to_wait_when_the_receiver_does_not() {
    let rig = Rig::new();
    let url = rig.create("q", &[("ReceiveMessageWaitTimeSeconds", "7")]);

    assert_eq!(waits_until(&rig, &mut wait(&rig, &url, None)), 7_000);
    assert!(ends(&rig, &mut wait(&rig, &url, Some(0))).is_empty());
}

#[test]
fn a_new_message_ends_the_wait() {
    let (rig, url) = Rig::with_queue("q");
    let mut running = wait(&rig, &url, Some(20));
    waits_until(&rig, &mut running);
    rig.rung.lock().unwrap().clear();

    rig.send(&url, "a");

    let track = rig.store.queues().find("q").unwrap().track();
    assert!(rig.rung.lock().unwrap().contains(&track), "the commit rings the queue's bell");
    assert_eq!(bodies(&ends(&rig, &mut running)), ["a"]);
}

#[test]
fn the_end_of_a_delay_ends_the_wait() {
    let (rig, url) = Rig::with_queue("q");
    rig.try_send(api::SendMessageInput { delay_seconds: Some(3), ..message(&url, "late") }).unwrap();
    let mut running = wait(&rig, &url, Some(20));
    assert_eq!(waits_until(&rig, &mut running), 3_000);
    rig.clock.advance_ms(3_000);

    assert_eq!(bodies(&ends(&rig, &mut running)), ["late"]);
}

#[test]
fn the_end_of_a_visibility_timeout_ends_the_wait() {
    let rig = Rig::new();
    let url = rig.create("q", &[("VisibilityTimeout", "4")]);
    rig.send(&url, "a");
    rig.receive(&url);
    let mut running = wait(&rig, &url, Some(20));
    assert_eq!(waits_until(&rig, &mut running), 4_000);
    rig.clock.advance_ms(4_000);

    assert_eq!(bodies(&ends(&rig, &mut running)), ["a"]);
}

#[test]
fn making_a_message_available_rings_for_those_who_wait() {
    let (rig, url) = Rig::with_queue("q");
    rig.send(&url, "a");
    let held = rig.receive(&url).remove(0);
    let mut running = wait(&rig, &url, Some(20));
    assert_eq!(waits_until(&rig, &mut running), 20_000);
    rig.rung.lock().unwrap().clear();

    rig.change(&url, handle(&held), 0).unwrap();

    assert!(!rig.rung.lock().unwrap().is_empty());
    assert_eq!(bodies(&ends(&rig, &mut running)), ["a"]);
}

#[test]
fn a_receive_with_a_short_timeout_rings_for_those_who_wait_longer() {
    let (rig, url) = Rig::with_queue("q");
    let mut running = wait(&rig, &url, Some(20));
    waits_until(&rig, &mut running);
    rig.send(&url, "a");
    rig.rung.lock().unwrap().clear();
    rig.try_receive(api::ReceiveMessageInput { visibility_timeout: Some(2), ..receive(&url) }).unwrap();

    assert!(!rig.rung.lock().unwrap().is_empty());
    assert_eq!(waits_until(&rig, &mut running), 2_000);
}

#[test]
fn a_deleted_queue_ends_the_wait() {
    let (rig, url) = Rig::with_queue("q");
    let mut running = wait(&rig, &url, Some(20));
    waits_until(&rig, &mut running);
    rig.rung.lock().unwrap().clear();

    rig.delete_queue(&url).unwrap();

    assert!(!rig.rung.lock().unwrap().is_empty());
    let ended = rig.run(&mut running);
    assert_eq!(ended.err().map(|fault| fault.code), Some("QueueDoesNotExist"));
}

#[test]
fn the_wait_is_on_the_device_timeline() {
    let (rig, url) = Rig::with_queue("q");
    let mut running = wait(&rig, &url, Some(1));

    match rig.run(&mut running) {
        Ok(Ran::Waits { until }) => assert_eq!(until, LineMs(crate::rig::START_MS + 1_000)),
        _ => panic!("it waits"),
    }
}

#[test]
fn a_queue_with_too_many_messages_in_flight_says_so_to_those_who_do_not_wait() {
    let rig = Rig::with_segments(64 << 20, 1 << 20);
    let url = rig.create("q", &[]);
    let queues = rig.store.queues();
    let queue = queues.find("q").unwrap();
    let now = rig.clock.now();
    for _ in 0..=IN_FLIGHT_MAX / 1_000 {
        let (mut batch, mut sending) = (Batch::new(), queue.sending(now).unwrap());
        for _ in 0..1_000 {
            let outgoing = Outgoing {
                body: b"m",
                attributes: Vec::new(),
                sender_id: "s",
                group: None,
                dedup_id: None,
                delay_s: None,
                trace_header: None,
            };
            sending.push(&mut batch, outgoing).unwrap();
        }
        let receipt = rig.store.stage(batch, now).unwrap();
        while rig.store.commit(now).unwrap().is_some() {}
        assert_eq!(sending.staged(receipt.peek()).len(), 1_000);
    }
    let asking = Asking { count_max: 1_000, visibility_s: Some(43_200), attempt_id: None, barred: &[] };
    let mut last = None;
    while let Some(message) = queues.receive(&queue, &asking, now).unwrap().messages.pop() {
        last = Some(message.receipt_handle);
    }

    assert_eq!(rig.counts(&url), ["1000", "120000", "0"]);
    refused(rig.try_receive(receive(&url)), "OverLimit", "OverLimit", "Too many messages in flight.");
    assert_eq!(waits_until(&rig, &mut wait(&rig, &url, Some(5))), 5_000);

    rig.delete(&url, &last.unwrap()).unwrap();
    assert_eq!(rig.receive(&url).len(), 1);
}
