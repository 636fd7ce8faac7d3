//! One day with trouble, what follows it, and what must hold afterwards.

use super::{Summary, Sweep};
use crate::appliance::{Appliance, NotStarted, Stopped};
use crate::audit::Audit;
use crate::chance::Chance;
use crate::check::{Breach, check, missing};
use crate::model::Model;
use crate::workload::{self, Stop};
use millpond_log::Tail;
use millpond_log::disk::{Area, Fault, Faults, Harm, SimDisk, Slot};
use millpond_log::seal::NonceLedger;

/// Faults after which everything acknowledged must still be there.
const BENIGN: [Fault; 6] =
    [Fault::Error, Fault::Short, Fault::NoSpace, Fault::SyncLies, Fault::Slow(700), Fault::Slow(40_000)];
/// Faults after which everything that is gone must be reported.
const DESTROYING: [Fault; 4] = [Fault::SyncIgnored, Fault::Lost, Fault::Misdirected, Fault::Rot];
const SUPERS: [Area; 2] = [Area::Super(Slot::A), Area::Super(Slot::B)];
/// Starts that a gateway may refuse because the device fails meanwhile.
const REFUSALS_MAX: u32 = 8;

pub(super) struct Case {
    sweep: Sweep,
    at: u64,
    chance: Chance,
    model: Model,
    ledger: NonceLedger,
    summary: Summary,
    /// What starts and reads reported since the device began to destroy.
    reports: Vec<String>,
    destroyed: bool,
    lives: u64,
    /// What happened, for who looks into a breach.
    story: Vec<String>,
}

impl Case {
    pub(super) fn new(sweep: Sweep, at: u64) -> Self {
        Self {
            sweep,
            at,
            chance: Chance::new(sweep.seed.wrapping_mul(1009) ^ at << 20),
            model: sweep.model(),
            ledger: NonceLedger::default(),
            summary: Summary { days: 1, ..Summary::default() },
            reports: Vec::new(),
            destroyed: false,
            lives: 0,
            story: Vec::new(),
        }
    }

    /// # Errors
    /// The [`Breach`], and what had happened before it.
    pub(super) fn live(mut self) -> Result<Summary, Breach> {
        let lived = self.whole();
        lived.map_err(|Breach(text)| Breach(format!("{text}\n  after: {}", self.story.join("; "))))?;
        Ok(self.summary)
    }

    fn whole(&mut self) -> Result<(), Breach> {
        let (appliance, ledger) = self.sweep.appliance();
        self.ledger = ledger;
        let supers = SUPERS.map(|area| appliance.disk().bytes(area));
        let kind = self.chance.below(16);
        let stopped = match kind {
            0..=8 => self.cut_day(appliance)?,
            9..=12 => self.failing_day(appliance)?,
            _ => self.destroying_day(appliance)?,
        };
        let appliance = self.start(stopped)?;
        let appliance = if self.chance.one_in(2) { self.same_again(appliance)? } else { appliance };
        self.compare(&appliance)?;

        let stopped = self.second_life(appliance)?;
        if self.chance.one_in(8) {
            self.summary.rollbacks += 1;
            self.story.push("super blocks rolled back".into());
            SUPERS.iter().zip(supers).for_each(|(area, bytes)| stopped.disk().replace(*area, bytes));
        }
        if self.chance.one_in(16) {
            self.summary.rollbacks += 1;
            self.twin(&stopped)?;
        }
        let appliance = self.start(stopped)?;
        self.compare(&appliance)?;
        let stopped = self.cut(appliance);
        self.summary.resharded = self.model.resharded;
        self.summary.history = stopped.disk().history();
        Ok(())
    }

    /// The power goes at the operation, and other things may go wrong before.
    fn cut_day(&mut self, appliance: Appliance) -> Result<Stopped, Breach> {
        let mut faults = self.benign(self.at);
        faults.cut_at = Some(self.at);
        appliance.script(faults);
        self.work(&appliance, self.sweep.steps)?;
        Ok(self.cut(appliance))
    }

