//! Takes an audience off an OpenID Connect provider.

use crate::api::{
    self, RemoveClientIDFromOpenIDConnectProviderInput, RemoveClientIDFromOpenIDConnectProviderOutput,
};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &RemoveClientIDFromOpenIDConnectProviderInput) -> Vec<Access> {
    names::on_arn("iam:RemoveClientIDFromOpenIDConnectProvider", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut RemoveClientIDFromOpenIDConnectProviderInput,
) -> Result<Answer<RemoveClientIDFromOpenIDConnectProviderOutput>, Fault> {
    let old = &input.client_id;
    let changed =
        context.store.principals().change_oidc(&input.open_id_connect_provider_arn, |clients, _| {
            clients.retain(|client| client != old);
            Ok(())
        });
    changed.map_err(fault::principal)?;
    Ok(Answer::Now(RemoveClientIDFromOpenIDConnectProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::RemoveClientIDFromOpenIDConnectProvider>(access, run)
}
