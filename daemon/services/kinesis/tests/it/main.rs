//! The service's operations over a real store on a simulated disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod consumers;
mod faults;
mod iterators;
mod model;
mod putting;
mod reading;
mod resharding;
mod rig;
mod shards;
mod streams;
