//! Queues as a whole, on a log on a simulated disk and a catalog in memory.

mod dead_letters;
mod fair;
mod fifo_model;
pub(super) mod rig;
mod standard_model;

use super::groups::Groups;
use super::state::{Asking, State};
use super::*;
use millpond_base::{LineMs, WallMs};
use millpond_log::Batch;
use rig::Rig;
use roaring::RoaringTreemap;

fn fifo() -> Settings {
    Settings { order: Order::Fifo, ..Settings::default() }
}

#[test]
fn a_message_is_received_once_it_is_durable_and_not_before() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    let mut batch = Batch::new();
    let mut sending = queue.sending(rig.now()).unwrap();
    sending.push(&mut batch, Outgoing { body: b"hello", ..Outgoing::default() }).unwrap();
    let receipt = rig.log.stage(batch, rig.now()).unwrap();
    let sent = sending.staged(receipt.peek());
    assert!(rig.receive(&queue, 10).is_empty());

    rig.commit();

    let received = rig.receive(&queue, 10);
    assert_eq!((&received[0].body[..], received[0].message_id), (&b"hello"[..], sent[0].message_id));
    assert!(rig.receive(&queue, 10).is_empty());
}

#[test]
fn a_batch_that_is_not_staged_sends_nothing() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    let outgoing = || Outgoing { body: b"x", group: Some("g"), dedup_id: Some("d"), ..Outgoing::default() };
    let mut sending = queue.sending(rig.now()).unwrap();
    sending.push(&mut Batch::new(), outgoing()).unwrap();
    drop(sending);

    let sent = rig.send_as(&queue, outgoing());

    assert!(!sent.duplicate);
    assert_eq!(rig.receive(&queue, 10).len(), 1);
}

#[test]
fn an_unread_message_comes_back_when_its_time_is_up_with_a_higher_count() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    rig.send(&queue, "a");
    let first = rig.receive(&queue, 1);
    rig.advance(29_999);
    assert!(rig.receive(&queue, 1).is_empty());

    rig.advance(1);

    let second = rig.receive(&queue, 1);
    assert_eq!((first[0].receives, second[0].receives), (1, 2));
    assert_eq!(first[0].first_received, second[0].first_received);
    assert_ne!(first[0].receipt_handle, second[0].receipt_handle);
}

#[test]
fn returned_messages_come_before_new_ones() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    rig.send(&queue, "old");
    let old = rig.receive(&queue, 1);
    rig.send(&queue, "new");
    queue.change_visibility(&old[0].receipt_handle, 0, rig.now()).unwrap();

    let received = rig.receive(&queue, 10);

    let bodies: Vec<&[u8]> = received.iter().map(|m| &m.body[..]).collect();
    assert_eq!(bodies, [b"old", b"new"]);
}

#[test]
fn a_standard_message_can_be_deleted_with_an_old_handle() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    rig.send(&queue, "a");
    let old = rig.receive(&queue, 1);
    rig.advance(31_000);
    rig.receive(&queue, 1);

    rig.delete(&queue, &old[0]).unwrap();

    rig.advance(31_000);
    assert!(rig.receive(&queue, 1).is_empty());
    assert_eq!(queue.counts(rig.now()), Counts::default());
}

#[test]
fn a_fifo_handle_that_lapsed_is_refused() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    rig.send_fifo(&queue, "g", "1");
    let old = rig.receive(&queue, 1);
    rig.advance(30_000);

    assert_eq!(rig.delete(&queue, &old[0]), Err(HandleError::Expired));
    let new = rig.receive(&queue, 1);
    assert_eq!(rig.delete(&queue, &old[0]), Err(HandleError::Expired));
    assert_eq!(queue.change_visibility(&old[0].receipt_handle, 5, rig.now()), Err(HandleError::Expired));
    assert_eq!(rig.delete(&queue, &new[0]), Ok(()));
    assert_eq!(rig.delete(&queue, &new[0]), Ok(()), "deleting twice is fine");
}

