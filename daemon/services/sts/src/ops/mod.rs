//! The honoured operations, one file each.

mod assume_role;
mod assume_role_with_s_a_m_l;
mod get_caller_identity;
mod get_session_token;

use millpond_service::Handler;

/// Every handler.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        assume_role::handler(),
        assume_role_with_s_a_m_l::handler(),
        get_caller_identity::handler(),
        get_session_token::handler(),
    ]
}
