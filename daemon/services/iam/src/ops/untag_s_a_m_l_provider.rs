//! Takes tags off a SAML provider.

use crate::api::{self, UntagSAMLProviderInput, UntagSAMLProviderOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::SamlProvider;

fn access(_: &Call, _: &Store, input: &UntagSAMLProviderInput) -> Vec<Access> {
    names::on_arn("iam:UntagSAMLProvider", &input.saml_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UntagSAMLProviderInput,
) -> Result<Answer<UntagSAMLProviderOutput>, Fault> {
    let record = names::saml(context, &input.saml_provider_arn)?;
    context
        .store
        .principals()
        .untag::<SamlProvider>(&record.name, &input.tag_keys)
        .map_err(fault::principal)?;
    Ok(Answer::Now(UntagSAMLProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagSAMLProvider>(access, run)
}
