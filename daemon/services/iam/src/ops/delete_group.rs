//! Deletes a group that has neither users nor policies.

use crate::api::{self, DeleteGroupInput, DeleteGroupOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DeleteGroupInput) -> Vec<Access> {
    names::on_group(store, "iam:DeleteGroup", &input.group_name)
}

fn run(context: &mut Context<'_>, input: &mut DeleteGroupInput) -> Result<Answer<DeleteGroupOutput>, Fault> {
    context.store.principals().delete_group(&input.group_name).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteGroupOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteGroup>(access, run)
}
