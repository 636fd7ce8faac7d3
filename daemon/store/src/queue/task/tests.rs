//! Move tasks, with power cuts at every step.

use super::super::tests::rig::Rig;
use super::super::*;
use super::*;
use std::collections::BTreeSet;

const REDRIVE: u32 = 1;

/// A queue, its dead-letter queue, and another one.
fn pair(rig: &mut Rig, suffix: &str) -> [Arc<Queue>; 3] {
    let order = if suffix.is_empty() { Order::Standard } else { Order::Fifo };
    let settings = || Settings { order, ..Settings::default() };
    let dead = rig.queue(&format!("dead{suffix}"), settings());
    let redrive = Some(Redrive { target_arn: dead.arn().to_owned(), receive_count_max: REDRIVE });
    let queue = rig.queue(&format!("q{suffix}"), Settings { redrive, ..settings() });
    let other = rig.queue(&format!("other{suffix}"), settings());
    [queue, dead, other]
}

/// Receives everything once too often, until nothing is left.
fn kill(rig: &Rig, queue: &Queue) {
    while queue.counts(rig.now()) != Counts::default() {
        while !rig.receive_with(queue, 10, 10).messages.is_empty() {}
        rig.advance(10_000);
    }
    rig.commit();
}

/// One second passes.
fn second(rig: &Rig) {
    rig.advance(1_000);
    rig.queues.step_moves(rig.now());
    rig.commit();
}

fn finish(rig: &Rig, queue: &Queue) -> MoveTask {
    for _ in 0..100 {
        second(rig);
        if !rig.queues.moves_of(queue)[0].is_active() {
            break;
        }
    }
    rig.queues.moves_of(queue)[0].clone()
}

fn bodies(messages: &[Message]) -> Vec<String> {
    messages.iter().map(|m| String::from_utf8(m.body.clone()).unwrap()).collect()
}

fn drain(rig: &Rig, queue: &Queue) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let received = rig.receive_with(queue, 10, 43_200).messages;
        if received.is_empty() {
            return all;
        }
        all.extend(bodies(&received));
        received.iter().for_each(|message| rig.delete(queue, message).unwrap());
    }
}

#[test]
fn dead_letters_go_back_to_the_queues_they_came_from_as_new_messages() {
    let mut rig = Rig::new();
    let [queue, dead, _] = pair(&mut rig, "");
    let sent = rig.send(&queue, "a");
    kill(&rig, &queue);

    let started = rig.queues.start_move(&dead, None, None, rig.now()).unwrap();
    let task = finish(&rig, &dead);

    assert_eq!((started.status, started.to_move, started.moved), (MoveStatus::Running, 1, 0));
    assert_eq!((task.status, task.moved, task.failure), (MoveStatus::Completed, 1, None));
    let back = rig.receive(&queue, 10).remove(0);
    assert_ne!(back.message_id, sent.message_id);
    assert_eq!((back.receives, back.moved_from.as_deref(), &back.body[..]), (1, None, &b"a"[..]));
    assert!(drain(&rig, &dead).is_empty());
}

#[test]
fn a_rate_is_kept_and_goes_on_after_a_restart() {
    let mut rig = Rig::new();
    let [queue, dead, other] = pair(&mut rig, "");
    for n in 0..6 {
        rig.send(&queue, &n.to_string());
    }
    kill(&rig, &queue);
    rig.queues.start_move(&dead, Some(other.arn().to_owned()), Some(1), rig.now()).unwrap();
    rig.queues.step_moves(rig.now());
    rig.commit();
    assert_eq!(other.counts(rig.now()).visible, 1, "the first moves at once");
    second(&rig);
    assert_eq!(other.counts(rig.now()).visible, 2);

    rig.advance(60_000);
    rig.cut();
    let [dead, other] = ["dead", "other"].map(|name| rig.find(name));

    assert_eq!(rig.queues.moves_of(&dead)[0].moved, 2);
    rig.queues.step_moves(rig.now());
    rig.commit();
    assert_eq!(other.counts(rig.now()).visible, 2, "the time without power earns nothing");
    for n in 3..=6 {
        second(&rig);
        assert_eq!(other.counts(rig.now()).visible, n);
    }
    second(&rig);
    let task = rig.queues.moves_of(&dead)[0].clone();
    assert_eq!((task.status, task.moved, task.rate), (MoveStatus::Completed, 6, Some(1)));
    assert_eq!(drain(&rig, &other), ["0", "1", "2", "3", "4", "5"]);
}

