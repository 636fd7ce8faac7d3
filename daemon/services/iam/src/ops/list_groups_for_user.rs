//! Lists the groups a user is in.

use crate::api::{self, ListGroupsForUserInput, ListGroupsForUserOutput};
use crate::page::Page;
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListGroupsForUserInput) -> Vec<Access> {
    names::on_user(store, "iam:ListGroupsForUser", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListGroupsForUserInput,
) -> Result<Answer<ListGroupsForUserOutput>, Fault> {
    let name = &input.user_name;
    let principals = context.store.principals();
    let user = principals.user(name).ok_or_else(|| fault::no_such_user(name))?;
    let groups = principals.groups_of(&user);
    let page = Page::cut(groups, input.marker.as_deref(), input.max_items, |group| group.name.to_lowercase());
    Ok(Answer::Now(ListGroupsForUserOutput {
        is_truncated: page.is_truncated(),
        groups: page.items.iter().map(|group| views::group(group)).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListGroupsForUser>(access, run)
}
