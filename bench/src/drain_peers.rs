//! The same backlog drained to kinesis-local by the gateway and by what people write with boto3, in turn.
//!
//! The script reads its records from a file, which costs it less than any buffer that survives a power cut would; it sends only the
//! entries that failed again, over as many connections as the gateway opens calls. The upstream keeps everything in memory and checks no
//! signature; each side gets a stream of its own, and the upstream one restart a round, so that none finds it fuller than the other.

use crate::Request;
use crate::client::Client;
use crate::drain::{Upstream, Way, forward};
use crate::figure::{at_least, at_most, median};
use crate::install;
use crate::kinesis_peers::kinesis_local;
use crate::peer::Peer;
use crate::put_records::{RECORD_BYTES, create_sharded};
use crate::rig::Rig;
use crate::wire::fill;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const SHARDS: u32 = 4;
/// Threads of the script, each with a connection of its own.
const THREADS: &str = "4";
/// What both send, unless told: the upstream takes a few hundred records a second.
const MIB: u64 = 16;

/// What one side managed.
#[derive(Default)]
struct Side {
    rates: Vec<f64>,
    /// Milliseconds of processor time a megabyte.
    costs: Vec<f64>,
}

/// `millpond-bench drain-peers`.
pub(crate) fn drain_peers(request: &Request) -> Result<(), String> {
    let python = install::forwarder(request)?;
    let modules = install::node(request)?;
    let lines: Vec<String> = (0..request.mib.unwrap_or(MIB) * 1024).map(line).collect();
    let records = lines.len() as u64;
    let (mut ours, mut script) = (Side::default(), Side::default());
    let (mut faster, mut cheaper) = (Vec::new(), Vec::new());
    for round in 1..=request.rounds {
        let mut edge = Rig::start_beside(request, "-edge", &[("budget_mib", 2048)])?;
        create_sharded(&mut edge.client()?, "bench", SHARDS)?;
        fill(&edge, &lines)?;
        let file = edge.dir.with_extension("lines");
        fs::write(&file, lines.join("\n") + "\n").map_err(|e| e.to_string())?;
        let upstream = start(&modules, &edge)?;
        // Either side first as often as the other.
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                gateway(&mut edge, &upstream, records, &mut ours)?;
            } else {
                boto3(&python, &edge, &upstream, &file, records, &mut script)?;
            }
        }
        let _ = fs::remove_file(file);
        let last = |figures: &[f64]| figures.last().copied().unwrap_or_default();
        faster.push(last(&ours.rates) / last(&script.rates));
        cheaper.push(last(&ours.costs) / last(&script.costs));
        println!(
            "round {round}: millpond {:.1} MB/s and {:.1} ms of processor time a megabyte, boto3 {:.1} MB/s and {:.1} ms",
            last(&ours.rates),
            last(&ours.costs),
            last(&script.rates),
            last(&script.costs)
        );
    }
    let (faster, cheaper) = (median(&mut faster), median(&mut cheaper));
    println!(
        "drain-peers: {faster:.2} times the rate of boto3 ({}), {cheaper:.2} of its processor time a megabyte ({})",
        at_least(faster, 1.0),
        at_most(cheaper, 1.0)
    );
    Ok(())
}

/// A kilobyte that compresses no better than telemetry in text does.
fn line(number: u64) -> String {
    let (mut text, mut noise) = (String::new(), number);
    while (text.len() as u64) < RECORD_BYTES {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        write!(text, "{noise:016x}").expect("a string takes any text");
    }
    text
}

/// The upstream, with a stream for each side.
fn start(modules: &Path, edge: &Rig) -> Result<Peer, String> {
    let mut peer = kinesis_local(modules, &edge.dir.with_extension("upstream"))?;
    peer.until_ready(|address| {
        let mut client: Client = edge.client_to(address)?;
        create_sharded(&mut client, "bench", SHARDS)?;
        create_sharded(&mut client, "script", SHARDS)
    })?;
    // It takes half a second until a stream takes records.
    std::thread::sleep(Duration::from_secs(1));
    Ok(peer)
}

fn gateway(edge: &mut Rig, upstream: &Peer, records: u64, side: &mut Side) -> Result<(), String> {
    let way = Way {
        kind: "aws",
        endpoint: format!("http://{}", upstream.address),
        ca: None,
        name: "bench".to_owned(),
        route: "",
    };
    let keys = edge.keys().clone();
    let hub = Upstream { keys: &keys, pid: upstream.pid() };
    let done = forward(edge, &hub, &way, records)?;
    side.note(records, done.took, done.edge_cpu);
    edge.kill();
    Ok(())
}

fn boto3(
    python: &Path,
    edge: &Rig,
    upstream: &Peer,
    file: &Path,
    records: u64,
    side: &mut Side,
) -> Result<(), String> {
    let keys = edge.keys();
    let mut command = Command::new(python.join("bin/python"));
    command.arg(python.join("forward.py")).arg("plain").arg(file).args(["script", THREADS]);
    command.env("AWS_ENDPOINT_URL", format!("http://{}", upstream.address));
    command.env("AWS_DEFAULT_REGION", &keys.region).env("AWS_ACCESS_KEY_ID", &keys.access_key_id);
    command.env("AWS_SECRET_ACCESS_KEY", String::from_utf8_lossy(keys.secret.expose()).into_owned());
    let ran = command.output().map_err(|e| e.to_string())?;
    if !ran.status.success() {
        return Err(String::from_utf8_lossy(&ran.stderr).into_owned());
    }
    let said = String::from_utf8_lossy(&ran.stdout);
    let mut seconds =
        said.split_whitespace().filter_map(|word| word.parse().ok().map(Duration::from_secs_f64));
    let (Some(cpu), Some(took)) = (seconds.next(), seconds.next()) else {
        return Err(format!("the script said {said:?}"));
    };
    side.note(records, took, cpu);
    Ok(())
}

impl Side {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    fn note(&mut self, records: u64, took: Duration, cpu: Duration) {
        let megabytes = (records * RECORD_BYTES) as f64 / 1e6;
        self.rates.push(megabytes / took.as_secs_f64());
        self.costs.push(cpu.as_secs_f64() * 1e3 / megabytes);
    }
}
