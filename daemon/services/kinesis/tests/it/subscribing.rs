//! SubscribeToShard.

use crate::rig::{ACCOUNT, Rig, START_MS, bodies, record, refused};
use millpond_aws::{FromValue, Value};
use millpond_base::Clock;
use millpond_kinesis::api;
use millpond_service::{Fault, Outflow, Step};
use millpond_store::stream::{HashKey, PLAN_MS, Plan};
use std::convert::Infallible;

const SHARD: &str = "shardId-000000000000";
const GONE: &str = "ResourceNotFoundException";
const IN_USE: &str = "ResourceInUseException";

/// A stream `s` with a consumer `c`.
struct Site {
    rig: Rig,
    consumer_arn: String,
}

/// What one step of a subscription came to.
enum Told {
    Event(api::SubscribeToShardEvent),
    Waits { until_ms: u64 },
    End,
    Failed(Fault),
}

impl Site {
    fn new(shard_count: i64) -> Self {
        Self::of(Rig::with_stream("s", shard_count))
    }

    fn of(rig: Rig) -> Self {
        let input = api::RegisterStreamConsumerInput {
            stream_arn: format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s"),
            consumer_name: "c".to_owned(),
            ..Default::default()
        };
        let consumer = rig.call::<api::RegisterStreamConsumer>(input).unwrap().consumer;
        Self { rig, consumer_arn: consumer.consumer_arn }
    }

