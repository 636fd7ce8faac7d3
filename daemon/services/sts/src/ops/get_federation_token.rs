//! Gives temporary credentials to somebody whom the calling user vouches for.

use crate::api::{self, FederatedUser, GetFederationTokenInput, GetFederationTokenOutput};
use crate::fault;
use crate::limits::USER_SESSION_SECS;
use crate::session::{self, Limits, Wishes};
use millpond_policy::Decision;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::{CallerKind, NewSession};

/// Decided in [`run`], after the caller's kind: sessions are told that they are sessions.
fn access(_: &Call, _: &Store, _: &GetFederationTokenInput) -> Vec<Access> {
    Vec::new()
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetFederationTokenInput,
) -> Result<Answer<GetFederationTokenOutput>, Fault> {
    if context.caller.kind != CallerKind::User {
        return Err(fault::access_denied("Cannot call GetFederationToken with session credentials"));
    }
    let principals = context.store.principals();
    let arn = principals.federated_user_arn(&input.name);
    let tags = session::pairs(input.tags.as_deref());
    session::check_tags(&tags, &[])?;
    let wishes = Wishes { tags: &tags, ..Wishes::default() };
    for (action, is_wanted) in [("sts:GetFederationToken", true), ("sts:TagSession", !tags.is_empty())] {
        let is_allowed =
            || context.judge(action, &arn, &|key| wishes.key(key), None).decision == Decision::Allow;
        if is_wanted && !is_allowed() {
            return Err(fault::denied(&context.caller.arn, action, &arn));
        }
    }
    let limits = Limits::of(context.store, input.policy.as_deref(), input.policy_arns.as_deref(), &tags)?;
    let new = NewSession {
        name: input.name.clone(),
        secs: input.duration_seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(USER_SESSION_SECS),
        policies: limits.policies,
        policy_arns: limits.policy_arns,
        tags,
        ..NewSession::default()
    };
    let session = principals.federated_user_session(context.caller, new, context.now);
    let session = session.map_err(fault::principal)?;
    Ok(Answer::Now(GetFederationTokenOutput {
        credentials: Some(session::credentials(&session)),
        federated_user: Some(FederatedUser {
            federated_user_id: format!("{}:{}", context.store.account(), input.name),
            arn,
        }),
        packed_policy_size: limits.packed_percent,
        ..GetFederationTokenOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetFederationToken>(access, run)
}
