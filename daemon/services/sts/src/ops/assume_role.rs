//! Gives temporary credentials of a role to someone the role trusts.

use crate::api::{self, AssumeRoleInput, AssumeRoleOutput, AssumedRoleUser, Tag};
use crate::fault;
use crate::limits::{CHAINED_SESSION_SECS_MAX, ROLE_SESSION_SECS, SESSION_POLICY_CHARS_MAX};
use crate::ops::credentials;
use millpond_policy::Decision;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::{CallerKind, NewSession, Role};

/// Identity and trust policies decide together, in [`run`]: a trust policy that names the caller needs no other.
fn access(_: &Call, _: &Store, _: &AssumeRoleInput) -> Vec<Access> {
    Vec::new()
}

fn run(context: &mut Context<'_>, input: &mut AssumeRoleInput) -> Result<Answer<AssumeRoleOutput>, Fault> {
    refuse_unsupported(input)?;
    let role = find_role(context, &input.role_arn)?;
    let tags = session_tags(context, input)?;
    authorise(context, input, &role)?;
    let secs = duration(context, input, &role)?;
    let packed_percent = packed_percent(input)?;

    let source_identity = context.caller.source_identity().map(str::to_owned);
    let source_identity = input.source_identity.clone().or(source_identity);
    let mut transitive = input.transitive_tag_keys.clone().unwrap_or_default();
    transitive.extend(context.caller.transitive_tags().into_iter().map(|(key, _)| key));
    let new = NewSession {
        name: input.role_session_name.clone(),
        secs,
        policies: input.policy.iter().cloned().collect(),
        tags,
        transitive,
        source_identity: source_identity.clone(),
        ..NewSession::default()
    };
    let principals = context.store.principals();
    let session = principals.assume(&role, new, context.now).map_err(fault::principal)?;
    let name = &input.role_session_name;
    Ok(Answer::Now(AssumeRoleOutput {
        credentials: Some(credentials(&session)),
        assumed_role_user: Some(AssumedRoleUser {
            assumed_role_id: format!("{}:{name}", role.role_id),
            arn: principals.session_arn(&role.name, name),
        }),
        packed_policy_size: packed_percent,
        source_identity,
        ..AssumeRoleOutput::default()
    }))
}

fn refuse_unsupported(input: &AssumeRoleInput) -> Result<(), Fault> {
    if input.serial_number.is_some() || input.token_code.is_some() {
        return Err(fault::multi_factor());
    }
    // No managed policy exists here. Ignoring one would widen the session.
    let arn = input.policy_arns.iter().flatten().find_map(|policy| policy.arn.as_deref());
    if let Some(arn) = arn {
        return Err(fault::invalid(format!("{arn} is invalid")));
    }
    if input.provided_contexts.as_ref().is_some_and(|contexts| !contexts.is_empty()) {
        return Err(fault::invalid("ProvidedContexts is not supported by this endpoint."));
    }
    Ok(())
}

/// Finds the role; one that does not exist is told from one that may not be taken on by nobody.
fn find_role(context: &Context<'_>, arn: &str) -> Result<std::sync::Arc<Role>, Fault> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts[..] {
        ["arn", "aws", "iam", "", _, resource] if resource.starts_with("role/") => {}
        _ => return Err(fault::invalid(format!("{arn} is invalid"))),
    }
    let found = context.store.principals().role_by_arn(arn);
    found.ok_or_else(|| fault::denied(&context.caller.arn, "sts:AssumeRole", arn))
}

