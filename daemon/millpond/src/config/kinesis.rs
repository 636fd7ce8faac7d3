//! The table `[kinesis]`.

use serde::Deserialize;

/// How the Kinesis service differs from what suits a gateway.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Kinesis {
    /// Whose rates hold, per shard and per second.
    pub(crate) limits: Rates,
}

/// Whose rates hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rates {
    /// Nobody's: as much as the device takes.
    #[default]
    None,
    /// AWS's, to find out here how a client fares there.
    Aws,
}
