//! UntagResource.

use crate::api::{self, UntagResourceInput, UntagResourceOutput};
use crate::{resource, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UntagResource>(access, run)
}

fn access(call: &Call, _: &Store, input: &UntagResourceInput) -> Vec<Access> {
    resource::access("kinesis:UntagResource", &input.resource_arn, call)
}

/// Removes tags; those that are not there are passed over.
///
/// # Durability
/// The change is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut UntagResourceInput) -> Result<Answer<UntagResourceOutput>, Fault> {
    let resource = resource::find(ctx, &input.resource_arn)?;
    tags::check_keys(&input.tag_keys, &resource.title(), &ctx.call.account)?;
    resource.change_tags(ctx, |held| {
        held.retain(|key, _| !input.tag_keys.contains(key));
        Ok(())
    })?;
    Ok(Answer::Now(UntagResourceOutput {}))
}
