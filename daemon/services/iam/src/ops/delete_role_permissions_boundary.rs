//! Removes a role's permissions boundary.

use crate::api::{self, DeleteRolePermissionsBoundaryInput, DeleteRolePermissionsBoundaryOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::{PrincipalError, Role};

fn access(_: &Call, store: &Store, input: &DeleteRolePermissionsBoundaryInput) -> Vec<Access> {
    names::on_role_with_boundary(store, "iam:DeleteRolePermissionsBoundary", &input.role_name, None)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteRolePermissionsBoundaryInput,
) -> Result<Answer<DeleteRolePermissionsBoundaryOutput>, Fault> {
    let name = &input.role_name;
    context.store.principals().set_boundary::<Role>(name, None).map_err(|error| match error {
        PrincipalError::NotAttached(_) => fault::no_boundary("role", name),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeleteRolePermissionsBoundaryOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteRolePermissionsBoundary>(access, run)
}
