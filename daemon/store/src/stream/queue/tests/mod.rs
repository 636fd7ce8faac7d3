//! Queues over a real log on a simulated disk.

mod model;
mod rig;

use super::*;
use rig::{Rig, bodies, sorted};

#[test]
fn a_record_is_received_hidden_and_back_after_its_time() {
    let rig = Rig::new(2);
    let queue = rig.queue("q");
    rig.put("a", "one");

    let first = rig.receive(&queue);

    assert_eq!(bodies(&first), ["one"]);
    assert_eq!(first[0].receives, 1);
    assert!(rig.receive(&queue).is_empty());
    rig.advance(30_000);
    let second = rig.receive(&queue);
    assert_eq!((second[0].receives, second[0].first_received), (2, first[0].first_received));
    assert_eq!(second[0].number, first[0].number);
    assert_ne!(second[0].handle, first[0].handle);
}

#[test]
fn an_acknowledged_record_never_comes_back() {
    let mut rig = Rig::new(2);
    let queue = rig.queue("q");
    rig.put("a", "one");
    let received = rig.receive(&queue);

    rig.acknowledge(&queue, &received[0].handle).unwrap();

    rig.advance(60_000);
    assert!(rig.drain(&queue).is_empty());
    assert_eq!(rig.acknowledge(&queue, &received[0].handle), Ok(()), "a repeated acknowledgement is fine");
    drop(queue);
    rig.cut();
    rig.advance(60_000);
    assert!(rig.drain(&rig.find("q")).is_empty());
}

#[test]
fn a_restart_forgets_nothing_that_a_receiver_was_told() {
    let mut rig = Rig::new(1);
    let queue = rig.queue("q");
    for n in 0..12 {
        rig.put("a", &format!("{n:02}"));
    }
    let received = rig.receive(&queue);
    rig.acknowledge(&queue, &received[3].handle).unwrap();
    drop(queue);

    rig.cut();

    let queue = rig.find("q");
    assert_eq!(bodies(&rig.drain(&queue)), ["10", "11"], "what is in flight stays hidden");
    rig.acknowledge(&queue, &received[4].handle).expect("a handle from before the restart is good");
    rig.advance(30_000);
    let back = rig.drain(&queue);
    assert_eq!(bodies(&back), ["00", "01", "02", "05", "06", "07", "08", "09", "10", "11"]);
    assert!(back.iter().all(|delivery| delivery.receives == 2));
    assert_eq!(back[0].first_received, received[0].first_received);
}

#[test]
fn an_unwritten_receive_is_undone_by_a_power_cut() {
    let mut rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "one");
    assert_eq!(rig.stage_receive(&queue, Path::Normal, None).len(), 1);
    drop(queue);

    rig.cut();

    let again = rig.receive(&rig.find("q"));
    assert_eq!((bodies(&again), again[0].receives), (vec!["one"], 1));
}

#[test]
fn a_receive_that_is_dropped_leaves_its_records() {
    let rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "one");
    let asking = Receive { path: Path::Normal, count_max: 10, visibility_s: None };

    let dropped = queue.receive(rig.store.streams(), &asking, rig.now()).unwrap();
    assert_eq!(dropped.deliveries.len(), 1);
    drop(dropped);

    let received = rig.receive(&queue);
    assert_eq!(received[0].receives, 1);
}

#[test]
fn visibility_can_be_chosen_extended_and_ended() {
    let rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "one");
    let first = rig.stage_receive(&queue, Path::Normal, Some(5));
    rig.commit();
    rig.settle(&queue, |settling| settling.hide(&first[0].handle, 100, Path::Normal)).unwrap();
    rig.advance(99_999);
    assert!(rig.receive(&queue).is_empty());

    rig.settle(&queue, |settling| settling.hide(&first[0].handle, 0, Path::Normal)).unwrap();

    let second = rig.receive(&queue);
    assert_eq!(bodies(&second), ["one"]);
    let late = rig.settle(&queue, |settling| settling.hide(&first[0].handle, 9, Path::Normal));
    assert_eq!(late, Err(HandleError::Superseded));
    assert_eq!(rig.acknowledge(&queue, &first[0].handle), Err(HandleError::Superseded));
    rig.advance(30_000);
    assert!(rig.receive(&rig.queue("other")).len() == 1, "queues do not see each other");
    let passed = rig.settle(&queue, |settling| settling.hide(&second[0].handle, 9, Path::Normal));
    assert_eq!(passed, Err(HandleError::NotInFlight));
    assert_eq!(rig.acknowledge(&queue, &second[0].handle), Ok(()), "the work is done, if late");
}

