//! Tells the policy of a key.

use crate::api::{self, GetKeyPolicyInput, GetKeyPolicyOutput};
use crate::{access, fault, key, key_policy};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:GetKeyPolicy";

fn access(_: &Call, store: &Store, input: &GetKeyPolicyInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetKeyPolicyInput,
) -> Result<Answer<GetKeyPolicyOutput>, Fault> {
    let key = key::named(context, &input.key_id)?;
    if input.policy_name.as_deref().is_some_and(|name| name != key_policy::NAME) {
        return Err(fault::not_found("No such policy exists".to_owned()));
    }
    Ok(Answer::Now(GetKeyPolicyOutput {
        policy: Some(context.store.keyring().policy_text(&key)),
        policy_name: Some(key_policy::NAME.to_owned()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetKeyPolicy>(access, run)
}
