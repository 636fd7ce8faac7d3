//! GetShardIterator.

use crate::address::Address;
use crate::api::{self, GetShardIteratorInput, GetShardIteratorOutput};
use crate::position::Position;
use crate::tokens::Iterator;
use crate::{fault, rates, shards};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

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
    let position = Position {
        operation: "GetShardIterator",
        kind: &input.shard_iterator_type,
        number: input.starting_sequence_number.as_deref(),
        timestamp: input.timestamp,
    };
    let from = position.seek(ctx, &stream, shard)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    if !rates::iterator(streams, shard.track, ctx.now.line) {
        return Err(fault::shard_rate(shard, &stream.name, account));
    }
    let iterator = Iterator { stream: stream.id, name: stream.name.clone(), shard: index, from };
    Ok(Answer::Now(GetShardIteratorOutput { shard_iterator: Some(iterator.seal(streams.tokens(), ctx.now)) }))
}
