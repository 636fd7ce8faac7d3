//! What a running gateway tells about itself, and the local socket on which it does.
//!
//! Whoever connects may send one word that asks for something, or what to do about nodes, closes its side, and is sent one JSON document. Only the
//! owner of the data directory can connect.

use crate::care::{FlashStatus, ScrubStatus, bytes, ratio};
use crate::datadir::DataDir;
use crate::fieldbus::LineStatus;
use crate::modbus::ModbusStatus;
use crate::nodes::{self, Answer, NodeStatus};
use crate::trouble::{Step, Trouble};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use zeroize::Zeroizing;

/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a request is waited for from a caller that neither sends one nor closes its side.
const REQUEST_PATIENCE: Duration = Duration::from_millis(200);
/// Asks for a pass over everything stored.
pub(crate) const SCRUB: &str = "scrub";
/// Asks for the loss ledger.
pub(crate) const LOSSES: &str = "losses";
/// Asks for something to be done about nodes, in JSON after a space.
const NODES: &str = "nodes";
/// No request is longer. Ours: three names of 64 bytes, quoted, and what stands between them.
const REQUEST_BYTES_MAX: u64 = 1024;

/// The request that asks for something to be done about nodes.
pub(crate) fn of_nodes(request: &nodes::Request) -> String {
    format!("{NODES} {}", serde_json::to_string(request).expect("a request is valid JSON"))
}

/// What is asked for about nodes; `None` for another request.
pub(crate) fn about_nodes(request: &[u8]) -> Option<nodes::Request> {
    serde_json::from_slice(request.strip_prefix(NODES.as_bytes())?.strip_prefix(b" ")?).ok()
}

/// A running gateway's state.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Status {
    /// The program's version.
    pub(crate) version: String,
    /// Its process.
    pub(crate) pid: u32,
    /// Seconds since it started.
    pub(crate) uptime_secs: u64,
    /// Where clients connect.
    pub(crate) listen: String,
    /// True when TLS is offered there too.
    pub(crate) tls: bool,
    /// The region served.
    pub(crate) region: String,
    /// The account served.
    pub(crate) account: String,
    /// True when signatures and policies are enforced.
    pub(crate) auth: bool,
    /// False when there is evidence that the wall clock is wrong.
    pub(crate) clock_trusted: bool,
    /// What the wall clock shows.
    pub(crate) clock_wall: String,
    /// Streams.
    pub(crate) streams: u64,
    /// Shards of all streams.
    pub(crate) shards: u64,
    /// Queues.
    pub(crate) queues: u64,
    /// Client connections open.
    pub(crate) connections: u64,
    /// Requests answered since start.
    pub(crate) requests: u64,
    /// Requests refused before they were read whole.
    pub(crate) refused: u64,
    /// The log.
    pub(crate) log: LogStatus,
    /// What was written to flash.
    pub(crate) flash: FlashStatus,
    /// How far re-reading of everything stored has come, and what it found.
    pub(crate) scrub: ScrubStatus,
    /// Each route and lane.
    pub(crate) routes: Vec<RouteStatus>,
    /// Each way out that has a name.
    pub(crate) uplinks: Vec<UplinkStatus>,
    /// The sensor link, by counter.
    pub(crate) link: Vec<(String, u64)>,
    /// Each serial port of the sensor link.
    pub(crate) serial: Vec<LineStatus>,
    /// Each device that is polled over Modbus.
    pub(crate) modbus: Vec<ModbusStatus>,
    /// Each node.
    pub(crate) nodes: Vec<NodeStatus>,
    /// What came of what was asked for about nodes.
    pub(crate) nodes_answer: Option<Answer>,
    /// The broker of MQTT, by counter.
    #[serde(default)]
    pub(crate) mqtt: Vec<(String, u64)>,
    /// Resident memory, in bytes.
    pub(crate) resident_bytes: u64,
    /// Records let go of or lost, as the loss ledger counts them.
    pub(crate) records_lost: u64,
    /// The loss ledger, when it was asked for.
    pub(crate) losses_export: Option<serde_json::Value>,
}

/// The log's state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LogStatus {
    /// Bytes committed since start, as callers counted them.
    pub(crate) payload_bytes: u64,
    /// Bytes written to flash for them.
    pub(crate) device_bytes_written: u64,
    /// Durable commits since start.
    pub(crate) commits: u64,
    /// Segments that hold data.
    pub(crate) segments_used: u64,
    /// Segments still free within the budget.
    pub(crate) segments_free: u64,
    /// What new records are sealed with.
    pub(crate) seal: String,
    /// False once the log can no longer be written.
    pub(crate) writable: bool,
}

