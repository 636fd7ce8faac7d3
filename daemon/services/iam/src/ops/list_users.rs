//! Lists users under a path, by name.

use crate::api::{self, ListUsersInput, ListUsersOutput};
use crate::page::Page;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListUsersInput) -> Vec<Access> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    vec![Access::new("iam:ListUsers", store.principals().user_arn(prefix, ""))]
}

fn run(context: &mut Context<'_>, input: &mut ListUsersInput) -> Result<Answer<ListUsersOutput>, Fault> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let users = context.store.principals().users();
    let users = users.into_iter().filter(|user| user.path.starts_with(prefix));
    let page = Page::cut(users, input.marker.as_deref(), input.max_items, |user| user.name.to_lowercase());
    Ok(Answer::Now(ListUsersOutput {
        is_truncated: page.is_truncated(),
        users: page.items.iter().map(|user| views::user(user, false)).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListUsers>(access, run)
}
