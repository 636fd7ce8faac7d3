//! Many connections at once need many open files.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Lets this process, and the servers that it starts, have so many files open.
pub(crate) fn raise_files(wanted: u64) -> Result<(), String> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    let maximum = limit.maximum.map(|maximum| maximum.max(wanted));
    setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })
        .map_err(|e| format!("{wanted} open files are needed: {e}"))
}
