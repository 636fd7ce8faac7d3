//! The `Condition` element.
//!
//! # Source
//! IAM user guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".

use crate::arn::ArnPattern;
use crate::date;
use crate::pattern::Pattern;
use crate::scope::Scope;
use serde_json::{Map, Value};
use std::net::IpAddr;

/// One operator applied to one key. All conditions of a statement must hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    /// As the policy writes it: `ForAnyValue:StringLikeIfExists`.
    operator: String,
    test: Test,
    negated: bool,
    set: Set,
    if_exists: bool,
    /// Lower case.
    key: String,
}

/// How several values of one key are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    One,
    ForAll,
    ForAny,
}

/// What is asked of a value; any of the listed suffices.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    Text(Vec<Pattern>),
    Number(Comparison, Vec<f64>),
    Date(Comparison, Vec<i64>),
    Bool(Vec<bool>),
    Binary(Vec<String>),
    Ip(Vec<Network>),
    Arn(Vec<ArnPattern>),
    /// `true`: the key must be absent.
    Null(Vec<bool>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

impl Condition {
    /// Reads the element; the error is the text that is wrong with it.
    pub(crate) fn read_all(map: &Map<String, Value>, variables: bool) -> Result<Vec<Self>, String> {
        let mut out = Vec::new();
        for (operator, keys) in map {
            let keys = keys.as_object().ok_or("Syntax errors in policy.")?;
            for (key, values) in keys {
                let values = texts(values).ok_or("Syntax errors in policy.")?;
                out.push(Self::read(operator, key, &values, variables)?);
            }
            if keys.is_empty() {
                // The operator is checked all the same.
                Self::read(operator, "", &[], variables)?;
            }
        }
        Ok(out)
    }

    fn read(operator: &str, key: &str, values: &[String], variables: bool) -> Result<Self, String> {
        let unknown = || format!("Invalid Condition type : {operator}");
        let (set, name) = match operator.split_once(':') {
            Some(("ForAllValues", name)) => (Set::ForAll, name),
            Some(("ForAnyValue", name)) => (Set::ForAny, name),
            Some(_) => return Err(unknown()),
            None => (Set::One, operator),
        };
        let (name, if_exists) = name.strip_suffix("IfExists").map_or((name, false), |name| (name, true));
        if name == "Null" && (if_exists || set != Set::One) {
            return Err(unknown());
        }
        let (test, negated) = Test::read(name, values, variables).ok_or_else(unknown)??;
        Ok(Self { operator: operator.to_owned(), test, negated, set, if_exists, key: key.to_lowercase() })
    }

    /// True when the request fulfils the condition.
    pub(crate) fn holds(&self, scope: &Scope<'_>) -> bool {
        let values = scope.values(&self.key);
        if let Test::Null(wanted) = &self.test {
            // A key without any value is as good as none.
            return wanted.contains(&values.is_none_or(|values| values.is_empty()));
        }
        let fits = |value: &String| self.test.fits(value, scope) != self.negated;
        match (values.as_deref(), self.set) {
            (None | Some([]), _) if self.if_exists => true,
            // Nothing to contradict: every element of an empty set fits, and a missing key equals no value.
            (None | Some([]), Set::ForAll) => true,
            (None | Some([]), Set::ForAny) => false,
            (None | Some([]), Set::One) => self.negated,
            (Some(values), Set::ForAll) => values.iter().all(fits),
            (Some(values), Set::ForAny) => values.iter().any(fits),
            (Some(values), Set::One) if self.negated => values.iter().all(fits),
            (Some(values), Set::One) => values.iter().any(fits),
        }
    }
}

impl Condition {
    /// The operator and the key, for a person: `StringEquals aws:sourcevpc`.
    pub(crate) fn name(&self) -> (&str, &str) {
        (&self.operator, &self.key)
    }

    /// The keys the condition looks up.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let (texts, arns): (&[Pattern], &[ArnPattern]) = match &self.test {
            Test::Text(patterns) => (patterns, &[]),
            Test::Arn(patterns) => (&[], patterns),
            _ => (&[], &[]),
        };
        let variables = texts.iter().flat_map(Pattern::keys).chain(arns.iter().flat_map(ArnPattern::keys));
        std::iter::once(self.key.as_str()).chain(variables)
    }
}

