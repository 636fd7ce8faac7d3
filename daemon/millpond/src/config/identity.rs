//! The table `[identity]`.

use super::{Endpoint, Within};
use serde::Deserialize;

/// Who is believed, and for how long.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Identity {
    /// Hours for which the keys of an OpenID Connect provider are believed while it cannot be reached.
    pub(crate) oidc_grace_hours: Within<0, 8_760>,
    /// Where those who verify this account's own tokens reach the gateway; where the client reached it when absent.
    pub(crate) issuer: Option<Endpoint>,
    /// Whether refusals carry why, sealed for `sts:DecodeAuthorizationMessage`.
    pub(crate) encode_denials: bool,
}

impl Default for Identity {
    fn default() -> Self {
        Self { oidc_grace_hours: Within(168), issuer: None, encode_denials: false }
    }
}
