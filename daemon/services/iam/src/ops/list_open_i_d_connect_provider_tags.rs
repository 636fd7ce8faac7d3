//! Lists the tags of an OpenID Connect provider.

use crate::api::{self, ListOpenIDConnectProviderTagsInput, ListOpenIDConnectProviderTagsOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &ListOpenIDConnectProviderTagsInput) -> Vec<Access> {
    names::on_arn("iam:ListOpenIDConnectProviderTags", &input.open_id_connect_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListOpenIDConnectProviderTagsInput,
) -> Result<Answer<ListOpenIDConnectProviderTagsOutput>, Fault> {
    let record = names::oidc(context, &input.open_id_connect_provider_arn)?;
    let page = tags::page(&record.tags, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListOpenIDConnectProviderTagsOutput {
        is_truncated: page.is_truncated(),
        tags: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListOpenIDConnectProviderTags>(access, run)
}
