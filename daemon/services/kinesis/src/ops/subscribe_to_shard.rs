//! SubscribeToShard.

use super::get_records::behind;
use crate::api::{self, Record, SubscribeToShardEvent, SubscribeToShardInput, SubscribeToShardOutput};
use crate::consumer::ConsumerAddress;
use crate::encryption::{self, Barred, KMS};
use crate::position::Position;
use crate::{fault, limits, shards, views};
use millpond_aws::IntoValue;
use millpond_base::{LineMs, Now, Seq};
use millpond_log::ReadLimit;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler, Outflow, Step};
use millpond_store::Store;
use millpond_store::stream::{
    Consumer, Page, SequenceNumber, Shard, Stream, StreamRecord, SubscribeError, Subscription,
    SubscriptionTerms,
};
use std::sync::Arc;

/// The only event.
const EVENT: &str = "SubscribeToShardEvent";
/// Place of ContinuationSequenceNumber among the event's members.
const CONTINUATION: usize = 1;

const LIMIT: ReadLimit = ReadLimit { records: limits::EVENT_RECORDS_MAX, bytes: limits::EVENT_BYTES_MAX };

const TERMS: SubscriptionTerms =
    SubscriptionTerms { held_ms: limits::SUBSCRIPTION_HELD_MS, subscriptions_max: limits::SUBSCRIPTIONS_MAX };

pub(super) fn handler() -> Handler {
    Handler::new::<api::SubscribeToShard>(access, run)
}

fn address(input: &SubscribeToShardInput) -> ConsumerAddress<'_> {
    ConsumerAddress::new(None, None, Some(&input.consumer_arn))
}

fn access(call: &Call, store: &Store, input: &SubscribeToShardInput) -> Vec<Access> {
    address(input).access("kinesis:SubscribeToShard", call, store)
}

/// Pushes the records of a shard to a consumer as they become durable, for five minutes.
fn run(
    ctx: &mut Context<'_>,
    input: &mut SubscribeToShardInput,
) -> Result<Answer<SubscribeToShardOutput>, Fault> {
    let (stream, consumer) = address(input).find(ctx)?;
    let account = &ctx.call.account;
    let index = shards::parse(&input.shard_id, &stream.name, account)?;
    let shard = stream.shard(index).ok_or_else(|| fault::shard_not_found(index, &stream.name, account))?;
    let start = &input.starting_position;
    let position = Position {
        operation: "SubscribeToShard",
        kind: &start.r#type,
        number: start.sequence_number.as_deref(),
        timestamp: start.timestamp,
    };
    let from = position.seek(ctx, &stream, shard)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let seat = ctx.store.streams().subscribe(&consumer, index, TERMS, ctx.now.line);
    let seat = seat.map_err(|cause| match cause {
        SubscribeError::Active => fault::subscribed(&consumer, &stream.name, index, account),
        _ => fault::subscriptions_limit(ctx.call),
    })?;
    // Whoever held the place learns that it is taken.
    ctx.ring(shard.track);
    let push = Push {
        seat,
        continuation: place_before(shard, from, ctx.now),
        consumer,
        stream: Arc::clone(&stream),
        shard: index,
        from,
        beat: ctx.now.line,
        end: ctx.now.line.after_ms(limits::SUBSCRIPTION_MS),
        complete: false,
    };
    Ok(Answer::Stream { first: SubscribeToShardOutput {}, flow: Box::new(push) })
}

/// The sequence number after which reading goes on at `from`.
fn place_before(shard: &Shard, from: Seq, now: Now) -> SequenceNumber {
    match from.0.checked_sub(1) {
        Some(before) => SequenceNumber::of(shard, Seq(before), now.wall),
        None => SequenceNumber::start(shard),
    }
}

/// A subscription on its way.
struct Push {
    seat: Subscription,
    consumer: Arc<Consumer>,
    /// The stream as it was at the start; its name and its life do not change.
    stream: Arc<Stream>,
    shard: u32,
    /// The place to read from.
    from: Seq,
    /// The number before that place.
    continuation: SequenceNumber,
    /// When to say something even if there is no record.
    beat: LineMs,
    /// When it is over.
    end: LineMs,
    /// True once the end of a closed shard was told.
    complete: bool,
}

