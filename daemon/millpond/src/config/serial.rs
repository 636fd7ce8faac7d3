//! A serial port: its device file, alone or with the rate.

use super::Within;
use serde::Deserialize;
use std::path::PathBuf;

/// Bits per second when nothing is said. Ours: the fastest rate that every common adapter and board has.
const BAUD: u64 = 115_200;

/// A serial port.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Said")]
pub(crate) struct Serial {
    /// The device file.
    pub(crate) path: PathBuf,
    /// Bits per second.
    pub(crate) baud: Within<1_200, 4_000_000>,
}

/// The same as it may stand in the file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Path(PathBuf),
    Port(Port),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Port {
    path: PathBuf,
    #[serde(default = "usual")]
    baud: Within<1_200, 4_000_000>,
}

const fn usual() -> Within<1_200, 4_000_000> {
    Within(BAUD)
}

impl From<Said> for Serial {
    fn from(said: Said) -> Self {
        match said {
            Said::Path(path) => Self { path, baud: usual() },
            Said::Port(Port { path, baud }) => Self { path, baud },
        }
    }
}

impl Serial {
    /// The rate.
    pub(crate) fn bits_per_s(&self) -> u32 {
        u32::try_from(self.baud.0).unwrap_or(u32::MAX)
    }
}
