//! The service's operations over a real store on a simulated disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod channels;
mod consumers;
mod encryption;
mod faults;
mod forwarding;
mod iterators;
mod model;
mod policies;
mod putting;
mod queues;
mod rates;
mod reading;
mod resharding;
mod rig;
mod settings;
mod shards;
mod streams;
mod subscribing;
mod tagging;
