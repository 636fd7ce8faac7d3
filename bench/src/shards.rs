//! 1,000 shards over 200 streams beside one shard: memory, and the time a record takes in and out.

use crate::Request;
use crate::client::{Client, JSON};
use crate::figure::{at_most, at_most_kib, median};
use crate::get_records::{self, Next};
use crate::put_records::{CONNECTIONS, Load, RECORD_BYTES, RECORDS, create_sharded};
use crate::rig::Rig;
use memchr::memmem;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::Barrier;
use std::time::{Duration, Instant};

const STREAMS: usize = 200;
const SHARDS_EACH: u32 = 5;
/// Turns of each side in a round. A ratio is that of a turn to the one beside it, so that what slows the machine for longer
/// than that slows both.
const TURNS: u32 = 3;
/// Requests per connection and turn: every stream comes up.
const REQUESTS: usize = 50;
/// Single records per connection and turn.
const SINGLES: usize = 500;
/// Reads in a turn.
const READS: u64 = 200;
/// Records of such a read.
const READ_RECORDS: u64 = 500;

pub(crate) fn shards(request: &Request) -> Result<(), String> {
    let rig = Rig::start_within(request, Some(u64::from(request.rounds.max(2)) * 1024))?;
    let mut client = rig.client()?;
    create_sharded(&mut client, "one", 1)?;
    let before_kib = rig.memory_kib("VmRSS")?;
    let begin = Instant::now();
    (0..STREAMS).try_for_each(|number| create_sharded(&mut client, &name(number), SHARDS_EACH))?;
    println!(
        "shards: {STREAMS} streams of {SHARDS_EACH} made in {:.1} s, resident {} KiB ({before_kib} KiB before)",
        begin.elapsed().as_secs_f64(),
        rig.memory_kib("VmRSS")?
    );
    let many: Vec<String> = (0..STREAMS).map(name).collect();
    let one = vec!["one".to_owned()];
    for (what, records, requests) in [("PutRecords", RECORDS, REQUESTS), ("single records", 1, SINGLES)] {
        let put = |streams: &[String]| put(&rig, streams, records, requests);
        compare(request, what, &mut || put(&one), &mut || put(&many))?;
    }
    let written = (RECORDS * CONNECTIONS * REQUESTS as u64 + CONNECTIONS * SINGLES as u64)
        * u64::from(TURNS * request.rounds);
    let (mut first, mut each) = (Reader::new(&rig, &one, 1)?, Reader::new(&rig, &many, SHARDS_EACH)?);
    first.warm(written)?;
    each.warm(written)?;
    compare(request, "GetRecords", &mut || first.turn(), &mut || each.turn())?;
    let peak_kib = rig.memory_kib("VmHWM")?;
    println!(
        "shards: resident {} KiB, {peak_kib} KiB at most under load ({})",
        rig.memory_kib("VmRSS")?,
        at_most_kib(peak_kib, 40 << 10)
    );
    Ok(())
}

/// Lets the two sides take turns, either first as often as the other, and prints what a record takes.
fn compare(
    request: &Request,
    what: &str,
    one: &mut dyn FnMut() -> Result<f64, String>,
    many: &mut dyn FnMut() -> Result<f64, String>,
) -> Result<(), String> {
    let mut ratios = Vec::new();
    for round in 1..=request.rounds {
        let (mut alone, mut spread) = (Vec::new(), Vec::new());
        for turn in 0..TURNS {
            if (turn + round) % 2 == 0 {
                alone.push(one()?);
                spread.push(many()?);
            } else {
                spread.push(many()?);
                alone.push(one()?);
            }
        }
        ratios.extend(spread.iter().zip(&alone).map(|(spread, alone)| spread / alone));
        let (alone, spread) = (median(&mut alone), median(&mut spread));
        println!("round {round}: {what} {alone:.2} us a record of one shard, {spread:.2} us of many");
    }
    let times = median(&mut ratios);
    println!("shards: {what}: median {times:.2} of the time one shard takes ({})", at_most(times, 1.15));
    Ok(())
}

