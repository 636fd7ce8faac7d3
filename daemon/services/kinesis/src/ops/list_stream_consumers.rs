//! ListStreamConsumers.

use crate::address::Address;
use crate::api::{self, ListStreamConsumersInput, ListStreamConsumersOutput};
use crate::{fault, limits, tokens, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::Stream;

/// What this operation's page tokens are for. One holds the stream's number u64 and the last name shown.
const PAGE: &str = "kinesis ListStreamConsumers";

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListStreamConsumers>(access, run)
}

fn address(input: &ListStreamConsumersInput) -> Address<'_> {
    Address::new(None, Some(&input.stream_arn))
}

fn access(call: &Call, _: &Store, input: &ListStreamConsumersInput) -> Vec<Access> {
    address(input).access("kinesis:ListStreamConsumers", call)
}

/// Lists the consumers of a stream by name, a page at a time.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ListStreamConsumersInput,
) -> Result<Answer<ListStreamConsumersOutput>, Fault> {
    let streams = ctx.store.streams();
    let after = match (&input.next_token, input.stream_creation_timestamp) {
        (Some(_), Some(_)) => {
            return Err(fault::invalid("NextToken and StreamCreationTimestamp cannot be provided together."));
        }
        (Some(token), None) => Some(tokens::open_page(PAGE, token, streams.tokens(), ctx.now)?),
        (None, _) => None,
    };
    let stream = address(input).stream(ctx)?;
    // Clients send back whole seconds or milliseconds; both name the same stream.
    let other_life = |at: i64| views::moment(at).secs() != stream.created.secs();
    if input.stream_creation_timestamp.is_some_and(other_life) {
        return Err(fault::stream_not_found(&stream.name, ctx.call.account.as_str()));
    }
    let after = after.map(|page| last_shown(&page, &stream)).transpose()?;
    let limit = views::limit(input.max_results, limits::LIST_CONSUMERS).min(limits::LIST_CONSUMERS);
    let mut page = streams.consumers(stream.id, after.as_deref(), limit + 1);
    let more = page.len() > limit;
    page.truncate(limit);
    let next_token = page.last().filter(|_| more).map(|last| {
        let content = [&stream.id.0.to_be_bytes(), last.name.as_bytes()].concat();
        tokens::seal_page(PAGE, &content, streams.tokens(), ctx.now)
    });
    let consumers = page.iter().map(|consumer| views::consumer(ctx.call, &stream, consumer)).collect();
    Ok(Answer::Now(ListStreamConsumersOutput { consumers: Some(consumers), next_token }))
}

/// The name after which a page begins; the token must be of this very stream.
fn last_shown(mut page: &[u8], stream: &Stream) -> Result<String, Fault> {
    let same = tokens::take(&mut page) == Some(stream.id.0);
    let name = str::from_utf8(page).ok().filter(|_| same);
    name.map(str::to_owned).ok_or_else(tokens::invalid_page)
}
