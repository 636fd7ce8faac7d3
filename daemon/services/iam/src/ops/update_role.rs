//! Changes a role's description, its longest session, or both.

use crate::api::{self, UpdateRoleInput, UpdateRoleOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &UpdateRoleInput) -> Vec<Access> {
    names::on_role(store, "iam:UpdateRole", &input.role_name)
}

fn run(context: &mut Context<'_>, input: &mut UpdateRoleInput) -> Result<Answer<UpdateRoleOutput>, Fault> {
    let secs = input.max_session_duration.and_then(|secs| u64::try_from(secs).ok());
    let principals = context.store.principals();
    let updated = principals.update_role(&input.role_name, input.description.as_deref(), secs);
    updated.map_err(fault::principal)?;
    Ok(Answer::Now(UpdateRoleOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateRole>(access, run)
}
