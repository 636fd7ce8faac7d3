//! GetRecords.

use crate::address::Address;
use crate::api::{self, GetRecordsInput, GetRecordsOutput};
use crate::encryption::{self, Barred, KMS};
use crate::tokens::Iterator;
use crate::{fault, limits, rates, views};
use millpond_aws::{FromValue, IntoValue, Plain, Value};
use millpond_base::{Now, Seq, WallMs};
use millpond_log::ReadLimit;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler, Items, Pieces, gather};
use millpond_store::Store;
use millpond_store::stream::{SequenceNumber, Shard, Stream, StreamRecord, StreamRecordRef};
use std::sync::Arc;

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetRecords>(access, run)
}

fn access(call: &Call, store: &Store, input: &GetRecordsInput) -> Vec<Access> {
    let name = Iterator::stream_name(&input.shard_iterator, store.streams().tokens());
    Address::new(name.as_ref(), input.stream_arn.as_ref()).access("kinesis:GetRecords", call)
}

/// Reads records from an iterator on. Records lost to damage are passed over; the log reports them.
fn run(ctx: &mut Context<'_>, input: &mut GetRecordsInput) -> Result<Answer<GetRecordsOutput>, Fault> {
    let streams = ctx.store.streams();
    let account = &ctx.call.account;
    let iterator = Iterator::open(&input.shard_iterator, streams.tokens(), ctx.now)?;
    Address::new(Some(&iterator.name), input.stream_arn.as_ref()).name(ctx.call)?;
    let gone = || fault::shard_not_found(iterator.shard, &iterator.name, account);
    let stream = streams
        .look(&iterator.name, ctx.now)
        .filter(|stream| stream.id == iterator.stream)
        .ok_or_else(gone)?;
    let shard = stream.shard(iterator.shard).ok_or_else(gone)?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    if !rates::read(streams, shard.track, ctx.now.line) {
        return Err(fault::shard_rate(shard, &stream.name, account));
    }
    let limit =
        ReadLimit { records: views::limit(input.limit, limits::GET_RECORDS), bytes: limits::GET_BYTES_MAX };
    let barred = encryption::barred(ctx, &stream);
    let (mut first, mut bar) = (Vec::new(), None);
    let passed = streams
        .visit(shard, iterator.from, limit, limits::GET_PIECE_BYTES, &mut |record| {
            bar = bar.or_else(|| barred.at(record.line).map(|_| (record.seq, record.line)));
            if bar.is_none() {
                first.push(record.to_owned());
            }
        })
        .map_err(|cause| fault::read(&cause, shard, &stream.name, account))?;
    if let Some((_, line)) = bar.filter(|_| first.is_empty()) {
        return Err(barred.at(line).cloned().unwrap_or_else(Fault::internal));
    }
    let mut page = Page {
        iterator: Iterator { from: passed.next, ..iterator },
        left: ReadLimit {
            records: limit.records - passed.records,
            bytes: limit.bytes.saturating_sub(passed.bytes),
        },
        arrived: passed.wall,
        stream: Arc::clone(&stream),
        first,
        barred,
    };
    page.end_before(bar.map(|(seq, _)| seq));
    if page.is_complete(ctx.store) {
        let output = gather(&mut page, ctx.store, ctx.now);
        return Ok(Answer::Now(GetRecordsOutput::from_value(output)));
    }
    Ok(Answer::Pieces(Box::new(page)))
}

/// A page of records in the making. What cannot be read ends it; the next call meets the same and says so.
struct Page {
    /// Where to read on.
    iterator: Iterator,
    left: ReadLimit,
    /// When the last record arrived.
    arrived: Option<WallMs>,
    /// The stream as it was found last.
    stream: Arc<Stream>,
    /// The first piece, read before the reply began.
    first: Vec<StreamRecord>,
    /// What the caller may not read, as it was when the call began.
    barred: Barred,
}

impl Pieces for Page {
    fn next(&mut self, store: &Store, now: Now, items: &mut dyn Items) -> Option<Value> {
        let first = std::mem::take(&mut self.first);
        if let Some(shard) = self.shard() {
            first.iter().for_each(|record| show(&self.stream, shard, &record.borrowed(), items));
        }
        let more = !first.is_empty() || self.read(store, items);
        (!more || self.is_complete(store)).then(|| self.rest(store, now))
    }
}

