//! AWS's wire, and only the wire: schemas, codecs and signatures. Pure; no I/O, no clock, no state.

mod base64;
pub mod cbor;
pub mod constraints;
mod decode_error;
pub mod errors;
mod iso8601;
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
pub use value::Value;
