//! Attaches a managed policy to a user.

use crate::api::{self, AttachUserPolicyInput, AttachUserPolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::ATTACHED_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &AttachUserPolicyInput) -> Vec<Access> {
    names::on_user_with_policy(store, "iam:AttachUserPolicy", &input.user_name, &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut AttachUserPolicyInput,
) -> Result<Answer<AttachUserPolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let principals = context.store.principals();
    let attached = principals.attach::<User>(&input.user_name, &input.policy_arn, ATTACHED_MAX);
    attached.map_err(|error| fault::attachment(error, Quota::AttachedTo("User")))?;
    Ok(Answer::Now(AttachUserPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AttachUserPolicy>(access, run)
}
