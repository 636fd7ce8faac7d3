//! Thousands of receivers that wait for messages which do not come: what they cost in memory and processor time, and who is
//! served first when some come after all.

use crate::Request;
use crate::backlog::create_queue;
use crate::client::{Client, JSON};
use crate::figure::{at_most, at_most_kib, word};
use crate::files::raise_files;
use crate::rig::Rig;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use millpond_aws::sigv4::sha256;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Sockets of a process besides those of its clients.
const OTHER_FILES: u64 = 512;
/// Streams of one HTTP/2 connection.
const STREAMS: u64 = 128;
/// After the last poll is sent, until all of them wait.
const SETTLE: Duration = Duration::from_secs(2);
/// How long processor time is counted; the polls wait for longer.
const COUNTED: Duration = Duration::from_secs(5);
/// Messages that come one by one.
const MESSAGES: usize = 200;
/// Polls that were sent within so few of each other count as sent at the same time.
const NEIGHBOURS: usize = 64;

pub(crate) fn long_polls(request: &Request) -> Result<(), String> {
    raise_files(request.polls + OTHER_FILES)?;
    http1(request)?;
    http2(request)
}

fn start(request: &Request) -> Result<(Rig, String, Cost), String> {
    let rig = Rig::start_with(request, &[("connections_max", (request.polls + OTHER_FILES).min(65_536))])?;
    let queue = create_queue(&rig, "waits")?;
    std::thread::sleep(Duration::from_secs(1));
    let cost = Cost { kib: rig.memory_kib("VmRSS")?, cpu: rig.cpu()? };
    Ok((rig, queue, cost))
}

struct Cost {
    kib: u64,
    cpu: Duration,
}

/// Tells what the polls that wait now cost.
fn tell(name: &str, request: &Request, rig: &Rig, before: &Cost) -> Result<(), String> {
    std::thread::sleep(SETTLE);
    let asking = (rig.cpu()? - before.cpu).as_secs_f64() * 1e6;
    let more = rig.memory_kib("VmRSS")?.saturating_sub(before.kib);
    let (cpu, begin) = (rig.cpu()?, Instant::now());
    std::thread::sleep(COUNTED);
    let share = (rig.cpu()? - cpu).as_secs_f64() / begin.elapsed().as_secs_f64() * 100.0;
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let (each, asked) = (more as f64 * 1024.0 / request.polls as f64, asking / request.polls as f64);
    println!(
        "long-polls: {name}: {} wait: {more} KiB more resident ({}), {each:.0} B each; {share:.2} % of a processor ({}); \
         {asked:.0} us to ask; {} KiB before",
        request.polls,
        at_most_kib(more, 30 << 10),
        at_most(share, 1.0),
        before.kib
    );
    Ok(())
}

fn poll_body(queue: &str) -> Vec<u8> {
    json!({ "QueueUrl": queue, "WaitTimeSeconds": 20 }).to_string().into_bytes()
}

fn http1(request: &Request) -> Result<(), String> {
    let (rig, queue, before) = start(request)?;
    let body = poll_body(&queue);
    let mut pollers = Vec::new();
    let begin = Instant::now();
    for _ in 0..request.polls {
        let mut client = rig.client()?;
        client.ask("sqs", "AmazonSQS.ReceiveMessage", &body)?;
        pollers.push(client);
    }
    let asked = begin.elapsed();
    tell("HTTP/1.1, a connection each", request, &rig, &before)?;
    in_order(&rig, &queue, &mut pollers)?;
    println!("long-polls: all asked within {:.1} s", asked.as_secs_f64());
    for client in &mut pollers {
        client.await_reply()?;
    }
    println!("long-polls: all answered after {:.1} s", begin.elapsed().as_secs_f64());
    Ok(())
}

