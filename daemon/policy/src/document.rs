//! A policy document, read into a form that cannot be malformed.

use crate::condition::Condition;
use crate::pattern::Pattern;
use crate::principal::{Principals, strings};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// A policy: its statements, ready to be evaluated. The default has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    pub(crate) statements: Vec<Statement>,
}

/// How many parts a policy has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Statements.
    pub statements: usize,
    /// Actions of the statement that has most.
    pub actions: usize,
    /// Principals of the statement that has most.
    pub principals: usize,
    /// Conditions of the statement that has most.
    pub conditions: usize,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    pub(crate) sid: Option<String>,
    pub(crate) allow: bool,
    /// `None` in identity policies, which speak about whom they are attached to.
    pub(crate) principals: Option<Listed<Principals>>,
    pub(crate) actions: Listed<Vec<Pattern>>,
    /// `None` in trust policies, which speak about the role they belong to.
    pub(crate) resources: Option<Listed<Vec<Pattern>>>,
    pub(crate) conditions: Vec<Condition>,
}

/// Something listed, or everything but what is listed (`NotAction`).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Listed<T> {
    Only(T),
    Except(T),
}

/// Why a document is refused: the message of AWS's `MalformedPolicyDocument`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(String);

impl Malformed {
    fn syntax() -> Self {
        Self("Syntax errors in policy.".to_owned())
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

impl Policy {
    /// Reads any kind of policy.
    ///
    /// # Errors
    /// [`Malformed`] when the document does not follow the policy grammar.
    pub fn parse(json: &str) -> Result<Self, Malformed> {
        let document: Value = serde_json::from_str(json).map_err(|_| Malformed::syntax())?;
        Self::read(&document)
    }

    /// Reads a policy for a user, a role or a session: about resources, and not about principals.
    ///
    /// # Errors
    /// [`Malformed`], with the text IAM gives for it.
    pub fn parse_identity(json: &str) -> Result<Self, Malformed> {
        let document: Value = serde_json::from_str(json).map_err(|_| Malformed::syntax())?;
        let policy = Self::read(&document)?;
        if document["Version"] != "2012-10-17" {
            return Err(Malformed("Policy document must be version 2012-10-17 or greater.".to_owned()));
        }
        if policy.statements.iter().any(|s| s.principals.is_some()) {
            return Err(Malformed("Policy document should not specify a principal.".to_owned()));
        }
        if policy.statements.iter().any(|s| s.resources.is_none()) {
            return Err(Malformed("Policy statement must contain resources.".to_owned()));
        }
        for_each_text(&document, &["Resource", "NotResource"], check_resource)?;
        for_each_text(&document, &["Action", "NotAction"], check_action)?;
        Ok(policy)
    }

    /// Reads a role's trust policy: about principals and `sts` actions, and not about resources.
    ///
    /// # Errors
    /// [`Malformed`], with the text IAM gives for it.
    pub fn parse_trust(json: &str) -> Result<Self, Malformed> {
        let document: Value = serde_json::from_str(json)
            .map_err(|_| Malformed("This policy contains invalid Json".to_owned()))?;
        let policy = Self::read(&document)?;
        if policy.statements.iter().any(|s| s.resources.is_some()) {
            return Err(Malformed("Has prohibited field Resource".to_owned()));
        }
        if policy.statements.iter().any(|s| s.principals.is_none()) {
            return Err(Malformed("Missing required field Principal".to_owned()));
        }
        for_each_text(&document, &["Action", "NotAction"], |action| {
            if action == "*" || action.to_ascii_lowercase().starts_with("sts:") {
                return Ok(());
            }
            Err("AssumeRole policy may only specify STS AssumeRole actions.".to_owned())
        })?;
        Ok(policy)
    }

    /// Reads the policy of the resource `arn` of a service: about principals, its own actions and that resource.
    ///
    /// # Errors
    /// [`Malformed`] when the document is no policy, or speaks about something else.
    pub fn parse_resource(json: &str, vendor: &str, arn: &str) -> Result<Self, Malformed> {
        let (document, policy) = Self::read_attached(json, vendor, arn)?;
        for_each_text(&document, &["Resource"], |resource| {
            // A variable has no value yet, so it may stand for anything.
            let fits = resource.contains("${") || Pattern::parse(resource, false).matches(arn, &|_| None);
            if fits { Ok(()) } else { Err(format!("Resource {resource} is not the resource {arn}.")) }
        })?;
        Ok(policy)
    }

    /// Reads the policy of some resource of a service: about principals and the service's own actions. What it says about
    /// other resources is accepted, and has no effect.
    ///
    /// # Errors
    /// [`Malformed`] when the document is no policy, or speaks about another service.
    pub fn parse_attached(json: &str, vendor: &str) -> Result<Self, Malformed> {
        Self::read_attached(json, vendor, vendor).map(|(_, policy)| policy)
    }

    /// How much the policy holds, for services that bound it.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let most = |count: fn(&Statement) -> usize| self.statements.iter().map(count).max().unwrap_or(0);
        Extent {
            statements: self.statements.len(),
            actions: most(|statement| match &statement.actions {
                Listed::Only(actions) | Listed::Except(actions) => actions.len(),
            }),
            principals: most(|statement| match &statement.principals {
                Some(Listed::Only(names) | Listed::Except(names)) => names.count(),
                None => 0,
            }),
            conditions: most(|statement| statement.conditions.len()),
        }
    }

    fn read_attached(json: &str, vendor: &str, resource: &str) -> Result<(Value, Self), Malformed> {
        let document: Value = serde_json::from_str(json)
            .map_err(|_| Malformed("This policy contains invalid Json".to_owned()))?;
        let policy = Self::read(&document)?;
        if policy.statements.iter().any(|s| s.principals.is_none()) {
            return Err(Malformed("Missing required field Principal".to_owned()));
        }
        if policy.statements.iter().any(|s| s.resources.is_none()) {
            return Err(Malformed("Missing required field Resource".to_owned()));
        }
        for_each_text(&document, &["NotResource"], |_| Err("Has prohibited field NotResource".to_owned()))?;
        for_each_text(&document, &["Action", "NotAction"], |action| {
            check_action(action)?;
            let own = action == "*"
                || action.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case(vendor));
            if own {
                Ok(())
            } else {
                Err(format!("Action {action} is not valid for the resource {resource}."))
            }
        })?;
        Ok((document, policy))
    }

