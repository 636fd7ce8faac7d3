use super::*;
use crate::full::Policies;
use crate::full::tests::Rig;
use crate::stream::Stream;
use millpond_log::Batch;
use millpond_log::disk::Area;

const LIMIT: ReadLimit = ReadLimit { records: 100, bytes: 1 << 20 };

/// A stream with six commits, two blocks each, and one bit of the third turned over.
fn rotten_stream() -> (Rig, std::sync::Arc<Stream>) {
    let rig = Rig::new(Policies::default());
    let stream = rig.stream("s", 1);
    for n in 0..6 {
        assert!(rig.put(&stream, "k", &[n; 6000]));
    }
    assert!(rig.disk.flip(Area::Segment(0), 5 * 4096 + 700, 3));
    (rig, stream)
}

/// Reads a stream's only shard to its end: records, and records lost.
fn read(rig: &Rig, stream: &Stream) -> (usize, u64) {
    let (mut records, mut lost, mut from) = (0, 0, Seq(0));
    loop {
        let page = rig.store.streams().read(&stream.shards()[0], from, LIMIT).unwrap();
        lost += page.lost;
        if page.records.is_empty() {
            return (records, lost);
        }
        (records, from) = (records + page.records.len(), page.next);
    }
}

#[test]
fn damage_that_is_read_again_and_again_is_noted_once() {
    let (mut rig, mut stream) = rotten_stream();
    for _ in 0..20 {
        assert_eq!(read(&rig, &stream), (5, 1));
        rig.tick();
    }

    let entries = rig.losses();
    let entry = entries.first().unwrap();
    assert_eq!((entry.first, entry.last, entry.count, entry.cause), (2, 2, 1, Cause::Rot));
    assert_eq!(
        (entry.arn.as_str(), entry.part.as_str()),
        (&*rig.store.streams().arn("s"), "shardId-000000000000")
    );
    assert!(entry.bytes >= 6000, "{} B", entry.bytes);
    for round in 0..3 {
        let statements = rig.store.log().bounds(rig.store.losses().track()).records;
        assert_eq!((rig.losses().len(), statements), (1, 1), "round {round}");
        rig = rig.cut(round);
        stream = rig.find("s");
        read(&rig, &stream);
        rig.tick();
    }
}

#[test]
fn what_a_start_suspects_is_found_without_a_reader() {
    let (rig, stream) = rotten_stream();
    let track = stream.shards()[0].track;
    rig.store.suspect([track, TrackId(9999)]);

    (0..8).for_each(|_| rig.tick());

    assert_eq!(rig.losses().iter().map(|loss| (loss.first, loss.last)).collect::<Vec<_>>(), [(2, 2)]);
    assert!(rig.store.sightings().suspects().is_empty());
}

#[test]
fn a_queue_loses_what_was_not_deleted() {
    let rig = Rig::new(Policies::default());
    let queue = rig.queue("q");
    let mut batch = Batch::new();
    let mut sending = queue.sending(rig.now()).unwrap();
    for body in [[1; 1000], [2; 1000], [3; 1000]] {
        sending.push(&mut batch, crate::queue::Outgoing { body: &body, ..Default::default() }).unwrap();
    }
    let _ = sending.staged(rig.store.stage(batch, rig.now()).unwrap().peek());
    rig.commit();
    let asking = crate::queue::Receive { count_max: 1, visibility_s: None, attempt_id: None, barred: &[] };
    let received = rig.store.queues().receive(&queue, &asking, rig.now()).unwrap();
    let mut deleting = queue.deleting(rig.now());
    deleting.push(&received.messages[0].receipt_handle).unwrap();
    let mut batch = Batch::new();
    deleting.write(&mut batch);
    deleting.staged(&rig.store.stage(batch.essential(), rig.now()).unwrap());
    rig.commit();
    let rig = rig.cut(1);
    assert!(rig.disk.flip(Area::Segment(0), 700, 3));
    let queue = rig.store.queues().find("q").unwrap();

    assert!(rig.receive_all(&queue).is_empty());
    (0..3).for_each(|_| rig.tick());

    let entries = rig.losses();
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!((entries[0].first, entries[0].last, entries[0].count), (0, 2, 2));
    assert_eq!((entries[0].arn.as_str(), entries[0].cause), (queue.arn(), Cause::Rot));
}

#[test]
fn damage_of_nobodys_records_is_no_loss_and_memory_is_bounded() {
    let rig = Rig::new(Policies::default());
    for n in 0..3 * SPANS_MAX as u64 {
        rig.store.saw_rot(Span { track: TrackId(9999), first: Seq(n), count: 1 });
        if n % 1000 == 0 {
            rig.tick();
        }
    }
    rig.tick();

    assert!(rig.losses().is_empty());
    assert!(rig.store.sightings().lock().len() <= SPANS_MAX);
}
