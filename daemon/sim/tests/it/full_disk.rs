//! A file system without room for another name: what is refused says so, deletes still work, and then there is room again.

use millpond_sim::{Appliance, Reply, Setup};
use serde_json::{Value, json};

fn call(appliance: &Appliance, target: &str, input: &Value) -> Reply {
    appliance.call(target, input).expect("power")
}

/// Makes things of one kind until there is no room; gives how many there are, and the refusal.
fn fill(appliance: &Appliance, target: &str, input: impl Fn(usize) -> Value) -> (usize, Reply) {
    for made in 0..500 {
        let reply = call(appliance, target, &input(made));
        if !reply.is_ok() {
            return (made, reply);
        }
    }
    panic!("{target}: there is room for everything");
}

#[test]
fn a_full_file_system_refuses_new_names_in_words_and_takes_deletes() {
    let appliance = Appliance::with(Setup::of_seed(4));
    let stream = |n: usize| json!({"StreamName": format!("s{n}"), "ShardCount": 1});
    let queue = |n: usize| json!({"QueueName": format!("q{n}")});
    let key = |_: usize| json!({"Description": "x".repeat(8_000)});
    appliance.store().catalog().simulate_full(true).unwrap();

    let (streams, no_stream) = fill(&appliance, "Kinesis_20131202.CreateStream", stream);
    let (queues, no_queue) = fill(&appliance, "AmazonSQS.CreateQueue", queue);
    let (_, no_key) = fill(&appliance, "TrentService.CreateKey", key);

    for refused in [no_stream, no_queue, no_key] {
        let text = refused.body.to_string();
        assert_eq!(refused.status, 500, "SDKs try it again: {text}");
        assert!(text.contains("The gateway's file system is full."), "{text}");
    }
    for n in 0..streams {
        let deleted = json!({"StreamName": format!("s{n}")});
        assert!(call(&appliance, "Kinesis_20131202.DeleteStream", &deleted).is_ok());
    }
    for n in 0..queues {
        let deleted = json!({"QueueUrl": format!("http://pond:4566/000000000000/q{n}")});
        assert!(call(&appliance, "AmazonSQS.DeleteQueue", &deleted).is_ok());
    }
    appliance.store().catalog().simulate_full(false).unwrap();
    assert!(call(&appliance, "Kinesis_20131202.CreateStream", &stream(900)).is_ok());
}
