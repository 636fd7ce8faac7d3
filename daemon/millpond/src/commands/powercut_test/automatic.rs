//! Without pulling plugs: writes in a process of its own, which is killed at random instants.

use super::check::{Verdict, check};
use super::ledger::Ledger;
use super::pond::Pond;
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use millpond_base::Entropy;
use serde::Serialize;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Longest time from the first acknowledgement to the kill.
const WORK_MS_MAX: u64 = 300;

/// What all kills together left.
#[derive(Debug, Default, Serialize)]
pub(super) struct Kills {
    pub(super) kills: u32,
    /// Kills after which something acknowledged was missing or changed.
    pub(super) bad: u32,
    pub(super) acknowledged: u64,
    pub(super) torn_tails: u32,
    /// What was found after the first bad one, or else after the last.
    pub(super) verdict: Verdict,
}

/// Kills a writer this many times and looks after each. Ends with the first loss.
pub(super) fn run(directory: &Path, pond: &Pond, kills: u32) -> Result<Kills, Trouble> {
    let (mut ledger, mut sum) = (Ledger::default(), Kills::default());
    while sum.kills < kills && sum.bad == 0 {
        write_and_kill(directory, &mut ledger)?;
        sum.kills += 1;
        let verdict = check(pond, &ledger)?;
        sum.bad += u32::from(!verdict.is_good());
        sum.torn_tails += u32::from(verdict.torn_tail);
        sum.verdict = verdict;
    }
    sum.acknowledged = ledger.count();
    Ok(sum)
}

/// A child that is killed and buried however this ends.
struct Writing(Child);

impl Drop for Writing {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn write_and_kill(directory: &Path, ledger: &mut Ledger) -> Result<(), Trouble> {
    let own = std::env::current_exe().step(|| "cannot find this program".into())?;
    let mut command = Command::new(own);
    command.arg("powercut-test").arg(directory).args(["write", "--ledger", "-"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut writing = Writing(child.step(|| "cannot start a writing process".into())?);
    let mut lines = BufReader::new(writing.0.stdout.take().expect("it is piped")).lines();
    let cannot = || "cannot hear the writing process".into();
    loop {
        let Some(line) = lines.next() else {
            return Err(Trouble::new("the writing process ended by itself; see its message above"));
        };
        let line = line.step(cannot)?;
        ledger.hear(&line)?;
        if line.starts_with("ack ") {
            break;
        }
    }
    // The reader must not stop meanwhile, or the writer would wait for it instead of working.
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut heard = Vec::new();
            lines.try_for_each(|line| line.map(|line| heard.push(line)))?;
            Ok::<_, std::io::Error>(heard)
        });
        let drawn = u64::from_le_bytes(KernelEntropy.bytes()) % WORK_MS_MAX;
        std::thread::sleep(Duration::from_millis(drawn));
        drop(writing);
        let heard = reader.join().expect("a reader does not panic").step(cannot)?;
        heard.iter().try_for_each(|line| ledger.hear(line))
    })
}
