//! Other servers of the Kinesis API under the same signed load: kinesalite on its LevelDB, and kinesis-local, which keeps
//! everything in memory.
//!
//! Neither checks signatures and neither is durable when it answers: kinesalite writes to LevelDB without a sync. They
//! run as their manuals say, with limits raised that would refuse the load.

use crate::Request;
use crate::client::Client;
use crate::put_records::{CONNECTIONS, Load, RECORD_BYTES, RECORDS, create_sharded, median};
use crate::rig::{Rig, cpu, proc_figure};
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// How long one server is under load before the next one's turn.
const TURN: Duration = Duration::from_secs(2);
const SHARDS: u32 = 4;
/// The figure that is wanted.
const TIMES: f64 = 20.0;
const MANIFESTS: [(&str, &str); 2] = [
    ("package.json", include_str!("../peers/package.json")),
    ("package-lock.json", include_str!("../peers/package-lock.json")),
];

/// One server, its process ended when it is dropped.
struct Peer {
    name: &'static str,
    address: SocketAddr,
    process: Child,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What one server managed.
struct Side<'a> {
    name: &'a str,
    address: SocketAddr,
    pid: u32,
    rates: Vec<f64>,
    /// Records taken in all turns.
    records: u64,
}

pub(crate) fn kinesis_peers(request: &Request) -> Result<(), String> {
    let modules = install(request)?.join("node_modules");
    let rig = Rig::start(request)?;
    let store = rig.dir.with_extension("kinesalite");
    let peers = [kinesalite(&modules, &store)?, kinesis_local(&modules)?];
    let mut sides = vec![Side {
        name: "millpond",
        address: rig.address,
        pid: rig.pid().ok_or("no process")?,
        rates: Vec::new(),
        records: 0,
    }];
    for peer in &peers {
        sides.push(Side {
            name: peer.name,
            address: peer.address,
            pid: peer.process.id(),
            rates: Vec::new(),
            records: 0,
        });
    }
    let done = compare(request, &rig, &mut sides);
    drop(peers);
    let _ = fs::remove_dir_all(store);
    done
}

fn compare(request: &Request, rig: &Rig, sides: &mut [Side<'_>]) -> Result<(), String> {
    let mut before = Vec::new();
    for side in &mut *sides {
        prepare(rig, side)?;
        before.push(cpu(side.pid)?);
    }
    let mut ratios = Vec::new();
    for round in 1..=request.rounds {
        let mut rates = Vec::new();
        for side in &mut *sides {
            let (rate, records) = turn(rig, side.address)?;
            side.records += records;
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
    for (side, before) in sides.iter_mut().zip(before) {
        let peak_kib = proc_figure(side.pid, "status", "VmHWM")?;
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let cpu_us = (cpu(side.pid)? - before).as_secs_f64() * 1e6 / side.records as f64;
        println!(
            "kinesis-peers: {}: median {:.0} records/s, {cpu_us:.1} us of processor time a record, resident {peak_kib} KiB \
             at most",
            side.name,
            median(&mut side.rates)
        );
    }
    println!(
        "kinesis-peers: median {:.1} times the faster of the others (at least {TIMES:.0} wanted, with less memory)",
        median(&mut ratios)
    );
    Ok(())
}

/// Waits until a server answers, and makes its stream.
fn prepare(rig: &Rig, side: &Side<'_>) -> Result<(), String> {
    let begin = Instant::now();
    loop {
        let made = rig.client_to(side.address).and_then(|mut client| {
            create_sharded(&mut client, "bench", SHARDS)?;
            // Others take half a second before the stream takes records.
            std::thread::sleep(Duration::from_secs(1));
            Load::new("bench", 1, RECORDS, RECORD_BYTES).send(&mut client)
        });
        match made {
            Ok(()) => return Ok(()),
            Err(cause) if begin.elapsed() > Duration::from_secs(30) => {
                return Err(format!("{}: {cause}", side.name));
            }
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
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

/// The pinned packages, installed beside the build products so that a second run downloads nothing.
fn install(request: &Request) -> Result<PathBuf, String> {
    let folder = request.binary.with_file_name("kinesis-peers");
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|old| old == MANIFESTS[1].1) {
        return Ok(folder);
    }
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    for (name, text) in MANIFESTS {
        fs::write(folder.join(name), text).map_err(|e| e.to_string())?;
    }
    let mut npm = Command::new("npm");
    // LevelDB comes compiled in its package: no script of a package has to run.
    npm.args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    let status = npm.status().map_err(|e| format!("npm: {e}"))?;
    if !status.success() {
        return Err(format!("npm ci in {}: {status}", folder.display()));
    }
    fs::write(&stamp, MANIFESTS[1].1).map_err(|e| e.to_string())?;
    Ok(folder)
}

fn free_port() -> Result<SocketAddr, String> {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())
}

fn start(name: &'static str, address: SocketAddr, command: &mut Command) -> Result<Peer, String> {
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    Ok(Peer { name, address, process: process.map_err(|e| format!("{name}: {e}"))? })
}

fn kinesalite(modules: &Path, store: &Path) -> Result<Peer, String> {
    let address = free_port()?;
    let mut command = Command::new("node");
    command
        .arg(modules.join("kinesalite/cli.js"))
        .args(["--port", &address.port().to_string(), "--shardLimit", "100", "--path"])
        .arg(store);
    start("kinesalite", address, &mut command)
}

fn kinesis_local(modules: &Path) -> Result<Peer, String> {
    let (address, tls) = (free_port()?, free_port()?);
    let folder = modules.join("kinesis-local");
    let mut command = Command::new("node");
    command
        .arg(folder.join("main.js"))
        .env("KINESIS_MOCK_PLAIN_PORT", address.port().to_string())
        .env("KINESIS_MOCK_TLS_PORT", tls.port().to_string())
        .env("LOG_LEVEL", "ERROR")
        .current_dir(folder);
    start("kinesis-local", address, &mut command)
}
