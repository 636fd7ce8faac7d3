//! What `millpond nodes` asks of a running gateway, and what it is told.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Request {
    /// Enrol a node.
    Add {
        /// Its name.
        name: String,
        /// Where its readings go: `stream/NAME` or `queue/NAME`.
        to: String,
        /// The queue whose messages are its commands.
        commands: Option<String>,
        /// Milliseconds between two of its samples.
        sample_ms: u32,
        /// How long it may hold a reading in memory alone, in milliseconds.
        keep_after_ms: u32,
    },
    /// A node may speak no more.
    Revoke {
        /// Its name.
        name: String,
    },
    /// A node is to change its key.
    Rotate {
        /// Its name.
        name: String,
    },
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// It was enrolled.
    Added(Provision),
    /// It was revoked.
    Revoked,
    /// It is told to change to the key of this generation.
    Rotating {
        /// The generation.
        generation: u32,
    },
    /// Nothing was changed, or not all of it: each line says why the one before it.
    Refused(Vec<String>),
}

/// What a node is flashed with. Shown once; wiped when dropped.
#[derive(Serialize, Deserialize)]
pub(crate) struct Provision {
    /// Its name.
    pub(crate) name: String,
    /// Its number.
    pub(crate) device: u64,
    /// Generation of the key.
    pub(crate) generation: u32,
    /// The key, 64 hexadecimal digits.
    pub(crate) key: String,
    /// The 64 bytes that `firmware/node-core` reads at its start, in hexadecimal; the key is in them.
    pub(crate) block: String,
    /// Where its readings go.
    pub(crate) to: String,
    /// True when the running gateway lets it connect already.
    pub(crate) effective: bool,
}

impl Drop for Provision {
    fn drop(&mut self) {
        self.key.zeroize();
        self.block.zeroize();
    }
}

impl Provision {
    /// The block for a person and for a build script: lines of `NAME=value`.
    pub(crate) fn lines(&self) -> Vec<String> {
        vec![
            format!("MILLPOND_NODE={}", self.name),
            format!("MILLPOND_DEVICE={}", self.device),
            format!("MILLPOND_GENERATION={}", self.generation),
            format!("MILLPOND_KEY={}", self.key),
            format!("MILLPOND_BLOCK={}", self.block),
        ]
    }
}
