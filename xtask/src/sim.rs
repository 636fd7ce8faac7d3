//! `cargo xtask sim`: the crash sweep in bulk, on all jobs.

use crate::run::{Failure, cargo, failed, root, target_dir};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Between two lines of progress.
const PROGRESS: Duration = Duration::from_secs(10);

struct Wanted {
    cuts: u64,
    seed: u64,
    jobs: u64,
    /// Histories of queues, in place of sweeps.
    histories: Option<u64>,
    /// Histories of routes, in place of sweeps.
    forwards: Option<u64>,
    /// Passed on as they are.
    more: Vec<String>,
}

fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Wanted, Failure> {
    let jobs = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let mut wanted = Wanted { cuts: 2_000, seed: 1, jobs, histories: None, forwards: None, more: Vec::new() };
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| failed(&name, "a number is missing"))?;
        let number: u64 = value.parse().map_err(|why| failed(&name, why))?;
        match name.as_str() {
            "--cuts" => wanted.cuts = number,
            "--histories" => wanted.histories = Some(number),
            "--forwards" => wanted.forwards = Some(number),
            "--seed" => wanted.seed = number,
            "--jobs" => wanted.jobs = number.max(1),
            "--at" => (wanted.jobs, wanted.more) = (1, [wanted.more, vec![name, value]].concat()),
            "--steps" | "--stride" => wanted.more.extend([name, value]),
            _ => {
                let known =
                    "--cuts, --histories, --forwards, --seed, --jobs, --at, --steps and --stride are known";
                return Err(failed(name, known));
            }
        }
    }
    Ok(wanted)
}

/// Runs histories of the forwarder's routes in one job; a breach prints its seed.
fn forwards(count: u64, seed: u64) -> Result<(), Failure> {
    let folder = target_dir().join("sim");
    let mut command = Command::new("cargo");
    command
        .args(["test", "--quiet", "--package", "millpond-forward", "--test", "it"])
        .args(["--config", "profile.dev.opt-level=2", "--target-dir"])
        .arg(folder)
        .args(["histories_of_several_routes", "--", "--nocapture"])
        .env("MILLPOND_FORWARDS", count.to_string())
        .env("MILLPOND_SEED", seed.to_string())
        .current_dir(root());
    crate::run::run(&mut command)
}

/// Sweeps until there were enough cuts; any breach fails it, with the line that repeats it.
pub(crate) fn sim(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let wanted = parse(arguments)?;
    if let Some(count) = wanted.forwards {
        return forwards(count, wanted.seed);
    }
    // As the tests are built, but quick; in a folder of its own, so that neither build undoes the other.
    let folder = target_dir().join("sim");
    let folder = folder.to_string_lossy();
    let build =
        ["build", "--quiet", "--package", "millpond-sim", "--bin", "millpond-sim", "--target-dir", &folder];
    cargo(&[&build[..], &["--config", "profile.dev.opt-level=2"]].concat())?;
    let (lines, from_jobs) = mpsc::channel();
    let start = Instant::now();
    let mut children = Vec::new();
    for job in 0..wanted.jobs {
        let mut child = worker(&wanted, job)?;
        let output = BufReader::new(child.stdout.take().expect("its output is piped"));
        let lines = lines.clone();
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| lines.send(line)));
        children.push(child);
    }
    drop(lines);
    let mut total = Total::default();
    let outcome = total.gather(&from_jobs, start);
    for mut child in children {
        if outcome.is_err() {
            let _ = child.kill();
        }
        let status = child.wait().map_err(|why| failed("millpond-sim", why))?;
        if outcome.is_ok() && !status.success() {
            return Err(failed("millpond-sim", status));
        }
    }
    outcome?;
    eprintln!("{}", total.text(start));
    Ok(())
}

fn worker(wanted: &Wanted, job: u64) -> Result<Child, Failure> {
    let mut command = Command::new(target_dir().join("sim/debug/millpond-sim"));
    command.args(["--seed", &(wanted.seed + job).to_string(), "--every", &wanted.jobs.to_string()]);
    let (name, count) = wanted.histories.map_or(("--cuts", wanted.cuts), |count| ("--histories", count));
    command.args([name, &count.div_ceil(wanted.jobs).to_string()]).args(&wanted.more);
    command.current_dir(root()).stdout(Stdio::piped());
    command.spawn().map_err(|why| failed("millpond-sim", why))
}

/// The sums of all seeds.
#[derive(Default)]
struct Total {
    seeds: Vec<u64>,
    counts: BTreeMap<String, u64>,
    history: u64,
}

impl Total {
    fn gather(&mut self, lines: &mpsc::Receiver<String>, start: Instant) -> Result<(), Failure> {
        let mut shown = Instant::now();
        while let Ok(line) = lines.recv() {
            if let Some(breach) = line.strip_prefix("FAILED ") {
                let rest: Vec<String> = lines.iter().take(2).collect();
                return Err(Failure(format!("{breach}\n{}", rest.join("\n"))));
            }
            self.add(&line);
            if shown.elapsed() > PROGRESS {
                shown = Instant::now();
                eprintln!("{}", self.text(start));
            }
        }
        Ok(())
    }

    fn add(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        self.seeds.extend(words.nth(1).and_then(|seed| seed.parse::<u64>().ok()));
        for (name, value) in words.filter_map(|word| word.split_once('=')) {
            if name == "history" {
                self.history = self.history.wrapping_add(u64::from_str_radix(value, 16).unwrap_or(0));
            } else {
                *self.counts.entry(name.to_owned()).or_default() += value.parse().unwrap_or(0);
            }
        }
    }

    fn text(&self, start: Instant) -> String {
        let seconds = start.elapsed().as_secs_f64();
        let count = |name: &str| self.counts.get(name).copied().unwrap_or(0);
        if count("histories") > 0 {
            return format!(
                "{} histories of seeds from {} to {}: {} rounds, {} messages sent, {} received, {} deleted, {} move tasks, {} \
                 cuts, {} kills, {} messages found in the end: 0 lost, 0 twice, 0 after their delete, 0 out of order; history \
                 {:016x}; {seconds:.0} s",
                count("histories"),
                self.seeds.iter().min().unwrap_or(&0),
                self.seeds.iter().max().unwrap_or(&0),
                count("rounds"),
                count("sent"),
                count("received"),
                count("deleted"),
                count("tasks"),
                count("cuts"),
                count("kills"),
                count("compared"),
                self.history,
            );
        }
        let own = ["days", "cuts", "starting", "deep", "kills", "rollbacks", "compared", "reported", "moved"];
        let faults = self.counts.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let faults: Vec<String> = faults.map(|(name, count)| format!("{name} {count}")).collect();
        format!(
            "{} cuts ({} while starting, {} times three or more in a row) in {} days of {} seeds from {} to {}; {} kills, \
             {} rollbacks and twins; faults: {}; {} acknowledged compared: 0 lost, 0 duplicates, 0 unnoticed; {} \
             destroyed by the device, all reported; {} B moved; history {:016x}; {seconds:.0} s, {:.0} cuts/s",
            count("cuts"),
            count("starting"),
            count("deep"),
            count("days"),
            self.seeds.len(),
            self.seeds.iter().min().unwrap_or(&0),
            self.seeds.iter().max().unwrap_or(&0),
            count("kills"),
            count("rollbacks"),
            faults.join(", "),
            count("compared"),
            count("reported"),
            count("moved"),
            self.history,
            count("cuts") as f64 / seconds.max(0.001),
        )
    }
}