#[test]
fn what_comes_after_the_start_stays_and_what_is_in_flight_is_waited_for() {
    let mut rig = Rig::new();
    let [queue, dead, other] = pair(&mut rig, "");
    for body in ["a", "b"] {
        rig.send(&queue, body);
    }
    kill(&rig, &queue);
    let held = rig.receive_with(&dead, 1, 30);
    rig.queues.start_move(&dead, Some(other.arn().to_owned()), None, rig.now()).unwrap();
    rig.send(&dead, "later");
    second(&rig);
    second(&rig);
    assert!(rig.queues.moves_of(&dead)[0].is_active());

    rig.advance(30_000);
    let task = finish(&rig, &dead);

    assert_eq!((task.status, task.moved), (MoveStatus::Completed, 2));
    assert_eq!(held.messages.len(), 1);
    assert_eq!(
        drain(&rig, &other).into_iter().collect::<BTreeSet<_>>(),
        ["a", "b"].map(str::to_owned).into()
    );
    assert_eq!(drain(&rig, &dead), ["later"]);
}

#[test]
fn groups_keep_their_order_also_behind_a_message_in_flight() {
    let mut rig = Rig::new();
    let [queue, dead, _] = pair(&mut rig, ".fifo");
    for n in 0..30 {
        rig.send_fifo(&queue, &(n % 3).to_string(), &format!("{n:02}"));
    }
    kill(&rig, &queue);
    let held = rig.receive_with(&dead, 1, 5).messages.remove(0);
    rig.queues.start_move(&dead, None, None, rig.now()).unwrap();
    second(&rig);
    let moved = rig.queues.moves_of(&dead)[0].moved;
    assert_eq!(moved, 20, "the group of {:?} waits", held.group);

    let task = finish(&rig, &dead);

    assert_eq!((task.status, task.moved), (MoveStatus::Completed, 30));
    let back = drain(&rig, &queue);
    for group in 0..3 {
        let of_group: Vec<&String> = back.iter().filter(|b| b.parse::<u32>().unwrap() % 3 == group).collect();
        assert!(of_group.len() == 10 && of_group.is_sorted(), "{of_group:?}");
    }
}

#[test]
fn what_a_task_brings_takes_part_in_no_deduplication() {
    let mut rig = Rig::new();
    let [queue, dead, other] = pair(&mut rig, ".fifo");
    rig.send_fifo(&dead, "g", "direct");
    rig.send_fifo(&other, "g", "direct");
    rig.queues.start_move(&dead, Some(other.arn().to_owned()), None, rig.now()).unwrap();

    assert_eq!(finish(&rig, &dead).status, MoveStatus::Completed);

    assert_eq!(drain(&rig, &other), ["direct", "direct"]);
    rig.queues.start_move(&dead, Some(queue.arn().to_owned()), None, rig.now()).unwrap();
    rig.advance(dedup::DEDUP_MS);
    rig.send_fifo(&dead, "g", "once");
    finish(&rig, &dead);
    rig.queues.start_move(&dead, Some(queue.arn().to_owned()), None, rig.now()).unwrap();
    finish(&rig, &dead);
    rig.cut();
    let queue = rig.find("q.fifo");
    assert!(!rig.send_fifo(&queue, "g", "once").duplicate);
}

#[test]
fn a_task_that_is_stopped_moves_nothing_more() {
    let mut rig = Rig::new();
    let [queue, dead, _] = pair(&mut rig, "");
    for n in 0..5 {
        rig.send(&queue, &n.to_string());
    }
    kill(&rig, &queue);
    let task = rig.queues.start_move(&dead, None, Some(1), rig.now()).unwrap();
    second(&rig);
    assert!(matches!(rig.queues.start_move(&dead, None, None, rig.now()), Err(MoveError::Active)));

    assert_eq!(rig.queues.cancel_move(&dead, task.id).unwrap(), 2);

    assert_eq!(rig.queues.moves_of(&dead)[0].status, MoveStatus::Cancelling);
    assert!(matches!(rig.queues.start_move(&dead, None, None, rig.now()), Err(MoveError::Active)));
    assert!(matches!(rig.queues.cancel_move(&dead, task.id), Err(MoveError::Unknown)));
    rig.cut();
    let dead = rig.find("dead");
    second(&rig);
    assert_eq!(rig.queues.moves_of(&dead)[0].status, MoveStatus::Cancelled);
    assert_eq!((drain(&rig, &dead).len(), drain(&rig, &rig.find("q")).len()), (3, 2));
}

#[test]
fn a_task_fails_for_want_of_a_source_or_a_destination() {
    let mut rig = Rig::new();
    let [queue, dead, other] = pair(&mut rig, "");
    rig.send(&dead, "direct");
    rig.queues.start_move(&dead, None, None, rig.now()).unwrap();
    let task = finish(&rig, &dead);
    assert_eq!(
        (task.status, task.failure.as_deref()),
        (MoveStatus::Failed, Some("CouldNotDetermineMessageSource"))
    );

    rig.queues.start_move(&dead, Some(other.arn().to_owned()), None, rig.now()).unwrap();
    rig.queues.delete("other", rig.now()).unwrap();
    let task = finish(&rig, &dead);

    let reason = "AWS.SimpleQueueService.NonExistentQueue";
    assert_eq!((task.status, task.failure.as_deref()), (MoveStatus::Failed, Some(reason)));
    assert_eq!(dead.counts(rig.now()).visible, 1);
    assert!(matches!(rig.queues.start_move(&queue, None, None, rig.now()), Err(MoveError::NotDeadLetters)));
    rig.cut();
    assert_eq!(rig.queues.moves_of(&rig.find("dead")).len(), 2);
}

