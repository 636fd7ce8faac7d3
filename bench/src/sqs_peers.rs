//! Other queues under the same load: ElasticMQ, once as it comes, in memory, and once with its messages in H2; goaws, in memory
//! and in the query protocol, as it knows no other; RabbitMQ with both kinds of queues that keep messages.
//!
//! ElasticMQ and goaws get the same signed requests and check no signatures. H2 writes its log a moment after a commit, so that
//! mode keeps messages across a restart and may lose the last of them in a power cut.

use crate::Request;
use crate::figure::{at_least, median};
use crate::install;
use crate::peer::{Peer, cost, cpu_of, free_port};
use crate::rabbitmq::{AmqpLoad, KINDS, RabbitMq};
use crate::rig::Rig;
use crate::sqs_load::{Life, Load};
use crate::sqs_query::QueryLoad;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

const CONNECTIONS: u64 = 16;
const MESSAGE_BYTES: usize = 200;
/// How long one server is under load before the next one's turn.
const TURN: Duration = Duration::from_secs(2);
/// The figure that is wanted against those that keep their messages.
const TIMES_DURABLE: f64 = 5.0;
/// The figure that is wanted against every other server.
const TIMES: f64 = 1.0;

/// How a server is loaded.
enum Way {
    Signed(SocketAddr, Vec<Box<dyn Life>>),
    Amqp(AmqpLoad),
}

/// What one server managed.
struct Side {
    name: &'static str,
    pid: u32,
    way: Way,
    /// How much faster than it ours should be.
    wanted: f64,
    rates: Vec<f64>,
    messages: u64,
    cpu: Duration,
    client_cpu: Duration,
}

pub(crate) fn sqs_peers(request: &Request) -> Result<(), String> {
    let (jars, goaws_program) = (install::elasticmq(request)?, install::goaws(request)?);
    let rig = Rig::start(request)?;
    let mut broker = RabbitMq::start(request, &rig.dir)?;
    let store = rig.dir.with_extension("peers");
    fs::create_dir_all(&store).map_err(|e| e.to_string())?;
    let mut memory = elasticmq(&jars, &store, "ElasticMQ in memory", false)?;
    let mut h2 = elasticmq(&jars, &store, "ElasticMQ in H2", true)?;
    let mut goaws = goaws(&goaws_program, &store)?;

    let own = json(&rig, rig.address)?;
    let mut sides = vec![Side::new("millpond", rig.pid().ok_or("no process")?, own, TIMES)];
    for (peer, wanted) in [(&mut memory, TIMES), (&mut h2, TIMES_DURABLE)] {
        let way = peer.until_ready(|address| json(&rig, address))?;
        sides.push(Side::new(peer.name, peer.pid(), way, wanted));
    }
    let way = goaws.until_ready(|address| query(&rig, address))?;
    sides.push(Side::new(goaws.name, goaws.pid(), way, TIMES));
    for (kind, name) in KINDS {
        let load = broker.load(kind, CONNECTIONS, MESSAGE_BYTES)?;
        sides.push(Side::new(name, broker.pid(), Way::Amqp(load), TIMES_DURABLE));
    }
    println!("sqs-peers: RabbitMQ is {}", broker.version());
    let done = compare(request, &rig, &mut sides);
    drop((sides, memory, h2, goaws));
    let _ = fs::remove_dir_all(store);
    done
}

impl Side {
    fn new(name: &'static str, pid: u32, way: Way, wanted: f64) -> Self {
        Self {
            name,
            pid,
            way,
            wanted,
            rates: Vec::new(),
            messages: 0,
            cpu: Duration::ZERO,
            client_cpu: Duration::ZERO,
        }
    }

    /// Loads the server over all connections for a turn; gives messages a second.
    fn turn(&mut self, rig: &Rig) -> Result<f64, String> {
        let client = match &self.way {
            Way::Signed(..) => std::process::id(),
            Way::Amqp(load) => load.pid(),
        };
        let way = &mut self.way;
        let work = || match way {
            Way::Signed(address, loads) => signed_turn(rig, *address, loads),
            Way::Amqp(load) => load.turn(TURN),
        };
        let (((messages, took), cpu), client_cpu) = cpu_of(client, || cpu_of(self.pid, work))?;
        self.messages += messages;
        self.cpu += cpu;
        self.client_cpu += client_cpu;
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        Ok(messages as f64 / took.as_secs_f64())
    }
}

