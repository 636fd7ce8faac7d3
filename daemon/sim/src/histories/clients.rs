//! Senders, receivers and operators who work at the same time.

use super::ledger::{Known, Ledger, Seen};
use super::{QUEUES, Tally};
use crate::appliance::{Appliance, Reply};
use crate::chance::Chance;
use crate::check::Breach;
use crate::workload::{Outcome, Stop, name_of, url};
use millpond_base::Clock;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Groups of a FIFO queue, and tenants of a standard queue.
const GROUPS: u64 = 3;
/// Within this time a message may be sent again: less than the five minutes for which it is remembered, as starts take
/// time too.
const RESEND_MS: u64 = 200_000;
/// Handles that are remembered, oldest first.
const HANDLES_MAX: usize = 24;

/// What somebody asked for.
enum Asked {
    Send {
        queue: &'static str,
        body: String,
    },
    Receive {
        queue: &'static str,
        hidden_ms: u64,
    },
    Delete(Held),
    Change(Held, u64),
    /// A task that moves what is in a queue.
    Move(&'static str),
    Other,
}

/// A message in a receiver's hands.
#[derive(Clone)]
struct Held {
    queue: &'static str,
    body: String,
    handle: String,
    until_ms: u64,
    /// Received in which life of the gateway.
    life: u64,
}

/// Everybody who uses the gateway.
pub(super) struct Clients {
    pub(super) ledger: Ledger,
    pub(super) tally: Tally,
    chance: Chance,
    held: Vec<Held>,
    /// Messages that somebody deletes or hides in this round.
    busy: BTreeSet<String>,
    tasks: Vec<String>,
    next: u64,
    life: u64,
}

impl Clients {
    pub(super) fn new(seed: u64) -> Self {
        let chance = Chance::new(seed ^ 0x5ca1_ab1e);
        let (ledger, tally) = (Ledger::default(), Tally::default());
        let (held, busy, tasks) = (Vec::new(), BTreeSet::new(), Vec::new());
        Self { ledger, tally, chance, held, busy, tasks, next: 0, life: 0 }
    }

    pub(super) fn below(&self, n: u64) -> u64 {
        self.chance.below(n)
    }

    /// The gateway was started again.
    pub(super) fn restarted(&mut self, unanswered: bool) {
        self.life += 1;
        self.ledger.restarted(unanswered);
    }

    /// A few of them call at the same moment.
    pub(super) fn round(&mut self, appliance: &Appliance) -> Result<(), Stop> {
        if self.chance.one_in(3) {
            appliance.maintain()?;
        }
        appliance.clock().advance_ms(self.chance.below(900));
        let now_ms = appliance.clock().now().line.0;
        self.busy.clear();
        let calls: Vec<(Asked, &str, Value)> =
            (0..=self.chance.below(5)).map(|_| self.call(now_ms)).collect();
        let inputs: Vec<(&str, Value)> =
            calls.iter().map(|(_, name, input)| (*name, input.clone())).collect();
        let replies = appliance.calls(&inputs);
        self.tally.rounds += 1;
        match replies {
            Ok(replies) => {
                for ((asked, ..), reply) in calls.into_iter().zip(&replies) {
                    self.answered(asked, reply, now_ms).map_err(Stop::Breach)?;
                }
                Ok(())
            }
            Err(cut) => {
                for (asked, ..) in calls {
                    match asked {
                        Asked::Delete(held) => self.ledger.deleted(&held.body, false, false),
                        Asked::Move(queue) => self.ledger.may_move(queue),
                        _ => {}
                    }
                }
                Err(cut.into())
            }
        }
    }

    fn call(&mut self, now_ms: u64) -> (Asked, &'static str, Value) {
        match self.chance.below(20) {
            0..=6 => self.send(now_ms),
            7..=12 => self.receive(),
            13..=16 => self.delete(),
            17 => self.change(now_ms),
            18 => self.start(),
            _ => self.stop(),
        }
    }

    /// Sends a new message, or one again that was sent before.
    fn send(&mut self, now_ms: u64) -> (Asked, &'static str, Value) {
        let again = self.chance.one_in(4).then(|| self.earlier(now_ms)).flatten();
        let (queue, body) = again.unwrap_or_else(|| {
            self.next += 1;
            // A few go to the dead-letter queue at once, and so come from nowhere.
            let at = if self.chance.one_in(40) { 2 } else { 0 } + usize::from(self.chance.one_in(3));
            let queue = QUEUES[at];
            let body = format!("{}{:x}", if at % 2 == 0 { 'f' } else { 's' }, self.next);
            let known = Known::new(self.chance.below(GROUPS), at >= 2, now_ms);
            self.ledger.messages.insert(body.clone(), known);
            (queue, body)
        });
        let group = self.ledger.messages[&body].group;
        let mut input = json!({"QueueUrl": url(queue), "MessageBody": format!("{body} ")});
        if queue.ends_with(".fifo") {
            input["MessageDeduplicationId"] = body.as_str().into();
            input["MessageGroupId"] = format!("g{group}").into();
        } else if group > 0 {
            input["MessageGroupId"] = format!("g{group}").into();
        }
        (Asked::Send { queue, body }, "AmazonSQS.SendMessage", input)
    }