impl Page {
    fn is_complete(&self, store: &Store) -> bool {
        self.left.records == 0 || self.is_at_tip(store)
    }

    fn shard(&self) -> Option<&Shard> {
        self.stream.shard(self.iterator.shard)
    }

    fn is_at_tip(&self, store: &Store) -> bool {
        self.shard().is_none_or(|shard| self.iterator.from >= store.streams().bounds(shard).next)
    }

    /// Reads one more piece; false when nothing came of it.
    fn read(&mut self, store: &Store, items: &mut dyn Items) -> bool {
        let streams = store.streams();
        if let Some(stream) = streams.find(&self.iterator.name).filter(|now| now.id == self.stream.id) {
            if self.barred.is_outdated(&stream) {
                return false;
            }
            self.stream = stream;
        }
        let Some(shard) = self.stream.shard(self.iterator.shard) else { return false };
        let (mut given, mut bar, bytes_max) = (0, None, self.left.bytes);
        let read =
            streams.visit(shard, self.iterator.from, self.left, limits::GET_PIECE_BYTES, &mut |record| {
                bar = bar.or_else(|| self.barred.at(record.line).map(|_| record.seq));
                // One record is always shown, even one that the page has no room for.
                if bar.is_none() && record.bytes() <= bytes_max {
                    given += 1;
                    show(&self.stream, shard, &record, items);
                }
            });
        if bar.is_some() {
            self.end_before(bar);
            return given > 0;
        }
        let Some(passed) = read.ok().filter(|passed| passed.records == given) else { return false };
        self.iterator.from = passed.next;
        self.left.records -= passed.records;
        self.left.bytes = self.left.bytes.saturating_sub(passed.bytes);
        self.arrived = passed.wall.or(self.arrived);
        given > 0
    }

    /// Makes the page end before a record that the caller may not read.
    fn end_before(&mut self, bar: Option<Seq>) {
        if let Some(seq) = bar {
            self.iterator.from = seq;
            self.left.records = 0;
        }
    }

    fn rest(&self, store: &Store, now: Now) -> Value {
        if let Some(shard) = self.shard() {
            let given = limits::GET_BYTES_MAX - self.left.bytes;
            rates::given(store.streams(), shard.track, given, now.line);
        }
        let at_tip = self.is_at_tip(store);
        let ended = self
            .shard()
            .filter(|shard| shard.closed.is_some_and(|closed| at_tip && self.iterator.from >= closed.end));
        let output = GetRecordsOutput {
            records: Vec::new(),
            next_shard_iterator: ended.is_none().then(|| self.iterator.seal(store.streams().tokens(), now)),
            millis_behind_latest: Some(if at_tip { 0 } else { behind(self.arrived, now) }),
            child_shards: ended.map(|shard| self.stream.children(shard.index).map(views::child).collect()),
        };
        output.into_value()
    }
}

/// How long ago the last record of the page arrived; at least 1, because 0 means that there is nothing more.
pub(super) fn behind(arrived: Option<WallMs>, now: Now) -> i64 {
    let arrived = arrived.unwrap_or(now.wall);
    i64::try_from(now.wall.0.saturating_sub(arrived.0)).unwrap_or(i64::MAX).max(1)
}

/// Gives a record to the reply, with its members in the model's order.
fn show(stream: &Stream, shard: &Shard, record: &StreamRecordRef<'_>, items: &mut dyn Items) {
    let number = SequenceNumber::of(shard, record.seq, record.wall).digits();
    items.push(&[
        Plain::Text(str::from_utf8(&number).expect("digits are ASCII")),
        Plain::Int(views::millis(record.wall)),
        Plain::Blob(record.body),
        record.label.partition_key.map_or(Plain::Null, Plain::Text),
        // AWS says nothing about a record without a KMS key.
        stream.extras.encryption.key_at(record.line).map_or(Plain::Null, |_| Plain::Text(KMS)),
    ]);
}
