//! Runs the children: one after the other for bytes and memory, in turns for speed.

use crate::child::{BATCH, RECORD_BYTES, SINGLE_BYTES};
use crate::device::{Place, Written};
use crate::engines::said;
use crate::report::Report;
use crate::{Figures, Request};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Batches of one turn of the insert: short against the noise of a machine, long against starting a turn.
const TURN_BATCHES: u64 = 20;
/// Length of one turn of the writers, in milliseconds.
const TURN_MS: u64 = 300;
/// Records that a worn arena has room for while 64 writers write.
const WRITERS_RECORDS: u64 = (512 << 20) / RECORD_BYTES;

/// A child that works when told.
struct Running {
    engine: &'static str,
    child: Child,
    replies: BufReader<ChildStdout>,
}

impl Running {
    fn start(engine: &'static str, scenario: &str, dir: &Path, amount: u64) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(said)?;
        let mut child = Command::new(own)
            .args(["child", engine, scenario])
            .arg(dir)
            .arg(amount.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(said)?;
        let replies = BufReader::new(child.stdout.take().ok_or("the child has no output")?);
        Ok(Self { engine, child, replies })
    }

    /// The next figures that the child tells.
    fn figures(&mut self) -> Result<Figures, String> {
        let mut figures = Figures::new();
        loop {
            let mut line = String::new();
            if self.replies.read_line(&mut line).map_err(said)? == 0 {
                return Err(format!("{} ended before its time", self.engine));
            }
            let Some((name, value)) = line.trim_end().split_once(' ') else { return Ok(figures) };
            figures.insert(name.to_owned(), value.parse().map_err(said)?);
        }
    }

    fn turn(&mut self, amount: u64) -> Result<Figures, String> {
        let input = self.child.stdin.as_mut().ok_or("the child has no input")?;
        writeln!(input, "{amount}").map_err(said)?;
        self.figures()
    }

    /// Ends the child and gives the figures of its whole life.
    fn end(mut self) -> Result<Figures, String> {
        drop(self.child.stdin.take());
        let figures = self.figures()?;
        let status = self.child.wait().map_err(said)?;
        if status.success() { Ok(figures) } else { Err(format!("{}: {status}", self.engine)) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a child that is not told anything.
fn once(engine: &'static str, scenario: &str, dir: &Path, amount: u64) -> Result<Option<Figures>, String> {
    let mut running = Running::start(engine, scenario, dir, amount)?;
    drop(running.child.stdin.take());
    let figures = running.figures().ok();
    let status = running.child.wait().map_err(said)?;
    if status.success() { Ok(figures) } else { Err(format!("{engine}: {scenario}: {status}")) }
}

/// Everything that was asked for.
pub(crate) fn compare(request: &Request, place: &Place) -> Result<Report, String> {
    let mut report = Report::default();
    for round in 1..=request.rounds {
        for engine in request.engines().map(|engine| engine.name) {
            eprintln!("round {round}: bytes and memory of {engine}");
            alone(request, place, engine, &mut report)?;
        }
        eprintln!("round {round}: speed of the insert, in turns");
        let durable: Vec<_> = request.engines().filter(|engine| engine.durable).map(|e| e.name).collect();
        in_turns(request, place, &durable, "insert", &mut report)?;
        eprintln!("round {round}: speed of 64 writers, in turns");
        in_turns(request, place, &durable, "writers", &mut report)?;
        eprintln!("round {round}: speed of few threads for 64 callers, in turns");
        in_turns(request, place, &durable, "callers", &mut report)?;
    }
    Ok(report)
}

/// The insert from begin to end with the device to itself, and the opening after it.
fn alone(request: &Request, place: &Place, engine: &'static str, report: &mut Report) -> Result<(), String> {
    let dir = place.dir.join(engine);
    if engine == "ours-used" {
        once(engine, "wear-in", &dir, request.records)?;
    }
    let before = place.written()?;
    let mut running = Running::start(engine, "insert", &dir, request.records)?;
    running.figures()?;
    running.turn(request.records / BATCH)?;
    let mut figures = running.end()?;
    let written = place.written()?.since(before);
    per_payload(&mut figures, written, request.records * RECORD_BYTES, request.records / BATCH);
    let reopened = once(engine, "reopen", &dir, request.records)?;
    figures.extend(reopened.unwrap_or_default());
    report.add("bytes", engine, figures);
    std::fs::remove_dir_all(&dir).map_err(said)
}

/// All engines open at once; each works for a short while, then the next: what slows the machine slows them all.
fn in_turns(
    request: &Request,
    place: &Place,
    engines: &[&'static str],
    scenario: &'static str,
    report: &mut Report,
) -> Result<(), String> {
    let insert = scenario == "insert";
    let dir = place.dir.join("turns");
    let mut running = Vec::new();
    for engine in engines.iter().copied().chain(["raw", "raw-direct"]) {
        let own = dir.join(engine);
        if engine == "ours-used" {
            let records = if insert { request.records } else { WRITERS_RECORDS };
            once(engine, "wear-in", &own, records)?;
        }
        let mut child = Running::start(engine, scenario, &own, request.records)?;
        child.figures()?;
        running.push(child);
    }
    let turns = if insert {
        (request.records / BATCH).div_ceil(TURN_BATCHES)
    } else {
        (request.seconds * 1000).div_ceil(TURN_MS)
    };
    for _ in 0..turns {
        for child in &mut running {
            // What the one before left unwritten is not this one's burden.
            place.written()?;
            let before = place.written()?;
            let mut figures = child.turn(if insert { TURN_BATCHES } else { TURN_MS })?;
            if !insert {
                let records = figures.get("records").copied().unwrap_or_default();
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
                let records = (records as u64).max(1);
                per_payload(&mut figures, place.written()?.since(before), records * SINGLE_BYTES, records);
            }
            report.add(scenario, child.engine, figures);
        }
    }
    for child in running {
        child.end()?;
    }
    std::fs::remove_dir_all(&dir).map_err(said)
}

#[expect(clippy::cast_precision_loss, reason = "ratios for people")]
fn per_payload(figures: &mut Figures, written: Written, payload: u64, commits: u64) {
    let io = figures.get("io_bytes").copied().unwrap_or_default();
    figures.insert("io_ratio".into(), io / payload as f64);
    figures.insert("device_ratio".into(), written.bytes as f64 / payload as f64);
    figures.insert("flushes".into(), written.flushes as f64 / commits as f64);
}
