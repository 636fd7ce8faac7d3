//! Deletes a role that has no policies. Its sessions end.

use crate::api::{self, DeleteRoleInput, DeleteRoleOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DeleteRoleInput) -> Vec<Access> {
    names::on_role(store, "iam:DeleteRole", &input.role_name)
}

fn run(context: &mut Context<'_>, input: &mut DeleteRoleInput) -> Result<Answer<DeleteRoleOutput>, Fault> {
    context.store.principals().delete_role(&input.role_name).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteRoleOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteRole>(access, run)
}
