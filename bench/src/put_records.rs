//! Durable PutRecords beside raw append and fdatasync, in turn, several rounds.

use crate::client::Client;
use crate::figure::{at_least, at_most, at_most_kib, median};
use crate::rig::Rig;
use crate::{Request, raw};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_aws::sigv4;
use std::fmt::Write;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

const TARGET: &str = "Kinesis_20131202.PutRecords";
pub(crate) const CONNECTIONS: u64 = 4;
pub(crate) const RECORDS: u64 = 500;
pub(crate) const RECORD_BYTES: u64 = 1024;
/// Requests per connection and round: long enough to outlast start-up effects.
const REQUESTS: u64 = 60;

/// A request body of random records, hashed once.
pub(crate) struct Load {
    /// Names the stream.
    head: String,
    records: Arc<str>,
    hash: [u8; 32],
}

impl Load {
    pub(crate) fn new(stream: &str, seed: u64, records: u64, record_bytes: u64) -> Self {
        let mut noise = Noise(seed);
        let mut body = "\"Records\":[".to_owned();
        for i in 0..records {
            let data: Vec<u8> =
                (0..record_bytes.div_ceil(8)).flat_map(|_| noise.next().to_le_bytes()).collect();
            let comma = if i == 0 { "" } else { "," };
            write!(
                body,
                "{comma}{{\"PartitionKey\":\"k{}\",\"Data\":\"{}\"}}",
                noise.next() % 1000,
                STANDARD.encode(data)
            )
            .expect("writing to a string cannot fail");
        }
        body.push_str("]}");
        Self::of(stream, body.into())
    }

    fn of(stream: &str, records: Arc<str>) -> Self {
        let head = format!("{{\"StreamName\":\"{stream}\",");
        let hash = sigv4::sha256([head.as_bytes(), records.as_bytes()].concat().as_slice());
        Self { head, records, hash }
    }

    /// The same records for another stream; they are in memory once.
    pub(crate) fn to(&self, stream: &str) -> Self {
        Self::of(stream, Arc::clone(&self.records))
    }

    pub(crate) fn send(&self, client: &mut Client) -> Result<(), String> {
        let reply = client.call_hashed(
            "kinesis",
            TARGET,
            &[self.head.as_bytes(), self.records.as_bytes()],
            &self.hash,
        )?;
        let head = String::from_utf8_lossy(&reply);
        if head.contains("\"FailedRecordCount\":0") {
            Ok(())
        } else {
            Err(format!("records failed: {:.300}", head))
        }
    }
}

/// SplitMix64: incompressible enough, and the same in every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
    }
}

/// The payload of one request as plain bytes: as random as what the gateway gets, so that no device can tell them apart.
fn random_bytes(seed: u64, bytes: u64) -> Vec<u8> {
    let mut noise = Noise(seed);
    (0..bytes.div_ceil(8)).flat_map(|_| noise.next().to_le_bytes()).collect()
}

/// Creates a stream of four shards.
pub(crate) fn create_stream(rig: &Rig, name: &str) -> Result<(), String> {
    create_sharded(&mut rig.client()?, name, 4)
}

/// Creates a stream of so many shards.
pub(crate) fn create_sharded(client: &mut Client, name: &str, shards: u32) -> Result<(), String> {
    let body = format!("{{\"StreamName\":\"{name}\",\"ShardCount\":{shards}}}");
    client.call("kinesis", "Kinesis_20131202.CreateStream", body.as_bytes()).map(|_| ())
}

pub(crate) fn put_records(request: &Request) -> Result<(), String> {
    let rig = Rig::start(request)?;
    create_stream(&rig, "bench")?;
    let idle_kib = rig.memory_kib("VmRSS")?;
    let batch = random_bytes(1, RECORDS * RECORD_BYTES);
    let batches = CONNECTIONS * REQUESTS;
    round(&rig, 1)?;
    let written = rig.written_bytes()?;
    let cpu = rig.cpu()?;
    let (mut ours, mut limit, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..request.rounds {
        let raw = rate(raw::append_and_sync(&rig.dir, &batch, batches)?);
        let gateway = rate(round(&rig, u64::from(i) + 2)?);
        println!(
            "round {}: gateway {gateway:.0} records/s, raw append+fdatasync {raw:.0}/s, ratio {:.2}",
            i + 1,
            gateway / raw
        );
        ours.push(gateway);
        limit.push(raw);
        ratios.push(gateway / raw);
    }
    let payload = u64::from(request.rounds) * batches * RECORDS * RECORD_BYTES;
    let cpu = rig.cpu()? - cpu;
    let written = rig.written_bytes()? - written;
    println!("put-records: median {:.0} records/s beside raw {:.0}/s", median(&mut ours), median(&mut limit));
    let ratio = median(&mut ratios);
    println!("put-records: median ratio {ratio:.2} ({})", at_least(ratio, 0.45));
    #[expect(clippy::cast_precision_loss, reason = "ratios for people")]
    let (amplification, cpu_us) =
        (written as f64 / payload as f64, cpu.as_secs_f64() * 1e6 * RECORD_BYTES as f64 / payload as f64);
    println!("put-records: {cpu_us:.2} us of the gateway's processor time a record");
    println!(
        "put-records: flash bytes per payload byte {amplification:.3} ({})",
        at_most(amplification, 1.15)
    );
    let peak_kib = rig.memory_kib("VmHWM")?;
    println!(
        "put-records: resident {idle_kib} KiB before, {peak_kib} KiB at most under load ({})",
        at_most_kib(peak_kib, 32 << 10)
    );
    Ok(())
}

/// Four connections, each with its own load, started together.
fn round(rig: &Rig, seed: u64) -> Result<Duration, String> {
    let barrier = Barrier::new(usize::try_from(CONNECTIONS).map_err(|e| e.to_string())? + 1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|i| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let load = Load::new("bench", seed * 100 + i, RECORDS, RECORD_BYTES);
                    let client = rig.client();
                    barrier.wait();
                    let mut client = client?;
                    (0..REQUESTS).try_for_each(|_| load.send(&mut client))
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked".to_owned())??;
        }
        Ok(begin.elapsed())
    })
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(took: Duration) -> f64 {
    (CONNECTIONS * REQUESTS * RECORDS) as f64 / took.as_secs_f64()
}
