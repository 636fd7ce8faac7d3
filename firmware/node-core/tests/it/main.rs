//! A node with flash that is cut at every operation, a lossy channel and a gateway that forgets what was not durable.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod cuts;
mod flash;
mod world;
