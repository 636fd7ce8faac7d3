//! Gives temporary credentials of a role to somebody for whom a SAML provider vouches.

use crate::api::{self, AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput};
use crate::federation::{self, Asked, Assumed};
use crate::{fault, saml};
use millpond_saml::{RolePair, name_qualifier};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

/// Nobody signs this call: the assertion and the role's trust policy decide, in [`run`].
fn access(_: &Call, _: &Store, _: &AssumeRoleWithSAMLInput) -> Vec<Access> {
    Vec::new()
}

fn run(
    context: &mut Context<'_>,
    input: &mut AssumeRoleWithSAMLInput,
) -> Result<Answer<AssumeRoleWithSAMLOutput>, Fault> {
    let provider = saml::provider(context, &input.principal_arn)?;
    let assertion = saml::verified(context, &provider, &input.saml_assertion)?;
    let offers = |pair: &RolePair| pair.role == input.role_arn && pair.provider == provider.arn;
    if !assertion.roles().iter().any(offers) {
        return Err(fault::not_authorised(saml::ACTION));
    }
    let asked = Asked {
        role_arn: &input.role_arn,
        session_name: saml::session_name(&assertion)?,
        policy: input.policy.as_deref(),
        policy_arns: input.policy_arns.as_deref(),
        duration_seconds: input.duration_seconds,
    };
    let facts = saml::facts(&assertion, &provider, context.store.account().as_str())?;
    let source_identity = facts.source_identity.clone();
    let Assumed { credentials, user, packed_percent } = federation::assume(context, asked, facts)?;
    // Last: a call that is refused for another reason leaves the assertion to be used, and the credentials are not out yet.
    saml::used_up(context, &assertion)?;

    let qualifier = name_qualifier(&assertion.issuer, context.store.account().as_str(), &provider.name);
    Ok(Answer::Now(AssumeRoleWithSAMLOutput {
        credentials: Some(credentials),
        assumed_role_user: Some(user),
        packed_policy_size: packed_percent,
        name_qualifier: Some(qualifier),
        subject: Some(assertion.subject),
        subject_type: Some(assertion.subject_type),
        issuer: Some(assertion.issuer),
        audience: Some(assertion.recipient),
        source_identity,
        ..AssumeRoleWithSAMLOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AssumeRoleWithSAML>(access, run)
}
