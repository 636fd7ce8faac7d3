//! Keeps what this process holds in memory from leaving it: no core dumps, and no reading by other processes of the user.
//!
//! Memory is not locked: `MCL_FUTURE` makes every allocation beyond `RLIMIT_MEMLOCK` fail, which is 64 KiB to 8 MiB for
//! services, and single pages cannot be locked without unsafe code. The system service has `MemorySwapMax=0` instead.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;

/// The kernel's account of what this process wrote. A process that must not be dumped may not open its own any more
/// unless it is root's, so it is opened before.
static ACCOUNT: OnceLock<Option<File>> = OnceLock::new();

/// Closes the ways. Where the kernel refuses, what follows works all the same.
pub(crate) fn close_memory() {
    ACCOUNT.get_or_init(open_account);
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Bytes that this process caused to be written to storage.
///
/// # Source
/// proc_pid_io(5), `write_bytes`.
pub(crate) fn bytes_written() -> Option<u64> {
    let file = ACCOUNT.get_or_init(open_account).as_ref()?;
    // Seven lines of a word and a number.
    let mut text = [0; 512];
    let length = file.read_at(&mut text, 0).ok()?;
    let text = str::from_utf8(&text[..length]).ok()?;
    text.lines().find_map(|line| line.strip_prefix("write_bytes:"))?.trim().parse().ok()
}

fn open_account() -> Option<File> {
    File::open("/proc/self/io").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_writes_stays_readable() {
        let before = bytes_written().unwrap();

        assert!(bytes_written().unwrap() >= before);
    }
}