    /// The operation fails, and the day goes on.
    fn failing_day(&mut self, appliance: Appliance) -> Result<Stopped, Breach> {
        let fault = self.one_of(&BENIGN);
        let mut faults = self.benign(self.at);
        faults.at.insert(self.at, fault);
        appliance.script(faults);
        self.work(&appliance, self.sweep.steps)?;
        // A failed write may still reach flash when only the process goes, and may not when the power does.
        Ok(if self.chance.one_in(2) { self.kill(appliance) } else { self.cut(appliance) })
    }

    /// The device destroys something at the operation. Some commits follow, for what nothing follows leaves no trace.
    fn destroying_day(&mut self, appliance: Appliance) -> Result<Stopped, Breach> {
        (self.model.harmed, self.destroyed) = (true, true);
        appliance.script(Faults::one(self.at, self.one_of(&DESTROYING)));
        self.work(&appliance, self.sweep.steps)?;
        let seed = self.next_seed();
        workload::evidence(&appliance, &mut self.model, seed)?;
        self.listen(&appliance);
        Ok(self.cut(appliance))
    }

    /// Some hours later: other work, other faults, another cut.
    fn second_life(&mut self, appliance: Appliance) -> Result<Stopped, Breach> {
        let mut faults = self.benign(40);
        faults.cut_at = self.chance.one_in(2).then(|| self.chance.below(60));
        appliance.script(faults);
        self.work(&appliance, self.sweep.steps / 4 + 1)?;
        Ok(if self.chance.one_in(4) { self.kill(appliance) } else { self.cut(appliance) })
    }

    /// Two devices with the same flash live on apart.
    fn twin(&mut self, stopped: &Stopped) -> Result<(), Breach> {
        let (model, chance) = (self.model.clone(), Chance::new(self.at));
        let appliance = self.start(stopped.twin())?;
        self.compare(&appliance)?;
        self.work(&appliance, 1 + chance.below(4))?;
        self.compare(&appliance)?;
        self.model = model;
        Ok(())
    }

    /// Starts, with cuts and failures meanwhile.
    fn start(&mut self, mut stopped: Stopped) -> Result<Appliance, Breach> {
        let cuts = [0, 1, 1, 2, 3, 4, 5][usize::try_from(self.chance.below(7)).unwrap_or(0)];
        let (mut done, mut in_a_row, mut refusals) = (0, 0, 0);
        loop {
            let faults = match done < cuts {
                true => Faults::cut(self.chance.below(4)),
                false if refusals == 0 && self.chance.one_in(6) => self.benign(6),
                false => Faults::default(),
            };
            match stopped.start(faults) {
                Ok(appliance) if done < cuts => {
                    // The start was over before its cut.
                    stopped = self.cut(appliance);
                    (done, in_a_row) = (done + 1, 0);
                }
                Ok(appliance) => return self.started(appliance),
                Err(NotStarted { stopped: left, refused }) => {
                    self.note("start fails", left.harm(), left.disk());
                    let failing = !left.harm().is_empty() && refusals < REFUSALS_MAX;
                    match refused {
                        None => (done, in_a_row) = (done + 1, in_a_row + 1),
                        Some(_) if failing => refusals += 1,
                        Some(why) => return Err(Breach(format!("the gateway does not start: {why}"))),
                    }
                    self.summary.cuts += 1;
                    self.summary.cuts_starting += u64::from(in_a_row > 0);
                    self.summary.cuts_deep += u64::from(in_a_row == 3);
                    stopped = *left;
                }
            }
        }
    }

    fn started(&mut self, appliance: Appliance) -> Result<Appliance, Breach> {
        self.note("start", &appliance.disk().harm(), appliance.disk());
        appliance.script(Faults::default());
        self.model.restarted();
        self.listen(&appliance);
        let rot = &appliance.recovered().rot;
        if !self.destroyed && !rot.is_empty() {
            return Err(Breach(format!("a device that destroys nothing is said to have: {rot:?}")));
        }
        Ok(appliance)
    }

    /// Opening what was just opened finds the same.
    fn same_again(&mut self, appliance: Appliance) -> Result<Appliance, Breach> {
        let before = Audit::of(&appliance);
        let stopped = if self.chance.one_in(2) { self.kill(appliance) } else { self.cut(appliance) };
        let appliance = stopped.start(Faults::default()).map_err(|why| Breach(why.to_string()))?;
        let appliance = self.started(appliance)?;
        match before.difference(&Audit::of(&appliance)) {
            None => Ok(appliance),
            Some(difference) => Err(Breach(format!("opened twice: {difference}"))),
        }
    }

