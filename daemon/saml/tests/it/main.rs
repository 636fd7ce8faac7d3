//! Responses of providers and of forgers, read as the gateway reads them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod accepted;
mod attacks;
mod conditions;
mod metadata;
mod rig;
mod shuffle;
mod wrapping;