/// One lane of a route.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct RouteStatus {
    /// The route's name.
    pub(crate) route: String,
    /// The shard, or the queue itself.
    pub(crate) lane: String,
    /// What it does now, in words.
    pub(crate) state: String,
    /// Records not yet forwarded.
    pub(crate) lag: u64,
    /// Their bytes before encoding, by the mean of those sent since start; absent before the first.
    pub(crate) lag_bytes: Option<u64>,
    /// Seconds for which the oldest of them has waited, if one does.
    pub(crate) oldest_secs: Option<u64>,
    /// Seconds in which they are forwarded at the pace of late; absent while nothing was.
    pub(crate) drain_secs: Option<u64>,
    /// Records forwarded since start.
    pub(crate) forwarded: u64,
    /// Entries sent again since start.
    pub(crate) retried: u64,
    /// Records since start that the upstream rejects and that are in the route's queue for dead letters.
    pub(crate) dead_letters: u64,
    /// Bytes sent over the wire for the whole route since start: handshakes, repeats and roles included.
    pub(crate) sent_bytes: u64,
    /// The same of bytes received.
    pub(crate) received_bytes: u64,
    /// Bytes that the route and its uplink may still carry today; absent without a budget.
    pub(crate) left_today_bytes: Option<u64>,
    /// The same for this month.
    pub(crate) left_this_month_bytes: Option<u64>,
    /// What went wrong last, in words; empty when nothing did.
    pub(crate) last_error: String,
    /// When, by the wall clock.
    pub(crate) last_error_at: String,
}

/// A way out of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct UplinkStatus {
    /// Its name.
    pub(crate) uplink: String,
    /// True while it is metered.
    pub(crate) metered: bool,
    /// Bytes sent over it since start.
    pub(crate) sent_bytes: u64,
    /// Bytes received over it since start.
    pub(crate) received_bytes: u64,
    /// Bytes that went over it today, both ways.
    pub(crate) today_bytes: u64,
    /// Bytes that may still go today; absent without a budget.
    pub(crate) left_today_bytes: Option<u64>,
    /// The same for this month.
    pub(crate) left_this_month_bytes: Option<u64>,
}

impl UplinkStatus {
    /// The state as a line for a person.
    pub(crate) fn line(&self) -> String {
        let left = |span: &str, left: Option<u64>| {
            left.map_or(String::new(), |left| format!(", {} left {span}", bytes(left)))
        };
        format!(
            "uplink    {}: {} sent, {} received, {} today{}{}{}",
            self.uplink,
            bytes(self.sent_bytes),
            bytes(self.received_bytes),
            bytes(self.today_bytes),
            left("today", self.left_today_bytes),
            left("this month", self.left_this_month_bytes),
            if self.metered { "; metered" } else { "" }
        )
    }
}

impl Status {
    /// The state as lines for a person.
    pub(crate) fn lines(&self) -> Vec<String> {
        let log = &self.log;
        let mut lines = vec![
            format!("millpond {} (pid {}), up {}", self.version, self.pid, duration(self.uptime_secs)),
            format!("listen    {}{}", self.listen, if self.tls { ", plain and TLS" } else { ", plain only" }),
            format!("region    {}, account {}", self.region, self.account),
            if self.auth {
                "auth      on".into()
            } else {
                "auth      OFF: anyone on this machine may do anything; for test benches only".into()
            },
            format!("clock     {}{}", self.clock_wall, if self.clock_trusted { "" } else { ", NOT trusted" }),
            format!("holds     {} streams ({} shards), {} queues", self.streams, self.shards, self.queues),
            format!(
                "clients   {} connected, {} requests, {} refused",
                self.connections, self.requests, self.refused
            ),
            format!(
                "log       {} of {} segments used, {} commits, {} of payload, {} flash bytes per payload byte, {}{}",
                log.segments_used,
                log.segments_used + log.segments_free,
                log.commits,
                bytes(log.payload_bytes),
                ratio(log.device_bytes_written, log.payload_bytes),
                log.seal,
                if log.writable { "" } else { "; READ ONLY, see the service's log" },
            ),
            format!("memory    {} resident", bytes(self.resident_bytes)),
        ];
        if self.records_lost > 0 {
            lines.push(format!("LOST      {} records; see millpond losses", self.records_lost));
        }
        lines.extend(self.care_lines());
        for route in &self.routes {
            lines.push(format!(
                "route     {} {}: {}, {} behind, {} forwarded, {} sent again, {} dead letters",
                route.route,
                route.lane,
                route.state,
                route.lag,
                route.forwarded,
                route.retried,
                route.dead_letters
            ));
        }
        lines.extend(self.uplinks.iter().map(UplinkStatus::line));
        if !self.link.is_empty() {
            let counters: Vec<String> =
                self.link.iter().map(|(name, count)| format!("{name} {count}")).collect();
            lines.push(format!("link      {}", counters.join(", ")));
        }
        lines.extend(self.serial.iter().map(LineStatus::line));
        lines.extend(self.modbus.iter().map(ModbusStatus::line));
        if !self.nodes.is_empty() {
            lines.push(nodes::summary(&self.nodes));
        }
        if !self.mqtt.is_empty() {
            let counters: Vec<String> =
                self.mqtt.iter().map(|(name, count)| format!("{name} {count}")).collect();
            lines.push(format!("mqtt      {}", counters.join(", ")));
        }
        lines
    }
}

