//! Replies that last, without sockets: what a subscriber hears, and how it ends.

use crate::client;
use millpond_aws::eventstream;
use millpond_gateway::RawRequest;
use millpond_log::ReadLimit;
use millpond_sim::{Appliance, Lasting, request};
use serde_json::{Value, json};

const STREAM_ARN: &str = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
const SHARD: &str = "shardId-000000000000";

struct Site {
    appliance: Appliance,
    consumer: String,
}

/// Type, name and payload of a message.
type Message = (String, String, Vec<u8>);

impl Site {
    fn new() -> Self {
        let mut site = Self { appliance: Appliance::new(5), consumer: String::new() };
        site.call("CreateStream", &json!({"StreamName": "s", "ShardCount": 1}));
        let made =
            site.call("RegisterStreamConsumer", &json!({"StreamARN": STREAM_ARN, "ConsumerName": "c"}));
        site.consumer = made["Consumer"]["ConsumerARN"].as_str().expect("an ARN").to_owned();
        site
    }

    fn call(&self, operation: &str, body: &Value) -> Value {
        let reply = self.appliance.call(&format!("Kinesis_20131202.{operation}"), body).expect("power");
        assert!(reply.is_ok(), "{reply:?}");
        reply.body
    }

    fn put(&self, data: &str) {
        self.call("PutRecord", &json!({"StreamName": "s", "PartitionKey": "k", "Data": data}));
    }

    fn subscription(&self) -> RawRequest {
        let body = json!({
            "ConsumerARN": self.consumer, "ShardId": SHARD, "StartingPosition": {"Type": "TRIM_HORIZON"}
        });
        request("Kinesis_20131202.SubscribeToShard", &body)
    }

    fn open(&self, request: &RawRequest) -> Lasting {
        let lasting = self.appliance.open(request);
        lasting.unwrap_or_else(|reply| panic!("{}", String::from_utf8_lossy(&reply.body)))
    }

    fn hear(&self, lasting: &mut Lasting) -> Vec<Message> {
        let bytes = self.appliance.follow(lasting);
        let (mut rest, mut heard) = (bytes.as_slice(), Vec::new());
        while let Some((message, taken)) = eventstream::decode(rest).expect("genuine frames") {
            let header = |name| message.header(name).unwrap_or_default().to_owned();
            let name = header(eventstream::EVENT_TYPE) + &header(eventstream::EXCEPTION_TYPE);
            heard.push((header(eventstream::MESSAGE_TYPE), name, message.payload.to_vec()));
            rest = &rest[taken..];
        }
        heard
    }
}

fn names(heard: &[Message]) -> Vec<(&str, &str)> {
    heard.iter().map(|(kind, name, _)| (kind.as_str(), name.as_str())).collect()
}

/// The same request in Amazon's CBOR.
fn in_cbor(site: &Site) -> RawRequest {
    fn text(text: &str, out: &mut Vec<u8>) {
        out.push(0x78);
        out.push(u8::try_from(text.len()).expect("short"));
        out.extend_from_slice(text.as_bytes());
    }
    let mut body = vec![0xa3];
    for (name, value) in [("ConsumerARN", site.consumer.as_str()), ("ShardId", SHARD)] {
        text(name, &mut body);
        text(value, &mut body);
    }
    text("StartingPosition", &mut body);
    body.push(0xa1);
    text("Type", &mut body);
    text("TRIM_HORIZON", &mut body);
    let headers = [
        ("content-type", "application/x-amz-cbor-1.1"),
        ("x-amz-target", "Kinesis_20131202.SubscribeToShard"),
    ];
    client::plain("POST", "/", "", &headers, &body)
}

#[test]
fn a_subscriber_hears_a_greeting_then_what_comes_and_then_the_end() {
    let site = Site::new();
    site.put("b25l");
    let mut lasting = site.open(&site.subscription());
    let media = lasting.head.headers.iter().find(|(name, _)| *name == "content-type");
    assert_eq!(media.map(|(_, value)| value.as_str()), Some(eventstream::MEDIA_TYPE));

    let first = site.hear(&mut lasting);
    assert_eq!(names(&first), [("event", "initial-response"), ("event", "SubscribeToShardEvent")]);
    assert_eq!(first[0].2, b"{}");
    assert!(site.hear(&mut lasting).is_empty() && !lasting.ended);
    site.put("dHdv");
    let second = site.hear(&mut lasting);
    assert_eq!(names(&second), [("event", "SubscribeToShardEvent")]);
    assert!(String::from_utf8_lossy(&second[0].2).contains("dHdv"));
    site.appliance.clock().advance_ms(300_000);
    assert!(site.hear(&mut lasting).is_empty() && lasting.ended);
}

#[test]
fn what_ends_a_subscription_is_said_in_its_protocol() {
    for cbor in [false, true] {
        let site = Site::new();
        let request = if cbor { in_cbor(&site) } else { site.subscription() };
        let mut lasting = site.open(&request);
        site.hear(&mut lasting);

        site.call("DeregisterStreamConsumer", &json!({"ConsumerARN": site.consumer}));

        let heard = site.hear(&mut lasting);
        assert_eq!(names(&heard), [("exception", "ResourceNotFoundException")]);
        let said = b"Consumer c under stream s not found for account 000000000000.";
        assert!(heard[0].2.windows(said.len()).any(|part| part == said));
        assert_eq!(heard[0].2[0] == b'{', !cbor);
        assert!(lasting.ended && site.hear(&mut lasting).is_empty());
    }
}

#[test]
fn a_subscription_leaves_one_trace() {
    let site = Site::new();
    let mut lasting = site.open(&site.subscription());
    for data in ["b25l", "dHdv"] {
        site.put(data);
        site.hear(&mut lasting);
    }

    let limit = ReadLimit { records: 1_000, bytes: 1 << 20 };
    let trail = site.appliance.store().trail().read(millpond_base::Seq(0), limit).expect("readable");
    let events: Vec<_> = trail
        .into_iter()
        .filter_map(|(_, event)| event.ok())
        .filter(|event| event.name == "SubscribeToShard")
        .collect();

    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert!(event.read_only && !event.management && event.error_code.is_empty());
    assert!(event.request_parameters.contains(&site.consumer));
}

#[test]
fn nothing_is_pushed_that_a_power_cut_could_take_back() {
    let site = Site::new();
    let mut lasting = site.open(&site.subscription());
    site.hear(&mut lasting);
    site.put("b25l");
    let heard = site.hear(&mut lasting);
    assert_eq!(heard.len(), 1);
    drop(lasting);

    let Site { appliance, consumer } = site;
    let site = Site { appliance: appliance.reboot(millpond_log::disk::Faults::default()), consumer };

    let again = site.hear(&mut site.open(&site.subscription()));
    assert_eq!(again[1].2, heard[0].2, "the same record under the same number");
}