#[test]
fn a_fifo_handle_from_before_a_restart_holds_until_it_would_have_lapsed() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    rig.send_fifo(&queue, "g", "1");
    rig.send_fifo(&queue, "h", "2");
    let received = rig.receive(&queue, 2);
    rig.cut();
    let queue = rig.find("q.fifo");

    assert_eq!(rig.delete(&queue, &received[0]), Ok(()));
    rig.advance(30_000);
    assert_eq!(rig.delete(&queue, &received[1]), Err(HandleError::Expired));
    assert_eq!(rig.receive(&queue, 10).len(), 1);
}

#[test]
fn visibility_cannot_exceed_twelve_hours_in_all_nor_change_when_not_in_flight() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    rig.send(&queue, "a");
    let message = rig.receive(&queue, 1).remove(0);
    rig.advance(10_000);

    let change = |rig: &Rig, s| queue.change_visibility(&message.receipt_handle, s, rig.now());
    assert_eq!(change(&rig, 43_200), Err(HandleError::TooLong));
    assert_eq!(change(&rig, 43_190), Ok(()));
    assert_eq!(change(&rig, 0), Ok(()));
    assert_eq!(change(&rig, 5), Err(HandleError::NotInFlight));
    assert_eq!(queue.change_visibility("nonsense", 5, rig.now()), Err(HandleError::Invalid));
}

#[test]
fn a_delay_hides_a_message_also_across_a_restart() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings { delay_s: 60, ..Settings::default() });
    rig.send(&queue, "late");
    rig.send_as(&queue, Outgoing { body: b"now", delay_s: Some(0), ..Outgoing::default() });
    assert_eq!(queue.counts(rig.now()), Counts { visible: 1, in_flight: 0, delayed: 1 });
    rig.cut();
    let queue = rig.find("q");

    let now = rig.receive_with(&queue, 10, 30);
    assert_eq!(now.messages.iter().map(|m| &m.body[..]).collect::<Vec<_>>(), [b"now"]);
    rig.advance(60_000);

    let bodies: Vec<Vec<u8>> = rig.receive(&queue, 10).into_iter().map(|m| m.body).collect();
    assert!(bodies.contains(&b"late".to_vec()), "{bodies:?}");
}

#[test]
fn a_fifo_delay_is_the_queues_and_counts_for_earlier_messages_too() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", Settings { delay_s: 60, ..fifo() });
    rig.send_fifo(&queue, "g", "1");
    rig.advance(10_000);
    rig.send_fifo(&queue, "h", "2");
    let waiting = rig.receive_with(&queue, 10, 30);
    assert!(waiting.messages.is_empty());
    assert_eq!(waiting.next_due, Some(rig.now().line.after_ms(50_000)));
    assert_eq!(queue.counts(rig.now()), Counts { visible: 0, in_flight: 0, delayed: 2 });

    let change = |_: &Settings| Ok::<_, std::convert::Infallible>(Settings { delay_s: 5, ..fifo() });
    let _ = rig.queues.configure(&queue, rig.now(), change).unwrap();

    assert_eq!(rig.receive(&queue, 10).len(), 1);
    rig.advance(5_000);
    assert_eq!(rig.receive(&queue, 10).len(), 1);
}

#[test]
fn messages_past_their_retention_are_gone() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings { retention_s: 60, ..Settings::default() });
    rig.send(&queue, "old");
    rig.advance(30_000);
    rig.send(&queue, "new");
    rig.advance(30_001);

    let received = rig.receive(&queue, 10);

    assert_eq!(received.iter().map(|m| &m.body[..]).collect::<Vec<_>>(), [b"new"]);
    rig.advance(60_000);
    assert!(rig.receive(&queue, 10).is_empty());
    assert_eq!(queue.counts(rig.now()).visible, 0);
}

