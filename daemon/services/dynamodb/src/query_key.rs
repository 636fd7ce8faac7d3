//! What a Query asks of the key: one partition, and a range of it.

use crate::api::Condition as Asked;
use crate::expr::{Comparison, Condition, Operand, Path};
use crate::{fault, legacy, values};
use millpond_service::Fault;
use millpond_store::table::{Item, KeyPart, KeySchema, SortRange, Value};
use std::collections::BTreeMap;
use std::ops::Bound;

/// A partition and a range of its sort values.
pub(crate) struct KeyRange {
    pub(crate) hash: Value,
    pub(crate) sort: Sort,
}

/// Which sort values.
pub(crate) enum Sort {
    All,
    Compare(Comparison, Value),
    Between(Value, Value),
    BeginsWith(Value),
}

impl Sort {
    /// The range for a walk.
    pub(crate) fn range(&self) -> SortRange<'_> {
        use Bound::{Excluded, Included, Unbounded};
        match self {
            Self::All => SortRange::All,
            Self::Compare(comparison, value) => match comparison {
                Comparison::Less => SortRange::Between(Unbounded, Excluded(value)),
                Comparison::LessOrEqual => SortRange::Between(Unbounded, Included(value)),
                Comparison::Greater => SortRange::Between(Excluded(value), Unbounded),
                Comparison::GreaterOrEqual => SortRange::Between(Included(value), Unbounded),
                _ => SortRange::Between(Included(value), Included(value)),
            },
            Self::Between(low, high) => SortRange::Between(Included(low), Included(high)),
            Self::BeginsWith(value) => SortRange::BeginsWith(value),
        }
    }

    fn values(&self) -> Vec<&Value> {
        match self {
            Self::All => Vec::new(),
            Self::Compare(_, value) | Self::BeginsWith(value) => vec![value],
            Self::Between(low, high) => vec![low, high],
        }
    }
}

fn invalid(text: &str) -> Fault {
    fault::expression("KeyConditionExpression", text)
}

fn operator(name: &str) -> Fault {
    invalid(&format!("Invalid operator used in KeyConditionExpression: {name}"))
}

/// Reads the range out of a condition.
pub(crate) fn of_expression(condition: Condition, schema: &KeySchema) -> Result<KeyRange, Fault> {
    let mut parts = Vec::new();
    flatten(condition, &mut parts)?;
    let mut by_name: BTreeMap<String, Sort> = BTreeMap::new();
    for (path, sort) in parts {
        if !path.is_plain() {
            return Err(invalid("KeyConditionExpressions cannot have conditions on nested attributes"));
        }
        if by_name.insert(path.head().to_owned(), sort).is_some() {
            return Err(invalid("KeyConditionExpressions must only contain one condition per key"));
        }
    }
    of_parts(by_name, schema)
}

fn flatten(condition: Condition, parts: &mut Vec<(Path, Sort)>) -> Result<(), Fault> {
    let nested = || invalid("KeyConditionExpressions cannot contain nested operations");
    match condition {
        Condition::And(a, b) => {
            flatten(*a, parts)?;
            flatten(*b, parts)?;
        }
        Condition::Or(..) => return Err(operator("OR")),
        Condition::Not(_) => return Err(operator("NOT")),
        Condition::In(..) => return Err(operator("IN")),
        Condition::Exists(_) => return Err(operator("attribute_exists")),
        Condition::NotExists(_) => return Err(operator("attribute_not_exists")),
        Condition::Type(..) => return Err(operator("attribute_type")),
        Condition::Contains(..) => return Err(operator("contains")),
        Condition::Compare(Comparison::Different, ..) => return Err(operator("<>")),
        Condition::Compare(comparison, Operand::Path(path), Operand::Value(value)) => {
            parts.push((path, Sort::Compare(comparison, value)));
        }
        Condition::Compare(comparison, Operand::Value(value), Operand::Path(path)) => {
            let turned = match comparison {
                Comparison::Less => Comparison::Greater,
                Comparison::LessOrEqual => Comparison::GreaterOrEqual,
                Comparison::Greater => Comparison::Less,
                Comparison::GreaterOrEqual => Comparison::LessOrEqual,
                same => same,
            };
            parts.push((path, Sort::Compare(turned, value)));
        }
        Condition::Between(Operand::Path(path), Operand::Value(low), Operand::Value(high)) => {
            parts.push((path, Sort::Between(low, high)));
        }
        Condition::BeginsWith(Operand::Path(path), Operand::Value(value)) => {
            parts.push((path, Sort::BeginsWith(value)));
        }
        _ => return Err(nested()),
    }
    Ok(())
}

