//! The crash sweep: the same day again and again, each time with something else going wrong.

mod case;
mod summary;

use crate::appliance::{Appliance, Setup};
use crate::check::Breach;
use crate::model::{Model, ViewModel};
use crate::workload::{self, Stop};
use case::Case;
use millpond_log::disk::Faults;
use millpond_log::seal::NonceLedger;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub use summary::Summary;

/// A day to be swept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// What happens on the day.
    pub seed: u64,
    /// How long the day is.
    pub steps: u64,
    /// Every how many disk operations something goes wrong.
    pub stride: u64,
}

/// Every such seed has a small flash, on which space is short all day: what lives is moved, and some calls are refused.
const SMALL_EVERY: u64 = 3;
const SMALL_SEGMENTS: u64 = 8;
/// On the day of every such seed streams are split, merged and scaled.
const RESHARDING_EVERY: u64 = 5;
/// On the day of every such seed there is a queue on a stream.
const VIEW_EVERY: u64 = 7;

impl Sweep {
    /// Lives the day once for every `stride`-th of its disk operations, with trouble there, and compares after every
    /// start.
    ///
    /// # Errors
    /// The first [`Breach`], with the command that repeats it.
    pub fn run(&self) -> Result<Summary, Breach> {
        let mut summary = Summary::default();
        let operations = self.operations().map_err(|breach| self.named(0, &breach))?;
        let stride = self.stride.max(1);
        // Another part of the day for every seed.
        for at in (self.seed % stride..operations).step_by(usize::try_from(stride).unwrap_or(1)) {
            summary += self.case(at)?;
        }
        Ok(summary)
    }

    /// Lives the day once, with trouble at disk operation `at`.
    ///
    /// # Errors
    /// The [`Breach`], with the command that repeats it.
    pub fn case(&self, at: u64) -> Result<Summary, Breach> {
        let lived = catch_unwind(AssertUnwindSafe(|| Case::new(*self, at).live()));
        lived.unwrap_or_else(|panic| Err(Breach(text_of(&*panic)))).map_err(|breach| self.named(at, &breach))
    }

    fn named(&self, at: u64, breach: &Breach) -> Breach {
        let Self { seed, steps, .. } = self;
        Breach(format!(
            "seed {seed}, operation {at}: {breach}\nrerun: cargo xtask sim --seed {seed} --steps {steps} --at {at}"
        ))
    }

    /// A gateway at the beginning of the day.
    fn appliance(&self) -> (Appliance, NonceLedger) {
        let ledger = NonceLedger::default();
        let mut setup = Setup::of_seed(self.seed);
        setup.log.suite = Arc::new(ledger.clone());
        if self.seed.is_multiple_of(SMALL_EVERY) {
            setup.log.budget_bytes = SMALL_SEGMENTS * u64::from(setup.log.segment_bytes);
        }
        (Appliance::with(setup), ledger)
    }

    /// What is known before the day.
    fn model(&self) -> Model {
        Model {
            reshards: self.seed.is_multiple_of(RESHARDING_EVERY),
            view: self.seed.is_multiple_of(VIEW_EVERY).then(ViewModel::default),
            ..Model::default()
        }
    }

    /// Disk operations of the day when all goes well.
    fn operations(&self) -> Result<u64, Breach> {
        let (whole, _) = self.appliance();
        whole.script(Faults::default());
        match workload::run(&whole, &mut self.model(), self.seed, self.steps) {
            Ok(()) => Ok(whole.disk_operations()),
            Err(Stop::Breach(breach)) => Err(breach),
            Err(Stop::Cut) => Err(Breach("the day ends early on a healthy disk".into())),
        }
    }
}

pub(crate) fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    format!("panic: {}", text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words"))
}
