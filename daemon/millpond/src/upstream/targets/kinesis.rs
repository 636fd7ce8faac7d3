//! PutRecords, one record each or several packed into one for each shard upstream.

use crate::config::{Aggregate, Protocol};
use crate::upstream::connection::Connection;
use crate::upstream::dead_letters::Reason;
use crate::upstream::lock;
use crate::upstream::once::Once;
use crate::upstream::parcel::{Load, Parcel};
use crate::upstream::remote::{Manner, Remote};
use millpond_forward::{Failure, Outcome};
use millpond_kinesis::api::{
    self, ListShards, ListShardsInput, PutRecords, PutRecordsInput, PutRecordsRequestEntry,
    PutRecordsResultEntry,
};
use millpond_pack::kpl::{self, Part};
use millpond_pack::lines::Form;
use millpond_pack::shards::{Range, Shards, hash_key};
use millpond_store::stream::HashKey;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Pages of shards that are read: 10,000 shards, as many as an account may have in the largest regions.
const PAGES_MAX: usize = 100;

/// How records are written into a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) aggregate: Option<Aggregate>,
    /// What is packed is compressed.
    pub(super) gzip: bool,
    pub(super) protocol: Protocol,
    /// Towards another gateway, which takes each record once. The whole call is compressed then, and no record of it.
    pub(super) once: Option<Once>,
}

/// A stream upstream.
pub(super) struct Caller {
    remote: Arc<Remote>,
    connection: Connection,
    stream: String,
    style: Style,
    shards: Known,
}

/// The open shards upstream, when they were last asked for; shared by the callers of a lane.
pub(super) type Known = Arc<Mutex<Option<Arc<Shards>>>>;

/// Which parcels are in a record, and where it is to end up.
struct Held {
    numbers: Vec<usize>,
    /// The hash key of each.
    hashes: Vec<u128>,
    shard: Option<String>,
}

impl Caller {
    pub(super) fn new(remote: Arc<Remote>, stream: String, style: Style, shards: Known) -> Self {
        Self { remote, connection: Connection::default(), stream, style, shards }
    }