    fn read(document: &Value) -> Result<Self, Malformed> {
        let map = document.as_object().ok_or_else(Malformed::syntax)?;
        only(map, &["Version", "Id", "Statement"])?;
        let variables = match map.get("Version") {
            None => false,
            Some(Value::String(version)) if version == "2008-10-17" => false,
            Some(Value::String(version)) if version == "2012-10-17" => true,
            Some(_) => return Err(Malformed::syntax()),
        };
        text(map, "Id")?;
        let statements = match map.get("Statement") {
            Some(Value::Array(items)) => items.as_slice(),
            Some(one @ Value::Object(_)) => std::slice::from_ref(one),
            _ => return Err(Malformed::syntax()),
        };
        if statements.is_empty() {
            return Err(Malformed::syntax());
        }
        let statements =
            statements.iter().map(|s| Statement::read(s, variables)).collect::<Result<Vec<_>, _>>()?;
        let mut sids = BTreeSet::new();
        for sid in statements.iter().filter_map(|s| s.sid.as_deref()).filter(|sid| !sid.is_empty()) {
            if !sids.insert(sid) {
                return Err(Malformed("Statement IDs (SID) in a single policy must be unique.".to_owned()));
            }
        }
        Ok(Self { statements })
    }
}

impl Statement {
    fn read(value: &Value, variables: bool) -> Result<Self, Malformed> {
        const ELEMENTS: [&str; 9] = [
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
        ];
        let map = value.as_object().ok_or_else(Malformed::syntax)?;
        only(map, &ELEMENTS)?;
        let allow = match map.get("Effect").and_then(Value::as_str) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err(Malformed::syntax()),
        };
        let principals = listed(map, "Principal", "NotPrincipal")?.map(|(listed, only)| {
            Principals::parse(listed).map(|names| wrap(names, only)).map_err(Malformed)
        });
        let actions = listed(map, "Action", "NotAction")?
            .map(|(value, only)| Ok::<_, Malformed>(wrap(actions(value)?, only)));
        let resources = listed(map, "Resource", "NotResource")?
            .map(|(value, only)| Ok::<_, Malformed>(wrap(resources(value, variables)?, only)));
        let conditions = match map.get("Condition") {
            None => Vec::new(),
            Some(Value::Object(map)) => Condition::read_all(map, variables).map_err(Malformed)?,
            Some(_) => return Err(Malformed::syntax()),
        };
        Ok(Self {
            sid: text(map, "Sid")?,
            allow,
            principals: principals.transpose()?,
            actions: actions
                .ok_or_else(|| Malformed("Policy statement must contain actions.".to_owned()))??,
            resources: resources.transpose()?,
            conditions,
        })
    }
}

fn wrap<T>(value: T, only: bool) -> Listed<T> {
    if only { Listed::Only(value) } else { Listed::Except(value) }
}

