//! How records are shaped and packed for what lies upstream: pure functions of bytes, without sockets and without a clock.
//!
//! Goals: the formats of others, byte for byte ([`kpl`], [`mqtt`]); objects whose names and bytes follow from their records
//! alone ([`object`], [`lines`]), so that writing one twice is writing it once; a few safe things to do to a record
//! ([`Shaping`]); readings of sensors as lines of JSON ([`reading`]). Every decoder here is fuzzed.
//! Non-goals: a language; what is sent when, which `millpond-forward` decides.
//!
//! Invariants: the same records and the same settings lead to the same bytes; no input makes anything here panic.

pub mod firehose;
pub mod kpl;
pub mod lines;
pub mod modbus;
pub mod mqtt;
pub mod object;
pub mod reading;
mod shaping;
pub mod shards;
mod template;

pub use shaping::{Shaped, Shaping, Unfit};
pub use template::{About, Facts, Template, TemplateError};
