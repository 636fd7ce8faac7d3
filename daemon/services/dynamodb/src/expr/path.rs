//! Ways into a document.

use millpond_store::table::{Item, Value};
use std::collections::BTreeMap;
use std::fmt;

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Into a map.
    Name(String),
    /// Into a list.
    Index(usize),
}

/// A way; its first step is the name of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<Step>);

/// As AWS writes it in texts: `[a, [1], b]`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (i, step) in self.0.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            match step {
                Step::Name(name) => write!(f, "{comma}{name}")?,
                Step::Index(index) => write!(f, "{comma}[{index}]")?,
            }
        }
        f.write_str("]")
    }
}

/// How two ways of one expression get into each other's way.
pub(crate) enum Clash {
    Overlap,
    Conflict,
}

impl Path {
    /// The way to an attribute.
    pub(crate) fn attribute(name: &str) -> Self {
        Self(vec![Step::Name(name.to_owned())])
    }

    /// The attribute it begins with.
    pub(crate) fn head(&self) -> &str {
        match self.0.first() {
            Some(Step::Name(name)) => name,
            _ => "",
        }
    }

    /// True when it leads to an attribute and not into one.
    pub(crate) const fn is_plain(&self) -> bool {
        self.0.len() == 1
    }

    /// What is there.
    pub(crate) fn of<'a>(&self, item: &'a Item) -> Option<&'a Value> {
        let mut value = item.get(self.head())?;
        for step in self.0.get(1..)? {
            value = match (step, value) {
                (Step::Name(name), Value::M(entries)) => entries.get(name)?,
                (Step::Index(index), Value::L(items)) => items.get(*index)?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// Whether both cannot stand in one expression.
    pub(crate) fn clash(&self, other: &Self) -> Option<Clash> {
        for (a, b) in self.0.iter().zip(&other.0) {
            match (a, b) {
                (Step::Name(_), Step::Index(_)) | (Step::Index(_), Step::Name(_)) => {
                    return Some(Clash::Conflict);
                }
                _ if a != b => return None,
                _ => {}
            }
        }
        Some(Clash::Overlap)
    }
}

/// What of an item some ways lead to; list elements close ranks.
pub(crate) fn project(item: &Item, paths: &[Path]) -> Item {
    let tree = Tree::of(paths.iter().map(|path| path.0.as_slice()));
    tree.entries(item)
}

/// Ways by their first steps; nothing below means everything.
#[derive(Default)]
struct Tree(BTreeMap<Step, Tree>);

impl Tree {
    fn of<'a>(paths: impl Iterator<Item = &'a [Step]>) -> Self {
        let mut tree = Self::default();
        for path in paths {
            let mut at = &mut tree;
            for step in path {
                at = at.0.entry(step.clone()).or_default();
            }
        }
        tree
    }

    fn entries(&self, entries: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
        let kept = self.0.iter().filter_map(|(step, below)| {
            let Step::Name(name) = step else { return None };
            Some((name.clone(), below.value(entries.get(name)?)?))
        });
        kept.collect()
    }

    fn value(&self, value: &Value) -> Option<Value> {
        if self.0.is_empty() {
            return Some(value.clone());
        }
        match value {
            Value::M(entries) => {
                let kept = self.entries(entries);
                (!kept.is_empty()).then_some(Value::M(kept))
            }
            Value::L(items) => {
                let kept = self.0.iter().filter_map(|(step, below)| {
                    let Step::Index(index) = step else { return None };
                    below.value(items.get(*index)?)
                });
                let kept: Vec<Value> = kept.collect();
                (!kept.is_empty()).then_some(Value::L(kept))
            }
            _ => None,
        }
    }
}
