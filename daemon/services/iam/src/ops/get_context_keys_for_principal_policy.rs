//! Lists the condition keys that the policies of a user, group or role ask for.

use crate::api::{self, GetContextKeysForPrincipalPolicyInput, GetContextKeysForPrincipalPolicyOutput};
use crate::{names, simulate};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &GetContextKeysForPrincipalPolicyInput) -> Vec<Access> {
    names::on_arn("iam:GetContextKeysForPrincipalPolicy", &input.policy_source_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetContextKeysForPrincipalPolicyInput,
) -> Result<Answer<GetContextKeysForPrincipalPolicyOutput>, Fault> {
    let mut policies = simulate::source(context.store.principals(), &input.policy_source_arn)?.policies;
    policies
        .extend(simulate::given(input.policy_input_list.as_deref().unwrap_or_default(), "PolicyInputList")?);
    Ok(Answer::Now(GetContextKeysForPrincipalPolicyOutput {
        context_key_names: Some(simulate::keys(&policies)),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetContextKeysForPrincipalPolicy>(access, run)
}
