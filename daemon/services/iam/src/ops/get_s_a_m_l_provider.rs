//! Describes a SAML provider.

use crate::api::{self, GetSAMLProviderInput, GetSAMLProviderOutput};
use crate::{names, tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &GetSAMLProviderInput) -> Vec<Access> {
    names::on_arn("iam:GetSAMLProvider", &input.saml_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetSAMLProviderInput,
) -> Result<Answer<GetSAMLProviderOutput>, Fault> {
    let provider = names::saml(context, &input.saml_provider_arn)?;
    Ok(Answer::Now(GetSAMLProviderOutput {
        saml_provider_uuid: Some(provider.provider_id.clone()),
        saml_metadata_document: Some(provider.metadata.clone()),
        create_date: Some(views::date(provider.created)),
        valid_until: Some(views::date(provider.valid_until)),
        tags: tags::write(&provider.tags),
        ..GetSAMLProviderOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetSAMLProvider>(access, run)
}
