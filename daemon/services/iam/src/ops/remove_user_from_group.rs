//! Takes a user out of a group.

use crate::api::{self, RemoveUserFromGroupInput, RemoveUserFromGroupOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &RemoveUserFromGroupInput) -> Vec<Access> {
    names::on_group(store, "iam:RemoveUserFromGroup", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut RemoveUserFromGroupInput,
) -> Result<Answer<RemoveUserFromGroupOutput>, Fault> {
    let principals = context.store.principals();
    principals.remove_from_group(&input.group_name, &input.user_name).map_err(fault::principal)?;
    Ok(Answer::Now(RemoveUserFromGroupOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::RemoveUserFromGroup>(access, run)
}
