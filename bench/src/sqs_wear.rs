//! Bytes that the device is given for the whole life of messages, beside a plain table in SQLite and beside RabbitMQ.
//!
//! The kernel counts, for each process, the pages it made dirty and that go to the device (`write_bytes` of `/proc/PID/io`),
//! without those of files that were deleted before they went (`cancelled_write_bytes`). That is the same count for all, and does
//! not see what others on the machine write; it leaves out the journal of the file system, of which who writes to blocks that are
//! there already, as ours does, needs least.

use crate::Request;
use crate::figure::at_most;
use crate::rabbitmq::{KINDS, RabbitMq};
use crate::rig::{Rig, proc_figure};
use crate::sqs_load::{BATCH, Life, Load};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const CONNECTIONS: u64 = 16;
const MESSAGE_BYTES: usize = 1024;
const MESSAGES: u64 = 200_000;
/// Small, so that the messages before those that count have used every segment once.
const ARENA_MIB: u64 = 1024;
/// The figure that is wanted.
const RATIO: f64 = 1.35;
/// After the last delete, until nothing is on its way to the device.
const SETTLE: Duration = Duration::from_secs(2);

pub(crate) fn sqs_wear(request: &Request) -> Result<(), String> {
    let messages = request.messages.unwrap_or(MESSAGES).next_multiple_of(BATCH * CONNECTIONS);
    let rig = Rig::start_within(request, Some(ARENA_MIB))?;
    let queue = Load::create(&mut rig.client()?, "wear")?;
    let arena = ((ARENA_MIB << 20) / MESSAGE_BYTES as u64).next_multiple_of(BATCH * CONNECTIONS);
    let first = live(&rig, &queue, arena)?;
    println!(
        "sqs-wear: {first:.3} B to the device per byte while each segment is made and used for the first time"
    );
    let ours = live(&rig, &queue, messages)?;
    println!(
        "sqs-wear: {messages} messages of {MESSAGE_BYTES} B sent, received and deleted in batches of {BATCH}, {CONNECTIONS} \
         connections: {ours:.3} B to the device per byte ({})",
        at_most(ours, RATIO)
    );
    let sqlite = ratio(sqlite(&rig, messages)?, messages);
    println!(
        "sqs-wear: a table in SQLite, WAL, FULL, the same batches one after the other: {sqlite:.3}, {:.1} times ours",
        sqlite / ours
    );
    let mut broker = RabbitMq::start(request, &rig.dir)?;
    println!("sqs-wear: RabbitMQ is {}", broker.version());
    for (kind, name) in KINDS {
        let theirs = rabbitmq(&mut broker, kind, messages)?;
        println!("sqs-wear: {name}, as many connections: {theirs:.3}, {:.1} times ours", theirs / ours);
    }
    Ok(())
}

/// Sends, receives and deletes so many messages, as many on each connection in whole batches; gives the bytes to the device for each byte of them.
fn live(rig: &Rig, queue: &str, messages: u64) -> Result<f64, String> {
    let pid = rig.pid().ok_or("no process")?;
    let before = to_device(pid)?;
    let taken = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|seed| {
                let taken = &taken;
                scope.spawn(move || {
                    let (load, mut client) = (Load::new(queue, seed, MESSAGE_BYTES), rig.client()?);
                    for _ in 0..messages / BATCH / CONNECTIONS {
                        taken.fetch_add(load.turn(&mut client)?, Ordering::Relaxed);
                    }
                    while taken.load(Ordering::Relaxed) < messages {
                        taken.fetch_add(load.take(&mut client)?, Ordering::Relaxed);
                    }
                    Ok::<_, String>(())
                })
            })
            .collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| "a worker panicked".to_owned())?)
    })?;
    std::thread::sleep(SETTLE);
    Ok(ratio(to_device(pid)? - before, messages))
}

/// The same for a queue of RabbitMQ.
fn rabbitmq(broker: &mut RabbitMq, kind: &str, messages: u64) -> Result<f64, String> {
    let mut load = broker.load(kind, CONNECTIONS, MESSAGE_BYTES)?;
    std::thread::sleep(SETTLE);
    let before = to_device(broker.pid())?;
    load.live(messages)?;
    std::thread::sleep(SETTLE);
    Ok(ratio(to_device(broker.pid())? - before, messages))
}

/// What a process has given the device so far, or is going to.
fn to_device(pid: u32) -> Result<u64, String> {
    let cancelled = proc_figure(pid, "io", "cancelled_write_bytes")?;
    Ok(proc_figure(pid, "io", "write_bytes")?.saturating_sub(cancelled))
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
fn ratio(written: u64, messages: u64) -> f64 {
    written as f64 / (messages * MESSAGE_BYTES as u64) as f64
}

/// The queue as a table: inserted, marked as received, and deleted, each batch one transaction.
const TABLE: &str = "
import os, sqlite3, sys
file, batches, batch, size = sys.argv[1], *map(int, sys.argv[2:])
db = sqlite3.connect(file, isolation_level=None)
db.execute('PRAGMA journal_mode=WAL')
db.execute('PRAGMA synchronous=FULL')
db.execute('CREATE TABLE queue (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, body BLOB NOT NULL)')
def written():
    io = dict(line.split(': ') for line in open('/proc/self/io'))
    return int(io['write_bytes']) - int(io['cancelled_write_bytes'])
before = written()
for _ in range(batches):
    db.execute('BEGIN IMMEDIATE')
    db.executemany('INSERT INTO queue (due, body) VALUES (0, ?)', [(os.urandom(size),) for _ in range(batch)])
    db.execute('COMMIT')
    db.execute('BEGIN IMMEDIATE')
    got = db.execute('SELECT id, body FROM queue WHERE due = 0 ORDER BY id LIMIT ?', (batch,)).fetchall()
    db.executemany('UPDATE queue SET due = 1 WHERE id = ?', [(id,) for id, _ in got])
    db.execute('COMMIT')
    db.execute('BEGIN IMMEDIATE')
    db.executemany('DELETE FROM queue WHERE id = ?', [(id,) for id, _ in got])
    db.execute('COMMIT')
db.close()
os.sync()
print(written() - before)
";

fn sqlite(rig: &Rig, messages: u64) -> Result<u64, String> {
    let file = rig.dir.with_extension("sqlite");
    let figures = [messages / BATCH, BATCH, MESSAGE_BYTES as u64].map(|figure| figure.to_string());
    let ran = Command::new("python3").args(["-c", TABLE]).arg(&file).args(figures).output();
    for name in ["sqlite", "sqlite-wal", "sqlite-shm"] {
        let _ = std::fs::remove_file(rig.dir.with_extension(name));
    }
    let ran = ran.map_err(|e| format!("python3: {e}"))?;
    let said = String::from_utf8_lossy(&ran.stdout);
    said.trim().parse().map_err(|_| format!("python3: {}", String::from_utf8_lossy(&ran.stderr)))
}
