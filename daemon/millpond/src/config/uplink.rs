//! Ways out of the site, and what may go over them.

use super::{Config, ConfigError, Name, Route, Within, distinct};
use millpond_forward::{Limits, Offset, Quiet};
use serde::Deserialize;
use std::path::PathBuf;
use std::str::FromStr;

/// Least that a day or a month may be limited to, in bytes: a few handshakes and a call.
const BUDGET_MIN: u64 = 100_000;
/// Most that it may be limited to: beyond it nothing is limited.
const BUDGET_MAX: u64 = 1_000_000_000_000_000;

/// Bytes in a day or a month, both ways together.
pub(crate) type BudgetBytes = Within<BUDGET_MIN, BUDGET_MAX>;

/// A way out, with a budget that all upstreams behind it share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Uplink {
    /// The name upstreams use. Names what was spent, too: renaming it begins afresh.
    pub(crate) name: Name,
    /// Bytes in a day, both ways together.
    pub(crate) bytes_per_day: Option<BudgetBytes>,
    /// Bytes in a calendar month, both ways together.
    pub(crate) bytes_per_month: Option<BudgetBytes>,
    /// Hours in which nothing goes.
    #[serde(default)]
    pub(crate) quiet_hours: Vec<Hours>,
    /// Where days begin and what quiet hours are meant in.
    #[serde(default)]
    pub(crate) utc_offset: UtcOffset,
    /// Whether it is metered.
    #[serde(default)]
    pub(crate) metered: Metered,
    /// What goes while it is metered.
    #[serde(default)]
    pub(crate) when_metered: WhenMetered,
}

impl Uplink {
    /// What it allows.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            bytes_per_day: self.bytes_per_day.map(|bytes| bytes.0),
            bytes_per_month: self.bytes_per_month.map(|bytes| bytes.0),
            quiet: self.quiet_hours.iter().map(|hours| hours.0).collect(),
            offset: self.utc_offset.0,
        }
    }

    /// # Errors
    /// When a rule can never be met, or needs something that is not said.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let what = match (self.bytes_per_day, self.bytes_per_month, &self.metered, self.when_metered) {
            (Some(day), Some(month), ..) if day.0 > month.0 => "bytes_per_day is more than bytes_per_month",
            (.., Metered::Always(true), WhenMetered::Pause) => {
                "it is always metered and pauses then, so nothing would ever go; name a file as metered"
            }
            (.., Metered::Always(false), WhenMetered::Pause | WhenMetered::LiveOnly) => {
                "when_metered says nothing unless metered is true or names a file"
            }
            _ => return Ok(()),
        };
        Err(ConfigError::Uplink { uplink: self.name.as_str().to_owned(), what })
    }
}

impl Config {
    /// The way out that a route takes, if it has a name.
    pub(crate) fn uplink_of(&self, route: &Route) -> Option<&Uplink> {
        let upstream = self.upstream.iter().find(|upstream| upstream.name == route.upstream)?;
        self.uplink.iter().find(|uplink| Some(&uplink.name) == upstream.uplink.as_ref())
    }

    /// The least that a route or its uplink may carry in a day or month, in bytes.
    pub(crate) fn least_budget(&self, route: &Route) -> Option<u64> {
        let uplink = self.uplink_of(route);
        let shared = uplink.map(Uplink::limits).unwrap_or_default();
        let own = route.limits(uplink);
        let all = [own.bytes_per_day, own.bytes_per_month, shared.bytes_per_day, shared.bytes_per_month];
        all.into_iter().flatten().min()
    }

    /// # Errors
    /// When an uplink contradicts itself, or an upstream names one that is not there.
    pub(super) fn check_uplinks(&self) -> Result<(), ConfigError> {
        distinct("uplink", self.uplink.iter().map(|uplink| uplink.name.as_str().to_owned()))?;
        for upstream in &self.upstream {
            let Some(name) = &upstream.uplink else { continue };
            if !self.uplink.iter().any(|uplink| uplink.name == *name) {
                let (upstream, uplink) = (upstream.name.as_str().to_owned(), name.as_str().to_owned());
                return Err(ConfigError::NoUplink { upstream, uplink });
            }
        }
        self.uplink.iter().try_for_each(Uplink::check)
    }
}

