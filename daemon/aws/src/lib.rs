//! AWS's wire, and only the wire: schemas, codecs and signatures. Pure; no I/O, no clock, no state.

pub mod schema;
mod value;

pub use value::Value;