#[test]
fn a_group_waits_while_one_of_its_messages_is_in_flight() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    for body in ["a1", "a2", "a3"] {
        rig.send_fifo(&queue, "a", body);
    }
    rig.send_fifo(&queue, "b", "b1");
    let first = rig.receive(&queue, 2);
    assert_eq!(first.iter().map(|m| &m.body[..]).collect::<Vec<_>>(), [b"a1", b"a2"]);
    assert_eq!(rig.receive(&queue, 10)[0].body, b"b1");
    rig.delete(&queue, &first[0]).unwrap();
    assert!(rig.receive(&queue, 10).is_empty(), "a2 is still in flight");

    queue.change_visibility(&first[1].receipt_handle, 0, rig.now()).unwrap();

    let again = rig.receive(&queue, 10);
    assert_eq!(again.iter().map(|m| &m.body[..]).collect::<Vec<_>>(), [b"a2", b"a3"]);
    assert_eq!((again[0].receives, again[1].receives), (2, 1));
}

#[test]
fn a_repeated_deduplication_id_is_answered_with_the_first_message() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", Settings { content_dedup: true, ..fifo() });
    let message = |body: &'static [u8], group| Outgoing { body, group: Some(group), ..Outgoing::default() };
    let first = rig.send_as(&queue, message(b"x", "g"));
    let received = rig.receive(&queue, 1).remove(0);
    rig.delete(&queue, &received).unwrap();
    rig.advance(299_000);

    let second = rig.send_as(&queue, message(b"x", "h"));

    assert_eq!((second.duplicate, second.message_id, second.seq), (true, first.message_id, first.seq));
    assert!(rig.receive(&queue, 1).is_empty(), "it was received and deleted, and is still remembered");
    rig.advance(1_000);
    assert!(!rig.send_as(&queue, message(b"x", "g")).duplicate);
    assert_eq!(rig.receive(&queue, 1)[0].dedup_id.as_deref().map(str::len), Some(64));
}

#[test]
fn one_batch_cannot_hold_a_deduplication_id_twice() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    let mut batch = Batch::new();
    let mut sending = queue.sending(rig.now()).unwrap();
    for body in [b"1", b"2"] {
        let message = Outgoing { body, group: Some("g"), dedup_id: Some("d"), ..Outgoing::default() };
        sending.push(&mut batch, message).unwrap();
    }
    let receipt = rig.log.stage(batch, rig.now()).unwrap();
    let sent = sending.staged(receipt.peek());
    rig.commit();

    assert_eq!((sent[0].duplicate, sent[1].duplicate, sent[1].seq), (false, true, sent[0].seq));
    assert_eq!(rig.receive(&queue, 10).len(), 1);
}

#[test]
fn the_scope_of_deduplication_may_be_the_group() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", Settings { dedup_scope: DedupScope::MessageGroup, ..fifo() });
    let message =
        |group| Outgoing { body: b"x", group: Some(group), dedup_id: Some("d"), ..Outgoing::default() };

    assert!(!rig.send_as(&queue, message("g")).duplicate);
    assert!(!rig.send_as(&queue, message("h")).duplicate);
    assert!(rig.send_as(&queue, message("g")).duplicate);
}

#[test]
fn deduplication_survives_a_restart_even_of_deleted_messages() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    rig.send_fifo(&queue, "g", "1");
    let received = rig.receive(&queue, 1).remove(0);
    rig.delete(&queue, &received).unwrap();
    rig.queues.trim(rig.now());
    rig.log.reclaim().unwrap();
    rig.advance(100_000);
    rig.cut();
    let queue = rig.find("q.fifo");
    rig.advance(299_000);

    assert!(rig.send_fifo(&queue, "g", "1").duplicate, "five more minutes of uptime");
    rig.advance(1_000);
    assert!(!rig.send_fifo(&queue, "g", "1").duplicate);
}

