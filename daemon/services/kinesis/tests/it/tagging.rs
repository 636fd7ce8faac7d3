//! AddTagsToStream, RemoveTagsFromStream, ListTagsForStream, TagResource, UntagResource, ListTagsForResource.

use crate::rig::{ACCOUNT, Rig, refused};
use millpond_kinesis::api;
use millpond_service::Fault;
use std::collections::BTreeMap;

fn arn(name: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}")
}

fn tags(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn add(rig: &Rig, name: &str, tags: BTreeMap<String, String>) -> Result<(), Fault> {
    let input = api::AddTagsToStreamInput { stream_name: Some(name.to_owned()), tags, ..Default::default() };
    rig.call::<api::AddTagsToStream>(input).map(drop)
}

fn remove(rig: &Rig, name: &str, keys: &[&str]) -> Result<(), Fault> {
    let tag_keys = keys.iter().map(|key| (*key).to_owned()).collect();
    let input =
        api::RemoveTagsFromStreamInput { stream_arn: Some(arn(name)), tag_keys, ..Default::default() };
    rig.call::<api::RemoveTagsFromStream>(input).map(drop)
}

fn list(rig: &Rig, name: &str) -> Vec<(String, String)> {
    let input = api::ListTagsForStreamInput { stream_name: Some(name.to_owned()), ..Default::default() };
    shown(rig.call::<api::ListTagsForStream>(input).unwrap_or_else(|fault| panic!("{fault:?}")).tags)
}

fn shown(tags: Vec<api::Tag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key, tag.value.unwrap())).collect()
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn tag_resource(rig: &Rig, arn: &str, tags: BTreeMap<String, String>) -> Result<(), Fault> {
    let input = api::TagResourceInput { resource_arn: arn.to_owned(), tags, ..Default::default() };
    rig.call::<api::TagResource>(input).map(drop)
}

fn tags_of(rig: &Rig, arn: &str) -> Result<Vec<(String, String)>, Fault> {
    let input = api::ListTagsForResourceInput { resource_arn: arn.to_owned(), ..Default::default() };
    rig.call::<api::ListTagsForResource>(input).map(|output| shown(output.tags.unwrap()))
}

fn untag(rig: &Rig, arn: &str, key: &str) -> Result<(), Fault> {
    let input = api::UntagResourceInput {
        resource_arn: arn.to_owned(),
        tag_keys: vec![key.to_owned()],
        ..Default::default()
    };
    rig.call::<api::UntagResource>(input).map(drop)
}

/// A consumer's ARN.
fn consumer(rig: &Rig, stream: &str) -> String {
    let input = api::RegisterStreamConsumerInput {
        stream_arn: arn(stream),
        consumer_name: "c".to_owned(),
        ..Default::default()
    };
    rig.call::<api::RegisterStreamConsumer>(input).unwrap().consumer.consumer_arn
}

#[test]
fn tags_are_added_renewed_removed_and_survive_a_restart() {
    let rig = Rig::with_stream("s", 1);

    add(&rig, "s", tags(&[("team", "water"), ("site", "mill"), ("e", "")])).unwrap();
    add(&rig, "s", tags(&[("team", "air")])).unwrap();
    remove(&rig, "s", &["site", "absent"]).unwrap();

    assert_eq!(list(&rig, "s"), [pair("e", ""), pair("team", "air")]);
    assert_eq!(list(&rig.reopen(), "s"), [pair("e", ""), pair("team", "air")]);
}

#[test]
fn tags_survive_a_power_cut() {
    let rig = Rig::with_stream("s", 1);
    add(&rig, "s", tags(&[("a", "b")])).unwrap();

    let rig = rig.cut(7);

    assert_eq!(list(&rig, "s"), [pair("a", "b")]);
}

#[test]
fn tags_are_listed_a_page_at_a_time() {
    let rig = Rig::with_stream("s", 1);
    add(&rig, "s", tags(&[("a", "1"), ("b", "2"), ("c", "3")])).unwrap();
    let page = |after: Option<&str>, limit| {
        let input = api::ListTagsForStreamInput {
            stream_arn: Some(arn("s")),
            exclusive_start_tag_key: after.map(str::to_owned),
            limit: Some(limit),
            ..Default::default()
        };
        let page = rig.call::<api::ListTagsForStream>(input).unwrap();
        (shown(page.tags), page.has_more_tags)
    };

    assert_eq!(page(None, 2), (vec![pair("a", "1"), pair("b", "2")], true));
    assert_eq!(page(Some("b"), 2), (vec![pair("c", "3")], false));
    assert_eq!(page(Some("bb"), 1), (vec![pair("c", "3")], false));
    assert_eq!(page(Some("z"), 50), (vec![], false));
}

