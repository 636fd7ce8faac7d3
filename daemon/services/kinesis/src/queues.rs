//! Queues on streams as requests name them and replies show them.

use crate::address::arn;
use crate::{api, encryption, fault, limits, views};
use millpond_base::LineMs;
use millpond_log::{Batch, StageError};
use millpond_service::{Access, Answer, Call, Context, Fault, Wake};
use millpond_store::stream::Stream;
use millpond_store::stream::queue::{
    HandleError, Path, Receive, ReceiveError, Receiving, Settings, Settling, Start, StreamQueue,
};
use std::sync::Arc;

/// Queues take and give as soon as they exist, and are gone as soon as they are deleted.
pub(crate) const ACTIVE: &str = "ACTIVE";

/// What the policies must allow: the action on the queue.
pub(crate) fn access(action: &'static str, queue_arn: &str) -> Vec<Access> {
    vec![Access::new(action, queue_arn.to_owned())]
}

/// Every queue of the account: for a queue that does not exist yet, as its id is generated.
pub(crate) fn any_arn(call: &Call) -> String {
    format!("arn:aws:kinesis:{}:{}:queue/*", call.region, call.account)
}

/// The queue of a request.
pub(crate) fn find(ctx: &Context<'_>, queue_arn: &str) -> Result<Arc<StreamQueue>, Fault> {
    ctx.store.stream_queues().find_arn(queue_arn).ok_or_else(|| fault::queue_not_found(queue_arn))
}

pub(crate) fn describe(queue: &StreamQueue, call: &Call) -> api::QueueDescription {
    let (start, from) = queue.start();
    let starting_position = api::QueueStartingPosition {
        r#type: match start {
            Start::Latest => "LATEST",
            Start::TrimHorizon => "TRIM_HORIZON",
            Start::AtTimestamp => "AT_TIMESTAMP",
        }
        .to_owned(),
        timestamp: Some(views::millis(from)),
    };
    api::QueueDescription {
        queue_name: queue.name().to_owned(),
        queue_arn: queue.arn().to_owned(),
        queue_status: ACTIVE.to_owned(),
        queue_creation_timestamp: views::millis(queue.created()),
        stream_configuration_list: vec![api::QueueStreamConfiguration {
            stream_arn: arn(call, queue.stream_name()),
            starting_position: Some(starting_position),
        }],
        queue_attributes: Some(attributes(queue.settings())),
    }
}

fn attributes(settings: Settings) -> api::QueueAttributes {
    api::QueueAttributes {
        visibility_timeout_seconds: Some(settings.visibility_s.into()),
        dead_letter_configuration: Some(api::DeadLetterConfiguration {
            target_type: if settings.receives_max.is_some() { "BUILT_IN" } else { "NONE" }.to_owned(),
            max_receive_count: settings.receives_max.map(i64::from),
        }),
    }
}

pub(crate) fn summary(queue: &StreamQueue, stream: &Stream, call: &Call) -> api::QueueSummary {
    api::QueueSummary {
        queue_name: queue.name().to_owned(),
        queue_arn: queue.arn().to_owned(),
        queue_status: ACTIVE.to_owned(),
        queue_creation_timestamp: views::millis(queue.created()),
        streams: vec![api::QueueStreamIdentifier {
            stream_arn: arn(call, &stream.name),
            stream_creation_timestamp: views::millis(stream.created),
        }],
    }
}

/// Settings as asked for; what is not said stays as it is.
pub(crate) fn settings(asked: Option<&api::QueueAttributes>, now: Settings) -> Result<Settings, Fault> {
    let Some(asked) = asked else { return Ok(now) };
    let bounded = |n: i64| u32::try_from(n).expect("the model bounds it");
    let visibility_s = asked.visibility_timeout_seconds.map_or(now.visibility_s, bounded);
    let receives_max = match &asked.dead_letter_configuration {
        None => now.receives_max,
        Some(dead_letters) => match (dead_letters.target_type.as_str(), dead_letters.max_receive_count) {
            ("BUILT_IN", Some(count)) => Some(bounded(count)),
            ("BUILT_IN", None) => {
                return Err(fault::invalid_request(
                    "MaxReceiveCount is required when TargetType is BUILT_IN.",
                ));
            }
            (_, Some(_)) => {
                let text = "MaxReceiveCount can be specified only when TargetType is BUILT_IN.";
                return Err(fault::invalid_request(text));
            }
            (_, None) => None,
        },
    };
    Ok(Settings { visibility_s, receives_max })
}

/// What to tell a caller whose change of a queue's records could not be staged.
pub(crate) fn unstaged(cause: &StageError, queue_arn: &str) -> Fault {
    match cause {
        StageError::Busy { .. } | StageError::Full { .. } => fault::throttled_queue(queue_arn),
        // Deleted since it was looked up.
        StageError::UnknownTrack(_) => fault::queue_not_found(queue_arn),
        _ => Fault::internal(),
    }
}

/// A receipt handle that did nothing, and why.
pub(crate) struct Refused {
    pub(crate) receipt_handle: String,
    pub(crate) error_code: String,
    pub(crate) error_message: Option<String>,
}

/// What became of the entries of a request.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Receipt handles of those that succeeded.
    pub(crate) successful: Vec<String>,
    pub(crate) failed: Vec<Refused>,
}

