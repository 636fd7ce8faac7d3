//! Readings into streams and queues.

use super::Target;
use super::ingest::{Parcel, Sink, Unstaged};
use super::positions::Positions;
use super::roster::{Entry, Roster, Standing};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Now, Ticket};
use millpond_link::{Reading, Reason};
use millpond_log::{Batch, StageError};
use millpond_pack::reading::{self, Origin};
use millpond_store::Store;
use millpond_store::queue::{Attribute, AttributeValue, Outgoing, Queue, SendError, Sending};
use millpond_store::stream::{HashKey, Label, Stream};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The message attribute that says how a body that is not text was made into text.
const ENCODING: &str = "encoding";

/// The store, as the ingest thread sees it.
pub(super) struct StoreSink {
    store: Arc<Store>,
    roster: Arc<Roster>,
    positions: Positions,
    /// Where readings arrive as lines of JSON.
    json: BTreeSet<Target>,
}

impl StoreSink {
    pub(super) const fn new(
        store: Arc<Store>,
        roster: Arc<Roster>,
        positions: Positions,
        json: BTreeSet<Target>,
    ) -> Self {
        Self { store, roster, positions, json }
    }

    /// The parcels with what is known of their devices.
    fn known<'p>(&self, parcels: &'p [Parcel]) -> Result<Vec<(&'p Parcel, Arc<Entry>)>, Unstaged> {
        let known = |(at, parcel): (usize, &'p Parcel)| match self.roster.find(parcel.device) {
            Some(entry) => Ok((parcel, entry)),
            None => Err(Unstaged::Reading { parcel: at, reading: 0, reason: Reason::Target }),
        };
        parcels.iter().enumerate().map(known).collect()
    }

    /// The queues that the parcels lead to, each once: a FIFO queue is locked while it is sent to.
    fn queues(&self, parcels: &[(&Parcel, Arc<Entry>)]) -> BTreeMap<String, Arc<Queue>> {
        let mut queues = BTreeMap::new();
        for (parcel, entry) in parcels {
            for reading in parcel.readings() {
                let Some(Target::Queue(name)) = entry.target(reading.channel) else { continue };
                if !queues.contains_key(name)
                    && let Some(queue) = self.store.queues().find(name)
                {
                    queues.insert(name.clone(), queue);
                }
            }
        }
        queues
    }

    fn add(
        &self,
        batch: &mut Batch,
        sendings: &mut BTreeMap<&str, (Sending<'_>, bool)>,
        run: &mut Run<'_>,
        seq: u64,
        reading: &Reading<'_>,
        now: Now,
    ) -> Result<(), Reason> {
        let entry = run.entry;
        let target = entry.target(reading.channel).ok_or(Reason::Target)?;
        let line = self.json.contains(target).then(|| line(entry, seq, reading, now));
        let payload = line.as_deref().unwrap_or(reading.payload);
        match target {
            Target::Stream(name) => {
                let streams = self.store.streams();
                let (stream, key, hash_key) =
                    run.placed(reading, || streams.find(name)).ok_or(Reason::Target)?;
                let shard = streams.route_by(stream, Some(hash_key));
                streams.append(batch, shard, &Label::keyed(key), payload);
                Ok(())
            }
            Target::Queue(name) => {
                let (sending, fifo) = sendings.get_mut(name.as_str()).ok_or(Reason::Target)?;
                let key = reading.key.unwrap_or(&run.own);
                let dedup_id = format!("{}-{seq}", entry.device);
                let order = fifo.then_some((key, dedup_id.as_str()));
                send(sending, batch, &run.own, order, payload)
            }
        }
    }
}

/// What the readings of one parcel share, so that it is found once and not for each.
struct Run<'e> {
    entry: &'e Entry,
    /// The key of readings that bring none.
    own: String,
    own_hash: HashKey,
    /// The last channel that led to a stream, and the stream.
    stream: Option<(u16, Arc<Stream>)>,
}

impl<'e> Run<'e> {
    fn new(entry: &'e Entry) -> Self {
        let own = format!("device-{}", entry.device);
        Self { entry, own_hash: HashKey::of(&own), own, stream: None }
    }

    /// The stream, key and hash key of a reading.
    fn placed<'r>(
        &'r mut self,
        reading: &Reading<'r>,
        find: impl FnOnce() -> Option<Arc<Stream>>,
    ) -> Option<(&'r Stream, &'r str, HashKey)> {
        if self.stream.as_ref().is_none_or(|(channel, _)| *channel != reading.channel) {
            self.stream = Some((reading.channel, find()?));
        }
        let (_, stream) = self.stream.as_ref()?;
        Some(match reading.key {
            Some(key) => (&**stream, key, HashKey::of(key)),
            None => (&**stream, self.own.as_str(), self.own_hash),
        })
    }
}

