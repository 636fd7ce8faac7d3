//! A simulated sensor: the real node state machine with a socket or a serial line, a clock and a source of readings.
//!
//! Goals: readings are numbered and their bytes follow from (seed, device, number), so that whoever reads them back
//! can tell each one and check every byte; what was acknowledged is known exactly.
//! Non-goals: surviving its own restart; it is a node without storage. It knows nothing of the daemon.

mod line;
mod payload;
mod runner;

pub use line::Line;
pub use payload::{parse_payload, payload};
pub use runner::{NodeConfig, NodeProgress, NodeReport, NodeRunner};
