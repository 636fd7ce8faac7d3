//! Gives temporary credentials of a role to somebody whom an OpenID Connect provider vouches for.

use crate::api::{self, AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput};
use crate::fault;
use crate::federation::{self, Asked};
use crate::web_identity::{self, Verified};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler, Wake};
use millpond_store::Store;
use millpond_store::principal::ISSUER_BELL;

/// Nobody signs this call: the token says who asks, and the role's trust policy decides, in [`run`].
fn access(_: &Call, _: &Store, _: &AssumeRoleWithWebIdentityInput) -> Vec<Access> {
    Vec::new()
}

fn run(
    context: &mut Context<'_>,
    input: &mut AssumeRoleWithWebIdentityInput,
) -> Result<Answer<AssumeRoleWithWebIdentityOutput>, Fault> {
    if let Some(provider) = &input.provider_id {
        return Err(fault::rejected_claim(provider));
    }
    let token = match web_identity::verify(context, &input.web_identity_token)? {
        Verified::Waits { until } => {
            return Ok(Answer::Later { bell: ISSUER_BELL, until, wake: Wake::All });
        }
        Verified::Believed(token) => *token,
    };
    let asked = Asked {
        role_arn: &input.role_arn,
        session_name: &input.role_session_name,
        policy: input.policy.as_deref(),
        policy_arns: input.policy_arns.as_deref(),
        duration_seconds: input.duration_seconds,
    };
    let source_identity = token.facts.source_identity.clone();
    let assumed = federation::assume(context, asked, token.facts)?;
    Ok(Answer::Now(AssumeRoleWithWebIdentityOutput {
        credentials: Some(assumed.credentials),
        subject_from_web_identity_token: Some(token.subject),
        assumed_role_user: Some(assumed.user),
        packed_policy_size: assumed.packed_percent,
        provider: Some(token.issuer),
        audience: Some(token.audience),
        source_identity,
        ..AssumeRoleWithWebIdentityOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AssumeRoleWithWebIdentity>(access, run)
}
