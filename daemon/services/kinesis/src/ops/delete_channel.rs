//! DeleteChannel.

use crate::api::{self, DeleteChannelInput, DeleteChannelOutput};
use crate::channels;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DeleteChannel>(access, run)
}

fn access(_: &Call, _: &Store, input: &DeleteChannelInput) -> Vec<Access> {
    channels::access("kinesis:DeleteChannel", &input.channel_arn)
}

/// There is no channel to delete.
fn run(_: &mut Context<'_>, input: &mut DeleteChannelInput) -> Result<Answer<DeleteChannelOutput>, Fault> {
    Err(channels::not_found(&input.channel_arn))
}
