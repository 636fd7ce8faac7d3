//! TagResource.

use super::Change;
use crate::api::{self, TagResourceInput, TagResourceOutput};
use crate::{address, settings};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::TagResource>(access, run)
}

fn access(call: &Call, _: &Store, input: &TagResourceInput) -> Vec<Access> {
    address::arn_access(call, "dynamodb:TagResource", &input.resource_arn)
}

/// Gives a table tags, in the place of those with the same keys.
///
/// # Durability
/// On flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut TagResourceInput) -> Result<Answer<TagResourceOutput>, Fault> {
    let table = address::of_arn(ctx, &input.resource_arn)?;
    let tags = settings::tags(std::mem::take(&mut input.tags))?;
    super::change(ctx, &table.definition().name, |settings| {
        settings.tags.extend(tags);
        settings::check_tags(&settings.tags).map_err(Change::Asked)
    })?;
    Ok(Answer::Now(TagResourceOutput {}))
}
