//! Walks a value beside its schema. A value without fault is walked without allocating.

use super::path::Path;
use super::{Rule, Shown, VIOLATIONS_MAX, Violation};
use crate::Value;
use crate::schema::{Kind, Member, Range, Shape};

/// The demands of `shape` that `value` does not meet, in the model's order, at most [`VIOLATIONS_MAX`].
#[must_use]
pub fn check(shape: &'static Shape, value: &Value) -> Vec<Violation> {
    let mut walk = Walk { found: Vec::new(), sensitive: false };
    walk.value(shape, value, &Path::Root);
    walk.found
}

struct Walk {
    found: Vec<Violation>,
    /// True below a member whose value must not be shown.
    sensitive: bool,
}

impl Walk {
    fn value(&mut self, shape: &'static Shape, value: &Value, path: &Path<'_>) {
        match (value, &shape.kind) {
            _ if self.found.len() >= VIOLATIONS_MAX => {}
            (Value::Struct(slots), Kind::Structure(members)) => {
                members.iter().zip(slots).for_each(|(member, slot)| self.member(member, slot, path));
            }
            (Value::List(items), Kind::List { member, length, .. }) => {
                self.length(items.len(), *length, value, path);
                self.elements(member, items, value, path);
            }
            (Value::Map(entries), Kind::Map { key, value: shape, length, .. }) => {
                self.length(entries.len(), *length, value, path);
                let mut broken = false;
                entries.iter().for_each(|(name, _)| each_broken_text(key, name, |_| broken = true));
                if broken {
                    self.report(Rule::Keys(key), value, path);
                }
                self.entries(shape, entries, value, path);
            }
            _ => each_broken(shape, value, |rule| self.report(rule, value, path)),
        }
    }

    fn member(&mut self, member: &'static Member, slot: &Value, parent: &Path<'_>) {
        let path = Path::Member(parent, member.name);
        if slot.is_null() {
            if member.required {
                self.report(Rule::Required, slot, &path);
            }
            return;
        }
        let outer = self.sensitive;
        self.sensitive |= member.sensitive;
        self.value(member.shape, slot, &path);
        self.sensitive = outer;
    }

    /// Structures complain one by one; of plain elements the list complains once for all.
    fn elements(&mut self, shape: &'static Shape, items: &[Value], list: &Value, path: &Path<'_>) {
        let mut plain_broken = false;
        for (index, item) in items.iter().enumerate() {
            let path = Path::Element(path, index);
            match item {
                Value::Null => self.report(Rule::Required, item, &path),
                Value::Struct(_) | Value::List(_) | Value::Map(_) => self.value(shape, item, &path),
                _ => each_broken(shape, item, |_| plain_broken = true),
            }
            if self.found.len() >= VIOLATIONS_MAX {
                return;
            }
        }
        if plain_broken {
            self.report(Rule::Elements(shape), list, path);
        }
    }

    fn entries(&mut self, shape: &'static Shape, entries: &[(String, Value)], map: &Value, path: &Path<'_>) {
        let mut plain_broken = false;
        for (key, item) in entries {
            let path = Path::Entry(path, key);
            match item {
                Value::Null => self.report(Rule::Required, item, &path),
                Value::Struct(_) | Value::List(_) | Value::Map(_) => self.value(shape, item, &path),
                _ => each_broken(shape, item, |_| plain_broken = true),
            }
            if self.found.len() >= VIOLATIONS_MAX {
                return;
            }
        }
        if plain_broken {
            self.report(Rule::Values(shape), map, path);
        }
    }

    fn length(&mut self, len: usize, range: Range, value: &Value, path: &Path<'_>) {
        if let Some(rule) = broken_length(as_i64(len), range) {
            self.report(rule, value, path);
        }
    }

    fn report(&mut self, rule: Rule, value: &Value, path: &Path<'_>) {
        if self.found.len() < VIOLATIONS_MAX {
            let value = if self.sensitive && !value.is_null() { Shown::Hidden } else { Shown::of(value) };
            self.found.push(Violation { member: path.member(), path: path.to_string(), value, rule });
        }
    }
}

/// Tells `report` each demand that a plain value breaks.
fn each_broken(shape: &'static Shape, value: &Value, mut report: impl FnMut(Rule)) {
    let broken = match (value, &shape.kind) {
        (Value::Text(text), _) => return each_broken_text(shape, text, report),
        (Value::Int(n), Kind::Integer(range) | Kind::Long(range)) => broken_value(*n, *range),
        (Value::Float(x), Kind::Double(range)) => broken_float(*x, *range),
        (Value::Blob(bytes), Kind::Blob(range)) => broken_length(as_i64(bytes.len()), *range),
        _ => None,
    };
    broken.into_iter().for_each(&mut report);
}

fn each_broken_text(shape: &'static Shape, text: &str, mut report: impl FnMut(Rule)) {
    let Kind::String { length, pattern, values } = &shape.kind else { return };
    broken_text_length(text, *length).into_iter().for_each(&mut report);
    if let Some(pattern) = pattern.filter(|pattern| !pattern.matches(text)) {
        report(Rule::Pattern(pattern.text()));
    }
    if !values.is_empty() && !values.contains(&text) {
        report(Rule::OneOf(values));
    }
}

fn as_i64(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

fn broken_text_length(text: &str, range: Range) -> Option<Rule> {
    let bytes = as_i64(text.len());
    // One UTF-16 unit takes one to three bytes, so most texts need not be counted.
    let surely_long = range.min.is_none_or(|min| bytes / 3 >= min);
    let surely_short = range.max.is_none_or(|max| bytes <= max);
    if surely_long && surely_short {
        return None;
    }
    let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    broken_length(as_i64(units), range)
}

fn broken_length(len: i64, range: Range) -> Option<Rule> {
    let short = range.min.filter(|min| len < *min).map(Rule::LengthMin);
    short.or_else(|| range.max.filter(|max| len > *max).map(Rule::LengthMax))
}

fn broken_value(n: i64, range: Range) -> Option<Rule> {
    let low = range.min.filter(|min| n < *min).map(Rule::ValueMin);
    low.or_else(|| range.max.filter(|max| n > *max).map(Rule::ValueMax))
}

fn broken_float(x: f64, range: Range) -> Option<Rule> {
    #[expect(clippy::cast_precision_loss, reason = "the models' bounds are far below 2^53")]
    let beyond = |bound: i64, wrong: fn(&f64, &f64) -> bool| wrong(&x, &(bound as f64));
    let low = range.min.filter(|min| beyond(*min, f64::lt)).map(Rule::ValueMin);
    low.or_else(|| range.max.filter(|max| beyond(*max, f64::gt)).map(Rule::ValueMax))
}
