//! Messages received too often: where they go, how long they are kept there, and that a deleted one stays deleted.

use super::rig::Rig;
use super::*;

const DAY_MS: u64 = 86_400_000;

/// A queue and its dead-letter queue, which keeps messages for `dead_s`.
fn pair(rig: &mut Rig, order: Order, receive_count_max: u32, dead_s: u32) -> [Arc<Queue>; 2] {
    let suffix = if order == Order::Fifo { ".fifo" } else { "" };
    let settings = Settings { order, retention_s: dead_s, ..Settings::default() };
    let dead = rig.queue(&format!("dead{suffix}"), settings);
    let redrive = Some(Redrive { target_arn: dead.arn().to_owned(), receive_count_max });
    let settings = Settings { order, redrive, retention_s: 1_209_600, ..Settings::default() };
    [rig.queue(&format!("q{suffix}"), settings), dead]
}

#[test]
fn a_message_received_too_often_moves_to_the_dead_letter_queue() {
    let mut rig = Rig::new();
    let dead = rig.queue("dead", Settings::default());
    let redrive = Redrive { target_arn: dead.arn().to_owned(), receive_count_max: 2 };
    let queue = rig.queue("q", Settings { redrive: Some(redrive), ..Settings::default() });
    let sent = rig.send(&queue, "poison");
    for _ in 0..2 {
        assert_eq!(rig.receive(&queue, 1).len(), 1);
        rig.advance(30_000);
    }

    assert!(rig.receive(&queue, 1).is_empty());
    rig.commit();

    let moved = rig.receive(&dead, 1).remove(0);
    assert_eq!((moved.message_id, &moved.body[..]), (sent.message_id, &b"poison"[..]));
    assert_eq!(moved.moved_from.as_deref(), Some(queue.arn()));
    assert_eq!(queue.counts(rig.now()), Counts::default());
    rig.cut();
    assert!(rig.receive(&rig.find("q"), 1).is_empty());
    assert_eq!(rig.receive(&rig.find("dead"), 1).len(), 1);
}

#[test]
fn a_move_that_is_lost_in_a_power_cut_leaves_the_message_where_it_was() {
    let mut rig = Rig::new();
    let dead = rig.queue("dead", Settings::default());
    let redrive = Redrive { target_arn: dead.arn().to_owned(), receive_count_max: 1 };
    let queue = rig.queue("q", Settings { redrive: Some(redrive), ..Settings::default() });
    rig.send(&queue, "poison");
    rig.receive(&queue, 1);
    rig.advance(30_000);
    assert!(rig.receive(&queue, 1).is_empty());

    rig.cut();

    assert_eq!(rig.receive(&rig.find("q"), 1).len(), 1);
    assert!(rig.receive(&rig.find("dead"), 1).is_empty());
}

#[test]
fn a_standard_dead_letter_expires_as_if_it_had_never_moved() {
    let mut rig = Rig::new();
    let [queue, dead] = pair(&mut rig, Order::Standard, 1, 4 * 86_400);
    let sent = rig.send(&queue, "poison");
    let sent_at = rig.now().wall;
    rig.advance(DAY_MS);
    rig.receive_with(&queue, 1, 0);
    assert!(rig.receive(&queue, 1).is_empty());
    rig.commit();
    let moved = rig.receive_with(&dead, 1, 0).messages.remove(0);
    assert_eq!((moved.message_id, moved.sent), (sent.message_id, sent_at));
    rig.cut();
    let dead = rig.find("dead");

    rig.advance(3 * DAY_MS - 1_000);
    rig.queues.trim(rig.now());
    assert_eq!(dead.counts(rig.now()).visible, 1);
    rig.advance(2_000);
    rig.queues.trim(rig.now());

    assert_eq!(dead.counts(rig.now()).visible, 0, "three days after it moved, four after it was sent");
    assert!(rig.receive(&dead, 1).is_empty());
    rig.cut();
    assert!(rig.receive(&rig.find("dead"), 1).is_empty());
}

