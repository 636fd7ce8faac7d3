//! Creates a SAML provider from its metadata.

use crate::api::{self, CreateSAMLProviderInput, CreateSAMLProviderOutput};
use crate::fault::{self, Quota};
use crate::limits::SAML_PROVIDERS_MAX;
use crate::{metadata, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &CreateSAMLProviderInput) -> Vec<Access> {
    vec![Access::new("iam:CreateSAMLProvider", store.principals().saml_arn(&input.name))]
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreateSAMLProviderInput,
) -> Result<Answer<CreateSAMLProviderOutput>, Fault> {
    metadata::refuse_encryption(
        input.assertion_encryption_mode.as_deref(),
        input.add_private_key.as_deref(),
    )?;
    let read = metadata::read(std::mem::take(&mut input.saml_metadata_document), context.now)?;
    let tags = tags::read(input.tags.take())?;
    let principals = context.store.principals();
    let provider = principals.create_saml(&input.name, read, tags, SAML_PROVIDERS_MAX, context.now);
    let provider = provider.map_err(|error| fault::change(error, Quota::SamlProviders))?;
    Ok(Answer::Now(CreateSAMLProviderOutput {
        saml_provider_arn: Some(provider.arn.clone()),
        tags: tags::write(&provider.tags),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateSAMLProvider>(access, run)
}
