//! Lists the managed policies that are attached to a role, by name.

use crate::api::{self, ListAttachedRolePoliciesInput, ListAttachedRolePoliciesOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &ListAttachedRolePoliciesInput) -> Vec<Access> {
    names::on_role(store, "iam:ListAttachedRolePolicies", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListAttachedRolePoliciesInput,
) -> Result<Answer<ListAttachedRolePoliciesOutput>, Fault> {
    let name = &input.role_name;
    let holder = context.store.principals().named::<Role>(name).ok_or_else(|| fault::no_such_role(name))?;
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let page =
        views::attached_page(context, &holder.attached, prefix, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListAttachedRolePoliciesOutput {
        is_truncated: page.is_truncated(),
        attached_policies: Some(page.items),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListAttachedRolePolicies>(access, run)
}
