//! Deletes an access key.

use crate::api::{self, DeleteAccessKeyInput, DeleteAccessKeyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DeleteAccessKeyInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:DeleteAccessKey", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteAccessKeyInput,
) -> Result<Answer<DeleteAccessKeyOutput>, Fault> {
    let name = names::own_or_named(context, "iam:DeleteAccessKey", input.user_name.as_deref())?;
    let principals = context.store.principals();
    principals.delete_access_key(&name, &input.access_key_id).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteAccessKeyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteAccessKey>(access, run)
}
