//! Signed calls, as an SDK would make them.

use crate::pond::{Answer, Pond, read_answer};
use millpond_aws::sigv4::{Credentials, RawRequest, Target, sha256, sign};
use millpond_base::{Secret, WallMs};
use serde_json::Value;
use std::io::{Read, Write};
use std::time::{SystemTime, UNIX_EPOCH};

/// The bytes of a signed HTTP/1.1 request for a JSON operation.
pub(crate) fn request(pond: &Pond, service: &str, target: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let secret = Secret::new(pond.made["secret_access_key"].as_str().expect("a secret").into());
    let mut headers = vec![
        ("host", pond.address.clone()),
        ("content-type", "application/x-amz-json-1.1".to_owned()),
        ("x-amz-target", target.to_owned()),
    ];
    let raw: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    let added = sign(
        &RawRequest { method: "POST", path: "/", query: "", headers: &raw },
        &sha256(body.as_bytes()),
        &Credentials {
            access_key_id: pond.made["access_key_id"].as_str().expect("an id"),
            secret: &secret,
            session_token: None,
        },
        &Target { service, region: "us-east-1" },
        WallMs(u64::try_from(now).expect("before the year 500 million")),
    );
    headers.extend(added);
    headers.push(("content-length", body.len().to_string()));
    let head: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("POST / HTTP/1.1\r\n{head}\r\n{body}").into_bytes()
}

/// Makes a signed call on a connection.
pub(crate) fn call_on(
    stream: &mut (impl Read + Write),
    pond: &Pond,
    service: &str,
    target: &str,
    body: &Value,
) -> Answer {
    stream.write_all(&request(pond, service, target, body)).expect("a connection");
    read_answer(stream)
}

/// Makes a signed call to Kinesis that must succeed.
pub(crate) fn kinesis(pond: &Pond, operation: &str, body: &Value) -> Value {
    call(pond, "kinesis", &format!("Kinesis_20131202.{operation}"), body)
}

/// Makes a signed call to SQS that must succeed.
pub(crate) fn sqs(pond: &Pond, operation: &str, body: &Value) -> Value {
    call(pond, "sqs", &format!("AmazonSQS.{operation}"), body)
}

fn call(pond: &Pond, service: &str, target: &str, body: &Value) -> Value {
    let answer = call_on(&mut pond.connect(), pond, service, target, body);
    assert_eq!(answer.status, 200, "{target}: {}", String::from_utf8_lossy(&answer.body));
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

/// The data of every record of a stream's shards, in order.
pub(crate) fn records(pond: &Pond, stream: &str) -> Vec<String> {
    use serde_json::json;
    let shards = kinesis(pond, "ListShards", &json!({ "StreamName": stream }));
    let mut records = Vec::new();
    for shard in shards["Shards"].as_array().expect("shards") {
        let from = json!({
            "StreamName": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"
        });
        let mut iterator = kinesis(pond, "GetShardIterator", &from)["ShardIterator"].clone();
        loop {
            let page = kinesis(pond, "GetRecords", &json!({ "ShardIterator": iterator }));
            let found = page["Records"].as_array().expect("records");
            if found.is_empty() {
                break;
            }
            records.extend(found.iter().map(|record| record["Data"].as_str().expect("base64").to_owned()));
            iterator = page["NextShardIterator"].clone();
        }
    }
    records
}
