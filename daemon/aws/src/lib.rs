//! AWS's wire, and only the wire: schemas, codecs, constraint checks, error bodies and signatures.
//!
//! Everything is driven by a [`schema`], the static tables that `cargo xtask api` generates from AWS's published
//! models. A [`Value`] is what a codec reads and writes; generated structs come from one and turn into one. Every codec
//! works in both directions, so that the gateway decodes with what the forwarder encodes.
//!
//! # Goals
//! - The bytes and sentences of AWS, each stated once.
//! - PutRecords at memory speed: JSON is read in one pass, without an intermediate document.
//! - Hostile input costs no more than its own size: depth, lengths and counts are bounded before anything is reserved.
//!
//! # Non-goals
//! - I/O, clocks and state; what an operation means; HTTP.
//!
//! # Invariants
//! - No input makes a decoder panic.
//! - What one side encodes the other decodes to an equal value, in every protocol that can say it.
//! - A decoder keeps nothing of a document that it refuses.

mod base64;
pub mod cbor;
pub mod constraints;
mod decode_error;
pub mod errors;
pub mod eventstream;
pub mod gzip;
pub mod iso8601;
pub mod json;
mod members;
mod op;
pub mod query;
pub mod schema;
pub mod sigv4;
mod value;
pub mod xml;

pub use decode_error::DecodeError;
pub use op::{FromValue, IntoValue, Op, Slots};
pub use value::{Plain, Value};
