//! The awsJson protocols, 1.0 and 1.1: one pass over the bytes, straight to a value of the schema.
//!
//! # Source
//! Smithy, AWS JSON 1.0 and 1.1 protocols: timestamps are epoch seconds, blobs base64, not-a-number and the
//! infinities text. Coercions (whole numbers are truncated and saturated, `"true"` is a boolean) follow what
//! kinesalite recorded from AWS.

mod decode;
mod encode;
mod string;

pub use decode::decode;
pub(crate) use encode::write_text;
pub use encode::{begin_list, encode, end_list, list_item};
