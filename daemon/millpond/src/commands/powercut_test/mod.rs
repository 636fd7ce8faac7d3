//! `millpond powercut-test`: shows on the user's own device that nothing acknowledged is lost.
//!
//! Software cannot cut the power. So a writer says on another device what was acknowledged, a person pulls the plug, and
//! afterwards everything acknowledged is looked for. Without a person, the writer is killed instead, which tests all but
//! the device itself.

mod automatic;
mod check;
mod device;
mod ledger;
mod pond;
mod record;

use crate::commands::{print, usage};
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use device::Device;
use ledger::{Ledger, Out};
use lexopt::{Arg, Parser, ValueExt};
use millpond_base::Entropy;
use pond::{Pond, Writer};
use std::path::{Path, PathBuf};

/// Kills unless told.
const CUTS: u32 = 20;
/// Records of one commit at most; four of the largest fit.
const RECORDS_MAX: u64 = 4;

/// What the arguments ask for.
#[derive(Default)]
struct Asked {
    directory: Option<PathBuf>,
    act: Option<String>,
    ledger: Option<PathBuf>,
    cuts: Option<u32>,
    json: bool,
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let mut asked = Asked::default();
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Value(value) if asked.directory.is_none() => asked.directory = Some(PathBuf::from(value)),
            Arg::Value(value) if asked.act.is_none() => asked.act = Some(value.string().map_err(usage)?),
            Arg::Long("ledger") => asked.ledger = Some(PathBuf::from(args.value().map_err(usage)?)),
            Arg::Long("cuts") => {
                asked.cuts = Some(args.value().and_then(|value| value.parse()).map_err(usage)?);
            }
            Arg::Long("json") => asked.json = true,
            other => return Err(usage(other.unexpected())),
        }
    }
    let directory = asked.directory.ok_or_else(|| Trouble::new("DIR is missing; see millpond help"))?;
    if !directory.is_dir() {
        return Err(Trouble::new(format!(
            "{} is not a directory on the device to test",
            directory.display()
        )));
    }
    match (asked.act.as_deref(), asked.ledger) {
        (Some("write"), ledger) => write(&directory, &ledger.unwrap_or_else(|| "-".into())),
        (Some("check"), Some(ledger)) => check_one(&directory, &ledger, asked.json),
        (Some("check"), None) => Err(Trouble::new("--ledger FILE is missing: what `write` printed")),
        (None, None) => kill_many(&directory, asked.cuts.unwrap_or(CUTS).max(1), asked.json),
        (None, Some(_)) => Err(Trouble::new("--ledger goes with write or check; see millpond help")),
        (Some(other), _) => Err(Trouble::new(format!("powercut-test knows write and check, not {other:?}"))),
    }
}

/// Writes and says what was acknowledged, until the power goes.
fn write(directory: &Path, ledger: &Path) -> Result<(), Trouble> {
    let mut out = Out::open(ledger, directory)?;
    let pond = match Pond::find(directory)? {
        Some(pond) => pond,
        None => Pond::make(directory)?,
    };
    let (log, found) = pond.read()?;
    let mut next = found.records.last_key_value().map_or(0, |(number, _)| number + 1);
    let mut writer = Writer::new(&pond, log, &found.recovered);
    let cannot = || "cannot write the ledger".into();
    out.say(&format!("run {:016x}", pond.run)).step(cannot)?;
    loop {
        // Before anything is put: what was let go before a kill may be back after it, and fill the log.
        if let Some(place) = writer.too_old() {
            // Said before it is done: whoever checks must not miss what was let go.
            out.say(&format!("release {}", writer.number_at(place)?)).step(cannot)?;
            writer.let_go(place)?;
        }
        let [drawn] = KernelEntropy.bytes();
        let end = next + 1 + u64::from(drawn) % RECORDS_MAX;
        writer.put(next..end)?;
        out.say(&format!("ack {next} {}", end - 1)).step(cannot)?;
        next = end;
    }
}

/// Judges what a cut left.
fn check_one(directory: &Path, ledger: &Path, json: bool) -> Result<(), Trouble> {
    let text = std::fs::read_to_string(ledger).step(|| format!("cannot read {}", ledger.display()))?;
    let ledger = Ledger::parse(&text)?;
    let Some(pond) = Pond::find(directory)? else {
        return Err(Trouble::new(format!(
            "{} holds nothing that was written; if `write` ran here, the device lost all of it",
            directory.display()
        )));
    };
    let verdict = check::check(&pond, &ledger)?;
    if json {
        print(&[serde_json::to_string_pretty(&verdict).expect("a verdict is valid JSON")])?;
    } else {
        print(&verdict.lines())?;
    }
    if verdict.is_good() {
        return Ok(());
    }
    Err(Trouble::new("this device does not keep what it promises; do not use it for data that matters"))
}

/// Kills many writers, measures the device, and says how to test the rest.
fn kill_many(directory: &Path, cuts: u32, json: bool) -> Result<(), Trouble> {
    if Pond::find(directory)?.is_some() {
        return Err(Trouble::new(format!(
            "{} holds an earlier test; check it with its ledger, then remove {}",
            directory.display(),
            pond::FOLDER
        )));
    }
    let pond = Pond::make(directory)?;
    let measured = Device::measure(&pond.scratch())?;
    let kills = automatic::run(directory, &pond, cuts)?;
    let good = kills.bad == 0;
    if json {
        let report = serde_json::json!({ "device": measured, "process_kills": kills, "power_tested": false });
        print(&[serde_json::to_string_pretty(&report).expect("a report is valid JSON")])?;
    } else {
        let mut lines = measured.lines();
        lines.push(format!(
            "kills         {} of a writing process: {} records acknowledged, {} lost or damaged; {} torn tails",
            kills.kills,
            kills.acknowledged,
            kills.verdict.owed - kills.verdict.ok + kills.verdict.damaged,
            kills.torn_tails
        ));
        if !good {
            lines.extend(kills.verdict.lines());
        }
        lines.extend(how_to_pull_the_plug(directory));
        print(&lines)?;
    }
    if !good {
        return Err(Trouble::new(
            "acknowledged records were lost without any power cut; what is left stays there: please report it",
        ));
    }
    pond.remove()
}

fn how_to_pull_the_plug(directory: &Path) -> Vec<String> {
    let directory = directory.display();
    vec![
        "not tested    the power itself: a killed process leaves its writes with the kernel, a cut does not."
            .into(),
        "              To test the device, pull the plug:".into(),
        format!(
            "  1. from another machine:  ssh GATEWAY millpond powercut-test {directory} write | tee ledger"
        ),
        "  2. pull the plug of the gateway while lines appear".into(),
        "  3. power on, bring the ledger to the gateway, and:".into(),
        format!("       millpond powercut-test {directory} check --ledger ledger"),
        "  4. repeat 1 to 3 with the same ledger, ten times or more: a device that lies does so now and then"
            .into(),
    ]
}
