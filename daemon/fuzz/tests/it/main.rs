//! The kept corpus and its mutations go through every target, on any compiler and in bounded time.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod corpus;
mod replay;
