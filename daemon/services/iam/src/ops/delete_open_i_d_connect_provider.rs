//! Deletes an OpenID Connect provider.

use crate::api::{self, DeleteOpenIDConnectProviderInput, DeleteOpenIDConnectProviderOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &DeleteOpenIDConnectProviderInput) -> Vec<Access> {
    names::on_arn("iam:DeleteOpenIDConnectProvider", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteOpenIDConnectProviderInput,
) -> Result<Answer<DeleteOpenIDConnectProviderOutput>, Fault> {
    let arn = &input.open_id_connect_provider_arn;
    names::check_arn(arn)?;
    context.store.principals().delete_oidc(arn).map_err(fault::principal)?;
    Ok(Answer::Now(DeleteOpenIDConnectProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteOpenIDConnectProvider>(access, run)
}
