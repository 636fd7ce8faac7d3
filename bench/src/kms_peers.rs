//! Encrypt and Decrypt beside other servers of the KMS API: local-kms, whose keys are in LevelDB, and the server of moto, which
//! keeps everything in memory. All get the same signed requests; neither checks signatures or policies, or audits a call. The limit is
//! a plain hyper handler that answers as many bytes and does nothing else.

use crate::Request;
use crate::client::{Client, JSON};
use crate::figure::{at, at_least, median, word};
use crate::install;
use crate::peer::{Peer, cost, cpu_of, free_port};
use crate::plain::{Plain, Reply};
use crate::rig::Rig;
use crate::sqs_load::noise;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

const CONNECTIONS: u64 = 16;
const PLAINTEXT_BYTES: usize = 1024;
/// How long one server is under load before the next one's turn.
const TURN: Duration = Duration::from_secs(2);
/// The figure that is wanted against the faster of the others.
const TIMES: f64 = 10.0;
/// What all servers are asked, in turn.
const OPERATIONS: [&str; 2] = ["Encrypt", "Decrypt"];

/// One server, and the calls to it.
struct Side {
    name: &'static str,
    address: SocketAddr,
    /// `None` for a handler within this process, whose cost cannot be told from that of the clients.
    pid: Option<u32>,
    /// What each connection asks: a plaintext of its own, or the ciphertext of it.
    bodies: [Vec<Vec<u8>>; OPERATIONS.len()],
    seen: [Seen; OPERATIONS.len()],
}

/// What one server managed in one operation.
#[derive(Default)]
struct Seen {
    rates: Vec<f64>,
    /// Of every call, in microseconds.
    took: Vec<f64>,
    cpu: Duration,
}

pub(crate) fn kms_peers(request: &Request) -> Result<(), String> {
    let (local_kms, moto) = (install::local_kms(request)?, install::moto(request)?);
    let rig = Rig::start(request)?;
    let store = rig.dir.with_extension("kms");
    fs::create_dir_all(&store).map_err(|e| e.to_string())?;
    let mut peers = [start_local_kms(&local_kms, &store)?, start_moto(&moto, &store)?];
    let mut sides = vec![Side::new(&rig, "millpond", rig.pid().ok_or("no process")?, rig.address)?];
    for peer in &mut peers {
        let (name, pid) = (peer.name, peer.pid());
        sides.push(peer.until_ready(|address| Side::new(&rig, name, pid, address))?);
    }
    let done = (0..OPERATIONS.len()).try_for_each(|number| {
        let mut limit = sides[0].limit(&rig, number)?;
        let ratios = compare(request, &rig, &mut sides, &mut limit, number)?;
        tell(&mut sides, &mut limit, number, ratios)
    });
    drop(peers);
    let _ = fs::remove_dir_all(store);
    done
}

impl Side {
    /// Makes a key on a server that answers, and the bodies of all calls; what it enciphers must come back.
    fn new(rig: &Rig, name: &'static str, pid: u32, address: SocketAddr) -> Result<Self, String> {
        let mut client = rig.client_to(address)?;
        let key = call(&mut client, "CreateKey", b"{}")?["KeyMetadata"]["KeyId"].take();
        let (mut encrypt, mut decrypt) = (Vec::new(), Vec::new());
        for seed in 0..CONNECTIONS {
            let plaintext = Value::from(STANDARD.encode(noise(seed, PLAINTEXT_BYTES)));
            let ask = json!({ "KeyId": key, "Plaintext": plaintext }).to_string();
            let sealed = call(&mut client, "Encrypt", ask.as_bytes())?["CiphertextBlob"].take();
            encrypt.push(ask.into_bytes());
            let ask = json!({ "CiphertextBlob": sealed }).to_string();
            let opened = call(&mut client, "Decrypt", ask.as_bytes())?["Plaintext"].take();
            if opened != plaintext {
                return Err(format!("{name} deciphers to something else"));
            }
            decrypt.push(ask.into_bytes());
        }
        Ok(Self { name, address, pid: Some(pid), bodies: [encrypt, decrypt], seen: Default::default() })
    }

    /// A plain handler that gives the reply of this server to every call.
    fn limit(&self, rig: &Rig, number: usize) -> Result<Self, String> {
        let mut client = rig.client_to(self.address)?;
        let reply = client.call("kms", &target(OPERATIONS[number]), &self.bodies[number][0])?;
        let plain = Plain::start(Reply::Hot(reply.into()))?;
        let (bodies, seen) = (self.bodies.clone(), Default::default());
        Ok(Self { name: "a plain handler", address: plain.address, pid: None, bodies, seen })
    }

    /// Asks over all connections for a turn; gives calls a second.
    fn turn(&mut self, rig: &Rig, number: usize) -> Result<f64, String> {
        let (address, bodies, target) = (self.address, &self.bodies[number], target(OPERATIONS[number]));
        let work = || all_at_once(rig, address, &target, bodies);
        let ((took, elapsed), cpu) = cpu_of(self.pid.unwrap_or_else(std::process::id), work)?;
        let seen = &mut self.seen[number];
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = took.len() as f64 / elapsed.as_secs_f64();
        seen.rates.push(rate);
        seen.took.extend(took);
        seen.cpu += cpu;
        Ok(rate)
    }
}

