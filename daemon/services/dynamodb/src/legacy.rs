//! The parameters that expressions replaced, read as what they mean in expressions.

use crate::api::{AttributeValueUpdate, Condition as Asked, ExpectedAttributeValue};
use crate::expr::{Action, Comparison, Condition, Operand, Path, Update};
use crate::fault;
use crate::values;
use millpond_service::Fault;
use millpond_store::table::Value;
use std::collections::BTreeMap;

/// Refuses parameters of both kinds in one request.
pub(crate) fn check_mix(old: &[(&str, bool)], new: &[(&str, bool)]) -> Result<(), Fault> {
    let given = |all: &[(&str, bool)]| {
        all.iter()
            .filter(|(_, given)| *given)
            .map(|(name, _)| (*name).to_owned())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (old, new) = (given(old), given(new));
    if old.is_empty() || new.is_empty() {
        return Ok(());
    }
    Err(fault::validation_text(format!(
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: \
         {{{old}}} Expression parameters: {{{new}}}"
    )))
}

/// `Expected` with its `ConditionalOperator`.
pub(crate) fn expected(
    expected: Option<BTreeMap<String, ExpectedAttributeValue>>,
    operator: Option<&str>,
) -> Result<Option<Condition>, Fault> {
    let conditions = expected.map(|all| all.into_iter().map(|(name, one)| expects(&name, one)));
    let conditions = conditions.map(Iterator::collect::<Result<Vec<_>, _>>).transpose()?;
    joined("Expected", conditions, operator)
}

/// `QueryFilter` or `ScanFilter` with its `ConditionalOperator`.
pub(crate) fn filter(
    parameter: &str,
    filter: Option<BTreeMap<String, Asked>>,
    operator: Option<&str>,
) -> Result<Option<Condition>, Fault> {
    let read = |(name, asked): (String, Asked)| {
        let list = attribute_values(asked.attribute_value_list.unwrap_or_default())?;
        compared(&name, &asked.comparison_operator, list)
    };
    let conditions =
        filter.map(|all| all.into_iter().map(read).collect::<Result<Vec<_>, _>>()).transpose()?;
    joined(parameter, conditions, operator)
}

fn joined(
    parameter: &str,
    conditions: Option<Vec<Condition>>,
    operator: Option<&str>,
) -> Result<Option<Condition>, Fault> {
    let Some(conditions) = conditions else {
        return match operator {
            Some(_) => Err(fault::parameters(format!(
                "ConditionalOperator cannot be used without Filter or {}",
                if parameter == "Expected" { "Expected" } else { "Filter" }
            ))),
            None => Ok(None),
        };
    };
    let or = operator == Some("OR");
    Ok(conditions.into_iter().reduce(|a, b| if or { a.or(b) } else { a.and(b) }))
}

fn attribute_values(list: Vec<crate::api::AttributeValue>) -> Result<Vec<Value>, Fault> {
    list.into_iter().map(|one| values::value(one).map_err(fault::validation_text)).collect()
}

fn expects(name: &str, expected: ExpectedAttributeValue) -> Result<Condition, Fault> {
    let ExpectedAttributeValue { value, exists, comparison_operator, attribute_value_list } = expected;
    let value = value.map(|value| values::value(value).map_err(fault::validation_text)).transpose()?;
    if let Some(operator) = comparison_operator {
        if exists.is_some() {
            return Err(fault::parameters(format!(
                "Exists and ComparisonOperator cannot be used together for Attribute: {name}"
            )));
        }
        if value.is_some() && attribute_value_list.is_some() {
            return Err(fault::parameters(format!(
                "Value and AttributeValueList cannot be used together for Attribute: {name}"
            )));
        }
        let list = match value {
            Some(value) => vec![value],
            None => attribute_values(attribute_value_list.unwrap_or_default())?,
        };
        return compared(name, &operator, list);
    }
    if attribute_value_list.is_some() {
        return Err(fault::parameters(format!(
            "AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}"
        )));
    }
    match (exists, value) {
        (Some(false), Some(_)) => Err(fault::parameters(format!(
            "Value cannot be used when Exists is set to false for Attribute: {name}"
        ))),
        (Some(false), None) => Ok(Condition::NotExists(Path::attribute(name))),
        (_, Some(value)) => {
            let path = Operand::Path(Path::attribute(name));
            Ok(Condition::Compare(Comparison::Equal, path, Operand::Value(value)))
        }
        (exists, None) => {
            let exists = exists.map_or("null".to_owned(), |exists| exists.to_string());
            Err(fault::parameters(format!(
                "Value must be provided when Exists is {exists} for Attribute: {name}"
            )))
        }
    }
}

/// A comparison of an attribute with given values.
pub(crate) fn compared(name: &str, operator: &str, list: Vec<Value>) -> Result<Condition, Fault> {
    let wanted = match operator {
        "NULL" | "NOT_NULL" => 0..=0,
        "IN" => 1..=usize::MAX,
        "BETWEEN" => 2..=2,
        _ => 1..=1,
    };
    if !wanted.contains(&list.len()) {
        return Err(fault::parameters(format!(
            "Invalid number of argument(s) for the {operator} ComparisonOperator"
        )));
    }
    let scalar = |value: &Value| matches!(value, Value::S(_) | Value::N(_) | Value::B(_));
    let fits = match operator {
        "LE" | "LT" | "GE" | "GT" | "BETWEEN" | "IN" | "CONTAINS" | "NOT_CONTAINS" => list.iter().all(scalar),
        "BEGINS_WITH" => list.iter().all(|value| matches!(value, Value::S(_) | Value::B(_))),
        _ => true,
    };
    if !fits {
        let kind = list.iter().find(|value| !scalar(value)).or(list.first()).map_or("", Value::type_name);
        return Err(fault::parameters(format!(
            "ComparisonOperator {operator} is not valid for {kind} AttributeValue type"
        )));
    }
    let attribute = Path::attribute(name);
    let path = Operand::Path(attribute.clone());
    let mut given = list.into_iter().map(Operand::Value);
    let mut next = || given.next().unwrap_or(Operand::Value(Value::Null));
    let compare = |comparison, value| Condition::Compare(comparison, path.clone(), value);
    Ok(match operator {
        "EQ" => compare(Comparison::Equal, next()),
        "NE" => compare(Comparison::Different, next()),
        "LE" => compare(Comparison::LessOrEqual, next()),
        "LT" => compare(Comparison::Less, next()),
        "GE" => compare(Comparison::GreaterOrEqual, next()),
        "GT" => compare(Comparison::Greater, next()),
        "NULL" => Condition::NotExists(attribute),
        "NOT_NULL" => Condition::Exists(attribute),
        "CONTAINS" => Condition::Contains(path, next()),
        "NOT_CONTAINS" => Condition::Exists(attribute).and(Condition::Contains(path, next()).negated()),
        "BEGINS_WITH" => Condition::BeginsWith(path, next()),
        "BETWEEN" => {
            let low = next();
            Condition::Between(path, low, next())
        }
        _ => Condition::In(path, given.collect()),
    })
}

/// `AttributeUpdates`.
pub(crate) fn updates(updates: BTreeMap<String, AttributeValueUpdate>) -> Result<Update, Fault> {
    let mut read = Update::default();
    for (name, AttributeValueUpdate { value, action }) in updates {
        let value = value.map(|value| values::value(value).map_err(fault::validation_text)).transpose()?;
        let action = match (action.as_deref().unwrap_or("PUT"), value) {
            ("DELETE", None) => Action::Remove,
            (_, None) => {
                return Err(fault::parameters(
                    "Only DELETE action is allowed when no attribute value is specified",
                ));
            }
            ("PUT", Some(value)) => Action::Set(crate::expr::Source::Value(value)),
            ("ADD", Some(value @ (Value::N(_) | Value::Ss(_) | Value::Ns(_) | Value::Bs(_)))) => {
                Action::Add(value)
            }
            ("DELETE", Some(value @ (Value::Ss(_) | Value::Ns(_) | Value::Bs(_)))) => Action::Delete(value),
            ("ADD", Some(value)) => {
                let kind = value.type_name();
                return Err(fault::parameters(format!("ADD action is not supported for the type {kind}")));
            }
            (_, Some(value)) => {
                let kind = value.type_name();
                return Err(fault::parameters(format!(
                    "DELETE action with value is not supported for the type {kind}"
                )));
            }
        };
        read.actions.push((Path::attribute(&name), action));
    }
    Ok(read)
}
