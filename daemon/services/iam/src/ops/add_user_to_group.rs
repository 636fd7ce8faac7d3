//! Puts a user into a group.

use crate::api::{self, AddUserToGroupInput, AddUserToGroupOutput};
use crate::fault::{self, Quota};
use crate::limits::GROUPS_PER_USER_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &AddUserToGroupInput) -> Vec<Access> {
    names::on_group(store, "iam:AddUserToGroup", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut AddUserToGroupInput,
) -> Result<Answer<AddUserToGroupOutput>, Fault> {
    let principals = context.store.principals();
    let added = principals.add_to_group(&input.group_name, &input.user_name, GROUPS_PER_USER_MAX);
    added.map_err(|error| fault::change(error, Quota::GroupsOfUser))?;
    Ok(Answer::Now(AddUserToGroupOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AddUserToGroup>(access, run)
}
