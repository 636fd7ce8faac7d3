//! Why a call was denied, in the words of DecodeAuthorizationMessage.

use millpond_policy::{Decision, Keys, Verdict};
use millpond_service::Access;
use millpond_store::principal::Caller;
use serde_json::{Value, json};

/// What stands before the sealed message.
///
/// # Source
/// The texts of EC2's UnauthorizedOperation.
pub(crate) const LEAD: &str = " Encoded authorization failure message: ";

/// Condition keys that are told whatever the operation, where the request has them.
const KEYS: [&str; 12] = [
    "aws:currenttime",
    "aws:federatedprovider",
    "aws:multifactorauthpresent",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:requestedregion",
    "aws:securetransport",
    "aws:sourceidentity",
    "aws:sourceip",
    "aws:tokenissuetime",
    "aws:useragent",
    "aws:userid",
];

/// The message before it is sealed.
///
/// # Source
/// IAM user guide and EC2 documentation, examples of decoded messages: whether a Deny matched, principal, action, resource and
/// the values of condition keys.
pub(crate) fn describe(caller: &Caller, access: &Access, verdict: &Verdict, keys: &Keys<'_>) -> String {
    let is_explicit = matches!(verdict.decision, Decision::ExplicitDeny(_));
    let matched: Vec<Value> = verdict
        .by
        .iter()
        .map(|by| json!({ "statementId": by.sid.clone().unwrap_or_default(), "effect": "DENY", "policy": by.layer.name() }))
        .collect();
    let own = access.keys.iter().map(|(name, _)| name.as_str());
    let conditions: Vec<Value> = own
        .chain(KEYS)
        .filter_map(|name| {
            let values = caller.condition_key(name).or_else(|| keys(name))?;
            let values: Vec<Value> = values.iter().map(|value| json!({ "value": value })).collect();
            Some(json!({ "key": name, "values": { "items": values } }))
        })
        .collect();
    json!({
        "allowed": false,
        "explicitDeny": is_explicit,
        "matchedStatements": { "items": matched },
        "failures": { "items": [] },
        "context": {
            "principal": { "id": caller.user_id, "arn": caller.arn },
            "action": access.action,
            "resource": access.resource,
            "conditions": { "items": conditions },
        },
    })
    .to_string()
}