/// One of an element and its negation; both at once is an error.
fn listed<'a>(
    map: &'a Map<String, Value>,
    name: &str,
    negated: &str,
) -> Result<Option<(&'a Value, bool)>, Malformed> {
    match (map.get(name), map.get(negated)) {
        (Some(_), Some(_)) => Err(Malformed::syntax()),
        (Some(value), None) => Ok(Some((value, true))),
        (None, Some(value)) => Ok(Some((value, false))),
        (None, None) => Ok(None),
    }
}

fn actions(value: &Value) -> Result<Vec<Pattern>, Malformed> {
    let texts = strings(value).ok_or_else(Malformed::syntax)?;
    if texts.is_empty() {
        return Err(Malformed("Policy statement must contain actions.".to_owned()));
    }
    Ok(texts.iter().map(|text| Pattern::parse(text, false)).collect())
}

fn resources(value: &Value, variables: bool) -> Result<Vec<Pattern>, Malformed> {
    let texts = strings(value).ok_or_else(Malformed::syntax)?;
    if texts.is_empty() {
        return Err(Malformed("Policy statement must contain resources.".to_owned()));
    }
    Ok(texts.iter().map(|text| Pattern::parse(text, variables)).collect())
}

fn only(map: &Map<String, Value>, names: &[&str]) -> Result<(), Malformed> {
    if map.keys().all(|key| names.contains(&key.as_str())) { Ok(()) } else { Err(Malformed::syntax()) }
}

fn text(map: &Map<String, Value>, name: &str) -> Result<Option<String>, Malformed> {
    match map.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Malformed::syntax()),
    }
}