impl Side {
    /// Prints what the server managed, and gives its rate, p50 and p99.
    fn tell(&mut self, number: usize) -> Result<(f64, f64, f64), String> {
        let (seen, operation) = (&mut self.seen[number], OPERATIONS[number]);
        seen.took.sort_by(f64::total_cmp);
        let (rate, p50, p99) = (median(&mut seen.rates), at(&seen.took, 0.5), at(&seen.took, 0.99));
        let cost = self.pid.map(|pid| cost(pid, seen.cpu, seen.took.len() as u64, "call")).transpose()?;
        println!(
            "kms-peers: {}: median {rate:.0} {operation} a second, p50 {p50:.0} us, p99 {p99:.0} us{}{}",
            self.name,
            if cost.is_some() { ", " } else { "" },
            cost.unwrap_or_default()
        );
        Ok((rate, p50, p99))
    }
}

fn target(operation: &str) -> String {
    format!("TrentService.{operation}")
}

fn call(client: &mut Client, operation: &str, body: &[u8]) -> Result<Value, String> {
    let reply = client.call("kms", &target(operation), body)?;
    serde_json::from_slice(&reply).map_err(|e| e.to_string())
}

/// Lets the servers take turns; gives by how much ours was faster than the faster of the others in each round.
fn compare(
    request: &Request,
    rig: &Rig,
    sides: &mut [Side],
    limit: &mut Side,
    number: usize,
) -> Result<Vec<f64>, String> {
    let operation = OPERATIONS[number];
    for side in sides.iter_mut().chain([&mut *limit]) {
        side.turn(rig, number)?;
        // What a first turn does once is not counted.
        side.seen[number] = Seen::default();
    }
    let mut ratios = Vec::new();
    for round in 1..=request.rounds {
        let rates = sides.iter_mut().map(|side| side.turn(rig, number)).collect::<Result<Vec<_>, _>>()?;
        let words = sides.iter().zip(&rates).map(|(side, rate)| format!("{} {rate:.0}", side.name));
        let words = words.collect::<Vec<_>>().join("; ");
        let plain = limit.turn(rig, number)?;
        println!("round {round}, {operation} a second: {words}; {} {plain:.0}", limit.name);
        let best = rates[1..].iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        ratios.push(rates[0] / best);
    }
    Ok(ratios)
}

fn tell(sides: &mut [Side], limit: &mut Side, number: usize, mut ratios: Vec<f64>) -> Result<(), String> {
    let operation = OPERATIONS[number];
    let (mut own_rate, mut own_p99, mut best) = (f64::NAN, f64::NAN, (f64::NEG_INFINITY, f64::NAN, ""));
    for (place, side) in sides.iter_mut().enumerate() {
        let (rate, p50, p99) = side.tell(number)?;
        if place == 0 {
            (own_rate, own_p99) = (rate, p99);
        } else if rate > best.0 {
            best = (rate, p50, side.name);
        }
    }
    let (limit_rate, ..) = limit.tell(number)?;
    let (times, (their_rate, their_p50, name)) = (median(&mut ratios), best);
    println!(
        "kms-peers: {operation}: median {times:.1} times the faster of the others, {name} ({})",
        at_least(times, TIMES)
    );
    println!(
        "kms-peers: {operation}: p99 of ours {own_p99:.0} us, p50 of {name} {their_p50:.0} us (that p99 below it wanted: {})",
        word(own_p99 < their_p50)
    );
    println!(
        "kms-peers: {operation}: {:.2} of what a plain handler manages, which is {:.1} times {name}",
        own_rate / limit_rate,
        limit_rate / their_rate
    );
    Ok(())
}

/// Asks on a connection for each body until the turn ends; gives the microseconds of every call, and the time all took.
fn all_at_once(
    rig: &Rig,
    address: SocketAddr,
    target: &str,
    bodies: &[Vec<u8>],
) -> Result<(Vec<f64>, Duration), String> {
    let barrier = Barrier::new(bodies.len() + 1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = bodies
            .iter()
            .map(|body| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let client = rig.client_to(address);
                    barrier.wait();
                    until(&mut client?, target, body, Instant::now() + TURN)
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        let mut took = Vec::new();
        for worker in workers {
            took.extend(worker.join().map_err(|_| "a worker panicked".to_owned())??);
        }
        Ok((took, begin.elapsed()))
    })
}

fn until(client: &mut Client, target: &str, body: &[u8], end: Instant) -> Result<Vec<f64>, String> {
    let (mut took, mut reply) = (Vec::new(), Vec::new());
    let mut now = Instant::now();
    while now < end {
        client.call_into("kms", target, JSON, body, &mut reply)?;
        let after = Instant::now();
        took.push((after - now).as_secs_f64() * 1e6);
        now = after;
    }
    Ok(took)
}

/// It has no way to listen on this machine alone.
fn start_local_kms(program: &Path, store: &Path) -> Result<Peer, String> {
    let address = free_port()?;
    let mut command = Command::new(program);
    command
        .env("PORT", address.port().to_string())
        .env("KMS_REGION", "us-east-1")
        .env("KMS_DATA_PATH", store.join("local-kms"))
        .env("KMS_SEED_PATH", store.join("none.yaml"));
    Peer::start("local-kms", address, store, &mut command)
}

fn start_moto(program: &Path, store: &Path) -> Result<Peer, String> {
    let address = free_port()?;
    let mut command = Command::new(program);
    command.args(["-H", "127.0.0.1", "-p", &address.port().to_string()]);
    Peer::start("moto", address, store, &mut command)
}
