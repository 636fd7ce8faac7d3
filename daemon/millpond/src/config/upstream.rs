//! A cloud or another gateway to forward to, and who we are there.

use super::{Credentials, Endpoint, Name, NoProxy, Pin, ProxyAddress, RegionName, Role, Within};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A cloud or another gateway to forward to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Upstream {
    /// The name routes use.
    pub(crate) name: Name,
    /// What it is.
    #[serde(default)]
    pub(crate) kind: UpstreamKind,
    /// `https://kinesis.eu-central-1.amazonaws.com`, or another gateway's address. Without it, AWS's own endpoints.
    pub(crate) endpoint: Option<Endpoint>,
    /// Where AssumeRole is asked for; the same as `endpoint` when absent.
    pub(crate) sts_endpoint: Option<Endpoint>,
    /// The region to sign for.
    pub(crate) region: RegionName,
    /// The key to sign with, or to assume roles with.
    pub(crate) access_key_id: Option<String>,
    /// Name of the sealed secret that belongs to the key; see `millpond secret set`.
    pub(crate) secret: Option<Name>,
    /// Where else credentials come from.
    pub(crate) credentials: Option<Credentials>,
    /// The role to assume; without one the key itself signs.
    pub(crate) role_arn: Option<String>,
    /// Roles to assume one with the other, the first to be assumed first.
    #[serde(default)]
    pub(crate) roles: Vec<Role>,
    /// How this gateway is called in the upstream's audit trail.
    #[serde(default = "default_session_name")]
    pub(crate) role_session_name: String,
    /// How long an assumed role lasts, in seconds.
    #[serde(default)]
    pub(crate) role_session_secs: SessionSecs,
    /// PEM file with the authorities to trust instead of the system's; relative to the data directory.
    pub(crate) ca: Option<PathBuf>,
    /// Keys of which one must be in the upstream's chain of certificates, besides an authority; any when empty.
    #[serde(default)]
    pub(crate) pin: Vec<Pin>,
    /// The way out that leads there, whose budget it shares.
    pub(crate) uplink: Option<Name>,
    /// Calls at once to this upstream, of all its routes; 16 when absent. Fewer are made where fewer are of use.
    pub(crate) calls_max: Option<Within<1, 64>>,
    /// The proxy that leads there.
    pub(crate) proxy: Option<ProxyAddress>,
    /// Name of the sealed secret that is the password of the proxy's user.
    pub(crate) proxy_secret: Option<Name>,
    /// What is reached without the proxy.
    #[serde(default)]
    pub(crate) no_proxy: Vec<NoProxy>,
}

/// What an upstream is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UpstreamKind {
    /// AWS, or what answers like it.
    #[default]
    Aws,
    /// Another gateway, which takes each record once however often it is sent.
    Millpond,
}

impl Upstream {
    /// What is wrong with the keys of the proxy, if something is.
    pub(super) fn proxy_problem(&self) -> Option<String> {
        let user = self.proxy.as_ref().map(|proxy| proxy.user.is_some());
        let problem = match (user, &self.proxy_secret) {
            (None, Some(_)) => "has a proxy_secret and no proxy",
            (None, None) if !self.no_proxy.is_empty() => "has no_proxy and no proxy",
            (Some(false), Some(_)) => {
                "has a proxy_secret and no user: write the proxy as http://user@host:port"
            }
            (Some(true), None) => {
                "has a proxy whose user has no password: seal one with `millpond secret set` and name it as proxy_secret"
            }
            _ => return None,
        };
        Some(problem.to_owned())
    }
}

/// Longest session of a role that another role assumed, in seconds.
///
/// # Source
/// IAM User Guide, "Role chaining".
const CHAINED_SECS_MAX: u64 = 3_600;

impl Upstream {
    /// All roles, the first to be assumed first.
    pub(crate) fn roles(&self) -> Vec<Role> {
        let one = self.role_arn.iter().map(|arn| Role {
            arn: arn.clone(),
            session_name: None,
            external_id: None,
            tags: BTreeMap::new(),
        });
        one.chain(self.roles.iter().cloned()).collect()
    }

    /// Who we are there and where that is asked for, as text: equal texts lead to the same credentials.
    pub(crate) fn identity(&self) -> String {
        let places = (&self.region, &self.endpoint, &self.sts_endpoint);
        let roles = (self.roles(), &self.role_session_name, self.role_session_secs);
        format!("{:?}", (places, &self.access_key_id, &self.secret, &self.credentials, roles))
    }

    /// What contradicts itself, with what to do.
    pub(super) fn contradiction(&self) -> Option<String> {
        let key = (self.access_key_id.is_some(), self.secret.is_some(), self.credentials.is_some());
        let problem = match key {
            (true, true, false) | (false, false, true) => None,
            (false, false, false) => Some("has no credentials; set access_key_id and secret, or credentials"),
            (_, _, true) => Some("has access_key_id or secret besides credentials; remove one of them"),
            (true, false, false) => Some("has an access_key_id without its secret; name the sealed secret"),
            (false, true, false) => Some("has a secret without its access_key_id; set that too"),
        };
        let problem = problem.or_else(|| self.credentials.as_ref()?.contradiction());
        let problem = problem.or_else(|| {
            (self.role_arn.is_some() && !self.roles.is_empty())
                .then_some("has role_arn and roles; put all of them into roles")
        });
        // A role that is assumed with another role's session.
        let steps =
            self.roles().len() + usize::from(self.credentials.as_ref().is_some_and(Credentials::is_session));
        let problem = problem.or_else(|| {
            (steps > 1 && self.role_session_secs.0.0 > CHAINED_SECS_MAX).then_some(
                "chains roles, whose sessions last an hour at most; set role_session_secs to 3600 or less",
            )
        });
        problem.map(str::to_owned).or_else(|| self.other_region())
    }

    /// An endpoint of AWS's that names another region than the one to sign for.
    fn other_region(&self) -> Option<String> {
        let named = |endpoint: &Endpoint| {
            let labels: Vec<&str> = endpoint.host.split('.').collect();
            let at = labels.iter().rposition(|label| *label == "amazonaws")?;
            let region = *labels.get(at.checked_sub(1)?)?;
            // sts.amazonaws.com and the like name none.
            (region.split('-').count() >= 3 && region != self.region.0.as_str()).then(|| region.to_owned())
        };
        let region = self.endpoint.iter().chain(&self.sts_endpoint).find_map(named)?;
        let own = self.region.0.as_str();
        Some(format!("signs for {own} and has an endpoint in {region}; set region to that of the endpoint"))
    }
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
