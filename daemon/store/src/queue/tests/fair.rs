//! Fair queues: a noisy tenant delays nobody but itself; and receive counts that outlive the power.

use super::rig::Rig;
use super::*;
use crate::queue::state::WINDOW_MAX;
use std::collections::BTreeSet;

fn send_as(rig: &Rig, queue: &Queue, tenant: &str, count: usize) {
    let group = (!tenant.is_empty()).then_some(tenant);
    for n in 0..count {
        let body = format!("{tenant}{n}");
        rig.stage(queue, Outgoing { body: body.as_bytes(), group, ..Outgoing::default() });
    }
    rig.commit();
}

fn tenants(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.group.as_deref().unwrap_or_default()).collect()
}

#[test]
fn a_quiet_tenant_is_served_before_the_backlog_of_a_noisy_one() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    send_as(&rig, &queue, "noisy", 400);
    send_as(&rig, &queue, "quiet", 2);
    send_as(&rig, &queue, "", 1);
    for _ in 0..3 {
        assert_eq!(tenants(&rig.receive_with(&queue, 10, 600).messages), ["noisy"; 10]);
    }

    let served = rig.receive_with(&queue, 10, 600).messages;

    let mut expected = vec!["quiet", "quiet", ""];
    expected.extend(["noisy"; 7]);
    assert_eq!(tenants(&served), expected);
    assert_eq!(served[3].body, b"noisy30", "the noisy tenant's own messages keep their order");
}

#[test]
fn of_noisy_tenants_the_one_with_the_fewest_in_flight_goes_first() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    send_as(&rig, &queue, "a", 200);
    send_as(&rig, &queue, "b", 200);
    for _ in 0..10 {
        rig.receive_with(&queue, 10, 600);
    }

    let served = rig.receive_with(&queue, 10, 600).messages;

    // 30 of a, then those of b until it has as many in flight, then both in turn: 50 each.
    let mut both = tenants(&served);
    both.sort_unstable();
    assert_eq!(both.iter().filter(|tenant| **tenant == "a").count(), 5);
}

#[test]
fn a_noisy_tenant_is_quiet_again_once_its_messages_are_done() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    send_as(&rig, &queue, "noisy", 50);
    send_as(&rig, &queue, "quiet", 5);
    let held: Vec<Message> = (0..3).flat_map(|_| rig.receive_with(&queue, 10, 600).messages).collect();
    assert_eq!(tenants(&rig.receive_with(&queue, 2, 0).messages), ["quiet"; 2]);

    held.iter().for_each(|message| rig.delete(&queue, message).unwrap());

    assert_eq!(tenants(&rig.receive_with(&queue, 10, 600).messages), ["noisy"; 10]);
}

#[test]
fn whoever_is_noisy_every_message_comes_once_and_none_is_left() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    let mut sent = BTreeSet::new();
    for (round, tenant) in ["a", "b", "a", "", "c", "a", "b"].into_iter().enumerate() {
        for n in 0..60 {
            let body = format!("{tenant} {round} {n}");
            let delay_s = Some(u32::from(n % 7 == 0));
            let group = (!tenant.is_empty()).then_some(tenant);
            rig.stage(&queue, Outgoing { body: body.as_bytes(), group, delay_s, ..Outgoing::default() });
            sent.insert(body.into_bytes());
        }
        rig.commit();
        if round == 3 {
            rig.cut();
        }
        let queue = rig.find("q");
        for _ in 0..4 {
            for message in rig.receive_with(&queue, 10, 5).messages.iter().take(3) {
                assert!(sent.remove(&message.body), "{:?} came back", message.body);
                rig.delete(&queue, message).unwrap();
            }
        }
        rig.advance(700);
    }
    let queue = rig.find("q");
    rig.advance(6_000);

    loop {
        let received = rig.receive_with(&queue, 10, 600).messages;
        if received.is_empty() {
            break;
        }
        for message in received {
            assert!(sent.remove(&message.body), "{:?} came twice", message.body);
            rig.delete(&queue, &message).unwrap();
        }
    }

    assert!(sent.is_empty(), "{} are left", sent.len());
    assert_eq!(queue.counts(rig.now()), Counts::default());
}

#[test]
fn what_is_read_ahead_is_bounded_however_long_the_backlog_is() {
    let asking = Asking { now_line: LineMs(0), now_wall: WallMs(0), hide_ms: 30_000 };
    let mut state = State::new(Order::Standard, 0, RoaringTreemap::new(), 0);
    let next = 1_000_000;
    for claim in state.claim_next(40, next, &asking) {
        state.assign(claim.seq, claim.nonce, 7);
    }
    for seq in state.cursor()..next {
        if !state.wants_ahead(10, next) {
            break;
        }
        state.look(seq, Some((7, None)));
    }

    assert_eq!(state.cursor(), 40 + WINDOW_MAX as u64);
    assert!(state.heap_bytes() < 10_000_000, "{} B", state.heap_bytes());
    assert_eq!(state.claim_next(10, next, &asking).len(), 10);
    assert!(state.wants_ahead(10, next), "what was taken makes room");
    assert_eq!(state.live(next), next);
}

