//! Notices when this device gets a way out again, so that lanes ask at once and not with their next probe, which may be half a minute off.
//!
//! Read from the kernel's tables and not from a netlink socket: the service may then do without that family of sockets, and nothing is
//! read while every upstream answers.

use super::targets::Peer;
use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;
use tokio::sync::watch;

/// How often the tables are read while an upstream is away.
const LOOK: Duration = Duration::from_millis(500);

/// Which of a line's words name a route; the others count how often it was used.
///
/// # Source
/// Linux, `net/ipv4/fib_trie.c` and `net/ipv6/route.c`: interface, destination, gateway, mask; and destination with prefix, next hop,
/// interface.
const TABLES: [(&str, &[usize]); 2] =
    [("/proc/self/net/route", &[0, 1, 2, 7]), ("/proc/self/net/ipv6_route", &[0, 1, 4, 9])];

/// The routes of this device.
type Routes = BTreeSet<String>;

/// Nudges those that are away whenever there is a route that was not there before, until `stop` says so.
pub(super) async fn watch(peers: Vec<Peer>, mut stop: watch::Receiver<bool>) {
    let mut known: Option<Routes> = None;
    while tokio::time::timeout(LOOK, stop.wait_for(|stop| *stop)).await.is_err() {
        let away: Vec<&Peer> = peers.iter().filter(|peer| peer.is_away()).collect();
        if away.is_empty() {
            known = None;
            continue;
        }
        let now = routes();
        let is_new = known.as_ref().is_some_and(|known| !now.is_subset(known));
        known = Some(now);
        if is_new {
            away.iter().for_each(|peer| peer.nudge());
        }
    }
}

/// Tables that cannot be read hold nothing; then probes alone find the way.
fn routes() -> Routes {
    let read = |(path, words): (&str, &[usize])| parse(&fs::read_to_string(path).unwrap_or_default(), words);
    TABLES.into_iter().flat_map(read).collect()
}

fn parse(table: &str, words: &[usize]) -> Routes {
    let name = |line: &str| {
        let all: Vec<&str> = line.split_ascii_whitespace().collect();
        let picked: Option<Vec<&str>> = words.iter().map(|at| all.get(*at).copied()).collect();
        picked.map(|picked| picked.join(" "))
    };
    table.lines().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
";
    const V6: &str = "\
fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
";

    #[test]
    fn what_is_only_used_more_often_is_no_new_route() {
        let used = V6.replace("00000001 00000000 00000001", "00000009 00000042 00000001");

        assert_eq!(parse(V6, TABLES[1].1), parse(&used, TABLES[1].1));
        assert_eq!(parse(V6, TABLES[1].1).len(), 1);
    }

    #[test]
    fn a_gateway_that_comes_is_a_new_route_and_one_that_goes_is_none() {
        let new = format!("{OLD}wwan0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
        let (old, new) = (parse(OLD, TABLES[0].1), parse(&new, TABLES[0].1));

        assert!(!new.is_subset(&old));
        assert!(old.is_subset(&new));
    }

    #[test]
    fn half_a_line_is_no_route() {
        assert!(parse("eth0 0000A8C0\n\n", TABLES[0].1).is_empty());
    }
}
