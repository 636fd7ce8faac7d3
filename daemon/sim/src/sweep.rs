//! The crash sweep: the same day again and again, with the power cut at every disk operation in turn.

use crate::appliance::Appliance;
use crate::chance::Chance;
use crate::check::{Breach, check};
use crate::model::Model;
use crate::workload::{self, Stop};
use millpond_log::disk::{Fault, Faults};
use std::collections::BTreeMap;
use std::fmt;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Power cuts, those during a start included.
    pub cuts: u64,
    /// Failed operations of the device.
    pub faults: u64,
    /// Acknowledged records and messages that were compared.
    pub compared: u64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cuts, {} faults, {} acknowledged compared, 0 lost",
            self.cuts, self.faults, self.compared
        )
    }
}

/// Cuts the day of `seed` at every `stride`-th disk operation, each time with a second cut while starting again, goes
/// on for a while, cuts once more, and compares after every start.
///
/// # Errors
/// The first [`Breach`], with the seed and operation that repeat it.
pub fn sweep(seed: u64, steps: u64, stride: u64) -> Result<Summary, Breach> {
    let mut summary = Summary::default();
    for at in points(seed, steps, stride)? {
        cut(seed, steps, at, &mut summary)
            .map_err(|breach| Breach(format!("seed {seed}, {steps} steps, cut at {at}: {breach}")))?;
    }
    Ok(summary)
}

/// Fails every `stride`-th disk operation of the day of `seed` instead, in one of the ways that devices fail, goes on
/// with the failed log for the rest of the day, and compares after the next start.
///
/// # Errors
/// The first [`Breach`], with the seed and operation that repeat it.
pub fn sweep_faults(seed: u64, steps: u64, stride: u64) -> Result<Summary, Breach> {
    let mut summary = Summary::default();
    for at in points(seed, steps, stride)? {
        fail(seed, steps, at, &mut summary)
            .map_err(|breach| Breach(format!("seed {seed}, {steps} steps, fault at {at}: {breach}")))?;
    }
    Ok(summary)
}

/// The operations of a day on a healthy disk.
fn points(seed: u64, steps: u64, stride: u64) -> Result<impl Iterator<Item = u64>, Breach> {
    let whole = Appliance::new(seed);
    whole.script(Faults::default());
    match workload::run(&whole, &mut Model::default(), seed, steps) {
        Ok(()) => {}
        Err(Stop::Breach(breach)) => return Err(Breach(format!("seed {seed}, no cut: {breach}"))),
        Err(Stop::Cut) => return Err(Breach(format!("seed {seed}: the day ends early on a healthy disk"))),
    }
    Ok((0..whole.disk_operations()).step_by(usize::try_from(stride).unwrap_or(1)))
}

fn cut(seed: u64, steps: u64, at: u64, summary: &mut Summary) -> Result<(), Breach> {
    let chance = Chance::new(seed ^ at << 8);
    let mut model = Model::default();
    let appliance = Appliance::new(seed);
    appliance.script(Faults { cut_at: Some(at), ..Faults::default() });
    live(&appliance, &mut model, seed, steps)?;

    let during_start = Faults { cut_at: Some(chance.below(6)), ..Faults::default() };
    let appliance = restarted(appliance.reboot(during_start), &mut model);
    summary.cuts += 2;
    compare(&appliance, &mut model, &chance, summary)?;

    live(&appliance, &mut model, seed.wrapping_add(at + 1), steps / 4 + 1)?;
    let appliance = restarted(appliance.reboot(Faults::default()), &mut model);
    summary.cuts += 1;
    compare(&appliance, &mut model, &chance, summary)
}

fn fail(seed: u64, steps: u64, at: u64, summary: &mut Summary) -> Result<(), Breach> {
    let chance = Chance::new(seed ^ at << 8);
    let mut model = Model::default();
    let appliance = Appliance::new(seed);
    let fault = [Fault::Error, Fault::Short, Fault::NoSpace, Fault::SyncLies][usize::from(chance.quarter())];
    appliance.script(Faults { at: BTreeMap::from([(at, fault)]), ..Faults::default() });
    live(&appliance, &mut model, seed, steps)?;

    // A failed write may still reach flash when only the process goes, and may not when the power does.
    let appliance = if chance.one_in(2) { appliance.restart() } else { appliance.reboot(Faults::default()) };
    let appliance = restarted(appliance, &mut model);
    summary.faults += 1;
    compare(&appliance, &mut model, &chance, summary)
}

/// Runs a day that may end early.
fn live(appliance: &Appliance, model: &mut Model, seed: u64, steps: u64) -> Result<(), Breach> {
    match workload::run(appliance, model, seed, steps) {
        Ok(()) | Err(Stop::Cut) => Ok(()),
        Err(Stop::Breach(breach)) => Err(breach),
    }
}

fn restarted(appliance: Appliance, model: &mut Model) -> Appliance {
    appliance.script(Faults::default());
    model.restarted();
    appliance
}

fn compare(
    appliance: &Appliance,
    model: &mut Model,
    chance: &Chance,
    summary: &mut Summary,
) -> Result<(), Breach> {
    if chance.one_in(2) {
        workload::resend(appliance, model)?;
    }
    summary.compared += model.acknowledged();
    check(appliance, model)
}
