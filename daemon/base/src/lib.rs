//! Words every layer shares: identifiers, time, secrets and randomness.
//!
//! Goals: no I/O, no clock of its own, no dependency beyond `zeroize`.
//! Non-goals: anything a single layer needs alone.

mod calendar;
mod entropy;
mod ids;
mod secret;
mod time;

pub use entropy::{Entropy, SeededEntropy};
pub use ids::{AccountId, Region, Seq, Ticket, TrackId};
pub use secret::Secret;
pub use time::{Clock, LineMs, ManualClock, Now, WallMs};
