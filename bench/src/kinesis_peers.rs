//! Other servers of the Kinesis API under the same signed load: kinesalite on its LevelDB, and kinesis-local, which keeps
//! everything in memory.
//!
//! Neither checks signatures and neither is durable when it answers: kinesalite writes to LevelDB without a sync. They
//! run as their manuals say, with limits raised that would refuse the load.

use crate::Request;
use crate::client::Client;
use crate::figure::{at_least, at_most_kib, median};
use crate::install;
use crate::peer::{Peer, cost, cpu_of, free_port};
use crate::put_records::{CONNECTIONS, Load, RECORD_BYTES, RECORDS, create_sharded};
use crate::rig::{Rig, proc_figure};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// How long one server is under load before the next one's turn.
const TURN: Duration = Duration::from_secs(2);
const SHARDS: u32 = 4;
/// The figure that is wanted.
const TIMES: f64 = 20.0;

/// What one server managed.
struct Side {
    name: &'static str,
    address: SocketAddr,
    pid: u32,
    rates: Vec<f64>,
    /// Records taken in all turns.
    records: u64,
    cpu: Duration,
}

impl Side {
    fn new(name: &'static str, address: SocketAddr, pid: u32) -> Self {
        Self { name, address, pid, rates: Vec::new(), records: 0, cpu: Duration::ZERO }
    }
}

pub(crate) fn kinesis_peers(request: &Request) -> Result<(), String> {
    let modules = install::node(request)?;
    let rig = Rig::start(request)?;
    let store = rig.dir.with_extension("kinesalite");
    let mut peers = [kinesalite(&modules, &store)?, kinesis_local(&modules, &store)?];
    let mut sides = vec![Side::new("millpond", rig.address, rig.pid().ok_or("no process")?)];
    prepare(&rig, rig.address)?;
    for peer in &mut peers {
        peer.until_ready(|address| prepare(&rig, address))?;
        sides.push(Side::new(peer.name, peer.address, peer.pid()));
    }
    let done = compare(request, &rig, &mut sides);
    drop(peers);
    let _ = fs::remove_dir_all(store);
    done
}

fn compare(request: &Request, rig: &Rig, sides: &mut [Side]) -> Result<(), String> {
    let mut ratios = Vec::new();
    for round in 1..=request.rounds {
        let mut rates = Vec::new();
        for side in &mut *sides {
            let ((rate, records), cpu) = cpu_of(side.pid, || turn(rig, side.address))?;
            side.records += records;
            side.cpu += cpu;
            print!(
                "{}{} {rate:.0}",
                if rates.is_empty() { format!("round {round}: ") } else { ", ".into() },
                side.name
            );
            side.rates.push(rate);
            rates.push(rate);
        }
        let best = rates[1..].iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        println!(" records/s, ratio {:.1}", rates[0] / best);
        ratios.push(rates[0] / best);
    }
    for side in &mut *sides {
        let (rate, cost) = (median(&mut side.rates), cost(side.pid, side.cpu, side.records, "record")?);
        println!("kinesis-peers: {}: median {rate:.0} records/s, {cost}", side.name);
    }
    let times = median(&mut ratios);
    println!("kinesis-peers: median {times:.1} times the faster of the others ({})", at_least(times, TIMES));
    let peaks = sides.iter().map(|side| proc_figure(side.pid, "status", "VmHWM"));
    let peaks = peaks.collect::<Result<Vec<_>, _>>()?;
    let least = peaks[1..].iter().copied().min().unwrap_or_default();
    println!("kinesis-peers: {} KiB at most beside {least} KiB ({})", peaks[0], at_most_kib(peaks[0], least));
    Ok(())
}

/// Makes the stream of a server that answers.
fn prepare(rig: &Rig, address: SocketAddr) -> Result<(), String> {
    let mut client = rig.client_to(address)?;
    create_sharded(&mut client, "bench", SHARDS)?;
    // Others take half a second before the stream takes records.
    std::thread::sleep(Duration::from_secs(1));
    Load::new("bench", 1, RECORDS, RECORD_BYTES).send(&mut client)
}

/// Loads one server over all connections for a turn; gives records a second, and records.
fn turn(rig: &Rig, address: SocketAddr) -> Result<(f64, u64), String> {
    let barrier = Barrier::new(usize::try_from(CONNECTIONS).map_err(|e| e.to_string())? + 1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|seed| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let load = Load::new("bench", seed, RECORDS, RECORD_BYTES);
                    let client = rig.client_to(address);
                    barrier.wait();
                    until(&load, &mut client?, Instant::now() + TURN)
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        let mut requests = 0;
        for worker in workers {
            requests += worker.join().map_err(|_| "a worker panicked".to_owned())??;
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        Ok(((requests * RECORDS) as f64 / begin.elapsed().as_secs_f64(), requests * RECORDS))
    })
}

fn until(load: &Load, client: &mut Client, end: Instant) -> Result<u64, String> {
    let mut requests = 0;
    while Instant::now() < end {
        load.send(client)?;
        requests += 1;
    }
    Ok(requests)
}

fn kinesalite(modules: &Path, store: &Path) -> Result<Peer, String> {
    let address = free_port()?;
    let mut command = Command::new("node");
    command
        .arg(modules.join("kinesalite/cli.js"))
        .args(["--port", &address.port().to_string(), "--shardLimit", "100", "--path"])
        .arg(store);
    Peer::start("kinesalite", address, store, &mut command)
}

pub(crate) fn kinesis_local(modules: &Path, store: &Path) -> Result<Peer, String> {
    let (address, tls) = (free_port()?, free_port()?);
    let folder = modules.join("kinesis-local");
    let mut command = Command::new("node");
    command
        .arg(folder.join("main.js"))
        .env("KINESIS_MOCK_PLAIN_PORT", address.port().to_string())
        .env("KINESIS_MOCK_TLS_PORT", tls.port().to_string())
        .env("LOG_LEVEL", "ERROR")
        .current_dir(folder);
    Peer::start("kinesis-local", address, store, &mut command)
}
