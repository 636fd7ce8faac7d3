//! TagResource.

use crate::api::{self, TagResourceInput, TagResourceOutput};
use crate::{resource, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::TagResource>(access, run)
}

fn access(call: &Call, _: &Store, input: &TagResourceInput) -> Vec<Access> {
    resource::access("kinesis:TagResource", &input.resource_arn, call)
}

/// Adds tags, and gives those it knows their new values.
///
/// # Durability
/// The tags are on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut TagResourceInput) -> Result<Answer<TagResourceOutput>, Fault> {
    let resource = resource::find(ctx, &input.resource_arn)?;
    let (title, account) = (resource.title(), &ctx.call.account);
    let added = std::mem::take(&mut input.tags);
    tags::check(&added, &title, account)?;
    resource.change_tags(ctx, |held| tags::add(held, added, &title, account))?;
    Ok(Answer::Now(TagResourceOutput {}))
}
