//! Lists the versions of a managed policy, newest first.

use crate::api::{self, ListPolicyVersionsInput, ListPolicyVersionsOutput};
use crate::page::Page;
use crate::{names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &ListPolicyVersionsInput) -> Vec<Access> {
    names::on_arn("iam:ListPolicyVersions", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListPolicyVersionsInput,
) -> Result<Answer<ListPolicyVersionsOutput>, Fault> {
    let policy = names::policy(context, &input.policy_arn)?;
    let mut versions: Vec<_> = policy.versions.iter().collect();
    versions.reverse();
    // Newest first, so what sorts ascending is how far a version is from the largest number there is.
    let page = Page::cut(versions, input.marker.as_deref(), input.max_items, |version| {
        format!("{:020}", u64::MAX - version.number)
    });
    Ok(Answer::Now(ListPolicyVersionsOutput {
        is_truncated: page.is_truncated(),
        versions: Some(page.items.iter().map(|version| views::version(&policy, version, false)).collect()),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListPolicyVersions>(access, run)
}
