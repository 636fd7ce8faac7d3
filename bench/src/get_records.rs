//! GetRecords through a backlog, 10,000 records a call over one connection, in turn with plain hyper handlers: one that
//! reads as many bytes from the same files and sends as many, one that sends a buffer which is at hand.

use crate::Request;
use crate::client::{CBOR, Client, JSON};
use crate::figure::{median, word};
use crate::plain::{Files, Plain, Reply};
use crate::put_records::{Load, RECORD_BYTES, RECORDS, create_sharded};
use crate::rig::Rig;
use memchr::memmem;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) const TARGET: &str = "Kinesis_20131202.GetRecords";
/// Records of one call: with 1 KiB each it is as large as AWS makes them.
const LIMIT: u64 = 10_000;
const BACKLOG_MIB: u64 = 1024;
/// Connections that read at the same time when memory is looked at.
const READERS: u64 = 8;

pub(crate) fn get_records(request: &Request) -> Result<(), String> {
    let mib = request.mib.unwrap_or(BACKLOG_MIB);
    let rig = Rig::start_within(request, Some((mib + mib / 4 + 64).max(2048)))?;
    let mut client = rig.client()?;
    create_sharded(&mut client, "bench", 1)?;
    let load = Load::new("bench", 1, RECORDS, RECORD_BYTES);
    let requests = (mib << 20) / (RECORDS * RECORD_BYTES);
    (0..requests).try_for_each(|_| load.send(&mut client))?;
    let records = requests * RECORDS;
    println!("get-records: {records} records of {RECORD_BYTES} B in one shard, {LIMIT} a call");
    for media_type in [JSON, CBOR] {
        compare(request, &rig, media_type, records)?;
    }
    at_once(&rig, records)
}

/// Reads the backlog in turn with as many replies of the same size from the two plain handlers.
fn compare(request: &Request, rig: &Rig, media_type: &str, records: u64) -> Result<(), String> {
    let mut client = rig.client()?;
    // Before anything is measured: everything is there, and a reply to serve as the plain handler's.
    let counted = Pass { media_type, count: true }.read(&mut client)?;
    if counted.records != records {
        return Err(format!("{} of {records} records came", counted.records));
    }
    let data = records * RECORD_BYTES;
    let (reply_bytes, read_bytes) = (counted.wire_bytes / counted.calls, data / counted.calls);
    let files = Files::open(&rig.dir, reply_bytes, read_bytes).map_err(|e| e.to_string())?;
    let files = Plain::start(Reply::Files(Arc::new(files)))?;
    let hot = Plain::start(Reply::Hot(counted.sample.into()))?;
    let (mut rates, mut shares, mut hot_shares) = (Vec::new(), Vec::new(), Vec::new());
    let mut cpu = Duration::ZERO;
    for round in 1..=request.rounds {
        let before = rig.cpu()?;
        let ours = Pass { media_type, count: false }.read(&mut client)?;
        cpu += rig.cpu()? - before;
        // Bytes are not the same to the last one, as iterators and times differ.
        let share_of = |plain: &Plain| -> Result<f64, String> {
            Ok(ours.wire_rate() / plain.read(rig, media_type, ours.calls)?.wire_rate())
        };
        let (share, hot_share) = (share_of(&files)?, share_of(&hot)?);
        let rate = mega(data, ours.took);
        println!(
            "round {round}: {media_type} {rate:.0} MB/s of data, {share:.2} of the plain handler that reads the log's \
             files, {hot_share:.2} of the one with a hot buffer"
        );
        rates.push(rate);
        shares.push(share);
        hot_shares.push(hot_share);
    }
    println!(
        "get-records: {media_type}: {:.0} MB of record data a second of the gateway's processor time",
        mega(data, cpu / request.rounds)
    );
    let (rate, share) = (median(&mut rates), median(&mut shares));
    println!(
        "get-records: {media_type}: median {rate:.0} MB/s of record data, {share:.2} of the plain handler (at least 400 or 0.60 \
         wanted: {}), resident {} KiB at most",
        word(rate >= 400.0 || share >= 0.60),
        rig.memory_kib("VmHWM")?
    );
    println!(
        "get-records: {media_type}: {:.2} of a plain handler with a hot buffer",
        median(&mut hot_shares)
    );
    Ok(())
}