/// Makes the queue of a server that answers in JSON.
fn json(rig: &Rig, address: SocketAddr) -> Result<Way, String> {
    let queue = Load::create(&mut rig.client_to(address)?, "bench")?;
    let loads = (0..CONNECTIONS).map(|seed| Box::new(Load::new(&queue, seed, MESSAGE_BYTES)) as _).collect();
    Ok(Way::Signed(address, loads))
}

/// Makes the queue of a server that answers queries.
fn query(rig: &Rig, address: SocketAddr) -> Result<Way, String> {
    let queue = QueryLoad::create(&mut rig.client_to(address)?, "bench")?;
    let load = |seed| Box::new(QueryLoad::new(&queue, seed, MESSAGE_BYTES)) as _;
    Ok(Way::Signed(address, (0..CONNECTIONS).map(load).collect()))
}

fn compare(request: &Request, rig: &Rig, sides: &mut [Side]) -> Result<(), String> {
    // A compiler at run time has seen the code by then.
    sides.iter_mut().try_for_each(|side| side.turn(rig).map(drop))?;
    for side in &mut *sides {
        (side.messages, side.cpu, side.client_cpu) = (0, Duration::ZERO, Duration::ZERO);
    }
    let mut ratios = vec![Vec::new(); sides.len()];
    for round in 1..=request.rounds {
        for side in &mut *sides {
            let rate = side.turn(rig)?;
            side.rates.push(rate);
        }
        let rates = sides.iter().map(|side| format!("{} {:.0}", side.name, side.rates[side.rates.len() - 1]));
        println!("round {round}, messages/s: {}", rates.collect::<Vec<_>>().join("; "));
        let own = sides[0].rates.last().copied().unwrap_or(0.0);
        for (ratios, side) in ratios.iter_mut().zip(&*sides) {
            ratios.extend(side.rates.last().map(|rate| own / rate));
        }
    }
    for side in &mut *sides {
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let client_us = side.client_cpu.as_secs_f64() * 1e6 / side.messages.max(1) as f64;
        println!(
            "sqs-peers: {}: median {:.0} messages/s sent, received and deleted, {}, {client_us:.1} us of its client's",
            side.name,
            median(&mut side.rates),
            cost(side.pid, side.cpu, side.messages, "message")?
        );
    }
    for (ratios, side) in ratios.iter_mut().zip(&*sides).skip(1) {
        let times = median(ratios);
        println!("sqs-peers: median {times:.1} times {} ({})", side.name, at_least(times, side.wanted));
    }
    Ok(())
}

/// Loads one server over all connections for a turn; gives messages and the time they took.
fn signed_turn(rig: &Rig, address: SocketAddr, loads: &[Box<dyn Life>]) -> Result<(u64, Duration), String> {
    let barrier = Barrier::new(loads.len() + 1);
    std::thread::scope(|scope| {
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
        Ok((messages, begin.elapsed()))
    })
}

fn elasticmq(jars: &Path, store: &Path, name: &'static str, keeps: bool) -> Result<Peer, String> {
    let address = free_port()?;
    let (port, own) = (address.port(), store.join(if keeps { "h2" } else { "memory" }));
    let file = own.with_extension("conf");
    let config = format!(
        "include classpath(\"application.conf\")\n\
         node-address {{ protocol = http, host = \"127.0.0.1\", port = {port}, context-path = \"\" }}\n\
         rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = \"127.0.0.1\", sqs-limits = strict }}\n\
         rest-stats {{ enabled = false }}\n\
         messages-storage {{ enabled = {keeps}, driver-class-name = \"org.h2.Driver\", uri = \"jdbc:h2:{}\", \
         username = \"\", password = \"\", prune-data-on-init = false }}\n",
        own.display()
    );
    fs::write(&file, config).map_err(|e| e.to_string())?;
    let mut java = Command::new("java");
    java.arg(format!("-Dconfig.file={}", file.display())).arg("-cp").arg(format!("{}/*", jars.display()));
    Peer::start(name, address, store, java.arg("org.elasticmq.server.Main"))
}

/// It has no way to listen on this machine alone.
fn goaws(program: &Path, store: &Path) -> Result<Peer, String> {
    let (address, file) = (free_port()?, store.join("goaws.yaml"));
    let config = format!("Local:\n  Host: 127.0.0.1\n  Port: {}\n  Region: us-east-1\n", address.port());
    fs::write(&file, config).map_err(|e| e.to_string())?;
    Peer::start("goaws in memory", address, store, Command::new(program).arg("-config").arg(file))
}