impl Test {
    /// Finds an operator by its name without prefix and suffix: the test, and whether it is negated.
    fn read(name: &str, values: &[String], variables: bool) -> Option<Result<(Self, bool), String>> {
        let exact = || values.iter().map(|v| Pattern::parse_exact(v, variables)).collect();
        let caseless = || {
            let pattern = |v: &String| Pattern::parse_exact(v, variables).ignoring_case();
            values.iter().map(pattern).collect()
        };
        let like = || values.iter().map(|v| Pattern::parse(v, variables)).collect();
        let arns = || values.iter().map(|v| ArnPattern::parse(v, variables)).collect();
        let plain = match name {
            "StringEquals" => (Self::Text(exact()), false),
            "StringNotEquals" => (Self::Text(exact()), true),
            "StringEqualsIgnoreCase" => (Self::Text(caseless()), false),
            "StringNotEqualsIgnoreCase" => (Self::Text(caseless()), true),
            "StringLike" => (Self::Text(like()), false),
            "StringNotLike" => (Self::Text(like()), true),
            "ArnEquals" | "ArnLike" => (Self::Arn(arns()), false),
            "ArnNotEquals" | "ArnNotLike" => (Self::Arn(arns()), true),
            "BinaryEquals" => (Self::Binary(values.to_vec()), false),
            "Bool" => return Some(booleans(values).map(|v| (Self::Bool(v), false))),
            "Null" => return Some(booleans(values).map(|v| (Self::Null(v), false))),
            "IpAddress" => return Some(networks(values).map(|v| (Self::Ip(v), false))),
            "NotIpAddress" => return Some(networks(values).map(|v| (Self::Ip(v), true))),
            _ => return Self::read_ordered(name, values),
        };
        Some(Ok(plain))
    }

    /// How many numbers, dates and networks there are to compare with; patterns count their own work.
    fn plain_values(&self) -> usize {
        match self {
            Self::Number(_, numbers) => numbers.len(),
            Self::Date(_, dates) => dates.len(),
            Self::Ip(networks) => networks.len(),
            _ => 0,
        }
    }

    fn read_ordered(name: &str, values: &[String]) -> Option<Result<(Self, bool), String>> {
        let (rest, is_date) = match name.strip_prefix("Numeric") {
            Some(rest) => (rest, false),
            None => (name.strip_prefix("Date")?, true),
        };
        let (comparison, negated) = match rest {
            "Equals" => (Comparison::Equal, false),
            "NotEquals" => (Comparison::Equal, true),
            "LessThan" => (Comparison::Less, false),
            "LessThanEquals" => (Comparison::LessOrEqual, false),
            "GreaterThan" => (Comparison::Greater, false),
            "GreaterThanEquals" => (Comparison::GreaterOrEqual, false),
            _ => return None,
        };
        let syntax = || "Syntax errors in policy.".to_owned();
        let test = if is_date {
            let dates: Option<_> = values.iter().map(|v| date::parse(v)).collect();
            dates.map(|dates| Self::Date(comparison, dates))
        } else {
            let numbers: Option<_> = values.iter().map(|v| v.trim().parse().ok()).collect();
            numbers.map(|numbers| Self::Number(comparison, numbers))
        };
        Some(test.map(|test| (test, negated)).ok_or_else(syntax))
    }

    /// True when the request's value fits any of the policy's. A value of the wrong kind fits none.
    fn fits(&self, value: &str, scope: &Scope<'_>) -> bool {
        if !scope.spend(self.plain_values() * 16) {
            return false;
        }
        match self {
            Self::Text(patterns) => patterns.iter().any(|p| p.matches(value, scope)),
            Self::Arn(patterns) => patterns.iter().any(|p| p.matches(value, scope)),
            Self::Binary(values) => {
                scope.spend(values.len() * value.len()) && values.iter().any(|v| v == value)
            }
            Self::Bool(wanted) => boolean(value).is_some_and(|b| wanted.contains(&b)),
            Self::Number(comparison, numbers) => value
                .trim()
                .parse()
                .is_ok_and(|left: f64| numbers.iter().any(|right| comparison.holds(&left, right))),
            Self::Date(comparison, dates) => date::parse(value)
                .is_some_and(|left| dates.iter().any(|right| comparison.holds(&left, right))),
            Self::Ip(networks) => value
                .parse::<IpAddr>()
                .is_ok_and(|ip| networks.iter().any(|network| network.contains(ip.to_canonical()))),
            Self::Null(_) => false,
        }
    }
}

