//! Keeping the process small after large requests.
//!
//! glibc gives an allocation back to the kernel at once only when it was large enough to be mapped on its own, and
//! every such allocation that is freed raises the bar up to 32 MiB. After one request of 16 MiB the next ones come
//! from a heap per thread that never shrinks again: 63 MiB resident where 27 MiB are needed. Holding the bar where it
//! starts prevents that. What is free at the end of a heap then goes back whenever it is more than 128 KiB, and is asked
//! for again with the next request: keeping 4 MiB there took 6 % of the processor time off PutRecords. Both can be set
//! only through a call that Rust counts as unsafe, or through the environment of a process when it begins; so the
//! gateway begins twice.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

const TUNABLES: &str = "GLIBC_TUNABLES";

/// Allocations of at least this many bytes are mapped on their own: the bodies and batches of large requests, and
/// none of those that a usual request makes. A heap keeps four of these.
const THRESHOLDS: &str = "glibc.malloc.mmap_threshold=1048576:glibc.malloc.trim_threshold=4194304";

/// Makes this process begin again with the tuned allocator, under the same id and with the same arguments.
///
/// Returns when that has happened, when the environment tunes the allocator itself, and when it cannot be done: the
/// gateway then works all the same.
pub(crate) fn tune() {
    if !cfg!(target_env = "gnu") || env::var_os(TUNABLES).is_some() {
        return;
    }
    let mut arguments = env::args_os();
    let name = arguments.next();
    let Ok(program) = env::current_exe() else { return };
    let mut again = Command::new(program);
    if let Some(name) = name {
        again.arg0(name);
    }
    // Only a failure returns, and it leaves this process as it was.
    let _ = again.args(arguments).env(TUNABLES, THRESHOLDS).exec();
}
