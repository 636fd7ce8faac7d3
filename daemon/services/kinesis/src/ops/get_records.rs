//! GetRecords.

use crate::address::Address;
use crate::api::{self, GetRecordsInput, GetRecordsOutput, Record};
use crate::tokens::Iterator;
use crate::{fault, limits, views};
use millpond_base::Now;
use millpond_log::ReadLimit;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Page, SequenceNumber, Shard, StreamRecord};

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetRecords>(access, run)
}

fn access(call: &Call, store: &Store, input: &GetRecordsInput) -> Vec<Access> {
    let name = Iterator::stream_name(&input.shard_iterator, store.streams().tokens());
    Address::new(name.as_ref(), input.stream_arn.as_ref()).access("kinesis:GetRecords", call)
}

/// Reads records from an iterator on. Records lost to damage are passed over; the log reports them.
fn run(ctx: &mut Context<'_>, input: &mut GetRecordsInput) -> Result<Answer<GetRecordsOutput>, Fault> {
    let streams = ctx.store.streams();
    let account = &ctx.call.account;
    let iterator = Iterator::open(&input.shard_iterator, streams.tokens(), ctx.now)?;
    Address::new(Some(&iterator.name), input.stream_arn.as_ref()).name(ctx.call)?;
    let gone = || fault::shard_not_found(iterator.shard, &iterator.name, account);
    let stream =
        streams.find(&iterator.name).filter(|stream| stream.id == iterator.stream).ok_or_else(gone)?;
    let shard = stream.shard(iterator.shard).ok_or_else(gone)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let limit =
        ReadLimit { records: views::limit(input.limit, limits::GET_RECORDS), bytes: limits::GET_BYTES_MAX };
    let page = streams
        .read(shard, iterator.from, limit)
        .map_err(|cause| fault::read(&cause, shard, &stream.name, account))?;
    let at_tip = page.next >= streams.bounds(shard).next;
    let ended = shard.closed.is_some_and(|closed| at_tip && page.next >= closed.end);
    let next = (!ended).then(|| Iterator { from: page.next, ..iterator }.seal(streams.tokens(), ctx.now));
    Ok(Answer::Now(GetRecordsOutput {
        next_shard_iterator: next,
        millis_behind_latest: Some(if at_tip { 0 } else { behind(&page, ctx.now) }),
        child_shards: ended.then(|| stream.children(shard.index).map(views::child).collect()),
        records: page.records.into_iter().map(|record| show(shard, record)).collect(),
    }))
}

/// How long ago the last record of the page arrived; at least 1, because 0 means that there is nothing more.
fn behind(page: &Page, now: Now) -> i64 {
    let arrived = page.records.last().map_or(now.wall, |record| record.wall);
    i64::try_from(now.wall.0.saturating_sub(arrived.0)).unwrap_or(i64::MAX).max(1)
}

fn show(shard: &Shard, record: StreamRecord) -> Record {
    Record {
        sequence_number: SequenceNumber::of(shard, record.seq, record.wall).into(),
        approximate_arrival_timestamp: Some(views::millis(record.wall)),
        data: record.body,
        partition_key: record.partition_key,
        encryption_type: None,
    }
}