#[test]
fn a_message_that_brings_the_power_down_becomes_a_dead_letter_all_the_same() {
    for suffix in ["", ".fifo"] {
        let mut rig = Rig::new();
        let order = if suffix.is_empty() { Order::Standard } else { Order::Fifo };
        let dead = rig.queue(&format!("dead{suffix}"), Settings { order, ..Settings::default() });
        let redrive = Some(Redrive { target_arn: dead.arn().to_owned(), receive_count_max: 3 });
        let mut queue = rig.queue(&format!("q{suffix}"), Settings { order, redrive, ..Settings::default() });
        rig.send_fifo(&queue, "g", "poison");
        for receives in 1..=3 {
            let received = rig.receive_with(&queue, 1, 600).messages;
            assert_eq!(received[0].receives, receives);
            // The count goes along with whatever is committed next.
            rig.commit();
            rig.cut();
            queue = rig.find(&format!("q{suffix}"));
        }

        assert!(rig.receive(&queue, 1).is_empty());

        rig.commit();
        rig.cut();
        assert!(rig.receive(&rig.find(&format!("q{suffix}")), 1).is_empty());
        assert_eq!(rig.receive(&rig.find(&format!("dead{suffix}")), 1)[0].receives, 1);
    }
}

#[test]
fn receive_counts_survive_a_snapshot_and_go_with_their_messages() {
    let mut rig = Rig::new();
    let dead = rig.queue("dead", Settings::default());
    let redrive = Some(Redrive { target_arn: dead.arn().to_owned(), receive_count_max: 1_000 });
    let queue = rig.queue("q", Settings { redrive, ..Settings::default() });
    rig.send(&queue, "stuck");
    for _ in 0..5 {
        assert_eq!(rig.receive_with(&queue, 1, 0).messages.len(), 1);
    }
    rig.receive_with(&queue, 1, 40_000);
    // Enough of others that the acknowledgements are written anew.
    for _ in 0..30 {
        for _ in 0..300 {
            rig.send_unsynced(&queue, "x");
        }
        rig.commit();
        for _ in 0..30 {
            let received = rig.receive(&queue, 10);
            received.iter().for_each(|message| rig.delete_unsynced(&queue, &message.receipt_handle).unwrap());
        }
        rig.commit();
    }
    rig.queues.trim(rig.now());
    assert!(rig.log.bounds(queue.acks).records < 9_000, "{:?}", rig.log.bounds(queue.acks));

    rig.cut();

    let received = rig.receive(&rig.find("q"), 10);
    assert_eq!((received.len(), received[0].receives), (1, 7));
}

#[test]
fn a_receive_count_costs_a_few_bytes_and_only_where_there_are_dead_letters() {
    let mut rig = Rig::new();
    let dead = rig.queue("dead", Settings::default());
    let redrive = Some(Redrive { target_arn: dead.arn().to_owned(), receive_count_max: 5 });
    let with = rig.queue("with", Settings { redrive, ..Settings::default() });
    let without = rig.queue("without", Settings::default());
    for queue in [&with, &without] {
        for n in 0..1_000 {
            rig.send_unsynced(queue, &n.to_string());
        }
        rig.commit();
        (0..100).for_each(|_| drop(rig.receive_with(queue, 10, 600)));
        rig.commit();
    }

    let records = rig.log.read(
        with.acks,
        millpond_base::Seq(0),
        millpond_log::ReadLimit { records: 1_000, bytes: 1 << 20 },
    );
    let records = records.unwrap();
    let bytes: usize = records.iter().map(|record| record.body.len()).sum();

    assert_eq!((records.len(), rig.log.bounds(without.acks).records), (100, 0));
    assert!(bytes <= 1_000 * 3, "{bytes} B for 1,000 messages received");
}

#[test]
fn delays_are_counted_after_a_restart() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    for (n, delay_s) in [0, 60, 900, 0, 5].into_iter().enumerate() {
        let body = n.to_string();
        let message = Outgoing { body: body.as_bytes(), delay_s: Some(delay_s), ..Outgoing::default() };
        rig.send_as(&queue, message);
    }
    let fifo = rig.queue("q.fifo", Settings { delay_s: 60, ..fifo() });
    rig.send_fifo(&fifo, "g", "1");
    rig.advance(30_000);
    rig.send_fifo(&fifo, "g", "2");
    rig.cut();
    let [queue, fifo] = ["q", "q.fifo"].map(|name| rig.find(name));

    assert_eq!(queue.counts(rig.now()), Counts { visible: 3, in_flight: 0, delayed: 2 });
    assert_eq!(fifo.counts(rig.now()), Counts { visible: 0, in_flight: 0, delayed: 2 });
    rig.advance(30_000);
    assert_eq!(queue.counts(rig.now()), Counts { visible: 4, in_flight: 0, delayed: 1 });
    assert_eq!(fifo.counts(rig.now()), Counts { visible: 1, in_flight: 0, delayed: 1 });
    assert_eq!(rig.receive(&queue, 10).len(), 4);
    rig.advance(30_000);
    assert_eq!(fifo.counts(rig.now()), Counts { visible: 2, in_flight: 0, delayed: 0 });
}
