//! The query protocol's requests: `Action=ListUsers&Version=2010-05-08&MaxItems=10`.
//!
//! Structures are dotted paths, lists `.member.N` (or `.N` when flattened), maps `.entry.N.key` and `.entry.N.value`
//! (or `.N.Name` and `.N.Value`).
//!
//! # Source
//! Smithy, AWS query protocol.

mod decode;
mod encode;
mod form;

pub use decode::decode;
pub(crate) use decode::scalar;
pub use encode::encode;
pub(crate) use encode::text;
pub use form::parse_form;
pub(crate) use form::write_form;
