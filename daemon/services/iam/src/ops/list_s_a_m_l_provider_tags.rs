//! Lists the tags of a SAML provider.

use crate::api::{self, ListSAMLProviderTagsInput, ListSAMLProviderTagsOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &ListSAMLProviderTagsInput) -> Vec<Access> {
    names::on_arn("iam:ListSAMLProviderTags", &input.saml_provider_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListSAMLProviderTagsInput,
) -> Result<Answer<ListSAMLProviderTagsOutput>, Fault> {
    let record = names::saml(context, &input.saml_provider_arn)?;
    let page = tags::page(&record.tags, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListSAMLProviderTagsOutput {
        is_truncated: page.is_truncated(),
        tags: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListSAMLProviderTags>(access, run)
}
