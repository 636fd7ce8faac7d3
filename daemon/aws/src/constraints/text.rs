//! The sentences.

use std::fmt;

use super::{Rule, Shown, Violation};
use crate::Value;
use crate::schema::{Kind, Range, Shape};

/// Longest value that a message repeats, in bytes. AWS repeats any; a reply need not be as large as its request.
const SHOWN_BYTES_MAX: usize = 2048;

/// Most elements that a message repeats.
const SHOWN_ITEMS_MAX: usize = 10;

/// What AWS answers: `2 validation errors detected: Value ..; Value ..`.
#[must_use]
pub fn message(violations: &[Violation]) -> String {
    let plural = if violations.len() == 1 { "" } else { "s" };
    let sentences: Vec<String> = violations.iter().map(ToString::to_string).collect();
    format!("{} validation error{plural} detected: {}", violations.len(), sentences.join("; "))
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Shown::Null => f.write_str("Value null")?,
            Shown::Text(text) => write!(f, "Value '{text}'")?,
            Shown::Hidden => f.write_str("Value")?,
        }
        write!(f, " at '{}' failed to satisfy constraint: {}", self.path, self.rule)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("Member must not be null"),
            Self::LengthMin(n) => write!(f, "Member must have length greater than or equal to {n}"),
            Self::LengthMax(n) => write!(f, "Member must have length less than or equal to {n}"),
            Self::ValueMin(n) => write!(f, "Member must have value greater than or equal to {n}"),
            Self::ValueMax(n) => write!(f, "Member must have value less than or equal to {n}"),
            Self::Pattern(text) => write!(f, "Member must satisfy regular expression pattern: {text}"),
            Self::OneOf(values) => write!(f, "Member must satisfy enum value set: [{}]", values.join(", ")),
            Self::Elements(shape) => write!(f, "Member must satisfy constraint: [{}]", demands(shape)),
            Self::Keys(shape) => write!(f, "Map keys must satisfy constraint: [{}]", demands(shape)),
            Self::Values(shape) => write!(f, "Map value must satisfy constraint: [{}]", demands(shape)),
        }
    }
}

/// All that a plain shape demands, the longest length first as AWS lists it.
fn demands(shape: &Shape) -> String {
    let lengths = |range: Range| [range.max.map(Rule::LengthMax), range.min.map(Rule::LengthMin)];
    let bounds = |range: Range| [range.max.map(Rule::ValueMax), range.min.map(Rule::ValueMin)];
    let mut rules: Vec<Rule> = Vec::new();
    match &shape.kind {
        Kind::String { length, pattern, values } => {
            rules.extend(lengths(*length).into_iter().flatten());
            rules.extend(pattern.map(|pattern| Rule::Pattern(pattern.text())));
            rules.extend((!values.is_empty()).then_some(Rule::OneOf(values)));
        }
        Kind::Blob(range) => rules.extend(lengths(*range).into_iter().flatten()),
        Kind::Integer(range) | Kind::Long(range) | Kind::Double(range) => {
            rules.extend(bounds(*range).into_iter().flatten());
        }
        Kind::Boolean | Kind::Timestamp | Kind::List { .. } | Kind::Map { .. } | Kind::Structure(_) => {}
    }
    rules.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Shown {
    /// How a value that is not secret appears.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            value => match text(value) {
                Some(text) if text.len() <= SHOWN_BYTES_MAX => Self::Text(text),
                _ => Self::Hidden,
            },
        }
    }
}

fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(b) => b.to_string(),
        Value::Int(n) | Value::Time(n) => n.to_string(),
        Value::Float(x) => x.to_string(),
        Value::Text(text) if text.len() <= SHOWN_BYTES_MAX => text.clone(),
        Value::List(items) if items.len() <= SHOWN_ITEMS_MAX => {
            format!("[{}]", items.iter().map(text).collect::<Option<Vec<_>>>()?.join(", "))
        }
        Value::Map(entries) if entries.len() <= SHOWN_ITEMS_MAX => {
            let entries = entries.iter().map(|(key, value)| Some(format!("{key}={}", text(value)?)));
            format!("{{{}}}", entries.collect::<Option<Vec<_>>>()?.join(", "))
        }
        _ => return None,
    })
}
