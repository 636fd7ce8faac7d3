//! Adds an audience to an OpenID Connect provider.

use crate::api::{self, AddClientIDToOpenIDConnectProviderInput, AddClientIDToOpenIDConnectProviderOutput};
use crate::fault::{self, Quota};
use crate::limits::CLIENT_IDS_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::PrincipalError;

fn access(_: &Call, _: &Store, input: &AddClientIDToOpenIDConnectProviderInput) -> Vec<Access> {
    names::on_arn("iam:AddClientIDToOpenIDConnectProvider", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut AddClientIDToOpenIDConnectProviderInput,
) -> Result<Answer<AddClientIDToOpenIDConnectProviderOutput>, Fault> {
    let new = std::mem::take(&mut input.client_id);
    let changed =
        context.store.principals().change_oidc(&input.open_id_connect_provider_arn, |clients, _| {
            if !clients.contains(&new) {
                clients.push(new);
            }
            if clients.len() > CLIENT_IDS_MAX {
                Err(PrincipalError::Limit { max: CLIENT_IDS_MAX })
            } else {
                Ok(())
            }
        });
    changed.map_err(|error| fault::change(error, Quota::ClientIds))?;
    Ok(Answer::Now(AddClientIDToOpenIDConnectProviderOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AddClientIDToOpenIDConnectProvider>(access, run)
}
