//! Sets tags of a SAML provider.

use crate::api::{self, TagSAMLProviderInput, TagSAMLProviderOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::SamlProvider;

fn access(_: &Call, _: &Store, input: &TagSAMLProviderInput) -> Vec<Access> {
    names::on_arn("iam:TagSAMLProvider", &input.saml_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut TagSAMLProviderInput,
) -> Result<Answer<TagSAMLProviderOutput>, Fault> {
    let record = names::saml(context, &input.saml_provider_arn)?;
    let tags = tags::read(Some(std::mem::take(&mut input.tags)))?;
    tags::set::<SamlProvider>(context, &record.name, tags)?;
    Ok(Answer::Now(TagSAMLProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagSAMLProvider>(access, run)
}
