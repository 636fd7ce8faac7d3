//! Adds or replaces one of a user's own policies.

use crate::api::{self, PutUserPolicyInput, PutUserPolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::USER_POLICY_CHARS_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &PutUserPolicyInput) -> Vec<Access> {
    names::on_user_with_boundary(store, "iam:PutUserPolicy", &input.user_name, None)
}

fn run(
    context: &mut Context<'_>,
    input: &mut PutUserPolicyInput,
) -> Result<Answer<PutUserPolicyOutput>, Fault> {
    let (user, policy) = (&input.user_name, &input.policy_name);
    let principals = context.store.principals();
    principals
        .put_user_policy(user, policy, &input.policy_document, USER_POLICY_CHARS_MAX)
        .map_err(|error| fault::change(error, Quota::PoliciesOfUser(user)))?;
    Ok(Answer::Now(PutUserPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::PutUserPolicy>(access, run)
}