/// Messages that come one by one: each goes to one poller, those that have waited longest first.
fn in_order(rig: &Rig, queue: &str, pollers: &mut Vec<Client>) -> Result<(), String> {
    let mut sender = rig.client()?;
    let (mut took, mut passed, cpu) = (Vec::new(), 0, rig.cpu()?);
    let count = MESSAGES.min(pollers.len());
    for number in 0..count {
        let body = json!({ "QueueUrl": queue, "MessageBody": number.to_string() }).to_string();
        let begin = Instant::now();
        sender.call("sqs", "AmazonSQS.SendMessage", body.as_bytes())?;
        let served = served(pollers, begin)?;
        took.push(begin.elapsed());
        // The gateway reads what many connections send at the same moment in an order of its own.
        passed += usize::from(served > NEIGHBOURS);
        let reply: Value =
            serde_json::from_slice(&pollers[served].await_reply()?).map_err(|e| e.to_string())?;
        pollers.remove(served);
        if reply["Messages"][0]["Body"].as_str().and_then(|body| body.parse().ok()) != Some(number) {
            return Err(format!("message {number} was awaited, {reply} came"));
        }
    }
    took.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let cpu_us = (rig.cpu()? - cpu).as_secs_f64() * 1e6 / count as f64;
    println!(
        "long-polls: {count} messages one by one: {passed} of them passed more than {NEIGHBOURS} that had waited longer (0 \
         wanted: {}); {:.2} ms from sent to received (median), {cpu_us:.0} us of processor time each",
        word(passed == 0),
        took[took.len() / 2].as_secs_f64() * 1e3
    );
    Ok(())
}

/// Which of those that asked first has a reply.
fn served(pollers: &[Client], begin: Instant) -> Result<usize, String> {
    while begin.elapsed() < Duration::from_secs(5) {
        for (number, poller) in pollers.iter().enumerate().take(2 * NEIGHBOURS) {
            if poller.has_reply()? {
                return Ok(number);
            }
        }
    }
    Err("a message reached nobody that had waited for long".to_owned())
}

fn http2(request: &Request) -> Result<(), String> {
    let (rig, queue, before) = start(request)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|e| e.to_string())?;
    let polls = runtime.block_on(ask_all(&rig, request.polls, poll_body(&queue)))?;
    tell("HTTP/2, 128 streams a connection", request, &rig, &before)?;
    runtime.block_on(answers(polls))
}

type Polls = JoinSet<Result<(), String>>;

async fn ask_all(rig: &Rig, polls: u64, body: Vec<u8>) -> Result<Polls, String> {
    let (mut waiting, hash, body) = (JoinSet::new(), sha256(&body), Bytes::from(body));
    let host = rig.address.to_string();
    let mut left = polls;
    while left > 0 {
        let stream = tokio::net::TcpStream::connect(rig.address).await.map_err(|e| e.to_string())?;
        let builder = http2::Builder::new(TokioExecutor::new());
        let shaken = builder.handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await;
        let (sender, connection) = shaken.map_err(|e| e.to_string())?;
        tokio::spawn(connection);
        for _ in 0..left.min(STREAMS) {
            let mut call = hyper::Request::post(format!("http://{host}/"));
            for (name, value) in rig.keys().headers(&host, "sqs", "AmazonSQS.ReceiveMessage", JSON, &hash) {
                if name != "host" {
                    call = call.header(name, value);
                }
            }
            let call = call.body(Full::new(body.clone())).map_err(|e| e.to_string())?;
            let mut sender = sender.clone();
            waiting.spawn(async move {
                let reply = sender.send_request(call).await.map_err(|e| e.to_string())?;
                let status = reply.status();
                let body = reply.into_body().collect().await.map_err(|e| e.to_string())?.to_bytes();
                if status.is_success() { Ok(()) } else { Err(String::from_utf8_lossy(&body).into_owned()) }
            });
        }
        left -= left.min(STREAMS);
    }
    Ok(waiting)
}

async fn answers(mut polls: Polls) -> Result<(), String> {
    while let Some(poll) = polls.join_next().await {
        poll.map_err(|e| e.to_string())??;
    }
    Ok(())
}
