//! Many cuts: record a history, cut it at many points, and judge what is found after each.

use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::chance::Chance;
use crate::cut::{Cutter, Fate};
use crate::failure::Failure;
use crate::ledger::Ledger;
use crate::recorder::Event;
use crate::session::{self, Until};
use crate::volume::{Mounted, Volume};

/// Points that one recording serves.
const POINTS_PER_RECORDING: usize = 40;
/// Runs of the driver in a recording that end by SIGKILL, before one that ends by itself.
const KILLED_RUNS: usize = 2;
const BATCHES_MIN: usize = 60;
const BATCHES_MORE: usize = 240;
/// One in so many points is followed by cuts of what its recovery writes.
const NESTED_ONE_IN: usize = 4;
/// Cuts within cuts within cuts.
const DEPTH_MAX: usize = 3;
/// Batches written after a recovery that is itself recorded and cut.
const NESTED_BATCHES: usize = 8;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) points: usize,
    pub(crate) seed: u64,
    /// The device takes no notice of flushes. Only to show that the judge notices.
    pub(crate) lying: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Cuts judged.
    pub(crate) points: usize,
    /// Of those, cuts of a recovery from another cut.
    pub(crate) nested: usize,
    /// Acknowledged records that had to be there, summed over all points.
    pub(crate) owed: usize,
    /// Cuts after which something was wrong, and what.
    pub(crate) wrong: Vec<String>,
    /// Cuts after which ext4 had to be repaired before it could be mounted.
    pub(crate) repaired: usize,
    pub(crate) events: usize,
    pub(crate) recordings: usize,
    /// Spent on points, without recording.
    pub(crate) spent: Duration,
}

struct Campaign {
    volume: Rc<Volume>,
    plan: Plan,
    report: Report,
}

/// Cuts until the plan is fulfilled.
pub(crate) fn run(plan: Plan) -> Result<Report, Failure> {
    let mut campaign = Campaign { volume: Rc::new(Volume::new()?), plan, report: Report::default() };
    while campaign.report.points < plan.points {
        let seed = plan.seed.wrapping_add(campaign.report.recordings as u64);
        campaign.record_and_cut(&mut Chance::new(seed), seed)?;
        campaign.report.recordings += 1;
    }
    Ok(campaign.report)
}

/// A disk, what was done to it, and what was promised meanwhile.
struct History {
    before: Vec<u8>,
    events: Vec<Event>,
    ledger: Ledger,
    /// How one comes back to this history.
    name: String,
}

impl Campaign {
    fn record_and_cut(&mut self, chance: &mut Chance, seed: u64) -> Result<(), Failure> {
        let before = self.volume.format()?;
        self.volume.disk.insert(before.clone());
        let mut ledger = Ledger::default();
        let volume = Rc::clone(&self.volume);
        let mounted = volume.mount()?;
        for run in 0..=KILLED_RUNS {
            let batches = BATCHES_MIN + chance.below(BATCHES_MORE);
            let until = if run < KILLED_RUNS { Until::Killed(batches) } else { Until::Done(batches) };
            let wrong = session::run(&mounted.log(), chance.any(), until, &self.volume.disk, &mut ledger)?;
            self.note(&wrong, || format!("seed {seed}, start {run}, no cut"));
        }
        let events = self.volume.disk.take_events();
        mounted.unmount()?;
        self.report.events += events.len();
        let points = POINTS_PER_RECORDING.min(self.plan.points - self.report.points);
        let history = History { before, events, ledger, name: format!("seed {seed}") };
        self.cut(&history, points, 0, chance)
    }

    /// Cuts a history at random points, half of them just after something was promised.
    fn cut(
        &mut self,
        history: &History,
        points: usize,
        depth: usize,
        chance: &mut Chance,
    ) -> Result<(), Failure> {
        let promises: Vec<usize> =
            history.ledger.promises().filter(|at| *at <= history.events.len()).collect();
        let mut positions: Vec<usize> = (0..points)
            .map(|_| match promises.len() {
                0 => chance.below(history.events.len() + 1),
                _ if chance.one_in(2) => chance.below(history.events.len() + 1),
                count => promises[chance.below(count)],
            })
            .collect();
        positions.sort_unstable();
        let mut cutter = Cutter::new(history.before.clone(), &history.events, self.plan.lying);
        for position in positions {
            if self.report.points >= self.plan.points {
                break;
            }
            let fate = Fate::draw(chance);
            let disk = cutter.cut(position, fate, chance);
            let name = format!("{}, event {position} of {}, {fate:?}", history.name, history.events.len());
            self.point(disk, history.ledger.after(position), name, depth, chance)?;
        }
        Ok(())
    }

    /// One cut: what is found on this disk, which owes what the ledger says.
    fn point(
        &mut self,
        disk: Vec<u8>,
        mut ledger: Ledger,
        name: String,
        depth: usize,
        chance: &mut Chance,
    ) -> Result<(), Failure> {
        let start = Instant::now();
        let nest = depth < DEPTH_MAX && chance.one_in(NESTED_ONE_IN);
        let before = if nest { disk.clone() } else { Vec::new() };
        self.volume.disk.insert(disk);
        self.report.points += 1;
        self.report.nested += usize::from(depth > 0);
        self.report.owed += ledger.owed(0);
        let volume = Rc::clone(&self.volume);
        let mounted = match volume.mount().or_else(|_| self.mount_repaired(&volume)) {
            Ok(mounted) => mounted,
            Err(cause) => {
                self.note(&[format!("the file system cannot be mounted: {cause}")], || name);
                return Ok(());
            }
        };
        let batches = if nest { NESTED_BATCHES } else { 0 };
        let found =
            session::run(&mounted.log(), chance.any(), Until::Done(batches), &self.volume.disk, &mut ledger);
        let events = self.volume.disk.take_events();
        mounted.unmount()?;
        self.report.spent += start.elapsed();
        match found {
            Ok(wrong) => self.note(&wrong, || name.clone()),
            Err(cause) => self.note(&[cause.to_string()], || name.clone()),
        }
        if nest {
            let history = History { before, events, ledger, name };
            self.cut(&history, 2, depth + 1, chance)?;
        }
        Ok(())
    }

    /// Some blocks of ext4 itself, its super block above all, are larger than a sector and not journalled. When such a
    /// one is torn, ext4 needs its own repair; the log must then be whole nevertheless.
    fn mount_repaired<'v>(&mut self, volume: &'v Volume) -> Result<Mounted<'v>, Failure> {
        self.report.repaired += 1;
        volume.repair()?;
        volume.mount()
    }

    fn note(&mut self, wrong: &[String], name: impl FnOnce() -> String) {
        if !wrong.is_empty() {
            self.report.wrong.push(format!("{}: {}", name(), wrong.join("; ")));
        }
    }
}
