//! Deletes a user that has neither access keys nor policies.

use crate::api::{self, DeleteUserInput, DeleteUserOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DeleteUserInput) -> Vec<Access> {
    names::on_user(store, "iam:DeleteUser", &input.user_name)
}

fn run(context: &mut Context<'_>, input: &mut DeleteUserInput) -> Result<Answer<DeleteUserOutput>, Fault> {
    context.store.principals().delete_user(&input.user_name).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteUserOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteUser>(access, run)
}
