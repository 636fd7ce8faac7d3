//! The honoured operations, one file each.

mod assume_role;
mod get_caller_identity;
mod get_session_token;

use crate::api::Credentials;
use millpond_service::Handler;
use millpond_store::principal::SessionCredentials;

/// Every handler.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![assume_role::handler(), get_caller_identity::handler(), get_session_token::handler()]
}

/// Credentials as a reply carries them; AWS names whole seconds.
fn credentials(session: &SessionCredentials) -> Credentials {
    Credentials {
        access_key_id: session.access_key_id.clone(),
        secret_access_key: String::from_utf8_lossy(session.secret.expose()).into_owned(),
        session_token: session.token.clone(),
        expiration: i64::try_from(session.expires.0 / 1000 * 1000).unwrap_or(i64::MAX),
    }
}
