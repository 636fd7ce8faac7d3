//! `cargo xtask budget`: limits that a release must keep.

use crate::run::{Failure, failed, target_dir};
use std::fs;

/// The stripped release binary.
///
/// # Source
/// Ours: it must fit beside its rollback copy and the system on a 32 MiB firmware partition. What brought it here is in
/// docs/adr/0007-size.md.
const BINARY_BYTES_MAX: u64 = 12 << 20;

/// Compares the release binary with its budget.
pub(crate) fn budget() -> Result<(), Failure> {
    let path = target_dir().join("release/millpond");
    let bytes = fs::metadata(&path).map_err(|e| failed(path.display(), e))?.len();
    eprintln!("release binary: {bytes} B of {BINARY_BYTES_MAX} B");
    if bytes > BINARY_BYTES_MAX {
        return Err(failed("release binary", format!("{bytes} B, the budget is {BINARY_BYTES_MAX} B")));
    }
    Ok(())
}