impl Status {
    /// What there is to say of the flash.
    fn care_lines(&self) -> Vec<String> {
        let (flash, scrub) = (&self.flash, &self.scrub);
        let budget = flash.daily_budget_bytes.map_or(String::new(), |budget| {
            let over = if flash.today_bytes > budget { ": EXCEEDED" } else { "" };
            format!(" of a daily budget of {}{over}", bytes(budget))
        });
        let last = if scrub.last_pass.is_empty() { "never" } else { &scrub.last_pass };
        let mut lines = vec![
            format!("flash     {} written today{budget}", bytes(flash.today_bytes)),
            format!(
                "scrub     {} passes, the last one {last}, {} damaged places in it",
                scrub.passes, scrub.last_pass_damage
            ),
        ];
        lines.extend(scrub.found.iter().map(|found| format!("DAMAGED   {}", found.line())));
        lines
    }
}

/// Seconds as people say them.
pub(crate) fn duration(secs: u64) -> String {
    let (days, hours, minutes) = (secs / 86_400, secs / 3600 % 24, secs / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{secs} s"),
        (0, 0, _) => format!("{minutes} min {} s", secs % 60),
        (0, _, _) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

/// This process's resident memory, in bytes; 0 where the kernel does not say.
pub(crate) fn resident_bytes() -> u64 {
    let read = || -> Option<u64> {
        let text = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()
    };
    read().unwrap_or(0) * 1024
}

/// Opens the socket, in place of one that an ended process left behind. The caller holds the directory's lock.
pub(crate) fn listen(data: &DataDir) -> Result<UnixListener, Trouble> {
    let path = data.status_socket();
    let cannot = || format!("cannot open the status socket {}", path.display());
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Trouble::because(cannot(), error));
        }
        _ => {}
    }
    let listener = UnixListener::bind(&path).step(cannot)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).step(cannot)?;
    Ok(listener)
}

/// Answers on the socket for as long as it is polled; `asked` is told the request, which is mostly empty.
pub(crate) async fn answer(listener: UnixListener, asked: impl Fn(&[u8]), status: impl Fn(&[u8]) -> Status) {
    loop {
        let Ok((mut stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let mut request = Vec::new();
        let mut side = (&mut stream).take(REQUEST_BYTES_MAX);
        let _ = tokio::time::timeout(REQUEST_PATIENCE, side.read_to_end(&mut request)).await;
        asked(&request);
        // It may hold a key.
        let text = Zeroizing::new(serde_json::to_vec(&status(&request)).expect("a status is valid JSON"));
        let _ = tokio::time::timeout(PATIENCE, stream.write_all(&text)).await;
    }
}

/// Asks the gateway that serves `data`; `None` when none runs.
pub(crate) fn ask(data: &DataDir) -> Result<Option<Status>, Trouble> {
    request(data, "")
}

/// Asks the gateway that serves `data` for something, and how it fares; `None` when none runs.
pub(crate) fn request(data: &DataDir, request: &str) -> Result<Option<Status>, Trouble> {
    let path = data.status_socket();
    let mut stream = match UnixStream::connect(&path) {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(Trouble::because(format!("cannot ask at {}", path.display()), error)),
    };
    let cannot = || format!("no answer at {}", path.display());
    stream.set_read_timeout(Some(PATIENCE)).step(cannot)?;
    stream.write_all(request.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write)).step(cannot)?;
    let mut text = Zeroizing::new(Vec::new());
    stream.read_to_end(&mut text).step(cannot)?;
    serde_json::from_slice(&text).step(cannot).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_easily() {
        assert_eq!(
            [duration(5), duration(65), duration(3_700), duration(90_000)],
            ["5 s", "1 min 5 s", "1 h 1 min", "1 d 1 h"]
        );
    }

    #[test]
    fn an_open_gateway_says_so() {
        let lines = Status { auth: false, ..Status::default() }.lines().join("\n");

        assert!(lines.contains("auth      OFF"), "{lines}");
    }

    #[test]
    fn the_longest_request_about_nodes_fits_and_reads_back() {
        let name = "n".repeat(64);
        let (to, commands) = (format!("stream/{}", "s".repeat(128)), Some("q".repeat(80)));
        let request =
            nodes::Request::Add { name, to, commands, sample_ms: u32::MAX, keep_after_ms: u32::MAX };

        let text = of_nodes(&request);

        assert!(text.len() as u64 <= REQUEST_BYTES_MAX);
        assert_eq!(about_nodes(text.as_bytes()), Some(request));
        for other in ["", "scrub", "nodes", "nodes {}", "nodesx"] {
            assert_eq!(about_nodes(other.as_bytes()), None, "{other:?}");
        }
    }

    #[test]
    fn a_status_of_another_version_still_reads() {
        let status: Status = serde_json::from_str(r#"{"version":"9","something_new":1}"#).unwrap();

        assert_eq!(status.version, "9");
    }
}
