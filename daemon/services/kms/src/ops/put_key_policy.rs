//! Gives a key another policy.

use crate::api::{self, PutKeyPolicyInput, PutKeyPolicyOutput};
use crate::{access, fault, key, key_policy};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:PutKeyPolicy";

fn access(_: &Call, store: &Store, input: &PutKeyPolicyInput) -> Vec<Access> {
    let bypass = input.bypass_policy_lockout_safety_check == Some(true);
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:BypassPolicyLockoutSafetyCheck", [bypass.to_string()])]
}

fn run(
    context: &mut Context<'_>,
    input: &mut PutKeyPolicyInput,
) -> Result<Answer<PutKeyPolicyOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    if input.policy_name.as_deref().is_some_and(|name| name != key_policy::NAME) {
        return Err(fault::unsupported("Only default policy is supported"));
    }
    let bypass = input.bypass_policy_lockout_safety_check == Some(true);
    key_policy::check(context, &input.policy, key.arn(), bypass)?;
    let policy = std::mem::take(&mut input.policy);
    context.store.keyring().put_policy(key.id(), policy).map_err(fault::keyring)?;
    Ok(Answer::Now(PutKeyPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::PutKeyPolicy>(access, run)
}
