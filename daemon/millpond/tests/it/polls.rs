//! Receivers that wait, one connection each: what happens to the connection meanwhile and afterwards.

use crate::aws;
use crate::pond::{Pond, read_answer};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const RECEIVE: &str = "AmazonSQS.ReceiveMessage";

fn queue(pond: &Pond) -> Value {
    aws::sqs(pond, "CreateQueue", &json!({ "QueueName": "q" }))["QueueUrl"].clone()
}

fn send(pond: &Pond, queue: &Value, body: &str) {
    aws::sqs(pond, "SendMessage", &json!({ "QueueUrl": queue, "MessageBody": body }));
}

fn poll(pond: &Pond, queue: &Value, seconds: u32) -> Vec<u8> {
    aws::request(pond, "sqs", RECEIVE, &json!({ "QueueUrl": queue, "WaitTimeSeconds": seconds }))
}

/// A connection whose request waits by now.
fn waiting(pond: &Pond, queue: &Value) -> TcpStream {
    let mut stream = pond.connect();
    stream.write_all(&poll(pond, queue, 20)).unwrap();
    std::thread::sleep(Duration::from_millis(150));
    stream
}

fn received(stream: &mut TcpStream) -> Value {
    read_answer(stream).json()["Messages"][0]["Body"].clone()
}

#[test]
fn whoever_has_waited_longest_is_served_first() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let mut pollers: Vec<_> = (0..5).map(|_| waiting(&pond, &queue)).collect();

    for (number, poller) in pollers.iter_mut().enumerate() {
        send(&pond, &queue, &number.to_string());
        assert_eq!(received(poller), json!(number.to_string()));
    }
}

#[test]
fn a_batch_serves_as_many_as_it_has_messages() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let mut pollers: Vec<_> = (0..4).map(|_| waiting(&pond, &queue)).collect();
    let entries: Vec<_> =
        (0..4).map(|n| json!({ "Id": n.to_string(), "MessageBody": n.to_string() })).collect();

    aws::sqs(&pond, "SendMessageBatch", &json!({ "QueueUrl": queue, "Entries": entries }));

    for (number, poller) in pollers.iter_mut().enumerate() {
        assert_eq!(received(poller), json!(number.to_string()));
    }
}

#[test]
fn a_connection_goes_on_after_a_poll_that_waited() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let mut stream = waiting(&pond, &queue);

    for round in 0..3 {
        send(&pond, &queue, "m");
        let answer = read_answer(&mut stream);
        assert_eq!((answer.status, answer.header("connection")), (200, None), "{round}");
        assert!(answer.header("x-amzn-requestid").is_some());
        stream.write_all(&poll(&pond, &queue, 20)).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_a_client_sends_ahead_is_answered_in_its_turn() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let mut stream = waiting(&pond, &queue);
    let list = aws::request(&pond, "kinesis", "Kinesis_20131202.ListStreams", &json!({}));
    stream.write_all(&list[..40]).unwrap();
    std::thread::sleep(Duration::from_millis(50));

    send(&pond, &queue, "m");
    assert_eq!(received(&mut stream), json!("m"));
    stream.write_all(&list[40..]).unwrap();

    assert_eq!(read_answer(&mut stream).json()["StreamNames"], json!([]));
}

#[test]
fn a_client_that_wants_no_further_request_is_let_go() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let text = String::from_utf8(poll(&pond, &queue, 1)).unwrap();
    let mut stream = pond.connect();
    stream.write_all(text.replacen("\r\n", "\r\nconnection: close\r\n", 1).as_bytes()).unwrap();

    let answer = read_answer(&mut stream);

    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0, "closed");
}

#[test]
fn a_message_is_not_given_to_a_client_that_has_left() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let left = waiting(&pond, &queue);
    let mut stays = waiting(&pond, &queue);
    drop(left);
    std::thread::sleep(Duration::from_millis(100));

    send(&pond, &queue, "m");

    assert_eq!(received(&mut stays), json!("m"));
}

#[test]
fn all_who_wait_learn_that_the_queue_is_gone() {
    let pond = Pond::start();
    let queue = queue(&pond);
    let mut pollers: Vec<_> = (0..3).map(|_| waiting(&pond, &queue)).collect();

    aws::sqs(&pond, "DeleteQueue", &json!({ "QueueUrl": queue }));

    for poller in &mut pollers {
        assert_eq!(read_answer(poller).status, 400);
    }
}

#[test]
fn a_hidden_message_comes_back_to_the_first_in_line() {
    let pond = Pond::start();
    let queue = queue(&pond);
    send(&pond, &queue, "m");
    let begin = Instant::now();
    aws::sqs(&pond, "ReceiveMessage", &json!({ "QueueUrl": queue, "VisibilityTimeout": 1 }));
    let mut pollers: Vec<_> = (0..3).map(|_| waiting(&pond, &queue)).collect();

    assert_eq!(received(&mut pollers[0]), json!("m"));

    assert!(begin.elapsed() >= Duration::from_millis(950) && begin.elapsed() < Duration::from_secs(10));
}

#[test]
fn polls_that_wait_are_answered_when_the_gateway_stops() {
    let mut pond = Pond::start();
    let queue = queue(&pond);
    let mut stream = waiting(&pond, &queue);

    pond.signal("TERM");

    assert_eq!(read_answer(&mut stream).status, 503);
    assert_eq!(pond.wait(), Some(0));
}
