//! What producers do.

use super::{Day, Outcome, QUEUES, STREAMS, Stop, url};
use crate::appliance::{Appliance, Cut, Reply};
use crate::model::{Model, Put};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::Clock;
use serde_json::{Value, json};

/// Longer than this ago, a message may be sent again as a new one: less than five minutes, as starts and retries
/// take time too.
const RESEND_MS: u64 = 200_000;
/// Messages remembered for sending them again.
const RESEND_COUNT: usize = 4;
/// Partition keys where there are many shards.
const KEYS: u8 = 5;

impl Day<'_> {
    pub(super) fn put_records(&mut self) -> Result<(), Stop> {
        let stream = self.pick(STREAMS);
        let bodies: Vec<String> = (0..=self.chance.below(6)).map(|_| self.name()).collect();
        let input = put_input(self.model.reshards, stream, &bodies, self.padding());
        let reply = self.appliance.call("Kinesis_20131202.PutRecords", &input);
        self.note_put(stream, bodies, reply.as_ref().ok());
        reply?;
        Ok(())
    }

    /// A record is its name and enough padding to cross blocks and segments now and then.
    fn padding(&self) -> usize {
        let size = if self.chance.one_in(8) { 9000 } else { 200 };
        usize::try_from(self.chance.below(size)).unwrap_or(0)
    }

    fn note_put(&mut self, stream: &str, bodies: Vec<String>, reply: Option<&Reply>) {
        let reshards = self.model.reshards;
        let model = self.model.streams.entry(stream.to_owned()).or_default();
        match (Outcome::of(reply), reply) {
            (Outcome::Yes, Some(reply)) => {
                // A full or busy log says so per record and stores nothing.
                let entries = reply.body["Records"].as_array().cloned().unwrap_or_default();
                for (body, entry) in bodies.into_iter().zip(entries) {
                    if let Some(number) = entry["SequenceNumber"].as_str() {
                        let (key, number) = (key_of(reshards, &body), number.to_owned());
                        model.records.push(Put { key, body, number });
                    }
                }
            }
            (Outcome::Unknown, _) => model.maybe.push(bodies),
            _ => {}
        }
    }

    pub(super) fn send(&mut self) -> Result<(), Stop> {
        let queue = self.pick(QUEUES);
        let body = self.name();
        let delay_s =
            if queue.ends_with(".fifo") || !self.chance.one_in(3) { 0 } else { 1 + self.chance.below(5) };
        let mut input = send_input(queue, &body);
        if delay_s > 0 {
            input["DelaySeconds"] = delay_s.into();
            self.note_due(queue, &body, delay_s);
        }
        let reply = self.appliance.call("AmazonSQS.SendMessage", &input);
        note_send(self.appliance, self.model, queue, vec![body], reply.as_ref().ok());
        reply?;
        Ok(())
    }

    fn note_due(&mut self, queue: &str, body: &str, delay_s: u64) {
        let due_ms = self.wall_ms() + delay_s * 1000;
        self.model.queues.entry(queue.to_owned()).or_default().due_ms.insert(body.to_owned(), due_ms);
    }

    pub(super) fn send_batch(&mut self) -> Result<(), Stop> {
        let queue = self.pick(QUEUES);
        let bodies: Vec<String> = (0..2 + self.chance.below(9)).map(|_| self.name()).collect();
        let entries: Vec<Value> = bodies.iter().map(|body| entry(queue, body)).collect();
        let input = json!({"QueueUrl": url(queue), "Entries": entries});
        let reply = self.appliance.call("AmazonSQS.SendMessageBatch", &input);
        let stored = match &reply {
            Ok(reply) if reply.is_ok() => ids(&reply.body["Successful"]),
            _ => bodies,
        };
        note_send(self.appliance, self.model, queue, stored, reply.as_ref().ok());
        reply?;
        Ok(())
    }

    /// Sends again what was sent before, as clients do that missed the reply.
    pub(super) fn send_again(&mut self) -> Result<(), Stop> {
        Ok(resend(self.appliance, self.model)?)
    }

    /// Several clients at once, so that one commit carries many calls.
    pub(super) fn together(&mut self) -> Result<(), Stop> {
        let bodies: Vec<String> = (0..4).map(|_| self.name()).collect();
        let calls = [
            ("Kinesis_20131202.PutRecords", put_input(self.model.reshards, STREAMS[0], &bodies[..1], 0)),
            ("AmazonSQS.SendMessage", send_input(QUEUES[0], &bodies[1])),
            ("Kinesis_20131202.PutRecords", put_input(self.model.reshards, STREAMS[0], &bodies[2..3], 300)),
            ("AmazonSQS.SendMessage", send_input(QUEUES[1], &bodies[3])),
        ];
        let replies = self.appliance.calls(&calls);
        let reply = |i: usize| replies.as_ref().ok().map(|r| &r[i]);
        self.note_put(STREAMS[0], bodies[..1].to_vec(), reply(0));
        note_send(self.appliance, self.model, QUEUES[0], bodies[1..2].to_vec(), reply(1));
        self.note_put(STREAMS[0], bodies[2..3].to_vec(), reply(2));
        note_send(self.appliance, self.model, QUEUES[1], bodies[3..].to_vec(), reply(3));
        replies?;
        Ok(())
    }
}

