//! ListQueues.

use crate::api::{self, ListQueuesInput, ListQueuesOutput};
use crate::{address, fault, limits};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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
    let pages = input.max_results.is_some();
    let count = input.max_results.unwrap_or(*limits::PAGE.end());
    if !limits::PAGE.contains(&count) {
        let reason = "MaxResults must be an integer between 1 and 1000.";
        return Err(fault::parameter(count, "MaxResults", reason));
    }
    let count = usize::try_from(count).expect("a page is at most 1,000");
    let after = input.next_token.as_deref().map(read_token).transpose()?;
    let prefix = input.queue_name_prefix.as_deref().unwrap_or_default();
    let mut queues = ctx.store.queues().list(prefix, after.as_deref(), count + 1);
    let more = queues.len() > count;
    queues.truncate(count);
    let next_token = queues.last().filter(|_| more && pages).map(|last| STANDARD.encode(last.name()));
    let urls: Vec<String> = queues.iter().map(|queue| address::url(ctx.call, queue.name())).collect();
    Ok(Answer::Now(ListQueuesOutput { queue_urls: (!urls.is_empty()).then_some(urls), next_token }))
}

fn read_token(token: &str) -> Result<String, Fault> {
    let bytes = STANDARD.decode(token).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| fault::invalid_parameter("Invalid or expired next token."))
}
