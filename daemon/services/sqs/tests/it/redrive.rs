//! Dead-letter queues: redrive policies, redrive allow policies, and who uses a queue.

use crate::rig::{ACCOUNT, Rig, map, refused, refused_parameter};
use millpond_service::Fault;
use millpond_sqs::api;

fn arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:{ACCOUNT}:{name}")
}

fn redrive(target: &str) -> String {
    format!(r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":3}}"#, arn(target))
}

fn sources(
    rig: &Rig,
    url: &str,
    max: Option<i64>,
    token: Option<String>,
) -> Result<(Vec<String>, Option<String>), Fault> {
    let input = api::ListDeadLetterSourceQueuesInput {
        queue_url: url.to_owned(),
        next_token: token,
        max_results: max,
    };
    rig.call::<api::ListDeadLetterSourceQueues>(input).map(|output| {
        let name = |url: &String| url.rsplit('/').next().unwrap().to_owned();
        (output.queue_urls.iter().map(name).collect(), output.next_token)
    })
}

#[test]
fn a_redrive_policy_is_checked_and_shown_in_one_form() {
    let (rig, url) = Rig::with_queue("q");
    rig.create("dead", &[]);
    rig.create("dead.fifo", &[("FifoQueue", "true")]);
    let policy = |target: &str, count: &str| {
        format!(r#"{{"deadLetterTargetArn": "{target}", "maxReceiveCount": {count}}}"#)
    };
    let only = "Only following attributes are expected: [maxReceiveCount, deadLetterTargetArn].";
    for (text, reason) in [
        ("{".to_owned(), "Redrive policy is not a valid JSON map."),
        ("[]".to_owned(), "Redrive policy is not a valid JSON map."),
        (
            r#"{"maxReceiveCount":1}"#.to_owned(),
            "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
        ),
        (
            r#"{"deadLetterTargetArn":"x"}"#.to_owned(),
            "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
        ),
        (r#"{"deadLetterTargetArn":"x","maxReceiveCount":1,"a":1}"#.to_owned(), only),
        (policy("dummy", "42"), "Invalid value for deadLetterTargetArn."),
        (policy(&arn("none"), "4"), "Dead letter target does not exist."),
        (policy(&arn("dead.fifo"), "4"), "Dead-letter queue must be same type of queue as the source."),
        (
            policy(&arn("dead"), "0"),
            "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.",
        ),
        (
            policy(&arn("dead"), "1001"),
            "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.",
        ),
    ] {
        let full = format!("Value {text} for parameter RedrivePolicy is invalid. Reason: {reason}");
        refused_parameter(rig.set(&url, &[("RedrivePolicy", &text)]), &full);
    }

    rig.set(&url, &[("RedrivePolicy", &policy(&arn("dead"), "\"4\""))]).unwrap();

    let shown = rig.attributes(&url, &["RedrivePolicy"]).unwrap();
    let expected = format!(r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":4}}"#, arn("dead"));
    assert_eq!(shown["RedrivePolicy"], expected);
    rig.set(&url, &[("RedrivePolicy", "")]).unwrap();
    assert!(rig.attributes(&url, &["RedrivePolicy"]).unwrap().is_empty());
}

#[test]
fn a_dead_letter_queue_of_another_account_or_region_does_not_exist() {
    let (rig, url) = Rig::with_queue("q");
    rig.create("dead", &[]);
    for other in ["arn:aws:sqs:eu-west-1:000000000000:dead", "arn:aws:sqs:us-east-1:111111111111:dead"] {
        let text = format!(r#"{{"deadLetterTargetArn":"{other}","maxReceiveCount":3}}"#);
        let full = format!(
            "Value {text} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist."
        );
        refused_parameter(rig.set(&url, &[("RedrivePolicy", &text)]), &full);
    }
}

#[test]
fn a_redrive_allow_policy_says_who_may_use_a_queue() {
    let rig = Rig::new();
    let dead = rig.create("dead", &[]);
    let (good, bad) = (rig.create("good", &[]), rig.create("bad", &[]));
    let allow = |text: &str| rig.set(&dead, &[("RedriveAllowPolicy", text)]);
    let policy = redrive("dead");
    let uses = |url: &str| rig.set(url, &[("RedrivePolicy", &policy)]);
    let no = format!(
        "Value {policy} for parameter RedrivePolicy is invalid. Reason: The redrive allow policy of the dead-letter queue \
         does not allow this source queue."
    );

    let by_queue = format!(
        r#"{{"redrivePermission":"byQueue","sourceQueueArns":["{}","{}"]}}"#,
        arn("good"),
        arn("new")
    );
    allow(&by_queue).unwrap();
    uses(&good).unwrap();
    refused_parameter(uses(&bad), &no);
    refused_parameter(rig.try_create("other", &[("RedrivePolicy", &policy)]), &no);
    rig.create("new", &[("RedrivePolicy", &policy)]);

    allow(r#"{"redrivePermission":"denyAll"}"#).unwrap();
    refused_parameter(uses(&good), &no);
    let kept = rig.attributes(&good, &["RedrivePolicy"]).unwrap();
    assert_eq!(kept, map(&[("RedrivePolicy", &policy)]), "those that use it already go on");

    let rig = rig.cut(1);
    let uses = |url: &str| rig.set(url, &[("RedrivePolicy", &policy)]);
    refused_parameter(uses(&bad), &no);
    for open in [r#"{"redrivePermission":"allowAll"}"#, ""] {
        rig.set(&dead, &[("RedriveAllowPolicy", r#"{"redrivePermission":"denyAll"}"#)]).unwrap();
        rig.set(&dead, &[("RedriveAllowPolicy", open)]).unwrap();
        uses(&bad).unwrap();
    }
}

#[test]
fn a_redrive_allow_policy_has_one_of_three_forms() {
    let (rig, url) = Rig::with_queue("q");
    let set = |text: &str| rig.set(&url, &[("RedriveAllowPolicy", text)]);
    let form = "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow \
                policy, as it\u{2019}s in an unsupported format.";
    for text in [
        "444",
        "{",
        "{}",
        r#"{"redrivePermission":"all"}"#,
        r#"{"redrivePermission":"allowAll","more":1}"#,
        r#"{"redrivePermission":"byQueue","sourceQueueArns":"arn"}"#,
        r#"{"redrivePermission":"byQueue","sourceQueueArns":[1]}"#,
    ] {
        refused(set(text), "InvalidAttributeValue", "InvalidAttributeValue", form);
    }
    let list = |count: usize| {
        let arns = vec![format!("\"{}\"", arn("s")); count].join(",");
        format!(r#"{{"redrivePermission":"byQueue","sourceQueueArns":[{arns}]}}"#)
    };
    let none = "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.";
    for (text, reason) in [
        (r#"{"redrivePermission":"byQueue"}"#.to_owned(), none),
        (list(0), none),
        (list(11), "The maximum number of source queue ARNs you can specify is 10."),
        (
            list(1).replace("byQueue", "denyAll"),
            "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
        ),
    ] {
        let full = format!(
            "Value {text} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow \
             policy. {reason}"
        );
        refused_parameter(set(&text), &full);
    }
    set(&list(10)).unwrap();
}

#[test]
fn the_sources_of_a_dead_letter_queue_are_listed_in_pages() {
    let rig = Rig::new();
    let dead = rig.create("dead", &[]);
    for name in ["c", "a", "b", "z"] {
        rig.create(name, &[("RedrivePolicy", &redrive("dead"))]);
    }
    let other = rig.create("other", &[]);
    rig.set(&rig.create("z", &[]), &[("RedrivePolicy", "")]).unwrap();

    let rig = rig.cut(1);
    let all = sources(&rig, &dead, None, None).unwrap();
    let (first, token) = sources(&rig, &dead, Some(2), None).unwrap();
    let rest = sources(&rig, &dead, Some(2), token).unwrap();

    assert_eq!(all, (["a", "b", "c"].map(str::to_owned).to_vec(), None));
    assert_eq!((first, rest), (["a", "b"].map(str::to_owned).to_vec(), (vec!["c".to_owned()], None)));
    assert_eq!(sources(&rig, &other, None, None).unwrap(), (Vec::new(), None));
    refused_parameter(
        sources(&rig, &dead, Some(0), None),
        "Value 0 for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.",
    );
    refused_parameter(sources(&rig, &dead, None, Some("?".into())), "Invalid or expired next token.");
}
