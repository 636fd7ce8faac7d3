//! Codes of multi-factor devices.

use crate::fault;
use millpond_service::{Context, Fault};
use millpond_store::principal::{CallerKind, PrincipalError};

/// Believes the code of a device of the calling user, once. False when the request has neither device nor code.
///
/// # Durability
/// That the code was taken is on flash when this returns, so that nobody can show it again.
/// # Errors
/// `AccessDenied`, with AWS's texts for half a proof, a wrong code, and a device that is not the caller's.
pub(crate) fn believe(
    context: &Context<'_>,
    serial: Option<&str>,
    code: Option<&str>,
) -> Result<bool, Fault> {
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(false),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(fault::half_a_proof()),
    };
    let principals = context.store.principals();
    let is_user = matches!(context.caller.kind, CallerKind::User | CallerKind::UserSession);
    let user = if is_user { principals.user_by_id(&context.caller.user_id) } else { None };
    let user = user.ok_or_else(fault::wrong_device)?;
    match principals.believe(&user, serial, code, context.now) {
        Ok(()) => Ok(true),
        Err(PrincipalError::NoSuch(..)) => Err(fault::wrong_device()),
        Err(PrincipalError::WrongCode) => Err(fault::wrong_code()),
        Err(_) => Err(Fault::internal()),
    }
}
