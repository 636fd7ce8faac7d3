//! `rules.jsonl`: one row per documented rule and situation, each with the decision that follows from the rule.
//!
//! # Source
//! IAM user guide: "Policy evaluation logic" with its pages on identity-based and resource-based policies, permissions
//! boundaries, session policies and cross-account access; "IAM JSON policy elements"; "Condition operators"; "Set
//! operators for multivalued context keys"; "Policy variables". KMS developer guide: "Key policies".

use millpond_policy::{Decision, Layers, Policy, PrincipalView, Request, explain, judge};
use serde_json::Value;
use std::collections::BTreeSet;

const RULES: &str = include_str!("rules.jsonl");
const ACCOUNT: &str = "123456789012";

fn caller(kind: &str) -> PrincipalView {
    let arn = |text: &str| format!("arn:aws:{text}");
    match kind {
        "user" => PrincipalView::Aws {
            account: ACCOUNT.to_owned(),
            arn: arn("iam::123456789012:user/ann"),
            role_arn: None,
        },
        "session" => PrincipalView::Aws {
            account: ACCOUNT.to_owned(),
            arn: arn("sts::123456789012:assumed-role/r/s"),
            role_arn: Some(arn("iam::123456789012:role/r")),
        },
        "service" => PrincipalView::Service("sns.amazonaws.com".to_owned()),
        "federated" => PrincipalView::Federated("id.example".to_owned()),
        "anonymous" => PrincipalView::Anonymous,
        other => panic!("nobody is called {other}"),
    }
}

fn policies(value: &Value) -> Vec<Policy> {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().map(|document| Policy::parse(&document.to_string()).unwrap()).collect()
}

fn one(value: &Value) -> Option<Policy> {
    (!value.is_null()).then(|| Policy::parse(&value.to_string()).unwrap())
}

/// Judges a row twice: directly, and as the explanation does.
fn decide(row: &Value) -> Decision {
    let keys = |name: &str| {
        let values = row["keys"].get(name)?.as_array()?;
        Some(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect())
    };
    let (identity, session) = (policies(&row["identity"]), policies(&row["session"]));
    let identity: Vec<&Policy> = identity.iter().collect();
    let session: Vec<&Policy> = session.iter().collect();
    let [boundary, resource, trust, key] =
        ["boundary", "resource_policy", "trust", "key"].map(|layer| one(&row[layer]));
    let layers = Layers {
        identity: &identity,
        session: row["session"].is_array().then_some(&session[..]),
        boundary: boundary.as_ref(),
        resource: resource.as_ref().or(key.as_ref()),
        resource_decides: key.is_some(),
        trust: trust.as_ref(),
        owner: row["owner"].as_str(),
    };
    let principal = caller(row["caller"].as_str().unwrap());
    let request = Request {
        action: row["action"].as_str().unwrap(),
        resource: row["on"].as_str().unwrap(),
        principal: &principal,
        keys: &keys,
    };
    let decision = judge(&request, &layers).decision;
    let explanation = explain(&request, &layers);
    assert_eq!(explanation.verdict.decision, decision, "{row}");
    let statements: usize = [&boundary, &resource, &trust, &key]
        .into_iter()
        .flatten()
        .chain(identity.iter().copied())
        .chain(session.iter().copied())
        .map(Policy::len)
        .sum();
    assert_eq!(explanation.lines.len(), statements, "every statement is accounted for: {row}");
    decision
}

#[test]
fn every_documented_rule_is_followed() {
    let rows: Vec<Value> = RULES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let found = match decide(row) {
            Decision::Allow => "Allow",
            Decision::ImplicitDeny(_) => "ImplicitDeny",
            Decision::ExplicitDeny(_) => "ExplicitDeny",
        };
        if row["expect"] != found {
            wrong.push(format!("{}: wanted {}, found {found}: {row}", row["rule"], row["expect"]));
        }
    }

    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
    let rules: BTreeSet<&str> = rows.iter().map(|row| row["rule"].as_str().unwrap()).collect();
    assert!(rows.len() >= 500 && rules.len() >= 500, "{} rows of {} rules", rows.len(), rules.len());
}
