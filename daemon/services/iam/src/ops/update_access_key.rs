//! Switches an access key on or off.

use crate::api::{self, UpdateAccessKeyInput, UpdateAccessKeyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &UpdateAccessKeyInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:UpdateAccessKey", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdateAccessKeyInput,
) -> Result<Answer<UpdateAccessKeyOutput>, Fault> {
    let name = names::own_or_named(context, "iam:UpdateAccessKey", input.user_name.as_deref())?;
    let active = match input.status.as_str() {
        "Active" => true,
        "Inactive" => false,
        // The model lets it through, because keys of other kinds can expire.
        other => return Err(fault::invalid(format!("The status {other} cannot be set."))),
    };
    let principals = context.store.principals();
    principals.set_access_key(&name, &input.access_key_id, active).map_err(fault::principal)?;
    Ok(Answer::Now(UpdateAccessKeyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateAccessKey>(access, run)
}
