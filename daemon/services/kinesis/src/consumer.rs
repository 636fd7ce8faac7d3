//! Which consumer a request means: by its ARN, by its name and its stream's ARN, or by all three.

use crate::address::{self, Address};
use crate::fault;
use millpond_service::{Access, Call, Context, Fault};
use millpond_store::Store;
use millpond_store::stream::{Consumer, Stream};
use std::sync::Arc;

/// How a request names its consumer.
#[derive(Clone, Copy)]
pub(crate) struct ConsumerAddress<'a> {
    stream_arn: Option<&'a String>,
    name: Option<&'a String>,
    arn: Option<&'a String>,
}

/// A parsed consumer ARN.
struct Arn<'a> {
    stream_arn: &'a str,
    name: &'a str,
    created_secs: &'a str,
}

impl<'a> ConsumerAddress<'a> {
    pub(crate) const fn new(
        stream_arn: Option<&'a String>,
        name: Option<&'a String>,
        arn: Option<&'a String>,
    ) -> Self {
        Self { stream_arn, name, arn }
    }

    /// What the policies must allow: the action on the consumer. One that is named and does not exist is judged by what
    /// is known of its ARN.
    pub(crate) fn access(&self, action: &'static str, call: &Call, store: &Store) -> Vec<Access> {
        let by_name = self.stream_arn.zip(self.name).map(|(stream_arn, name)| {
            let stream = Address::new(None, Some(stream_arn)).name(call).ok();
            let stream = stream.and_then(|name| store.streams().find(name));
            let found = stream.as_ref().and_then(|s| Some((s, store.streams().consumer(s.id, name)?)));
            found.map_or_else(
                || format!("{}/consumer/{name}", address::canonical(stream_arn, call)),
                |(stream, consumer)| arn(call, stream, &consumer),
            )
        });
        let by_arn = self.arn.map(|arn| address::canonical(arn, call));
        let mut resources: Vec<String> = by_arn.into_iter().chain(by_name).collect();
        resources.dedup();
        if resources.is_empty() {
            resources
                .push(self.stream_arn.map_or_else(|| "*".to_owned(), |arn| address::canonical(arn, call)));
        }
        resources.into_iter().map(|resource| Access::new(action, resource)).collect()
    }

    /// The consumer and its stream, once everything that was said agrees.
    pub(crate) fn find(&self, ctx: &Context<'_>) -> Result<(Arc<Stream>, Arc<Consumer>), Fault> {
        let Some(text) = self.arn else {
            let (Some(stream_arn), Some(name)) = (self.stream_arn, self.name) else {
                return Err(fault::invalid(
                    "Either ConsumerARN or both StreamARN and ConsumerName should be provided.",
                ));
            };
            let stream = Address::new(None, Some(stream_arn)).stream(ctx)?;
            let consumer = ctx.store.streams().consumer(stream.id, name);
            let consumer =
                consumer.ok_or_else(|| fault::consumer_not_found(name, &stream.name, &ctx.call.account))?;
            return Ok((stream, consumer));
        };
        let arn =
            Arn::parse(text).ok_or_else(|| fault::invalid(format!("ConsumerARN {text} is invalid.")))?;
        if self.stream_arn.is_some_and(|stream_arn| stream_arn != arn.stream_arn) {
            return Err(fault::invalid(format!(
                "StreamARN does not match the stream in ConsumerARN {text}."
            )));
        }
        if let Some(name) = self.name
            && name != arn.name
        {
            let text = format!("ConsumerName {name} does not match the consumer name in ConsumerARN {text}.");
            return Err(fault::invalid(text));
        }
        let stream_arn = arn.stream_arn.to_owned();
        let stream = Address::new(None, Some(&stream_arn)).stream(ctx)?;
        let consumer = ctx.store.streams().consumer(stream.id, arn.name);
        let consumer = consumer.filter(|found| found.created.secs().to_string() == arn.created_secs);
        let consumer =
            consumer.ok_or_else(|| fault::consumer_not_found(arn.name, &stream.name, &ctx.call.account))?;
        Ok((stream, consumer))
    }
}

impl<'a> Arn<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (stream_arn, consumer) = text.split_once("/consumer/")?;
        let (name, created_secs) = consumer.rsplit_once(':')?;
        Some(Self { stream_arn, name, created_secs })
    }
}

/// The ARN of a consumer.
pub(crate) fn arn(call: &Call, stream: &Stream, consumer: &Consumer) -> String {
    format!("{}/consumer/{}:{}", address::arn(call, &stream.name), consumer.name, consumer.created.secs())
}
