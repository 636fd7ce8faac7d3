//! Key policies: which are accepted.
//!
//! Identity policies are what is enforced, so only a key policy that hands the whole decision to them is accepted:
//! the account root may do everything, unconditionally, and nothing is denied. What such a policy grants to others
//! beyond that is kept and not yet honoured, which can only deny too much.

use crate::api::error;
use crate::{fault, limits};
use millpond_base::AccountId;
use millpond_policy::{Decision, Policy, PrincipalView, Request, evaluate};
use millpond_service::Fault;
use serde_json::Value;

/// Checks the policy of a new key.
pub(crate) fn check(document: &str, account: &AccountId, bypass: bool) -> Result<(), Fault> {
    if document.len() > limits::POLICY_BYTES_MAX {
        let text = format!("A key policy can have at most {} bytes.", limits::POLICY_BYTES_MAX);
        return Err(fault::limit_exceeded(text));
    }
    let malformed = |text: String| Fault::of(&error::MALFORMED_POLICY_DOCUMENT_EXCEPTION, text);
    let policy = Policy::parse(document).map_err(|cause| malformed(cause.to_string()))?;
    let root = format!("arn:aws:iam::{account}:root");
    if !bypass && !may_change_policy(&policy, account, &root) {
        let text = "The new key policy will not allow you to update the key policy in the future.";
        return Err(malformed(text.to_owned()));
    }
    let document: Value = serde_json::from_str(document).map_err(|cause| malformed(cause.to_string()))?;
    if delegates(&document, account.as_str(), &root) {
        return Ok(());
    }
    Err(fault::unsupported(format!(
        "Only key policies that allow {root} kms:* without a condition, and deny nothing, are supported."
    )))
}

fn may_change_policy(policy: &Policy, account: &AccountId, root: &str) -> bool {
    let principal = PrincipalView::Aws { account: account.to_string(), arn: root.to_owned(), role_arn: None };
    let no_keys = |_: &str| None;
    let request =
        Request { action: "kms:PutKeyPolicy", resource: "*", principal: &principal, keys: &no_keys };
    evaluate(&request, &[policy]) == Decision::Allow
}

fn delegates(document: &Value, account: &str, root: &str) -> bool {
    let statements = items(&document["Statement"]);
    let denies = statements.iter().any(|s| s["Effect"] != "Allow");
    let names_root = |v: &&Value| [account, root, "*"].iter().any(|name| **v == *name);
    let everything = |v: &&Value| v.as_str().is_some_and(|a| a == "*" || a.eq_ignore_ascii_case("kms:*"));
    let hands_over = |s: &&&Value| {
        let principal = if s["Principal"].is_object() { &s["Principal"]["AWS"] } else { &s["Principal"] };
        s.get("Condition").is_none()
            && items(principal).iter().any(names_root)
            && items(&s["Action"]).iter().any(everything)
            && items(&s["Resource"]).iter().any(|v| **v == "*")
    };
    !denies && statements.iter().find(hands_over).is_some()
}

/// The elements of a list, or the one value that stands in its place.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}