    pub(super) async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        let count = load.parcels.len();
        let Some(aggregate) = self.style.aggregate else {
            let provenance = self.style.once.map(|once| once.of(&load).to_string());
            let records = load.parcels.into_iter().map(|parcel| self.entry(parcel)).collect();
            let results = self.put(records, provenance).await?;
            return Ok(results.iter().map(outcome).collect());
        };
        let shards = self.shards().await?;
        let (records, held) = self.pack(aggregate, &shards, load.parcels);
        let expected = records.len();
        let results = self.put(records, None).await?;
        if results.len() != expected {
            return Err(Failure::Unreachable);
        }
        let mut outcomes = vec![Outcome::Failed; count];
        let mut strayed = Vec::new();
        for (result, held) in results.into_iter().zip(held) {
            let all = outcome(&result);
            if all == Outcome::Accepted && held.shard.is_some() && held.shard != result.shard_id {
                strayed.push((result.shard_id.unwrap_or_default(), held));
                continue;
            }
            for number in held.numbers {
                outcomes[number] = all;
            }
        }
        if !strayed.is_empty() {
            self.follow(aggregate, &strayed, &mut outcomes).await;
        }
        Ok(outcomes)
    }

    /// What became of records that went to another shard than expected, because theirs was split or merged meanwhile. Readers of a
    /// packed record skip the parts that do not belong to its shard, so those are sent again; lines are read wherever they are.
    async fn follow(&mut self, aggregate: Aggregate, strayed: &[(String, Held)], outcomes: &mut [Outcome]) {
        *lock(&self.shards) = None;
        let shards = match aggregate {
            Aggregate::Lines => None,
            // Without knowing where they are all are sent again: at worst some are there twice.
            Aggregate::Kpl => self.shards().await.ok(),
        };
        for (went, held) in strayed {
            let there = shards.as_ref().and_then(|shards| shards.named(went));
            for (number, hash) in held.numbers.iter().zip(&held.hashes) {
                let is_read = aggregate == Aggregate::Lines || there.is_some_and(|range| range.has(*hash));
                outcomes[*number] = if is_read { Outcome::Accepted } else { Outcome::Failed };
            }
        }
    }

    /// The open shards upstream.
    async fn shards(&mut self) -> Result<Arc<Shards>, Failure> {
        let known = lock(&self.shards).clone();
        if let Some(shards) = known {
            return Ok(shards);
        }
        let shards = Arc::new(self.list_shards().await?);
        *lock(&self.shards) = Some(Arc::clone(&shards));
        Ok(shards)
    }

    async fn put(
        &mut self,
        records: Vec<PutRecordsRequestEntry>,
        provenance: Option<String>,
    ) -> Result<Vec<PutRecordsResultEntry>, Failure> {
        let stream_name = Some(self.stream.clone());
        let input = PutRecordsInput { records, stream_name, ..PutRecordsInput::default() };
        let (connection, service) = (&mut self.connection, &api::SERVICE);
        let manner = Manner {
            cbor: self.style.protocol == Protocol::Cbor || self.style.once.is_some(),
            gzip: self.style.gzip && self.style.once.is_some(),
            provenance: provenance.as_deref(),
        };
        let output = self.remote.call_in::<PutRecords>(connection, service, input, manner).await?;
        Ok(output.records)
    }

    fn entry(&self, parcel: Parcel) -> PutRecordsRequestEntry {
        let data = if self.style.gzip && self.style.once.is_none() {
            millpond_aws::gzip::deflate(&parcel.body)
        } else {
            parcel.body
        };
        PutRecordsRequestEntry {
            data,
            explicit_hash_key: parcel.explicit.map(|key| key.0.to_string()),
            partition_key: Some(parcel.key.unwrap_or(parcel.id)),
        }
    }

    /// The records of a call: one for each shard upstream, so that the records of one key are in one and share its fate.
    fn pack(
        &self,
        aggregate: Aggregate,
        shards: &Shards,
        parcels: Vec<Parcel>,
    ) -> (Vec<PutRecordsRequestEntry>, Vec<Held>) {
        let mut by_shard: BTreeMap<Option<usize>, Vec<(usize, Parcel)>> = BTreeMap::new();
        for (number, mut parcel) in parcels.into_iter().enumerate() {
            let key = parcel.key.get_or_insert_with(|| parcel.id.clone());
            let shard = shards.find(hash_key(key, parcel.explicit.map(|key| key.0)));
            by_shard.entry(shard).or_default().push((number, parcel));
        }
        let mut records = Vec::new();
        let mut held = Vec::new();
        for (shard, together) in by_shard {
            let range = shard.map(|number| shards.range(number));
            held.push(Held {
                numbers: together.iter().map(|(number, _)| *number).collect(),
                hashes: together.iter().map(|(_, parcel)| hash_of(parcel)).collect(),
                shard: range.map(|range| range.shard.clone()),
            });
            let parcels: Vec<Parcel> = together.into_iter().map(|(_, parcel)| parcel).collect();
            records.push(self.join(aggregate, parcels, range));
        }
        (records, held)
    }

    fn join(
        &self,
        aggregate: Aggregate,
        parcels: Vec<Parcel>,
        range: Option<&Range>,
    ) -> PutRecordsRequestEntry {
        let explicit_hash_key = range.map(|range| range.first.to_string());
        let partition_key = parcels.first().and_then(|parcel| parcel.key.clone());
        let data = match aggregate {
            Aggregate::Kpl => {
                if let [_] = &parcels[..] {
                    // A reader takes a record of its own as it is.
                    return self.entry(parcels.into_iter().next().expect("there is one"));
                }
                let parts: Vec<Part<'_>> = parcels.iter().map(part).collect();
                kpl::pack(&parts)
            }
            Aggregate::Lines => {
                let mut lines = Vec::new();
                for parcel in &parcels {
                    Form::Lines.push(&mut lines, &parcel.body);
                }
                if self.style.gzip { millpond_aws::gzip::deflate(&lines) } else { lines }
            }
        };
        PutRecordsRequestEntry { data, explicit_hash_key, partition_key }
    }

    /// Asks for the open shards of the stream.
    async fn list_shards(&mut self) -> Result<Shards, Failure> {
        let mut ranges = Vec::new();
        let mut next_token = None;
        for _ in 0..PAGES_MAX {
            // A token stands for the stream, which must not be named beside it.
            let stream_name = if next_token.is_none() { Some(self.stream.clone()) } else { None };
            let input = ListShardsInput { stream_name, next_token, ..ListShardsInput::default() };
            let page = self.remote.call::<ListShards>(&mut self.connection, &api::SERVICE, input).await?;
            ranges.extend(page.shards.unwrap_or_default().iter().filter_map(range));
            next_token = page.next_token;
            if next_token.is_none() {
                break;
            }
        }
        Ok(Shards::new(ranges))
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn remote(&self) -> &Remote {
        &self.remote
    }

    pub(super) fn reason(&self) -> Reason {
        self.connection.refusal().clone()
    }
}

fn outcome(result: &PutRecordsResultEntry) -> Outcome {
    match &result.error_code {
        None => Outcome::Accepted,
        // Kinesis never says that a single record is at fault: what is wrong with it fails the whole call.
        Some(code) => Outcome::of(code, false),
    }
}

fn hash_of(parcel: &Parcel) -> u128 {
    hash_key(parcel.key.as_deref().unwrap_or(&parcel.id), parcel.explicit.map(|HashKey(key)| key))
}

fn part(parcel: &Parcel) -> Part<'_> {
    Part {
        key: parcel.key.as_deref().unwrap_or(&parcel.id),
        explicit: parcel.explicit.map(|HashKey(key)| key),
        data: &parcel.body,
    }
}

/// An open shard's range.
fn range(shard: &api::Shard) -> Option<Range> {
    if shard.sequence_number_range.ending_sequence_number.is_some() {
        return None;
    }
    let first = shard.hash_key_range.starting_hash_key.parse().ok()?;
    let last = shard.hash_key_range.ending_hash_key.parse().ok()?;
    Some(Range { shard: shard.shard_id.clone(), first, last })
}
