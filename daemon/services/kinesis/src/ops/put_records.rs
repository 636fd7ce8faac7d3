//! PutRecords.

use super::put_record::{check_record, current};
use crate::address::Address;
use crate::api::{self, PutRecordsInput, PutRecordsOutput, PutRecordsRequestEntry, PutRecordsResultEntry};
use crate::fault::shard_id;
use crate::{encryption, fault, limits, rates, views};
use millpond_log::{Batch, StageError};
use millpond_service::{Access, Answer, Call, Context, Fault, Forwarded, Handler};
use millpond_store::Store;
use millpond_store::stream::{Label, SequenceNumber, Shard, Stream};

pub(super) fn handler() -> Handler {
    Handler::new::<api::PutRecords>(access, run)
}

fn address(input: &PutRecordsInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &PutRecordsInput) -> Vec<Access> {
    address(input).access("kinesis:PutRecords", call)
}

/// Takes up to 500 records as one atomic batch. Entries that the log has no room for now are answered as throttled.
///
/// # Durability
/// Every record answered with a sequence number is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut PutRecordsInput) -> Result<Answer<PutRecordsOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    check(&stream, &input.records)?;
    let encryption_type = encryption::check_write(ctx, &stream)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    // From here on no shard ends before the records are staged.
    let routing = ctx.store.streams().routing();
    let stream = current(&routing, &stream, ctx.call)?;
    let mut forwarded = Forwarded::of(ctx, input.records.len())?;
    let (mut batch, entries) = stage(ctx, &stream, &mut input.records, &mut forwarded)?;
    let failed = entries.iter().filter(|entry| entry.fate == Fate::Throttled).count();
    let wall = ctx.now.wall;
    forwarded.write(&mut batch);
    let seqs = if batch.is_empty() && forwarded.keeps_order() {
        Ok(ctx.store.log().after(forwarded.staged(None), Vec::new()))
    } else {
        ctx.stage(batch).inspect(|receipt| _ = forwarded.staged(Some(receipt.ticket())))
    };
    let receipt = match seqs {
        Ok(receipt) => receipt,
        Err(StageError::Busy { .. } | StageError::Full { .. }) => {
            let records = entries.iter().map(|entry| throttled(ctx.call, &stream, entry.shard)).collect();
            return Ok(Answer::Now(output(records, entries.len(), encryption_type)));
        }
        Err(cause) => return Err(fault::put(&cause, &stream.shards()[0], &stream.name, &ctx.call.account)),
    };
    Ok(Answer::Durable(receipt.map(|seqs| {
        let mut seqs = seqs.into_iter();
        let records = entries.iter().map(|Routed { shard, fate }| match fate {
            Fate::Throttled => throttled(ctx.call, &stream, shard),
            Fate::Known => there(shard, None),
            Fate::Taken => there(shard, seqs.next().map(|seq| SequenceNumber::of(shard, seq, wall))),
        });
        output(records.collect(), failed, encryption_type)
    })))
}

/// Refuses the whole request when any part of it breaks a rule, before anything is written.
fn check(stream: &Stream, records: &[PutRecordsRequestEntry]) -> Result<(), Fault> {
    let mut total_bytes = 0;
    for (at, entry) in records.iter().enumerate() {
        let label = Label { partition_key: entry.partition_key.as_deref(), explicit: None };
        check_record(stream, &label, entry.data.len())
            .map_err(|breach| breach.at(&format!("records.{}.member.", at + 1)))?;
        total_bytes += entry.data.len() + label.partition_key.map_or(0, str::len);
    }
    if total_bytes > limits::PUT_RECORDS_BYTES_MAX {
        return Err(fault::invalid("Records size exceeds 10 MB limit"));
    }
    Ok(())
}

/// Bytes that a usual partition key takes in the log; where it is longer, the batch grows.
const LABEL_BYTES: usize = 40;

/// Where an entry belongs, and what becomes of it.
struct Routed<'s> {
    shard: &'s Shard,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// In the batch.
    Taken,
    /// Taken before, when another gateway forwarded it; its place is not remembered.
    Known,
    /// No room for it now.
    Throttled,
}

/// Appends records until the batch is as large as the log takes, those left out whose shard takes no more now. Every
/// record gets its shard; each body appended is let go of at once, so that a request is not held in memory twice.
fn stage<'s>(
    ctx: &Context<'_>,
    stream: &'s Stream,
    records: &mut [PutRecordsRequestEntry],
    forwarded: &mut Forwarded<'_>,
) -> Result<(Batch, Vec<Routed<'s>>), Fault> {
    let streams = ctx.store.streams();
    let mut batch = Batch::new();
    let bytes: usize = records.iter().map(|entry| entry.data.len() + LABEL_BYTES).sum();
    batch.reserve(records.len(), bytes.min(limits::STAGE_BYTES_MAX));
    let mut entries = Vec::with_capacity(records.len());
    let mut room = limits::STAGE_BYTES_MAX;
    let mut closed = false;
    for (number, entry) in records.iter_mut().enumerate() {
        let explicit = fault::parse_hash_key(entry.explicit_hash_key.as_deref())?;
        let label = Label { partition_key: entry.partition_key.as_deref(), explicit };
        let shard = streams.route(stream, &label);
        let bytes = entry.data.len() + label.partition_key.map_or(0, str::len);
        if forwarded.is_known(number) {
            entries.push(Routed { shard, fate: Fate::Known });
            continue;
        }
        // Later, smaller records must not overtake one that found no room.
        closed |= bytes > room;
        let taken = !closed && rates::write(streams, shard, bytes, ctx.now.line);
        closed |= !taken && forwarded.keeps_order();
        entries.push(Routed { shard, fate: if taken { Fate::Taken } else { Fate::Throttled } });
        if taken {
            room -= bytes;
            forwarded.take(number);
            streams.append(&mut batch, shard, &label, &entry.data);
            entry.data = Vec::new();
        }
    }
    Ok((batch, entries))
}

fn there(shard: &Shard, place: Option<SequenceNumber>) -> PutRecordsResultEntry {
    PutRecordsResultEntry {
        sequence_number: place.map(Into::into),
        shard_id: Some(shard_id(shard.index)),
        ..PutRecordsResultEntry::default()
    }
}

fn throttled(call: &Call, stream: &Stream, shard: &Shard) -> PutRecordsResultEntry {
    PutRecordsResultEntry {
        error_code: Some(fault::THROTTLED.to_owned()),
        error_message: Some(fault::throttled(shard, &stream.name, &call.account)),
        ..PutRecordsResultEntry::default()
    }
}

fn output(
    records: Vec<PutRecordsResultEntry>,
    failed: usize,
    encryption_type: Option<String>,
) -> PutRecordsOutput {
    PutRecordsOutput { failed_record_count: Some(views::count(failed)), records, encryption_type }
}
