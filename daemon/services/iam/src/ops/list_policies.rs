//! Lists managed policies, by name.

use crate::api::{self, ListPoliciesInput, ListPoliciesOutput};
use crate::page::Page;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::ManagedPolicy;
use std::sync::Arc;

fn access(_: &Call, _: &Store, _: &ListPoliciesInput) -> Vec<Access> {
    vec![Access::new("iam:ListPolicies", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListPoliciesInput,
) -> Result<Answer<ListPoliciesOutput>, Fault> {
    let principals = context.store.principals();
    let usage = principals.usage();
    let used = |policy: &ManagedPolicy| usage.get(&policy.arn).copied().unwrap_or_default();
    let scope = input.scope.as_deref().unwrap_or("All");
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let mut all = if scope == "AWS" { Vec::new() } else { principals.listed::<ManagedPolicy>() };
    if scope != "Local" {
        all.extend(principals.aws_managed().iter().cloned());
    }
    let wanted = |policy: &Arc<ManagedPolicy>| {
        let usage = used(policy);
        let fits = match input.policy_usage_filter.as_deref() {
            Some("PermissionsPolicy") => usage.attached > 0,
            Some("PermissionsBoundary") => usage.bounds > 0,
            _ => true,
        };
        let attached = !input.only_attached.unwrap_or(false) || usage.attached > 0;
        fits && attached && policy.path.starts_with(prefix)
    };
    all.retain(wanted);
    // A policy of ours may have the name of one of AWS's, so the ARN is part of the order.
    all.sort_by_key(|policy| views::policy_key(policy));
    let page = Page::cut(all, input.marker.as_deref(), input.max_items, |policy| views::policy_key(policy));
    Ok(Answer::Now(ListPoliciesOutput {
        is_truncated: page.is_truncated(),
        policies: Some(page.items.iter().map(|policy| views::policy(policy, used(policy), false)).collect()),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListPolicies>(access, run)
}
