//! RemoveTagsFromStream.

use crate::address::Address;
use crate::api::{self, RemoveTagsFromStreamInput, RemoveTagsFromStreamOutput};
use crate::{setting, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::RemoveTagsFromStream>(access, run)
}

fn address(input: &RemoveTagsFromStreamInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &RemoveTagsFromStreamInput) -> Vec<Access> {
    address(input).access("kinesis:RemoveTagsFromStream", call)
}

/// Removes tags; those that are not there are passed over.
///
/// # Durability
/// The change is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut RemoveTagsFromStreamInput,
) -> Result<Answer<RemoveTagsFromStreamOutput>, Fault> {
    let name = &address(input).stream(ctx)?.name;
    tags::check_keys(&input.tag_keys, &format!("stream {name}"), &ctx.call.account)?;
    setting::change(ctx, name, |settings| {
        settings.tags.retain(|key, _| !input.tag_keys.contains(key));
        Ok(())
    })?;
    Ok(Answer::Now(RemoveTagsFromStreamOutput {}))
}
