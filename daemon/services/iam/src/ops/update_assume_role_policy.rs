//! Replaces a role's trust policy.

use crate::api::{self, UpdateAssumeRolePolicyInput, UpdateAssumeRolePolicyOutput};
use crate::limits::TRUST_POLICY_CHARS_MAX;
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &UpdateAssumeRolePolicyInput) -> Vec<Access> {
    names::on_role(store, "iam:UpdateAssumeRolePolicy", &input.role_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdateAssumeRolePolicyInput,
) -> Result<Answer<UpdateAssumeRolePolicyOutput>, Fault> {
    if input.policy_document.chars().count() > TRUST_POLICY_CHARS_MAX {
        return Err(fault::trust_too_long());
    }
    let principals = context.store.principals();
    principals.set_trust(&input.role_name, &input.policy_document).map_err(fault::principal)?;
    Ok(Answer::Now(UpdateAssumeRolePolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateAssumeRolePolicy>(access, run)
}
