//! ListTagsForResource.

use crate::api::{self, ListTagsForResourceInput, ListTagsForResourceOutput};
use crate::{resource, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListTagsForResource>(access, run)
}

fn access(call: &Call, _: &Store, input: &ListTagsForResourceInput) -> Vec<Access> {
    resource::access("kinesis:ListTagsForResource", &input.resource_arn, call)
}

/// Lists all tags in the order of their keys.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ListTagsForResourceInput,
) -> Result<Answer<ListTagsForResourceOutput>, Fault> {
    let resource = resource::find(ctx, &input.resource_arn)?;
    let tags = resource.tags().iter().map(views::tag).collect();
    Ok(Answer::Now(ListTagsForResourceOutput { tags: Some(tags) }))
}
