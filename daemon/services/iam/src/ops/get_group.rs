//! Describes a group and lists the users in it.

use crate::api::{self, GetGroupInput, GetGroupOutput};
use crate::page::Page;
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &GetGroupInput) -> Vec<Access> {
    names::on_group(store, "iam:GetGroup", &input.group_name)
}

fn run(context: &mut Context<'_>, input: &mut GetGroupInput) -> Result<Answer<GetGroupOutput>, Fault> {
    let name = &input.group_name;
    let principals = context.store.principals();
    let group = principals.named::<Group>(name).ok_or_else(|| fault::no_such_group(name))?;
    let users = principals.members(&group);
    let page = Page::cut(users, input.marker.as_deref(), input.max_items, |user| user.name.to_lowercase());
    Ok(Answer::Now(GetGroupOutput {
        group: views::group(&group),
        is_truncated: page.is_truncated(),
        users: page.items.iter().map(|user| views::user(user, false)).collect(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetGroup>(access, run)
}
