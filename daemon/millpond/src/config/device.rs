//! Sensors that the configuration names.

use super::Place;
use serde::Deserialize;

/// A sensor that may connect.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Device {
    /// The number the sensor was provisioned with.
    pub(crate) id: u64,
    /// Counts up whenever the sensor gets a new key; `millpond device` prints the key.
    #[serde(default)]
    pub(crate) generation: u32,
    /// Where its readings go: `stream/NAME` or `queue/NAME`.
    pub(crate) to: Place,
    /// The queue whose messages are its commands.
    #[serde(default)]
    pub(crate) commands: Option<String>,
}

impl Device {
    /// What people call it.
    pub(crate) fn name(&self) -> String {
        format!("device-{}", self.id)
    }
}
