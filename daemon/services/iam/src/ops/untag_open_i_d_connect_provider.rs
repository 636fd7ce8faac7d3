//! Takes tags off an OpenID Connect provider.

use crate::api::{self, UntagOpenIDConnectProviderInput, UntagOpenIDConnectProviderOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::OidcProvider;

fn access(_: &Call, _: &Store, input: &UntagOpenIDConnectProviderInput) -> Vec<Access> {
    names::on_arn("iam:UntagOpenIDConnectProvider", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UntagOpenIDConnectProviderInput,
) -> Result<Answer<UntagOpenIDConnectProviderOutput>, Fault> {
    let record = names::oidc(context, &input.open_id_connect_provider_arn)?;
    context
        .store
        .principals()
        .untag::<OidcProvider>(&record.url, &input.tag_keys)
        .map_err(fault::principal)?;
    Ok(Answer::Now(UntagOpenIDConnectProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagOpenIDConnectProvider>(access, run)
}
