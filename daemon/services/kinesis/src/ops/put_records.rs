//! PutRecords.

use super::put_record::{check_record, current};
use crate::address::Address;
use crate::api::{self, PutRecordsInput, PutRecordsOutput, PutRecordsRequestEntry, PutRecordsResultEntry};
use crate::fault::shard_id;
use crate::{encryption, fault, limits, views};
use millpond_log::{Batch, StageError};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
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
    let (batch, shards) = stage(ctx.store, &stream, &mut input.records)?;
    let (total, taken) = (input.records.len(), batch.len());
    let wall = ctx.now.wall;
    let receipt = match ctx.stage(batch) {
        Ok(receipt) => receipt,
        Err(StageError::Busy { .. } | StageError::Full { .. }) => {
            let records = shards.iter().map(|shard| throttled(ctx.call, &stream, shard)).collect();
            return Ok(Answer::Now(output(records, total, encryption_type)));
        }
        Err(cause) => return Err(fault::put(&cause, &stream.shards()[0], &stream.name, &ctx.call.account)),
    };
    Ok(Answer::Durable(receipt.map(|seqs| {
        let (accepted, refused) = shards.split_at(taken);
        let mut records = Vec::with_capacity(total);
        records.extend(accepted.iter().zip(&seqs).map(|(shard, seq)| PutRecordsResultEntry {
            sequence_number: Some(SequenceNumber::of(shard, *seq, wall).into()),
            shard_id: Some(shard_id(shard.index)),
            ..PutRecordsResultEntry::default()
        }));
        records.extend(refused.iter().map(|shard| throttled(ctx.call, &stream, shard)));
        output(records, refused.len(), encryption_type)
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

/// Appends records until the batch is as large as the log takes. Every record gets its shard; each body appended is
/// let go of at once, so that a request is not held in memory twice.
fn stage<'s>(
    store: &Store,
    stream: &'s Stream,
    records: &mut [PutRecordsRequestEntry],
) -> Result<(Batch, Vec<&'s Shard>), Fault> {
    let streams = store.streams();
    let mut batch = Batch::new();
    let mut shards = Vec::with_capacity(records.len());
    let mut room = limits::STAGE_BYTES_MAX;
    for entry in records {
        let explicit = fault::parse_hash_key(entry.explicit_hash_key.as_deref())?;
        let label = Label { partition_key: entry.partition_key.as_deref(), explicit };
        let shard = streams.route(stream, &label);
        shards.push(shard);
        let bytes = entry.data.len() + label.partition_key.map_or(0, str::len);
        if bytes > room {
            // Later, smaller records must not overtake this one.
            room = 0;
            continue;
        }
        room -= bytes;
        streams.append(&mut batch, shard, &label, &entry.data);
        entry.data = Vec::new();
    }
    Ok((batch, shards))
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
