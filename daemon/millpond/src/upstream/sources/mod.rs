//! What is read beside streams and queues.

pub(super) mod losses;
pub(super) mod trail;
