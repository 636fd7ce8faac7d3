//! The service's operations over a real store on a simulated disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod batches;
mod fifo;
mod kms;
mod messages;
mod moves;
mod permissions;
mod polling;
mod power;
mod queues;
mod redrive;
mod rig;
mod tagging;
