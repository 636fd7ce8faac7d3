use crate::aws::{self, kinesis, sqs};
use crate::pond::{Pond, read_answer};
use serde_json::json;
use std::io::Write;
use std::time::{Duration, Instant};

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let mut pond = Pond::start();
    kinesis(&pond, "CreateStream", &json!({ "StreamName": "s", "ShardCount": 1 }));
    for data in ["AQ==", "Ag==", "Aw=="] {
        kinesis(&pond, "PutRecord", &json!({ "StreamName": "s", "Data": data, "PartitionKey": "k" }));
    }

    pond.kill();
    pond.serve();

    assert_eq!(aws::records(&pond, "s"), ["AQ==", "Ag==", "Aw=="]);
}

#[test]
fn both_stop_signals_end_it_cleanly_and_the_directory_serves_again() {
    let mut pond = Pond::start();
    kinesis(&pond, "CreateStream", &json!({ "StreamName": "s", "ShardCount": 1 }));

    assert_eq!(pond.terminate(), Some(0));
    pond.serve();
    pond.signal("INT");
    assert_eq!(pond.wait(), Some(0));
    pond.serve();

    assert_eq!(aws::records(&pond, "s"), Vec::<String>::new());
}

#[test]
fn a_long_poll_wakes_when_a_message_comes() {
    let pond = Pond::start();
    let url = sqs(&pond, "CreateQueue", &json!({ "QueueName": "q" }))["QueueUrl"].clone();
    let poll = aws::request(
        &pond,
        "sqs",
        "AmazonSQS.ReceiveMessage",
        &json!({ "QueueUrl": url, "WaitTimeSeconds": 15 }),
    );
    let mut waiting = pond.connect();
    let start = Instant::now();

    waiting.write_all(&poll).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    sqs(&pond, "SendMessage", &json!({ "QueueUrl": url, "MessageBody": "hello" }));

    let answer = read_answer(&mut waiting);
    assert_eq!(answer.json()["Messages"][0]["Body"], "hello");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_long_poll_does_not_hold_up_a_stop() {
    let mut pond = Pond::start();
    let url = sqs(&pond, "CreateQueue", &json!({ "QueueName": "q" }))["QueueUrl"].clone();
    let poll = aws::request(
        &pond,
        "sqs",
        "AmazonSQS.ReceiveMessage",
        &json!({ "QueueUrl": url, "WaitTimeSeconds": 20 }),
    );
    let mut waiting = pond.connect();
    waiting.write_all(&poll).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let start = Instant::now();

    assert_eq!(pond.terminate(), Some(0));

    assert_eq!(read_answer(&mut waiting).status, 503);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}