/// Reads the range out of `KeyConditions`.
pub(crate) fn of_conditions(
    conditions: BTreeMap<String, Asked>,
    schema: &KeySchema,
) -> Result<KeyRange, Fault> {
    let mut by_name = BTreeMap::new();
    for (name, asked) in conditions {
        let operator = asked.comparison_operator;
        let list = asked.attribute_value_list.unwrap_or_default();
        let list: Vec<Value> = list
            .into_iter()
            .map(|one| values::value(one).map_err(fault::validation_text))
            .collect::<Result<_, _>>()?;
        let sort = match legacy::compared(&name, &operator, list)? {
            Condition::Compare(Comparison::Different, ..) => return Err(unsupported()),
            Condition::Compare(comparison, _, Operand::Value(value)) => Sort::Compare(comparison, value),
            Condition::Between(_, Operand::Value(low), Operand::Value(high)) => Sort::Between(low, high),
            Condition::BeginsWith(_, Operand::Value(value)) => Sort::BeginsWith(value),
            _ => return Err(unsupported()),
        };
        by_name.insert(name, sort);
    }
    of_parts(by_name, schema)
}

fn unsupported() -> Fault {
    fault::validation_text("Attempted conditional constraint is not an indexable operation")
}

fn of_parts(mut by_name: BTreeMap<String, Sort>, schema: &KeySchema) -> Result<KeyRange, Fault> {
    let missed = |part: &KeyPart| {
        fault::validation_text(format!("Query condition missed key schema element: {}", part.name))
    };
    if by_name.len() > 2 {
        return Err(fault::validation_text("Conditions can be of length 1 or 2 only"));
    }
    let hash = by_name.remove(&schema.hash.name).ok_or_else(|| missed(&schema.hash))?;
    let sort = match &schema.range {
        Some(range) => match by_name.remove(&range.name) {
            Some(sort) => sort,
            None if by_name.is_empty() => Sort::All,
            None => return Err(missed(range)),
        },
        None => Sort::All,
    };
    if !by_name.is_empty() {
        return Err(fault::validation_text("Query key condition not supported"));
    }
    let Sort::Compare(Comparison::Equal, hash) = hash else {
        return Err(fault::validation_text("Query key condition not supported"));
    };
    let range = schema.range.as_ref().map(|part| part.kind);
    let typed = hash.is_key(schema.hash.kind)
        && sort.values().iter().all(|value| range.is_some_and(|kind| value.is_key(kind)));
    if !typed {
        return Err(fault::parameters("Condition parameter type does not match schema type"));
    }
    for (part, value) in
        [(Some(&schema.hash), Some(&hash)), (schema.range.as_ref(), sort.values().first().copied())]
    {
        if let (Some(part), Some(value)) = (part, value) {
            check_not_empty(part, value)?;
        }
    }
    Ok(KeyRange { hash, sort })
}

fn check_not_empty(part: &KeyPart, value: &Value) -> Result<(), Fault> {
    let word = match value {
        Value::S(text) if text.is_empty() => "string",
        Value::B(bytes) if bytes.is_empty() => "binary",
        _ => return Ok(()),
    };
    Err(fault::validation_text(format!(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty \
         {word} value. Key: {}",
        part.name
    )))
}

/// Filters must leave the key to the key condition.
pub(crate) fn check_filter(filter: &Condition, schema: &KeySchema, legacy: bool) -> Result<(), Fault> {
    let mut found = None;
    filter.paths(&mut |path| {
        if found.is_none() && schema.parts().any(|part| part.name == path.head()) {
            found = Some(path.head().to_owned());
        }
    });
    let Some(name) = found else { return Ok(()) };
    let parameter = if legacy { "QueryFilter" } else { "Filter Expression" };
    Err(fault::validation_text(format!(
        "{parameter} can only contain non-primary key attributes: Primary key attribute: {name}"
    )))
}

/// A start key must lie in the partition that is asked for.
pub(crate) fn check_start(start: Option<&Item>, schema: &KeySchema, hash: &Value) -> Result<(), Fault> {
    match start {
        Some(key) if key.get(&schema.hash.name) != Some(hash) => Err(fault::validation_text(
            "The provided starting key is outside query boundaries based on provided conditions",
        )),
        _ => Ok(()),
    }
}
