//! Gives temporary credentials of a role to someone the role trusts.

use crate::api::{self, AssumeRoleInput, AssumeRoleOutput, AssumedRoleUser};
use crate::limits::{CHAINED_SESSION_SECS_MAX, ROLE_SESSION_SECS};
use crate::session::{self, Limits, Wishes};
use crate::{device, fault};
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
    let denied = || fault::denied(&context.caller.arn, "sts:AssumeRole", &input.role_arn);
    let role = session::role(context, &input.role_arn)?.ok_or_else(denied)?;
    let asked = session::pairs(input.tags.as_deref());
    let tags = session_tags(context, input, &asked)?;
    authorise(context, input, &role, &asked)?;
    let secs = duration(context, input, &role)?;
    let limits = Limits::of(context.store, input.policy.as_deref(), input.policy_arns.as_deref(), &asked)?;

    let source_identity = context.caller.source_identity().map(str::to_owned);
    let source_identity = input.source_identity.clone().or(source_identity);
    let mut transitive = input.transitive_tag_keys.clone().unwrap_or_default();
    transitive.extend(context.caller.transitive_tags().into_iter().map(|(key, _)| key));
    let new = NewSession {
        name: input.role_session_name.clone(),
        secs,
        policies: limits.policies,
        policy_arns: limits.policy_arns,
        tags,
        transitive,
        source_identity: source_identity.clone(),
        ..NewSession::default()
    };
    let principals = context.store.principals();
    let session = principals.assume(&role, new, context.now).map_err(fault::principal)?;
    let name = &input.role_session_name;
    Ok(Answer::Now(AssumeRoleOutput {
        credentials: Some(session::credentials(&session)),
        assumed_role_user: Some(AssumedRoleUser {
            assumed_role_id: format!("{}:{name}", role.role_id),
            arn: principals.session_arn(&role.name, name),
        }),
        packed_policy_size: limits.packed_percent,
        source_identity,
        ..AssumeRoleOutput::default()
    }))
}

fn refuse_unsupported(input: &AssumeRoleInput) -> Result<(), Fault> {
    if input.provided_contexts.as_ref().is_some_and(|contexts| !contexts.is_empty()) {
        return Err(fault::invalid("ProvidedContexts is not supported by this endpoint."));
    }
    Ok(())
}

/// Asks identity, session and trust policies for everything the call does. A code of an MFA device is spent by that, whatever
/// they say.
fn authorise(
    context: &Context<'_>,
    input: &AssumeRoleInput,
    role: &Role,
    tags: &[(String, String)],
) -> Result<(), Fault> {
    let wishes = Wishes {
        external_id: input.external_id.as_deref(),
        session_name: Some(&input.role_session_name),
        source_identity: input.source_identity.as_deref(),
        tags,
        transitive: input.transitive_tag_keys.as_deref().unwrap_or_default(),
    };
    let has_code = device::believe(context, input.serial_number.as_deref(), input.token_code.as_deref())?;
    let proved = has_code.then(|| context.caller.proved());
    let caller = proved.as_ref().unwrap_or(context.caller);
    let wanted = [
        ("sts:AssumeRole", true),
        ("sts:TagSession", !tags.is_empty()),
        ("sts:SetSourceIdentity", input.source_identity.is_some()),
    ];
    for (action, _) in wanted.into_iter().filter(|(_, is_wanted)| *is_wanted) {
        let verdict = context.judge_as(caller, action, &role.arn, &|key| wishes.key(key), Some(role.trust()));
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

/// The session's tags: those asked for, and those that go along from the calling session.
fn session_tags(
    context: &Context<'_>,
    input: &AssumeRoleInput,
    asked: &[(String, String)],
) -> Result<Vec<(String, String)>, Fault> {
    session::check_tags(asked, input.transitive_tag_keys.as_deref().unwrap_or_default())?;
    let inherited = context.caller.transitive_tags();
    if asked.iter().any(|(key, _)| session::has_key(&inherited, key)) {
        return Err(fault::invalid_parameter(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key \
             from the calling session.",
        ));
    }
    Ok(asked.iter().cloned().chain(inherited).collect())
}

fn duration(context: &Context<'_>, input: &AssumeRoleInput, role: &Role) -> Result<u64, Fault> {
    let secs = input.duration_seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(ROLE_SESSION_SECS);
    if context.caller.kind == CallerKind::RoleSession && secs > CHAINED_SESSION_SECS_MAX {
        return Err(fault::invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    if secs > role.session_secs_max {
        return Err(fault::longer_than_role());
    }
    Ok(secs)
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AssumeRole>(access, run)
}