/// Runs through the receipt handles of a request, each of which succeeds or fails by itself, and answers once all that
/// succeeded are on flash, in one atomic write.
pub(crate) fn each<'h, T>(
    ctx: &mut Context<'_>,
    queue_arn: &str,
    handles: impl Iterator<Item = &'h String>,
    mut change: impl FnMut(&mut Settling<'_>, usize, &str) -> Result<(), HandleError>,
    answer: impl FnOnce(Outcome) -> T,
) -> Result<Answer<T>, Fault> {
    let queue = find(ctx, queue_arn)?;
    let mut settling = queue.settling(ctx.store.streams().tokens(), ctx.now);
    let mut outcome = Outcome::default();
    for (entry, handle) in handles.enumerate() {
        let receipt_handle = handle.clone();
        match change(&mut settling, entry, handle).map_err(fault::handle) {
            Ok(()) => outcome.successful.push(receipt_handle),
            Err(fault) => {
                let (error_code, error_message) = (fault.code.to_string(), Some(fault.message));
                outcome.failed.push(Refused { receipt_handle, error_code, error_message });
            }
        }
    }
    let mut batch = Batch::new();
    settling.write(&mut batch);
    if batch.is_empty() {
        return Ok(Answer::Now(answer(outcome)));
    }
    let receipt = ctx.stage(batch.essential()).map_err(|cause| unstaged(&cause, queue_arn))?;
    settling.staged(&receipt);
    // Something may have become visible, now or before somebody's wait ends.
    ctx.ring(queue.bell());
    Ok(Answer::Durable(receipt.map(|_| answer(outcome))))
}

/// Hides a received record for a time that the model has bounded.
pub(crate) fn hide(
    settling: &mut Settling<'_>,
    handle: &str,
    visibility_s: i64,
    path: Path,
) -> Result<(), HandleError> {
    settling.hide(handle, u32::try_from(visibility_s).expect("the model bounds it"), path)
}

/// What a receive request says, of either path.
pub(crate) struct Asked<'a> {
    pub(crate) queue_arn: &'a str,
    pub(crate) limit: Option<i64>,
    pub(crate) wait_s: &'a mut Option<i64>,
    pub(crate) visibility_s: Option<i64>,
}

/// A receive that waits keeps the end of its wait in `WaitTimeSeconds`, as this plus a point on the device timeline.
/// No client can send such a value: the model's integers have 32 bits, and this one ends at 20.
const WAITS_UNTIL: i64 = 1 << 48;

const _: () = assert!(WAITS_UNTIL > i32::MAX as i64, "the mark lies outside what clients can send");

/// Receives records of one path and hides them, or waits for some. Runs again whenever the queue's bell rings, when a
/// hidden record becomes visible, and at the end of the wait.
///
/// # Durability
/// That the records were received, and how often, is on flash before the reply.
pub(crate) fn receive<T>(
    ctx: &mut Context<'_>,
    asked: Asked<'_>,
    path: Path,
    answer: impl FnOnce(Vec<api::QueueRecord>) -> T,
) -> Result<Answer<T>, Fault> {
    let Asked { queue_arn, limit, wait_s, visibility_s } = asked;
    let queue = find(ctx, queue_arn)?;
    if let Some(stream) = queue.stream(ctx.store.streams()) {
        encryption::check_read_all(ctx, &stream)?;
    }
    let until = match *wait_s {
        Some(marked) if marked >= WAITS_UNTIL => LineMs((marked - WAITS_UNTIL).cast_unsigned()),
        seconds => {
            let seconds = seconds.unwrap_or(limits::QUEUE_WAIT_S).cast_unsigned();
            ctx.now.line.after_ms(seconds * 1000)
        }
    };
    let receive = Receive {
        path,
        count_max: views::limit(limit, limits::QUEUE_RECEIVE),
        visibility_s: visibility_s.and_then(|seconds| u32::try_from(seconds).ok()),
    };
    let found = queue.receive(ctx.store.streams(), &receive, ctx.now).map_err(|cause| match cause {
        ReceiveError::NoStream => fault::queue_not_found(queue_arn),
        _ => Fault::internal(),
    })?;
    let Receiving { deliveries, more, next_due, mut settling } = found;
    if deliveries.is_empty() {
        if ctx.now.line >= until {
            return Ok(Answer::Now(answer(Vec::new())));
        }
        *wait_s = Some(WAITS_UNTIL + until.0.cast_signed());
        let next = if more { ctx.now.line } else { next_due.unwrap_or(until) };
        return Ok(Answer::Later { bell: queue.bell(), until: next.min(until), wake: Wake::All });
    }
    let mut batch = Batch::new();
    settling.write(&mut batch);
    let receipt = ctx.stage(batch.essential()).map_err(|cause| unstaged(&cause, queue_arn))?;
    settling.staged(&receipt);
    if receive.visibility_s.unwrap_or(queue.settings().visibility_s) <= limits::QUEUE_WAIT_S_MAX {
        // Others that wait must know that these records may be back before their wait ends.
        ctx.ring(queue.bell());
    }
    let records = deliveries.into_iter().map(|delivery| api::QueueRecord {
        receipt_handle: delivery.handle,
        record_id: delivery.number.into(),
        partition_key: delivery.record.partition_key,
        data: delivery.record.body,
        approximate_arrival_timestamp: views::millis(delivery.record.wall),
        first_receive_timestamp: views::millis(delivery.first_received),
        receive_count: delivery.receives.into(),
    });
    let output = answer(records.collect());
    Ok(Answer::Durable(receipt.map(|_| output)))
}
