//! DescribeChannel.

use crate::api::{self, DescribeChannelInput, DescribeChannelOutput};
use crate::channels;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeChannel>(access, run)
}

fn access(_: &Call, _: &Store, input: &DescribeChannelInput) -> Vec<Access> {
    channels::access("kinesis:DescribeChannel", &input.channel_arn)
}

/// There is no channel to describe.
fn run(
    _: &mut Context<'_>,
    input: &mut DescribeChannelInput,
) -> Result<Answer<DescribeChannelOutput>, Fault> {
    Err(channels::not_found(&input.channel_arn))
}
