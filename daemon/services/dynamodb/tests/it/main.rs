//! The service's operations over a real store on a simulated disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod durability;
mod items;
mod kms;
mod rig;
