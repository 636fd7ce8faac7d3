//! Roles for those whom an identity provider vouches for.
//!
//! AssumeRoleWithWebIdentity and AssumeRoleWithSAML differ only in how an assertion comes to be believed. Each checks its
//! own kind, says in [`Facts`] what the assertion states, and leaves the rest to [`assume`]: the trust policy, tags, source
//! identity, session policies, duration, the session itself, and what the audit trail learns.

use crate::api::{AssumedRoleUser, Credentials, PolicyDescriptorType};
use crate::fault;
use crate::limits::ROLE_SESSION_SECS;
use crate::session::{self, Limits, Wishes};
use millpond_policy::Decision;
use millpond_service::{Context, Fault};
use millpond_store::principal::{NewSession, Role};
use millpond_store::trail::Identity;

/// What an assertion states, once it is believed. Whoever makes one has checked signature, audience and times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// What the trust policy must allow: `sts:AssumeRoleWithWebIdentity` or `sts:AssumeRoleWithSAML`.
    pub(crate) action: &'static str,
    /// The ARN of the provider's record in IAM, which trust policies name as `"Principal": {"Federated": ARN}` and every
    /// call of the session has as `aws:FederatedProvider`.
    pub(crate) provider_arn: String,
    /// Condition keys for the trust policy alone: names in lower case; one that is repeated has several values.
    pub(crate) trust_keys: Vec<(String, String)>,
    /// Condition keys for the trust policy and, from then on, for every policy that judges a call of the session, such as
    /// `saml:sub` or `id.example.com:sub`: names in lower case.
    pub(crate) session_keys: Vec<(String, String)>,
    /// Session tags.
    pub(crate) tags: Vec<(String, String)>,
    /// Keys of tags that go along into the next role.
    pub(crate) transitive: Vec<String>,
    /// The source identity.
    pub(crate) source_identity: Option<String>,
    /// The longest session that the assertion admits, in seconds; a longer one is cut to it.
    pub(crate) secs_max: Option<u64>,
    /// Who it is, for the trail: `kind` is `WebIdentityUser` or `SAMLUser`, and `provider` must be there.
    pub(crate) identity: Identity,
    /// What the trail is to say besides.
    pub(crate) additional: Vec<(&'static str, String)>,
}

/// What the request asks for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) role_arn: &'a str,
    pub(crate) session_name: &'a str,
    pub(crate) policy: Option<&'a str>,
    pub(crate) policy_arns: Option<&'a [PolicyDescriptorType]>,
    pub(crate) duration_seconds: Option<i64>,
}

/// A session that began.
pub(crate) struct Assumed {
    pub(crate) credentials: Credentials,
    pub(crate) user: AssumedRoleUser,
    pub(crate) packed_percent: Option<i64>,
}

/// Begins a session of a role for one whom an identity provider vouches for, if the role's trust policy lets it.
///
/// # Errors
/// `AccessDenied` as `Not authorized to perform sts:...`, for a role that is not there too; what [`Limits::of`] and
/// [`session::check_tags`] refuse; `ValidationError` for a duration beyond the role's; `MalformedPolicyDocument`.
pub(crate) fn assume(context: &mut Context<'_>, asked: Asked<'_>, facts: Facts) -> Result<Assumed, Fault> {
    context.told.identity =
        Some(Identity { account: context.store.account().as_str().to_owned(), ..facts.identity.clone() });
    context.told.additional.extend(facts.additional.iter().cloned());
    let unauthorised = || fault::not_authorised(facts.action);
    let role = session::role(context, asked.role_arn)?.ok_or_else(unauthorised)?;
    session::check_tags(&facts.tags, &facts.transitive)?;
    authorise(context, asked, &facts, &role)?;
    let secs = duration(asked, &facts, &role)?;
    let limits = Limits::of(context.store, asked.policy, asked.policy_arns, &facts.tags)?;

    let new = NewSession {
        name: asked.session_name.to_owned(),
        secs,
        policies: limits.policies,
        policy_arns: limits.policy_arns,
        tags: facts.tags,
        transitive: facts.transitive,
        source_identity: facts.source_identity,
        mfa: None,
        federated: Some(facts.provider_arn),
        claims: facts.session_keys,
    };
    let principals = context.store.principals();
    let session = principals.assume(&role, new, context.now).map_err(fault::principal)?;
    Ok(Assumed {
        credentials: session::credentials(&session),
        user: AssumedRoleUser {
            assumed_role_id: format!("{}:{}", role.role_id, asked.session_name),
            arn: principals.session_arn(&role.name, asked.session_name),
        },
        packed_percent: limits.packed_percent,
    })
}

/// Asks the trust policy for everything the call does. Nobody else has a say: the caller has no policies of its own.
fn authorise(context: &Context<'_>, asked: Asked<'_>, facts: &Facts, role: &Role) -> Result<(), Fault> {
    let wishes = Wishes {
        external_id: None,
        session_name: Some(asked.session_name),
        source_identity: facts.source_identity.as_deref(),
        tags: &facts.tags,
        transitive: &facts.transitive,
    };
    let said = |name: &str| {
        let said = facts.trust_keys.iter().chain(&facts.session_keys).filter(|(key, _)| key == name);
        let values: Vec<String> = said.map(|(_, value)| value.clone()).collect();
        if values.is_empty() { wishes.key(name) } else { Some(values) }
    };
    let caller = context.store.principals().vouched_by(&facts.provider_arn);
    let wanted = [
        (facts.action, true),
        ("sts:TagSession", !facts.tags.is_empty()),
        ("sts:SetSourceIdentity", facts.source_identity.is_some()),
    ];
    for (action, _) in wanted.into_iter().filter(|(_, is_wanted)| *is_wanted) {
        let verdict = context.judge_as(&caller, action, &role.arn, &said, Some(role.trust()));
        if verdict.decision != Decision::Allow {
            return Err(fault::not_authorised(action));
        }
    }
    Ok(())
}

fn duration(asked: Asked<'_>, facts: &Facts, role: &Role) -> Result<u64, Fault> {
    let secs = asked.duration_seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(ROLE_SESSION_SECS);
    if secs > role.session_secs_max {
        return Err(fault::longer_than_role());
    }
    Ok(facts.secs_max.map_or(secs, |max| secs.min(max)))
}
