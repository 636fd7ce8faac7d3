//! What a node is told, asks for and counts.

use crate::body::{Reason, Wall};
use crate::key::DeviceKey;
use core::fmt;

/// The pace of a node.
///
/// # Units
/// Milliseconds, and frames.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// How long a frame waits for more readings before it is sent.
    pub linger_ms: u32,
    /// First pause before a resend; doubles each time.
    pub resend_ms_min: u32,
    /// Longest pause before a resend.
    pub resend_ms_max: u32,
    /// First pause between HELLOs; doubles each time.
    pub hello_ms_min: u32,
    /// Longest pause between HELLOs.
    pub hello_ms_max: u32,
    /// So many resends of one frame without a word from the gateway end the session.
    pub silent_resends_max: u8,
    /// A session ends after so many frames.
    pub frames_max: u32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            linger_ms: 0,
            // Above the commit time of a slow card, below what a person notices.
            resend_ms_min: 250,
            resend_ms_max: 5_000,
            hello_ms_min: 250,
            hello_ms_max: 2_000,
            silent_resends_max: 3,
            frames_max: super::FRAMES_MAX,
        }
    }
}

/// Who a node is.
#[derive(Debug)]
pub struct NodeConfig {
    /// Its number.
    pub device: u64,
    /// Its key.
    pub key: DeviceKey,
    /// The key's generation.
    pub generation: u32,
    /// Its pace.
    pub tuning: Tuning,
}

/// What happens to a node.
#[derive(Debug)]
pub enum NodeEvent<'f> {
    /// Time has passed; see [`Node::wake_at_ms`].
    Tick,
    /// Bytes came in, as one frame. They are opened in place.
    Received(&'f mut [u8]),
}

/// What a node asks for.
pub trait NodeEffects {
    /// Send this frame to the gateway.
    fn send(&mut self, frame: &[u8]);

    /// The new reading pushed as `index` has the number `seq`, and so on from there. A node with storage keeps
    /// this before it returns; no frame with these numbers has been sent yet.
    fn numbered(&mut self, index: u64, seq: u64) {
        let _without_storage = (index, seq);
    }

    /// The first `pushed` readings pushed since the start are durable at the gateway; forget them.
    fn acked(&mut self, pushed: u64);

    /// The gateway's first WELCOME since the start says that every number below `durable` is on flash and every number
    /// below `accepted` has arrived. A node with storage numbers new readings from here or from the end of its own, whichever is higher, and keeps this
    /// before it returns.
    fn welcomed(&mut self, durable: u64, accepted: u64) {
        let _without_storage = (durable, accepted);
    }

    /// The gateway's wall clock showed this while the frame that has just arrived was written.
    fn wall(&mut self, wall: Wall) {
        let _without_clock = wall;
    }

    /// Does what a command says, unless the command with this number was done before; true once it is done and that
    /// is kept. It comes again until then.
    fn command(&mut self, id: u64, payload: &[u8]) -> bool {
        let _takes_none = (id, payload);
        false
    }

    /// Keeps a new key in non-volatile storage; true once it is kept. From then on the node uses it.
    fn rekey(&mut self, generation: u32, key: &[u8; 32]) -> bool {
        let _keeps_its_key = (generation, key);
        false
    }
}

/// Why a reading was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushError {
    /// The window is full: wait for acknowledgements.
    Full,
    /// Payload or key is longer than the format or this node's frames allow.
    TooLong,
    /// A restored reading came after a new one, or not in the order of its number.
    Order,
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "the window is full; wait for acknowledgements",
            Self::TooLong => "payload or key is too long for a frame; split it",
            Self::Order => "restored readings come first and in order; push it as a new one",
        })
    }
}

impl core::error::Error for PushError {}

/// What a node has done since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeStats {
    /// Readings sent again.
    pub resent: u64,
    /// DATA frames sent.
    pub frames: u64,
    /// Sessions begun.
    pub sessions: u32,
    /// Times the gateway said not now.
    pub busy: u32,
    /// The last reason it gave.
    pub busy_reason: Option<Reason>,
}
