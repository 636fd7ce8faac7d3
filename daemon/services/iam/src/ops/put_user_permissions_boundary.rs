//! Bounds what a user may do by a managed policy.

use crate::api::{self, PutUserPermissionsBoundaryInput, PutUserPermissionsBoundaryOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &PutUserPermissionsBoundaryInput) -> Vec<Access> {
    names::on_user_with_boundary(
        store,
        "iam:PutUserPermissionsBoundary",
        &input.user_name,
        Some(&input.permissions_boundary),
    )
}

fn run(
    context: &mut Context<'_>,
    input: &mut PutUserPermissionsBoundaryInput,
) -> Result<Answer<PutUserPermissionsBoundaryOutput>, Fault> {
    names::check_arn(&input.permissions_boundary)?;
    let principals = context.store.principals();
    let set = principals.set_boundary::<User>(&input.user_name, Some(&input.permissions_boundary));
    set.map_err(fault::boundary)?;
    Ok(Answer::Now(PutUserPermissionsBoundaryOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::PutUserPermissionsBoundary>(access, run)
}
