//! Key policies: which are accepted. What they say is decided with the identity policies, in `millpond_store::keyring`.

use crate::api::error;
use crate::{fault, limits};
use millpond_base::AccountId;
use millpond_policy::{Decision, Policy, PrincipalView, Request, evaluate};
use millpond_service::{Context, Fault};
use millpond_store::principal::Attached;
use serde_json::Value;

/// The one name a policy has.
pub(crate) const NAME: &str = "default";

/// Checks the policy that the key `arn` is to have; `*` for one that has no ARN yet.
pub(crate) fn check(context: &Context<'_>, document: &str, arn: &str, bypass: bool) -> Result<(), Fault> {
    if document.len() > limits::POLICY_BYTES_MAX {
        let text = format!("A key policy can have at most {} bytes.", limits::POLICY_BYTES_MAX);
        return Err(fault::limit_exceeded(text));
    }
    let malformed = |text: String| Fault::of(&error::MALFORMED_POLICY_DOCUMENT_EXCEPTION, text);
    let policy = Policy::parse(document).map_err(|cause| malformed(cause.to_string()))?;
    if !names_principals(document) {
        return Err(malformed("Policy contains a statement with no principal.".to_owned()));
    }
    let account = context.store.account();
    if !bypass && !may_change_policy(&policy, account, arn) && !caller_may(context, &policy, arn) {
        let text = "The new key policy will not allow you to update the key policy in the future.";
        return Err(malformed(text.to_owned()));
    }
    Ok(())
}

/// A policy of a key says in each statement of whom it speaks.
fn names_principals(document: &str) -> bool {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let names =
        |statement: &Value| statement.get("Principal").is_some() || statement.get("NotPrincipal").is_some();
    match &document["Statement"] {
        Value::Array(statements) => statements.iter().all(names),
        statement => names(statement),
    }
}

/// True when the caller, as it is, could change the policy again.
fn caller_may(context: &Context<'_>, policy: &Policy, arn: &str) -> bool {
    let attached = Attached { resource: Some(policy), resource_decides: true, ..Attached::default() };
    let verdict = context.caller.judge("kms:PutKeyPolicy", arn, &|_| None, attached);
    verdict.decision == Decision::Allow
}

/// True when the account could, which then decides who else.
fn may_change_policy(policy: &Policy, account: &AccountId, arn: &str) -> bool {
    let root = format!("arn:aws:iam::{account}:root");
    let principal = PrincipalView::Aws { account: account.to_string(), arn: root, role_arn: None };
    let no_keys = |_: &str| None;
    let request =
        Request { action: "kms:PutKeyPolicy", resource: arn, principal: &principal, keys: &no_keys };
    evaluate(&request, &[policy]) == Decision::Allow
}
