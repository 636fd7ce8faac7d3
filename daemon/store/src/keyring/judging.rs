//! Who may do what with a key: its policy must allow it, or leave it to the account's identity policies; else a grant may.

use super::grant::{Constraint, Grant};
use super::{Keyring, KmsKey};
use crate::principal::{Attached, Caller};
use millpond_base::AccountId;
use millpond_policy::{Decision, Explanation, Keys, Policy, Verdict};
use std::collections::BTreeMap;

const CREATE_GRANT: &str = "kms:CreateGrant";
const CONTEXT: &str = "kms:EncryptionContext:";
const CONTEXT_KEYS: &str = "kms:encryptioncontextkeys";

/// The policy of a key whose maker gave none: identity policies decide.
#[must_use]
pub(super) fn default_policy(account: &AccountId) -> String {
    format!(
        "{{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {{\n    \
         \"Sid\" : \"Enable IAM User Permissions\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {{\n      \
         \"AWS\" : \"arn:aws:iam::{account}:root\"\n    }},\n    \"Action\" : \"kms:*\",\n    \
         \"Resource\" : \"*\"\n  }} ]\n}}"
    )
}

impl Keyring {
    /// The policy of a key in words.
    #[must_use]
    pub fn policy_text(&self, key: &KmsKey) -> String {
        key.policy().map_or_else(|| default_policy(&self.account), str::to_owned)
    }

    /// Decides whether a caller may do `action` with a key. `keys` has the condition keys of the request.
    #[must_use]
    pub fn judge(&self, caller: &Caller, action: &str, key: &KmsKey, keys: &Keys<'_>) -> Verdict {
        let policy = key.policy.as_deref().unwrap_or(&self.default_policy);
        let verdict = self.judge_with(caller, action, key, keys, policy);
        if !matches!(verdict.decision, Decision::ImplicitDeny(_)) {
            return verdict;
        }
        let mut grants = self.grants_of(key.id()).into_iter().filter(|grant| applies(grant, action, keys));
        let granted = grants.find_map(|grant| {
            let verdict = self.judge_with(caller, action, key, keys, &grant.policy);
            (verdict.decision == Decision::Allow).then_some(verdict)
        });
        granted.unwrap_or(verdict)
    }

    /// As [`Keyring::judge`], had the key this policy and no grants.
    #[must_use]
    pub fn judge_with(
        &self,
        caller: &Caller,
        action: &str,
        key: &KmsKey,
        keys: &Keys<'_>,
        policy: &Policy,
    ) -> Verdict {
        let all = |name: &str| keys(name).or_else(|| self.condition_key(caller, key, name));
        let attached = Attached { resource: Some(policy), resource_decides: true, ..Attached::default() };
        caller.judge(action, key.arn(), &all, attached)
    }

    /// Decides by policies alone, and says of every statement why it applied or not. Grants are no policies, and can allow
    /// what this does not.
    #[must_use]
    pub fn explain(&self, caller: &Caller, action: &str, key: &KmsKey, keys: &Keys<'_>) -> Explanation {
        let policy = key.policy.as_deref().unwrap_or(&self.default_policy);
        let all = |name: &str| keys(name).or_else(|| self.condition_key(caller, key, name));
        let attached = Attached { resource: Some(policy), resource_decides: true, ..Attached::default() };
        caller.explain_all(action, key.arn(), &all, attached)
    }

    /// Condition keys about the key and who calls, by lower-case name.
    ///
    /// # Source
    /// AWS KMS developer guide, "Condition keys for AWS KMS".
    fn condition_key(&self, caller: &Caller, key: &KmsKey, name: &str) -> Option<Vec<String>> {
        let text = match name {
            "kms:calleraccount" => caller.account.to_string(),
            "kms:keyspec" | "kms:customermasterkeyspec" => key.spec().as_str().to_owned(),
            "kms:keyusage" | "kms:customermasterkeyusage" => key.usage().as_str().to_owned(),
            "kms:keyorigin" => key.origin().as_str().to_owned(),
            "kms:multiregion" => key.is_multi_region().to_string(),
            "kms:multiregionkeytype" if key.is_multi_region() => "PRIMARY".to_owned(),
            "aws:resourceaccount" => self.account.to_string(),
            "kms:resourcealiases" => {
                let aliases = self.aliases(Some(key.id()), None, usize::MAX);
                return Some(aliases.iter().map(|alias| alias.name.clone()).collect());
            }
            _ => {
                let tag = name.strip_prefix("aws:resourcetag/")?;
                key.tags().iter().find(|(key, _)| key.to_lowercase() == tag)?.1.clone()
            }
        };
        Some(vec![text])
    }
}

/// True when a grant speaks about such a request.
fn applies(grant: &Grant, action: &str, keys: &Keys<'_>) -> bool {
    let on_behalf = |arn: &String| keys("aws:sourcearn").is_some_and(|given| given.contains(arn));
    if !grant.allows(action) || !grant.source_arn.as_ref().is_none_or(on_behalf) {
        return false;
    }
    if action == CREATE_GRANT {
        // Who may pass on a permission passes on no more than it has. Constraints would have to be compared, too.
        let passed_on = keys("kms:grantoperations").unwrap_or_default();
        let all = passed_on.iter().all(|operation| grant.allows(&format!("kms:{operation}")));
        return all && grant.constraint.is_none();
    }
    match &grant.constraint {
        // Operations without an encryption context are not bound by it.
        Some(_) if !has_context(action) => true,
        Some(Constraint::Equals(pairs)) => {
            let given = keys(CONTEXT_KEYS).unwrap_or_default();
            given.len() == pairs.len() && holds(pairs, &given, keys)
        }
        Some(Constraint::Subset(pairs)) => holds(pairs, &keys(CONTEXT_KEYS).unwrap_or_default(), keys),
        None => true,
    }
}

/// True for what is done with an encryption context; the grant's constraint is about that alone.
fn has_context(action: &str) -> bool {
    let cryptographic = ["Decrypt", "Encrypt", "GenerateDataKey", "ReEncrypt"];
    action.strip_prefix("kms:").is_some_and(|a| cryptographic.iter().any(|begin| a.starts_with(begin)))
}

/// Names of condition keys do not tell upper from lower case and those of an encryption context do: where two differ in
/// that alone, nothing is allowed.
fn holds(pairs: &BTreeMap<String, String>, given: &[String], keys: &Keys<'_>) -> bool {
    pairs.iter().all(|(key, value)| {
        let values = keys(&format!("{CONTEXT}{key}").to_lowercase()).unwrap_or_default();
        given.contains(key) && values == [value.as_str()]
    })
}
