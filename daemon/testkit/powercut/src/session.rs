//! The parent's side of the driver: starts it, notes what it says and when, and kills it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::str::FromStr;

use crate::failure::{Failure, Step};
use crate::ledger::{Ledger, Listing};
use crate::recorder::Disk;

/// When the driver ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    /// By itself, after this many batches.
    Done(usize),
    /// By SIGKILL, after this many acknowledgements.
    Killed(usize),
}

/// Runs the driver once on the log in a folder. What it promises goes to the ledger; the answer is what is wrong with what
/// it found at first.
///
/// The disk is the one below the folder; the ledger's positions are those of its history.
pub(crate) fn run(
    folder: &Path,
    seed: u64,
    until: Until,
    disk: &Disk,
    ledger: &mut Ledger,
) -> Result<Vec<String>, Failure> {
    let batches = match until {
        Until::Done(batches) => batches,
        Until::Killed(_) => usize::MAX,
    };
    let own = std::env::current_exe().step("cannot find this program")?;
    let mut child = Command::new(own)
        .arg("driver")
        .arg(folder)
        .args([seed.to_string(), batches.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .step("cannot start the driver")?;
    let outcome = listen(&mut child, until, disk, ledger);
    if outcome.is_err() {
        // It may wait for an answer that will never come.
        let _ = child.kill();
    }
    let status = child.wait().step("cannot wait for the driver")?;
    let heard = outcome?;
    match until {
        Until::Done(_) if !status.success() => Err(Failure::new(format!("the driver ended with {status}"))),
        _ if !heard.listed => {
            Err(Failure::new(format!("the driver ended with {status} before it had read the log")))
        }
        _ => Ok(heard.wrong),
    }
}

#[derive(Default)]
struct Heard {
    listing: Listing,
    listed: bool,
    wrong: Vec<String>,
    acknowledged: usize,
}

fn listen(child: &mut Child, until: Until, disk: &Disk, ledger: &mut Ledger) -> Result<Heard, Failure> {
    let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut answers = child.stdin.take().expect("it is piped");
    // The log is judged by what was promised before it was opened.
    let opened_at = disk.position();
    let mut heard = Heard::default();
    for line in lines {
        let line = line.step("cannot hear the driver")?;
        let unknown = || Failure::new(format!("the driver said {line:?}"));
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        match word {
            "problem" => heard.listing.problems.push(rest.to_owned()),
            "R" => {
                let [track, seq, nonce] = numbers(rest)[..] else { return Err(unknown()) };
                let track = u32::try_from(track).map_err(|_| unknown())?;
                heard.listing.records.insert((track, seq), nonce);
            }
            "listed" => {
                heard.listed = true;
                heard.wrong = ledger.judge(opened_at, &heard.listing);
                ledger.adopt(disk.position(), &heard.listing);
            }
            "S" => {
                let (batch, records) = rest.split_once(' ').ok_or_else(unknown)?;
                let records: Option<Vec<_>> = records.split(' ').map(pair).collect();
                ledger.begin(number(batch).ok_or_else(unknown)?, records.ok_or_else(unknown)?);
            }
            "A" => {
                let said = numbers(rest);
                let (batch, seqs) = said.split_first().ok_or_else(unknown)?;
                if !ledger.acknowledge(disk.position(), *batch, seqs) {
                    return Err(unknown());
                }
                heard.acknowledged += 1;
                answer(child, &mut answers, until, heard.acknowledged)?;
            }
            "T" => {
                let (track, before) = rest.split_once(' ').ok_or_else(unknown)?;
                let (track, before) =
                    (number(track).ok_or_else(unknown)?, number(before).ok_or_else(unknown)?);
                ledger.release(disk.position(), track, before);
                answer(child, &mut answers, until, heard.acknowledged)?;
            }
            _ => return Err(unknown()),
        }
    }
    Ok(heard)
}

/// Lets the driver go on, or kills it when it is time. What it said before it died is still heard.
fn answer(
    child: &mut Child,
    answers: &mut ChildStdin,
    until: Until,
    acknowledged: usize,
) -> Result<(), Failure> {
    match until {
        Until::Killed(after) if acknowledged >= after => child.kill().step("cannot kill the driver"),
        // Nobody listens when it was killed.
        _ => {
            let _ = answers.write_all(b"\n");
            Ok(())
        }
    }
}

fn number<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn numbers(text: &str) -> Vec<u64> {
    text.split(' ').filter_map(number).collect()
}

fn pair(text: &str) -> Option<(u32, u64)> {
    let (track, nonce) = text.split_once(':')?;
    Some((number(track)?, number(nonce)?))
}
