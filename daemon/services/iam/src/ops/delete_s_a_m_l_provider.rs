//! Deletes a SAML provider.

use crate::api::{self, DeleteSAMLProviderInput, DeleteSAMLProviderOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &DeleteSAMLProviderInput) -> Vec<Access> {
    names::on_arn("iam:DeleteSAMLProvider", &input.saml_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteSAMLProviderInput,
) -> Result<Answer<DeleteSAMLProviderOutput>, Fault> {
    names::check_arn(&input.saml_provider_arn)?;
    context.store.principals().delete_saml(&input.saml_provider_arn).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteSAMLProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteSAMLProvider>(access, run)
}