fn name(number: usize) -> String {
    format!("many-{number:03}")
}

/// Puts to the streams in turn over all connections; gives the microseconds a record took.
fn put(rig: &Rig, streams: &[String], records: u64, requests: usize) -> Result<f64, String> {
    let connections = usize::try_from(CONNECTIONS).map_err(|e| e.to_string())?;
    let barrier = Barrier::new(connections + 1);
    let took = std::thread::scope(|scope| -> Result<Duration, String> {
        let workers: Vec<_> = (0..connections)
            .map(|worker| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let first = Load::new("", worker as u64, records, RECORD_BYTES);
                    let own = streams.iter().skip(worker % streams.len()).step_by(connections);
                    let loads: Vec<Load> = own.map(|stream| first.to(stream)).collect();
                    let client = rig.client();
                    barrier.wait();
                    let mut client = client?;
                    loads.iter().cycle().take(requests).try_for_each(|load| load.send(&mut client))
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked".to_owned())??;
        }
        Ok(begin.elapsed())
    })?;
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    Ok(took.as_secs_f64() * 1e6 / (connections * requests) as f64 / records as f64)
}

/// Reads from shards in turn, from each where the read before ended, and again from its start after its end.
struct Reader {
    client: Client,
    places: VecDeque<Place>,
    reply: Vec<u8>,
}

struct Place {
    stream: String,
    shard: u32,
    iterator: String,
}

impl Reader {
    fn new(rig: &Rig, streams: &[String], shards: u32) -> Result<Self, String> {
        let mut reader = Self { client: rig.client()?, places: VecDeque::new(), reply: Vec::new() };
        for shard in 0..shards {
            for stream in streams {
                let iterator = reader.start(stream, shard)?;
                reader.places.push_back(Place { stream: stream.clone(), shard, iterator });
            }
        }
        Ok(reader)
    }

    fn start(&mut self, stream: &str, shard: u32) -> Result<String, String> {
        let ask = json!({
            "StreamName": stream, "ShardId": format!("shardId-{shard:012}"), "ShardIteratorType": "TRIM_HORIZON"
        });
        let body = ask.to_string();
        let reply = self.client.call("kinesis", "Kinesis_20131202.GetShardIterator", body.as_bytes())?;
        let reply: Value = serde_json::from_slice(&reply).map_err(|e| e.to_string())?;
        Ok(reply["ShardIterator"].as_str().ok_or("no iterator")?.to_owned())
    }

    /// Reads that many records, so that what is measured later need not wait for the device.
    fn warm(&mut self, records: u64) -> Result<(), String> {
        let mut seen = 0;
        while seen < records {
            seen += self.read()?.0;
        }
        Ok(())
    }

    /// Gives the microseconds a record took in replies that were full; others are the ends of shards.
    fn turn(&mut self) -> Result<f64, String> {
        let (mut records, mut took) = (0, Duration::ZERO);
        while records < READ_RECORDS * READS {
            let (seen, call) = self.read()?;
            if seen == READ_RECORDS {
                records += seen;
                took += call;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        Ok(took.as_secs_f64() * 1e6 / records as f64)
    }

    /// One read: how many records came, and how long it took.
    fn read(&mut self) -> Result<(u64, Duration), String> {
        let mut place = self.places.pop_front().ok_or("no shard to read from")?;
        let ask = json!({ "ShardIterator": place.iterator, "Limit": READ_RECORDS }).to_string();
        let begin = Instant::now();
        self.client.call_into("kinesis", get_records::TARGET, JSON, ask.as_bytes(), &mut self.reply)?;
        let took = begin.elapsed();
        let records = memmem::find_iter(&self.reply, "SequenceNumber").count() as u64;
        let next = Next::of(&self.reply).ok_or("no iterator in a reply")?;
        place.iterator = if next.at_tip { self.start(&place.stream, place.shard)? } else { next.iterator };
        self.places.push_back(place);
        Ok((records, took))
    }
}