fn note_send(
    appliance: &Appliance,
    model: &mut Model,
    queue: &str,
    bodies: Vec<String>,
    reply: Option<&Reply>,
) {
    let now_ms = appliance.clock().now().wall.0;
    let model = model.queues.entry(queue.to_owned()).or_default();
    match Outcome::of(reply) {
        Outcome::Yes => {
            model.sent_ms.extend(bodies.iter().map(|body| (body.clone(), now_ms)));
            let spare = model.sent_ms.len().saturating_sub(RESEND_COUNT);
            model.sent_ms.drain(..spare);
            model.messages.extend(bodies);
        }
        Outcome::Unknown => model.maybe.push(bodies),
        Outcome::No => {}
    }
}

/// Sends again, with their old deduplication ids, the messages whose fate is unknown and the latest ones: the former
/// must then be there once, and the latter must not come into being twice.
pub(crate) fn resend(appliance: &Appliance, model: &mut Model) -> Result<(), Cut> {
    for (name, queue) in model.queues.iter_mut().filter(|(name, _)| name.ends_with(".fifo")) {
        let now_ms = appliance.clock().now().wall.0;
        let fresh = queue.sent_ms.iter().filter(|(_, at_ms)| now_ms < at_ms + RESEND_MS);
        for (body, _) in fresh {
            appliance.call("AmazonSQS.SendMessage", &send_input(name, body))?;
        }
        for body in queue.maybe.clone().into_iter().flatten() {
            let reply = appliance.call("AmazonSQS.SendMessage", &send_input(name, &body))?;
            if reply.is_ok() {
                queue.maybe.iter_mut().for_each(|bodies| bodies.retain(|b| *b != body));
                queue.sent_ms.push((body.clone(), now_ms));
                queue.messages.push(body);
            }
        }
    }
    Ok(())
}

/// The group of a message: its name decides.
pub(crate) fn group_of(body: &str) -> u8 {
    body.bytes().last().unwrap_or(0) % 3
}

/// The partition key of a record: where there are many shards, its name decides.
fn key_of(reshards: bool, body: &str) -> String {
    match reshards {
        true => format!("k{}", body.bytes().last().unwrap_or(0) % KEYS),
        false => "k".to_owned(),
    }
}

fn put_input(reshards: bool, stream: &str, bodies: &[String], padding: usize) -> Value {
    let records: Vec<Value> = bodies
        .iter()
        .map(|body| {
            let data = format!("{body} {}", "x".repeat(padding));
            json!({"PartitionKey": key_of(reshards, body), "Data": STANDARD.encode(data)})
        })
        .collect();
    json!({"StreamName": stream, "Records": records})
}

fn send_input(queue: &str, body: &str) -> Value {
    let mut input = json!({"QueueUrl": url(queue)});
    address(&mut input, queue, body);
    input
}

fn entry(queue: &str, body: &str) -> Value {
    let mut input = json!({"Id": body});
    address(&mut input, queue, body);
    input
}

fn address(input: &mut Value, queue: &str, body: &str) {
    input["MessageBody"] = format!("{body} ").into();
    if queue.ends_with(".fifo") {
        input["MessageGroupId"] = format!("g{}", group_of(body)).into();
        input["MessageDeduplicationId"] = body.into();
    }
}

/// The ids of a batch's results, which are the names of its messages.
pub(super) fn ids(results: &Value) -> Vec<String> {
    let results = results.as_array().cloned().unwrap_or_default();
    results.iter().filter_map(|entry| entry["Id"].as_str().map(str::to_owned)).collect()
}
