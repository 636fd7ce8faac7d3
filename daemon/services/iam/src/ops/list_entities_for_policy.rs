//! Lists the users, groups and roles that a managed policy is attached to or bounds.

use crate::api::{self, ListEntitiesForPolicyInput, ListEntitiesForPolicyOutput};
use crate::page::Page;
use crate::{names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &ListEntitiesForPolicyInput) -> Vec<Access> {
    names::on_arn("iam:ListEntitiesForPolicy", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListEntitiesForPolicyInput,
) -> Result<Answer<ListEntitiesForPolicyOutput>, Fault> {
    let policy = names::policy(context, &input.policy_arn)?;
    let filter = input.entity_filter.as_deref();
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let usage = input.policy_usage_filter.as_deref();
    let all = views::entities(context, &policy.arn, (filter, usage), prefix);
    let page = Page::cut(all, input.marker.as_deref(), input.max_items, views::Entity::key);
    let is_truncated = page.is_truncated();
    let mut output = ListEntitiesForPolicyOutput {
        policy_groups: Some(Vec::new()),
        policy_users: Some(Vec::new()),
        policy_roles: Some(Vec::new()),
        is_truncated,
        marker: page.marker,
    };
    page.items.into_iter().for_each(|entity| entity.put(&mut output));
    Ok(Answer::Now(output))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListEntitiesForPolicy>(access, run)
}