#[test]
fn a_repeated_attempt_gets_the_same_messages() {
    let mut rig = Rig::new();
    let queue = rig.queue("q.fifo", fifo());
    for body in ["1", "2", "3"] {
        rig.send_fifo(&queue, "g", body);
    }
    let asking = Receive { count_max: 2, visibility_s: None, attempt_id: Some("try"), barred: &[] };
    let first = rig.queues.receive(&queue, &asking, rig.now()).unwrap().messages;
    rig.advance(20_000);

    let second = rig.queues.receive(&queue, &asking, rig.now()).unwrap().messages;

    let bodies = |messages: &[Message]| messages.iter().map(|m| m.body.clone()).collect::<Vec<_>>();
    assert_eq!(bodies(&first), bodies(&second));
    assert_eq!(second[0].receives, 1);
    rig.advance(20_000);
    assert!(rig.receive(&queue, 10).is_empty(), "the repeat hid them anew");
    rig.delete(&queue, &second[0]).unwrap();
    let third = rig.queues.receive(&queue, &asking, rig.now()).unwrap().messages;
    assert!(third.is_empty(), "one was deleted, so the attempt is forgotten and the group is blocked");
}

#[test]
fn a_purge_takes_what_was_sent_before_and_comes_once_a_minute() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    for _ in 0..5 {
        rig.send(&queue, "a");
    }
    let held = rig.receive(&queue, 1).remove(0);
    rig.purge(&queue).unwrap();
    rig.send(&queue, "b");

    assert_eq!(queue.counts(rig.now()), Counts { visible: 1, in_flight: 0, delayed: 0 });
    assert_eq!(rig.delete(&queue, &held), Ok(()));
    assert_eq!(rig.purge(&queue), Err(PurgeTooSoon));
    rig.cut();
    let queue = rig.find("q");
    assert_eq!(rig.receive(&queue, 10).iter().map(|m| &m.body[..]).collect::<Vec<_>>(), [b"b"]);
    rig.advance(60_000);
    assert_eq!(rig.purge(&queue), Ok(()));
}

#[test]
fn a_deleted_queue_is_gone_and_its_name_rests() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    rig.send(&queue, "a");

    rig.queues.delete("q", rig.now()).unwrap();

    assert!(rig.queues.find("q").is_none());
    let asking = Receive { count_max: 1, visibility_s: None, attempt_id: None, barred: &[] };
    let late = rig.queues.receive(&queue, &asking, rig.now());
    assert!(late.is_ok_and(|received| received.messages.is_empty()));
    assert!(matches!(rig.queues.delete("q", rig.now()), Err(ChangeError::Unknown)));
    let again = |rig: &Rig| rig.queues.create("q", Settings::default(), BTreeMap::new(), rig.now());
    assert!(matches!(again(&rig), Err(ChangeError::DeletedRecently)));
    rig.advance(60_000);
    let queue = again(&rig).unwrap();
    assert!(rig.receive(&queue, 1).is_empty());
    rig.cut();
    assert!(rig.queues.find("q").is_some());
}

#[test]
fn acknowledgements_are_trimmed_and_deleted_messages_give_their_space_back() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    let body = "x".repeat(1_000);
    // Four times what the log holds goes through it.
    for round in 0..4_000 {
        rig.send(&queue, &body);
        let message = rig.receive(&queue, 1).pop().unwrap_or_else(|| panic!("round {round}"));
        rig.delete(&queue, &message).unwrap();
        if round % 50 == 0 {
            rig.advance(1_000);
            rig.queues.trim(rig.now());
            rig.log.reclaim().unwrap();
        }
    }
    rig.cut();

    assert!(rig.receive(&rig.find("q"), 1).is_empty());
}

