//! Queues under clients that work at the same time: histories by the thousand, each short, each with its own cuts.
//!
//! In each there are a FIFO and a standard queue, each with a dead-letter queue; senders, some of whom send again what
//! they sent before; receivers who delete, hide, let messages lapse and use old handles; operators who start and stop
//! move tasks; and two or three lives of the gateway, which end in a cut at some disk operation, or killed, with cuts
//! while it starts. In the end everything is received and deleted.
//!
//! A breach is: a message lost, or there twice; received after its delete, or while it is in flight; a FIFO group out of
//! order, in its queue or on its way back from the dead letters; a group that goes on while one of its messages is in
//! flight; a deduplication id that made two messages; more receives than the redrive policy allows.

mod clients;
mod ledger;

use crate::appliance::{Appliance, NotStarted, Setup};
use crate::check::Breach;
use crate::workload::Stop;
use clients::Clients;
use ledger::RECEIVES_MAX;
use millpond_log::disk::Faults;
use serde_json::{Value, json};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The queues; dead letters of the first two are in the last two.
const QUEUES: [&str; 4] = ["work.fifo", "work", "dead.fifo", "dead"];
/// Rounds of one life, at least, and how many more there may be.
const ROUNDS: u64 = 12;
/// Disk operations of a life, among which one is cut.
const OPERATIONS: u64 = 40;

/// What happened in histories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Histories.
    pub histories: u64,
    /// Moments at which several clients called.
    pub rounds: u64,
    /// Messages whose senders were told so.
    pub sent: u64,
    /// Messages that receivers were given.
    pub received: u64,
    /// Deletes that were answered.
    pub deleted: u64,
    /// Move tasks.
    pub tasks: u64,
    /// Power cuts, those while starting included.
    pub cuts: u64,
    /// Killed processes.
    pub kills: u64,
    /// Messages found in the end.
    pub compared: u64,
    /// The sum of what the disks went through: the same for the same seeds.
    pub history: u64,
}

impl Tally {
    fn counts(&mut self) -> [(&'static str, &mut u64); 9] {
        [
            ("histories", &mut self.histories),
            ("rounds", &mut self.rounds),
            ("sent", &mut self.sent),
            ("received", &mut self.received),
            ("deleted", &mut self.deleted),
            ("tasks", &mut self.tasks),
            ("cuts", &mut self.cuts),
            ("kills", &mut self.kills),
            ("compared", &mut self.compared),
        ]
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, mut more: Self) {
        for ((_, sum), (_, one)) in self.counts().into_iter().zip(more.counts()) {
            *sum += *one;
        }
        self.history = self.history.wrapping_add(more.history);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in self.clone().counts() {
            write!(f, "{name}={count} ")?;
        }
        write!(f, "history={:016x}", self.history)
    }
}

/// Lives the history that `seed` decides.
///
/// # Errors
/// The first [`Breach`], with the command that repeats it.
pub fn history(seed: u64) -> Result<Tally, Breach> {
    let lived = catch_unwind(AssertUnwindSafe(|| live(seed)));
    lived.unwrap_or_else(|panic| Err(Breach(crate::sweep::text_of(&*panic)))).map_err(|Breach(breach)| {
        Breach(format!("seed {seed}: {breach}\nrerun: cargo xtask sim --histories 1 --seed {seed}"))
    })
}

fn live(seed: u64) -> Result<Tally, Breach> {
    let mut clients = Clients::new(seed);
    let mut appliance = Appliance::with(Setup::of_seed(seed));
    create(&appliance)?;
    for _ in 0..2 + clients.below(2) {
        if clients.below(4) > 0 {
            appliance.script(Faults { cut_at: Some(clients.below(OPERATIONS)), ..Faults::default() });
        }
        let rounds = ROUNDS + clients.below(ROUNDS);
        let unanswered = match (0..rounds).try_for_each(|_| clients.round(&appliance)) {
            Ok(()) => false,
            Err(Stop::Cut) => true,
            Err(Stop::Breach(breach)) => return Err(breach),
        };
        appliance = end(appliance, &mut clients)?;
        clients.restarted(unanswered);
    }
    clients.drain(&appliance)?;
    clients.tally.histories = 1;
    clients.tally.history = clients.tally.history.wrapping_add(appliance.disk().history());
    Ok(clients.tally)
}

/// Ends a life, and begins another, perhaps with cuts while it starts.
fn end(appliance: Appliance, clients: &mut Clients) -> Result<Appliance, Breach> {
    clients.tally.history = clients.tally.history.wrapping_add(appliance.disk().history());
    let mut stopped = if !appliance.disk().is_cut() && clients.below(3) == 0 {
        clients.tally.kills += 1;
        appliance.kill()
    } else {
        clients.tally.cuts += 1;
        appliance.cut()
    };
    let mut cut_at = (clients.below(4) == 0).then(|| clients.below(OPERATIONS / 4));
    loop {
        match stopped.start(Faults { cut_at: cut_at.take(), ..Faults::default() }) {
            Ok(appliance) => {
                // What was scripted for the start is over.
                appliance.script(Faults::default());
                return Ok(appliance);
            }
            Err(NotStarted { stopped: left, refused: None }) => {
                clients.tally.cuts += 1;
                stopped = *left;
            }
            Err(why) => return Err(Breach(why.to_string())),
        }
    }
}

fn create(appliance: &Appliance) -> Result<(), Breach> {
    for queue in QUEUES.into_iter().rev() {
        let mut attributes = json!({});
        if queue.ends_with(".fifo") {
            attributes["FifoQueue"] = "true".into();
        }
        if let Some(dead) = queue.strip_prefix("work") {
            let target = format!("arn:aws:sqs:us-east-1:000000000000:dead{dead}");
            let policy = json!({"deadLetterTargetArn": target, "maxReceiveCount": RECEIVES_MAX});
            attributes["RedrivePolicy"] = Value::from(policy.to_string());
        }
        let input = json!({"QueueName": queue, "Attributes": attributes});
        let reply = appliance.call("AmazonSQS.CreateQueue", &input)?;
        if !reply.is_ok() {
            return Err(Breach(format!("{queue} is not made: {}", reply.body)));
        }
    }
    Ok(())
}
