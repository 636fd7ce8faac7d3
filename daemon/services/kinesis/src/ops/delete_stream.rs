//! DeleteStream.

use crate::address::Address;
use crate::api::{self, DeleteStreamInput, DeleteStreamOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteStream>(access, run)
}

fn address(input: &DeleteStreamInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &DeleteStreamInput) -> Vec<Access> {
    address(input).access("kinesis:DeleteStream", call)
}

/// Deletes a stream at once; AWS's DELETING state is skipped. One with consumers goes only together with them.
///
/// # Durability
/// The only copy of the stream's key is gone from flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut DeleteStreamInput) -> Result<Answer<DeleteStreamOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let streams = ctx.store.streams();
    let stream = address(input).stream(ctx)?;
    ctx.store.stream_queues().beside(stream.id, |queues| {
        if queues > 0 {
            return Err(fault::has_queues(name, &ctx.call.account));
        }
        let deleted = if input.enforce_consumer_deletion == Some(true) {
            streams.delete(name)
        } else {
            streams.delete_unconsumed(name)
        };
        deleted.map_err(|cause| fault::delete(&cause, name, ctx.call))
    })?;
    // Subscribers that wait for its records learn that there will be none.
    stream.shards().iter().for_each(|shard| ctx.ring(shard.track));
    Ok(Answer::Now(DeleteStreamOutput {}))
}
