//! ListShards.

use crate::address::Address;
use crate::api::{self, ListShardsInput, ListShardsOutput};
use crate::fault::shard_id;
use crate::{fault, limits, tokens, views};
use millpond_base::{Now, WallMs};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Shard, Stream, StreamId};
use std::sync::Arc;

/// What this operation's page tokens are for.
const PAGE: &str = "kinesis ListShards";
const HOUR_MS: u64 = 3_600_000;

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListShards>(access, run)
}

fn address(input: &ListShardsInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, store: &Store, input: &ListShardsInput) -> Vec<Access> {
    const ACTION: &str = "kinesis:ListShards";
    let page = input.next_token.as_ref().filter(|_| address(input).is_empty());
    let paged = page.and_then(|token| {
        let (content, _) = tokens::read_page(PAGE, token, store.streams().tokens())?;
        Page::read(&content)
    });
    match paged {
        Some(page) => Address::new(Some(&page.name), None).access(ACTION, call),
        None => address(input).access(ACTION, call),
    }
}

/// Which shards to show.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Filter {
    /// Those open at the oldest moment still kept, or since.
    FromTrimHorizon,
    /// Those open at the oldest moment still kept.
    AtTrimHorizon,
    /// Those open now.
    AtLatest,
    /// Those open at a moment.
    At(WallMs),
    /// Those open at a moment or since.
    From(WallMs),
}

/// What a page token holds: stream u64, filter u8, moment u64, length of the shard id u8, shard id, name.
struct Page {
    stream: StreamId,
    filter: Filter,
    after: String,
    name: String,
}

/// Lists shards by id, a page at a time.
fn run(ctx: &mut Context<'_>, input: &mut ListShardsInput) -> Result<Answer<ListShardsOutput>, Fault> {
    let (stream, filter, after) = match &input.next_token {
        Some(token) => {
            alone(input)?;
            resume(ctx, token)?
        }
        None => begin(ctx, input)?,
    };
    let limit = views::limit(input.max_results, limits::LIST_SHARDS);
    let after = after.as_deref();
    let mut rest = stream
        .shards()
        .iter()
        .filter(|shard| after.is_none_or(|id| shard_id(shard.index).as_str() > id))
        .filter(|shard| filter.shows(&stream, shard, ctx.now));
    let shards: Vec<api::Shard> = rest.by_ref().take(limit).map(views::shard).collect();
    let next_token = shards.last().filter(|_| rest.next().is_some()).map(|last| {
        let (after, name) = (last.shard_id.clone(), stream.name.clone());
        let page = Page { stream: stream.id, filter: filter.clone(), after, name };
        tokens::seal_page(PAGE, &page.write(), ctx.store.streams().tokens(), ctx.now)
    });
    Ok(Answer::Now(ListShardsOutput { shards: Some(shards), next_token }))
}

/// A token says everything; nothing may be said beside it.
fn alone(input: &ListShardsInput) -> Result<(), Fault> {
    let address = address(input);
    let other = if !address.is_empty() {
        address.parameter()
    } else if input.exclusive_start_shard_id.is_some() {
        "ExclusiveStartShardId"
    } else if input.stream_creation_timestamp.is_some() {
        "StreamCreationTimestamp"
    } else if input.shard_filter.is_some() {
        "ShardFilter"
    } else {
        return Ok(());
    };
    Err(fault::invalid(format!("NextToken and {other} cannot be provided together.")))
}

type Start = (Arc<Stream>, Filter, Option<String>);

fn resume(ctx: &Context<'_>, token: &str) -> Result<Start, Fault> {
    let streams = ctx.store.streams();
    let content = tokens::open_page(PAGE, token, streams.tokens(), ctx.now)?;
    let page = Page::read(&content).ok_or_else(tokens::invalid_page)?;
    let stream = streams.look(&page.name, ctx.now).filter(|stream| stream.id == page.stream);
    let stream = stream.ok_or_else(|| fault::stream_not_found(&page.name, ctx.call.account.as_str()))?;
    Ok((stream, page.filter, Some(page.after)))
}

