//! AddTagsToStream.

use crate::address::Address;
use crate::api::{self, AddTagsToStreamInput, AddTagsToStreamOutput};
use crate::{setting, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::AddTagsToStream>(access, run)
}

fn address(input: &AddTagsToStreamInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &AddTagsToStreamInput) -> Vec<Access> {
    address(input).access("kinesis:AddTagsToStream", call)
}

/// Adds tags, and gives those it knows their new values.
///
/// # Durability
/// The tags are on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut AddTagsToStreamInput,
) -> Result<Answer<AddTagsToStreamOutput>, Fault> {
    let added = std::mem::take(&mut input.tags);
    let name = &address(input).stream(ctx)?.name;
    let (resource, account) = (format!("stream {name}"), &ctx.call.account);
    tags::check(&added, &resource, account)?;
    setting::change(ctx, name, |settings| tags::add(&mut settings.tags, added, &resource, account))?;
    Ok(Answer::Now(AddTagsToStreamOutput {}))
}
