//! Lists the tags of a key, by name.

use crate::api::{self, ListResourceTagsInput, ListResourceTagsOutput, Tag};
use crate::limits::TAGS_PAGE;
use crate::page::{self, Page};
use crate::{access, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:ListResourceTags";

fn access(_: &Call, store: &Store, input: &ListResourceTagsInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListResourceTagsInput,
) -> Result<Answer<ListResourceTagsOutput>, Fault> {
    let key = key::named(context, &input.key_id)?;
    let limit = page::limit(input.limit, TAGS_PAGE);
    let mut tags: Vec<_> = key.tags().to_vec();
    tags.sort();
    let after = |name: &String| input.marker.as_ref().is_none_or(|marker| name > marker);
    let tags = tags.into_iter().filter(|(name, _)| after(name)).take(limit + 1).collect();
    let page = Page::cut(tags, limit, |(name, _): &(String, String)| name.clone());
    let tag = |(tag_key, tag_value)| Tag { tag_key, tag_value };
    Ok(Answer::Now(ListResourceTagsOutput {
        tags: Some(page.items.into_iter().map(tag).collect()),
        truncated: Some(page.next_marker.is_some()),
        next_marker: page.next_marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListResourceTags>(access, run)
}
