//! Policies of streams and permissions on their KMS keys, obeyed from end to end.

use crate::client::Key;
use crate::signed::{Site, refused, text};
use millpond_gateway::RawReply;
use serde_json::{Value, json};

const STREAM: &str = "arn:aws:kinesis:us-east-1:000000000000:stream/other";
const SENSOR: &str = "arn:aws:iam::000000000000:user/sensor";
const READER: &str = "arn:aws:iam::000000000000:role/reader";
const DENIED: &str = "AccessDeniedException";

/// Attaches a policy of one statement to the stream `other`.
fn attach(site: &Site, effect: &str, principal: &str, action: &str) {
    let statement = json!({
        "Effect": effect, "Principal": {"AWS": principal}, "Action": action, "Resource": STREAM
    });
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    let reply =
        site.kinesis("PutResourcePolicy", &json!({"ResourceARN": STREAM, "Policy": policy}), &site.admin);
    assert_eq!(reply.status, 200, "{}", text(&reply));
}

fn json_of(reply: &RawReply) -> Value {
    assert_eq!(reply.status, 200, "{}", text(reply));
    serde_json::from_slice(&reply.body).expect("JSON")
}

/// Asserts that a caller may not put into `other`, for this reason.
#[track_caller]
fn may_not_put(site: &Site, key: &Key, who: &str, why: &str) {
    let text =
        format!("User: {who} is not authorized to perform: kinesis:PutRecord on resource: {STREAM} {why}");
    refused(&site.put("other", key), DENIED, &text);
}

const NOBODY_ALLOWS: &str = "because no identity-based policy allows the kinesis:PutRecord action";

#[test]
fn a_stream_s_policy_lets_those_it_names_in() {
    let site = Site::new();
    may_not_put(&site, &site.sensor, SENSOR, NOBODY_ALLOWS);

    attach(&site, "Allow", SENSOR, "kinesis:PutRecord");

    assert_eq!(site.put("other", &site.sensor).status, 200);
    let read =
        json!({"StreamName": "other", "ShardId": "shardId-000000000000", "ShardIteratorType": "LATEST"});
    refused(
        &site.kinesis("GetShardIterator", &read, &site.sensor),
        DENIED,
        &format!(
            "User: {SENSOR} is not authorized to perform: kinesis:GetShardIterator on resource: {STREAM} because no \
             identity-based policy allows the kinesis:GetShardIterator action"
        ),
    );
    let taken = site.kinesis("DeleteResourcePolicy", &json!({"ResourceARN": STREAM}), &site.admin);
    assert_eq!(taken.status, 200);
    may_not_put(&site, &site.sensor, SENSOR, NOBODY_ALLOWS);
}

#[test]
fn a_policy_that_names_the_account_or_another_lets_nobody_in_by_itself() {
    let site = Site::new();

    for principal in ["000000000000", "arn:aws:iam::000000000000:root", "999999999999"] {
        attach(&site, "Allow", principal, "kinesis:*");
        may_not_put(&site, &site.sensor, SENSOR, NOBODY_ALLOWS);
    }

    attach(&site, "Allow", "*", "kinesis:*");
    assert_eq!(site.put("other", &site.sensor).status, 200);
}

#[test]
fn a_denial_keeps_everybody_out_under_every_name_of_the_stream() {
    let site = Site::new();

    attach(&site, "Deny", "*", "kinesis:PutRecord");

    let admin = "arn:aws:iam::000000000000:user/admin";
    may_not_put(&site, &site.admin, admin, "with an explicit deny in a resource-based policy");
    for partition in ["aws", "aws-cn", "aws-x"] {
        let arn = STREAM.replace("arn:aws:", &format!("arn:{partition}:"));
        let body = json!({"StreamARN": arn, "PartitionKey": "k", "Data": "eA=="});
        let reply = site.kinesis("PutRecord", &body, &site.admin);
        assert!(reply.status == 400 && text(&reply).contains("with an explicit deny"), "{}", text(&reply));
    }
    assert_eq!(site.put("mine", &site.admin).status, 200);
    assert_eq!(site.kinesis("DescribeStream", &json!({"StreamARN": STREAM}), &site.admin).status, 200);
}

#[test]
fn a_role_that_is_named_gets_in_unless_its_own_policies_deny() {
    let site = Site::new();
    let reader = site.reader();
    let tags = |key: &Key| site.kinesis("ListTagsForStream", &json!({"StreamName": "other"}), key);
    assert_eq!(tags(&reader).status, 400);

    attach(&site, "Allow", READER, "kinesis:*");

    assert_eq!(tags(&reader).status, 200);
    let session = "arn:aws:sts::000000000000:assumed-role/reader/shift";
    may_not_put(&site, &reader, session, "with an explicit deny in an identity-based policy");
    assert_eq!(tags(&site.sensor).status, 400, "the user behind the session is not named");
}

#[test]
fn records_are_judged_by_the_stream_their_iterator_leads_to() {
    let site = Site::new();
    let at = json!({"StreamName": "other", "ShardId": "shardId-000000000000", "ShardIteratorType": "LATEST"});
    let iterator = &json_of(&site.kinesis("GetShardIterator", &at, &site.admin))["ShardIterator"];
    let get = || site.kinesis("GetRecords", &json!({"ShardIterator": iterator}), &site.sensor);
    assert_eq!(get().status, 400);

    attach(&site, "Allow", SENSOR, "kinesis:GetRecords");

    assert_eq!(get().status, 200);
}

#[test]
fn writing_and_reading_under_a_kms_key_needs_permissions_on_the_key() {
    let site = Site::new();
    let key = &site.kms("CreateKey", &json!({}))["KeyMetadata"]["Arn"];
    let key = key.as_str().expect("a key has an ARN");
    let start = json!({"StreamName": "other", "EncryptionType": "KMS", "KeyId": key});
    assert_eq!(site.kinesis("StartStreamEncryption", &start, &site.admin).status, 200);
    attach(&site, "Allow", SENSOR, "kinesis:*");
    assert_eq!(site.put("other", &site.admin).status, 200);
    let at = json!({"StreamName": "other", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"});
    let iterator = &json_of(&site.kinesis("GetShardIterator", &at, &site.sensor))["ShardIterator"];
    let get = || site.kinesis("GetRecords", &json!({"ShardIterator": iterator}), &site.sensor);
    let lacks = |reply: &RawReply, action: &str| {
        let text = format!(
            "User: {SENSOR} is not authorized to perform: {action} on resource: {key} because no identity-based policy \
             allows the {action} action"
        );
        refused(reply, "KMSAccessDeniedException", &text);
    };
    lacks(&site.put("other", &site.sensor), "kms:GenerateDataKey");
    lacks(&get(), "kms:Decrypt");
    lacks(&site.kinesis("StartStreamEncryption", &start, &site.sensor), "kms:GenerateDataKey");

    let through = json!({
        "Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": key,
        "Condition": {"StringEquals": {
            "kms:ViaService": "kinesis.us-east-1.amazonaws.com", "kms:EncryptionContext:aws:kinesis:arn": STREAM
        }}
    });
    let policy = json!({"Version": "2012-10-17", "Statement": [through]}).to_string();
    site.iam(
        "PutUserPolicy",
        &[("UserName", "sensor"), ("PolicyName", "key"), ("PolicyDocument", policy.as_str())],
    );

    assert_eq!(site.put("other", &site.sensor).status, 200);
    let records = json_of(&get())["Records"].clone();
    assert_eq!(records.as_array().map(Vec::len), Some(2));
    assert_eq!(records[0]["EncryptionType"], "KMS");
}
