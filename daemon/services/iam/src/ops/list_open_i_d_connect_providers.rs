//! Lists the OpenID Connect providers.

use crate::api::{
    self, ListOpenIDConnectProvidersInput, ListOpenIDConnectProvidersOutput, OpenIDConnectProviderListEntry,
};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::OidcProvider;
use std::sync::Arc;

fn access(_: &Call, _: &Store, _: &ListOpenIDConnectProvidersInput) -> Vec<Access> {
    vec![Access::new("iam:ListOpenIDConnectProviders", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut ListOpenIDConnectProvidersInput,
) -> Result<Answer<ListOpenIDConnectProvidersOutput>, Fault> {
    let entry =
        |provider: &Arc<OidcProvider>| OpenIDConnectProviderListEntry { arn: Some(provider.arn.clone()) };
    let all = context.store.principals().listed::<OidcProvider>();
    Ok(Answer::Now(ListOpenIDConnectProvidersOutput {
        open_id_connect_provider_list: Some(all.iter().map(entry).collect()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListOpenIDConnectProviders>(access, run)
}
