use crate::aws::{self, kinesis, sqs};
use crate::pond::Pond;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A site whose stream and queue lead to a hub, over TLS.
fn joined(hub: &Pond) -> Pond {
    let site = Pond::init();
    let key = hub.made["access_key_id"].as_str().unwrap();
    let ca = hub.data().join("tls/cert.pem");
    site.configure(&format!(
        "[[upstream]]\nname = \"hub\"\nendpoint = \"https://{}\"\nregion = \"us-east-1\"\naccess_key_id = \"{key}\"\n\
         secret = \"hub\"\nca = \"{}\"\n\
         [[route]]\nname = \"s\"\nfrom = \"stream/s\"\nto = \"stream/site-s\"\nupstream = \"hub\"\n\
         [[route]]\nname = \"q\"\nfrom = \"queue/q.fifo\"\nupstream = \"hub\"\n",
        hub.address,
        ca.display()
    ));
    let secret = hub.made["secret_access_key"].as_str().unwrap();
    assert!(site.run(&["secret", "set", "hub"], secret.as_bytes()).status.success());
    site
}

fn make(pond: &Pond, stream: &str) -> Value {
    kinesis(pond, "CreateStream", &json!({ "StreamName": stream, "ShardCount": 2 }));
    let fifo = json!({ "QueueName": "q.fifo", "Attributes": { "FifoQueue": "true" } });
    sqs(pond, "CreateQueue", &fifo)["QueueUrl"].clone()
}

