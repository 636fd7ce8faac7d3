//! What a sweep did.

use millpond_log::disk::Harm;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// What a sweep did. Everything acknowledged that was compared was there, or destroyed by the device and reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Days lived.
    pub days: u64,
    /// Power cuts.
    pub cuts: u64,
    /// Of them, those during a start.
    pub cuts_starting: u64,
    /// Chains of at least three cuts during starts in a row.
    pub cuts_deep: u64,
    /// Killed processes.
    pub kills: u64,
    /// Super blocks rolled back, and images that started twice.
    pub rollbacks: u64,
    /// Faults of the device, by name.
    pub faults: BTreeMap<String, u64>,
    /// Acknowledged records and messages that were compared.
    pub compared: u64,
    /// Records and messages that the device destroyed and the log reported.
    pub reported: u64,
    /// Bytes of records that were moved out of nearly dead segments.
    pub moved: u64,
    /// Changes of shards that were begun.
    pub resharded: u64,
    /// Data keys made anew that were there when a day was compared.
    pub renewed: u64,
    /// Mixed from every disk operation of every day: two runs of the same sweep have the same.
    pub history: u64,
}

impl Summary {
    pub(super) fn note(&mut self, harm: &[Harm]) {
        for harm in harm {
            *self.faults.entry(harm.fault.name().to_owned()).or_default() += 1;
        }
    }

    fn counts(&self) -> [(&'static str, u64); 11] {
        [
            ("days", self.days),
            ("cuts", self.cuts),
            ("starting", self.cuts_starting),
            ("deep", self.cuts_deep),
            ("kills", self.kills),
            ("rollbacks", self.rollbacks),
            ("compared", self.compared),
            ("reported", self.reported),
            ("moved", self.moved),
            ("resharded", self.resharded),
            ("renewed", self.renewed),
        ]
    }

    /// What [`Summary`]'s text says; words that it does not know are left out.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut summary = Self::default();
        for (name, value) in text.split_whitespace().filter_map(|word| word.split_once('=')) {
            let number = value.parse().unwrap_or_default();
            match name {
                "days" => summary.days = number,
                "cuts" => summary.cuts = number,
                "starting" => summary.cuts_starting = number,
                "deep" => summary.cuts_deep = number,
                "kills" => summary.kills = number,
                "rollbacks" => summary.rollbacks = number,
                "compared" => summary.compared = number,
                "reported" => summary.reported = number,
                "moved" => summary.moved = number,
                "resharded" => summary.resharded = number,
                "renewed" => summary.renewed = number,
                "history" => summary.history = u64::from_str_radix(value, 16).unwrap_or_default(),
                _ => _ = summary.faults.insert(name.to_owned(), number),
            }
        }
        summary
    }
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.days += other.days;
        self.cuts += other.cuts;
        self.cuts_starting += other.cuts_starting;
        self.cuts_deep += other.cuts_deep;
        self.kills += other.kills;
        self.rollbacks += other.rollbacks;
        self.compared += other.compared;
        self.reported += other.reported;
        self.moved += other.moved;
        self.resharded += other.resharded;
        self.renewed += other.renewed;
        // A sum, so that the order of days and of those who live them does not matter.
        self.history = self.history.wrapping_add(other.history);
        for (name, count) in other.faults {
            *self.faults.entry(name).or_default() += count;
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in self.counts() {
            write!(f, "{name}={count} ")?;
        }
        for (name, count) in &self.faults {
            write!(f, "{name}={count} ")?;
        }
        write!(f, "history={:016x}", self.history)
    }
}
