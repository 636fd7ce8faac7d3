//! Lists roles under a path, by name.

use crate::api::{self, ListRolesInput, ListRolesOutput};
use crate::page::Page;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListRolesInput) -> Vec<Access> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    vec![Access::new("iam:ListRoles", store.principals().role_arn(prefix, ""))]
}

fn run(context: &mut Context<'_>, input: &mut ListRolesInput) -> Result<Answer<ListRolesOutput>, Fault> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let roles = context.store.principals().roles();
    let roles = roles.into_iter().filter(|role| role.path.starts_with(prefix));
    let page = Page::cut(roles, input.marker.as_deref(), input.max_items, |role| role.name.to_lowercase());
    Ok(Answer::Now(ListRolesOutput {
        is_truncated: page.is_truncated(),
        roles: page.items.iter().map(|role| views::role(role, false)).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListRoles>(access, run)
}
