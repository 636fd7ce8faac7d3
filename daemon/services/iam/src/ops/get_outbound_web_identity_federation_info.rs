//! Tells the issuer of the account's tokens.

use crate::api::{
    self, GetOutboundWebIdentityFederationInfoInput, GetOutboundWebIdentityFederationInfoOutput,
};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetOutboundWebIdentityFederationInfoInput) -> Vec<Access> {
    vec![Access::new("iam:GetOutboundWebIdentityFederationInfo", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut GetOutboundWebIdentityFederationInfoInput,
) -> Result<Answer<GetOutboundWebIdentityFederationInfoOutput>, Fault> {
    let issuer = context.store.principals().outbound().issuer().ok_or_else(fault::feature_disabled)?;
    Ok(Answer::Now(GetOutboundWebIdentityFederationInfoOutput {
        issuer_identifier: Some(issuer),
        jwt_vending_enabled: Some(true),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetOutboundWebIdentityFederationInfo>(access, run)
}
