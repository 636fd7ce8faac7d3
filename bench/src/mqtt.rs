//! Devices that publish, each message acknowledged: beside mosquitto and NATS, in turns; and what an idle device costs in memory.
//!
//! A session that is absent has subscribed to everything at each broker, so each has to keep what is published.

use crate::Request;
use crate::figure::{at_least, at_most, median};
use crate::files::raise_files;
use crate::install;
use crate::peer::{Peer, cost, cpu_of, free_port};
use crate::rig::{Rig, proc_figure};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const PUBLISHERS: usize = 100;
const PAYLOAD_BYTES: usize = 200;
/// How long one turn of one broker lasts.
const TURN: Duration = Duration::from_secs(4);
/// Connections of the second part.
const IDLE: usize = 10_000;
const IDLE_BYTES_MAX: f64 = 4_096.0;
const OTHER_FILES: u64 = 512;
const TIMES_BEST: f64 = 2.0;

/// How a client says who it is.
#[derive(Clone)]
struct Login {
    user: String,
    password: String,
}

pub(crate) fn mqtt(request: &Request) -> Result<(), String> {
    raise_files(IDLE as u64 + OTHER_FILES)?;
    for window in [1, 16] {
        publish(request, window)?;
    }
    idle(request)
}

/// A gateway whose broker listens; where, and how its administrator logs in.
fn gateway(request: &Request) -> Result<(Rig, SocketAddr, Login), String> {
    let mut rig = Rig::start(request)?;
    rig.kill();
    let address = free_port()?;
    let config = rig.dir.join("millpond.toml");
    let text = fs::read_to_string(&config).map_err(|e| e.to_string())?;
    let settings = format!("[mqtt]\nlisten = \"{address}\"\n");
    let text = text.replacen("[mqtt]\n", &settings, 1);
    let text = text.replace("connections_max = 1024", "connections_max = 12000");
    let text = text.replace("sessions_max = 10000", "sessions_max = 12000");
    fs::write(&config, text.replace("messages_mib = 64", "messages_mib = 1024"))
        .map_err(|e| e.to_string())?;
    rig.serve()?;
    let user = rig.keys().access_key_id.clone();
    let mut derive = Command::new(&request.binary);
    derive.arg("mqtt-password").arg(&user).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut derive = derive.spawn().map_err(|e| e.to_string())?;
    let mut input = derive.stdin.take().ok_or("no standard input")?;
    input.write_all(rig.keys().secret.expose()).map_err(|e| e.to_string())?;
    drop(input);
    let said = derive.wait_with_output().map_err(|e| e.to_string())?.stdout;
    let password = String::from_utf8_lossy(&said).trim().to_owned();
    Ok((rig, address, Login { user, password }))
}

/// Debian's mosquitto with its database, written after every change as far as it can be told so.
fn mosquitto(store: &Path) -> Result<Peer, String> {
    let address = free_port()?;
    fs::create_dir_all(store).map_err(|e| e.to_string())?;
    let config = store.join("mosquitto.conf");
    let text = format!(
        "listener {} {}\nallow_anonymous true\nuser root\npersistence true\npersistence_location {}/\nmax_queued_messages 0\n\
         max_inflight_messages 0\nlog_type none\n",
        address.port(),
        address.ip(),
        store.display()
    );
    fs::write(&config, text).map_err(|e| e.to_string())?;
    Peer::start("mosquitto", address, store, Command::new("/usr/sbin/mosquitto").arg("-c").arg(config))
}

/// NATS, which keeps messages of MQTT in JetStream: with a sync for each write, or as it comes.
fn nats(program: &Path, store: &Path, sync: bool) -> Result<Peer, String> {
    let address = free_port()?;
    fs::create_dir_all(store).map_err(|e| e.to_string())?;
    let config = store.join("nats.conf");
    let always = if sync { "sync_interval: always" } else { "" };
    let text = format!(
        "server_name: bench\nlisten: \"{}\"\njetstream {{ store_dir: \"{}\"\n {always} }}\n\
         mqtt {{ listen: \"{address}\"\n ack_wait: \"60s\" }}\n",
        free_port()?,
        store.display()
    );
    fs::write(&config, text).map_err(|e| e.to_string())?;
    let name = if sync { "NATS, sync always" } else { "NATS, sync every 2 minutes" };
    Peer::start(name, address, store, Command::new(program).arg("-c").arg(config))
}

