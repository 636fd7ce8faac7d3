//! Takes tags off a role.

use crate::api::{self, UntagRoleInput, UntagRoleOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &UntagRoleInput) -> Vec<Access> {
    names::on_role(store, "iam:UntagRole", &input.role_name)
}

fn run(context: &mut Context<'_>, input: &mut UntagRoleInput) -> Result<Answer<UntagRoleOutput>, Fault> {
    context.store.principals().untag::<Role>(&input.role_name, &input.tag_keys).map_err(fault::principal)?;
    Ok(Answer::Now(UntagRoleOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagRole>(access, run)
}
