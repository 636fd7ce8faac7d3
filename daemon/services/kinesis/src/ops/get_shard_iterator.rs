//! GetShardIterator.

use crate::address::Address;
use crate::api::{self, GetShardIteratorInput, GetShardIteratorOutput};
use crate::tokens::Iterator;
use crate::{fault, rates, shards, views};
use millpond_base::Seq;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{SequenceError, SequenceNumber, Shard, Stream};

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetShardIterator>(access, run)
}

fn address(input: &GetShardIteratorInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &GetShardIteratorInput) -> Vec<Access> {
    address(input).access("kinesis:GetShardIterator", call)
}

/// Names a position in a shard from which GetRecords reads.
fn run(
    ctx: &mut Context<'_>,
    input: &mut GetShardIteratorInput,
) -> Result<Answer<GetShardIteratorOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let account = &ctx.call.account;
    let index = shards::parse(&input.shard_id, name, account)?;
    let streams = ctx.store.streams();
    let stream = streams.look(name, ctx.now).ok_or_else(|| fault::shard_not_found(index, name, account))?;
    let shard = stream.shard(index).ok_or_else(|| fault::shard_not_found(index, name, account))?;
    let from = position(ctx, &stream, shard, input)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    if !rates::iterator(streams, shard.track, ctx.now.line) {
        return Err(fault::shard_rate(shard, &stream.name, account));
    }
    let iterator = Iterator { stream: stream.id, name: stream.name.clone(), shard: index, from };
    Ok(Answer::Now(GetShardIteratorOutput { shard_iterator: Some(iterator.seal(streams.tokens(), ctx.now)) }))
}

fn position(
    ctx: &Context<'_>,
    stream: &Stream,
    shard: &Shard,
    input: &GetShardIteratorInput,
) -> Result<Seq, Fault> {
    let streams = ctx.store.streams();
    let kind = input.shard_iterator_type.as_str();
    match (kind, input.starting_sequence_number.as_deref()) {
        ("AT_SEQUENCE_NUMBER", Some(text)) => number(ctx, stream, shard, text).map(|number| number.at()),
        ("AFTER_SEQUENCE_NUMBER", Some(text)) => {
            number(ctx, stream, shard, text).map(|number| number.after())
        }
        ("TRIM_HORIZON", None) => Ok(streams.bounds(shard).first),
        ("LATEST", None) => Ok(streams.bounds(shard).next),
        ("AT_TIMESTAMP", None) => at_timestamp(ctx, shard, input.timestamp),
        (_, number) => Err(fault::invalid(format!(
            "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) \
             TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified {kind} and {} StartingSequenceNumber.",
            if number.is_some() { "also a" } else { "no" }
        ))),
    }
}

fn at_timestamp(ctx: &Context<'_>, shard: &Shard, timestamp: Option<i64>) -> Result<Seq, Fault> {
    let Some(asked) = timestamp else {
        return Err(fault::invalid(
            "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp \
             parameter.",
        ));
    };
    let now = views::millis(ctx.now.wall);
    if asked > now {
        return Err(fault::invalid(format!(
            "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: \
             {asked}, currentTimestampInMillis: {now}"
        )));
    }
    Ok(ctx.store.streams().seek_time(shard, views::moment(asked)))
}

/// Reads a sequence number and makes sure that this very shard gave it out.
fn number(ctx: &Context<'_>, stream: &Stream, shard: &Shard, text: &str) -> Result<SequenceNumber, Fault> {
    let refuse = |number: &dyn std::fmt::Display, foreign| {
        Err(fault::starting_number(number, shard.index, &stream.name, &ctx.call.account, foreign))
    };
    match SequenceNumber::parse(text) {
        Ok(number) if number.shard_index() != shard.index => {
            Err(fault::wrong_shard(number.shard_index(), shard.index))
        }
        Ok(number) if !number.is_from(shard) => refuse(&text, true),
        Ok(number) => Ok(number),
        Err(SequenceError::Legacy { shard: encoded, .. }) if encoded != shard.index => {
            Err(fault::wrong_shard(encoded, shard.index))
        }
        Err(SequenceError::Legacy { canonical: Some(canonical), .. }) => refuse(&canonical, true),
        Err(SequenceError::Legacy { canonical: None, .. }) => refuse(&text, true),
        Err(_) => refuse(&text, false),
    }
}
