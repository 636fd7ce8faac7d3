use super::*;
use crate::stream::tests::{Rig, rig};
use millpond_base::Clock;

const MAX: usize = 3;

fn register(rig: &Rig, stream: &Stream, name: &str) -> Result<Arc<Consumer>, RegisterError> {
    let tags = BTreeMap::from([("team".to_owned(), "water".to_owned())]);
    rig.store.streams().register_consumer(stream, name, tags, MAX, rig.clock.now().wall)
}

fn names(rig: &Rig, stream: &Stream) -> Vec<String> {
    let all = rig.store.streams().consumers(stream.id, None, usize::MAX);
    all.iter().map(|consumer| consumer.name.clone()).collect()
}

#[test]
fn consumers_survive_a_restart() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let made = register(&rig, &stream, "b").unwrap();
    register(&rig, &stream, "a").unwrap();

    let again = rig.cut();

    assert_eq!(names(&again, &stream), ["a", "b"]);
    assert_eq!(again.store.streams().consumer(stream.id, "b"), Some(made));
}

#[test]
fn a_name_is_taken_once_a_stream_and_their_number_is_bounded() {
    let rig = rig();
    let (stream, other) = (rig.create("s", 1), rig.create("t", 1));
    for name in ["a", "b", "c"] {
        register(&rig, &stream, name).unwrap();
    }

    assert!(matches!(register(&rig, &stream, "a"), Err(RegisterError::Exists)));
    assert!(matches!(register(&rig, &stream, "d"), Err(RegisterError::Full)));
    assert!(register(&rig, &other, "a").is_ok());
    assert_eq!(rig.store.streams().consumer_count(stream.id), 3);
}

#[test]
fn a_consumer_registered_again_within_a_second_has_another_second() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let first = register(&rig, &stream, "a").unwrap();

    rig.store.streams().deregister_consumer(&first).unwrap();
    let second = register(&rig, &stream, "a").unwrap();

    assert_ne!((first.id, first.created.secs()), (second.id, second.created.secs()));
    assert!(!rig.store.streams().is_registered(&first));
    let again = rig.store.streams().deregister_consumer(&first);
    assert!(matches!(again, Err(DeregisterError::Unknown)));
    assert_eq!(names(&rig, &stream), ["a"]);
}

#[test]
fn a_stream_takes_its_consumers_with_it() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let consumer = register(&rig, &stream, "a").unwrap();

    let spared = rig.store.streams().delete_unconsumed("s");
    rig.store.streams().delete("s").unwrap();
    rig.create("s", 1);

    assert!(matches!(spared, Err(crate::stream::DeleteError::Consumed)));
    assert!(!rig.store.streams().is_registered(&consumer));
    assert!(rig.catalog.all(document::KIND).unwrap().is_empty());
    assert!(matches!(register(&rig, &stream, "a"), Err(RegisterError::UnknownStream)));
}

#[test]
fn a_stream_without_consumers_goes_when_consumers_are_spared() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let consumer = register(&rig, &stream, "a").unwrap();
    rig.store.streams().deregister_consumer(&consumer).unwrap();

    assert!(rig.store.streams().delete_unconsumed("s").is_ok());
}

#[test]
fn a_consumer_whose_stream_is_gone_is_removed_at_the_start() {
    let rig = rig();
    let orphan = Consumer {
        id: ConsumerId(rig.catalog.next_id().unwrap()),
        stream: StreamId(12_345),
        name: "a".to_owned(),
        created: WallMs(1),
        tags: BTreeMap::new(),
        policy: None,
    };
    rig.catalog.put(document::KIND, orphan.id.0, &document::encode(&orphan)).unwrap();

    let rig = rig.cut();

    assert!(rig.catalog.all(document::KIND).unwrap().is_empty());
}

#[test]
fn a_damaged_document_stops_the_start() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let id = register(&rig, &stream, "a").unwrap().id.0;
    rig.catalog.put(document::KIND, id, &[1, 0xa1]).unwrap();

    let opened = Consumers::open(&rig.catalog, &BTreeSet::from([stream.id]));

    assert!(matches!(opened, Err(OpenError::ConsumerDocument { id: found }) if found == id));
}

#[test]
fn changed_tags_survive_a_restart() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let consumer = register(&rig, &stream, "a").unwrap();

    let changed = rig.store.streams().change_consumer_tags(&consumer, |tags| {
        tags.insert("site".to_owned(), "weir".to_owned());
        tags.remove("team");
    });
    let rig = rig.cut();

    let found = rig.store.streams().consumer(stream.id, "a").unwrap();
    assert_eq!(found.tags, BTreeMap::from([("site".to_owned(), "weir".to_owned())]));
    assert_eq!((&found, found.created), (&changed.unwrap(), consumer.created));
}

#[test]
fn a_policy_goes_with_what_it_is_attached_to() {
    let rig = rig();
    let stream = rig.create("s", 1);
    let consumer = register(&rig, &stream, "a").unwrap();
    let streams = rig.store.streams();
    let arn = format!("{}/consumer/a:{}", streams.arn("s"), consumer.created.secs());
    let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"kinesis:*","Resource":"*"}}"#;
    let policy = Some(Arc::new(ResourcePolicy::parse(text, &arn).unwrap()));

    streams.set_consumer_policy(&consumer, policy.clone()).unwrap();
    let of_stream = streams.change("s", |parts| -> Result<(), std::convert::Infallible> {
        parts.settings.extras.policy.clone_from(&policy);
        Ok(())
    });

    assert!(of_stream.is_ok());
    let rig = rig.cut();
    let streams = rig.store.streams();
    assert_eq!(streams.policy(&arn), policy);
    assert_eq!(streams.policy(&streams.arn("s")), policy);
    for other in
        [arn.replace(":1", ":2"), format!("{}/consumer/b:1", streams.arn("s")), streams.arn("t"), "*".into()]
    {
        assert_eq!(streams.policy(&other), None, "{other}");
    }
    streams.delete("s").unwrap();
    rig.create("s", 1);
    assert_eq!((streams.policy(&arn), streams.policy(&streams.arn("s"))), (None, None));
}