/// One broker of the first part.
struct Broker {
    name: &'static str,
    pid: u32,
    address: SocketAddr,
    login: Option<Login>,
    rates: Vec<f64>,
    used: Duration,
    sent: u64,
}

fn publish(request: &Request, window: usize) -> Result<(), String> {
    let (rig, address, login) = gateway(request)?;
    let program = install::nats(request)?;
    let folder = |name: &str| request.dir.join(format!("millpond-bench-{}-{name}", std::process::id()));
    let folders = ["mosquitto", "nats", "nats-lazy"].map(folder);
    let peers =
        [mosquitto(&folders[0])?, nats(&program, &folders[1], true)?, nats(&program, &folders[2], false)?];
    let mut brokers = vec![Broker::new("millpond", rig.pid().ok_or("no process")?, address, Some(login))];
    brokers.extend(peers.iter().map(|peer| Broker::new(peer.name, peer.pid(), peer.address, None)));
    let mut peers = peers;
    for peer in &mut peers {
        peer.until_ready(|address| TcpStream::connect(address).map(drop).map_err(|e| e.to_string()))?;
    }
    for broker in &brokers {
        absent(broker)?;
    }
    for round in 0..=request.rounds {
        for broker in &mut brokers {
            broker.turn(window, round > 0)?;
        }
    }
    let rates: Vec<f64> = brokers.iter_mut().map(|broker| median(&mut broker.rates)).collect();
    for (broker, rate) in brokers.iter().zip(&rates) {
        let cost = cost(broker.pid, broker.used, broker.sent, "message")?;
        println!("mqtt: {window} in flight: {}: {rate:.0} messages a second; {cost}", broker.name);
    }
    let times = rates[0] / rates[2];
    println!(
        "mqtt: {window} in flight: {times:.2} times NATS with a sync before PUBACK ({}); {:.2} times NATS without, {:.2} times \
         mosquitto, neither of which is durable when it answers",
        at_least(times, TIMES_BEST),
        rates[0] / rates[3],
        rates[0] / rates[1]
    );
    drop((brokers, peers));
    for folder in folders {
        let _ = fs::remove_dir_all(folder);
    }
    Ok(())
}

impl Broker {
    const fn new(name: &'static str, pid: u32, address: SocketAddr, login: Option<Login>) -> Self {
        Self { name, pid, address, login, rates: Vec::new(), used: Duration::ZERO, sent: 0 }
    }

    fn turn(&mut self, window: usize, counts: bool) -> Result<(), String> {
        let (address, login) = (self.address, self.login.clone());
        let ((sent, took), used) = cpu_of(self.pid, || load(address, login.as_ref(), window))?;
        if counts {
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            self.rates.push(sent as f64 / took.as_secs_f64());
            self.used += used;
            self.sent += sent;
        }
        Ok(())
    }
}

/// All publishers at once; messages acknowledged, and in what time.
fn load(address: SocketAddr, login: Option<&Login>, window: usize) -> Result<(u64, Duration), String> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let mut devices = Vec::new();
        for number in 0..PUBLISHERS {
            let mut stream = tokio::net::TcpStream::connect(address).await.map_err(|e| e.to_string())?;
            stream.set_nodelay(true).map_err(|e| e.to_string())?;
            let hello = connect(&format!("p{number}"), login, true);
            stream.write_all(&hello).await.map_err(|e| e.to_string())?;
            let mut answer = [0; 4];
            stream.read_exact(&mut answer).await.map_err(|e| e.to_string())?;
            if answer[3] != 0 {
                return Err(format!("CONNACK {answer:?}"));
            }
            devices.push(stream);
        }
        let begin = Instant::now();
        let work = devices
            .into_iter()
            .enumerate()
            .map(|(number, stream)| device(number, stream, window, begin + TURN));
        let tasks: Vec<_> = work.map(tokio::spawn).collect();
        let mut sent = 0;
        for task in tasks {
            sent += task.await.map_err(|e| e.to_string())??;
        }
        Ok((sent, begin.elapsed()))
    })
}