fn begin(ctx: &Context<'_>, input: &ListShardsInput) -> Result<Start, Fault> {
    if address(input).is_empty() {
        return Err(fault::invalid("Either NextToken or StreamName should be provided."));
    }
    let stream = address(input).stream(ctx)?;
    // Clients send back whole seconds or milliseconds; both name the same stream.
    let other_life = |at: i64| views::moment(at).secs() != stream.created.secs();
    if input.stream_creation_timestamp.is_some_and(other_life) {
        return Err(fault::stream_not_found(&stream.name, ctx.call.account.as_str()));
    }
    let (filter, after_filter) = filter(input, &stream, ctx.now)?;
    let after = input.exclusive_start_shard_id.clone().max(after_filter);
    Ok((stream, filter, after))
}

/// The filter, and the shard after which it begins.
fn filter(input: &ListShardsInput, stream: &Stream, now: Now) -> Result<(Filter, Option<String>), Fault> {
    let Some(asked) = &input.shard_filter else { return Ok((Filter::FromTrimHorizon, None)) };
    let moment = || {
        let at = asked.timestamp.map(views::moment);
        let at = at.ok_or_else(|| {
            fault::invalid(format!("Timestamp must be specified for ShardFilter type {}.", asked.r#type))
        })?;
        if at > now.wall {
            let text = "The Timestamp in ShardFilter cannot be greater than the current timestamp.";
            return Err(fault::invalid(text));
        }
        Ok(at.max(trim_horizon(stream, now)))
    };
    Ok(match asked.r#type.as_str() {
        "AFTER_SHARD_ID" => {
            let missing = || fault::invalid("ShardId must be specified for ShardFilter type AFTER_SHARD_ID.");
            (Filter::FromTrimHorizon, Some(asked.shard_id.clone().ok_or_else(missing)?))
        }
        "AT_TRIM_HORIZON" => (Filter::AtTrimHorizon, None),
        "AT_LATEST" => (Filter::AtLatest, None),
        "AT_TIMESTAMP" => (Filter::At(moment()?), None),
        "FROM_TIMESTAMP" => (Filter::From(moment()?), None),
        _ => (Filter::FromTrimHorizon, None),
    })
}

/// The oldest moment from which records are kept.
fn trim_horizon(stream: &Stream, now: Now) -> WallMs {
    let kept_ms = u64::from(stream.retention_hours) * HOUR_MS;
    WallMs(now.wall.0.saturating_sub(kept_ms)).max(stream.created)
}

impl Filter {
    fn shows(&self, stream: &Stream, shard: &Shard, now: Now) -> bool {
        let open_since = |at: WallMs| shard.closed.is_none_or(|closed| closed.wall >= at);
        match *self {
            Self::AtLatest => shard.is_open(),
            Self::FromTrimHorizon => open_since(trim_horizon(stream, now)),
            Self::AtTrimHorizon => {
                let at = trim_horizon(stream, now);
                shard.opened <= at && open_since(at)
            }
            Self::At(at) => shard.opened <= at && open_since(at),
            Self::From(at) => open_since(at),
        }
    }
}

impl Page {
    fn write(&self) -> Vec<u8> {
        let (kind, at) = match self.filter {
            Filter::FromTrimHorizon => (0, WallMs(0)),
            Filter::AtTrimHorizon => (1, WallMs(0)),
            Filter::AtLatest => (2, WallMs(0)),
            Filter::At(at) => (3, at),
            Filter::From(at) => (4, at),
        };
        let mut out = self.stream.0.to_be_bytes().to_vec();
        out.push(kind);
        out.extend_from_slice(&at.0.to_be_bytes());
        out.push(u8::try_from(self.after.len()).expect("a shard id of ours is short"));
        out.extend_from_slice(self.after.as_bytes());
        out.extend_from_slice(self.name.as_bytes());
        out
    }

    fn read(mut rest: &[u8]) -> Option<Self> {
        let stream = StreamId(tokens::take(&mut rest)?);
        let (&kind, after_kind) = rest.split_first()?;
        rest = after_kind;
        let at = WallMs(tokens::take(&mut rest)?);
        let filter = match kind {
            0 => Filter::FromTrimHorizon,
            1 => Filter::AtTrimHorizon,
            2 => Filter::AtLatest,
            3 => Filter::At(at),
            4 => Filter::From(at),
            _ => return None,
        };
        let (&length, rest) = rest.split_first()?;
        let (after, name) = rest.split_at_checked(usize::from(length))?;
        let text = |bytes: &[u8]| str::from_utf8(bytes).ok().map(str::to_owned);
        Some(Self { stream, filter, after: text(after)?, name: text(name)? })
    }
}
