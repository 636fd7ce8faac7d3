//! Lists the managed policies that are attached to a group, by name.

use crate::api::{self, ListAttachedGroupPoliciesInput, ListAttachedGroupPoliciesOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &ListAttachedGroupPoliciesInput) -> Vec<Access> {
    names::on_group(store, "iam:ListAttachedGroupPolicies", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListAttachedGroupPoliciesInput,
) -> Result<Answer<ListAttachedGroupPoliciesOutput>, Fault> {
    let name = &input.group_name;
    let holder = context.store.principals().named::<Group>(name).ok_or_else(|| fault::no_such_group(name))?;
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let page =
        views::attached_page(context, &holder.attached, prefix, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListAttachedGroupPoliciesOutput {
        is_truncated: page.is_truncated(),
        attached_policies: Some(page.items),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListAttachedGroupPolicies>(access, run)
}