/// A queue whose first message is stuck, and behind it nearly as much as the log holds, received as well.
fn stuck(rig: &mut Rig, name: &str, settings: Settings) -> (Arc<Queue>, Vec<Message>) {
    let queue = rig.queue(name, settings);
    let body = "x".repeat(1_000);
    for n in 0..2_600 {
        let (body, group) = (format!("{n} {body}"), format!("group {n}"));
        let fifo = name.ends_with(".fifo");
        let (group, dedup_id) = (fifo.then_some(&*group), fifo.then_some(&*group));
        rig.stage(&queue, Outgoing { body: body.as_bytes(), group, dedup_id, ..Outgoing::default() });
        if n % 20 == 19 {
            rig.commit();
        }
    }
    let mut messages = Vec::new();
    while messages.len() < 2_600 {
        messages.extend(rig.receive_with(&queue, 10, 40_000).messages);
    }
    messages.remove(0);
    (queue, messages)
}

#[test]
fn messages_deleted_behind_a_stuck_one_give_their_space_back_and_never_return() {
    let mut rig = Rig::new();
    let (queue, messages) = stuck(&mut rig, "q", Settings::default());
    messages.iter().for_each(|message| rig.delete_unsynced(&queue, &message.receipt_handle).unwrap());
    rig.tidy();
    assert!(rig.log.stats().segments_used > 11, "what is not durably deleted was let go of");

    rig.commit();
    rig.tidy();

    assert!(rig.log.stats().segments_used <= 3, "{:?}", rig.log.stats());
    assert_eq!(queue.counts(rig.now()), Counts { visible: 0, in_flight: 1, delayed: 0 });
    for n in 0..2_000 {
        rig.send_unsynced(&queue, &format!("new {n} {}", "x".repeat(1_000)));
        if n % 20 == 19 {
            rig.commit();
        }
    }
    rig.cut();
    let queue = rig.find("q");
    let mut back = Vec::new();
    while back.len() < 2_001 {
        back.extend(rig.receive(&queue, 10).into_iter().map(|message| message.seq));
    }
    assert_eq!(back, [0].into_iter().chain(2_600..4_600).collect::<Vec<_>>());
    assert!(rig.receive(&queue, 10).is_empty());
}

#[test]
fn a_power_cut_before_a_delete_is_durable_brings_every_message_back() {
    let mut rig = Rig::new();
    let (queue, messages) = stuck(&mut rig, "q", Settings::default());
    messages.iter().for_each(|message| rig.delete_unsynced(&queue, &message.receipt_handle).unwrap());
    rig.tidy();

    rig.cut();

    assert_eq!(rig.find("q").counts(rig.now()).visible, 2_600);
}

#[test]
fn a_message_deleted_from_the_middle_keeps_its_space_while_its_deduplication_id_counts() {
    let mut rig = Rig::new();
    let (queue, messages) = stuck(&mut rig, "q.fifo", fifo());
    messages.iter().for_each(|message| rig.delete_unsynced(&queue, &message.receipt_handle).unwrap());
    rig.commit();
    rig.tidy();
    rig.cut();
    rig.tidy();
    let queue = rig.find("q.fifo");
    let outgoing = |n: u32| format!("group {n}");
    for n in [1, 1_300, 2_599] {
        let id = outgoing(n);
        let (group, dedup_id) = (Some(&*id), Some(&*id));
        assert!(
            rig.send_as(&queue, Outgoing { body: b"again", group, dedup_id, ..Outgoing::default() })
                .duplicate
        );
    }

    rig.advance(dedup::DEDUP_MS);
    rig.tidy();

    assert!(rig.log.stats().segments_used <= 3, "{:?}", rig.log.stats());
    rig.cut();
    assert_eq!(rig.receive(&rig.find("q.fifo"), 10).len(), 1);
}

