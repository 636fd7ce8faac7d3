//! Receives that wait.

use crate::rig::{Ran, Rig, Running, bodies, handle, message, receive};
use millpond_base::{Clock, LineMs};
use millpond_sqs::api;

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
