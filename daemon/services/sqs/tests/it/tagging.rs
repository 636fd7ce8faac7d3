//! TagQueue, UntagQueue, ListQueueTags, and tags given when a queue is made.

use crate::rig::{Rig, map, refused, refused_parameter, strings};
use millpond_service::Fault;
use millpond_sqs::api;
use std::collections::BTreeMap;

fn tag(rig: &Rig, url: &str, tags: BTreeMap<String, String>) -> Result<(), Fault> {
    rig.call::<api::TagQueue>(api::TagQueueInput { queue_url: url.to_owned(), tags }).map(drop)
}

fn untag(rig: &Rig, url: &str, keys: &[&str]) -> Result<(), Fault> {
    let input = api::UntagQueueInput { queue_url: url.to_owned(), tag_keys: strings(keys) };
    rig.call::<api::UntagQueue>(input).map(drop)
}

fn tags(rig: &Rig, url: &str) -> Option<BTreeMap<String, String>> {
    let input = api::ListQueueTagsInput { queue_url: url.to_owned() };
    rig.call::<api::ListQueueTags>(input).unwrap().tags
}

fn many(from: usize, count: usize) -> BTreeMap<String, String> {
    (from..from + count).map(|n| (format!("k{n}"), String::new())).collect()
}

#[test]
fn tags_come_go_and_survive_a_restart() {
    let (rig, url) = Rig::with_queue("q");
    assert_eq!(tags(&rig, &url), None);

    tag(&rig, &url, map(&[("site", "north"), ("Site", "süd"), ("empty", "")])).unwrap();
    tag(&rig, &url, map(&[("site", "west")])).unwrap();
    untag(&rig, &url, &["empty", "unknown"]).unwrap();

    let rig = rig.cut(1);
    assert_eq!(tags(&rig, &url), Some(map(&[("Site", "süd"), ("site", "west")])));
    let shown = rig.attributes(&url, &["LastModifiedTimestamp", "VisibilityTimeout"]).unwrap();
    assert_eq!(shown["LastModifiedTimestamp"], "1700000000", "tags are no attributes");
    untag(&rig, &url, &["Site", "site"]).unwrap();
    assert_eq!(tags(&rig.cut(2), &url), None);
}

#[test]
fn a_queue_can_be_made_with_tags() {
    let rig = Rig::new();
    let make = |tags| {
        let input = api::CreateQueueInput { queue_name: "q".to_owned(), attributes: None, tags: Some(tags) };
        (rig.access::<api::CreateQueue>(input.clone()), rig.call::<api::CreateQueue>(input))
    };

    refused_parameter(make(many(0, 51)).1, "Too many tags added for queue q.");
    let (access, made) = make(map(&[("a", "b")]));

    let url = made.unwrap().queue_url.unwrap();
    assert_eq!(tags(&rig, &url), Some(map(&[("a", "b")])));
    let arn = "arn:aws:sqs:us-east-1:000000000000:q".to_owned();
    assert_eq!(access, [("sqs:CreateQueue".to_owned(), arn.clone()), ("sqs:TagQueue".to_owned(), arn)]);
}

#[test]
fn tags_have_their_rules_and_a_refusal_changes_nothing() {
    let (rig, url) = Rig::with_queue("q");
    tag(&rig, &url, many(0, 50)).unwrap();
    tag(&rig, &url, many(0, 50)).unwrap();

    let length = "Tag keys must be between 1 and 128 characters in length.";
    let (long_key, long_value) = ("k".repeat(129), "v".repeat(257));
    let characters = "Tag keys and values can only contain Unicode letters, digits, white space and the characters _.:/=+-@.";
    for (given, text) in [
        (map(&[("new", "")]), "Too many tags added for queue q."),
        (map(&[("", "v")]), length),
        (map(&[(&long_key, "v")]), length),
        (map(&[("k", &long_value)]), "Tag values must be between 0 and 256 characters in length."),
        (map(&[("k", "a*b")]), characters),
        (map(&[("k#", "")]), characters),
        (map(&[("aws:k", "")]), "Tag keys that begin with aws: are reserved."),
    ] {
        refused_parameter(tag(&rig, &url, given), text);
    }
    let missing = ("MissingRequiredParameterException", "MissingParameter");
    refused(tag(&rig, &url, map(&[])), missing.0, missing.1, "The request must contain the parameter Tags.");
    refused_parameter(untag(&rig, &url, &[]), length);
    refused_parameter(untag(&rig, &url, &["k1", ""]), length);

    assert_eq!(tags(&rig, &url), Some(many(0, 50)));
}