/// What the gateway measures of itself.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Metrics {
    /// Minutes between two sets of figures of the forwarder; 0 for none.
    pub(crate) forwarding_minutes: Within<0, 1_440>,
    /// The same of each node.
    pub(crate) nodes_minutes: Within<0, 1_440>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { forwarding_minutes: Within(5), nodes_minutes: Within(5) }
    }
}

impl Route {
    /// What the route allows for itself; days begin where those of its uplink do.
    pub(crate) fn limits(&self, uplink: Option<&Uplink>) -> Limits {
        Limits {
            bytes_per_day: self.bytes_per_day.map(|bytes| bytes.0),
            bytes_per_month: self.bytes_per_month.map(|bytes| bytes.0),
            quiet: self.quiet_hours.iter().map(|hours| hours.0).collect(),
            offset: uplink.map_or_else(Offset::default, |uplink| uplink.utc_offset.0),
        }
    }
}

/// Hours of the day: `22:00-06:00`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Hours(pub(crate) Quiet);

impl TryFrom<String> for Hours {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Quiet::from_str(&text).map(Self)
    }
}

/// How far local time is ahead of UTC: `+01:00`.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct UtcOffset(pub(crate) Offset);

impl TryFrom<String> for UtcOffset {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Offset::from_str(&text).map(Self)
    }
}

/// Whether an uplink is metered: always, never, or as a file says at the time.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Metered {
    /// Always or never.
    Always(bool),
    /// As a file says; relative to the data directory.
    AsFileSays(PathBuf),
}

impl Default for Metered {
    fn default() -> Self {
        Self::Always(false)
    }
}

/// What goes over a metered uplink.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WhenMetered {
    /// Everything.
    #[default]
    Go,
    /// What is new; backlogs wait.
    LiveOnly,
    /// Nothing.
    Pause,
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPSTREAM: &str = r#"
[[upstream]]
name = "hub"
region = "eu-central-1"
access_key_id = "AKIAEXAMPLE"
secret = "hub"
uplink = "lte"

[[route]]
name = "r"
from = "stream/r"
upstream = "hub"
bytes_per_month = 200_000
"#;

    fn parse(uplink: &str) -> Result<Config, String> {
        Config::parse(&format!("{UPSTREAM}\n{uplink}")).map_err(|error| error.to_string())
    }

    #[test]
    fn a_route_has_the_least_of_its_own_and_its_uplinks_budgets() {
        let config =
            parse("[[uplink]]\nname = \"lte\"\nbytes_per_day = 150_000\nutc_offset = \"-03:00\"").unwrap();

        let route = &config.route[0];
        assert_eq!(config.least_budget(route), Some(150_000));
        assert_eq!(route.limits(config.uplink_of(route)).offset, "-03:00".parse().unwrap());
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_advice() {
        for (uplink, says) in [
            ("[[uplink]]\nname = \"x\"", "add an [[uplink]]"),
            ("[[uplink]]\nname = \"lte\"\nbytes_per_day = 300_000\nbytes_per_month = 200_000", "more than"),
            ("[[uplink]]\nname = \"lte\"\nmetered = true\nwhen_metered = \"pause\"", "nothing would ever go"),
            ("[[uplink]]\nname = \"lte\"\nwhen_metered = \"live-only\"", "unless metered"),
            ("[[uplink]]\nname = \"lte\"\nquiet_hours = [\"22-06\"]", "22:00-06:00"),
            ("[[uplink]]\nname = \"lte\"\nbytes_per_day = 1", "not within"),
        ] {
            let refusal = parse(uplink).unwrap_err();
            assert!(refusal.contains(says), "{refusal}");
        }
    }
}
