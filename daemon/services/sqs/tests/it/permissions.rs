//! AddPermission and RemovePermission. That policies are obeyed is shown with the gateway.

use crate::rig::{ACCOUNT, Rig, refused, refused_parameter, strings};
use millpond_service::Fault;
use millpond_sqs::api;
use serde_json::{Value, json};

const ARN: &str = "arn:aws:sqs:us-east-1:000000000000:q";

fn add(rig: &Rig, url: &str, label: &str, accounts: &[&str], actions: &[&str]) -> Result<(), Fault> {
    let input = api::AddPermissionInput {
        queue_url: url.to_owned(),
        label: label.to_owned(),
        aws_account_ids: strings(accounts),
        actions: strings(actions),
    };
    rig.call::<api::AddPermission>(input).map(drop)
}

fn remove(rig: &Rig, url: &str, label: &str) -> Result<(), Fault> {
    let input = api::RemovePermissionInput { queue_url: url.to_owned(), label: label.to_owned() };
    rig.call::<api::RemovePermission>(input).map(drop)
}

fn policy(rig: &Rig, url: &str) -> Option<Value> {
    let shown = rig.attributes(url, &["Policy"]).unwrap();
    shown.get("Policy").map(|text| serde_json::from_str(text).unwrap())
}

#[test]
fn permissions_become_statements_and_go_by_their_labels() {
    let (rig, url) = Rig::with_queue("q");

    add(&rig, &url, "one", &["111111111111"], &["SendMessage"]).unwrap();
    add(&rig, &url, "two", &["111111111111", "nobody", "222222222222"], &["*", "GetQueueUrl"]).unwrap();
    add(&rig, &url, "one", &["111111111111"], &["SendMessage"]).unwrap();

    let root = |account: &str| format!("arn:aws:iam::{account}:root");
    let one = json!({
        "Sid": "one", "Effect": "Allow", "Principal": {"AWS": root("111111111111")}, "Action": "SQS:SendMessage",
        "Resource": ARN
    });
    let two = json!({
        "Sid": "two", "Effect": "Allow", "Principal": {"AWS": [root("111111111111"), root("222222222222")]},
        "Action": ["SQS:*", "SQS:GetQueueUrl"], "Resource": ARN
    });
    let id = format!("{ARN}/SQSDefaultPolicy");
    let whole = json!({"Version": "2008-10-17", "Id": id, "Statement": [one, two]});
    let rig = rig.cut(1);
    assert_eq!(policy(&rig, &url), Some(whole));
    remove(&rig, &url, "one").unwrap();
    assert_eq!(policy(&rig, &url).unwrap()["Statement"], json!([two]));
    remove(&rig, &url, "two").unwrap();
    assert_eq!(policy(&rig.cut(2), &url), None);
}

#[test]
fn a_permission_joins_the_policy_that_is_there() {
    let (rig, url) = Rig::with_queue("q");
    let statement = json!({"Sid": "mine", "Effect": "Deny", "Principal": "*", "Action": "sqs:PurgeQueue", "Resource": "*"});
    let text = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    rig.set(&url, &[("Policy", &text)]).unwrap();
    rig.clock.advance_ms(5_000);

    add(&rig, &url, "added", &[ACCOUNT], &["ReceiveMessage"]).unwrap();

    let shown = policy(&rig, &url).unwrap();
    assert_eq!((&shown["Version"], &shown["Statement"][0]), (&json!("2012-10-17"), &statement));
    assert_eq!(shown["Statement"][1]["Sid"], "added");
    assert_eq!(rig.attributes(&url, &["All"]).unwrap()["LastModifiedTimestamp"], "1700000005");
    remove(&rig, &url, "mine").unwrap();
    assert_eq!(policy(&rig, &url).unwrap()["Statement"].as_array().unwrap().len(), 1);
}

#[test]
fn permissions_that_cannot_be_given_are_refused_and_change_nothing() {
    let (rig, url) = Rig::with_queue("q");
    let other = ["111111111111"];
    add(&rig, &url, "test", &other, &["ReceiveMessage"]).unwrap();
    let before = policy(&rig, &url);

    for (label, accounts, actions, text) in [
        (
            "test",
            &other[..],
            &["SendMessage"][..],
            "Value test for parameter Label is invalid. Reason: Already exists.",
        ),
        (
            "a b",
            &other,
            &["SendMessage"],
            "Value a b for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or \
             underscores. 1 to 80 in length.",
        ),
        (
            "x",
            &[],
            &["SendMessage"],
            "Value [] for parameter PrincipalId is invalid. Reason: Unable to verify.",
        ),
        (
            "x",
            &["me", "1"],
            &["SendMessage"],
            "Value [me, 1] for parameter PrincipalId is invalid. Reason: Unable to verify.",
        ),
        (
            "x",
            &other,
            &["SendMessageBatch"],
            "Value SQS:SendMessageBatch for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL \
             for a list of valid actions.",
        ),
    ] {
        refused_parameter(add(&rig, &url, label, accounts, actions), text);
    }
    for own in
        ["AddPermission", "CreateQueue", "DeleteQueue", "ListQueues", "StartMessageMoveTask", "TagQueue"]
    {
        let text = format!(
            "Value SQS:{own} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this \
             action."
        );
        refused_parameter(add(&rig, &url, "x", &other, &[own]), &text);
    }
    let missing = ("MissingRequiredParameterException", "MissingParameter");
    for (label, actions, name) in [("x", &[][..], "Actions"), ("", &["SendMessage"], "Label")] {
        let text = format!("The request must contain the parameter {name}.");
        refused(add(&rig, &url, label, &other, actions), missing.0, missing.1, &text);
    }
    let text = "Value none for parameter Label is invalid. Reason: can't find label on existing policy.";
    refused_parameter(remove(&rig, &url, "none"), text);

    assert_eq!(policy(&rig, &url), before);
    let bare = rig.create("bare", &[]);
    refused_parameter(remove(&rig, &bare, "none"), text);
}

#[test]
fn there_are_so_many_permissions_and_no_more() {
    let (rig, url) = Rig::with_queue("q");
    let eight = vec!["SendMessage"; 8];
    let over = |outcome, text| refused(outcome, "OverLimit", "OverLimit", text);
    over(add(&rig, &url, "x", &[ACCOUNT], &eight), "8 Actions were found, maximum allowed is 7.");
    let crowd: Vec<String> = (0..51).map(|n| format!("{n:012}")).collect();
    let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
    over(add(&rig, &url, "x", &crowd, &["SendMessage"]), "51 Principals were found, maximum allowed is 50.");

    for n in 0..20 {
        add(&rig, &url, &format!("l{n}"), &[ACCOUNT], &["SendMessage"]).unwrap();
    }

    over(
        add(&rig, &url, "l20", &[ACCOUNT], &["SendMessage"]),
        "21 Statements were found, maximum allowed is 20.",
    );
}
