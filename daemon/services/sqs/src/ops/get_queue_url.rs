//! GetQueueUrl.

use crate::api::{self, GetQueueUrlInput, GetQueueUrlOutput};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetQueueUrl>(access, run)
}

fn access(call: &Call, _: &Store, input: &GetQueueUrlInput) -> Vec<Access> {
    let owner = input.queue_owner_aws_account_id.as_deref().unwrap_or(call.account.as_str());
    vec![Access::new("sqs:GetQueueUrl", format!("arn:aws:sqs:{}:{owner}:{}", call.region, input.queue_name))]
}

/// Gives the URL of a queue, on the host under which the caller reaches us.
fn run(ctx: &mut Context<'_>, input: &mut GetQueueUrlInput) -> Result<Answer<GetQueueUrlOutput>, Fault> {
    let mine = input.queue_owner_aws_account_id.as_deref().is_none_or(|id| id == ctx.call.account.as_str());
    if !mine || ctx.store.queues().find(&input.queue_name).is_none() {
        return Err(fault::no_queue(ctx.call));
    }
    Ok(Answer::Now(GetQueueUrlOutput { queue_url: Some(address::url(ctx.call, &input.queue_name)) }))
}