    fn input(&self, kind: &str) -> api::SubscribeToShardInput {
        api::SubscribeToShardInput {
            consumer_arn: self.consumer_arn.clone(),
            shard_id: SHARD.to_owned(),
            starting_position: api::StartingPosition { r#type: kind.to_owned(), ..Default::default() },
            ..Default::default()
        }
    }

    fn at(&self, kind: &str, number: &str) -> api::SubscribeToShardInput {
        let mut input = self.input(kind);
        input.starting_position.sequence_number = Some(number.to_owned());
        input
    }

    fn subscribe(&self, kind: &str) -> Box<dyn Outflow> {
        self.rig.subscribe(self.input(kind)).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    fn step(&self, flow: &mut Box<dyn Outflow>) -> Told {
        match self.rig.step(&mut **flow) {
            Step::Emit { event, value } => {
                assert_eq!(event, "SubscribeToShardEvent");
                Told::Event(api::SubscribeToShardEvent::from_value(value))
            }
            Step::WaitFor { until, .. } => Told::Waits { until_ms: until.0 },
            Step::End => Told::End,
            Step::Fail(fault) => Told::Failed(fault),
        }
    }

    fn event(&self, flow: &mut Box<dyn Outflow>) -> api::SubscribeToShardEvent {
        match self.step(flow) {
            Told::Event(event) => event,
            Told::Failed(fault) => panic!("{fault:?}"),
            _ => panic!("no event"),
        }
    }

    fn waits(&self, flow: &mut Box<dyn Outflow>) -> bool {
        matches!(self.step(flow), Told::Waits { .. })
    }

    #[track_caller]
    fn fails(&self, flow: &mut Box<dyn Outflow>, code: &str) {
        match self.step(flow) {
            Told::Failed(fault) => assert_eq!(fault.code, code),
            _ => panic!("no failure"),
        }
    }

    fn line_ms(&self) -> u64 {
        self.rig.clock.now().line.0
    }
}

fn data(event: &api::SubscribeToShardEvent) -> Vec<&[u8]> {
    bodies(&event.records)
}

#[test]
fn records_are_pushed_once_they_are_durable_and_not_before() {
    let site = Site::new(1);
    let mut flow = site.subscribe("LATEST");
    let first = site.event(&mut flow);
    assert!((first.records.is_empty(), first.millis_behind_latest) == (true, 0));
    assert!(site.waits(&mut flow));

    site.rig.stage::<api::PutRecord>(record("s", "k", b"staged"));
    assert!(site.waits(&mut flow), "what is not on flash is not said");
    site.rig.commit();

    let event = site.event(&mut flow);
    assert_eq!(data(&event), [b"staged"]);
    assert_eq!(event.continuation_sequence_number, event.records[0].sequence_number);
    assert!(event.millis_behind_latest == 0 && event.child_shards.is_none());
    assert!(site.waits(&mut flow));
}

#[test]
fn a_silent_subscription_says_every_five_seconds_that_it_is_there() {
    let site = Site::new(1);
    let mut flow = site.subscribe("TRIM_HORIZON");
    let first = site.event(&mut flow);

    let Told::Waits { until_ms } = site.step(&mut flow) else { panic!("nothing to say") };
    assert_eq!(until_ms, site.line_ms() + 5_000);
    site.rig.clock.advance_ms(5_000);

    let second = site.event(&mut flow);
    assert!(second.records.is_empty());
    assert_eq!(second.continuation_sequence_number, first.continuation_sequence_number);
    assert!(site.waits(&mut flow));
}

#[test]
fn a_subscription_ends_after_five_minutes_and_goes_on_where_it_was() {
    let site = Site::new(1);
    let mut flow = site.subscribe("TRIM_HORIZON");
    site.rig.put("s", "k", b"one");
    let last = site.event(&mut flow);
    for ms in [1_000; 299].into_iter().chain([999]) {
        assert!(!matches!(site.step(&mut flow), Told::End));
        site.rig.clock.advance_ms(ms);
    }
    site.rig.clock.advance_ms(1);

    assert!(matches!(site.step(&mut flow), Told::End));
    drop(flow);
    site.rig.put("s", "k", b"two");
    let again = site.at("AFTER_SEQUENCE_NUMBER", &last.continuation_sequence_number);
    let mut flow = site.rig.subscribe(again).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(data(&site.event(&mut flow)), [b"two"]);
}

#[test]
fn the_number_before_the_first_record_leads_to_the_first_record() {
    let site = Site::new(1);
    let mut flow = site.subscribe("LATEST");
    let number = site.event(&mut flow).continuation_sequence_number;
    drop(flow);
    site.rig.put("s", "k", b"one");

    for kind in ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] {
        let mut flow = site.rig.subscribe(site.at(kind, &number)).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!(data(&site.event(&mut flow)), [b"one"], "{kind}");
    }
}

#[test]
fn every_starting_position_leads_where_an_iterator_does() {
    let site = Site::new(1);
    let one = site.rig.put("s", "k", b"one").sequence_number;
    site.rig.clock.advance_ms(10);
    site.rig.put("s", "k", b"two");
    let first = |input| {
        let mut flow = site.rig.subscribe(input).unwrap_or_else(|fault| panic!("{fault:?}"));
        let event = site.event(&mut flow);
        event.records.into_iter().map(|record| record.data).collect::<Vec<_>>()
    };
    let mut at_time = site.input("AT_TIMESTAMP");
    at_time.starting_position.timestamp = Some((START_MS + 5).cast_signed());

    assert_eq!(first(site.input("TRIM_HORIZON")), [b"one", b"two"]);
    assert_eq!(first(site.at("AT_SEQUENCE_NUMBER", &one)), [b"one", b"two"]);
    assert_eq!(first(site.at("AFTER_SEQUENCE_NUMBER", &one)), [b"two"]);
    assert_eq!(first(at_time), [b"two"]);
    assert!(first(site.input("LATEST")).is_empty());
}

#[test]
fn impossible_positions_are_refused_as_those_of_iterators() {
    let site = Site::new(2);
    site.rig.clock.advance_ms(5_000);
    site.rig.create("t", 1).unwrap();
    let foreign = site.rig.put("t", "k", b"").sequence_number;
    let subscribe = |input| site.rig.subscribe(input).map(drop);
    let invalid = "InvalidArgumentException";
    let mut elsewhere = site.input("LATEST");
    "shardId-000000000007".clone_into(&mut elsewhere.shard_id);
    let mut future = site.input("AT_TIMESTAMP");
    future.starting_position.timestamp = Some((START_MS + 5_001).cast_signed());

    refused(
        subscribe(site.at("AT_SEQUENCE_NUMBER", &foreign)),
        invalid,
        &format!(
            "StartingSequenceNumber {foreign} used in SubscribeToShard on shard shardId-000000000000 in stream s under \
             account 000000000000 is invalid because it did not come from this stream."
        ),
    );
    refused(
        subscribe(elsewhere),
        GONE,
        "Shard shardId-000000000007 in stream s under account 000000000000 does not exist",
    );
    for input in
        [future, site.input("AT_TIMESTAMP"), site.input("AT_SEQUENCE_NUMBER"), site.at("LATEST", "1")]
    {
        assert_eq!(subscribe(input).unwrap_err().code, invalid);
    }
}

#[test]
fn a_consumer_that_is_not_there_cannot_subscribe() {
    let site = Site::new(1);
    let mut input = site.input("LATEST");
    input.consumer_arn = input.consumer_arn.replace("/c:", "/d:");

    let text = "Consumer d under stream s not found for account 000000000000.";
    refused(site.rig.subscribe(input).map(drop), GONE, text);
    assert_eq!(
        site.rig.access::<api::SubscribeToShard>(site.input("LATEST")),
        [("kinesis:SubscribeToShard".to_owned(), site.consumer_arn.clone())]
    );
}

#[test]
fn a_second_subscription_waits_five_seconds_and_then_takes_over() {
    let site = Site::new(1);
    let mut old = site.subscribe("LATEST");
    site.event(&mut old);

    let text = format!(
        "Another active subscription exists for this consumer: 000000000000:s:c:{}:{SHARD}",
        START_MS / 1000
    );
    site.rig.clock.advance_ms(4_999);
    refused(site.rig.subscribe(site.input("LATEST")).map(drop), IN_USE, &text);
    assert!(site.waits(&mut old), "the refused one disturbs nobody");
    site.rig.clock.advance_ms(1);
    let mut new = site.subscribe("LATEST");

    site.fails(&mut old, IN_USE);
    drop(old);
    assert!(site.event(&mut new).records.is_empty());
    assert!(site.waits(&mut new));
}

#[test]
fn subscriptions_end_with_their_consumer_and_their_stream() {
    for delete_stream in [false, true] {
        let site = Site::new(1);
        let mut flow = site.subscribe("LATEST");
        site.event(&mut flow);

        if delete_stream {
            let input = api::DeleteStreamInput {
                stream_name: Some("s".to_owned()),
                enforce_consumer_deletion: Some(true),
                ..Default::default()
            };
            site.rig.call::<api::DeleteStream>(input).unwrap();
        } else {
            let input = api::DeregisterStreamConsumerInput {
                consumer_arn: Some(site.consumer_arn.clone()),
                ..Default::default()
            };
            site.rig.call::<api::DeregisterStreamConsumer>(input).unwrap();
        }

        site.fails(&mut flow, GONE);
    }
}

#[test]
fn an_event_holds_a_bounded_number_of_records_and_bytes() {
    let site = Site::of(Rig::large("s"));
    let large = vec![7; 50 << 10];
    for _ in 0..4 {
        site.rig.put("s", "k", &large);
    }
    site.rig.put("s", "k", &vec![7; 500 << 10]);
    let entries = (0..500).map(|n| crate::rig::entry("k", format!("{n}").as_bytes())).collect();
    for _ in 0..2 {
        let input = api::PutRecordsInput {
            stream_name: Some("s".to_owned()),
            records: Vec::clone(&entries),
            ..Default::default()
        };
        site.rig.call::<api::PutRecords>(input).unwrap();
    }
    let mut flow = site.subscribe("TRIM_HORIZON");

    let mut counts = Vec::new();
    loop {
        let event = site.event(&mut flow);
        let bytes: usize = event.records.iter().map(|record| record.data.len()).sum();
        assert!(bytes <= 128 << 10 || event.records.len() == 1);
        counts.push(event.records.len());
        if event.millis_behind_latest == 0 {
            break;
        }
    }

    assert_eq!(counts.iter().sum::<usize>(), 1_005);
    assert!(counts.iter().all(|count| *count <= 500), "{counts:?}");
    assert_eq!(counts[..3], [2, 2, 1]);
}

#[test]
fn the_end_of_a_closed_shard_names_its_children_and_nothing_to_go_on_with() {
    let site = Site::new(1);
    let mut flow = site.subscribe("TRIM_HORIZON");
    site.rig.put("s", "k", b"last");
    let now = site.rig.clock.now();
    let split = Plan::Split { shard: 0, at: HashKey(1 << 127) };
    let begun = site.rig.store.streams().change("s", |parts| {
        parts.resharding.begin(split, now);
        Ok::<_, Infallible>(())
    });
    begun.unwrap();

    assert_eq!(data(&site.event(&mut flow)), [b"last"]);
    let Told::Waits { until_ms } = site.step(&mut flow) else { panic!("the shard is open") };
    assert_eq!(until_ms, now.line.0 + PLAN_MS, "nobody needs to ring");
    site.rig.clock.advance_ms(PLAN_MS);
    let Step::Emit { value: Value::Struct(members), .. } = site.rig.step(&mut *flow) else {
        panic!("the end is told")
    };

    assert!(members[1].is_null(), "no continuation");
    let end = api::SubscribeToShardEvent::from_value(Value::Struct(members));
    let children = end.child_shards.unwrap();
    let names: Vec<&str> = children.iter().map(|child| child.shard_id.as_str()).collect();
    assert_eq!(names, ["shardId-000000000001", "shardId-000000000002"]);
    assert_eq!(children[0].parent_shards, [SHARD]);
    assert!(end.records.is_empty() && end.millis_behind_latest == 0);
    assert!(matches!(site.step(&mut flow), Told::End));
    drop(flow);
    let mut again = site.subscribe("TRIM_HORIZON");
    let only = site.event(&mut again);
    assert_eq!(data(&only), [b"last"], "what is left of it and its end come together");
    assert!(only.child_shards.is_some() && matches!(site.step(&mut again), Told::End));
}

#[test]
fn subscriptions_are_bounded() {
    let site = Site::new(1);
    let held: Vec<_> = (0..256)
        .map(|_| {
            site.rig.clock.advance_ms(5_000);
            site.subscribe("LATEST")
        })
        .collect();
    site.rig.clock.advance_ms(5_000);

    let text = "This request would exceed the limit of 256 concurrent subscriptions for the account 000000000000 in us-east-1.";
    refused(site.rig.subscribe(site.input("LATEST")).map(drop), "LimitExceededException", text);
    drop(held);
    site.subscribe("LATEST");
}

#[test]
fn a_trial_takes_no_place() {
    let site = Site::new(1);
    let trial = api::SubscribeToShardInput { dry_run: Some(true), ..site.input("LATEST") };

    assert_eq!(site.rig.subscribe(trial).map(drop).unwrap_err().code, "DryRunOperationException");
    assert_eq!(site.rig.store.streams().subscription_count(), 0);
}
