//! A mixed day: records, messages, deletes, delays, deletions and maintenance, in an order that a seed decides.

mod consuming;
mod resharding;
mod sending;
mod tabling;
mod viewing;

use crate::appliance::{Appliance, Cut, Reply};
use crate::chance::Chance;
use crate::check::Breach;
use crate::model::Model;
use millpond_base::Clock;
use serde_json::{Value, json};

pub(crate) use sending::{group_of, resend};
pub(crate) use tabling::kind;
pub(crate) use viewing::drain;

/// Streams of the day.
const STREAMS: [&str; 2] = ["readings", "events"];
/// Queues of the day; the second keeps order.
const QUEUES: [&str; 2] = ["jobs", "alarms.fifo"];
/// How often the shards of a stream change, on the days on which they do.
const RESHARD_ONE_IN: u64 = 6;
/// How long a queue's name rests after its deletion, and a little.
const NAME_REST_MS: u64 = 61_000;

/// Why a day ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The power went; the model knows which calls were never answered.
    Cut,
    /// The gateway broke a promise.
    Breach(Breach),
}

impl From<Cut> for Stop {
    fn from(_: Cut) -> Self {
        Self::Cut
    }
}

/// What a client knows of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Yes,
    No,
    Unknown,
}

impl Outcome {
    pub(crate) fn of(reply: Option<&Reply>) -> Self {
        match reply {
            Some(reply) if reply.is_ok() => Self::Yes,
            Some(reply) if !reply.is_unknown() => Self::No,
            _ => Self::Unknown,
        }
    }
}

/// Runs `steps` steps of the day that `seed` decides, keeping `model` in step with every acknowledgement.
///
/// # Errors
/// [`Stop`].
pub fn run(appliance: &Appliance, model: &mut Model, seed: u64, steps: u64) -> Result<(), Stop> {
    let mut day = Day { appliance, model, chance: Chance::new(seed), next: seed << 20 };
    day.create()?;
    for _ in 0..steps {
        day.step()?;
        if day.model.view.is_some() {
            day.view_step()?;
        }
    }
    Ok(())
}

/// Puts records until two more commits are on flash, or cannot be: what is followed by commits leaves a trace when it is
/// gone.
///
/// # Errors
/// [`Cut`].
pub(crate) fn evidence(appliance: &Appliance, model: &mut Model, seed: u64) -> Result<(), Cut> {
    let mut day = Day { appliance, model, chance: Chance::new(seed), next: seed << 20 };
    for _ in 0..2 {
        day.put_records().map_err(|_| Cut)?;
    }
    Ok(())
}

struct Day<'a> {
    appliance: &'a Appliance,
    model: &'a mut Model,
    chance: Chance,
    next: u64,
}

impl Day<'_> {
    /// Makes streams, queues and tables that are not there yet.
    fn create(&mut self) -> Result<(), Stop> {
        for name in STREAMS {
            if !self.model.streams.contains_key(name) {
                // The document may be on flash although the reply never came.
                self.model.streams.insert(name.to_owned(), Default::default());
                let input = json!({"StreamName": name, "ShardCount": 1});
                created(&self.appliance.call_patiently("Kinesis_20131202.CreateStream", &input)?)?;
            }
        }
        for name in QUEUES {
            if !self.model.queues.contains_key(name) {
                self.model.queues.insert(name.to_owned(), Default::default());
                let attributes =
                    if name.ends_with(".fifo") { json!({"FifoQueue": "true"}) } else { json!({}) };
                let input = json!({"QueueName": name, "Attributes": attributes});
                created(&self.appliance.call_patiently("AmazonSQS.CreateQueue", &input)?)?;
            }
        }
        self.create_tables()?;
        self.create_view()
    }

    fn step(&mut self) -> Result<(), Stop> {
        self.appliance.clock().advance_ms(1 + self.chance.below(400));
        if self.model.reshards && self.chance.one_in(RESHARD_ONE_IN) {
            return self.reshard();
        }
        match self.chance.below(36) {
            0..=8 => self.put_records(),
            9..=13 => self.send(),
            14..=16 => self.send_batch(),
            17..=22 => self.consume(),
            23 => self.send_again(),
            24..=26 => self.together(),
            27..=28 => Ok(self.appliance.maintain()?),
            29 => self.recreate_stream(),
            30 => self.recreate_queue(),
            31..=34 => self.tabulate(),
            _ => self.read_only(),
        }
    }

    fn name(&mut self) -> String {
        self.next += 1;
        format!("{:x}", self.next)
    }

    /// Usually the first of two.
    fn pick(&self, names: [&'static str; 2]) -> &'static str {
        names[usize::from(self.chance.one_in(2))]
    }

    fn wall_ms(&self) -> u64 {
        self.appliance.clock().now().wall.0
    }

    /// Deletes a stream and makes it again: nothing of the old one may be seen in the new one.
    fn recreate_stream(&mut self) -> Result<(), Stop> {
        let name = self.pick(STREAMS);
        let stream = self.model.streams.entry(name.to_owned()).or_default();
        let was_asked = std::mem::replace(&mut stream.maybe_gone, true);
        let reply =
            self.appliance.call_patiently("Kinesis_20131202.DeleteStream", &json!({"StreamName": name}))?;
        match Outcome::of(Some(&reply)) {
            Outcome::Yes => _ = self.model.streams.remove(name),
            // An earlier attempt was not answered but worked.
            Outcome::No if was_asked => _ = self.model.streams.remove(name),
            Outcome::No => return Err(refused("DeleteStream", &reply)),
            Outcome::Unknown => return Ok(()),
        }
        self.create()
    }

    /// Deletes a queue and makes it again once its name may be used.
    fn recreate_queue(&mut self) -> Result<(), Stop> {
        let name = self.pick(QUEUES);
        let queue = self.model.queues.entry(name.to_owned()).or_default();
        let was_asked = std::mem::replace(&mut queue.maybe_gone, true);
        let reply =
            self.appliance.call_patiently("AmazonSQS.DeleteQueue", &json!({"QueueUrl": url(name)}))?;
        match Outcome::of(Some(&reply)) {
            Outcome::Yes => _ = self.model.queues.remove(name),
            // An earlier attempt was not answered but worked.
            Outcome::No if was_asked => _ = self.model.queues.remove(name),
            Outcome::No => return Err(refused("DeleteQueue", &reply)),
            Outcome::Unknown => return Ok(()),
        }
        self.appliance.clock().advance_ms(NAME_REST_MS);
        self.create()
    }

    fn read_only(&self) -> Result<(), Stop> {
        let reply =
            self.appliance.call_patiently("TrentService.GenerateRandom", &json!({"NumberOfBytes": 8}))?;
        if !reply.is_ok() {
            return Err(refused("GenerateRandom", &reply));
        }
        self.appliance.call("Kinesis_20131202.ListStreams", &json!({}))?;
        Ok(())
    }
}

/// The address of a queue on the simulated gateway.
pub(crate) fn url(queue: &str) -> String {
    format!("http://pond:4566/000000000000/{queue}")
}

/// The name at the start of a record or message.
pub(crate) fn name_of(body: &Value) -> String {
    let text = body.as_str().unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

fn refused(call: &str, reply: &Reply) -> Stop {
    Stop::Breach(Breach(format!("{call} is refused: {} {}", reply.status, reply.body)))
}

fn created(reply: &Reply) -> Result<(), Stop> {
    let kind = reply.body["__type"].as_str().unwrap_or_default();
    if Outcome::of(Some(reply)) == Outcome::No && !kind.contains("InUse") && !kind.contains("Exists") {
        return Err(refused("a creation", reply));
    }
    Ok(())
}
