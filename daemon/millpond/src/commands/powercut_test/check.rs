//! What of the acknowledged records is there.

use super::ledger::Ledger;
use super::pond::{Found, Pond};
use crate::trouble::Trouble;
use millpond_log::Tail;
use serde::Serialize;

/// What a cut left, per kind of record.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Verdict {
    /// Acknowledged records that had to be there.
    pub(super) owed: u64,
    /// Of those, whole.
    pub(super) ok: u64,
    /// Of those, gone, and so is everything after them: the device forgot its last writes.
    pub(super) lost_at_end: u64,
    /// Of those, gone while later ones are there: the device lost what it had held before.
    pub(super) lost_before: u64,
    /// The first that is gone.
    pub(super) first_lost: Option<u64>,
    /// Records that are there with other bytes than were written, or that the log reports as damaged.
    pub(super) damaged: u64,
    /// Whole records that nobody had been told of yet.
    pub(super) unacknowledged: u64,
    /// A commit was being written when the power went; it was discarded, as it must be.
    pub(super) torn_tail: bool,
}

impl Verdict {
    /// Compares what is there with what was acknowledged.
    pub(super) fn of(ledger: &Ledger, found: &Found) -> Self {
        let last = found.records.last_key_value().map(|(number, _)| *number);
        let mut verdict = Self {
            damaged: found.damaged.max(u64::from(!found.recovered.rot.is_empty())),
            torn_tail: found.recovered.tail != Tail::Clean,
            unacknowledged: found.records.keys().filter(|number| !ledger.knows(**number)).count() as u64,
            ..Self::default()
        };
        for number in ledger.owed() {
            verdict.owed += 1;
            if found.records.contains_key(&number) {
                verdict.ok += 1;
                continue;
            }
            verdict.first_lost.get_or_insert(number);
            if last.is_some_and(|last| last > number) {
                verdict.lost_before += 1;
            } else {
                verdict.lost_at_end += 1;
            }
        }
        verdict
    }

    /// True when nothing acknowledged is missing or changed.
    pub(super) fn is_good(&self) -> bool {
        self.ok == self.owed && self.damaged == 0
    }

    /// The findings, a line each.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("ok            {} of {} acknowledged records", self.ok, self.owed)];
        let from = self.first_lost.unwrap_or(0);
        if self.lost_at_end > 0 {
            lines.push(format!(
                "device lies   it lost {} records that it had reported as synced, from number {from} on",
                self.lost_at_end
            ));
        }
        if self.lost_before > 0 {
            lines.push(format!(
                "lost          {} acknowledged records from number {from} on, although later ones are there",
                self.lost_before
            ));
        }
        if self.damaged > 0 {
            lines.push(format!("damaged       {} records hold other bytes than were written", self.damaged));
        }
        if self.torn_tail {
            lines.push(
                "torn tail     a commit that was never acknowledged was discarded; that is normal".into(),
            );
        }
        if self.unacknowledged > 0 {
            lines.push(format!(
                "unconfirmed   {} records arrived although nobody had been told yet; that is normal",
                self.unacknowledged
            ));
        }
        lines
    }
}

/// Opens the log and judges it.
pub(super) fn check(pond: &Pond, ledger: &Ledger) -> Result<Verdict, Trouble> {
    if ledger.run.is_some_and(|run| run != pond.run) {
        return Err(Trouble::new("the ledger belongs to another run than what lies here"));
    }
    let (_, found) = pond.read()?;
    Ok(Verdict::of(ledger, &found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::Seq;

    fn ledger() -> Ledger {
        Ledger::parse("run 1\nack 0 9\n").unwrap()
    }

    fn found(numbers: impl Iterator<Item = u64>) -> Found {
        Found { records: numbers.map(|number| (number, Seq(number))).collect(), ..Found::default() }
    }

    #[test]
    fn whole_records_are_good_and_more_of_them_too() {
        let verdict = Verdict::of(&ledger(), &found(0..12));

        assert!(verdict.is_good());
        assert_eq!((verdict.ok, verdict.unacknowledged), (10, 2));
    }

    #[test]
    fn a_missing_end_means_that_the_device_lies() {
        let verdict = Verdict::of(&ledger(), &found(0..7));

        assert!(!verdict.is_good());
        assert_eq!((verdict.lost_at_end, verdict.lost_before, verdict.first_lost), (3, 0, Some(7)));
        assert!(verdict.lines().join("\n").contains("device lies   it lost 3 records"));
    }

    #[test]
    fn a_hole_is_told_from_a_missing_end() {
        let verdict = Verdict::of(&ledger(), &found((0..3).chain(5..9)));

        assert_eq!((verdict.lost_at_end, verdict.lost_before, verdict.first_lost), (1, 2, Some(3)));
        assert!(!verdict.is_good());
    }

    #[test]
    fn damage_is_never_good() {
        let verdict = Verdict::of(&ledger(), &Found { damaged: 1, ..found(0..10) });

        assert!(!verdict.is_good());
    }
}
