//! Bytes on the wire for each byte of payload: readings of 200 bytes forwarded over TLS through a relay that counts both directions,
//! handshakes and all; beside what people do with boto3.

use crate::Request;
use crate::drain::{Upstream, Way, forward};
use crate::figure::at_most;
use crate::install;
use crate::put_records::create_sharded;
use crate::rig::Rig;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// The figure that is wanted.
const WIRE: f64 = 0.35;
const READINGS: u64 = 100_000;
/// Readings in one call that fills the backlog.
const CALL: u64 = 500;

/// What of the gateway is measured: a name, the upstream's kind, and what the route says.
const WAYS: [(&str, &str, &str); 4] = [
    ("to a Millpond, gzip", "millpond", "compress = \"gzip\"\nbatch_bytes_max = 1048576"),
    ("to Kinesis, lines and gzip", "aws", "aggregate = \"lines\"\ncompress = \"gzip\"\nprotocol = \"cbor\""),
    ("to Kinesis, packed as by the KPL", "aws", "aggregate = \"kpl\"\nprotocol = \"cbor\""),
    ("to Kinesis, a record each", "aws", ""),
];
/// What of boto3 is measured.
const PEERS: [(&str, &str); 3] = [
    ("boto3, lines and gzip", "lines"),
    ("boto3, packed by aws-kinesis-agg", "kpl"),
    ("boto3, a record each", "plain"),
];

/// `millpond-bench wire`.
pub(crate) fn wire(request: &Request) -> Result<(), String> {
    let python = install::forwarder(request)?;
    let hub = Rig::start_beside(request, "-hub", &[])?;
    create_sharded(&mut hub.client()?, "bench", 2)?;
    let mut edge = Rig::start_beside(request, "-edge", &[])?;
    create_sharded(&mut edge.client()?, "bench", 2)?;
    let lines: Vec<String> = (0..READINGS).map(reading).collect();
    fill(&edge, &lines)?;
    let payload = lines.iter().map(|line| line.len() as u64).sum();
    let relay = Relay::start(hub.address)?;
    let certificate = hub.dir.join("tls/cert.pem");
    let config = fs::read_to_string(edge.dir.join("millpond.toml")).map_err(|e| e.to_string())?;
    let mut best = f64::MAX;
    for (number, (name, kind, route)) in WAYS.iter().enumerate() {
        fs::write(edge.dir.join("millpond.toml"), &config).map_err(|e| e.to_string())?;
        let way = Way {
            kind,
            endpoint: format!("https://localhost:{}", relay.address.port()),
            ca: Some(certificate.clone()),
            // A route of another name starts at the beginning.
            name: format!("way-{number}"),
            route,
        };
        relay.take();
        forward(&mut edge, &Upstream::of(&hub)?, &way, READINGS)?;
        // What the route says is done has been counted; so is the end of its connections.
        edge.kill();
        let share = ratio(relay.take(), payload);
        best = best.min(share);
        println!("wire: millpond {name}: {share:.3} B on the wire a byte of payload");
    }
    let file = hub.dir.with_extension("lines");
    fs::write(&file, lines.join("\n") + "\n").map_err(|e| e.to_string())?;
    for (name, manner) in PEERS {
        relay.take();
        peer(&python, &hub, &relay, &certificate, manner, &file)?;
        println!("wire: {name}: {:.3} B on the wire a byte of payload", ratio(relay.take(), payload));
    }
    let _ = fs::remove_file(file);
    println!("wire: the least of ours is {best:.3} ({})", at_most(best, WIRE));
    Ok(())
}

/// A reading as sensors send them: 200 bytes of JSON, of which little repeats but the names.
fn reading(number: u64) -> String {
    let noise = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (turbine, second) = (noise % 40, 1_764_500_000 + number / 10);
    let mut text = format!(
        "{{\"turbine\":\"mill-{turbine:02}\",\"at\":\"{second}.{:03}\",\"rpm\":{}.{},\"power_kw\":{}.{:02},\"wind_ms\":{}.{},\
         \"temp_c\":{}.{},\"pitch\":{}.{},\"state\":\"running\",\"seq\":{number}",
        noise >> 8 & 511,
        9 + (noise >> 20) % 8,
        (noise >> 24) % 10,
        1_200 + (noise >> 28) % 900,
        (noise >> 36) % 100,
        4 + (noise >> 40) % 14,
        (noise >> 44) % 10,
        18 + (noise >> 48) % 30,
        (noise >> 52) % 10,
        (noise >> 54) % 20,
        (noise >> 58) % 10,
    );
    // The rest is what such readings carry along: a site that is always the same.
    let room = 200_usize.saturating_sub(text.len() + "\"site\":\"\"},".len());
    write!(text, ",\"site\":\"{:.room$}\"}}", "north-sea-cluster-3-platform-b-section-2-array-cable-7-xx")
        .expect("a string takes any text");
    text
}

/// Puts lines as records, a few hundred in a call, under a thousand keys in turn.
pub(crate) fn fill(edge: &Rig, lines: &[String]) -> Result<(), String> {
    let mut client = edge.client()?;
    for (call, lines) in lines.chunks(usize::try_from(CALL).unwrap_or(1)).enumerate() {
        let records: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(n, line)| {
                let key = (call as u64 * CALL + n as u64) % 1_000;
                format!("{{\"PartitionKey\":\"k{key}\",\"Data\":\"{}\"}}", STANDARD.encode(line))
            })
            .collect();
        let body = format!("{{\"StreamName\":\"bench\",\"Records\":[{}]}}", records.join(","));
        client.call("kinesis", "Kinesis_20131202.PutRecords", body.as_bytes())?;
    }
    Ok(())
}

fn peer(
    python: &Path,
    hub: &Rig,
    relay: &Relay,
    certificate: &Path,
    manner: &str,
    file: &Path,
) -> Result<(), String> {
    let keys = hub.keys();
    let secret = String::from_utf8_lossy(keys.secret.expose()).into_owned();
    let mut command = Command::new(python.join("bin/python"));
    command.arg(python.join("forward.py")).arg(manner).arg(file).args(["bench", "2"]);
    command.env("AWS_ENDPOINT_URL", format!("https://localhost:{}", relay.address.port()));
    command.env("AWS_CA_BUNDLE", certificate).env("AWS_DEFAULT_REGION", &keys.region);
    command.env("AWS_ACCESS_KEY_ID", &keys.access_key_id).env("AWS_SECRET_ACCESS_KEY", secret);
    let ran = command.output().map_err(|e| e.to_string())?;
    if ran.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
fn ratio(wire: u64, payload: u64) -> f64 {
    wire as f64 / payload as f64
}

/// Passes connections on and counts what passes.
struct Relay {
    address: SocketAddr,
    bytes: Arc<AtomicU64>,
}

impl Relay {
    fn start(to: SocketAddr) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let bytes = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&bytes);
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(to) else { continue };
                let (Ok(near2), Ok(far2)) = (near.try_clone(), far.try_clone()) else { continue };
                let (one, other) = (Arc::clone(&counted), Arc::clone(&counted));
                thread::spawn(move || pass(near, far, &one));
                thread::spawn(move || pass(far2, near2, &other));
            }
        });
        Ok(Self { address, bytes })
    }

    /// Bytes since the last time.
    fn take(&self) -> u64 {
        self.bytes.swap(0, Ordering::Relaxed)
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, bytes: &AtomicU64) {
    let mut buffer = [0; 16 << 10];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        bytes.fetch_add(read as u64, Ordering::Relaxed);
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
