//! The query protocol's replies, and documents like them.
//!
//! # Source
//! Smithy, AWS query protocol: `<OpResponse xmlns><OpResult>..</OpResult><ResponseMetadata><RequestId/>..`.

mod decode;
mod encode;
mod tree;

pub use decode::decode_result;
pub use encode::encode_result;
pub(crate) use encode::{close, leaf, open};
pub(crate) use tree::{Node, parse};
