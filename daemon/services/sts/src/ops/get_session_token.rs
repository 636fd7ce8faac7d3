//! Gives a user temporary credentials of its own.

use crate::api::{self, GetSessionTokenInput, GetSessionTokenOutput};
use crate::limits::USER_SESSION_SECS;
use crate::{device, fault, session};
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
    let has_code = device::believe(context, input.serial_number.as_deref(), input.token_code.as_deref())?;
    let mfa = has_code.then_some(context.now.wall);
    let secs = input.duration_seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(USER_SESSION_SECS);
    let session = context.store.principals().user_session(context.caller, secs, mfa, context.now);
    Ok(Answer::Now(GetSessionTokenOutput {
        credentials: Some(session::credentials(&session)),
        ..GetSessionTokenOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetSessionToken>(access, run)
}
