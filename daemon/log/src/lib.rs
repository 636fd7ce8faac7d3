//! The append-only segmented log on flash: sealed before stored, durable before acknowledged.

mod batch;
pub mod disk;
mod error;
mod format;
mod interim;
mod options;
pub mod seal;

pub use batch::{Batch, Bounds, Committed, Durable, ReadLimit, Record};
pub use error::{CommitError, OpenError, ReadError, ReclaimError, StageError};
pub use interim::{Log, Recovered, Stats};
pub use options::Options;
pub use seal::DataKey;