#[test]
fn a_stream_has_50_tags_at_most_and_a_refusal_adds_none() {
    let rig = Rig::with_stream("s", 1);
    let many = (0..49).map(|n| (format!("tag{n:02}"), String::new())).collect();
    add(&rig, "s", many).unwrap();

    let over = add(&rig, "s", tags(&[("x", ""), ("y", "")]));

    refused(
        over,
        "InvalidArgumentException",
        "Failed to add tags to stream s under account 000000000000 because a given stream cannot have more than 50 tags \
         associated with it.",
    );
    assert_eq!(list(&rig, "s").len(), 49);
    add(&rig, "s", tags(&[("x", "")])).unwrap();
    add(&rig, "s", tags(&[("x", "again")])).unwrap();
    assert_eq!(list(&rig, "s").len(), 50);
}

#[test]
fn tags_with_illegal_characters_or_reserved_keys_are_refused() {
    let rig = Rig::with_stream("s", 1);
    let code = "InvalidArgumentException";
    let invalid = "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / \
                   = + - % @ :.";

    refused(add(&rig, "s", tags(&[("a*", "")])), code, invalid);
    refused(add(&rig, "s", tags(&[("a", "ab;")])), code, invalid);
    refused(remove(&rig, "s", &["a*"]), code, invalid);
    refused(
        add(&rig, "s", tags(&[("a", "50%")])),
        code,
        "Failed to add tags to stream s under account 000000000000 because some tags contained illegal characters. The \
         allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.",
    );
    refused(
        remove(&rig, "s", &["50%"]),
        code,
        "Failed to remove tags from stream s under account 000000000000 because some tags contained illegal characters. \
         The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.",
    );
    refused(
        add(&rig, "s", tags(&[("aws:cloudformation:stack-name", "x")])),
        code,
        "Failed to add tags to stream s under account 000000000000 because tag keys that begin with aws: are reserved.",
    );
    add(&rig, "s", tags(&[("ü/ä 1_.=+-@:", "é")])).unwrap();
    assert_eq!(list(&rig, "s").len(), 1);
}

#[test]
fn streams_and_consumers_are_tagged_by_their_arns() {
    let rig = Rig::with_stream("s", 1);
    let consumer = consumer(&rig, "s");
    let stream = arn("s");

    for resource in [&stream, &consumer] {
        tag_resource(&rig, resource, tags(&[("a", "1"), ("b", "2")])).unwrap();
        untag(&rig, resource, "a").unwrap();
        untag(&rig, resource, "absent").unwrap();
    }

    let rig = rig.reopen();
    for resource in [&stream, &consumer] {
        assert_eq!(tags_of(&rig, resource).unwrap(), [pair("b", "2")]);
    }
    assert_eq!(list(&rig, "s"), [pair("b", "2")]);
    let many = (0..50).map(|n| (format!("tag{n}"), String::new())).collect();
    refused(
        tag_resource(&rig, &consumer, many),
        "InvalidArgumentException",
        "Failed to add tags to consumer c under account 000000000000 because a given consumer cannot have more than 50 \
         tags associated with it.",
    );
    assert_eq!(tags_of(&rig, &consumer).unwrap(), [pair("b", "2")]);
}

#[test]
fn what_does_not_exist_has_no_tags() {
    let rig = Rig::with_stream("s", 1);
    let code = "ResourceNotFoundException";

    refused(add(&rig, "t", tags(&[("a", "")])), code, "Stream t under account 000000000000 not found.");
    refused(tags_of(&rig, &arn("t")), code, "Stream t under account 000000000000 not found.");
    refused(
        tags_of(&rig, &format!("{}/consumer/c:1", arn("s"))),
        code,
        "Consumer c under stream s not found for account 000000000000.",
    );
    let queue = format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:queue/q");
    refused(tags_of(&rig, &queue), code, &format!("Queue {queue} not found."));
    let channel = format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:channel/c");
    refused(tags_of(&rig, &channel), code, &format!("Resource {channel} not found."));
    let foreign = "arn:aws:kinesis:eu-west-1:000000000000:stream/s";
    refused(tags_of(&rig, foreign), code, "Stream s under account 000000000000 not found.");
}

#[test]
fn policies_judge_a_resource_under_its_one_arn() {
    let rig = Rig::new();
    let input = api::TagResourceInput {
        resource_arn: format!("arn:aws-cn:kinesis:us-east-1:{ACCOUNT}:stream/s"),
        ..Default::default()
    };

    assert_eq!(rig.access::<api::TagResource>(input), [("kinesis:TagResource".to_owned(), arn("s"))]);
}
