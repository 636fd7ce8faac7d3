//! Removes a user's permissions boundary.

use crate::api::{self, DeleteUserPermissionsBoundaryInput, DeleteUserPermissionsBoundaryOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::{PrincipalError, User};

fn access(_: &Call, store: &Store, input: &DeleteUserPermissionsBoundaryInput) -> Vec<Access> {
    names::on_user_with_boundary(store, "iam:DeleteUserPermissionsBoundary", &input.user_name, None)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteUserPermissionsBoundaryInput,
) -> Result<Answer<DeleteUserPermissionsBoundaryOutput>, Fault> {
    let name = &input.user_name;
    context.store.principals().set_boundary::<User>(name, None).map_err(|error| match error {
        PrincipalError::NotAttached(_) => fault::no_boundary("user", name),
        other => fault::principal(other),
    })?;
    Ok(Answer::Now(DeleteUserPermissionsBoundaryOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteUserPermissionsBoundary>(access, run)
}
