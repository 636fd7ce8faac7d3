//! Lets the account issue no more tokens; those under way stay good.

use crate::api::{
    self, DisableOutboundWebIdentityFederationInput, DisableOutboundWebIdentityFederationOutput,
};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, _: &Store, _: &DisableOutboundWebIdentityFederationInput) -> Vec<Access> {
    vec![Access::new("iam:DisableOutboundWebIdentityFederation", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut DisableOutboundWebIdentityFederationInput,
) -> Result<Answer<DisableOutboundWebIdentityFederationOutput>, Fault> {
    match context.store.principals().disable_outbound() {
        Ok(()) => Ok(Answer::Now(DisableOutboundWebIdentityFederationOutput {})),
        Err(PrincipalError::NotAttached(_)) => Err(fault::feature_disabled()),
        Err(error) => Err(fault::principal(error)),
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DisableOutboundWebIdentityFederation>(access, run)
}
