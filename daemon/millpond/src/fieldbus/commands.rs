//! Messages of queues as commands of nodes: one at a time to each, deleted when the node says that it is done.
//!
//! A message is received only while its node is connected, so an absent node uses up none of its receives. It is hidden for as
//! long as the queue says; when that ends without a word from the node, it is visible again, is sent again under the same number,
//! and goes to the dead letters when the queue's redrive policy says so. The number follows from the message's id, so a node that
//! did it, and was not heard saying so, does not do it twice.

use super::counters::Counters;
use super::orders::{Order, Orders};
use super::roster::{Entry, Roster};
use crate::journal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{LineMs, Now};
use millpond_link::format::COMMAND_BYTES_MAX;
use millpond_log::Batch;
use millpond_store::Store;
use millpond_store::queue::{AttributeValue, Message, Queue, Receive};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The message attribute that names the node, where several share a queue.
const NODE: &str = "node";
/// The message attribute that says how a body was made into text.
const ENCODING: &str = "encoding";
/// First pause before a command is sent again; doubles each time. Ours: four times the round trip of a slow radio.
const RESEND_MS_MIN: u64 = 500;
/// Longest pause. A node that sleeps is sent its command anyway when it is heard.
const RESEND_MS_MAX: u64 = 8_000;
/// A message is hidden for at least so long. Ours: below it, a node that answers slowly would be sent the next receive's copy.
const HIDDEN_S_MIN: u32 = 10;
/// A command is given up so long before its message is visible again.
const MARGIN_MS: u64 = 1_000;

/// A message that is on its way to a node.
struct Errand {
    queue: Arc<Queue>,
    receipt_handle: String,
    id: u64,
    payload: CommandBytes,
    /// The message is visible again soon after.
    until: LineMs,
    resend_at: LineMs,
    pause_ms: u64,
}

/// What to do, as it stands in a frame.
pub(super) type CommandBytes = heapless::Vec<u8, COMMAND_BYTES_MAX>;

/// What is on its way, by node.
pub(super) struct Desk {
    pub(super) store: Arc<Store>,
    pub(super) roster: Arc<Roster>,
    orders: Arc<Orders>,
    pub(super) counters: Arc<Counters>,
    errands: BTreeMap<u64, Errand>,
    /// Queues that were said to be missing.
    missing: BTreeSet<String>,
}

impl Desk {
    pub(super) const fn new(
        store: Arc<Store>,
        roster: Arc<Roster>,
        orders: Arc<Orders>,
        counters: Arc<Counters>,
    ) -> Self {
        Self { store, roster, orders, counters, errands: BTreeMap::new(), missing: BTreeSet::new() }
    }

    /// Sends, sends again, gives up and deletes; true when the bus has something to do.
    pub(super) fn round(&mut self) -> bool {
        let now = self.store.clock().now();
        let mut by_queue: BTreeMap<String, Vec<Arc<Entry>>> = BTreeMap::new();
        let mut busy = false;
        for entry in self.roster.all() {
            let Some(name) = &entry.commands else { continue };
            busy |= self.follow(&entry, now);
            by_queue.entry(name.clone()).or_default().push(Arc::clone(&entry));
        }
        for (name, entries) in by_queue {
            busy |= self.begin(&name, &entries, now);
        }
        busy
    }

    /// Looks after what is on its way to a node.
    fn follow(&mut self, entry: &Entry, now: Now) -> bool {
        let Some(errand) = self.errands.get_mut(&entry.device) else { return false };
        if entry.gauge.has_done(errand.id) {
            if delete(&self.store, errand, now) {
                self.counters.commands_done.add(1);
                self.errands.remove(&entry.device);
            }
            return false;
        }
        if now.line >= errand.until {
            self.errands.remove(&entry.device);
            self.counters.commands_unanswered.add(1);
            // A stuck bus goes on sending it; the node does it once all the same.
            return self.orders.push(Order::Withdraw(entry.device)).is_ok();
        }
        if now.line < errand.resend_at {
            return false;
        }
        errand.pause_ms = (errand.pause_ms * 2).min(RESEND_MS_MAX);
        errand.resend_at = LineMs(now.line.0 + errand.pause_ms);
        self.orders.push(Order::Command(entry.device, errand.id, errand.payload.clone())).is_ok()
    }

