//! Sets tags of an OpenID Connect provider.

use crate::api::{self, TagOpenIDConnectProviderInput, TagOpenIDConnectProviderOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::OidcProvider;

fn access(_: &Call, _: &Store, input: &TagOpenIDConnectProviderInput) -> Vec<Access> {
    names::on_arn("iam:TagOpenIDConnectProvider", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut TagOpenIDConnectProviderInput,
) -> Result<Answer<TagOpenIDConnectProviderOutput>, Fault> {
    let record = names::oidc(context, &input.open_id_connect_provider_arn)?;
    let tags = tags::read(Some(std::mem::take(&mut input.tags)))?;
    tags::set::<OidcProvider>(context, &record.url, tags)?;
    Ok(Answer::Now(TagOpenIDConnectProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagOpenIDConnectProvider>(access, run)
}