    /// A message of the FIFO queue that was sent not long ago, whether that was answered or not.
    fn earlier(&self, now_ms: u64) -> Option<(&'static str, String)> {
        let recent = |known: &Known| now_ms < known.sent_ms + RESEND_MS;
        let of_fifo =
            self.ledger.messages.iter().filter(|(body, known)| body.starts_with('f') && recent(known));
        let bodies: Vec<&String> = of_fifo.map(|(body, _)| body).collect();
        let at = usize::try_from(self.chance.below(bodies.len().max(1) as u64)).ok()?;
        // Those that were sent to the dead-letter queue are remembered there and not here.
        let body = bodies.get(at).filter(|body| !self.ledger.messages[**body].direct)?;
        Some((QUEUES[0], (*body).clone()))
    }

    fn receive(&mut self) -> (Asked, &'static str, Value) {
        let queue = QUEUES[[0, 0, 0, 1, 1, 2, 2, 3][usize::try_from(self.chance.below(8)).unwrap_or(0)]];
        let visibility_s = self.chance.below(6);
        let count = 1 + self.chance.below(10);
        let input = json!({
            "QueueUrl": url(queue), "MaxNumberOfMessages": count, "VisibilityTimeout": visibility_s,
            "AttributeNames": ["All"]
        });
        (Asked::Receive { queue, hidden_ms: visibility_s * 1000 }, "AmazonSQS.ReceiveMessage", input)
    }

    /// A message that somebody holds, and that nobody else does anything with in this round.
    fn pick(&mut self) -> Option<Held> {
        let at = self.chance.below(self.held.len().max(1) as u64);
        let held = self.held.get(usize::try_from(at).ok()?).cloned()?;
        self.busy.insert(held.body.clone()).then_some(held)
    }

    fn delete(&mut self) -> (Asked, &'static str, Value) {
        let Some(held) = self.pick() else { return self.receive() };
        self.held.retain(|other| other.handle != held.handle);
        let input = json!({"QueueUrl": url(held.queue), "ReceiptHandle": held.handle});
        (Asked::Delete(held), "AmazonSQS.DeleteMessage", input)
    }

    fn change(&mut self, now_ms: u64) -> (Asked, &'static str, Value) {
        let Some(held) = self.pick() else { return self.receive() };
        let seconds = [0, 4][usize::from(self.chance.one_in(2))];
        let input = json!({
            "QueueUrl": url(held.queue), "ReceiptHandle": held.handle, "VisibilityTimeout": seconds
        });
        (Asked::Change(held, now_ms + seconds * 1000), "AmazonSQS.ChangeMessageVisibility", input)
    }

    fn start(&mut self) -> (Asked, &'static str, Value) {
        let at = usize::from(self.chance.one_in(3));
        let (source, target) = (QUEUES[2 + at], QUEUES[at]);
        let mut input = json!({"SourceArn": arn(source)});
        if self.chance.one_in(2) {
            input["DestinationArn"] = arn(target).into();
        }
        if self.chance.one_in(2) {
            input["MaxNumberOfMessagesPerSecond"] = (1 + self.chance.below(5)).into();
        }
        (Asked::Move(source), "AmazonSQS.StartMessageMoveTask", input)
    }

    fn stop(&mut self) -> (Asked, &'static str, Value) {
        match self.tasks.pop() {
            Some(task) => (Asked::Other, "AmazonSQS.CancelMessageMoveTask", json!({"TaskHandle": task})),
            None => self.receive(),
        }
    }