#[test]
fn a_queue_that_once_took_dead_letters_can_be_emptied_and_ten_tasks_are_remembered() {
    let mut rig = Rig::new();
    let [queue, dead, other] = pair(&mut rig, "");
    let change = |_: &Settings| Ok::<_, ()>(Settings::default());
    let _ = rig.queues.configure(&queue, rig.now(), change).unwrap();
    for _ in 0..12 {
        rig.queues.start_move(&dead, Some(other.arn().to_owned()), None, rig.now()).unwrap();
        second(&rig);
    }
    rig.cut();
    let dead = rig.find("dead");

    let tasks = rig.queues.moves_of(&dead);

    assert_eq!(tasks.len(), MOVE_TASKS_KEPT);
    assert!(tasks.iter().all(|task| task.status == MoveStatus::Completed));
    assert!(tasks.is_sorted_by(|newer, older| newer.started >= older.started));
    rig.queues.delete("dead", rig.now()).unwrap();
    rig.cut();
    assert!(rig.queues.find("dead").is_none());
}

#[test]
fn a_hundred_tasks_run_at_once_and_no_more() {
    let mut rig = Rig::new();
    let settings = |arn: &str| Settings {
        redrive: Some(Redrive { target_arn: arn.to_owned(), receive_count_max: 1 }),
        ..Settings::default()
    };
    for n in 0..=MOVE_TASKS_MAX {
        let dead = rig.queue(&format!("dead{n}"), Settings::default());
        rig.queue(&format!("q{n}"), settings(dead.arn()));
        let started = rig.queues.start_move(&dead, None, None, rig.now());
        match started {
            Ok(_) => assert!(n < MOVE_TASKS_MAX),
            Err(MoveError::TooMany { tasks_max }) => assert_eq!((n, tasks_max), (100, 100)),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn a_task_runs_for_36_hours_at_most() {
    let mut rig = Rig::new();
    let [queue, dead, _] = pair(&mut rig, "");
    rig.send(&queue, "a");
    kill(&rig, &queue);
    rig.receive_with(&dead, 1, 43_200);
    rig.queues.start_move(&dead, None, None, rig.now()).unwrap();
    for _ in 0..4 {
        rig.advance(11 * 3_600_000);
        rig.receive_with(&dead, 1, 43_200);
        rig.queues.step_moves(rig.now());
    }

    let task = rig.queues.moves_of(&dead)[0].clone();

    assert_eq!((task.status, task.moved), (MoveStatus::Failed, 0));
}

#[test]
fn a_cut_at_every_disk_operation_of_a_move_loses_nothing_and_moves_nothing_twice() {
    for suffix in ["", ".fifo"] {
        let mut at = 0;
        loop {
            let mut rig = Rig::new();
            let [queue, dead, _] = pair(&mut rig, suffix);
            for n in 0..12 {
                if suffix.is_empty() {
                    rig.send(&queue, &format!("{n:02}"));
                } else {
                    rig.send_fifo(&queue, &(n % 2).to_string(), &format!("{n:02}"));
                }
            }
            kill(&rig, &queue);
            rig.queues.start_move(&dead, None, Some(4), rig.now()).unwrap();
            rig.cut_at(at);
            for _ in 0..6 {
                rig.advance(1_000);
                rig.queues.step_moves(rig.now());
                let _ = rig.log.commit(rig.now());
            }
            let finished = !rig.is_cut();
            rig.cut();
            let [queue, dead] = ["q", "dead"].map(|name| rig.find(&format!("{name}{suffix}")));

            let task = finish(&rig, &dead);

            assert_eq!((task.status, task.moved), (MoveStatus::Completed, 12), "cut at {at}");
            let back = drain(&rig, &queue);
            let all: BTreeSet<&String> = back.iter().collect();
            assert_eq!((back.len(), all.len()), (12, 12), "cut at {at}: {back:?}");
            for parity in 0..2 {
                let group = back.iter().filter(|body| body.parse::<u32>().unwrap() % 2 == parity);
                assert!(suffix.is_empty() || group.is_sorted(), "cut at {at}: {back:?}");
            }
            assert!(drain(&rig, &dead).is_empty());
            if finished {
                assert!(at > 3, "the moves reach the disk");
                break;
            }
            at += 1;
        }
    }
}
