//! DeleteAccountPasswordPolicy.

use crate::api::{self, DeleteAccountPasswordPolicyInput, DeleteAccountPasswordPolicyOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &DeleteAccountPasswordPolicyInput) -> Vec<Access> {
    vec![Access::new("iam:DeleteAccountPasswordPolicy", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut DeleteAccountPasswordPolicyInput,
) -> Result<Answer<DeleteAccountPasswordPolicyOutput>, Fault> {
    // There are no passwords, so there is no policy for them.
    Err(fault::no_password_policy(context.store.account().as_str()))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteAccountPasswordPolicy>(access, run)
}
