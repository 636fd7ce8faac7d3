//! A cloud or another gateway to forward to, and who we are there.

use super::{Endpoint, Name, RegionName, Within};
use serde::Deserialize;
use std::path::PathBuf;

/// A cloud or another gateway to forward to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Upstream {
    /// The name routes use.
    pub(crate) name: Name,
    /// `https://kinesis.eu-central-1.amazonaws.com`, or another gateway's address. Without it, AWS's own endpoints.
    pub(crate) endpoint: Option<Endpoint>,
    /// Where AssumeRole is asked for; the same as `endpoint` when absent.
    pub(crate) sts_endpoint: Option<Endpoint>,
    /// The region to sign for.
    pub(crate) region: RegionName,
    /// The key to sign with, or to assume the role with.
    pub(crate) access_key_id: String,
    /// Name of the sealed secret that belongs to the key; see `millpond secret set`.
    pub(crate) secret: Name,
    /// The role to assume; without one the key itself signs.
    pub(crate) role_arn: Option<String>,
    /// How this gateway is called in the upstream's audit trail.
    #[serde(default = "default_session_name")]
    pub(crate) role_session_name: String,
    /// How long an assumed role lasts, in seconds.
    #[serde(default)]
    pub(crate) role_session_secs: SessionSecs,
    /// PEM file with the authorities to trust instead of the system's; relative to the data directory.
    pub(crate) ca: Option<PathBuf>,
}

/// Life of an assumed role, in seconds; an hour unless told otherwise.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct SessionSecs(pub(crate) Within<900, 43_200>);

impl Default for SessionSecs {
    fn default() -> Self {
        Self(Within(3600))
    }
}

fn default_session_name() -> String {
    "millpond".into()
}
