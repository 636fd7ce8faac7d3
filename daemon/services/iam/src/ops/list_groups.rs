//! Lists groups under a path, by name.

use crate::api::{self, ListGroupsInput, ListGroupsOutput};
use crate::page::Page;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &ListGroupsInput) -> Vec<Access> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    vec![Access::new("iam:ListGroups", store.principals().group_arn(prefix, ""))]
}

fn run(context: &mut Context<'_>, input: &mut ListGroupsInput) -> Result<Answer<ListGroupsOutput>, Fault> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let groups = context.store.principals().listed::<Group>();
    let groups = groups.into_iter().filter(|group| group.path.starts_with(prefix));
    let page = Page::cut(groups, input.marker.as_deref(), input.max_items, |group| group.name.to_lowercase());
    Ok(Answer::Now(ListGroupsOutput {
        is_truncated: page.is_truncated(),
        groups: page.items.iter().map(|group| views::group(group)).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListGroups>(access, run)
}
