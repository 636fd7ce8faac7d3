//! ListTagsOfResource.

use crate::address;
use crate::api::{self, ListTagsOfResourceInput, ListTagsOfResourceOutput, Tag};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListTagsOfResource>(access, run)
}

fn access(call: &Call, _: &Store, input: &ListTagsOfResourceInput) -> Vec<Access> {
    address::arn_access(call, "dynamodb:ListTagsOfResource", &input.resource_arn)
}

/// Lists a table's tags, all at once: there are at most 50.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ListTagsOfResourceInput,
) -> Result<Answer<ListTagsOfResourceOutput>, Fault> {
    let definition = address::of_arn(ctx, &input.resource_arn)?.definition();
    let tags = definition.settings.tags.iter();
    let tags = tags.map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect();
    Ok(Answer::Now(ListTagsOfResourceOutput { tags: Some(tags), next_token: None }))
}
