//! Lists the names of a user's own policies.

use crate::api::{self, ListUserPoliciesInput, ListUserPoliciesOutput};
use crate::page::Page;
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListUserPoliciesInput) -> Vec<Access> {
    names::on_user(store, "iam:ListUserPolicies", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListUserPoliciesInput,
) -> Result<Answer<ListUserPoliciesOutput>, Fault> {
    let name = &input.user_name;
    let user = context.store.principals().user(name).ok_or_else(|| fault::no_such_user(name))?;
    let policies = user.policies.names().map(str::to_owned);
    let page = Page::cut(policies, input.marker.as_deref(), input.max_items, Clone::clone);
    Ok(Answer::Now(ListUserPoliciesOutput {
        is_truncated: page.is_truncated(),
        policy_names: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListUserPolicies>(access, run)
}
