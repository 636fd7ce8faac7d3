//! Lists the instance profiles of a role, of which there are none.

use crate::api::{self, ListInstanceProfilesForRoleInput, ListInstanceProfilesForRoleOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListInstanceProfilesForRoleInput) -> Vec<Access> {
    names::on_role(store, "iam:ListInstanceProfilesForRole", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListInstanceProfilesForRoleInput,
) -> Result<Answer<ListInstanceProfilesForRoleOutput>, Fault> {
    let name = &input.role_name;
    context.store.principals().role(name).ok_or_else(|| fault::no_such_role(name))?;
    Ok(Answer::Now(ListInstanceProfilesForRoleOutput {
        instance_profiles: Vec::new(),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListInstanceProfilesForRole>(access, run)
}