fn wait_until_drained(site: &Pond) {
    let start = Instant::now();
    loop {
        let status = site.status();
        let routes = status["routes"].as_array().unwrap();
        if routes.len() == 3 && routes.iter().all(|route| route["lag"] == 0) {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{routes:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_site_that_is_killed_goes_on_where_it_was_and_loses_nothing() {
    let hub = Pond::start();
    let upstream_queue = make(&hub, "site-s");
    let mut site = joined(&hub);
    site.serve();
    let queue = make(&site, "s");
    let data: Vec<String> = (0..40).map(|n| format!("AA{n:02}")).collect();
    for (n, data) in data.iter().enumerate() {
        kinesis(
            &site,
            "PutRecord",
            &json!({ "StreamName": "s", "Data": data, "PartitionKey": format!("{}", n % 7) }),
        );
        if n % 10 == 0 {
            let message = json!({
                "QueueUrl": queue, "MessageBody": data, "MessageGroupId": "g", "MessageDeduplicationId": data
            });
            sqs(&site, "SendMessage", &message);
        }
        if n == 20 {
            site.kill();
            site.serve();
        }
    }

    wait_until_drained(&site);

    let mut arrived = aws::records(&hub, "site-s");
    arrived.sort();
    arrived.dedup();
    assert_eq!(arrived, data);
    let receive = json!({ "QueueUrl": upstream_queue, "MaxNumberOfMessages": 10 });
    let messages = sqs(&hub, "ReceiveMessage", &receive);
    let bodies: Vec<&str> =
        messages["Messages"].as_array().unwrap().iter().map(|m| m["Body"].as_str().unwrap()).collect();
    assert_eq!(bodies, ["AA00", "AA10", "AA20", "AA30"]);
}

#[test]
fn a_wrong_secret_pauses_the_route_and_says_so() {
    let hub = Pond::start();
    make(&hub, "site-s");
    let mut site = joined(&hub);
    assert!(site.run(&["secret", "set", "hub"], b"wrong").status.success());
    site.serve();
    make(&site, "s");
    kinesis(&site, "PutRecord", &json!({ "StreamName": "s", "Data": "AQ==", "PartitionKey": "k" }));

    let start = Instant::now();
    loop {
        let status = site.status();
        let routes = status["routes"].as_array().unwrap();
        let paused = |route: &&Value| route["state"].as_str().unwrap().starts_with("paused");
        if let Some(route) = routes.iter().find(paused) {
            assert_eq!(route["forwarded"], 0);
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{routes:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A record that is too large for the stream upstream, and a message that is too long for the queue upstream.
#[test]
fn what_the_upstream_rejects_becomes_a_dead_letter_and_the_rest_goes_on() {
    let hub = Pond::start();
    let upstream_queue = make(&hub, "site-s");
    let narrow = json!({ "QueueUrl": upstream_queue, "Attributes": { "MaximumMessageSize": "1024" } });
    sqs(&hub, "SetQueueAttributes", &narrow);
    let mut site = joined(&hub);
    site.reconfigure("from = \"queue/q.fifo\"\n", "from = \"queue/q.fifo\"\ndead_letters = \"queue/dead\"\n");
    site.reconfigure("to = \"stream/site-s\"\n", "to = \"stream/site-s\"\ndead_letters = \"queue/dead\"\n");
    site.serve();
    let queue = make(&site, "s");
    let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    kinesis(&site, "UpdateMaxRecordSize", &json!({ "StreamARN": arn, "MaxRecordSizeInKiB": 2048 }));
    let large = "AAAA".repeat(500_000);
    for (data, key) in [("AAAA", "k"), (&large, "k"), ("AAAB", "k"), ("AAAC", "other")] {
        kinesis(&site, "PutRecord", &json!({ "StreamName": "s", "Data": data, "PartitionKey": key }));
    }
    for body in ["one", &"x".repeat(2_000), "three"] {
        let message = json!({
            "QueueUrl": queue, "MessageBody": body, "MessageGroupId": "g", "MessageDeduplicationId": &body[..1]
        });
        sqs(&site, "SendMessage", &message);
    }

    // The queue for dead letters is made late: nothing is lost meanwhile, and those of other keys are not held up.
    std::thread::sleep(Duration::from_secs(1));
    let dead = sqs(&site, "CreateQueue", &json!({ "QueueName": "dead" }))["QueueUrl"].clone();
    wait_until_drained(&site);

    let mut arrived = aws::records(&hub, "site-s");
    arrived.sort();
    assert_eq!(arrived, ["AAAA", "AAAB", "AAAC"]);
    let messages =
        sqs(&hub, "ReceiveMessage", &json!({ "QueueUrl": upstream_queue, "MaxNumberOfMessages": 10 }));
    let bodies: Vec<&str> =
        messages["Messages"].as_array().unwrap().iter().map(|m| m["Body"].as_str().unwrap()).collect();
    assert_eq!(bodies, ["one", "three"]);
    let asked = json!({ "QueueUrl": dead, "MaxNumberOfMessages": 1, "MessageAttributeNames": ["All"] });
    let letters = [(); 2].map(|()| sqs(&site, "ReceiveMessage", &asked)["Messages"][0].clone());
    let find = |from: &str| {
        letters.iter().find(|letter| letter["MessageAttributes"]["From"]["StringValue"] == from).unwrap()
    };
    let (record, message) = (find("stream/s"), find("queue/q.fifo"));
    assert_eq!(record["Body"], large);
    assert_eq!(record["MessageAttributes"]["Encoding"]["StringValue"], "base64");
    assert_eq!(record["MessageAttributes"]["PartitionKey"]["StringValue"], "k");
    assert_eq!(message["Body"].as_str().unwrap().len(), 2_000);
    for letter in [record, message] {
        assert!(!letter["MessageAttributes"]["ErrorCode"]["StringValue"].as_str().unwrap().is_empty());
    }
    let routes = site.status()["routes"].clone();
    let letters: u64 = routes.as_array().unwrap().iter().map(|r| r["dead_letters"].as_u64().unwrap()).sum();
    assert_eq!(letters, 2, "{routes}");
}

#[test]
fn shards_that_are_split_and_merged_are_forwarded_to_their_ends_and_then_their_children() {
    let hub = Pond::start();
    make(&hub, "site-s");
    let mut site = joined(&hub);
    site.serve();
    make(&site, "s");
    // Base64 of three bytes each: a key, and a number that grows.
    let record = |n: usize| (format!("{}", n % 5), format!("K{}{n:02}", n % 5));
    let scale = |target: u32| {
        let input =
            json!({ "StreamName": "s", "TargetShardCount": target, "ScalingType": "UNIFORM_SCALING" });
        kinesis(&site, "UpdateShardCount", &input);
    };
    for n in 0..60 {
        let (key, data) = record(n);
        kinesis(&site, "PutRecord", &json!({ "StreamName": "s", "Data": data, "PartitionKey": key }));
        match n {
            15 => scale(3),
            30 => std::thread::sleep(Duration::from_millis(600)),
            31 => scale(2),
            _ => {}
        }
    }

    let start = Instant::now();
    let arrived = loop {
        let arrived = aws::records(&hub, "site-s");
        if arrived.len() >= 60 {
            break arrived;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{} of 60 in {:?}", arrived.len(), site.status());
        std::thread::sleep(Duration::from_millis(100));
    };
    for key in 0..5 {
        let of_key = |data: &&String| data.starts_with(&format!("K{key}"));
        let seen: Vec<&String> = arrived.iter().filter(of_key).collect();
        let put: Vec<String> = (0..60).map(|n| record(n).1).filter(|data| of_key(&data)).collect();
        assert_eq!(seen, put.iter().collect::<Vec<_>>(), "records of a key arrive in their order, once");
    }
}