/// `10.0.0.0/8`: an address and how many of its bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().ok()?;
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(bits_max), |bits| bits.parse().ok())?;
        (bits <= bits_max).then_some(Self { address, bits })
    }

    fn contains(self, ip: IpAddr) -> bool {
        let same = |left: u128, right: u128, width: u32| {
            let ignored = width - u32::from(self.bits);
            left.checked_shr(ignored) == right.checked_shr(ignored)
        };
        match (self.address, ip) {
            (IpAddr::V4(own), IpAddr::V4(ip)) => same(own.to_bits().into(), ip.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(ip)) => same(own.to_bits(), ip.to_bits(), 128),
            _ => false,
        }
    }
}

fn networks(values: &[String]) -> Result<Vec<Network>, String> {
    let network = |v: &String| Network::parse(v).ok_or_else(|| format!("Invalid IP address or CIDR: {v}"));
    values.iter().map(network).collect()
}

fn booleans(values: &[String]) -> Result<Vec<bool>, String> {
    values.iter().map(|v| boolean(v).ok_or_else(|| "Syntax errors in policy.".to_owned())).collect()
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        t if t.eq_ignore_ascii_case("true") => Some(true),
        t if t.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Condition values: texts, numbers and booleans, alone or in a list.
fn texts(value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        _ => None,
    };
    match value {
        Value::Array(items) => items.iter().map(one).collect(),
        other => Some(vec![one(other)?]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Judges one operator over one key named `k`, whose values are given or absent.
    fn holds(operator: &str, wanted: &Value, given: Option<&[&str]>) -> bool {
        let map = json!({operator: {"K": wanted}});
        let conditions = Condition::read_all(map.as_object().unwrap(), true).unwrap();
        let keys = |key: &str| match key {
            "k" => given.map(|values| values.iter().map(|v| (*v).to_owned()).collect()),
            "aws:username" => Some(vec!["ann".to_owned()]),
            _ => None,
        };
        let scope = Scope::new(&keys);
        conditions.iter().all(|c| c.holds(&scope))
    }

    #[test]
    fn single_values_compare_as_documented() {
        for (operator, wanted, given, truth) in [
            ("StringEquals", json!("a"), "a", true),
            ("StringEquals", json!("a"), "A", false),
            ("StringEquals", json!("a*"), "ab", false),
            ("StringEquals", json!(["x", "a"]), "a", true),
            ("StringEquals", json!("${aws:username}"), "ann", true),
            ("StringNotEquals", json!(["x", "a"]), "a", false),
            ("StringNotEquals", json!(["x", "y"]), "a", true),
            ("StringEqualsIgnoreCase", json!("aB"), "Ab", true),
            ("StringNotEqualsIgnoreCase", json!("aB"), "Ab", false),
            ("StringLike", json!("a*"), "ab", true),
            ("StringLike", json!("a?"), "a", false),
            ("StringNotLike", json!("a*"), "ab", false),
            ("NumericEquals", json!(10), "10.0", true),
            ("NumericNotEquals", json!("10"), "10", false),
            ("NumericLessThan", json!("10"), "9", true),
            ("NumericLessThan", json!("10"), "10", false),
            ("NumericLessThanEquals", json!("10"), "10", true),
            ("NumericGreaterThan", json!("10"), "9", false),
            ("NumericGreaterThanEquals", json!("10"), "10", true),
            ("NumericEquals", json!("10"), "ten", false),
            ("DateLessThan", json!("2026-01-01T00:00:00Z"), "2025-12-31T23:59:59Z", true),
            ("DateGreaterThan", json!("2026-01-01T00:00:00Z"), "1767225600", false),
            ("DateEquals", json!("2026-01-01T00:00:00Z"), "1767225600", true),
            ("DateNotEquals", json!("2026-01-01T00:00:00Z"), "1767225600", false),
            ("DateGreaterThanEquals", json!("2026-01-01"), "1767225600", true),
            ("DateLessThanEquals", json!("2026-01-01"), "1767225600", true),
            ("Bool", json!(true), "true", true),
            ("Bool", json!("false"), "true", false),
            ("BinaryEquals", json!("QmluYXJ5"), "QmluYXJ5", true),
            ("IpAddress", json!("10.0.0.0/8"), "10.255.0.1", true),
            ("IpAddress", json!("10.0.0.0/8"), "11.0.0.1", false),
            ("IpAddress", json!("10.0.0.1"), "::ffff:10.0.0.1", true),
            ("IpAddress", json!("0.0.0.0/0"), "1.2.3.4", true),
            ("IpAddress", json!("2001:db8::/32"), "2001:db8:1::1", true),
            ("NotIpAddress", json!(["10.0.0.0/8", "192.168.0.0/16"]), "192.168.1.1", false),
            ("ArnEquals", json!("arn:aws:sqs:*:1:q"), "arn:aws:sqs:x:1:q", true),
            ("ArnLike", json!("arn:aws:sqs:*:q"), "arn:aws:sqs:x:1:q", false),
            ("ArnNotLike", json!("arn:aws:sqs:*:*:*"), "arn:aws:sqs:x:1:q", false),
            ("ArnNotEquals", json!("arn:aws:sns:*:*:*"), "arn:aws:sqs:x:1:q", true),
            ("Null", json!("false"), "x", true),
            ("Null", json!("true"), "x", false),
        ] {
            assert_eq!(holds(operator, &wanted, Some(&[given])), truth, "{operator} {wanted} {given}");
        }
    }

    #[test]
    fn an_absent_key_fails_what_is_positive_and_passes_what_is_negated() {
        for (operator, wanted, truth) in [
            ("StringEquals", "a", false),
            ("StringEqualsIfExists", "a", true),
            ("StringNotEquals", "a", true),
            ("NotIpAddress", "10.0.0.0/8", true),
            ("IpAddress", "10.0.0.0/8", false),
            ("Bool", "true", false),
            ("BoolIfExists", "true", true),
            ("Null", "true", true),
            ("Null", "false", false),
            ("ForAllValues:StringEquals", "a", true),
            ("ForAnyValue:StringEquals", "a", false),
            ("ForAnyValue:StringNotEquals", "a", false),
            ("ForAnyValue:StringEqualsIfExists", "a", true),
        ] {
            assert_eq!(holds(operator, &json!(wanted), None), truth, "{operator}");
        }
    }

    #[test]
    fn sets_quantify_over_the_values_of_the_request() {
        for (operator, wanted, given, truth) in [
            ("ForAllValues:StringEquals", json!(["a", "b"]), &["a", "b"][..], true),
            ("ForAllValues:StringEquals", json!(["a", "b"]), &["a", "c"], false),
            ("ForAllValues:StringNotEquals", json!(["a"]), &["b", "c"], true),
            ("ForAllValues:StringNotEquals", json!(["a"]), &["a", "c"], false),
            ("ForAnyValue:StringEquals", json!(["a"]), &["a", "c"], true),
            ("ForAnyValue:StringEquals", json!(["x"]), &["a", "c"], false),
            ("ForAnyValue:StringNotEquals", json!(["a"]), &["a", "c"], true),
            ("ForAnyValue:StringNotEquals", json!(["a"]), &["a"], false),
            ("ForAllValues:StringEquals", json!(["a"]), &[], true),
        ] {
            assert_eq!(holds(operator, &wanted, Some(given)), truth, "{operator} {wanted} {given:?}");
        }
    }

    #[test]
    fn operators_that_do_not_exist_are_refused() {
        for operator in
            ["StringIs", "ForSome:StringEquals", "NullIfExists", "NumericLike", "stringequals", "Date"]
        {
            let map = json!({operator: {"k": "1"}});
            let told = Condition::read_all(map.as_object().unwrap(), true).unwrap_err();
            assert_eq!(told, format!("Invalid Condition type : {operator}"));
        }
        let map = json!({"IpAddress": {"k": "10.0.0.0/33"}});
        assert!(Condition::read_all(map.as_object().unwrap(), true).is_err());
    }
}
