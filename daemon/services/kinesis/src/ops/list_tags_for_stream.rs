//! ListTagsForStream.

use crate::address::Address;
use crate::api::{self, ListTagsForStreamInput, ListTagsForStreamOutput};
use crate::{limits, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use std::ops::Bound::{Excluded, Unbounded};

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListTagsForStream>(access, run)
}

fn address(input: &ListTagsForStreamInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &ListTagsForStreamInput) -> Vec<Access> {
    address(input).access("kinesis:ListTagsForStream", call)
}

/// Lists tags in the order of their keys.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ListTagsForStreamInput,
) -> Result<Answer<ListTagsForStreamOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let limit = views::limit(input.limit, limits::TAGS_MAX);
    let start = input.exclusive_start_tag_key.as_deref().map_or(Unbounded, Excluded);
    let mut rest = stream.tags.range::<str, _>((start, Unbounded));
    let tags = rest.by_ref().take(limit).map(views::tag).collect();
    Ok(Answer::Now(ListTagsForStreamOutput { tags, has_more_tags: rest.next().is_some() }))
}
