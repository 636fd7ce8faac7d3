//! Lists the names of a group's own policies.

use crate::api::{self, ListGroupPoliciesInput, ListGroupPoliciesOutput};
use crate::page::Page;
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &ListGroupPoliciesInput) -> Vec<Access> {
    names::on_group(store, "iam:ListGroupPolicies", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListGroupPoliciesInput,
) -> Result<Answer<ListGroupPoliciesOutput>, Fault> {
    let name = &input.group_name;
    let group = context.store.principals().named::<Group>(name).ok_or_else(|| fault::no_such_group(name))?;
    let policies = group.policies.names().map(str::to_owned);
    let page = Page::cut(policies, input.marker.as_deref(), input.max_items, Clone::clone);
    Ok(Answer::Now(ListGroupPoliciesOutput {
        is_truncated: page.is_truncated(),
        policy_names: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListGroupPolicies>(access, run)
}