/// Asks identity, session and trust policies for everything the call does.
fn authorise(context: &Context<'_>, input: &AssumeRoleInput, role: &Role) -> Result<(), Fault> {
    let has_tags = input.tags.as_ref().is_some_and(|tags| !tags.is_empty());
    let wanted = [
        ("sts:AssumeRole", true),
        ("sts:TagSession", has_tags),
        ("sts:SetSourceIdentity", input.source_identity.is_some()),
    ];
    let keys = |name: &str| condition_key(input, name);
    for (action, _) in wanted.into_iter().filter(|(_, is_wanted)| *is_wanted) {
        let verdict = context.judge(action, &role.arn, &keys, Some(role.trust()));
        if verdict.decision != Decision::Allow {
            return Err(fault::denied(&context.caller.arn, action, &role.arn));
        }
    }
    match (context.caller.source_identity(), input.source_identity.as_deref()) {
        // Once set, a source identity stays.
        (Some(set), Some(asked)) if set != asked => {
            Err(fault::denied(&context.caller.arn, "sts:SetSourceIdentity", &role.arn))
        }
        _ => Ok(()),
    }
}

/// Condition keys of this call.
///
/// # Source
/// IAM user guide, "Available keys for AWS STS" and "Properties of the request".
fn condition_key(input: &AssumeRoleInput, name: &str) -> Option<Vec<String>> {
    let tags = input.tags.as_deref().unwrap_or_default();
    match name {
        "sts:externalid" => Some(vec![input.external_id.clone()?]),
        "sts:rolesessionname" => Some(vec![input.role_session_name.clone()]),
        "sts:sourceidentity" => Some(vec![input.source_identity.clone()?]),
        "sts:transitivetagkeys" => input.transitive_tag_keys.clone(),
        "aws:tagkeys" if tags.is_empty() => None,
        "aws:tagkeys" => Some(tags.iter().map(|tag| tag.key.clone()).collect()),
        _ => {
            let key = name.strip_prefix("aws:requesttag/")?;
            tags.iter().find(|tag| tag.key.to_lowercase() == key).map(|tag| vec![tag.value.clone()])
        }
    }
}

/// The session's tags: those asked for, and those that go along from the calling session.
fn session_tags(context: &Context<'_>, input: &AssumeRoleInput) -> Result<Vec<(String, String)>, Fault> {
    let tags = input.tags.as_deref().unwrap_or_default();
    let same = |left: &str, right: &str| left.to_lowercase() == right.to_lowercase();
    let repeats = |(at, tag): (usize, &Tag)| tags[..at].iter().any(|earlier| same(&earlier.key, &tag.key));
    if tags.iter().enumerate().any(repeats) {
        return Err(fault::invalid_parameter(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ));
    }
    let inherited = context.caller.transitive_tags();
    for key in input.transitive_tag_keys.iter().flatten() {
        if !tags.iter().any(|tag| same(&tag.key, key)) {
            return Err(fault::invalid_parameter(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
    }
    if tags.iter().any(|tag| inherited.iter().any(|(key, _)| same(key, &tag.key))) {
        return Err(fault::invalid_parameter(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key \
             from the calling session.",
        ));
    }
    let own = tags.iter().map(|tag| (tag.key.clone(), tag.value.clone()));
    Ok(own.chain(inherited).collect())
}

fn duration(context: &Context<'_>, input: &AssumeRoleInput, role: &Role) -> Result<u64, Fault> {
    let secs = input.duration_seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(ROLE_SESSION_SECS);
    if context.caller.kind == CallerKind::RoleSession && secs > CHAINED_SESSION_SECS_MAX {
        return Err(fault::invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    if secs > role.session_secs_max {
        return Err(fault::invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(secs)
}

/// How much of the room for policy and tags is taken, in percent; `None` when nothing was given.
fn packed_percent(input: &AssumeRoleInput) -> Result<Option<i64>, Fault> {
    let policy_chars = input.policy.as_ref().map_or(0, |policy| policy.chars().count());
    let tags = input.tags.as_deref().unwrap_or_default();
    if policy_chars > SESSION_POLICY_CHARS_MAX {
        return Err(fault::too_large(policy_chars * 100 / SESSION_POLICY_CHARS_MAX));
    }
    if policy_chars == 0 && tags.is_empty() {
        return Ok(None);
    }
    Ok(i64::try_from((policy_chars * 100).div_ceil(SESSION_POLICY_CHARS_MAX)).ok())
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AssumeRole>(access, run)
}
