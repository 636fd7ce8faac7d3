//! From a name to a socket: every address of it is tried, families in turn, and what fails is told apart.

use super::NoAnswer;
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long an address may take before the next one is tried beside it.
///
/// # Source
/// RFC 8305, section 5: the recommended connection attempt delay.
const STAGGER: Duration = Duration::from_millis(250);
/// How long a name may take to be resolved. Two servers of `resolv.conf` at five seconds each, less what the rest needs.
const RESOLVE_MAX: Duration = Duration::from_secs(8);

/// Connects to a host by name or address.
///
/// # Errors
/// Says whether the name or the connection failed.
pub(super) async fn dial(host: &str, port: u16) -> Result<TcpStream, NoAnswer> {
    let found = timeout(RESOLVE_MAX, lookup_host((host, port))).await;
    let found = found.map_err(|late| NoAnswer::of(format!("no name server answered for {host}"), late))?;
    let found = found.map_err(|error| NoAnswer::of(format!("the name {host} cannot be resolved"), error))?;
    let stream = race(in_turn(found)).await;
    let stream = stream.map_err(|error| NoAnswer::of(refusal(&error, host, port), error))?;
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

fn refusal(error: &io::Error, host: &str, port: u16) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => format!("nothing listens at {host}, port {port}"),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            format!("there is no way to {host}: the link is down or has no route")
        }
        _ => format!("cannot connect to {host}, port {port}"),
    }
}

/// Addresses with families taking turns, beginning with the one the resolver prefers.
fn in_turn(found: impl Iterator<Item = SocketAddr>) -> VecDeque<SocketAddr> {
    let mut lead: VecDeque<SocketAddr> = found.collect();
    let first_is_ipv6 = lead.front().is_some_and(SocketAddr::is_ipv6);
    let mut other: VecDeque<SocketAddr> =
        lead.iter().copied().filter(|at| at.is_ipv6() != first_is_ipv6).collect();
    lead.retain(|at| at.is_ipv6() == first_is_ipv6);
    let mut all = VecDeque::new();
    while !lead.is_empty() || !other.is_empty() {
        all.extend(lead.pop_front());
        all.extend(other.pop_front());
    }
    all
}

/// The first address that connects wins; the others are given up.
async fn race(mut left: VecDeque<SocketAddr>) -> io::Result<TcpStream> {
    let mut running = JoinSet::new();
    let mut failed = io::Error::new(io::ErrorKind::AddrNotAvailable, "the name has no address");
    loop {
        match left.pop_front() {
            Some(at) => _ = running.spawn(TcpStream::connect(at)),
            None if running.is_empty() => return Err(failed),
            None => {}
        }
        let more = !left.is_empty();
        tokio::select! {
            Some(ended) = running.join_next() => match ended {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => failed = error,
                Err(panicked) => failed = io::Error::other(panicked),
            },
            () = tokio::time::sleep(STAGGER), if more => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    fn at(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn families_take_turns_beginning_with_the_preferred_one() {
        let found = ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"].map(at);

        let order = in_turn(found.into_iter());

        assert_eq!(order, ["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"].map(at));
    }

    #[tokio::test]
    async fn an_address_that_refuses_or_is_silent_does_not_hide_one_that_answers() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = listener.local_addr().unwrap();
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        // TEST-NET-1: nothing answers there, and where there is no route it fails at once.
        let silent = at("192.0.2.1:9");

        let won = race(VecDeque::from([silent, closed, good])).await.unwrap();

        assert_eq!(won.peer_addr().unwrap(), good);
    }

    #[tokio::test]
    async fn a_name_that_is_not_there_and_a_port_that_is_closed_are_told_apart() {
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();

        let unnamed = dial("nowhere.invalid", 443).await.unwrap_err().to_string();
        let refused = dial("127.0.0.1", closed.port()).await.unwrap_err().to_string();

        assert!(unnamed.contains("nowhere.invalid cannot be resolved"), "{unnamed}");
        assert!(refused.contains("nothing listens at 127.0.0.1"), "{refused}");
    }
}
