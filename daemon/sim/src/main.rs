//! Sweeps seed after seed and prints a line for each: what `cargo xtask sim` runs, once per job.

use lexopt::{Arg, Parser, ValueExt};
use millpond_sim::{Summary, Sweep, history};
use std::error::Error;
use std::io::{Write, stdout};
use std::process::ExitCode;

/// A day this long has about 130 disk operations.
const STEPS: u64 = 40;

struct Work {
    sweep: Sweep,
    /// Only this operation of the seed's day.
    at: Option<u64>,
    /// From one seed to the next.
    every: u64,
    /// Cuts after which no further seed is begun.
    cuts: u64,
    /// Histories of queues, in place of sweeps.
    histories: Option<u64>,
}

fn parse() -> Result<Work, Box<dyn Error>> {
    let sweep = Sweep { seed: 1, steps: STEPS, stride: 1 };
    let mut work = Work { sweep, at: None, every: 1, cuts: 1, histories: None };
    let mut arguments = Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("seed") => work.sweep.seed = arguments.value()?.parse()?,
            Arg::Long("steps") => work.sweep.steps = arguments.value()?.parse()?,
            Arg::Long("stride") => work.sweep.stride = arguments.value()?.parse()?,
            Arg::Long("at") => work.at = Some(arguments.value()?.parse()?),
            Arg::Long("every") => work.every = arguments.value()?.parse()?,
            Arg::Long("histories") => work.histories = Some(arguments.value()?.parse()?),
            Arg::Long("cuts") => work.cuts = arguments.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(work)
}

fn run(mut work: Work) -> Result<(), Box<dyn Error>> {
    // A panic is a breach like any other, and told in one line.
    std::panic::set_hook(Box::new(|_| {}));
    if let Some(at) = work.at {
        let summary = work.sweep.case(at).map_err(|breach| breach.to_string())?;
        writeln!(stdout(), "seed {} {summary}", work.sweep.seed)?;
        return Ok(());
    }
    if let Some(count) = work.histories {
        for seed in (work.sweep.seed..).step_by(usize::try_from(work.every)?).take(usize::try_from(count)?) {
            let tally = history(seed).map_err(|breach| breach.to_string())?;
            writeln!(stdout(), "seed {seed} {tally}")?;
        }
        return Ok(());
    }
    let mut cuts = 0;
    while cuts < work.cuts {
        let summary: Summary = work.sweep.run().map_err(|breach| breach.to_string())?;
        writeln!(stdout(), "seed {} {summary}", work.sweep.seed)?;
        cuts += summary.cuts;
        work.sweep.seed += work.every;
    }
    Ok(())
}

fn main() -> ExitCode {
    match parse().and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(stdout(), "FAILED {why}");
            ExitCode::FAILURE
        }
    }
}
