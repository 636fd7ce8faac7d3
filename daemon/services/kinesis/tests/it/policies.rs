//! PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy. That policies are obeyed is shown with the gateway.

use crate::rig::{ACCOUNT, Rig, refused};
use millpond_kinesis::api;
use millpond_service::Fault;

fn arn(name: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}")
}

fn policy(action: &str, resource: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{ACCOUNT}"}},"Action":"{action}","Resource":"{resource}"}}]}}"#
    )
}

fn attach(rig: &Rig, arn: &str, policy: &str) -> Result<(), Fault> {
    let input = api::PutResourcePolicyInput {
        resource_arn: arn.to_owned(),
        policy: policy.to_owned(),
        ..Default::default()
    };
    rig.call::<api::PutResourcePolicy>(input).map(drop)
}

fn attached(rig: &Rig, arn: &str) -> Result<String, Fault> {
    let input = api::GetResourcePolicyInput { resource_arn: arn.to_owned(), ..Default::default() };
    rig.call::<api::GetResourcePolicy>(input).map(|output| output.policy)
}

fn detach(rig: &Rig, arn: &str) -> Result<(), Fault> {
    let input = api::DeleteResourcePolicyInput { resource_arn: arn.to_owned(), ..Default::default() };
    rig.call::<api::DeleteResourcePolicy>(input).map(drop)
}

fn consumer(rig: &Rig, stream: &str) -> String {
    let input = api::RegisterStreamConsumerInput {
        stream_arn: arn(stream),
        consumer_name: "c".to_owned(),
        ..Default::default()
    };
    rig.call::<api::RegisterStreamConsumer>(input).unwrap().consumer.consumer_arn
}

#[test]
fn a_policy_is_kept_as_it_was_written_and_goes_when_it_is_taken_away() {
    let rig = Rig::with_stream("s", 1);
    let consumer = consumer(&rig, "s");
    let (of_stream, of_consumer) =
        (policy("kinesis:PutRecord", &arn("s")), policy("kinesis:SubscribeToShard", &consumer));

    assert_eq!(attached(&rig, &arn("s")).unwrap(), "{}");
    attach(&rig, &arn("s"), &policy("kinesis:*", "*")).unwrap();
    attach(&rig, &arn("s"), &of_stream).unwrap();
    attach(&rig, &consumer, &of_consumer).unwrap();

    let rig = rig.reopen();
    assert_eq!(attached(&rig, &arn("s")).unwrap(), of_stream);
    assert_eq!(attached(&rig, &consumer).unwrap(), of_consumer);
    for resource in [arn("s"), consumer] {
        detach(&rig, &resource).unwrap();
        assert_eq!(attached(&rig, &resource).unwrap(), "{}");
        refused(
            detach(&rig, &resource),
            "ResourceNotFoundException",
            &format!("No resource policy found for resource ARN {resource}."),
        );
    }
    assert_eq!(attached(&rig.reopen(), &arn("s")).unwrap(), "{}");
}

#[test]
fn a_policy_goes_with_its_stream() {
    let rig = Rig::with_stream("s", 1);
    attach(&rig, &arn("s"), &policy("kinesis:*", "*")).unwrap();

    rig.delete("s").unwrap();

    let gone = "Stream s under account 000000000000 not found.";
    refused(attached(&rig, &arn("s")), "ResourceNotFoundException", gone);
    rig.create("s", 1).unwrap();
    assert_eq!(attached(&rig, &arn("s")).unwrap(), "{}");
}

#[test]
fn what_is_no_policy_of_the_resource_is_refused_and_changes_nothing() {
    let rig = Rig::with_stream("s", 1);
    let kept = policy("kinesis:GetRecords", &arn("s"));
    attach(&rig, &arn("s"), &kept).unwrap();
    let code = "InvalidArgumentException";

    for (document, text) in [
        ("{", "This policy contains invalid Json".to_owned()),
        (r#"{"Statement":[]}"#, "Syntax errors in policy.".to_owned()),
        (
            &policy("sqs:SendMessage", &arn("s")),
            format!("Action sqs:SendMessage is not valid for the resource {}.", arn("s")),
        ),
        (
            &policy("kinesis:PutRecord", &arn("t")),
            format!("Resource {} is not the resource {}.", arn("t"), arn("s")),
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}}"#,
            "Missing required field Principal".to_owned(),
        ),
    ] {
        let text = format!("The resource policy is not valid: {text}");
        refused(attach(&rig, &arn("s"), document), code, &text);
    }
    let long = format!("{}{}", policy("kinesis:*", "*"), " ".repeat(20 << 10));
    refused(
        attach(&rig, &arn("s"), &long),
        "LimitExceededException",
        "The resource policy exceeds the limit of 20480 bytes.",
    );

    assert_eq!(attached(&rig, &arn("s")).unwrap(), kept);
    let consumer = format!("{}/consumer/c:1", arn("s"));
    let unknown = "Consumer c under stream s not found for account 000000000000.";
    refused(attach(&rig, &consumer, &kept), "ResourceNotFoundException", unknown);
}
