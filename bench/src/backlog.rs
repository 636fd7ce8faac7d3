//! A queue with millions of messages: what they cost in memory, how soon they are there again after kill -9, and whether
//! draining keeps order and rate.

use crate::Request;
use crate::client::Client;
use crate::figure::{at_most, at_most_kib, word};
use crate::rig::Rig;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Connections that send, and that receive.
const CONNECTIONS: u64 = 8;
/// Messages of one SendMessageBatch, ReceiveMessage or DeleteMessageBatch.
const BATCH: u64 = 10;
/// Bytes of a message body.
const BODY_BYTES: usize = 100;
const MESSAGES: u64 = 10_000_000;
/// The most memory that is wanted, however long the queue.
const PEAK_KIB: u64 = 32 << 10;
/// Flash per message, for the budget: a commit of few small batches takes few whole blocks.
const FLASH_BYTES_PER_MESSAGE: u64 = 800;

pub(crate) fn backlog(request: &Request) -> Result<(), String> {
    let messages = request.messages.unwrap_or(MESSAGES).next_multiple_of(BATCH * CONNECTIONS);
    let budget_mib = (messages * FLASH_BYTES_PER_MESSAGE).div_ceil(1 << 20).max(512);
    let mut rig = Rig::start_within(request, Some(budget_mib))?;
    let queue = create_queue(&rig, "backlog")?;
    let idle_kib = rig.memory_kib("VmRSS")?;
    fill(&rig, &queue, messages)?;
    let peak_kib = rig.memory_kib("VmHWM")?;
    println!(
        "backlog: {messages} messages of {BODY_BYTES} B queued: resident {} KiB, {peak_kib} KiB at most ({}; {idle_kib} KiB \
         before)",
        rig.memory_kib("VmRSS")?,
        at_most_kib(peak_kib, PEAK_KIB)
    );
    let mut drained = Drained::default();
    for _ in 0..request.rounds {
        rig.kill();
        let begin = Instant::now();
        rig.serve()?;
        let answered = begin.elapsed();
        let first = receive(&mut rig.client()?, &queue)?;
        let first_ms = millis(begin.elapsed());
        println!(
            "backlog: killed, first answer after {:.0} ms, first ReceiveMessage with {} messages after {first_ms:.0} ms ({}), \
             resident {} KiB",
            millis(answered),
            first.len(),
            at_most(first_ms, 1000.0),
            rig.memory_kib("VmRSS")?
        );
        // Deleted at once, so that the next round is again one with nothing in flight.
        delete(&mut rig.client()?, &queue, &first)?;
        drained.note(0, &first);
    }
    drain(&rig, &queue, messages, drained)?;
    let peak_kib = rig.memory_kib("VmHWM")?;
    println!(
        "backlog: drained: resident {} KiB, {peak_kib} KiB at most since the last start ({})",
        rig.memory_kib("VmRSS")?,
        at_most_kib(peak_kib, PEAK_KIB)
    );
    Ok(())
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

fn sqs(client: &mut Client, operation: &str, body: &Value) -> Result<Value, String> {
    let reply = client.call("sqs", &format!("AmazonSQS.{operation}"), body.to_string().as_bytes())?;
    if reply.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&reply).map_err(|e| e.to_string())
}

/// Creates a queue and gives its URL. The visibility timeout outlasts the whole drain.
pub(crate) fn create_queue(rig: &Rig, name: &str) -> Result<String, String> {
    let body = json!({ "QueueName": name, "Attributes": { "VisibilityTimeout": "43200" } });
    let made = sqs(&mut rig.client()?, "CreateQueue", &body)?;
    made["QueueUrl"].as_str().map(str::to_owned).ok_or_else(|| format!("no queue URL in {made}"))
}

/// Which sender a message is from, and which of its messages it is.
fn body(sender: u64, number: u64) -> String {
    let mut body = format!("{sender:02}.{number:010}.");
    // Unlike the message before it, so that nothing on the way could leave bytes out.
    let mut noise = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ sender;
    while body.len() < BODY_BYTES {
        noise = noise.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        body.push(char::from(b'a' + u8::try_from((noise >> 33) % 26).unwrap_or(0)));
    }
    body
}

fn parse(body: &str) -> Option<(u64, u64)> {
    let mut parts = body.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Sends `messages` bodies over all connections at once.
fn fill(rig: &Rig, queue: &str, messages: u64) -> Result<(), String> {
    let written = rig.written_bytes()?;
    let begin = Instant::now();
    let each = messages / CONNECTIONS;
    at_once(rig, |sender, client| {
        (0..each / BATCH).try_for_each(|batch| send(client, queue, sender, batch * BATCH))
    })?;
    let took = begin.elapsed();
    let payload = messages * BODY_BYTES as u64;
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let (rate, ratio) =
        (messages as f64 / took.as_secs_f64(), (rig.written_bytes()? - written) as f64 / payload as f64);
    println!(
        "backlog: {rate:.0} messages/s in, each batch of {BATCH} durable over {CONNECTIONS} connections"
    );
    println!("backlog: flash bytes per payload byte {ratio:.3}");
    Ok(())
}

/// Runs `work` on every connection in a thread of its own.
fn at_once(rig: &Rig, work: impl Fn(u64, &mut Client) -> Result<(), String> + Sync) -> Result<(), String> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS)
            .map(|number| {
                let work = &work;
                scope.spawn(move || work(number, &mut rig.client()?))
            })
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| "a worker panicked".to_owned())?)
    })
}

