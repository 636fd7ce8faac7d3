//! ListQueues.

use crate::address::Address;
use crate::api::{self, ListQueuesInput, ListQueuesOutput, QueueStreamFilter};
use crate::{fault, limits, queues, tokens, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::Stream;
use std::sync::Arc;

/// What this operation's page tokens are for.
const PAGE: &str = "kinesis ListQueues";

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListQueues>(access, run)
}

fn access(call: &Call, _: &Store, _: &ListQueuesInput) -> Vec<Access> {
    vec![Access::new("kinesis:ListQueues", queues::any_arn(call))]
}

/// Lists queues by name, a page at a time. A page token holds the name of the last queue shown.
fn run(ctx: &mut Context<'_>, input: &mut ListQueuesInput) -> Result<Answer<ListQueuesOutput>, Fault> {
    let streams = ctx.store.streams();
    let filter = filter(ctx, input.stream_filter.as_deref())?;
    let after = match &input.next_token {
        Some(token) => {
            let name = tokens::open_page(PAGE, token, streams.tokens(), ctx.now)?;
            Some(String::from_utf8(name).map_err(|_| tokens::invalid_page())?)
        }
        None => None,
    };
    let limit = views::limit(input.max_results, limits::LIST_QUEUES);
    let all = ctx.store.stream_queues().list(after.as_deref());
    let mut rest = all.iter().filter_map(|queue| {
        let stream = queue.stream(streams)?;
        let shown = filter.as_ref().is_none_or(|ids| ids.iter().any(|wanted| wanted.id == stream.id));
        shown.then_some((queue, stream))
    });
    let page: Vec<_> = rest.by_ref().take(limit).collect();
    let last = page.last().filter(|_| rest.next().is_some());
    let next_token =
        last.map(|(queue, _)| tokens::seal_page(PAGE, queue.name().as_bytes(), streams.tokens(), ctx.now));
    let queue_summaries =
        page.iter().map(|(queue, stream)| queues::summary(queue, stream, ctx.call)).collect();
    Ok(Answer::Now(ListQueuesOutput { queue_summaries, next_token }))
}

/// The streams whose queues are shown; `None` shows all. A stream that does not exist, or not in the life that was meant, has
/// no queues.
fn filter(ctx: &Context<'_>, asked: Option<&[QueueStreamFilter]>) -> Result<Option<Vec<Arc<Stream>>>, Fault> {
    let Some(asked) = asked else { return Ok(None) };
    let [only] = asked else {
        return Err(fault::invalid_request("StreamFilter must contain exactly one entry."));
    };
    let name = Address::new(None, Some(&only.stream_arn)).name(ctx.call)?;
    // Clients send back whole seconds or milliseconds; both name the same stream.
    let life = |stream: &Arc<Stream>| {
        let other = |at: i64| views::moment(at).secs() != stream.created.secs();
        !only.stream_creation_timestamp.is_some_and(other)
    };
    Ok(Some(ctx.store.streams().find(name).into_iter().filter(life).collect()))
}
