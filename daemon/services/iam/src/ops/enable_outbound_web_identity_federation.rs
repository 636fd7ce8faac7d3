//! Lets the account issue tokens that other services verify.

use crate::api::{self, EnableOutboundWebIdentityFederationInput, EnableOutboundWebIdentityFederationOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, _: &Store, _: &EnableOutboundWebIdentityFederationInput) -> Vec<Access> {
    vec![Access::new("iam:EnableOutboundWebIdentityFederation", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut EnableOutboundWebIdentityFederationInput,
) -> Result<Answer<EnableOutboundWebIdentityFederationOutput>, Fault> {
    let mut made = None;
    let mut make = || {
        made = Some(context.store.principals().enable_outbound(&context.call.origin, context.now));
    };
    context.store.keyring().aside(&mut make);
    match made.ok_or_else(Fault::internal)? {
        Ok(issuer) => {
            Ok(Answer::Now(EnableOutboundWebIdentityFederationOutput { issuer_identifier: Some(issuer) }))
        }
        Err(PrincipalError::InUse) => Err(fault::feature_enabled()),
        Err(error) => Err(fault::principal(error)),
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::EnableOutboundWebIdentityFederation>(access, run)
}