/// Checks every text of the named elements in a document that was already read.
fn for_each_text(
    document: &Value,
    names: &[&str],
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<(), Malformed> {
    let one = &document["Statement"];
    let statements = one.as_array().map_or(std::slice::from_ref(one), Vec::as_slice);
    for statement in statements {
        for text in names.iter().filter_map(|name| strings(&statement[*name])).flatten() {
            check(&text).map_err(Malformed)?;
        }
    }
    Ok(())
}

/// IAM wants `vendor:Action` or `*`.
fn check_action(action: &str) -> Result<(), String> {
    if action == "*" {
        return Ok(());
    }
    let Some((vendor, name)) = action.split_once(':') else {
        return Err("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".to_owned());
    };
    if name.contains(':') {
        return Err("Actions/Condition can contain only one colon.".to_owned());
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    if vendor != "*" && (vendor.is_empty() || !vendor.bytes().all(plain)) {
        return Err(format!("Vendor {vendor} is not valid"));
    }
    Ok(())
}

/// IAM wants an ARN or `*`; what follows the partition is the services' own affair.
fn check_resource(resource: &str) -> Result<(), String> {
    if resource == "*" {
        return Ok(());
    }
    let mut parts = resource.splitn(3, ':');
    let (Some("arn"), Some(partition), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(format!("Resource {resource} must be in ARN format or \"*\"."));
    };
    if partition != "*" && !partition.starts_with("aws") && !partition.starts_with("${") {
        return Err(format!("Partition \"{partition}\" is not valid for resource \"{resource}\"."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn identity(statement: &str) -> Result<Policy, String> {
        let document = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
        Policy::parse_identity(&document).map_err(|e| e.to_string())
    }

    #[test]
    fn documents_that_iam_accepts_are_accepted() {
        for statement in [
            r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
            r#"[{"Sid":"","Effect":"Allow","Action":["sqs:*"],"Resource":["arn:aws:sqs:*:*:${aws:username}-*"]}]"#,
            r#"[{"Effect":"Deny","NotAction":"iam:*","NotResource":"arn:aws:s3:::b/*"}]"#,
            r#"{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringLike":{"aws:userid":["a*"]}}}"#,
        ] {
            assert!(identity(statement).is_ok(), "{statement}: {:?}", identity(statement));
        }
    }

    #[test]
    fn documents_that_iam_refuses_are_refused_in_its_words() {
        let syntax = "Syntax errors in policy.";
        for (statement, wanted) in [
            ("[]", syntax),
            ("5", syntax),
            (r#"{"Effect":"allow","Action":"*","Resource":"*"}"#, syntax),
            (r#"{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"#, syntax),
            (r#"{"Effect":"Allow","Action":5,"Resource":"*"}"#, syntax),
            (r#"{"Effect":"Allow","Action":"*","Resource":"*","Extra":1}"#, syntax),
            (r#"{"Effect":"Allow","Resource":"*"}"#, "Policy statement must contain actions."),
            (r#"{"Effect":"Allow","Action":[],"Resource":"*"}"#, "Policy statement must contain actions."),
            (r#"{"Effect":"Allow","Action":"*"}"#, "Policy statement must contain resources."),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"b"}"#,
                r#"Resource b must be in ARN format or "*"."#,
            ),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"arn:ibm:s3:::b"}"#,
                r#"Partition "ibm" is not valid for resource "arn:ibm:s3:::b"."#,
            ),
            (
                r#"{"Effect":"Allow","Action":"PutObject","Resource":"*"}"#,
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            ),
            (
                r#"{"Effect":"Allow","Action":"a:b:c","Resource":"*"}"#,
                "Actions/Condition can contain only one colon.",
            ),
            (r#"{"Effect":"Allow","Action":"a b:c","Resource":"*"}"#, "Vendor a b is not valid"),
            (
                r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#,
                "Policy document should not specify a principal.",
            ),
            (
                r#"[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},
                    {"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]"#,
                "Statement IDs (SID) in a single policy must be unique.",
            ),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a:b":"c"}}}"#,
                "Invalid Condition type : StringIs",
            ),
        ] {
            assert_eq!(identity(statement), Err(wanted.to_owned()), "{statement}");
        }
    }

    #[test]
    fn an_identity_policy_needs_the_new_version() {
        let old = r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
        let told = Policy::parse_identity(old).unwrap_err().to_string();

        assert_eq!(told, "Policy document must be version 2012-10-17 or greater.");
        assert!(Policy::parse(old).is_ok());
    }

    #[test]
    fn a_trust_policy_names_principals_and_no_resource() {
        let told = |statement: &str| {
            let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
            Policy::parse_trust(&json).map(|_| ()).map_err(|e| e.to_string())
        };

        assert_eq!(
            told(r#"{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}"#),
            Ok(())
        );
        assert_eq!(
            told(r#"{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}"#),
            Err("Has prohibited field Resource".into())
        );
        assert_eq!(
            told(r#"{"Effect":"Allow","Action":"sts:AssumeRole"}"#),
            Err("Missing required field Principal".into())
        );
        assert_eq!(
            told(r#"{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}"#),
            Err("AssumeRole policy may only specify STS AssumeRole actions.".into())
        );
        assert_eq!(Policy::parse_trust("{").unwrap_err().to_string(), "This policy contains invalid Json");
    }

    #[test]
    fn a_resource_policy_speaks_about_its_resource_alone() {
        let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
        let told = |statement: &str| {
            let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
            Policy::parse_resource(&json, "kinesis", stream).map(|_| ()).map_err(|e| e.to_string())
        };
        let about = |action: &str, resource: &str| {
            told(&format!(
                r#"{{"Effect":"Allow","Principal":"*","Action":"{action}","Resource":"{resource}"}}"#
            ))
        };

        for (action, resource) in
            [("kinesis:PutRecord", stream), ("Kinesis:*", "*"), ("*", "arn:aws:kinesis:*:*:stream/?")]
        {
            assert_eq!(about(action, resource), Ok(()), "{action} on {resource}");
        }
        assert_eq!(
            about("sqs:SendMessage", stream),
            Err(format!("Action sqs:SendMessage is not valid for the resource {stream}."))
        );
        let other = "arn:aws:kinesis:us-east-1:123456789012:stream/t";
        assert_eq!(about("kinesis:*", other), Err(format!("Resource {other} is not the resource {stream}.")));
        assert_eq!(
            told(r#"{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}"#),
            Err("Missing required field Principal".into())
        );
        assert_eq!(
            told(r#"{"Effect":"Allow","Principal":"*","Action":"kinesis:*"}"#),
            Err("Missing required field Resource".into())
        );
        assert_eq!(
            told(r#"{"Effect":"Deny","Principal":"*","Action":"kinesis:*","NotResource":"*"}"#),
            Err("Has prohibited field NotResource".into())
        );
        let broken = Policy::parse_resource("{", "kinesis", stream).unwrap_err();
        assert_eq!(broken.to_string(), "This policy contains invalid Json");
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_fail(text in ".{0,200}") {
            let _ = (Policy::parse(&text), Policy::parse_identity(&text), Policy::parse_trust(&text));
            let _ = Policy::parse_resource(&text, "kinesis", "arn:aws:kinesis:us-east-1:1:stream/s");
        }

        #[test]
        fn no_json_makes_parsing_fail(
            effect in "Allow|Deny|x", key in "Action|NotAction|Resource|Condition|Principal", value in "\"[a-z:*$\\{\\}]{0,9}\"|5|\\{\\}|\\[\\]"
        ) {
            let json = format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","{key}":{value}}}}}"#);
            let _ = (Policy::parse(&json), Policy::parse_identity(&json), Policy::parse_trust(&json));
        }
    }
}
