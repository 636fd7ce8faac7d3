//! Attribute values between the wire and the table.

use crate::api::AttributeValue;
use crate::fault;
use millpond_service::Fault;
use millpond_store::table::{DEPTH_MAX, Item, Number, NumberError, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Reads an attribute value.
///
/// # Errors
/// The complaint, in AWS's words.
pub(crate) fn value(value: AttributeValue) -> Result<Value, String> {
    at_depth(value, DEPTH_MAX)
}

fn at_depth(value: AttributeValue, depth: usize) -> Result<Value, String> {
    let AttributeValue { s, n, b, ss, ns, bs, m, l, null, bool } = value;
    let mut found = Vec::with_capacity(1);
    found.extend(n.map(|text| number(&text)).transpose()?.map(Value::N));
    found.extend(s.map(Value::S));
    found.extend(b.map(Value::B));
    found.extend(ss.as_deref().map(texts).transpose()?);
    found.extend(ns.as_deref().map(numbers).transpose()?);
    found.extend(bs.as_deref().map(blobs).transpose()?);
    found.extend(bool.map(Value::Bool));
    match null {
        Some(true) => found.push(Value::Null),
        Some(false) => return Err(invalid("Null attribute value types must have the value of true")),
        None => {}
    }
    let below = || depth.checked_sub(1).ok_or("Nesting Levels have exceeded supported limits");
    if let Some(items) = l {
        let depth = below()?;
        found.push(Value::L(items.into_iter().map(|item| at_depth(item, depth)).collect::<Result<_, _>>()?));
    }
    if let Some(entries) = m {
        let depth = below()?;
        let entries = entries.into_iter().map(|(name, value)| Ok((name, at_depth(value, depth)?)));
        found.push(Value::M(entries.collect::<Result<_, String>>()?));
    }
    let only = found
        .pop()
        .ok_or("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")?;
    if !found.is_empty() {
        return Err("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported \
                    datatypes"
            .to_owned());
    }
    Ok(only)
}

fn invalid(text: &str) -> String {
    format!("One or more parameter values were invalid: {text}")
}

/// Reads a number.
///
/// # Errors
/// The complaint, in AWS's words.
pub(crate) fn number(text: &str) -> Result<Number, String> {
    Number::parse(text).map_err(|error| match error {
        NumberError::Form if text.is_empty() => {
            "The parameter cannot be converted to a numeric value".to_owned()
        }
        NumberError::Form => format!("The parameter cannot be converted to a numeric value: {text}"),
        error => number_text(error).to_owned(),
    })
}

/// What AWS says of a number that cannot be kept.
pub(crate) const fn number_text(error: NumberError) -> &'static str {
    match error {
        NumberError::Overflow => {
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        }
        NumberError::Underflow => {
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        }
        _ => "Attempting to store more than 38 significant digits in a Number",
    }
}

fn texts(all: &[String]) -> Result<Value, String> {
    if all.is_empty() {
        return Err(invalid("An string set  may not be empty"));
    }
    let set: BTreeSet<String> = all.iter().cloned().collect();
    if set.len() < all.len() {
        return Err(invalid(&format!("Input collection [{}] contains duplicates.", all.join(", "))));
    }
    Ok(Value::Ss(set))
}

fn numbers(all: &[String]) -> Result<Value, String> {
    if all.is_empty() {
        return Err(invalid("An number set  may not be empty"));
    }
    let set = all.iter().map(|text| number(text)).collect::<Result<BTreeSet<_>, _>>()?;
    if set.len() < all.len() {
        return Err("Input collection contains duplicates".to_owned());
    }
    Ok(Value::Ns(set))
}

fn blobs(all: &[Vec<u8>]) -> Result<Value, String> {
    if all.is_empty() {
        return Err(invalid("Binary sets should not be empty"));
    }
    let set: BTreeSet<Vec<u8>> = all.iter().cloned().collect();
    if set.len() < all.len() {
        return Err(invalid("Input collection of type BS contains duplicates."));
    }
    Ok(Value::Bs(set))
}

/// Reads an item or a key.
pub(crate) fn item(item: BTreeMap<String, AttributeValue>) -> Result<Item, Fault> {
    let read = |(name, one)| Ok((name, value(one).map_err(fault::validation_text)?));
    item.into_iter().map(read).collect()
}

/// A complaint about a value within a parameter.
pub(crate) fn invalid_in(parameter: &str, why: &str, key: Option<&str>) -> Fault {
    let key = key.map(|key| format!(" for key {key}")).unwrap_or_default();
    fault::validation_text(format!("{parameter} contains invalid value: {why}{key}"))
}

/// An item for the wire.
pub(crate) fn to_api(item: Item) -> BTreeMap<String, AttributeValue> {
    item.into_iter().map(|(name, value)| (name, value_to_api(value))).collect()
}

fn value_to_api(value: Value) -> AttributeValue {
    let empty = AttributeValue::default();
    match value {
        Value::S(text) => AttributeValue { s: Some(text), ..empty },
        Value::N(number) => AttributeValue { n: Some(number.to_string()), ..empty },
        Value::B(bytes) => AttributeValue { b: Some(bytes), ..empty },
        Value::Bool(bool) => AttributeValue { bool: Some(bool), ..empty },
        Value::Null => AttributeValue { null: Some(true), ..empty },
        Value::L(items) => AttributeValue { l: Some(items.into_iter().map(value_to_api).collect()), ..empty },
        Value::M(entries) => AttributeValue { m: Some(to_api(entries)), ..empty },
        Value::Ss(texts) => AttributeValue { ss: Some(texts.into_iter().collect()), ..empty },
        Value::Ns(numbers) => {
            AttributeValue { ns: Some(numbers.iter().map(Number::to_string).collect()), ..empty }
        }
        Value::Bs(all) => AttributeValue { bs: Some(all.into_iter().collect()), ..empty },
    }
}