impl Outflow for Push {
    fn next(&mut self, ctx: &Context<'_>) -> Step {
        if self.complete || ctx.now.line >= self.end {
            return Step::End;
        }
        self.push(ctx).unwrap_or_else(Step::Fail)
    }
}

impl Push {
    fn push(&mut self, ctx: &Context<'_>) -> Result<Step, Fault> {
        let (streams, now) = (ctx.store.streams(), ctx.now);
        let stream = self.stream(ctx)?;
        let shard = stream
            .shard(self.shard)
            .ok_or_else(|| fault::shard_not_found(self.shard, &stream.name, &ctx.call.account))?;
        let mut page = streams
            .read(shard, self.from, LIMIT)
            .map_err(|cause| fault::read(&cause, shard, &stream.name, &ctx.call.account))?;
        end_before_barred(&mut page, &encryption::barred(ctx, &stream))?;
        let at_tip = page.next >= streams.bounds(shard).next;
        let ended = shard.closed.is_some_and(|closed| at_tip && page.next >= closed.end);
        if page.records.is_empty() && !ended && now.line < self.beat {
            self.from = page.next;
            let due = stream.resharding.pending.map_or(self.end, |pending| pending.due);
            return Ok(Step::WaitFor { bell: shard.track, until: self.beat.min(self.end).min(due) });
        }
        self.continuation = match page.records.last() {
            Some(last) if last.seq.next() == page.next => SequenceNumber::of(shard, last.seq, last.wall),
            None if page.next == self.from => self.continuation,
            _ => place_before(shard, page.next, now),
        };
        self.from = page.next;
        self.beat = now.line.after_ms(limits::BEAT_MS);
        self.complete = ended;
        let arrived = page.records.last().map(|record| record.wall);
        let event = SubscribeToShardEvent {
            millis_behind_latest: if at_tip { 0 } else { behind(arrived, now) },
            continuation_sequence_number: self.continuation.into(),
            child_shards: ended.then(|| stream.children(shard.index).map(views::child).collect()),
            records: page.records.into_iter().map(|record| show(&stream, shard, record)).collect(),
        };
        let mut value = event.into_value();
        if ended {
            // There is nothing to go on with. The model requires the member, and clients tell the end of a shard by its
            // absence, as at AWS.
            drop(value.take(CONTINUATION));
        }
        Ok(Step::Emit { event: EVENT, value })
    }

    /// The stream as it is now, as long as this subscription may go on.
    fn stream(&self, ctx: &Context<'_>) -> Result<Arc<Stream>, Fault> {
        let (streams, name, account) = (ctx.store.streams(), &self.stream.name, &ctx.call.account);
        let stream = streams.look(name, ctx.now).filter(|stream| stream.id == self.stream.id);
        let stream = stream.ok_or_else(|| fault::stream_not_found(name, account.as_str()))?;
        if !streams.is_registered(&self.consumer) {
            return Err(fault::consumer_not_found(&self.consumer.name, name, account));
        }
        if !self.seat.is_held() {
            return Err(fault::subscribed(&self.consumer, name, self.shard, account));
        }
        Ok(stream)
    }
}

/// Makes a page end before the first record that the caller may not read; refuses when that is the first of all.
fn end_before_barred(page: &mut Page, barred: &Barred) -> Result<(), Fault> {
    let found = page.records.iter().enumerate().find_map(|(at, record)| Some((at, barred.at(record.line)?)));
    match found {
        None => Ok(()),
        Some((0, refusal)) => Err(refusal.clone()),
        Some((at, _)) => {
            page.next = page.records[at].seq;
            page.records.truncate(at);
            Ok(())
        }
    }
}

fn show(stream: &Stream, shard: &Shard, record: StreamRecord) -> Record {
    Record {
        sequence_number: SequenceNumber::of(shard, record.seq, record.wall).into(),
        approximate_arrival_timestamp: Some(views::millis(record.wall)),
        data: record.body,
        partition_key: record.partition_key,
        // AWS says nothing about a record without a KMS key.
        encryption_type: stream.extras.encryption.key_at(record.line).map(|_| KMS.to_owned()),
    }
}