/// What several readers at the same time cost in memory.
fn at_once(rig: &Rig, records: u64) -> Result<(), String> {
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let work = || Pass { media_type: JSON, count: false }.read(&mut rig.client()?);
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(work)).collect();
        readers
            .into_iter()
            .try_for_each(|reader| reader.join().map_err(|_| "a reader panicked".to_owned())?.map(|_| ()))
    })?;
    let rate = mega(READERS * records * RECORD_BYTES, begin.elapsed());
    println!(
        "get-records: {READERS} connections at once: {rate:.0} MB/s together, resident {} KiB at most",
        rig.memory_kib("VmHWM")?
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn mega(bytes: u64, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64()
}

/// One way through the whole shard.
struct Pass<'a> {
    media_type: &'a str,
    /// Looks at every record, which takes time.
    count: bool,
}

/// What a way through the shard took.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) calls: u64,
    pub(crate) wire_bytes: u64,
    pub(crate) took: Duration,
    records: u64,
    /// The first reply, when records were counted.
    sample: Vec<u8>,
}

impl Seen {
    fn wire_rate(&self) -> f64 {
        mega(self.wire_bytes, self.took)
    }
}

impl Pass<'_> {
    fn read(&self, client: &mut Client) -> Result<Seen, String> {
        let ask = json!({
            "StreamName": "bench", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"
        });
        let first =
            client.call("kinesis", "Kinesis_20131202.GetShardIterator", ask.to_string().as_bytes())?;
        let first: serde_json::Value = serde_json::from_slice(&first).map_err(|e| e.to_string())?;
        let mut iterator = first["ShardIterator"].as_str().ok_or("no iterator")?.to_owned();
        let (mut reply, mut seen) = (Vec::new(), Seen::default());
        let begin = Instant::now();
        loop {
            let ask = get_records_body(self.media_type, &iterator);
            client.call_into("kinesis", TARGET, self.media_type, &ask, &mut reply)?;
            seen.calls += 1;
            seen.wire_bytes += reply.len() as u64;
            seen.took = begin.elapsed();
            if self.count {
                seen.records += memmem::find_iter(&reply, "SequenceNumber").count() as u64;
                if seen.calls == 1 {
                    seen.sample.clone_from(&reply);
                }
            }
            let next = Next::of(&reply).ok_or("no iterator in a reply")?;
            if next.at_tip {
                return Ok(seen);
            }
            iterator = next.iterator;
        }
    }
}

/// The body of a GetRecords.
pub(crate) fn get_records_body(media_type: &str, iterator: &str) -> Vec<u8> {
    if media_type == JSON {
        return json!({ "ShardIterator": iterator, "Limit": LIMIT }).to_string().into_bytes();
    }
    let length = u16::try_from(iterator.len()).expect("an iterator is short").to_be_bytes();
    let limit = u16::try_from(LIMIT).expect("a small number").to_be_bytes();
    // RFC 8949: a map of two, texts with their lengths, a number of two bytes.
    let parts: [&[u8]; 5] =
        [b"\xa2\x6dShardIterator\x79", &length, iterator.as_bytes(), b"\x65Limit\x19", &limit];
    parts.concat()
}

/// What comes after the records, in either protocol, found without reading these.
pub(crate) struct Next {
    pub(crate) iterator: String,
    pub(crate) at_tip: bool,
}

impl Next {
    pub(crate) fn of(reply: &[u8]) -> Option<Self> {
        let after = |name: &str| Some(&reply[memmem::rfind(reply, name.as_bytes())? + name.len()..]);
        let iterator = after("NextShardIterator")?;
        // A quote, a colon and a quote, or the head of a text.
        let iterator: Vec<u8> = match iterator.first()? {
            b'"' => iterator[3..].iter().copied().take_while(|byte| *byte != b'"').collect(),
            0x78 => iterator.get(2..2 + usize::from(iterator[1]))?.to_vec(),
            _ => iterator.get(3..3 + usize::from(u16::from_be_bytes([iterator[1], iterator[2]])))?.to_vec(),
        };
        let behind = after("MillisBehindLatest")?;
        let at_tip = behind.starts_with(b"\":0") || behind.starts_with(&[0]);
        Some(Self { iterator: String::from_utf8(iterator).ok()?, at_tip })
    }
}
