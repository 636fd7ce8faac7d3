//! Explaining a decision: every statement, and why it did or did not have a say.

use crate::Request;
use crate::document::{Policy, Statement};
use crate::evaluate::{Asked, Layers, Miss, Source, Verdict, judge};
use std::collections::BTreeSet;
use std::fmt;

/// A decision with everything that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The decision.
    pub verdict: Verdict,
    /// Every statement of every layer, in order.
    pub lines: Vec<Line>,
    /// Condition keys that a statement for this action looked up and the request does not have, sorted.
    pub missing: BTreeSet<String>,
}

/// What became of one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which statement.
    pub source: Source,
    /// True for an Allow.
    pub allow: bool,
    /// Why it applies or not.
    pub why: Why,
}

/// Why a statement applies to a request, or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It applies.
    Applies,
    /// Its actions do not include this one.
    Action,
    /// It speaks of somebody else.
    Principal,
    /// It speaks of other resources.
    Resource,
    /// A condition does not hold.
    Condition {
        /// As the policy writes it.
        operator: String,
        /// The condition key, in lower case.
        key: String,
        /// What the request has for it.
        values: Option<Vec<String>>,
    },
    /// It asks for more work than one decision may take.
    Work,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applies => f.write_str("it applies"),
            Self::Action => f.write_str("its actions do not include this one"),
            Self::Principal => f.write_str("it does not name the caller"),
            Self::Resource => f.write_str("its resources do not include this one"),
            Self::Condition { operator, key, values: None } => {
                write!(f, "its condition {operator} {key} does not hold: the request has no {key}")
            }
            Self::Condition { operator, key, values: Some(values) } => {
                write!(f, "its condition {operator} {key} does not hold: {key} is {}", values.join(", "))
            }
            Self::Work => f.write_str("it asks for more work than one decision may take"),
        }
    }
}

/// Decides as [`judge`] does, and says of every statement why it applied or did not.
#[must_use]
pub fn explain(request: &Request<'_>, layers: &Layers<'_>) -> Explanation {
    let mut explanation =
        Explanation { verdict: judge(request, layers), lines: Vec::new(), missing: BTreeSet::new() };
    for (layer, policies) in layers.each() {
        for (policy, document) in policies.iter().enumerate() {
            for (statement, rule) in document.statements.iter().enumerate() {
                let source = Source { layer, policy, statement, sid: rule.sid.clone() };
                let why = why(rule, request);
                if why != Why::Action {
                    let lacks = |key: &&str| (request.keys)(key).is_none();
                    explanation.missing.extend(rule.keys().filter(lacks).map(str::to_owned));
                }
                explanation.lines.push(Line { source, allow: rule.allow, why });
            }
        }
    }
    explanation
}

fn why(rule: &Statement, request: &Request<'_>) -> Why {
    match rule.applies(&Asked::new(request)) {
        Ok(_) => Why::Applies,
        Err(Miss::Action) => Why::Action,
        Err(Miss::Principal) => Why::Principal,
        Err(Miss::Resource) => Why::Resource,
        Err(Miss::Work) => Why::Work,
        Err(Miss::Condition(condition)) => {
            let (operator, key) = condition.name();
            Why::Condition { operator: operator.to_owned(), key: key.to_owned(), values: (request.keys)(key) }
        }
    }
}

/// Where each statement of a document stands in its text, as byte ranges. Empty when the text is no policy.
#[must_use]
pub fn statement_spans(json: &str) -> Vec<std::ops::Range<usize>> {
    if Policy::parse(json).is_err() {
        return Vec::new();
    }
    let (mut spans, mut stack, mut key) = (Vec::new(), Vec::new(), "");
    let (mut text_from, mut escaped) = (None, false);
    for (at, byte) in json.bytes().enumerate() {
        match (byte, text_from) {
            (_, Some(_)) if escaped => escaped = false,
            (b'\\', Some(_)) => escaped = true,
            (b'"', Some(from)) => {
                if stack.len() == 1 {
                    key = &json[from..at];
                }
                text_from = None;
            }
            (b'"', None) => text_from = Some(at + 1),
            (b'{' | b'[', None) => stack.push((at, byte)),
            (b'}' | b']', None) => {
                let Some((from, opened)) = stack.pop() else { return Vec::new() };
                let is_listed = stack.len() == 2 && stack[1].1 == b'[';
                if opened == b'{' && key == "Statement" && (is_listed || stack.len() == 1) {
                    spans.push(from..at + 1);
                }
            }
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Decision, Layer};
    use crate::{Policy, PrincipalView};

    const POLICY: &str = r#"{"Version":"2012-10-17", "Statement": [
        {"Sid":"Other","Effect":"Allow","Action":"kms:*","Resource":"*"},
        {"Sid":"Elsewhere","Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:else"},
        {"Sid":"Local","Effect":"Allow","Action":"sqs:*","Resource":"*",
         "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"StringEquals":{"aws:PrincipalTag/team":"a}"}}},
        {"Sid":"All","Effect":"Allow","Action":"sqs:Send*","Resource":"*"}], "Id": "Statement"}"#;

    fn with<T>(then: impl FnOnce(&Request<'_>) -> T) -> T {
        let principal = PrincipalView::Aws {
            account: "123456789012".into(),
            arn: "arn:aws:iam::123456789012:user/ann".into(),
            role_arn: None,
        };
        let keys = |key: &str| (key == "aws:sourceip").then(|| vec!["192.168.0.1".to_owned()]);
        let resource = "arn:aws:sqs:eu-west-1:123456789012:q";
        then(&Request { action: "sqs:SendMessage", resource, principal: &principal, keys: &keys })
    }

    #[test]
    fn every_statement_says_why_it_had_no_say() {
        let policy = Policy::parse(POLICY).unwrap();
        let layers = Layers { identity: &[&policy], ..Layers::default() };

        let told = with(|request| explain(request, &layers));

        assert_eq!(told.verdict.decision, Decision::Allow);
        let by = told.verdict.by.unwrap();
        assert_eq!((by.layer, by.statement, by.sid.as_deref()), (Layer::Identity, 3, Some("All")));
        let why: Vec<String> = told.lines.iter().map(|line| line.why.to_string()).collect();
        assert_eq!(
            why,
            [
                "its actions do not include this one",
                "its resources do not include this one",
                "its condition IpAddress aws:sourceip does not hold: aws:sourceip is 192.168.0.1",
                "it applies",
            ]
        );
        assert_eq!(told.missing.into_iter().collect::<Vec<_>>(), ["aws:principaltag/team"]);
    }

    #[test]
    fn statements_are_found_in_their_text() {
        let spans = statement_spans(POLICY);

        assert_eq!(spans.len(), 4);
        for (span, sid) in spans.iter().zip(["Other", "Elsewhere", "Local", "All"]) {
            let text = &POLICY[span.clone()];
            assert!(text.starts_with(&format!(r#"{{"Sid":"{sid}""#)) && text.ends_with('}'), "{text}");
        }
        let lone = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":["*"]}}"#;
        assert_eq!(&lone[statement_spans(lone)[0].clone()], &lone[13..lone.len() - 1]);
        assert!(statement_spans("{").is_empty());
    }
}
