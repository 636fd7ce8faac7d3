//! Where reading begins: the five ways in which GetShardIterator and SubscribeToShard say it, and AWS's refusals.

use crate::{fault, views};
use millpond_base::Seq;
use millpond_service::{Context, Fault};
use millpond_store::stream::{SequenceError, SequenceNumber, Shard, Stream};
use std::fmt::Display;

/// A place in a shard as a client names it.
#[derive(Clone, Copy)]
pub(crate) struct Position<'a> {
    /// The operation, for texts.
    pub(crate) operation: &'static str,
    /// `TRIM_HORIZON` and its like.
    pub(crate) kind: &'a str,
    /// The sequence number.
    pub(crate) number: Option<&'a str>,
    /// The moment, in ms since 1970.
    pub(crate) timestamp: Option<i64>,
}

impl Position<'_> {
    /// The place to read from.
    pub(crate) fn seek(&self, ctx: &Context<'_>, stream: &Stream, shard: &Shard) -> Result<Seq, Fault> {
        let streams = ctx.store.streams();
        match (self.kind, self.number) {
            ("AT_SEQUENCE_NUMBER", Some(text)) => Ok(self.sequence_number(ctx, stream, shard, text)?.at()),
            ("AFTER_SEQUENCE_NUMBER", Some(text)) => {
                Ok(self.sequence_number(ctx, stream, shard, text)?.after())
            }
            ("TRIM_HORIZON", None) => Ok(streams.bounds(shard).first),
            ("LATEST", None) => Ok(streams.bounds(shard).next),
            ("AT_TIMESTAMP", None) => self.at_timestamp(ctx, shard),
            (kind, number) => Err(fault::invalid(format!(
                "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) \
                 TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified {kind} and {} StartingSequenceNumber.",
                if number.is_some() { "also a" } else { "no" }
            ))),
        }
    }

    fn at_timestamp(&self, ctx: &Context<'_>, shard: &Shard) -> Result<Seq, Fault> {
        let Some(asked) = self.timestamp else {
            return Err(fault::invalid(
                "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp \
                 parameter.",
            ));
        };
        let now = views::millis(ctx.now.wall);
        if asked > now {
            return Err(fault::invalid(format!(
                "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: \
                 {asked}, currentTimestampInMillis: {now}"
            )));
        }
        Ok(ctx.store.streams().seek_time(shard, views::moment(asked)))
    }

    /// Reads a sequence number and makes sure that this very shard gave it out.
    fn sequence_number(
        &self,
        ctx: &Context<'_>,
        stream: &Stream,
        shard: &Shard,
        text: &str,
    ) -> Result<SequenceNumber, Fault> {
        let refuse = |number: &dyn Display, foreign| {
            let account = &ctx.call.account;
            Err(fault::starting_number(self.operation, number, shard.index, &stream.name, account, foreign))
        };
        match SequenceNumber::parse(text) {
            Ok(number) if number.shard_index() != shard.index => {
                Err(fault::wrong_shard(number.shard_index(), shard.index))
            }
            Ok(number) if !number.is_from(shard) => refuse(&text, true),
            Ok(number) => Ok(number),
            Err(SequenceError::Legacy { shard: encoded, .. }) if encoded != shard.index => {
                Err(fault::wrong_shard(encoded, shard.index))
            }
            Err(SequenceError::Legacy { canonical: Some(canonical), .. }) => refuse(&canonical, true),
            Err(SequenceError::Legacy { canonical: None, .. }) => refuse(&text, true),
            Err(_) => refuse(&text, false),
        }
    }
}
