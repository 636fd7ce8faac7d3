//! One engine, one scenario, one process: so that memory and bytes are that engine's alone.

use crate::engines::{self, Engine, Raw, said};
use crate::ours;
use std::fs;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Bytes of a record of the insert.
pub(crate) const RECORD_BYTES: u64 = 128;
/// Records that become durable together in the insert.
pub(crate) const BATCH: u64 = 500;
/// Threads of the second scenario.
pub(crate) const WRITERS: u64 = 64;
/// Bytes of a record of the second scenario.
pub(crate) const SINGLE_BYTES: u64 = 200;
/// Raw writes are of as many bytes as 64 such records take in the log: four blocks.
const SINGLE_COMMIT_BYTES: u64 = 4 * 4096;

/// What a child is told to do.
pub(crate) struct Task {
    pub(crate) engine: String,
    pub(crate) scenario: String,
    pub(crate) dir: PathBuf,
    /// Records.
    pub(crate) amount: u64,
}

type Figures = Vec<(&'static str, f64)>;

/// Does it, prints its figures as lines of name and value, and leaves without closing anything, as a kill would.
pub(crate) fn run(task: &Task) -> Result<(), String> {
    match (task.engine.as_str(), task.scenario.as_str()) {
        (_, "wear-in") => ours::wear_in(&task.dir, task.amount * RECORD_BYTES),
        (_, "reopen") => reopen(task),
        ("raw" | "raw-direct", scenario) => raw(task, scenario == "insert"),
        (_, "insert") => {
            let engine = engines::open(&task.engine, &task.dir)?;
            let mut next = 0;
            in_turns(engine, |engine, batches| insert(engine, &mut next, batches))
        }
        (_, "writers" | "callers") => {
            let engine = engines::open(&task.engine, &task.dir)?;
            let next = AtomicU64::new(0);
            let threads = if task.scenario == "writers" { WRITERS } else { engine.servers() };
            in_turns(engine, |engine, ms| singles(engine, threads, &next, Duration::from_millis(ms)))
        }
        (_, other) => Err(format!("no scenario {other}")),
    }
}

/// Answers each number on standard input with the figures of a turn of that size, and an end of input with the figures
/// of the process.
fn in_turns(
    engine: Box<dyn Engine>,
    mut turn: impl FnMut(&dyn Engine, u64) -> Result<Figures, String>,
) -> Result<(), String> {
    tell(&[]);
    for line in std::io::stdin().lock().lines() {
        let amount = line.map_err(said)?.parse().map_err(said)?;
        let figures = turn(&*engine, amount)?;
        tell(&figures);
    }
    let mut figures = engine.figures();
    figures.extend(process()?);
    tell(&figures);
    // Neither dropped nor closed: what is not durable by now is lost.
    std::mem::forget(engine);
    Ok(())
}

fn tell(figures: &[(&'static str, f64)]) {
    for (name, value) in figures {
        println!("{name} {value}");
    }
    println!();
    // A parent that is gone ends this process by closing its standard input.
    let _ = std::io::stdout().flush();
}

fn process() -> Result<Figures, String> {
    Ok(vec![("peak_kib", proc_figure("status", "VmHWM")?), ("io_bytes", proc_figure("io", "write_bytes")?)])
}

fn proc_figure(file: &str, name: &str) -> Result<f64, String> {
    let text = fs::read_to_string(format!("/proc/self/{file}")).map_err(said)?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| format!("no {name} in /proc/self/{file}"))
}

/// Bytes that no engine can compress, and a reader can foretell.
fn value(key: u64, bytes: u64) -> Vec<u8> {
    let mut state = key.wrapping_mul(0x2545_f491_4f6c_dd1d);
    (0..bytes.div_ceil(8)).flat_map(|_| splitmix(&mut state).to_le_bytes()).collect()
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[expect(clippy::cast_precision_loss, reason = "a count for people")]
fn turn(records: u64, took: Duration) -> Figures {
    vec![("records", records as f64), ("seconds", took.as_secs_f64())]
}

fn insert(engine: &dyn Engine, next: &mut u64, batches: u64) -> Result<Figures, String> {
    let mut spent = Duration::ZERO;
    for _ in 0..batches {
        let values: Vec<Vec<u8>> = (*next..*next + BATCH).map(|key| value(key, RECORD_BYTES)).collect();
        let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
        let begin = Instant::now();
        engine.put(*next, &values)?;
        spent += begin.elapsed();
        *next += BATCH;
    }
    Ok(turn(batches * BATCH, spent))
}

/// From opening to the first answered read, and whether all that was acknowledged is there.
fn reopen(task: &Task) -> Result<(), String> {
    let begin = Instant::now();
    let engine = engines::open(&task.engine, &task.dir)?;
    let last = task.amount - 1;
    let found = engine.get(last)?;
    let took = begin.elapsed();
    if found != Some(value(last, RECORD_BYTES)) {
        return Err(format!("{}: the last acknowledged record is not there", task.engine));
    }
    // Every batch, by one record of it that moves through the batch.
    for batch in 0..task.amount / BATCH {
        let key = batch * BATCH + batch % BATCH;
        if engine.get(key)? != Some(value(key, RECORD_BYTES)) {
            return Err(format!("{}: record {key} is not there", task.engine));
        }
    }
    tell(&[("reopen_ms", took.as_secs_f64() * 1000.0), ("reopen_kib", proc_figure("status", "VmHWM")?)]);
    std::mem::forget(engine);
    Ok(())
}

/// Single records for [`WRITERS`] callers, spread over so many threads.
fn singles(
    engine: &dyn Engine,
    threads: u64,
    next: &AtomicU64,
    turn_time: Duration,
) -> Result<Figures, String> {
    let stop = AtomicBool::new(false);
    let callers = usize::try_from(WRITERS / threads).map_err(said)?;
    let threads = usize::try_from(threads).map_err(said)?;
    let barrier = Barrier::new(threads + 1);
    let first = next.load(Ordering::Relaxed);
    let commits = || engine.figures().iter().find(|(name, _)| *name == "commits").map(|(_, count)| *count);
    let commits_before = commits();
    let took = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| {
                let engine = engine.share();
                let (stop, barrier) = (&stop, &barrier);
                scope.spawn(move || {
                    let mut another = || {
                        let key = next.fetch_add(1, Ordering::Relaxed);
                        (key, value(key, SINGLE_BYTES))
                    };
                    barrier.wait();
                    if callers > 1 {
                        return engine.serve(callers, stop, &mut another);
                    }
                    while !stop.load(Ordering::Relaxed) {
                        let (key, value) = another();
                        engine.put(key, &[&value])?;
                    }
                    Ok::<(), String>(())
                })
            })
            .collect();
        barrier.wait();
        let begin = Instant::now();
        std::thread::sleep(turn_time);
        stop.store(true, Ordering::Relaxed);
        for thread in threads {
            thread.join().map_err(|_| "a writer panicked")??;
        }
        Ok::<Duration, String>(begin.elapsed())
    })?;
    let mut figures = turn(next.load(Ordering::Relaxed) - first, took);
    figures.extend(commits().zip(commits_before).map(|(after, before)| ("commits", after - before)));
    Ok(figures)
}

/// The physical limit in turns: as many writes and syncs as the insert has batches, or as fit the time.
fn raw(task: &Task, by_count: bool) -> Result<(), String> {
    let bytes = value(1, if by_count { BATCH * RECORD_BYTES } else { SINGLE_COMMIT_BYTES });
    let raw = Raw::open(&task.dir, &bytes, task.engine == "raw-direct")?;
    tell(&[]);
    for line in std::io::stdin().lock().lines() {
        let amount: u64 = line.map_err(said)?.parse().map_err(said)?;
        let begin = Instant::now();
        let mut done = 0;
        while if by_count { done < amount } else { begin.elapsed() < Duration::from_millis(amount) } {
            raw.write()?;
            done += 1;
        }
        tell(&turn(done * if by_count { BATCH } else { 1 }, begin.elapsed()));
    }
    tell(&process()?);
    Ok(())
}
