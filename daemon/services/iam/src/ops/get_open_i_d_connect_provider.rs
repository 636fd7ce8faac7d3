//! Describes an OpenID Connect provider.

use crate::api::{self, GetOpenIDConnectProviderInput, GetOpenIDConnectProviderOutput};
use crate::{names, tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &GetOpenIDConnectProviderInput) -> Vec<Access> {
    names::on_arn("iam:GetOpenIDConnectProvider", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetOpenIDConnectProviderInput,
) -> Result<Answer<GetOpenIDConnectProviderOutput>, Fault> {
    let provider = names::oidc(context, &input.open_id_connect_provider_arn)?;
    Ok(Answer::Now(GetOpenIDConnectProviderOutput {
        url: Some(provider.url.clone()),
        client_id_list: Some(provider.client_ids.clone()),
        thumbprint_list: Some(provider.thumbprints.clone()),
        create_date: Some(views::date(provider.created)),
        tags: tags::write(&provider.tags),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetOpenIDConnectProvider>(access, run)
}
