//! Changes a role's description.

use crate::api::{self, UpdateRoleDescriptionInput, UpdateRoleDescriptionOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &UpdateRoleDescriptionInput) -> Vec<Access> {
    names::on_role(store, "iam:UpdateRoleDescription", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdateRoleDescriptionInput,
) -> Result<Answer<UpdateRoleDescriptionOutput>, Fault> {
    let name = &input.role_name;
    let principals = context.store.principals();
    principals.update_role(name, Some(&input.description), None).map_err(fault::principal)?;
    let role = principals.role(name).ok_or_else(|| fault::no_such_role(name))?;
    Ok(Answer::Now(UpdateRoleDescriptionOutput { role: Some(views::role(&role, true)) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateRoleDescription>(access, run)
}