#[test]
fn a_visibility_of_nothing_counts_as_a_receive() {
    let rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "one");

    let counts: Vec<u32> = (0..8)
        .flat_map(|_| rig.stage_receive(&queue, Path::Normal, Some(0)))
        .map(|delivery| delivery.receives)
        .collect();

    assert_eq!(counts, [1, 2, 3, 4, 5, 6], "then it is a dead letter");
}

#[test]
fn a_record_received_too_often_is_a_dead_letter_until_it_is_restored_or_acknowledged() {
    let mut rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "bad");
    rig.put("a", "worse");
    for _ in 0..6 {
        assert_eq!(rig.receive(&queue).len(), 2);
        rig.advance(30_000);
    }
    assert!(rig.receive(&queue).is_empty());
    drop(queue);
    rig.cut();

    let queue = rig.find("q");
    let dead = rig.receive_dead(&queue);
    assert_eq!(sorted(&dead), ["bad", "worse"]);
    assert_eq!(dead[0].receives, 7);
    let (bad, worse) = (&dead[0].handle, &dead[1].handle);
    assert_eq!(rig.acknowledge(&queue, bad), Err(HandleError::WrongPath));
    rig.settle(&queue, |settling| settling.restore(bad)).unwrap();
    rig.settle(&queue, |settling| settling.acknowledge(worse, Path::DeadLetters)).unwrap();

    rig.advance(30_000);
    assert!(rig.receive_dead(&queue).is_empty());
    let restored = rig.receive(&queue);
    assert_eq!((bodies(&restored), restored[0].receives), (vec!["bad"], 1));
    assert_eq!(rig.settle(&queue, |settling| settling.restore(bad)), Err(HandleError::Superseded));
}

#[test]
fn dead_letters_stay_so_over_restarts_whatever_the_setting_becomes() {
    let mut rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "bad");
    for _ in 0..6 {
        rig.receive(&queue);
        rig.advance(30_000);
    }
    assert_eq!(rig.receive_dead(&queue).len(), 1);

    let settings = Settings { receives_max: None, ..queue.settings() };
    rig.queues().configure(&queue, settings, rig.now()).unwrap();
    drop(queue);
    rig.cut();
    rig.advance(30_000);

    let queue = rig.find("q");
    assert_eq!(queue.settings(), settings);
    assert!(rig.receive(&queue).is_empty());
    assert_eq!(rig.receive_dead(&queue).len(), 1);
}

#[test]
fn a_lowered_count_sets_aside_what_is_visible() {
    let rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "one");
    rig.receive(&queue);
    rig.advance(30_000);
    rig.receive(&queue);
    rig.advance(30_000);

    rig.queues().configure(&queue, Settings { visibility_s: 30, receives_max: Some(1) }, rig.now()).unwrap();

    assert!(rig.receive(&queue).is_empty());
    assert_eq!(rig.receive_dead(&queue).len(), 1);
}

#[test]
fn without_dead_letters_a_record_is_received_forever() {
    let rig = Rig::new(1);
    let making = Making {
        settings: Settings { visibility_s: 0, receives_max: None },
        ..Rig::making("q", Start::TrimHorizon)
    };
    let queue = rig.try_queue(making).unwrap();
    rig.put("a", "one");

    let last = (0..50).map(|_| rig.receive(&queue).remove(0).receives).last();

    assert_eq!(last, Some(50));
}

#[test]
fn a_queue_begins_where_it_was_told_to() {
    let rig = Rig::new(2);
    rig.put("a", "early");
    rig.advance(10_000);
    let at = rig.now().wall;
    rig.put("a", "middle");
    rig.advance(10_000);
    let latest = rig.try_queue(Rig::making("latest", Start::Latest)).unwrap();
    let horizon = rig.queue("horizon");
    let timed = rig.try_queue(Making { at, ..Rig::making("timed", Start::AtTimestamp) }).unwrap();

    rig.put("a", "late");

    assert_eq!(bodies(&rig.drain(&latest)), ["late"]);
    assert_eq!(bodies(&rig.drain(&timed)), ["middle", "late"]);
    assert_eq!(bodies(&rig.drain(&horizon)), ["early", "middle", "late"]);
    assert_eq!(timed.start(), (Start::AtTimestamp, at));
    assert_eq!(horizon.start(), (Start::TrimHorizon, rig.stream().created));
    assert_eq!(latest.start(), (Start::Latest, WallMs(at.0 + 10_000)));
}

#[test]
fn retention_takes_records_from_the_queue_in_flight_or_dead() {
    let rig = Rig::new(1);
    let queue = rig.queue("q");
    rig.put("a", "one");
    let received = rig.receive(&queue);
    rig.put("a", "two");

    rig.advance(25 * HOUR_MS);
    rig.store.maintain(rig.now()).unwrap();

    assert!(rig.drain(&queue).is_empty());
    let late = rig.acknowledge(&queue, &received[0].handle);
    assert!(matches!(late, Err(HandleError::Trimmed) | Ok(())), "{late:?}");
}

