//! A policy document, read into a form that cannot be malformed.

use crate::condition::Condition;
use crate::pattern::Pattern;
use crate::principal::{Principals, strings};
use crate::scope::Scope;
use crate::service::Services;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

#[cfg(test)]
mod tests;

/// The longest document that is read, in bytes.
///
/// # Source
/// The longest policy any service of AWS takes: KMS API Reference, PutKeyPolicy, Policy, length constraints.
const DOCUMENT_BYTES_MAX: usize = 131_072;

/// How deep a document may nest.
///
/// # Source
/// Ours: the grammar needs six levels (document, statements, statement, condition, operator, values).
const DEPTH_MAX: usize = 8;

/// A policy: its statements, ready to be evaluated. The default has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    pub(crate) statements: Vec<Statement>,
    pub(crate) services: Services,
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
    pub(crate) services: Services,
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
        Self::read(&json_value(json)?)
    }

    /// Reads a policy for a user, a role or a session: about resources, and not about principals.
    ///
    /// # Errors
    /// [`Malformed`], with the text IAM gives for it.
    pub fn parse_identity(json: &str) -> Result<Self, Malformed> {
        let document = json_value(json)?;
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
        if !policy.statements.iter().filter_map(|s| s.sid.as_deref()).all(is_alphanumeric) {
            return Err(Malformed(
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression \
                 [0-9A-Za-z]*"
                    .to_owned(),
            ));
        }
        Ok(policy)
    }

    /// Reads a role's trust policy: about principals and `sts` actions, and not about resources.
    ///
    /// # Errors
    /// [`Malformed`], with the text IAM gives for it.
    pub fn parse_trust(json: &str) -> Result<Self, Malformed> {
        let document =
            json_value(json).map_err(|_| Malformed("This policy contains invalid Json".to_owned()))?;
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
            let fits = resource.contains("${")
                || Pattern::parse(resource, false).matches(arn, &Scope::new(&|_| None));
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
        let document =
            json_value(json).map_err(|_| Malformed("This policy contains invalid Json".to_owned()))?;
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
        let services = statements.iter().fold(Services::NONE, |all, s| all.and(s.services));
        Ok(Self { statements, services })
    }

    /// How many statements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// False: a policy without a statement is malformed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The condition keys that any statement looks up, in lower case, sorted.
    #[must_use]
    pub fn condition_keys(&self) -> BTreeSet<String> {
        let keys = self.statements.iter().flat_map(Statement::keys);
        keys.filter(|key| !key.is_empty()).map(str::to_owned).collect()
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
        let (names, only) = listed(map, "Action", "NotAction")?
            .ok_or_else(|| Malformed("Policy statement must contain actions.".to_owned()))?;
        let names = actions(names)?;
        let patterns = names.iter().map(|name| Pattern::parse(name, false).ignoring_case()).collect();
        let services = Services::of_list(&wrap(names, only));
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
            actions: wrap(patterns, only),
            services,
            resources: resources.transpose()?,
            conditions,
        })
    }
}

impl Statement {
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let resources = match &self.resources {
            Some(Listed::Only(patterns) | Listed::Except(patterns)) => patterns.as_slice(),
            None => &[],
        };
        resources.iter().flat_map(Pattern::keys).chain(self.conditions.iter().flat_map(Condition::keys))
    }
}

/// Reads JSON that is neither too long nor too deep.
fn json_value(json: &str) -> Result<Value, Malformed> {
    if json.len() > DOCUMENT_BYTES_MAX || depth(json) > DEPTH_MAX {
        return Err(Malformed::syntax());
    }
    serde_json::from_str(json).map_err(|_| Malformed::syntax())
}

/// The deepest nesting of a document, without reading it.
fn depth(json: &str) -> usize {
    let (mut deepest, mut now, mut in_text, mut escaped) = (0, 0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => now += 1,
            b'}' | b']' if !in_text => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

fn is_alphanumeric(sid: &str) -> bool {
    sid.bytes().all(|b| b.is_ascii_alphanumeric())
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

fn actions(value: &Value) -> Result<Vec<String>, Malformed> {
    let texts = strings(value).ok_or_else(Malformed::syntax)?;
    if texts.is_empty() {
        return Err(Malformed("Policy statement must contain actions.".to_owned()));
    }
    Ok(texts)
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