    fn answered(&mut self, asked: Asked, reply: &Reply, now_ms: u64) -> Result<(), Breach> {
        let outcome = Outcome::of(Some(reply));
        match asked {
            Asked::Send { queue, body } if outcome == Outcome::Yes => {
                self.tally.sent += 1;
                let text = |name: &str| reply.body[name].as_str().unwrap_or_default();
                self.ledger.sent(queue, &body, text("MessageId"), text("SequenceNumber"))
            }
            Asked::Receive { queue, hidden_ms } => self.took(queue, hidden_ms, reply, now_ms),
            Asked::Delete(held) => {
                // While a message is in flight it is nowhere else; later its handle may say nothing.
                let surely = held.life == self.life && now_ms < held.until_ms;
                match outcome {
                    Outcome::No if surely => {
                        let text = format!("{}: a fresh handle does not delete: {}", held.queue, reply.body);
                        return Err(Breach(text));
                    }
                    Outcome::No => {}
                    _ => self.ledger.deleted(&held.body, surely, outcome == Outcome::Yes),
                }
                self.tally.deleted += u64::from(surely);
                Ok(())
            }
            Asked::Change(held, until_ms) if outcome == Outcome::Yes => {
                self.ledger.hidden(&held.body, until_ms);
                let held = self.held.iter_mut().find(|other| other.handle == held.handle);
                held.into_iter().for_each(|held| held.until_ms = until_ms);
                Ok(())
            }
            Asked::Move(queue) => {
                self.ledger.may_move(queue);
                self.tasks.extend(reply.body["TaskHandle"].as_str().map(str::to_owned));
                self.tally.tasks += u64::from(outcome == Outcome::Yes);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn took(
        &mut self,
        queue: &'static str,
        hidden_ms: u64,
        reply: &Reply,
        now_ms: u64,
    ) -> Result<(), Breach> {
        let messages = reply.body["Messages"].as_array().map_or(&[][..], Vec::as_slice);
        let seen: Vec<Seen> = messages.iter().map(seen).collect();
        self.ledger.received(queue, &seen, now_ms, hidden_ms)?;
        self.tally.received += seen.len() as u64;
        for (one, message) in seen.into_iter().zip(messages) {
            let handle = message["ReceiptHandle"].as_str().unwrap_or_default().to_owned();
            let held = Held { queue, body: one.body, handle, until_ms: now_ms + hidden_ms, life: self.life };
            self.held.push(held);
        }
        let spare = self.held.len().saturating_sub(HANDLES_MAX);
        self.held.drain(..spare);
        Ok(())
    }

    /// Receives and deletes everything, and counts what was there.
    pub(super) fn drain(&mut self, appliance: &Appliance) -> Result<(), Breach> {
        let mut found = BTreeMap::new();
        let mut empty = 0;
        // Dead letters move when they would be received, so both queues are looked at until nothing comes any more.
        while empty < 3 {
            let before = found.values().sum::<u64>();
            for queue in QUEUES {
                while self.drain_some(appliance, queue, &mut found)? {}
            }
            appliance.maintain()?;
            appliance.clock().advance_ms(2_000);
            empty = if before == found.values().sum::<u64>() { empty + 1 } else { 0 };
        }
        self.tally.compared += found.len() as u64;
        self.ledger.drained(&found)
    }

    fn drain_some(
        &mut self,
        appliance: &Appliance,
        queue: &'static str,
        found: &mut BTreeMap<String, u64>,
    ) -> Result<bool, Breach> {
        let input = json!({
            "QueueUrl": url(queue), "MaxNumberOfMessages": 10, "VisibilityTimeout": 600, "AttributeNames": ["All"]
        });
        let now_ms = appliance.clock().now().line.0;
        let reply = appliance.call_patiently("AmazonSQS.ReceiveMessage", &input)?;
        let messages = reply.body["Messages"].as_array().cloned().unwrap_or_default();
        let all: Vec<Seen> = messages.iter().map(seen).collect();
        self.ledger.received(queue, &all, now_ms, 600_000)?;
        for (one, message) in all.iter().zip(&messages) {
            let input = json!({"QueueUrl": url(queue), "ReceiptHandle": message["ReceiptHandle"]});
            let reply = appliance.call_patiently("AmazonSQS.DeleteMessage", &input)?;
            if !reply.is_ok() {
                return Err(Breach(format!("{queue}: a fresh handle does not delete: {}", reply.body)));
            }
            *found.entry(one.body.clone()).or_default() += 1;
            self.ledger.gone(&one.body);
        }
        Ok(!messages.is_empty())
    }
}

fn seen(message: &Value) -> Seen {
    let number = |name: &str| message["Attributes"][name].as_str().and_then(|text| text.parse().ok());
    Seen {
        body: name_of(&message["Body"]),
        number: number("SequenceNumber").unwrap_or(0),
        receives: number("ApproximateReceiveCount").unwrap_or(0),
    }
}

fn arn(queue: &str) -> String {
    format!("arn:aws:sqs:us-east-1:000000000000:{queue}")
}
