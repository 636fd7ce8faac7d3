//! PutRecord.

use crate::address::Address;
use crate::api::{self, PutRecordInput, PutRecordOutput};
use crate::encryption;
use crate::fault::{self, Breach, shard_id};
use crate::rates;
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Distribution, Label, Routing, SequenceError, SequenceNumber, Stream};
use std::sync::Arc;

pub(super) fn handler() -> Handler {
    Handler::new::<api::PutRecord>(access, run)
}

fn address(input: &PutRecordInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &PutRecordInput) -> Vec<Access> {
    address(input).access("kinesis:PutRecord", call)
}

/// Takes one record.
///
/// # Durability
/// The record is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut PutRecordInput) -> Result<Answer<PutRecordOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let explicit = fault::parse_hash_key(input.explicit_hash_key.as_deref())?;
    let label = Label { partition_key: input.partition_key.as_deref(), explicit };
    check_record(&stream, &label, input.data.len()).map_err(|breach| breach.at(""))?;
    let encryption_type = encryption::check_write(ctx, &stream)?;
    check_ordering(ctx, &stream, input.sequence_number_for_ordering.as_deref())?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let streams = ctx.store.streams();
    // From here on no shard ends before the record is staged.
    let routing = streams.routing();
    let stream = current(&routing, &stream, ctx.call)?;
    let shard = streams.route(&stream, &label);
    let bytes = input.data.len() + label.partition_key.map_or(0, str::len);
    if !rates::write(streams, shard, bytes, ctx.now.line) {
        return Err(fault::shard_rate(shard, &stream.name, &ctx.call.account));
    }
    let mut batch = Batch::new();
    streams.append(&mut batch, shard, &label, &input.data);
    let wall = ctx.now.wall;
    let receipt =
        ctx.stage(batch).map_err(|cause| fault::put(&cause, shard, &stream.name, &ctx.call.account))?;
    Ok(Answer::Durable(receipt.map(|seqs| PutRecordOutput {
        shard_id: shard_id(shard.index),
        sequence_number: SequenceNumber::of(shard, seqs[0], wall).into(),
        encryption_type,
    })))
}

/// The same life of a stream as it is now.
pub(super) fn current(routing: &Routing<'_>, stream: &Stream, call: &Call) -> Result<Arc<Stream>, Fault> {
    let now = routing.find(&stream.name).filter(|now| now.id == stream.id);
    now.ok_or_else(|| fault::stream_not_found(&stream.name, call.account.as_str()))
}

/// What every record must meet.
pub(super) fn check_record(stream: &Stream, label: &Label<'_>, data_bytes: usize) -> Result<(), Breach> {
    if label.partition_key.is_none() && stream.distribution == Distribution::PartitionKey {
        return Err(Breach::NoPartitionKey);
    }
    let bytes_max = (stream.record_kib_max as usize) << 10;
    if data_bytes + label.partition_key.map_or(0, str::len) > bytes_max {
        return Err(Breach::TooLarge { bytes_max });
    }
    Ok(())
}

/// Numbers only ever grow within a shard, so an ordering needs nothing but to be believable.
fn check_ordering(ctx: &Context<'_>, stream: &Stream, number: Option<&str>) -> Result<(), Fault> {
    let Some(text) = number else { return Ok(()) };
    let believable = match SequenceNumber::parse(text) {
        Ok(number) => {
            // After the wall clock was set back, numbers of our own lie in the future.
            let ours = stream.shard(number.shard_index()).is_some_and(|shard| number.is_from(shard));
            ours || number.arrival_secs() <= ctx.now.wall.secs()
        }
        Err(error) => matches!(error, SequenceError::Legacy { .. }),
    };
    if believable { Ok(()) } else { Err(fault::ordering(text, &stream.name, &ctx.call.account)) }
}
