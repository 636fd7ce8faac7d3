//! Gives a user temporary credentials of its own.

use crate::api::{self, GetSessionTokenInput, GetSessionTokenOutput};
use crate::fault;
use crate::limits::USER_SESSION_SECS;
use crate::ops::credentials;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::CallerKind;

/// A user needs no permission to act as itself for a while.
fn access(_: &Call, _: &Store, _: &GetSessionTokenInput) -> Vec<Access> {
    Vec::new()
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetSessionTokenInput,
) -> Result<Answer<GetSessionTokenOutput>, Fault> {
    if context.caller.kind != CallerKind::User {
        return Err(fault::access_denied("Cannot call GetSessionToken with session credentials"));
    }
    if input.serial_number.is_some() || input.token_code.is_some() {
        return Err(fault::multi_factor());
    }
    let secs = input.duration_seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(USER_SESSION_SECS);
    let session = context.store.principals().user_session(context.caller, secs, None, context.now);
    Ok(Answer::Now(GetSessionTokenOutput {
        credentials: Some(credentials(&session)),
        ..GetSessionTokenOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetSessionToken>(access, run)
}
