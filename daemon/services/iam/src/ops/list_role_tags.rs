//! Lists the tags of a role.

use crate::api::{self, ListRoleTagsInput, ListRoleTagsOutput};
use crate::{fault, names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &ListRoleTagsInput) -> Vec<Access> {
    names::on_role(store, "iam:ListRoleTags", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListRoleTagsInput,
) -> Result<Answer<ListRoleTagsOutput>, Fault> {
    let name = &input.role_name;
    let record = context.store.principals().named::<Role>(name).ok_or_else(|| fault::no_such_role(name))?;
    let page = tags::page(&record.tags, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListRoleTagsOutput {
        is_truncated: page.is_truncated(),
        tags: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListRoleTags>(access, run)
}
