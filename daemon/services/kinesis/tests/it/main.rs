//! The service's operations over a real store on a simulated disk.

mod iterators;
mod model;
mod putting;
mod reading;
mod rig;
mod shards;
mod streams;
