//! What a ResourceARN means: a stream, or something that belongs to one.

use crate::address::{self, Address};
use crate::consumer::ConsumerAddress;
use crate::{fault, queues};
use millpond_service::{Access, Call, Context, Fault};
use millpond_store::stream::queue::{ChangeError, StreamQueue};
use millpond_store::stream::{Consumer, DeregisterError, ResourcePolicy, Stream};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A resource that exists.
pub(crate) enum Resource {
    /// A stream.
    Stream(Arc<Stream>),
    /// A consumer of a stream.
    Consumer(Arc<Stream>, Arc<Consumer>),
    /// A queue on a stream.
    Queue(Arc<StreamQueue>),
}

/// What the policies must allow.
pub(crate) fn access(action: &'static str, arn: &str, call: &Call) -> Vec<Access> {
    vec![Access::new(action, address::canonical(arn, call))]
}

/// The resource that `arn` means.
pub(crate) fn find(ctx: &Context<'_>, arn: &String) -> Result<Resource, Fault> {
    if arn.contains(":stream/") && arn.contains("/consumer/") {
        let (stream, consumer) = ConsumerAddress::new(None, None, Some(arn)).find(ctx)?;
        return Ok(Resource::Consumer(stream, consumer));
    }
    if arn.contains(":stream/") {
        return Address::new(None, Some(arn)).stream(ctx).map(Resource::Stream);
    }
    if arn.contains(":queue/") {
        return queues::find(ctx, arn).map(Resource::Queue);
    }
    Err(fault::resource_not_found(arn))
}

impl Resource {
    /// `stream readings`, as texts call it.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Stream(stream) => format!("stream {}", stream.name),
            Self::Consumer(_, consumer) => format!("consumer {}", consumer.name),
            Self::Queue(queue) => format!("queue {}", queue.name()),
        }
    }

    /// Its tags.
    pub(crate) fn tags(&self) -> BTreeMap<String, String> {
        match self {
            Self::Stream(stream) => stream.tags.clone(),
            Self::Consumer(_, consumer) => consumer.tags.clone(),
            Self::Queue(queue) => queue.tags(),
        }
    }

    /// Changes its tags.
    ///
    /// # Durability
    /// The change is on flash when this returns.
    pub(crate) fn change_tags(
        &self,
        ctx: &Context<'_>,
        f: impl FnOnce(&mut BTreeMap<String, String>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match self {
            Self::Stream(stream) => {
                crate::setting::change(ctx, &stream.name, |settings| f(&mut settings.tags)).map(drop)
            }
            Self::Consumer(stream, consumer) => {
                let (mut outcome, change) = (Ok(()), wholly(f));
                let changed =
                    ctx.store.streams().change_consumer_tags(consumer, |tags| outcome = change(tags));
                outcome?;
                changed.map(drop).map_err(|cause| gone(&cause, ctx, stream, consumer))
            }
            Self::Queue(queue) => {
                let (mut outcome, change) = (Ok(()), wholly(f));
                let changed = ctx.store.stream_queues().change_tags(queue, |tags| outcome = change(tags));
                outcome?;
                changed.map_err(|cause| queue_gone(&cause, queue))
            }
        }
    }

    /// Its policy.
    pub(crate) fn policy(&self) -> Option<Arc<ResourcePolicy>> {
        match self {
            Self::Stream(stream) => stream.extras.policy.clone(),
            Self::Consumer(_, consumer) => consumer.policy.clone(),
            Self::Queue(queue) => queue.policy(),
        }
    }

    /// Attaches a policy, or takes the one it has away.
    ///
    /// # Durability
    /// The change is on flash when this returns.
    pub(crate) fn set_policy(&self, ctx: &Context<'_>, policy: Option<ResourcePolicy>) -> Result<(), Fault> {
        let policy = policy.map(Arc::new);
        match self {
            Self::Stream(stream) => crate::setting::change(ctx, &stream.name, |settings| {
                settings.extras.policy = policy;
                Ok(())
            })
            .map(drop),
            Self::Consumer(stream, consumer) => {
                let changed = ctx.store.streams().set_consumer_policy(consumer, policy);
                changed.map(drop).map_err(|cause| gone(&cause, ctx, stream, consumer))
            }
            Self::Queue(queue) => {
                let changed = ctx.store.stream_queues().set_policy(queue, policy);
                changed.map_err(|cause| queue_gone(&cause, queue))
            }
        }
    }
}

/// A change that leaves tags as they were when it refuses.
fn wholly(
    f: impl FnOnce(&mut BTreeMap<String, String>) -> Result<(), Fault>,
) -> impl FnOnce(&mut BTreeMap<String, String>) -> Result<(), Fault> {
    move |tags| {
        let mut wanted = tags.clone();
        f(&mut wanted)?;
        *tags = wanted;
        Ok(())
    }
}

fn gone(cause: &DeregisterError, ctx: &Context<'_>, stream: &Stream, consumer: &Consumer) -> Fault {
    fault::deregister(cause, &consumer.name, &stream.name, &ctx.call.account)
}

fn queue_gone(cause: &ChangeError, queue: &StreamQueue) -> Fault {
    match cause {
        ChangeError::Unknown => fault::queue_not_found(queue.arn()),
        _ => Fault::internal(),
    }
}
