//! AWS's wire, and only the wire: schemas, codecs and signatures. Pure; no I/O, no clock, no state.

mod op;
pub mod schema;
pub mod sigv4;
mod value;

pub use op::{FromValue, IntoValue, Op, Slots};
pub use value::Value;