async fn device(
    number: usize,
    mut stream: tokio::net::TcpStream,
    window: usize,
    end: Instant,
) -> Result<u64, String> {
    let (mut open, mut done, mut packet) = (0, 0, 0_u16);
    let mut answers = [0; 1_024];
    let mut kept = 0;
    loop {
        let mut out = Vec::new();
        while open < window && Instant::now() < end {
            packet = packet % 60_000 + 1;
            out.extend_from_slice(&message(number, packet));
            open += 1;
        }
        if open == 0 {
            return Ok(done);
        }
        stream.write_all(&out).await.map_err(|e| e.to_string())?;
        let read = stream.read(&mut answers[kept..]).await.map_err(|e| e.to_string())?;
        if read == 0 {
            return Err("the broker closed a connection".to_owned());
        }
        kept += read;
        let whole = kept / 4;
        for ack in answers[..whole * 4].chunks_exact(4) {
            if ack[0] != 0x40 {
                return Err(format!("no PUBACK: {ack:?}"));
            }
        }
        answers.copy_within(whole * 4..kept, 0);
        kept -= whole * 4;
        open -= whole;
        done += whole as u64;
    }
}

/// A session that has asked for everything and is away.
fn absent(broker: &Broker) -> Result<(), String> {
    let mut stream = TcpStream::connect(broker.address).map_err(|e| e.to_string())?;
    stream.write_all(&connect("absent", broker.login.as_ref(), false)).map_err(|e| e.to_string())?;
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).map_err(|e| e.to_string())?;
    stream.write_all(b"\x82\x0c\0\x01\0\x07bench/#\x01").map_err(|e| e.to_string())?;
    let mut answer = [0; 5];
    stream.read_exact(&mut answer).map_err(|e| e.to_string())?;
    if answer[4] != 1 {
        return Err(format!("{}: SUBACK {answer:?}", broker.name));
    }
    stream.write_all(b"\xe0\0").map_err(|e| e.to_string())
}

fn connect(client: &str, login: Option<&Login>, clean: bool) -> Vec<u8> {
    let flags = u8::from(clean) << 1 | if login.is_some() { 0xc0 } else { 0 };
    let mut body = b"\0\x04MQTT\x04".to_vec();
    body.extend_from_slice(&[flags, 0, 0]);
    let mut text = |text: &str| {
        body.extend_from_slice(&u16::try_from(text.len()).expect("short").to_be_bytes());
        body.extend_from_slice(text.as_bytes());
    };
    text(client);
    if let Some(login) = login {
        text(&login.user);
        text(&login.password);
    }
    packet(0x10, &body)
}

fn message(number: usize, id: u16) -> Vec<u8> {
    let topic = format!("bench/{number}");
    let mut body = u16::try_from(topic.len()).expect("short").to_be_bytes().to_vec();
    body.extend_from_slice(topic.as_bytes());
    body.extend_from_slice(&id.to_be_bytes());
    body.resize(body.len() + PAYLOAD_BYTES, b'x');
    packet(0x32, &body)
}

fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let low = u8::try_from(body.len() & 0x7f).expect("seven bits");
    let mut out = vec![first];
    if body.len() < 0x80 {
        out.push(low);
    } else {
        out.extend_from_slice(&[low | 0x80, u8::try_from(body.len() >> 7).expect("packets are short")]);
    }
    out.extend_from_slice(body);
    out
}

/// Ten thousand devices, each with a session that lasts and one subscription, and none with anything to say.
fn idle(request: &Request) -> Result<(), String> {
    let (rig, address, login) = gateway(request)?;
    let pid = rig.pid().ok_or("no process")?;
    let before = proc_figure(pid, "status", "VmRSS")?;
    let mut devices = Vec::new();
    for number in 0..IDLE {
        let mut stream = TcpStream::connect(address).map_err(|e| e.to_string())?;
        stream
            .write_all(&connect(&format!("device-{number}"), Some(&login), false))
            .map_err(|e| e.to_string())?;
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).map_err(|e| e.to_string())?;
        let filter = format!("devices/{number}/command");
        let mut body = vec![0, 1, 0, u8::try_from(filter.len()).expect("short")];
        body.extend_from_slice(filter.as_bytes());
        body.push(1);
        stream.write_all(&packet(0x82, &body)).map_err(|e| e.to_string())?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer).map_err(|e| e.to_string())?;
        devices.push(stream);
    }
    std::thread::sleep(Duration::from_secs(2));
    let after = proc_figure(pid, "status", "VmRSS")?;
    let cpu = rig.cpu()?;
    std::thread::sleep(Duration::from_secs(5));
    let share = (rig.cpu()? - cpu).as_secs_f64() / 5.0 * 100.0;
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let each = after.saturating_sub(before) as f64 * 1_024.0 / IDLE as f64;
    println!(
        "mqtt: {IDLE} idle sessions: {each:.0} B each ({}), {before} KiB before and {after} KiB with them; {share:.1} % of a processor",
        at_most(each, IDLE_BYTES_MAX)
    );
    drop(devices);
    Ok(())
}
