//! Replaces the thumbprints of an OpenID Connect provider.

use crate::api::{
    self, UpdateOpenIDConnectProviderThumbprintInput, UpdateOpenIDConnectProviderThumbprintOutput,
};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &UpdateOpenIDConnectProviderThumbprintInput) -> Vec<Access> {
    names::on_arn("iam:UpdateOpenIDConnectProviderThumbprint", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdateOpenIDConnectProviderThumbprintInput,
) -> Result<Answer<UpdateOpenIDConnectProviderThumbprintOutput>, Fault> {
    let new = std::mem::take(&mut input.thumbprint_list);
    names::check_thumbprints(&new)?;
    let changed =
        context.store.principals().change_oidc(&input.open_id_connect_provider_arn, |_, thumbprints| {
            *thumbprints = new;
            Ok(())
        });
    changed.map_err(fault::principal)?;
    Ok(Answer::Now(UpdateOpenIDConnectProviderThumbprintOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateOpenIDConnectProviderThumbprint>(access, run)
}
