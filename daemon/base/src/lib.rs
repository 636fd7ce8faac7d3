//! Words every layer shares: identifiers, time, secrets, randomness, and bytes as text.
//!
//! Goals: no I/O, no clock of its own, no dependency beyond `zeroize`.
//! Non-goals: anything a single layer needs alone.

mod calendar;
mod entropy;
mod ids;
mod provenance;
mod secret;
mod text;
mod time;

pub use calendar::{civil_from_days, days_from_civil};
pub use entropy::{Entropy, SeededEntropy};
pub use ids::{AccountId, Region, Seq, Ticket, TrackId};
pub use provenance::{NoProvenance, PLACES_MAX, PROVENANCE_HEADER, Provenance};
pub use secret::Secret;
pub use text::{hex, uuid};
pub use time::{Clock, LineMs, ManualClock, Now, WallMs};
