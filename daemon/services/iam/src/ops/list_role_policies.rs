//! Lists the names of a role's own policies.

use crate::api::{self, ListRolePoliciesInput, ListRolePoliciesOutput};
use crate::page::Page;
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListRolePoliciesInput) -> Vec<Access> {
    names::on_role(store, "iam:ListRolePolicies", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListRolePoliciesInput,
) -> Result<Answer<ListRolePoliciesOutput>, Fault> {
    let name = &input.role_name;
    let role = context.store.principals().role(name).ok_or_else(|| fault::no_such_role(name))?;
    let policies = role.policies.names().map(str::to_owned);
    let page = Page::cut(policies, input.marker.as_deref(), input.max_items, Clone::clone);
    Ok(Answer::Now(ListRolePoliciesOutput {
        is_truncated: page.is_truncated(),
        policy_names: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListRolePolicies>(access, run)
}
