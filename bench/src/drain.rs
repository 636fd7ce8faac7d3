//! A backlog that waits on one gateway drains to another one, beside what the same machine takes in directly.

use crate::Request;
use crate::client::Keys;
use crate::figure::{at_least, median, word};
use crate::put_records::{CONNECTIONS, Load, RECORD_BYTES, RECORDS, create_sharded};
use crate::rig::{Rig, cpu};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const SHARDS: u32 = 4;
/// The figures that are wanted; either will do.
const MB_PER_S: f64 = 50.0;
const SHARE: f64 = 0.70;
/// No drain takes longer.
const PATIENCE: Duration = Duration::from_secs(600);
/// Requests of one connection that share a body: what is made once need not be made for each.
const BODIES: u64 = 8;

/// `millpond-bench drain`.
pub(crate) fn drain(request: &Request) -> Result<(), String> {
    let mib = request.mib.unwrap_or(1024);
    let room = [("budget_mib", (mib + mib / 4 + 256).max(2048))];
    let (mut rates, mut shares) = (Vec::new(), Vec::new());
    for round in 1..=request.rounds {
        let hub = Rig::start_beside(request, "-hub", &room)?;
        create_sharded(&mut hub.client()?, "bench", SHARDS)?;
        let mut edge = Rig::start_beside(request, "-edge", &room)?;
        create_sharded(&mut edge.client()?, "bench", SHARDS)?;
        let (records, took) = fill(&edge, mib)?;
        let direct = mega(records, took);
        let way = Way {
            kind: "millpond",
            endpoint: format!("http://{}", hub.address),
            ca: None,
            name: "bench".to_owned(),
            route: "",
        };
        let done = forward(&mut edge, &Upstream::of(&hub)?, &way, records)?;
        let rate = mega(records, done.took);
        println!(
            "round {round}: drained at {rate:.0} MB/s, taken in directly at {direct:.0} MB/s, ratio {:.2}; edge {:.1}, hub {:.1} us of \
             processor time a record, {} and {} KiB at most",
            rate / direct,
            micros(done.edge_cpu, records),
            micros(done.hub_cpu, records),
            edge.memory_kib("VmHWM")?,
            hub.memory_kib("VmHWM")?
        );
        rates.push(rate);
        shares.push(rate / direct);
    }
    let (rate, share) = (median(&mut rates), median(&mut shares));
    println!(
        "drain: median {rate:.0} MB/s ({}), {share:.2} of what is taken in directly ({}); either: {}",
        at_least(rate, MB_PER_S),
        at_least(share, SHARE),
        word(rate >= MB_PER_S || share >= SHARE)
    );
    Ok(())
}

/// How an edge is told to forward.
pub(crate) struct Way<'a> {
    /// The upstream's kind.
    pub(crate) kind: &'a str,
    /// Where it is.
    pub(crate) endpoint: String,
    /// Its certificate, over TLS.
    pub(crate) ca: Option<PathBuf>,
    /// The route's name.
    pub(crate) name: String,
    /// What else the route says.
    pub(crate) route: &'a str,
}

impl Way<'_> {
    fn config(&self, keys: &Keys) -> String {
        let Self { kind, endpoint, ca, name, route } = self;
        let ca = ca.as_ref().map_or(String::new(), |ca| format!("ca = {:?}\n", ca.display().to_string()));
        format!(
            "[[upstream]]\nname = \"hub\"\nkind = \"{kind}\"\nendpoint = \"{endpoint}\"\nregion = \"{}\"\n\
             access_key_id = \"{}\"\nsecret = \"hub\"\n{ca}\n\
             [[route]]\nname = \"{name}\"\nfrom = \"stream/bench\"\nupstream = \"hub\"\n{route}\n",
            keys.region, keys.access_key_id
        )
    }
}

/// Whom an edge forwards to.
pub(crate) struct Upstream<'a> {
    /// The keys its calls are signed with.
    pub(crate) keys: &'a Keys,
    /// Its process.
    pub(crate) pid: u32,
}

impl<'a> Upstream<'a> {
    pub(crate) fn of(hub: &'a Rig) -> Result<Self, String> {
        Ok(Self { keys: hub.keys(), pid: hub.pid().ok_or("no process")? })
    }
}

/// What a drain took.
pub(crate) struct Done {
    pub(crate) took: Duration,
    pub(crate) edge_cpu: Duration,
    pub(crate) hub_cpu: Duration,
}

/// Starts the edge anew with a route, and waits until nothing is behind.
pub(crate) fn forward(
    edge: &mut Rig,
    hub: &Upstream<'_>,
    way: &Way<'_>,
    records: u64,
) -> Result<Done, String> {
    edge.kill();
    edge.configure(&way.config(hub.keys))?;
    edge.seal("hub", &hub.keys.secret)?;
    let hub_before = cpu(hub.pid)?;
    edge.serve()?;
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        let status = edge.status()?;
        let lanes = status["routes"].as_array().cloned().unwrap_or_default();
        let sum = |name: &str| lanes.iter().filter_map(|lane| lane[name].as_u64()).sum::<u64>();
        if sum("forwarded") >= records && sum("lag") == 0 {
            let took = begin.elapsed();
            return Ok(Done {
                took,
                edge_cpu: edge.cpu()?,
                hub_cpu: cpu(hub.pid)?.saturating_sub(hub_before),
            });
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(format!("not drained within {} s: {}", PATIENCE.as_secs(), edge.status()?["routes"]))
}

/// Puts a backlog over a few connections at once; gives its records and the time.
fn fill(edge: &Rig, mib: u64) -> Result<(u64, Duration), String> {
    let calls = (mib << 20).div_ceil(CONNECTIONS * RECORDS * RECORD_BYTES);
    let loads = |seed: u64| -> Vec<Load> {
        (0..BODIES).map(|n| Load::new("bench", seed * BODIES + n, RECORDS, RECORD_BYTES)).collect()
    };
    let loads: Vec<Vec<Load>> = (0..CONNECTIONS).map(loads).collect();
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let workers: Vec<_> =
            loads.iter().map(|loads| scope.spawn(move || put(edge, loads, calls))).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| "a worker panicked".to_owned())?)
    })?;
    Ok((calls * CONNECTIONS * RECORDS, begin.elapsed()))
}

fn put(edge: &Rig, loads: &[Load], calls: u64) -> Result<(), String> {
    let mut client = edge.client()?;
    (0..calls).zip(loads.iter().cycle()).try_for_each(|(_, load)| load.send(&mut client))
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn mega(records: u64, took: Duration) -> f64 {
    (records * RECORD_BYTES) as f64 / 1e6 / took.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn micros(cpu: Duration, records: u64) -> f64 {
    cpu.as_secs_f64() * 1e6 / records as f64
}
