//! A shard as a source, and PutRecords as the way upstream.

use super::connection::Connection;
use super::dead_letters::{Letter, Reason};
use super::lane::{self, Gone, NotNow};
use super::remote::Remote;
use crate::journal;
use millpond_base::{Now, Seq, TrackId};
use millpond_forward::{Entry, Event, Failure, Outcome};
use millpond_kinesis::api::{self, PutRecords, PutRecordsInput, PutRecordsRequestEntry};
use millpond_log::{ReadError, ReadLimit};
use millpond_store::Store;
use millpond_store::stream::{Shard, StreamRecord};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A shard.
pub(super) struct Source {
    store: Arc<Store>,
    stream: String,
    shard: Shard,
}

/// How far a route has come in a shard: the place before which everything has arrived or can no longer be read.
fn arrived(store: &Store, route: &str, shard: &Shard) -> u64 {
    let saved = store.outbox().position(route, &lane::progress(shard.track));
    saved.unwrap_or(0).max(store.streams().bounds(shard).first.0)
}

/// True when a shard is closed and a route has come to its end.
pub(super) fn is_forwarded(store: &Store, route: &str, shard: &Shard) -> bool {
    shard.closed.is_some_and(|closed| arrived(store, route, shard) >= closed.end.0)
}

/// True when a shard is closed and a route has sent what was new in it; ranges may be pending.
pub(super) fn is_sent(store: &Store, route: &str, shard: &Shard) -> bool {
    let kept = store.outbox().progress(route, &lane::progress(shard.track));
    let position = kept.map_or(0, |kept| kept.position).max(store.streams().bounds(shard).first.0);
    shard.closed.is_some_and(|closed| position >= closed.end.0)
}

/// Records of a shard that a route has not forwarded.
pub(super) fn lag(store: &Store, route: &str, shard: &Shard) -> u64 {
    store.streams().bounds(shard).next.0.saturating_sub(arrived(store, route, shard))
}

impl Source {
    pub(super) const fn new(store: Arc<Store>, stream: String, shard: Shard) -> Self {
        Self { store, stream, shard }
    }

    fn entry(record: StreamRecord) -> Entry<StreamRecord> {
        let key = record.partition_key.as_deref();
        Entry {
            position: record.seq.0,
            key: key.map(hash),
            bytes: record.body.len() + key.map_or(0, str::len),
            since: record.line,
            payload: record,
        }
    }
}

impl lane::Source for Source {
    type Item = StreamRecord;
    type Load = Vec<PutRecordsRequestEntry>;

    fn track(&self) -> TrackId {
        self.shard.track
    }

    fn start(&self) -> u64 {
        self.store.streams().bounds(&self.shard).first.0
    }

    fn read(&mut self, from: u64, records: usize, bytes: usize) -> Result<Event<StreamRecord>, Gone> {
        let first = self.store.streams().bounds(&self.shard).first.0;
        if first > from {
            journal::warn(
                "records passed their retention before they could be forwarded",
                &[("shard", &self.shard.index), ("track", &self.shard.track.0), ("records", &(first - from))],
            );
        }
        let from = from.max(first);
        match self.store.streams().read(&self.shard, Seq(from), ReadLimit { records, bytes }) {
            Ok(page) => {
                if page.lost > 0 {
                    journal::error(
                        "records are damaged on flash and cannot be forwarded",
                        &[
                            ("shard", &self.shard.index),
                            ("track", &self.shard.track.0),
                            ("records", &page.lost),
                        ],
                    );
                }
                let entries = page.records.into_iter().map(Self::entry).collect();
                Ok(Event::Read { entries, next: page.next.0 })
            }
            Err(ReadError::UnknownTrack(_)) => Err(Gone),
            Err(error) => {
                journal::error("a shard cannot be read", &[("shard", &self.shard.index), ("cause", &error)]);
                // Tried again when the lane next looks.
                Ok(Event::Read { entries: Vec::new(), next: from })
            }
        }
    }

    fn load<'e>(&self, _: u64, entries: impl Iterator<Item = &'e Entry<StreamRecord>>) -> Self::Load {
        entries
            .map(|entry| PutRecordsRequestEntry {
                data: entry.payload.body.clone(),
                explicit_hash_key: entry.payload.explicit.map(|key| key.0.to_string()),
                partition_key: entry.payload.partition_key.clone(),
            })
            .collect()
    }

    fn acknowledge(&mut self, _: &[StreamRecord]) -> Result<(), NotNow> {
        Ok(())
    }

    fn extend(&mut self, _: &StreamRecord) {}

    fn letter(&self, record: &StreamRecord) -> Letter {
        let key = record.partition_key.clone().unwrap_or_default();
        let place = format!("{}-{}", self.shard.track.0, record.seq.0);
        Letter {
            body: record.body.to_vec(),
            attributes: Vec::new(),
            // A partition key may be longer than a group's name, and of other characters.
            group: format!("{:016x}", hash(&key)),
            facts: vec![
                ("PartitionKey", key),
                ("From", format!("stream/{}", self.stream)),
                ("ShardId", self.shard.name()),
                ("Position", record.seq.0.to_string()),
                ("ExplicitHashKey", record.explicit.map(|key| key.0.to_string()).unwrap_or_default()),
            ],
            dedup_id: place,
        }
    }

    fn age_ms(&self, record: &StreamRecord, now: Now) -> u64 {
        now.line.since_ms(record.line)
    }

    fn lag(&self, arrived: u64) -> u64 {
        self.store.streams().bounds(&self.shard).next.0.saturating_sub(arrived)
    }

    fn tip(&self) -> u64 {
        self.store.streams().bounds(&self.shard).next.0
    }

    fn is_over(&self, arrived: u64) -> bool {
        let stream = self.store.streams().find(&self.stream);
        let shard = stream.as_ref().and_then(|stream| stream.shard(self.shard.index));
        let shard = shard.filter(|shard| shard.track == self.shard.track);
        shard.and_then(|shard| shard.closed).is_some_and(|closed| arrived >= closed.end.0)
    }
}

/// A stream upstream.
pub(super) struct Caller {
    remote: Arc<Remote>,
    connection: Connection,
    stream: String,
}

impl Caller {
    pub(super) fn new(remote: Arc<Remote>, stream: String) -> Self {
        Self { remote, connection: Connection::default(), stream }
    }
}

impl lane::Caller for Caller {
    type Load = Vec<PutRecordsRequestEntry>;

    async fn call(&mut self, records: Self::Load) -> Result<Vec<Outcome>, Failure> {
        let input =
            PutRecordsInput { records, stream_name: Some(self.stream.clone()), ..PutRecordsInput::default() };
        let output = self.remote.call::<PutRecords>(&mut self.connection, &api::SERVICE, input).await?;
        let outcome = |code: Option<String>| match code {
            None => Outcome::Accepted,
            // Kinesis never says that a single record is at fault: what is wrong with it fails the whole call.
            Some(code) => Outcome::of(&code, false),
        };
        Ok(output.records.into_iter().map(|record| outcome(record.error_code)).collect())
    }

    fn why(&self) -> String {
        self.connection.why().to_owned()
    }

    fn reason(&self, _: usize) -> Reason {
        self.connection.refusal().clone()
    }

    async fn renew(&mut self) {
        self.remote.renew(&self.connection);
    }
}

/// A key as a number. Which numbers come out does not matter, only that equal keys give equal ones.
pub(super) fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