#[test]
fn a_long_journal_is_replaced_by_a_picture_and_nothing_is_forgotten() {
    let mut rig = Rig::new(2);
    let queue = rig.queue("q");
    rig.put("a", "stays");
    let stays = rig.stage_receive(&queue, Path::Normal, Some(43_200));
    for n in 0..1_500 {
        rig.stage_put(&format!("k{n}"), "passes").unwrap();
        rig.commit();
        let received = rig.stage_receive(&queue, Path::Normal, None);
        rig.commit();
        for delivery in received {
            rig.acknowledge(&queue, &delivery.handle).unwrap();
        }
        rig.store.maintain(rig.now()).unwrap();
    }
    let journal = rig.store.log().bounds(queue.journal_track());
    assert!(journal.bytes < 150 * 1024, "{journal:?}");
    drop(queue);

    rig.cut();

    let queue = rig.find("q");
    assert!(rig.drain(&queue).is_empty());
    rig.advance(43_200_000);
    let back = rig.drain(&queue);
    assert_eq!((bodies(&back), back[0].receives), (vec!["stays"], 2));
    assert_eq!(back[0].number, stays[0].number);
}

#[test]
fn handles_of_others_are_refused() {
    let rig = Rig::new(1);
    let (queue, other) = (rig.queue("q"), rig.queue("other"));
    rig.put("a", "one");
    let received = rig.receive(&queue);

    assert_eq!(rig.acknowledge(&other, &received[0].handle), Err(HandleError::Invalid));
    assert_eq!(rig.acknowledge(&queue, "bm9uc2Vuc2U="), Err(HandleError::Invalid));
}

#[test]
fn a_queue_and_its_settings_survive_a_restart_and_its_deletion_does_too() {
    let mut rig = Rig::new(1);
    let tags = BTreeMap::from([("team".to_owned(), "water".to_owned())]);
    let making = Making { tags: tags.clone(), ..Rig::making("q", Start::Latest) };
    let (id, arn) = {
        let queue = rig.try_queue(making).unwrap();
        (queue.id().to_owned(), queue.arn().to_owned())
    };
    rig.queue("other");

    rig.cut();

    let queue = rig.queues().find_arn(&arn).unwrap();
    assert_eq!((queue.id(), queue.name(), queue.tags()), (id.as_str(), "q", tags));
    rig.queues().delete(&queue).unwrap();
    assert!(matches!(rig.queues().delete(&queue), Err(ChangeError::Unknown)));
    drop(queue);
    rig.cut();
    assert!(rig.queues().find_arn(&arn).is_none());
    assert_eq!(rig.queues().list(None).len(), 1);
}

#[test]
fn names_are_unique_and_a_stream_has_so_many_queues() {
    let rig = Rig::new(1);
    rig.queue("q");

    assert!(matches!(rig.try_queue(Rig::making("q", Start::Latest)), Err(ChangeError::Exists)));
    let third = Making { per_stream_max: 1, ..Rig::making("r", Start::Latest) };
    assert!(matches!(rig.try_queue(third), Err(ChangeError::TooMany)));
}

#[test]
fn consumers_and_queues_share_their_bound() {
    let rig = Rig::new(1);
    let (streams, stream) = (rig.store.streams(), rig.stream());
    streams.register_consumer(&stream, "c", BTreeMap::new(), 20, rig.now().wall).unwrap();
    let making = |name| Making { per_stream_max: 2, ..Rig::making(name, Start::Latest) };

    rig.try_queue(making("q")).unwrap();

    assert!(matches!(rig.try_queue(making("r")), Err(ChangeError::TooMany)));
    assert_eq!(rig.queues().beside(stream.id, |queues| queues), 1);
}

#[test]
fn a_bell_rings_for_those_who_wait_when_their_stream_grows() {
    let rig = Rig::new(4);
    let queue = rig.queue("q");
    let rung = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&rung);
    rig.store.bell().connect(Box::new(move |track, _| heard.lock().unwrap().push(track)));
    rig.stream_called("other", 1);
    assert!(rig.receive(&queue).is_empty());

    rig.put("a", "one");
    rig.put("a", "two");

    let bells = rung.lock().unwrap().iter().filter(|track| **track == queue.bell()).count();
    assert_eq!(bells, 1, "nobody waits for the second");
}

#[test]
fn the_journal_is_known_by_its_queue() {
    let rig = Rig::new(1);
    let queue = rig.queue("q");

    let inspected = crate::inspect::inspect(rig.store.catalog(), rig.store.keyring()).unwrap();

    assert!(inspected.problems.is_empty(), "{:?}", inspected.problems);
    let named = inspected.tracks[&queue.journal_track()].noun.to_string();
    assert_eq!(named, "stream queue q, journal");
}
