//! Tells systemd how the service fares, by datagrams to `$NOTIFY_SOCKET`.
//!
//! # Source
//! sd_notify(3), section "Notes": one datagram of `KEY=value` lines; a leading `@` names an abstract socket.

use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

/// Sends `state`, such as `READY=1`. Without a supervisor it does nothing.
pub(crate) fn tell(state: &str) {
    if let Some(path) = std::env::var_os("NOTIFY_SOCKET") {
        // The supervisor may be gone; the service does not depend on it.
        let _ = send(&path, state);
    }
}

/// How often `WATCHDOG=1` must be sent: half of what the supervisor allows.
pub(crate) fn watchdog_period() -> Option<Duration> {
    let usec: u64 = std::env::var("WATCHDOG_USEC").ok()?.parse().ok()?;
    let ours = std::env::var("WATCHDOG_PID").map_or(true, |pid| pid == std::process::id().to_string());
    (ours && usec > 0).then(|| Duration::from_micros(usec / 2))
}

fn send(path: &OsStr, state: &str) -> io::Result<()> {
    let address = match path.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(path)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_arrives_at_an_abstract_socket() {
        let name = format!("millpond-notify-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(name.as_bytes()).unwrap();
        let supervisor = UnixDatagram::bind_addr(&address).unwrap();

        send(OsStr::new(&format!("@{name}")), "READY=1").unwrap();

        let mut datagram = [0; 32];
        let length = supervisor.recv(&mut datagram).unwrap();
        assert_eq!(&datagram[..length], b"READY=1");
    }
}
