//! ListQueues.

use crate::address;
use crate::api::{self, ListQueuesInput, ListQueuesOutput};
use crate::page::Page;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListQueues>(access, run)
}

fn access(call: &Call, _: &Store, _: &ListQueuesInput) -> Vec<Access> {
    vec![Access::new("sqs:ListQueues", address::arn(call, "*"))]
}

/// Lists queues by name. A next token says after which name to go on, and is given only to callers that set
/// `MaxResults`, as AWS does.
fn run(ctx: &mut Context<'_>, input: &mut ListQueuesInput) -> Result<Answer<ListQueuesOutput>, Fault> {
    let page = Page::read(input.max_results, input.next_token.as_deref())?;
    let prefix = input.queue_name_prefix.as_deref().unwrap_or_default();
    let found = ctx.store.queues().list(prefix, page.after(), page.ask());
    let (queues, next_token) = page.cut(found);
    let urls: Vec<String> = queues.iter().map(|queue| address::url(ctx.call, queue.name())).collect();
    Ok(Answer::Now(ListQueuesOutput { queue_urls: (!urls.is_empty()).then_some(urls), next_token }))
}
