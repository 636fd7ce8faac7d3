//! UpdateChannel.

use crate::api::{self, UpdateChannelInput, UpdateChannelOutput};
use crate::channels;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateChannel>(access, run)
}

fn access(_: &Call, _: &Store, input: &UpdateChannelInput) -> Vec<Access> {
    channels::access("kinesis:UpdateChannel", &input.channel_arn)
}

/// There is no channel to change.
fn run(_: &mut Context<'_>, input: &mut UpdateChannelInput) -> Result<Answer<UpdateChannelOutput>, Fault> {
    Err(channels::not_found(&input.channel_arn))
}
