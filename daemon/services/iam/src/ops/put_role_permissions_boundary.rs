//! Bounds what a role may do by a managed policy.

use crate::api::{self, PutRolePermissionsBoundaryInput, PutRolePermissionsBoundaryOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &PutRolePermissionsBoundaryInput) -> Vec<Access> {
    names::on_role_with_boundary(
        store,
        "iam:PutRolePermissionsBoundary",
        &input.role_name,
        Some(&input.permissions_boundary),
    )
}

fn run(
    context: &mut Context<'_>,
    input: &mut PutRolePermissionsBoundaryInput,
) -> Result<Answer<PutRolePermissionsBoundaryOutput>, Fault> {
    names::check_arn(&input.permissions_boundary)?;
    let principals = context.store.principals();
    let set = principals.set_boundary::<Role>(&input.role_name, Some(&input.permissions_boundary));
    set.map_err(fault::boundary)?;
    Ok(Answer::Now(PutRolePermissionsBoundaryOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::PutRolePermissionsBoundary>(access, run)
}