#[test]
fn a_stuck_oldest_message_does_not_keep_every_acknowledgement() {
    let mut rig = Rig::new();
    let queue = rig.queue("q", Settings::default());
    rig.send(&queue, "stuck");
    rig.receive_with(&queue, 1, 40_000);
    for _ in 0..60 {
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

    let acks = rig.log.bounds(queue.acks);

    assert_eq!(queue.counts(rig.now()), Counts { visible: 0, in_flight: 1, delayed: 0 });
    assert!(acks.records < 12_000, "{acks:?}");
    rig.cut();
    let queue = rig.find("q");
    let received = rig.receive(&queue, 10);
    assert_eq!(received.iter().map(|m| &m.body[..]).collect::<Vec<_>>(), [b"stuck"]);
}

#[test]
fn a_backlog_costs_no_memory() {
    let asking = Asking { now_line: LineMs(0), now_wall: WallMs(0), hide_ms: 30_000 };
    let mut state = State::new(Order::Standard, 0, RoaringTreemap::new(), 0);
    let next = 1_000_000;

    assert_eq!((state.live(next), state.heap_bytes()), (next, state.gone().serialized_size()));
    assert!(size_of::<State>() <= 512, "{} B", size_of::<State>());

    // A thousand in flight, and every other of the next hundred thousand deleted.
    state.claim_fresh(1_000, next, &asking);
    let claims = state.claim_fresh(100_000, next, &asking);
    for claim in claims.iter().step_by(2) {
        state.remove(claim.seq);
    }
    assert_eq!(state.in_flight(), 51_000);
    for claim in claims.iter().skip(1).step_by(2) {
        state.remove(claim.seq);
    }
    assert_eq!(state.in_flight(), 1_000);
    assert!(state.heap_bytes() < 150_000, "{} B", state.heap_bytes());
}

#[test]
fn in_flight_messages_are_bounded() {
    let asking = Asking { now_line: LineMs(0), now_wall: WallMs(0), hide_ms: 30_000 };
    let mut state = State::new(Order::Standard, 0, RoaringTreemap::new(), 0);

    let claims = state.claim_fresh(1_000_000, 1_000_000, &asking);

    assert_eq!(claims.len(), IN_FLIGHT_MAX);
    assert!(state.claim_fresh(1, 1_000_000, &asking).is_empty());
    assert!(state.heap_bytes() < 20_000_000, "{} B", state.heap_bytes());
    state.advance(LineMs(30_000));
    assert_eq!(state.claim_next(10, 1_000_000, &asking).len(), 10);
}

#[test]
fn a_gap_of_lost_places_is_passed_in_one_step() {
    let asking = Asking { now_line: LineMs(0), now_wall: WallMs(0), hide_ms: 30_000 };
    let mut state = State::new(Order::Standard, 0, RoaringTreemap::new(), 0);
    let next = 1 << 24;
    let claims = state.claim_fresh(10, next, &asking);
    for claim in &claims {
        state.remove(claim.seq);
    }

    state.lost(10, next);

    assert_eq!((state.head(), state.cursor(), state.live(next)), (next, next, 0));
    assert!(state.gone().is_empty());
}

#[test]
fn groups_take_turns_by_their_oldest_message() {
    let mut groups = Groups::default();
    for (group, seq) in [(1, 0), (2, 1), (1, 2), (3, 3)] {
        groups.push(group, seq);
    }

    assert!(groups.has_ready(4, |_| false) && !groups.has_ready(5, |_| false));
    assert_eq!(groups.take(3, |_| false), [(1, 0), (1, 2), (2, 1)]);
    assert!(groups.is_blocked(1) && !groups.is_blocked(3));
    groups.give_back(1, 2);
    groups.finish(1);
    assert_eq!(groups.take(10, |_| false), [(1, 2), (3, 3)]);
}

#[test]
fn a_message_deleted_while_it_waited_takes_no_place_in_a_receive() {
    let mut groups = Groups::default();
    for seq in 0..4 {
        groups.push(1, seq);
    }
    assert!(groups.has_ready(3, |seq| seq == 1) && !groups.has_ready(4, |seq| seq == 1));
    assert_eq!(groups.take(3, |seq| seq == 1), [(1, 0), (1, 2), (1, 3)]);
}
