//! Conditions: what ConditionExpression, FilterExpression and KeyConditionExpression say, and whether it holds.

use super::path::Path;
use millpond_store::table::{Item, Number, Value};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// `=`, `<>` and so on.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Different => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    fn holds(self, a: Option<&Value>, b: Option<&Value>) -> bool {
        match self {
            Self::Equal => matches!((a, b), (Some(a), Some(b)) if a == b),
            Self::Different => !matches!((a, b), (Some(a), Some(b)) if a == b),
            _ => a.zip(b).and_then(|(a, b)| order(a, b)).is_some_and(|order| match self {
                Self::Less => order.is_lt(),
                Self::LessOrEqual => order.is_le(),
                Self::Greater => order.is_gt(),
                _ => order.is_ge(),
            }),
        }
    }
}

/// Something with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// Of the item.
    Path(Path),
    /// Of the request.
    Value(Value),
    /// How large something is.
    Size(Box<Operand>),
}

/// What must hold.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Compare(Comparison, Operand, Operand),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    Exists(Path),
    NotExists(Path),
    Type(Operand, String),
    BeginsWith(Operand, Operand),
    Contains(Operand, Operand),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
}

impl Operand {
    fn of<'a>(&'a self, item: &'a Item) -> Option<Cow<'a, Value>> {
        match self {
            Self::Path(path) => path.of(item).map(Cow::Borrowed),
            Self::Value(value) => Some(Cow::Borrowed(value)),
            Self::Size(of) => size(&*of.of(item)?).map(|size| Cow::Owned(Value::N(size))),
        }
    }
}

fn size(value: &Value) -> Option<Number> {
    let size = match value {
        Value::S(text) => text.chars().count(),
        Value::B(bytes) => bytes.len(),
        Value::L(items) => items.len(),
        Value::M(entries) => entries.len(),
        Value::Ss(texts) => texts.len(),
        Value::Ns(numbers) => numbers.len(),
        Value::Bs(all) => all.len(),
        Value::N(_) | Value::Bool(_) | Value::Null => return None,
    };
    Number::parse(&size.to_string()).ok()
}

/// The order of two values of one type that has an order.
pub(crate) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::S(a), Value::S(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        (Value::N(a), Value::N(b)) => Some(a.cmp(b)),
        (Value::B(a), Value::B(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

impl Condition {
    /// Both must hold.
    pub(crate) fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// One must hold.
    pub(crate) fn or(self, other: Self) -> Self {
        Self::Or(Box::new(self), Box::new(other))
    }

    /// It must not hold.
    pub(crate) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Whether it holds for an item; an absent item has no attribute.
    pub(crate) fn holds(&self, item: &Item) -> bool {
        match self {
            Self::Compare(comparison, a, b) => comparison.holds(a.of(item).as_deref(), b.of(item).as_deref()),
            Self::Between(value, low, high) => {
                let (value, low, high) = (value.of(item), low.of(item), high.of(item));
                Comparison::GreaterOrEqual.holds(value.as_deref(), low.as_deref())
                    && Comparison::LessOrEqual.holds(value.as_deref(), high.as_deref())
            }
            Self::In(value, of) => {
                let value = value.of(item);
                of.iter().any(|one| Comparison::Equal.holds(value.as_deref(), one.of(item).as_deref()))
            }
            Self::Exists(path) => path.of(item).is_some(),
            Self::NotExists(path) => path.of(item).is_none(),
            Self::Type(operand, name) => operand.of(item).is_some_and(|value| value.type_name() == name),
            Self::BeginsWith(operand, with) => {
                match (operand.of(item).as_deref(), with.of(item).as_deref()) {
                    (Some(Value::S(text)), Some(Value::S(with))) => text.starts_with(with.as_str()),
                    (Some(Value::B(bytes)), Some(Value::B(with))) => bytes.starts_with(with),
                    _ => false,
                }
            }
            Self::Contains(operand, part) => match (operand.of(item), part.of(item)) {
                (Some(whole), Some(part)) => contains(&whole, &part),
                _ => false,
            },
            Self::And(a, b) => a.holds(item) && b.holds(item),
            Self::Or(a, b) => a.holds(item) || b.holds(item),
            Self::Not(a) => !a.holds(item),
        }
    }

    /// Tells `each` every way in it.
    pub(crate) fn paths(&self, each: &mut dyn FnMut(&Path)) {
        let mut operand = |operand: &Operand| {
            let mut at = operand;
            while let Operand::Size(of) = at {
                at = of;
            }
            if let Operand::Path(path) = at {
                each(path);
            }
        };
        match self {
            Self::Compare(_, a, b) | Self::BeginsWith(a, b) | Self::Contains(a, b) => {
                operand(a);
                operand(b);
            }
            Self::Between(a, b, c) => [a, b, c].into_iter().for_each(operand),
            Self::In(a, others) => std::iter::once(a).chain(others).for_each(operand),
            Self::Exists(path) | Self::NotExists(path) => each(path),
            Self::Type(a, _) => operand(a),
            Self::And(a, b) | Self::Or(a, b) => {
                a.paths(each);
                b.paths(each);
            }
            Self::Not(a) => a.paths(each),
        }
    }
}

/// Whether a text has a text in it, bytes bytes, and a set or list a value.
fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::S(whole), Value::S(part)) => whole.contains(part.as_str()),
        (Value::B(whole), Value::B(part)) => {
            part.is_empty() || whole.windows(part.len()).any(|window| window == part.as_slice())
        }
        (Value::Ss(whole), Value::S(part)) => whole.contains(part),
        (Value::Ns(whole), Value::N(part)) => whole.contains(part),
        (Value::Bs(whole), Value::B(part)) => whole.contains(part),
        (Value::L(whole), part) => whole.contains(part),
        _ => false,
    }
}
