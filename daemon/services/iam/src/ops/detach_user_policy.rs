//! Detaches a managed policy from a user.

use crate::api::{self, DetachUserPolicyInput, DetachUserPolicyOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &DetachUserPolicyInput) -> Vec<Access> {
    names::on_user_with_policy(store, "iam:DetachUserPolicy", &input.user_name, &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DetachUserPolicyInput,
) -> Result<Answer<DetachUserPolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let detached = context.store.principals().detach::<User>(&input.user_name, &input.policy_arn);
    detached.map_err(fault::principal)?;
    Ok(Answer::Now(DetachUserPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DetachUserPolicy>(access, run)
}
