//! The append-only segmented log on flash: one for all streams, queues, objects and audit events.
//!
//! Goals: durable before acknowledged; sealed before stored; one sync for everybody who waits; bounded
//! memory; opening in time that does not grow with the data; damage told from power cuts.
//! Non-goals: what a record means, names, keys at rest, threads, clocks. Callers bring time as `Now`,
//! randomness as `Entropy`, and the one thread that commits.
//!
//! Invariants:
//! 1. A place is readable only after its batch is on flash, and a batch is there whole or not at all.
//! 2. Only sealed bytes, and headers without user data, reach the disk: `disk::Sealed` has no other maker.
//! 3. No nonce is used twice under a key: epoch and counter make the nonce, the epoch's salt the key;
//!    and no key comes near the bounds of its cipher.
//! 4. A block that holds acknowledged bytes is not rewritten until its segment is reclaimed as a whole.
//! 5. Acknowledged bytes that rot are reported, never cut off; a torn tail was never acknowledged.
//!
//! The byte tables are in docs/format/log-v1.md, generated from the declarations in `format`.

mod batch;
mod directories;
pub mod disk;
mod doubles;
mod epoch;
mod error;
mod examine;
mod finding;
mod format;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod index;
mod log;
mod options;
mod pace;
mod piece;
mod read;
mod reclaim;
mod recover;
mod relay;
mod relocate;
mod salvage;
mod scan;
mod scrub;
pub mod seal;
mod sealer;
mod staging;
mod stats;
mod supersede;
mod sync;
mod tracks;
mod verify;
mod writer;

pub use batch::{Batch, Bounds, Committed, Durable, ReadLimit, Record, Stretch};
pub use error::{CommitError, OpenError, ReadError, ReclaimError, StageError};
pub use finding::{Finding, FindingKind, Span};
pub use log::{Log, Untaken, after_rot};
pub use options::Options;
pub use pace::{Begun, Look, Pace};
pub use piece::Piece;
pub use read::RecordRef;
pub use reclaim::Liveness;
pub use recover::{Damage, Recovered, Tail};
pub use salvage::{Gone, Salvaged, salvage};
pub use scrub::{ScrubPosition, ScrubReport};
pub use seal::DataKey;
pub use stats::Stats;
pub use tracks::SegmentUses;
pub use verify::{Keys, TrackSeen, Verified, verify};
