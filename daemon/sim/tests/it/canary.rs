//! Nothing reaches flash unsealed: a canary sent through every service is looked for in every byte of it.

use crate::client;
use millpond_sim::Appliance;
use serde_json::{Value, json};

/// What is looked for. Letters and digits, so that it may be a name.
const CANARY: &str = "Qz7canaryXk93";
/// The same in base64, as a client of a JSON service sends bytes.
const CANARY_BASE64: &str = "UXo3Y2FuYXJ5WGs5Mw==";

fn call(appliance: &Appliance, target: &str, body: &Value) -> Value {
    let reply = appliance.call(target, body).expect("the power is on");
    assert!(reply.is_ok(), "{target}: {}", reply.body);
    reply.body
}

fn form(appliance: &Appliance, body: &str) {
    let reply = client::send(appliance, client::form(body));
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
}

fn streams(appliance: &Appliance) {
    let stream = format!("{CANARY}-stream");
    let tags = json!({"StreamName": stream, "ShardCount": 2, "Tags": {CANARY: CANARY}});
    call(appliance, "Kinesis_20131202.CreateStream", &tags);
    let record = json!({"Data": CANARY_BASE64, "PartitionKey": CANARY});
    let one = json!({"StreamName": stream, "Data": CANARY_BASE64, "PartitionKey": CANARY});
    call(appliance, "Kinesis_20131202.PutRecord", &one);
    call(appliance, "Kinesis_20131202.PutRecords", &json!({"StreamName": stream, "Records": [record]}));
    call(appliance, "Kinesis_20131202.DescribeStream", &json!({"StreamName": stream}));
    // A refusal repeats what was asked.
    let _ = appliance.call("Kinesis_20131202.DeleteStream", &json!({"StreamName": CANARY}));
}

fn queues(appliance: &Appliance) {
    for (name, attributes) in
        [(format!("{CANARY}-queue"), json!({})), (format!("{CANARY}.fifo"), json!({"FifoQueue": "true"}))]
    {
        let queue = json!({"QueueName": name, "Attributes": attributes, "tags": {CANARY: CANARY}});
        let url = call(appliance, "AmazonSQS.CreateQueue", &queue)["QueueUrl"].clone();
        let mut message = json!({
            "QueueUrl": url,
            "MessageBody": CANARY,
            "MessageAttributes": {
                CANARY: {"DataType": "String", "StringValue": CANARY},
                "b": {"DataType": "Binary", "BinaryValue": CANARY_BASE64},
            },
            "MessageSystemAttributes": {"AWSTraceHeader": {"DataType": "String", "StringValue": CANARY}},
        });
        if name.ends_with(".fifo") {
            message["MessageGroupId"] = CANARY.into();
            message["MessageDeduplicationId"] = CANARY.into();
        }
        call(appliance, "AmazonSQS.SendMessage", &message);
        let found = call(appliance, "AmazonSQS.ReceiveMessage", &json!({"QueueUrl": url}));
        let handle = &found["Messages"][0]["ReceiptHandle"];
        call(appliance, "AmazonSQS.DeleteMessage", &json!({"QueueUrl": url, "ReceiptHandle": handle}));
    }
}

fn keys(appliance: &Appliance) {
    let policy = json!({"Version": "2012-10-17", "Statement": {
        "Sid": CANARY, "Effect": "Allow", "Action": "kms:*", "Resource": "*",
        "Principal": {"AWS": "arn:aws:iam::000000000000:root"}
    }});
    let key = json!({
        "Description": CANARY,
        "Policy": policy.to_string(),
        "Tags": [{"TagKey": CANARY, "TagValue": CANARY}],
    });
    let made = call(appliance, "TrentService.CreateKey", &key);
    let id = &made["KeyMetadata"]["KeyId"];
    let alias = json!({"AliasName": format!("alias/{CANARY}"), "TargetKeyId": id});
    call(appliance, "TrentService.CreateAlias", &alias);
    let secret = json!({"KeyId": id, "Plaintext": CANARY_BASE64, "EncryptionContext": {CANARY: CANARY}});
    let sealed = call(appliance, "TrentService.Encrypt", &secret);
    let blob = json!({"CiphertextBlob": sealed["CiphertextBlob"], "EncryptionContext": {CANARY: CANARY}});
    assert_eq!(call(appliance, "TrentService.Decrypt", &blob)["Plaintext"], CANARY_BASE64);
}

fn principals(appliance: &Appliance) {
    let statement = |more: &str| {
        format!(
            "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Sid%22%3A%22{CANARY}%22%2C%22Effect%22%3A\
             %22Allow%22%2C{more}%7D%7D"
        )
    };
    let allow = statement("%22Action%22%3A%22s3%3A*%22%2C%22Resource%22%3A%22*%22");
    let trust = statement(
        "%22Action%22%3A%22sts%3AAssumeRole%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22000000000000%22%7D",
    );
    let iam = "Version=2010-05-08&Action=";
    form(
        appliance,
        &format!(
            "{iam}CreateUser&UserName={CANARY}&Path=/{CANARY}/&Tags.member.1.Key={CANARY}&Tags.member.1.Value={CANARY}"
        ),
    );
    form(
        appliance,
        &format!("{iam}PutUserPolicy&UserName={CANARY}&PolicyName={CANARY}&PolicyDocument={allow}"),
    );
    form(appliance, &format!("{iam}CreateAccessKey&UserName={CANARY}"));
    form(
        appliance,
        &format!("{iam}CreateRole&RoleName={CANARY}&Description={CANARY}&AssumeRolePolicyDocument={trust}"),
    );
    form(
        appliance,
        &format!("{iam}PutRolePolicy&RoleName={CANARY}&PolicyName={CANARY}&PolicyDocument={allow}"),
    );
    form(appliance, "Version=2011-06-15&Action=GetCallerIdentity");
}

/// Everything on flash after a day with the canary, and again after a start.
fn flash() -> Vec<Vec<u8>> {
    let appliance = Appliance::new(1);
    streams(&appliance);
    queues(&appliance);
    keys(&appliance);
    principals(&appliance);
    let mut all = appliance.flash();
    let appliance = appliance.reboot(Default::default());
    streams_survive(&appliance);
    all.extend(appliance.flash());
    all
}

fn streams_survive(appliance: &Appliance) {
    let named = call(appliance, "Kinesis_20131202.ListStreams", &json!({}));
    assert_eq!(named["StreamNames"], json!([format!("{CANARY}-stream")]));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_canary_sent_through_every_service_is_nowhere_on_flash() {
    let needles = [
        CANARY.to_owned(),
        CANARY_BASE64[..16].to_owned(),
        hex(CANARY.as_bytes()),
        hex(CANARY.as_bytes()).to_uppercase(),
        CANARY.to_lowercase(),
    ];

    let flash = flash();

    let written = flash.iter().flatten().filter(|byte| **byte != 0).count();
    assert!(written > 10_000, "the canary's day wrote {written} B, which cannot be all of it");
    for (piece, bytes) in flash.iter().enumerate() {
        for needle in &needles {
            let found = bytes.windows(needle.len()).position(|window| window == needle.as_bytes());
            assert_eq!(found, None, "piece {piece} of the flash holds {needle}");
        }
    }
}
