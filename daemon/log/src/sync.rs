//! The locks of `relay`. In `tests/loom.rs` loom's stand in their place.

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
pub(crate) use std::sync::{Mutex, MutexGuard};
