//! CreateQueue.

use crate::address::Address;
use crate::api::{self, CreateQueueInput, CreateQueueOutput, QueueStartingPosition};
use crate::{fault, limits, queues, tags, views};
use millpond_base::{Now, WallMs};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::Mode;
use millpond_store::stream::queue::{ChangeError, Making, Settings, Start};

pub(super) fn handler() -> Handler {
    Handler::new::<api::CreateQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &CreateQueueInput) -> Vec<Access> {
    let queue = queues::any_arn(call);
    let mut needed = vec![Access::new("kinesis:CreateQueue", queue.clone())];
    for stream in &input.stream_configuration_list {
        needed.push(Access::new("kinesis:AssociateStreamsWithQueue", stream.stream_arn.clone()));
    }
    if input.tags.is_some() {
        needed.push(Access::new("kinesis:TagResource", queue));
    }
    needed
}

/// Makes a queue that gives records at once; AWS's CREATING state is skipped.
///
/// # Durability
/// The queue is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut CreateQueueInput) -> Result<Answer<CreateQueueOutput>, Fault> {
    let [configuration] = &input.stream_configuration_list[..] else {
        return Err(fault::invalid_request("StreamConfigurationList must contain exactly one entry."));
    };
    let (start, at) = start(configuration.starting_position.as_ref(), ctx.now)?;
    let settings = queues::settings(input.queue_attributes.as_ref(), Settings::default())?;
    let name = std::mem::take(&mut input.queue_name);
    let tags = input.tags.take().unwrap_or_default();
    tags::check(&tags, &format!("queue {name}"), &ctx.call.account)?;
    let stream = Address::new(None, Some(&configuration.stream_arn)).stream(ctx)?;
    if stream.mode != Mode::OnDemand {
        let text = "Queues are supported only for streams with the ON_DEMAND stream mode.";
        return Err(fault::invalid_request(text));
    }
    if stream.resharding.pending.is_some() {
        return Err(fault::not_active(&stream.name, &ctx.call.account));
    }
    let making =
        Making { name: name.clone(), start, at, settings, tags, per_stream_max: limits::CONSUMERS_MAX };
    let queues = ctx.store.stream_queues();
    let queue =
        queues.create(ctx.store.streams(), &stream, making, ctx.now).map_err(|cause| match cause {
            ChangeError::Exists => fault::queue_exists(&name, &ctx.call.account),
            ChangeError::NoStream => fault::stream_not_found(&stream.name, ctx.call.account.as_str()),
            ChangeError::TooMany => fault::too_many_consumers(&stream.name, &ctx.call.account),
            _ => Fault::internal(),
        })?;
    Ok(Answer::Now(CreateQueueOutput { queue_description: queues::describe(&queue, ctx.call) }))
}

fn start(asked: Option<&QueueStartingPosition>, now: Now) -> Result<(Start, WallMs), Fault> {
    let Some(asked) = asked else { return Ok((Start::Latest, WallMs(0))) };
    let start = match asked.r#type.as_str() {
        "AT_TIMESTAMP" => Start::AtTimestamp,
        "TRIM_HORIZON" => Start::TrimHorizon,
        _ => Start::Latest,
    };
    match (start, asked.timestamp.map(views::moment)) {
        (Start::AtTimestamp, None) => Err(fault::invalid_request(
            "Timestamp is required when the starting position type is AT_TIMESTAMP.",
        )),
        (Start::AtTimestamp, Some(at)) if at > now.wall => {
            Err(fault::invalid_request("Timestamp cannot be greater than the current timestamp."))
        }
        (Start::AtTimestamp, Some(at)) => Ok((start, at)),
        (_, Some(_)) => {
            let text = "Timestamp can be specified only when the starting position type is AT_TIMESTAMP.";
            Err(fault::invalid_request(text))
        }
        (_, None) => Ok((start, WallMs(0))),
    }
}
