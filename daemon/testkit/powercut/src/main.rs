//! Cuts the power of a real file system: the log runs on ext4, ext4 on a loop device, and that on a disk in memory that
//! records every write and flush. Any moment of the record can then be made to be the one at which the power went.
//!
//! `cargo xtask powercut [--points N]`. Dev only: needs root, /dev/fuse and loop devices.
#![expect(clippy::print_stdout, reason = "a tool prints its findings")]

mod campaign;
mod chance;
mod cut;
mod driver;
mod failure;
mod ledger;
mod recorder;
mod session;
mod volume;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use campaign::{Plan, Report};
use failure::{Failure, Step};
use lexopt::{Arg, Parser, ValueExt};

const USAGE: &str = "millpond-powercut [--points N] [--seed S] [--lying-device]";
const POINTS: usize = 100;
/// Problems shown in full.
const SHOWN_MAX: usize = 20;

fn main() -> ExitCode {
    match run(Parser::from_env()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("powercut: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let mut plan = Plan { points: POINTS, seed: since.as_secs(), lying: false };
    while let Some(argument) = arguments.next().step(USAGE)? {
        match argument {
            Arg::Value(word) if word == "driver" => return drive(arguments).map(|()| ExitCode::SUCCESS),
            Arg::Long("points") => {
                plan.points = arguments.value().and_then(|value| value.parse()).step(USAGE)?;
            }
            Arg::Long("seed") => plan.seed = arguments.value().and_then(|value| value.parse()).step(USAGE)?,
            Arg::Long("lying-device") => plan.lying = true,
            other => return Err(other.unexpected()).step(USAGE),
        }
    }
    if let Some(status) = volume::enter_namespace()? {
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let start = Instant::now();
    let report = campaign::run(plan)?;
    print(&report, plan, start.elapsed().as_secs_f64());
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn drive(mut arguments: Parser) -> Result<(), Failure> {
    let folder = PathBuf::from(arguments.value().step(USAGE)?);
    let seed = arguments.value().and_then(|value| value.parse()).step(USAGE)?;
    let batches = arguments.value().and_then(|value| value.parse()).step(USAGE)?;
    driver::run(&folder, seed, batches)
}

fn print(report: &Report, plan: Plan, total_s: f64) {
    for wrong in report.wrong.iter().take(SHOWN_MAX) {
        println!("WRONG {wrong}");
    }
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let per_point_s = report.spent.as_secs_f64() / report.points.max(1) as f64;
    println!(
        "{} cuts of ext4 ({} during the recovery from another), {} wrong; {} acknowledged records were owed; ext4 needed \
         repair {} times; {} recordings, {} writes and flushes; {per_point_s:.2} s a point, {total_s:.0} s in all; --seed {}",
        report.points,
        report.nested,
        report.wrong.len(),
        report.owed,
        report.repaired,
        report.recordings,
        report.events,
        plan.seed,
    );
}