    /// Receives messages for the nodes of a queue that are there and have nothing to do.
    fn begin(&mut self, name: &str, entries: &[Arc<Entry>], now: Now) -> bool {
        let free = |desk: &Self, entry: &Entry| {
            entry.gauge.is_connected() && !desk.errands.contains_key(&entry.device)
        };
        let mut begun = false;
        // No more in one round than there are nodes, as each takes one.
        for _ in entries {
            if !entries.iter().any(|entry| free(self, entry)) {
                break;
            }
            let Some(queue) = self.queue(name) else { break };
            let hidden_s = queue.settings().visibility_s.max(HIDDEN_S_MIN);
            let asking =
                Receive { count_max: 1, visibility_s: Some(hidden_s), attempt_id: None, barred: &[] };
            let Ok(received) = self.store.queues().receive(&queue, &asking, now) else { break };
            let Some(message) = received.messages.into_iter().next() else { break };
            let to = addressee(&message, entries).filter(|entry| free(self, entry)).map(|entry| entry.device);
            let (Some(device), Some(payload)) = (to, payload(&message)) else {
                // It stays hidden, is visible again later, and is a dead letter when that was too often.
                self.counters.commands_undeliverable.add(1);
                continue;
            };
            let errand = Errand {
                queue,
                receipt_handle: message.receipt_handle.clone(),
                id: number(&message.message_id),
                payload,
                until: LineMs((now.line.0 + u64::from(hidden_s) * 1_000).saturating_sub(MARGIN_MS)),
                resend_at: LineMs(now.line.0 + RESEND_MS_MIN),
                pause_ms: RESEND_MS_MIN,
            };
            begun |= self.orders.push(Order::Command(device, errand.id, errand.payload.clone())).is_ok();
            self.errands.insert(device, errand);
        }
        begun
    }

    /// The queue of this name; that there is none is said once.
    fn queue(&mut self, name: &str) -> Option<Arc<Queue>> {
        let found = self.store.queues().find(name);
        if found.is_some() {
            self.missing.remove(name);
        } else if self.missing.insert(name.to_owned()) {
            journal::warn("the queue of a node's commands is missing", &[("queue", &name)]);
        }
        found
    }
}

/// Deletes the message of a command that is done; false when that has to be tried again.
fn delete(store: &Store, errand: &Errand, now: Now) -> bool {
    let mut deleting = errand.queue.deleting(now);
    if deleting.push(&errand.receipt_handle).is_err() {
        // The queue was made anew, or somebody deleted it.
        return true;
    }
    let mut batch = Batch::new();
    deleting.write(&mut batch);
    match store.stage(batch, now) {
        Ok(receipt) => {
            deleting.staged(&receipt);
            true
        }
        Err(_) => false,
    }
}

/// Whom a message is for: the node it names, or the only one there is.
fn addressee<'e>(message: &Message, entries: &'e [Arc<Entry>]) -> Option<&'e Arc<Entry>> {
    match (text(message, NODE), entries) {
        (Some(name), _) => entries.iter().find(|entry| entry.name == name),
        (None, [entry]) => Some(entry),
        (None, _) => None,
    }
}

/// What a message says; `None` when a frame does not hold it.
fn payload(message: &Message) -> Option<CommandBytes> {
    let mut payload = CommandBytes::new();
    if text(message, ENCODING) == Some("base64") {
        payload.extend_from_slice(&STANDARD.decode(&message.body).ok()?).ok()?;
    } else {
        payload.extend_from_slice(&message.body).ok()?;
    }
    Some(payload)
}

fn text<'m>(message: &'m Message, name: &str) -> Option<&'m str> {
    let attribute = message.attributes.iter().find(|attribute| attribute.name == name)?;
    match &attribute.value {
        AttributeValue::Text(text) => Some(text),
        AttributeValue::Bytes(_) => None,
    }
}

/// The number of the command that a message is. 0 is what a node remembers that did none.
fn number(message_id: &[u8; 16]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = *message_id;
    u64::from_be_bytes([a, b, c, d, e, f, g, h]).max(1)
}
