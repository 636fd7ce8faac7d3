//! How many files this process may have open: as many as the connections that the configuration lets in, where the system allows it.

use crate::journal;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files besides those of clients: the log's open segments, the catalog, serial ports, upstream connections.
const OTHERS: u64 = 256;

/// Makes room for `connections` clients at once, or says what to change.
pub(crate) fn make_room(connections: u64) {
    let wanted = connections + OTHERS;
    let limit = getrlimit(Resource::Nofile);
    let Some(raised) = raised(limit, wanted) else { return };
    // Whether the kernel took it shows below.
    let _ = setrlimit(Resource::Nofile, raised);
    if let Some(allowed) = getrlimit(Resource::Nofile).current.filter(|&allowed| allowed < wanted) {
        journal::warn(
            "fewer files may be open than connections are let in: raise LimitNOFILE= of the service, or ulimit -Hn",
            &[("allowed", &allowed), ("wanted", &wanted)],
        );
    }
}

/// The limit to ask for; `None` when there is room already.
fn raised(limit: Rlimit, wanted: u64) -> Option<Rlimit> {
    let Rlimit { current, maximum } = limit;
    if current.is_none_or(|current| current >= wanted) {
        return None;
    }
    Some(Rlimit { current: Some(maximum.map_or(wanted, |maximum| maximum.min(wanted))), maximum })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raised(current: Option<u64>, maximum: Option<u64>) -> Option<Option<u64>> {
        super::raised(Rlimit { current, maximum }, 1_000).map(|limit| limit.current)
    }

    #[test]
    fn a_limit_is_raised_to_what_is_wanted_and_no_further_than_allowed() {
        assert_eq!(raised(Some(256), Some(4_096)), Some(Some(1_000)));
        assert_eq!(raised(Some(256), Some(512)), Some(Some(512)));
        assert_eq!(raised(Some(256), None), Some(Some(1_000)));
        assert_eq!(raised(Some(4_096), Some(4_096)), None);
        assert_eq!(raised(None, None), None);
    }
}
