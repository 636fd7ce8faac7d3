//! CBOR, in the two dialects AWS speaks.
//!
//! # Source
//! Smithy RPC v2 CBOR: timestamps carry tag 1 and are seconds. `application/x-amz-cbor-1.1` has no public
//! specification; the Java SDK sends indefinite maps and byte strings, and reads timestamps only as whole
//! milliseconds since 1970.

mod decode;
mod encode;

pub use decode::decode;
pub use encode::{begin_list, encode, end_list, list_item};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `application/x-amz-cbor-1.1`: timestamps are milliseconds.
    Amz,
    /// `smithy-protocol: rpc-v2-cbor`: timestamps are seconds under tag 1.
    RpcV2,
}

/// Tag of a point in time, RFC 8949 section 3.4.2.
const EPOCH: minicbor::data::Tag = minicbor::data::Tag::new(1);
