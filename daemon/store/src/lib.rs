//! The nouns that services share: streams, queues, keys, principals, the trail and the forwarder's progress.
//!
//! Goals: one truth on flash (the log for data, the catalog for names and settings), everything in memory derived
//! from it; locks are short, one per noun, and never held while waiting for flash to sync.
//! Non-goals: wire formats and AWS error texts, which belong to services.

mod bell;
pub mod catalog;
pub mod encryption;
pub mod full;
pub mod inbox;
pub mod inspect;
pub mod keyring;
pub mod losses;
pub mod metric;
pub mod node;
pub mod outbox;
pub mod post;
pub mod principal;
pub mod queue;
pub mod renewing;
mod rot;
mod store;
pub mod stream;
pub mod table;
pub mod trail;
mod varint;

pub use bell::{Bell, Ring};
pub use catalog::{Catalog, CatalogError};
pub use store::{OpenError, Parts, Store};
