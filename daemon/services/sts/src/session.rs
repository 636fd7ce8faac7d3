//! What every operation that begins a session decides alike: its policies, its tags, and its condition keys.

use crate::api::{Credentials, PolicyDescriptorType, Tag};
use crate::fault;
use crate::limits::{
    SESSION_POLICY_ARNS_MAX, SESSION_POLICY_CHARS_MAX, SESSION_TAG_CHARS_MAX, SESSION_TAGS_MAX,
};
use millpond_service::{Context, Fault};
use millpond_store::Store;
use millpond_store::principal::{Role, SessionCredentials};
use std::sync::Arc;

/// Credentials as a reply carries them; AWS names whole seconds.
pub(crate) fn credentials(session: &SessionCredentials) -> Credentials {
    Credentials {
        access_key_id: session.access_key_id.clone(),
        secret_access_key: String::from_utf8_lossy(session.secret.expose()).into_owned(),
        session_token: session.token.clone(),
        expiration: i64::try_from(session.expires.0 / 1000 * 1000).unwrap_or(i64::MAX),
    }
}

/// The role of an ARN; `Ok(None)` when there is none, which the caller must not tell from one that may not be taken on.
pub(crate) fn role(context: &Context<'_>, arn: &str) -> Result<Option<Arc<Role>>, Fault> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts[..] {
        ["arn", "aws", "iam", "", _, resource] if resource.starts_with("role/") => {}
        _ => return Err(fault::invalid(format!("{arn} is invalid"))),
    }
    Ok(context.store.principals().role_by_arn(arn))
}

/// The policies that limit a session, and how much of their room they and the tags take.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) policies: Vec<String>,
    pub(crate) policy_arns: Vec<String>,
    /// In percent; `None` when there is nothing to pack.
    pub(crate) packed_percent: Option<i64>,
}

impl Limits {
    /// Reads `Policy` and `PolicyArns` of a request.
    ///
    /// # Errors
    /// `ValidationError` for a managed policy that is not there or one too many, `PackedPolicyTooLarge`.
    pub(crate) fn of(
        store: &Store,
        policy: Option<&str>,
        arns: Option<&[PolicyDescriptorType]>,
        tags: &[(String, String)],
    ) -> Result<Self, Fault> {
        let arns = arns.unwrap_or_default();
        if arns.len() > SESSION_POLICY_ARNS_MAX {
            return Err(fault::too_many_policies());
        }
        let policy_arns: Vec<String> = arns.iter().filter_map(|policy| policy.arn.clone()).collect();
        let is_there = |arn: &&String| store.principals().managed(arn).is_some();
        if let Some(arn) = policy_arns.iter().find(|arn| !is_there(arn)) {
            return Err(fault::invalid(format!("{arn} is invalid")));
        }
        let policies: Vec<String> = policy.map(str::to_owned).into_iter().collect();
        let packed_percent = packed_percent(&policies, &policy_arns, tags)?;
        Ok(Self { policies, policy_arns, packed_percent })
    }
}

/// How much of the room for policies, or of that for tags, is taken: whichever is fuller.
fn packed_percent(
    policies: &[String],
    arns: &[String],
    tags: &[(String, String)],
) -> Result<Option<i64>, Fault> {
    let chars = |text: &String| text.chars().count();
    let of_policies: usize = policies.iter().chain(arns).map(chars).sum();
    let of_tags: usize = tags.iter().map(|(key, value)| chars(key) + chars(value)).sum();
    for (taken, room) in [(of_policies, SESSION_POLICY_CHARS_MAX), (of_tags, SESSION_TAG_CHARS_MAX)] {
        if taken > room {
            return Err(fault::too_large(taken * 100 / room));
        }
    }
    if of_policies == 0 && tags.is_empty() {
        return Ok(None);
    }
    let percent = |taken: usize, room: usize| (taken * 100).div_ceil(room);
    let fuller = percent(of_policies, SESSION_POLICY_CHARS_MAX).max(percent(of_tags, SESSION_TAG_CHARS_MAX));
    Ok(i64::try_from(fuller).ok())
}

/// The tags of a request as pairs.
pub(crate) fn pairs(tags: Option<&[Tag]>) -> Vec<(String, String)> {
    tags.unwrap_or_default().iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

/// Refuses tags that repeat a key, too many of them, and transitive keys that are no tags.
pub(crate) fn check_tags(tags: &[(String, String)], transitive: &[String]) -> Result<(), Fault> {
    let repeats = |(at, (key, _)): (usize, &(String, String))| has_key(&tags[..at], key);
    if tags.iter().enumerate().any(repeats) {
        return Err(fault::invalid_parameter(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ));
    }
    if tags.len() > SESSION_TAGS_MAX {
        return Err(fault::too_large(tags.len() * 100 / SESSION_TAGS_MAX));
    }
    if transitive.iter().any(|key| !has_key(tags, key)) {
        return Err(fault::invalid_parameter(
            "The specified transitive tag key must be included in the requested tags.",
        ));
    }
    Ok(())
}

/// True when a tag has this key, without regard to case.
pub(crate) fn has_key(tags: &[(String, String)], key: &str) -> bool {
    tags.iter().any(|(own, _)| own.to_lowercase() == key.to_lowercase())
}

/// What a request to begin a session says that policies may ask for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wishes<'a> {
    pub(crate) external_id: Option<&'a str>,
    pub(crate) session_name: Option<&'a str>,
    pub(crate) source_identity: Option<&'a str>,
    pub(crate) tags: &'a [(String, String)],
    pub(crate) transitive: &'a [String],
}

impl Wishes<'_> {
    /// Condition keys of the request, by lower-case name.
    ///
    /// # Source
    /// IAM user guide, "Available keys for AWS STS" and "Properties of the request".
    pub(crate) fn key(&self, name: &str) -> Option<Vec<String>> {
        let one = |text: Option<&str>| text.map(|text| vec![text.to_owned()]);
        match name {
            "sts:externalid" => one(self.external_id),
            "sts:rolesessionname" => one(self.session_name),
            "sts:sourceidentity" => one(self.source_identity),
            "sts:transitivetagkeys" if self.transitive.is_empty() => None,
            "sts:transitivetagkeys" => Some(self.transitive.to_vec()),
            "aws:tagkeys" if self.tags.is_empty() => None,
            "aws:tagkeys" => Some(self.tags.iter().map(|(key, _)| key.clone()).collect()),
            _ => {
                let key = name.strip_prefix("aws:requesttag/")?;
                let tag = self.tags.iter().find(|(own, _)| own.to_lowercase() == key);
                tag.map(|(_, value)| vec![value.clone()])
            }
        }
    }
}