fn send(client: &mut Client, queue: &str, sender: u64, first: u64) -> Result<(), String> {
    let entries: Vec<Value> = (first..first + BATCH)
        .map(|number| json!({ "Id": number.to_string(), "MessageBody": body(sender, number) }))
        .collect();
    let reply = sqs(client, "SendMessageBatch", &json!({ "QueueUrl": queue, "Entries": entries }))?;
    if reply["Successful"].as_array().is_some_and(|sent| sent.len() as u64 == BATCH) {
        Ok(())
    } else {
        Err(format!("messages were refused: {reply}"))
    }
}

/// A received message: its sender and number, and its receipt handle.
type Got = ((u64, u64), String);

fn receive(client: &mut Client, queue: &str) -> Result<Vec<Got>, String> {
    let body = json!({ "QueueUrl": queue, "MaxNumberOfMessages": BATCH });
    let reply = sqs(client, "ReceiveMessage", &body)?;
    let got = reply["Messages"].as_array().into_iter().flatten().map(|message| {
        let place = message["Body"].as_str().and_then(parse);
        let handle = message["ReceiptHandle"].as_str();
        Some((place?, handle?.to_owned()))
    });
    got.collect::<Option<Vec<_>>>().ok_or_else(|| format!("not a message of ours in {reply}"))
}

fn delete(client: &mut Client, queue: &str, got: &[Got]) -> Result<(), String> {
    if got.is_empty() {
        return Ok(());
    }
    let entries: Vec<Value> = got
        .iter()
        .enumerate()
        .map(|(id, (_, handle))| json!({ "Id": id.to_string(), "ReceiptHandle": handle }))
        .collect();
    let reply = sqs(client, "DeleteMessageBatch", &json!({ "QueueUrl": queue, "Entries": entries }))?;
    if reply["Successful"].as_array().is_some_and(|done| done.len() == got.len()) {
        Ok(())
    } else {
        Err(format!("messages were not deleted: {reply}"))
    }
}

/// What one receiver has seen.
#[derive(Default)]
struct Drained {
    /// The number of the last message of each sender, by receiver.
    last: BTreeMap<(u64, u64), u64>,
    received: u64,
    /// Messages that came to a receiver after a later one of the same sender.
    out_of_order: u64,
}

impl Drained {
    fn note(&mut self, receiver: u64, got: &[Got]) {
        for &((sender, number), _) in got {
            let last = self.last.insert((receiver, sender), number);
            self.out_of_order += u64::from(last.is_some_and(|last| last >= number));
            self.received += 1;
        }
    }
}

/// Receives and deletes everything, and tells the rate of the first and the last tenth.
fn drain(rig: &Rig, queue: &str, messages: u64, already: Drained) -> Result<(), String> {
    let left = messages - already.received;
    let taken = AtomicU64::new(0);
    let seen = std::sync::Mutex::new(already);
    // When each tenth was reached.
    let tenths = std::sync::Mutex::new(vec![Instant::now()]);
    at_once(rig, |receiver, client| {
        loop {
            let got = receive(client, queue)?;
            if got.is_empty() {
                // What others have in flight they delete themselves: nothing is left to receive.
                return Ok(());
            }
            delete(client, queue, &got)?;
            seen.lock().map_err(|e| e.to_string())?.note(receiver, &got);
            let before = taken.fetch_add(got.len() as u64, Ordering::Relaxed);
            if (before + got.len() as u64) * 10 / left > before * 10 / left {
                tenths.lock().map_err(|e| e.to_string())?.push(Instant::now());
            }
        }
    })?;
    let seen = seen.into_inner().map_err(|e| e.to_string())?;
    let tenths = tenths.into_inner().map_err(|e| e.to_string())?;
    #[expect(clippy::cast_precision_loss, reason = "rates for people")]
    let rates: Vec<f64> = tenths
        .windows(2)
        .map(|pair| left as f64 / 10.0 / pair[1].duration_since(pair[0]).as_secs_f64())
        .collect();
    let (first, last) = (rates.first().copied().unwrap_or(0.0), rates.last().copied().unwrap_or(0.0));
    println!(
        "backlog: drained {} of {messages} messages, {} out of order for their receiver (0 wanted: {})",
        seen.received,
        seen.out_of_order,
        word(seen.out_of_order == 0)
    );
    println!(
        "backlog: {first:.0} messages/s in the first tenth, {last:.0} in the last, ratio {:.2}",
        last / first
    );
    if seen.received == messages { Ok(()) } else { Err("messages are missing or came twice".to_owned()) }
}
