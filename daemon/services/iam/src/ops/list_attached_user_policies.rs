//! Lists the managed policies that are attached to a user, by name.

use crate::api::{self, ListAttachedUserPoliciesInput, ListAttachedUserPoliciesOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &ListAttachedUserPoliciesInput) -> Vec<Access> {
    names::on_user(store, "iam:ListAttachedUserPolicies", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListAttachedUserPoliciesInput,
) -> Result<Answer<ListAttachedUserPoliciesOutput>, Fault> {
    let name = &input.user_name;
    let holder = context.store.principals().named::<User>(name).ok_or_else(|| fault::no_such_user(name))?;
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let page =
        views::attached_page(context, &holder.attached, prefix, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListAttachedUserPoliciesOutput {
        is_truncated: page.is_truncated(),
        attached_policies: Some(page.items),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListAttachedUserPolicies>(access, run)
}