#[test]
fn a_fifo_dead_letter_begins_anew_and_has_its_message_id_for_deduplication() {
    let mut rig = Rig::new();
    let [queue, dead] = pair(&mut rig, Order::Fifo, 1, 4 * 86_400);
    let sent = rig.send_fifo(&queue, "g", "poison");
    rig.advance(DAY_MS);
    rig.receive_with(&queue, 1, 0);
    assert!(rig.receive(&queue, 1).is_empty());
    rig.commit();
    let moved_at = rig.now().wall;
    rig.advance(4 * DAY_MS - 1_000);

    let moved = rig.receive_with(&dead, 1, 0).messages.remove(0);

    assert_eq!((moved.message_id, moved.sent), (sent.message_id, moved_at));
    assert_eq!(moved.dedup_id, Some(millpond_base::uuid(&sent.message_id)));
    assert_eq!((moved.group.as_deref(), moved.receives), (Some("g"), 1));
    rig.advance(2_000);
    assert!(rig.receive(&dead, 1).is_empty());
}

#[test]
fn large_messages_move_although_ten_of_them_fit_no_batch() {
    let mut rig = Rig::new();
    let [queue, dead] = pair(&mut rig, Order::Standard, 1, 86_400);
    for n in 0..10 {
        rig.send(&queue, &format!("{n}{}", "x".repeat(60_000)));
    }
    for _ in 0..20 {
        rig.receive_with(&queue, 10, 1);
        rig.advance(2_000);
        rig.commit();
    }

    assert_eq!((queue.counts(rig.now()).visible, dead.counts(rig.now()).visible), (0, 10));
}

#[test]
fn a_deleted_dead_letter_never_comes_back_wherever_the_power_goes() {
    for order in [Order::Standard, Order::Fifo] {
        let mut at = 0;
        loop {
            let mut rig = Rig::new();
            let [queue, dead] = pair(&mut rig, order, 1, 86_400);
            let (name, dead_name) = (queue.name().to_owned(), dead.name().to_owned());
            for n in 0..4 {
                rig.send_fifo(&queue, &n.to_string(), &n.to_string());
            }
            rig.receive_with(&queue, 10, 0);
            rig.cut_at(at);
            let commit = |rig: &Rig| rig.log.commit(rig.now()).is_ok() && !rig.is_cut();
            rig.receive_with(&queue, 10, 0);
            let mut deleted = Vec::new();
            if commit(&rig) {
                for message in rig.receive(&dead, 2) {
                    let mut batch = Batch::new();
                    let mut deleting = dead.deleting(rig.now());
                    deleting.push(&message.receipt_handle).unwrap();
                    deleting.write(&mut batch);
                    let Ok(receipt) = rig.log.stage(batch.essential(), rig.now()) else { break };
                    deleting.staged(&receipt);
                    if commit(&rig) {
                        deleted.push(message.body);
                    }
                }
            }
            let finished = !rig.is_cut();
            for _ in 0..2 {
                rig.cut();
                let mut there: Vec<Vec<u8>> = Vec::new();
                for name in [&name, &dead_name] {
                    let received = rig.receive_with(&rig.find(name), 10, 0).messages;
                    // What moves now is seen in the other queue.
                    rig.commit();
                    there.extend(received.into_iter().map(|message| message.body));
                }
                there.sort();
                let distinct = there.windows(2).all(|two| two[0] != two[1]);
                assert!(distinct, "{order:?}, cut at {at}: {there:?}");
                assert!(deleted.iter().all(|body| !there.contains(body)), "{order:?}, cut at {at}");
                let maybe = usize::from(!finished);
                assert!(there.len() + deleted.len() + maybe >= 4, "{order:?}, cut at {at}: one is lost");
            }
            if finished {
                assert_eq!(deleted.len(), 2);
                break;
            }
            at += 1;
        }
    }
}
