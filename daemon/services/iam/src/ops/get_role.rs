//! Describes a role.

use crate::api::{self, GetRoleInput, GetRoleOutput, RoleLastUsed};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetRoleInput) -> Vec<Access> {
    names::on_role(store, "iam:GetRole", &input.role_name)
}

fn run(context: &mut Context<'_>, input: &mut GetRoleInput) -> Result<Answer<GetRoleOutput>, Fault> {
    let name = &input.role_name;
    let role = context.store.principals().role(name).ok_or_else(|| fault::no_such_role(name))?;
    // Present and empty: when a role was last used is not kept.
    let role_last_used = Some(RoleLastUsed::default());
    Ok(Answer::Now(GetRoleOutput { role: api::Role { role_last_used, ..views::role(&role, true) } }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetRole>(access, run)
}
