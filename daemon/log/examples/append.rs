//! Measures durable appends against the same bytes written raw, in one run and one directory.
//!
//! `cargo run --release -p millpond-log --example append -- [DIR] [MIB] [BATCH_KIB]`
//!
//! Prints MB/s of both and their ratio, device bytes per payload byte (`write_bytes` of
//! /proc/self/io, so the page cache's idea of it, without the file system's journal), peak resident
//! memory of the log's part, and how long opening takes. Four batches wait for each commit, as with
//! four connections.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use millpond_base::{Entropy, LineMs, Now, Seq, TrackId, WallMs};
use millpond_log::disk::RealDisk;
use millpond_log::{Batch, DataKey, Log, Options, ReadLimit};

const KIB: usize = 1024;
const RECORD_BYTES: usize = KIB;
const BATCHES_PER_COMMIT: usize = 4;

struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, out: &mut [u8]) {
        File::open("/dev/urandom")
            .and_then(|mut file| file.read_exact(out))
            .expect("every Linux has /dev/urandom");
    }
}

/// Bytes this process caused to be written to the device.
fn device_bytes() -> u64 {
    number("/proc/self/io", "write_bytes:")
}

/// A number after a word in a file of /proc.
fn number(path: &str, word: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(word));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn now(ms: u64) -> Now {
    Now { wall: WallMs(1_700_000_000_000 + ms), line: LineMs(ms), trusted: true }
}

/// Appends and syncs the same bytes to one growing file; returns MB/s.
fn raw(path: &Path, commits: usize, commit_bytes: usize) -> Result<f64, Box<dyn Error>> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    let bytes = vec![0x5a; commit_bytes];
    let started = Instant::now();
    for _ in 0..commits {
        file.write_all(&bytes)?;
        file.sync_data()?;
    }
    Ok(rate(commits * commit_bytes, started))
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn rate(bytes: usize, started: Instant) -> f64 {
    bytes as f64 / 1e6 / started.elapsed().as_secs_f64()
}

fn append(log: &Log, commits: usize, batch_bytes: usize) -> Result<f64, Box<dyn Error>> {
    let body = [0x5a; RECORD_BYTES];
    let started = Instant::now();
    for commit in 0..commits {
        for track in 1..=BATCHES_PER_COMMIT {
            let mut batch = Batch::new();
            for _ in 0..(batch_bytes / RECORD_BYTES).max(1) {
                batch.append(TrackId(u32::try_from(track)?), b"", &body[..RECORD_BYTES.min(batch_bytes)]);
            }
            drop(log.stage(batch, now(commit as u64))?);
        }
        while log.commit(now(commit as u64))?.is_some() {}
    }
    Ok(rate(commits * BATCHES_PER_COMMIT * batch_bytes, started))
}

fn open(path: &Path, budget_bytes: u64) -> Result<Log, Box<dyn Error>> {
    let options = Options { budget_bytes, ..Options::default() };
    let disk = Arc::new(RealDisk::open(path)?);
    if !path.join("super.A").exists() {
        Log::create(&*disk, &options, &SystemEntropy)?;
    }
    let (log, found) = Log::open(disk, options, &SystemEntropy, WallMs(0))?;
    for track in 1..=BATCHES_PER_COMMIT {
        log.register(TrackId(u32::try_from(track)?), DataKey::new([7; 32], 1));
    }
    eprintln!("opened: {found:?}");
    Ok(log)
}

#[expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| "append-measured".to_owned()));
    let mib: usize = arguments.next().map_or(Ok(256), |text| text.parse())?;
    let batch_bytes =
        arguments.next().map_or(Ok(512 * KIB), |text| text.parse::<usize>().map(|kib| kib * KIB))?;
    let commit_bytes = BATCHES_PER_COMMIT * batch_bytes;
    let commits = (mib * KIB * KIB / commit_bytes).max(1);
    let payload = (commits * commit_bytes) as f64;
    fs::create_dir_all(&root)?;
    let budget_bytes = 4 * u64::try_from(commits * commit_bytes)?.max(64 << 20);

    let log = open(&root.join("log"), budget_bytes)?;
    let before = device_bytes();
    let ours = append(&log, commits, batch_bytes)?;
    let device = (device_bytes() - before) as f64;
    let (stats, peak_kib) = (log.stats(), number("/proc/self/status", "VmHWM:"));
    drop(log);
    let plain = raw(&root.join("raw"), commits, commit_bytes)?;
    fs::remove_file(root.join("raw"))?;

    println!("payload {:.0} MB in {commits} commits of {commit_bytes} B", payload / 1e6);
    println!("log {ours:.0} MB/s, raw append + fdatasync {plain:.0} MB/s: {:.0} %", 100.0 * ours / plain);
    println!(
        "device bytes per payload byte {:.4} (own count {:.4})",
        device / payload,
        stats.device_bytes_written as f64 / payload
    );
    println!("peak resident {peak_kib} KiB, {} syncs", stats.syncs);

    let started = Instant::now();
    let log = open(&root.join("log"), budget_bytes)?;
    let first = log.read(TrackId(1), Seq(0), ReadLimit { records: 1, bytes: usize::MAX })?;
    println!("open and first read ({} record) {:?}", first.len(), started.elapsed());
    fs::remove_dir_all(root)?;
    Ok(())
}
