//! Lists the tags of a managed policy.

use crate::api::{self, ListPolicyTagsInput, ListPolicyTagsOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &ListPolicyTagsInput) -> Vec<Access> {
    names::on_arn("iam:ListPolicyTags", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListPolicyTagsInput,
) -> Result<Answer<ListPolicyTagsOutput>, Fault> {
    let record = names::own_policy(context, &input.policy_arn)?;
    let page = tags::page(&record.tags, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListPolicyTagsOutput {
        is_truncated: page.is_truncated(),
        tags: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListPolicyTags>(access, run)
}
