//! ListChannels.

use crate::address::Address;
use crate::api::{self, ListChannelsInput, ListChannelsOutput};
use crate::{channels, tokens};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListChannels>(access, run)
}

fn access(call: &Call, _: &Store, _: &ListChannelsInput) -> Vec<Access> {
    vec![Access::new("kinesis:ListChannels", channels::any_arn(call))]
}

/// Lists no channel: no stream has any, and no page leads to another.
fn run(ctx: &mut Context<'_>, input: &mut ListChannelsInput) -> Result<Answer<ListChannelsOutput>, Fault> {
    for filter in input.stream_filter.iter().flatten() {
        Address::new(None, Some(&filter.stream_arn)).name(ctx.call)?;
    }
    if input.next_token.is_some() {
        return Err(tokens::invalid_page());
    }
    Ok(Answer::Now(ListChannelsOutput { channel_summaries: Vec::new(), next_token: None }))
}
