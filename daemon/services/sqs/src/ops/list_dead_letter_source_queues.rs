//! ListDeadLetterSourceQueues.

use crate::address;
use crate::api::{self, ListDeadLetterSourceQueuesInput, ListDeadLetterSourceQueuesOutput};
use crate::page::Page;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListDeadLetterSourceQueues>(access, run)
}

fn access(call: &Call, _: &Store, input: &ListDeadLetterSourceQueuesInput) -> Vec<Access> {
    address::access("sqs:ListDeadLetterSourceQueues", call, &input.queue_url)
}

/// Lists the queues that use this one as their dead-letter queue, by name.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ListDeadLetterSourceQueuesInput,
) -> Result<Answer<ListDeadLetterSourceQueuesOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let page = Page::read(input.max_results, input.next_token.as_deref())?;
    let found = ctx.store.queues().sources(queue.arn(), page.after(), page.ask());
    let (sources, next_token) = page.cut(found);
    let queue_urls = sources.iter().map(|source| address::url(ctx.call, source.name())).collect();
    Ok(Answer::Now(ListDeadLetterSourceQueuesOutput { queue_urls, next_token }))
}