    /// Notes what the log reports about damage.
    fn listen(&mut self, appliance: &Appliance) {
        if !self.destroyed {
            return;
        }
        let found = appliance.recovered();
        self.reports.extend(found.rot.iter().map(|damage| format!("{damage:?}")));
        self.reports
            .extend(found.unreadable.iter().map(|segment| format!("segment {segment} is unreadable")));
        if let Tail::AtRisk { segment, offset } = found.tail {
            self.reports.push(format!("segment {segment}, offset {offset}: the last commit is at risk"));
        }
        self.reports.extend(Audit::of(appliance).reports);
    }

    fn compare(&mut self, appliance: &Appliance) -> Result<(), Breach> {
        // As every few seconds: a segment that could not be created at the start is tried again.
        appliance.maintain()?;
        // What the device destroyed would come again as new, in another place.
        if self.chance.one_in(2) && !self.model.harmed {
            workload::resend(appliance, &mut self.model)?;
        }
        self.summary.compared += self.model.acknowledged();
        self.summary.renewed += appliance.renewed();
        if self.ledger.repeated() > 0 {
            return Err(Breach("a nonce sealed twice under one key".into()));
        }
        if !self.model.harmed {
            return check(appliance, &mut self.model);
        }
        let missing = missing(appliance, &mut self.model)?;
        self.listen(appliance);
        // With a message its deduplication id was destroyed.
        self.model.queues.values_mut().for_each(|queue| queue.sent_ms.clear());
        self.model.harmed = false;
        self.summary.reported += missing.len() as u64;
        match missing.first() {
            Some(first) if self.reports.is_empty() => {
                Err(Breach(format!("unnoticed: {first} ({} in all)", missing.len())))
            }
            _ => Ok(()),
        }
    }

    /// Works for a while; the power may go meanwhile.
    fn work(&mut self, appliance: &Appliance, steps: u64) -> Result<(), Breach> {
        let seed = self.next_seed();
        match workload::run(appliance, &mut self.model, seed, steps) {
            Ok(()) | Err(Stop::Cut) => Ok(()),
            Err(Stop::Breach(breach)) => Err(breach),
        }
    }

    /// Of another life of this case; the first is the day that was counted.
    fn next_seed(&mut self) -> u64 {
        self.lives += 1;
        self.sweep.seed.wrapping_add((self.lives - 1) << 24)
    }

    fn cut(&mut self, appliance: Appliance) -> Stopped {
        self.summary.cuts += 1;
        self.summary.moved += appliance.store().log().stats().moved_bytes;
        let stopped = appliance.cut();
        self.note("cut", stopped.harm(), stopped.disk());
        stopped
    }

    fn kill(&mut self, appliance: Appliance) -> Stopped {
        if appliance.disk().is_cut() {
            return self.cut(appliance);
        }
        self.summary.kills += 1;
        self.summary.moved += appliance.store().log().stats().moved_bytes;
        let stopped = appliance.kill();
        self.note("kill", stopped.harm(), stopped.disk());
        stopped
    }

    fn note(&mut self, what: &str, harm: &[Harm], disk: &SimDisk) {
        self.summary.note(harm);
        let faults: Vec<String> = harm
            .iter()
            .map(|harm| format!("{:?} at {} {:?}+{}", harm.fault, harm.operation, harm.area, harm.offset))
            .collect();
        self.story.push(format!("{what} ({}) at {:x}", faults.join(", "), disk.history()));
    }

    /// Nothing, or a few faults among the next operations and reads.
    fn benign(&self, operations: u64) -> Faults {
        if self.chance.one_in(2) {
            return Faults::default();
        }
        let count = 1 + self.chance.below(2);
        Faults::drawn(self.chance.below(u64::MAX), 0..operations, count, &BENIGN)
    }

    fn one_of(&self, faults: &[Fault]) -> Fault {
        faults[usize::try_from(self.chance.below(faults.len() as u64)).unwrap_or(0)]
    }
}
