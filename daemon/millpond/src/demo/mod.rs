//! `millpond demo`: the main job on real input, from sensors to the upstream, with the link cut and the gateway killed.
//!
//! Two gateways run as processes of this same binary. Simulated sensors speak the real link protocol to the first; it
//! forwards to the second with a role's credentials, through a link that this program cuts. In the middle the first
//! is killed as a power cut would end it. At the end everything the upstream holds is compared, record by record,
//! with what was acknowledged to the sensors.

mod client;
mod ledger;
mod pond;
mod progress;
mod site;
mod wire_cut;

use crate::commands::{print, usage};
use crate::trouble::{Step, Trouble};
use ledger::Ledger;
use lexopt::{Arg, Parser, ValueExt};
use millpond_node_sim::{NodeReport, NodeRunner};
use progress::Progress;
use site::Site;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Shortest demo in which every act still has its time.
const SECONDS_MIN: u64 = 8;
/// How long the gateway may take, after the last act, to forward what it still holds.
const DRAIN_MAX: Duration = Duration::from_secs(60);
/// Acts begin at these shares of the time, in percent.
const CUT_AT: u64 = 15;
const KILL_AT: u64 = 40;
const RESTORE_AT: u64 = 65;
const STOP_AT: u64 = 85;

/// Runs the demo and fails when anything acknowledged was lost.
pub(crate) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut seconds, mut keep) = (30, false);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("seconds") => seconds = args.value().and_then(|value| value.parse()).map_err(usage)?,
            Arg::Long("keep") => keep = true,
            other => return Err(usage(other.unexpected())),
        }
    }
    let seconds = seconds.max(SECONDS_MIN);
    let folder = Folder::make(keep)?;
    let mut progress = Progress::new();
    progress.say("starting a gateway and its upstream")?;
    let mut site = Site::start(&folder.path)?;
    let nodes = site.sensors()?;
    play(&mut site, &nodes, Duration::from_secs(seconds), &mut progress)?;
    progress.say("sensors stop; waiting for their last acknowledgements")?;
    let reports: Vec<NodeReport> =
        nodes.into_iter().map(|node| node.finish(Duration::from_secs(10))).collect();
    progress.say("draining")?;
    drain(&site, &reports, &mut progress)?;
    progress.say("reading back what the upstream holds")?;
    let ledger = Ledger::take(&site, &reports)?;
    let facts = site.facts()?;
    progress.end()?;
    print(&ledger.table(&facts))?;
    if ledger.is_clean() { Ok(()) } else { Err(Trouble::new(ledger.verdict())) }
}

/// The acts, in their order.
fn play(
    site: &mut Site,
    nodes: &[NodeRunner],
    length: Duration,
    progress: &mut Progress,
) -> Result<(), Trouble> {
    let begin = Instant::now();
    let at = |percent: u64| begin + length * u32::try_from(percent).unwrap_or(100) / 100;
    progress.say("sensors report over UDP; the gateway forwards")?;
    watch(site, nodes, at(CUT_AT), progress)?;
    progress.say("the link to the upstream is cut")?;
    site.link.cut();
    watch(site, nodes, at(KILL_AT), progress)?;
    progress.say("the gateway is killed with SIGKILL and started again")?;
    site.kill_and_restart()?;
    watch(site, nodes, at(RESTORE_AT), progress)?;
    progress.say("the link is back")?;
    site.link.restore();
    watch(site, nodes, at(STOP_AT), progress)
}

/// Shows progress until `end`.
fn watch(site: &Site, nodes: &[NodeRunner], end: Instant, progress: &mut Progress) -> Result<(), Trouble> {
    while Instant::now() < end {
        let (mut produced, mut acked) = (0, 0);
        for node in nodes {
            let now = node.progress();
            produced += now.produced;
            acked += now.acked;
        }
        progress.show(&format!("produced {produced}, acknowledged {acked}, {}", site.lag()))?;
        std::thread::sleep(Duration::from_millis(250).min(end.saturating_duration_since(Instant::now())));
    }
    Ok(())
}

/// Waits until the gateway has nothing left to forward.
fn drain(site: &Site, reports: &[NodeReport], progress: &mut Progress) -> Result<(), Trouble> {
    let end = Instant::now() + DRAIN_MAX;
    let acked: u64 = reports.iter().map(|r| r.acked.end - r.acked.start).sum();
    while Instant::now() < end {
        if site.is_drained() {
            return Ok(());
        }
        progress.show(&format!("acknowledged {acked}, {}", site.lag()))?;
        std::thread::sleep(Duration::from_millis(200));
    }
    // Not an error by itself: the comparison says what is missing.
    progress.say("the gateway still holds data after the drain time")
}

/// A folder that is gone when the demo ends, however it ends, unless it is to be looked at.
struct Folder {
    path: PathBuf,
    keep: bool,
}

impl Folder {
    fn make(keep: bool) -> Result<Self, Trouble> {
        let path = std::env::temp_dir().join(format!("millpond-demo-{}", std::process::id()));
        fs::create_dir(&path).step(|| format!("cannot make {}", path.display()))?;
        if keep {
            print(&[format!("data directories and logs stay in {}", path.display())])?;
        }
        Ok(Self { path, keep })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}
