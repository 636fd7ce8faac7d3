//! Lists the condition keys that policies ask for, which are given with the question.

use crate::api::{self, GetContextKeysForCustomPolicyInput, GetContextKeysForCustomPolicyOutput};
use crate::simulate;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetContextKeysForCustomPolicyInput) -> Vec<Access> {
    vec![Access::new("iam:GetContextKeysForCustomPolicy", "*")]
}

fn run(
    _: &mut Context<'_>,
    input: &mut GetContextKeysForCustomPolicyInput,
) -> Result<Answer<GetContextKeysForCustomPolicyOutput>, Fault> {
    let policies = simulate::given(&input.policy_input_list, "PolicyInputList")?;
    Ok(Answer::Now(GetContextKeysForCustomPolicyOutput {
        context_key_names: Some(simulate::keys(&policies)),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetContextKeysForCustomPolicy>(access, run)
}
