//! ListStreams.

use crate::api::{self, ListStreamsInput, ListStreamsOutput};
use crate::{limits, tokens, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

/// What this operation's page tokens are for.
const PAGE: &str = "kinesis ListStreams";

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListStreams>(access, run)
}

fn access(_: &Call, _: &Store, _: &ListStreamsInput) -> Vec<Access> {
    vec![Access::new("kinesis:ListStreams", "*")]
}

/// Lists streams by name, a page at a time. A page token holds the name of the last stream shown.
fn run(ctx: &mut Context<'_>, input: &mut ListStreamsInput) -> Result<Answer<ListStreamsOutput>, Fault> {
    let streams = ctx.store.streams();
    let after = match &input.next_token {
        Some(token) => {
            let name = tokens::open_page(PAGE, token, streams.tokens(), ctx.now)?;
            Some(String::from_utf8(name).map_err(|_| tokens::invalid_page())?)
        }
        None => input.exclusive_start_stream_name.take(),
    };
    let limit = views::limit(input.limit, limits::LIST_STREAMS);
    let mut page = streams.list(after.as_deref(), limit + 1);
    let more = page.len() > limit;
    page.truncate(limit);
    let last = page.last().filter(|_| more);
    Ok(Answer::Now(ListStreamsOutput {
        stream_names: page.iter().map(|stream| stream.name.clone()).collect(),
        has_more_streams: more,
        next_token: last.map(|last| tokens::seal_page(PAGE, last.name.as_bytes(), streams.tokens(), ctx.now)),
        stream_summaries: Some(page.iter().map(|stream| views::summary(stream, ctx.call)).collect()),
    }))
}
