//! Creates an OpenID Connect provider.

use crate::api::{self, CreateOpenIDConnectProviderInput, CreateOpenIDConnectProviderOutput};
use crate::fault::{self, Quota};
use crate::limits::OIDC_PROVIDERS_MAX;
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &CreateOpenIDConnectProviderInput) -> Vec<Access> {
    vec![Access::new(
        "iam:CreateOpenIDConnectProvider",
        store.principals().oidc_arn(names::bare_url(&input.url)),
    )]
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreateOpenIDConnectProviderInput,
) -> Result<Answer<CreateOpenIDConnectProviderOutput>, Fault> {
    names::check_url(&input.url)?;
    let clients = input.client_id_list.take().unwrap_or_default();
    let thumbprints = input.thumbprint_list.take().unwrap_or_default();
    names::check_clients(&clients)?;
    names::check_thumbprints(&thumbprints)?;
    let tags = tags::read(input.tags.take())?;
    let url = if input.url.starts_with("http://") {
        input.url.trim_end_matches('/')
    } else {
        names::bare_url(&input.url)
    };
    let principals = context.store.principals();
    let made = principals.create_oidc(url, clients, thumbprints, tags, OIDC_PROVIDERS_MAX, context.now);
    let provider = made.map_err(|error| fault::change(error, Quota::OidcProviders))?;
    Ok(Answer::Now(CreateOpenIDConnectProviderOutput {
        open_id_connect_provider_arn: Some(provider.arn.clone()),
        tags: tags::write(&provider.tags),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateOpenIDConnectProvider>(access, run)
}
