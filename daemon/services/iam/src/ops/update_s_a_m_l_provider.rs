//! Replaces the metadata of a SAML provider.

use crate::api::{self, UpdateSAMLProviderInput, UpdateSAMLProviderOutput};
use crate::{fault, metadata, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &UpdateSAMLProviderInput) -> Vec<Access> {
    names::on_arn("iam:UpdateSAMLProvider", &input.saml_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdateSAMLProviderInput,
) -> Result<Answer<UpdateSAMLProviderOutput>, Fault> {
    metadata::refuse_encryption(
        input.assertion_encryption_mode.as_deref(),
        input.add_private_key.as_deref(),
    )?;
    let arn = &input.saml_provider_arn;
    let provider = names::saml(context, arn)?;
    if let Some(id) = &input.remove_private_key {
        return Err(fault::no_such_private_key(id));
    }
    if let Some(document) = input.saml_metadata_document.take() {
        let (document, valid_until) = metadata::read(document, context.now)?;
        let principals = context.store.principals();
        principals.update_saml(arn, document, valid_until).map_err(fault::principal)?;
    }
    Ok(Answer::Now(UpdateSAMLProviderOutput { saml_provider_arn: Some(provider.arn.clone()) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateSAMLProvider>(access, run)
}
