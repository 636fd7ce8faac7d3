//! Says who calls.

use crate::api::{self, GetCallerIdentityInput, GetCallerIdentityOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

/// Never denied: who may sign may know as whom.
fn access(_: &Call, _: &Store, _: &GetCallerIdentityInput) -> Vec<Access> {
    Vec::new()
}

fn run(
    context: &mut Context<'_>,
    _: &mut GetCallerIdentityInput,
) -> Result<Answer<GetCallerIdentityOutput>, Fault> {
    let caller = context.caller;
    Ok(Answer::Now(GetCallerIdentityOutput {
        user_id: Some(caller.user_id.clone()),
        account: Some(caller.account.to_string()),
        arn: Some(caller.arn.clone()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetCallerIdentity>(access, run)
}
