//! What is known of a table.

use crate::workload::Outcome;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableModel {
    /// What each key may hold; a key that is not here holds nothing.
    items: BTreeMap<String, BTreeSet<Option<String>>>,
    /// Keys and value of transactions whose outcome is unknown: each was done as a whole or not at all.
    unanswered: Vec<(BTreeSet<String>, String)>,
    /// Every value that anybody tried to write.
    written: BTreeSet<String>,
    /// Its deletion was asked for, and the outcome is unknown.
    pub maybe_gone: bool,
}

impl TableModel {
    /// A table that holds these items for certain.
    pub(crate) fn holding(before: &Self, found: BTreeMap<String, String>) -> Self {
        let items = found.into_iter().map(|(key, value)| (key, BTreeSet::from([Some(value)])));
        Self { items: items.collect(), written: before.written.clone(), ..Self::default() }
    }

    /// A write of some keys ended; all of them change, or none.
    pub(crate) fn note(&mut self, outcome: Outcome, changes: &[(String, Option<String>)]) {
        self.written.extend(changes.iter().filter_map(|(_, value)| value.clone()));
        if outcome == Outcome::Unknown
            && changes.len() > 1
            && let Some((_, Some(value))) = changes.first()
        {
            let keys = changes.iter().map(|(key, _)| key.clone()).collect();
            self.unanswered.push((keys, value.clone()));
        }
        for (key, value) in changes {
            match outcome {
                Outcome::Yes => {
                    self.items.insert(key.clone(), [value.clone()].into());
                    self.unanswered.retain(|(keys, _)| !keys.contains(key));
                }
                Outcome::Unknown => {
                    let possible = self.items.entry(key.clone()).or_insert_with(|| [None].into());
                    possible.insert(value.clone());
                    // What came before an unanswered write of a key may be hidden by it.
                    self.unanswered
                        .retain(|(keys, other)| !keys.contains(key) || Some(other) == value.as_ref());
                }
                Outcome::No => {}
            }
        }
    }

    /// Keys of which something is known.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &String> {
        self.items.keys()
    }

    /// What a key holds, if that is certain.
    pub(crate) fn certain(&self, key: &str) -> Option<Option<String>> {
        match self.items.get(key) {
            None => Some(None),
            Some(possible) if possible.len() == 1 => possible.first().cloned(),
            Some(_) => None,
        }
    }

    /// Whether a key may hold this.
    pub(crate) fn may_be(&self, key: &str, value: Option<&String>) -> bool {
        match self.items.get(key) {
            None => value.is_none(),
            Some(possible) => possible.contains(&value.cloned()),
        }
    }

    /// Whether anybody tried to write a value.
    pub(crate) fn was_written(&self, value: &String) -> bool {
        self.written.contains(value)
    }

    /// Transactions whose outcome is unknown.
    pub(crate) fn unanswered(&self) -> &[(BTreeSet<String>, String)] {
        &self.unanswered
    }

    /// Items that must be there.
    pub(crate) fn acknowledged(&self) -> usize {
        self.items.values().filter(|possible| !possible.contains(&None)).count()
    }
}
