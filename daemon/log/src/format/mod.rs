//! The bytes on flash.
pub(crate) mod varint;
/// Bytes of a block: what flash file systems write at once.
pub(crate) const BLOCK_BYTES: usize = 4096;
