//! The log beside other embedded engines: same machine, same run, same file system, in turn.
//!
//! `cargo run --release --manifest-path bench/against/Cargo.toml -- [--rounds N] [--records N] [--seconds N] [--dir DIR]`

mod card;
mod child;
mod device;
mod engines;
mod ours;
mod parent;
mod report;

use child::{BATCH, RECORD_BYTES, SINGLE_BYTES, Task, WRITERS};
use device::Place;
use engines::{ENGINES, Entry, said};
use lexopt::Arg;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str =
    "usage: millpond-against [--rounds N] [--records N] [--seconds N] [--dir DIR] [--only NAME]...

  --rounds N    times that everything is run (3)
  --records N   records of the insert (1000000)
  --seconds N   how long the 64 writers of each engine write (6)
  --dir DIR     where the engines write (the system's temporary directory)
  --only NAME   this engine only: ours, ours-used, sqlite, redb, fjall, sled-1, sled-0.34";

/// What the command line asks for.
pub(crate) struct Request {
    rounds: u32,
    records: u64,
    seconds: u64,
    dir: PathBuf,
    only: Vec<String>,
    child: Option<Task>,
}

impl Request {
    fn engines(&self) -> impl Iterator<Item = &'static Entry> {
        ENGINES.iter().filter(|entry| self.only.is_empty() || self.only.iter().any(|name| name == entry.name))
    }
}

fn main() -> ExitCode {
    let done = parse().and_then(|request| match &request.child {
        Some(task) => child::run(task),
        None => compare(&request),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Result<Request, String> {
    let mut parser = lexopt::Parser::from_env();
    let mut request = Request {
        rounds: 3,
        records: 1_000_000,
        seconds: 6,
        dir: std::env::temp_dir(),
        only: Vec::new(),
        child: None,
    };
    let usage = |e: lexopt::Error| format!("{e}\n{USAGE}");
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Arg::Long("rounds") => request.rounds = number(&mut parser)?.try_into().map_err(said)?,
            Arg::Long("records") => request.records = number(&mut parser)?.next_multiple_of(BATCH).max(BATCH),
            Arg::Long("seconds") => request.seconds = number(&mut parser)?,
            Arg::Long("dir") => request.dir = parser.value().map_err(usage)?.into(),
            Arg::Long("only") => {
                request.only.push(parser.value().map_err(usage)?.to_string_lossy().into_owned());
            }
            // How this program starts itself, once per engine.
            Arg::Value(word) if word == "child" => {
                let mut text = || parser.value().map(|v| v.to_string_lossy().into_owned()).map_err(usage);
                let (engine, scenario, dir) = (text()?, text()?, PathBuf::from(text()?));
                request.child = Some(Task { engine, scenario, dir, amount: number(&mut parser)? });
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(request)
}

fn number(parser: &mut lexopt::Parser) -> Result<u64, String> {
    let text = parser.value().map_err(said)?;
    text.to_string_lossy().parse().map_err(|_| format!("{} is not a number", text.display()))
}

/// Figures of one run, by name.
type Figures = BTreeMap<String, f64>;

fn compare(request: &Request) -> Result<(), String> {
    let data = request.records * RECORD_BYTES;
    let place = Place::open(&request.dir, (2 << 30) + 16 * data)?;
    println!(
        "{} records of {RECORD_BYTES} B in durable batches of {BATCH}; {WRITERS} writers of single durable \
         {SINGLE_BYTES} B records; {} rounds on {}",
        request.records,
        request.rounds,
        if place.is_private() { "a private ext4" } else { "a plain directory" },
    );
    parent::compare(request, &place)?.print();
    Ok(())
}
