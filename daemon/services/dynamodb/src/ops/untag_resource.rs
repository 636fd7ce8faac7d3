//! UntagResource.

use super::Change;
use crate::address;
use crate::api::{self, UntagResourceInput, UntagResourceOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UntagResource>(access, run)
}

fn access(call: &Call, _: &Store, input: &UntagResourceInput) -> Vec<Access> {
    address::arn_access(call, "dynamodb:UntagResource", &input.resource_arn)
}

/// Takes tags from a table; those it does not have are passed over.
///
/// # Durability
/// On flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut UntagResourceInput) -> Result<Answer<UntagResourceOutput>, Fault> {
    let table = address::of_arn(ctx, &input.resource_arn)?;
    super::change(ctx, &table.definition().name, |settings| {
        settings.tags.retain(|key, _| !input.tag_keys.contains(key));
        Ok::<_, Change>(())
    })?;
    Ok(Answer::Now(UntagResourceOutput {}))
}