impl Sink for StoreSink {
    fn stage(&mut self, parcels: &[Parcel]) -> Result<Ticket, Unstaged> {
        let now = self.store.clock().now();
        // From here on no shard ends before the readings are staged.
        let _routing = self.store.streams().routing();
        let parcels = self.known(parcels)?;
        let queues = self.queues(&parcels);
        let mut sendings = BTreeMap::new();
        for (name, queue) in &queues {
            let sending = queue.sending(now).map_err(|_| Unstaged::Nothing { reason: Reason::Target })?;
            sendings.insert(name.as_str(), (sending, queue.settings().is_fifo()));
        }
        let mut batch = Batch::new();
        let mut changes: BTreeMap<u64, Standing> = BTreeMap::new();
        for (at, (parcel, entry)) in parcels.iter().enumerate() {
            let mut run = Run::new(entry);
            for ((reading, seq), index) in parcel.readings().zip(parcel.first..).zip(0..) {
                self.add(&mut batch, &mut sendings, &mut run, seq, &reading, now)
                    .map_err(|reason| Unstaged::Reading { parcel: at, reading: index, reason })?;
            }
            let before = changes.get(&parcel.device).copied().or_else(|| self.positions.of(parcel.device));
            let standing = Standing::after(before, parcel.first, parcel.end(), now.wall);
            changes.insert(parcel.device, standing);
        }
        let log = self.store.log();
        let changes: Vec<_> = changes.into_iter().collect();
        let pending = self.positions.append(log, &mut batch, changes.clone());
        let staged = self.store.stage(batch, now).map_err(|error| unstaged(&error))?;
        for (sending, _) in sendings.into_values() {
            // Nobody asks for the message ids; duplicates were left out.
            let _ids = sending.staged(staged.peek());
        }
        self.positions.staged(log, pending);
        for (_, entry) in &parcels {
            if let Ok(at) = changes.binary_search_by_key(&entry.device, |(device, _)| *device) {
                entry.gauge.stand(changes[at].1);
            }
        }
        Ok(staged.ticket())
    }

    fn durable(&self) -> Ticket {
        self.store.log().durable()
    }
}

/// A reading as a line of JSON.
fn line(entry: &Entry, seq: u64, reading: &Reading<'_>, now: Now) -> Vec<u8> {
    let origin = Origin {
        node: &entry.name,
        device: Some(entry.device),
        channel: Some(reading.channel),
        sequence: seq,
        arrived_ms: now.wall.0,
        clock_trusted: now.trusted,
        uptime_ms: reading.uptime_ms,
    };
    reading::line(&origin, reading.payload)
}

/// Sends a message; to a FIFO queue, `order` is its group and deduplication id.
pub(crate) fn send(
    sending: &mut Sending<'_>,
    batch: &mut Batch,
    sender_id: &str,
    order: Option<(&str, &str)>,
    payload: &[u8],
) -> Result<(), Reason> {
    let text = is_text(payload);
    let encoded = if text { String::new() } else { STANDARD.encode(payload) };
    let encoding = Attribute {
        name: ENCODING.to_owned(),
        data_type: "String".to_owned(),
        value: AttributeValue::Text("base64".to_owned()),
    };
    let message = Outgoing {
        body: if text { payload } else { encoded.as_bytes() },
        attributes: if text { Vec::new() } else { vec![encoding] },
        sender_id,
        group: order.map(|(group, _)| group),
        dedup_id: order.map(|(_, dedup_id)| dedup_id),
        ..Outgoing::default()
    };
    sending.push(batch, message).map_err(|error| match error {
        SendError::TooFast { .. } => Reason::Behind,
        _ => Reason::Target,
    })
}

/// Whether a payload may be a message body as it is.
///
/// # Source
/// SQS API Reference 2012-11-05, SendMessage: #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF.
fn is_text(payload: &[u8]) -> bool {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    std::str::from_utf8(payload).is_ok_and(|text| !text.is_empty() && text.chars().all(allowed))
}

fn unstaged(error: &StageError) -> Unstaged {
    match error {
        // A track that has just gone is noticed when the batch is made again.
        StageError::Busy { .. } | StageError::UnknownTrack(_) | StageError::Closed(_) => Unstaged::Later,
        _ => Unstaged::Nothing { reason: Reason::Full },
    }
}

#[cfg(test)]
mod tests {
    use super::super::Routes;
    use super::*;

    #[test]
    fn only_what_a_message_may_hold_is_text() {
        for payload in ["{\"t\":21.5}", "\t\r\n", "Mühle \u{FFFD} \u{1F30A}"] {
            assert!(is_text(payload.as_bytes()), "{payload:?}");
        }
        for payload in [&b""[..], b"\0", b"\x1b[0m", b"\xff\xfe", "\u{FFFE}".as_bytes()] {
            assert!(!is_text(payload), "{payload:?}");
        }
    }

    #[test]
    fn a_channel_of_its_own_goes_before_the_rest() {
        let [own, rest] = ["own", "rest"].map(|name| Target::Stream(name.into()));
        let routes = Routes { channels: BTreeMap::from([(3, own.clone())]), other: Some(rest.clone()) };

        assert_eq!(routes.of(3), Some(&own));
        assert_eq!(routes.of(4), Some(&rest));
        assert_eq!(Routes { other: None, ..routes }.of(4), None);
    }
}
