//! Lists the SAML providers.

use crate::api::{self, ListSAMLProvidersInput, ListSAMLProvidersOutput, SAMLProviderListEntry};
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::SamlProvider;
use std::sync::Arc;

fn access(_: &Call, _: &Store, _: &ListSAMLProvidersInput) -> Vec<Access> {
    vec![Access::new("iam:ListSAMLProviders", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut ListSAMLProvidersInput,
) -> Result<Answer<ListSAMLProvidersOutput>, Fault> {
    let entry = |provider: &Arc<SamlProvider>| SAMLProviderListEntry {
        arn: Some(provider.arn.clone()),
        valid_until: Some(views::date(provider.valid_until)),
        create_date: Some(views::date(provider.created)),
    };
    let all = context.store.principals().listed::<SamlProvider>();
    Ok(Answer::Now(ListSAMLProvidersOutput { saml_provider_list: Some(all.iter().map(entry).collect()) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListSAMLProviders>(access, run)
}
