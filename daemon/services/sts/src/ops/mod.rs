//! The honoured and the declined operations, one file each.

mod assume_role;
mod assume_role_with_s_a_m_l;
mod assume_role_with_web_identity;
mod assume_root;
mod decode_authorization_message;
mod get_access_key_info;
mod get_caller_identity;
mod get_delegated_access_token;
mod get_federation_token;
mod get_session_token;
mod get_web_identity_token;

use millpond_service::Handler;

/// Every handler.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        assume_role::handler(),
        assume_role_with_s_a_m_l::handler(),
        assume_role_with_web_identity::handler(),
        assume_root::handler(),
        decode_authorization_message::handler(),
        get_access_key_info::handler(),
        get_caller_identity::handler(),
        get_delegated_access_token::handler(),
        get_federation_token::handler(),
        get_session_token::handler(),
        get_web_identity_token::handler(),
    ]
}
