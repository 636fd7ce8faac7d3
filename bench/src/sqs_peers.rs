//! Another server of the SQS API under the same signed load: ElasticMQ, once as it comes, in memory, and once with its
//! messages in H2.
//!
//! It checks no signatures. H2 writes its log a moment after a commit, so that mode keeps messages across a restart and may
//! lose the last of them in a power cut.

use crate::Request;
use crate::put_records::median;
use crate::rig::{Rig, cpu, proc_figure};
use crate::sqs_load::Load;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::time::{Duration, Instant};

const CONNECTIONS: u64 = 16;
const MESSAGE_BYTES: usize = 200;
/// How long one server is under load before the next one's turn.
const TURN: Duration = Duration::from_secs(2);
/// The figure that is wanted against the one that keeps its messages.
const TIMES: f64 = 5.0;
const MANIFEST: &str = include_str!("../peers/elasticmq/pom.xml");

/// One server, its process ended when it is dropped.
struct Peer {
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
struct Side {
    name: &'static str,
    address: SocketAddr,
    pid: u32,
    loads: Vec<Load>,
    rates: Vec<f64>,
    messages: u64,
}

pub(crate) fn sqs_peers(request: &Request) -> Result<(), String> {
    let jars = install(request)?;
    let rig = Rig::start(request)?;
    let store = rig.dir.with_extension("elasticmq");
    fs::create_dir_all(&store).map_err(|e| e.to_string())?;
    let peers = [
        ("ElasticMQ in memory", elasticmq(&jars, &store, "memory", false)?),
        ("ElasticMQ in H2", elasticmq(&jars, &store, "h2", true)?),
    ];
    let mut sides = vec![side(&rig, "millpond", rig.address, rig.pid().ok_or("no process")?)?];
    for (name, peer) in &peers {
        sides.push(side(&rig, name, peer.address, peer.process.id())?);
    }
    let done = compare(request, &rig, &mut sides);
    drop(peers);
    let _ = fs::remove_dir_all(store);
    done
}

/// Waits until a server answers, and makes its queue.
fn side(rig: &Rig, name: &'static str, address: SocketAddr, pid: u32) -> Result<Side, String> {
    let begin = Instant::now();
    let queue = loop {
        match rig.client_to(address).and_then(|mut client| Load::create(&mut client, "bench")) {
            Ok(queue) => break queue,
            Err(cause) if begin.elapsed() > Duration::from_secs(60) => {
                return Err(format!("{name}: {cause}"));
            }
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    };
    let loads = (0..CONNECTIONS).map(|seed| Load::new(&queue, seed, MESSAGE_BYTES)).collect();
    Ok(Side { name, address, pid, loads, rates: Vec::new(), messages: 0 })
}

fn compare(request: &Request, rig: &Rig, sides: &mut [Side]) -> Result<(), String> {
    // A compiler at run time has seen the code by then.
    sides.iter_mut().try_for_each(|side| turn(rig, side).map(drop))?;
    sides.iter_mut().for_each(|side| side.messages = 0);
    let before: Vec<Duration> = sides.iter().map(|side| cpu(side.pid)).collect::<Result<_, _>>()?;
    let (mut memory, mut durable) = (Vec::new(), Vec::new());
    for round in 1..=request.rounds {
        let mut rates = Vec::new();
        for side in &mut *sides {
            let rate = turn(rig, side)?;
            side.rates.push(rate);
            rates.push(rate);
            let begin = if rates.len() == 1 { format!("round {round}: ") } else { ", ".into() };
            print!("{begin}{} {rate:.0}", side.name);
        }
        println!(" messages/s, ratios {:.1} and {:.1}", rates[0] / rates[1], rates[0] / rates[2]);
        memory.push(rates[0] / rates[1]);
        durable.push(rates[0] / rates[2]);
    }
    for (side, before) in sides.iter_mut().zip(before) {
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let cpu_us = (cpu(side.pid)? - before).as_secs_f64() * 1e6 / side.messages.max(1) as f64;
        println!(
            "sqs-peers: {}: median {:.0} messages/s sent, received and deleted, {cpu_us:.1} us of processor time each, \
             resident {} KiB at most",
            side.name,
            median(&mut side.rates),
            proc_figure(side.pid, "status", "VmHWM")?
        );
    }
    println!(
        "sqs-peers: median {:.1} times the one in memory (at least 1 wanted), {:.1} times the one that keeps its messages (at \
         least {TIMES:.0} wanted)",
        median(&mut memory),
        median(&mut durable)
    );
    Ok(())
}

/// Loads one server over all connections for a turn; gives messages a second.
fn turn(rig: &Rig, side: &mut Side) -> Result<f64, String> {
    let barrier = Barrier::new(side.loads.len() + 1);
    let (address, loads) = (side.address, &side.loads);
    let (messages, rate) = std::thread::scope(|scope| {
        let workers: Vec<_> = loads
            .iter()
            .map(|load| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let client = rig.client_to(address);
                    barrier.wait();
                    load.until(&mut client?, Instant::now() + TURN)
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        let mut messages = 0;
        for worker in workers {
            messages += worker.join().map_err(|_| "a worker panicked".to_owned())??;
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        Ok::<_, String>((messages, messages as f64 / begin.elapsed().as_secs_f64()))
    })?;
    side.messages += messages;
    Ok(rate)
}

/// The pinned archives, installed beside the build products so that a second run downloads nothing.
fn install(request: &Request) -> Result<PathBuf, String> {
    let folder = request.binary.with_file_name("elasticmq");
    let stamp = folder.join("installed");
    if !fs::read_to_string(&stamp).is_ok_and(|old| old == MANIFEST) {
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        fs::write(folder.join("pom.xml"), MANIFEST).map_err(|e| e.to_string())?;
        let mut maven = Command::new("mvn");
        maven.args(["--quiet", "--batch-mode", "-Dstyle.color=never", "--file"]).arg(folder.join("pom.xml"));
        maven.arg(format!("-Dmaven.repo.local={}", folder.join("maven").display()));
        maven.arg(format!("-Dbuild.folder={}", folder.display())).arg("dependency:copy-dependencies");
        let status = maven.status().map_err(|e| format!("mvn: {e}"))?;
        if !status.success() {
            return Err(format!("mvn in {}: {status}", folder.display()));
        }
        fs::write(&stamp, MANIFEST).map_err(|e| e.to_string())?;
    }
    Ok(folder.join("dependency"))
}

fn elasticmq(jars: &Path, store: &Path, name: &str, keeps: bool) -> Result<Peer, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    drop(listener);
    let (port, file) = (address.port(), store.join(format!("{name}.conf")));
    let database = store.join(name);
    let config = format!(
        "include classpath(\"application.conf\")\n\
         node-address {{ protocol = http, host = \"127.0.0.1\", port = {port}, context-path = \"\" }}\n\
         rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = \"127.0.0.1\", sqs-limits = strict }}\n\
         rest-stats {{ enabled = false }}\n\
         messages-storage {{ enabled = {keeps}, driver-class-name = \"org.h2.Driver\", uri = \"jdbc:h2:{}\", \
         username = \"\", password = \"\", prune-data-on-init = false }}\n",
        database.display()
    );
    fs::write(&file, config).map_err(|e| e.to_string())?;
    let mut java = Command::new("java");
    java.arg(format!("-Dconfig.file={}", file.display())).arg("-cp").arg(format!("{}/*", jars.display()));
    java.arg("org.elasticmq.server.Main").stdout(Stdio::null()).stderr(Stdio::null());
    let process = java.spawn().map_err(|e| format!("java: {e}"))?;
    Ok(Peer { address, process })
}
