//! GetAccountPasswordPolicy.

use crate::api::{self, GetAccountPasswordPolicyInput, GetAccountPasswordPolicyOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetAccountPasswordPolicyInput) -> Vec<Access> {
    vec![Access::new("iam:GetAccountPasswordPolicy", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut GetAccountPasswordPolicyInput,
) -> Result<Answer<GetAccountPasswordPolicyOutput>, Fault> {
    // There are no passwords, so there is no policy for them.
    Err(fault::no_password_policy(context.store.account().as_str()))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetAccountPasswordPolicy>(access, run)
}
