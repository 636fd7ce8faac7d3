//! Every refusal of this service, in AWS's words.

use crate::address::arn;
use crate::api::error;
use crate::{limits, views};
use millpond_aws::constraints::{self, Violation};
use millpond_base::{AccountId, WallMs};
use millpond_log::{ReadError, StageError};
use millpond_service::{Call, Fault};
use millpond_store::stream::queue::HandleError;
use millpond_store::stream::{
    ChangeError, Consumer, CreateError, DeleteError, DeregisterError, HashKey, RegisterError, Shard,
};
use std::fmt::Display;

/// Code of a throttled entry of PutRecords.
pub(crate) const THROTTLED: &str = "ProvisionedThroughputExceededException";

/// A request that breaks the model's constraints.
pub(crate) fn validation(violations: &[Violation]) -> Fault {
    Fault::code("ValidationException", 400, constraints::message(violations))
}

/// One broken constraint that the model does not state, worded as if it did.
fn constraint(path: &str, shown: &str, must: &str) -> Fault {
    let text = format!(
        "1 validation error detected: Value {shown}at '{path}' failed to satisfy constraint: Member must {must}"
    );
    Fault::code("ValidationException", 400, text)
}

/// A rule that a record breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breach {
    /// The stream places records by partition key, and there is none.
    NoPartitionKey,
    /// Data and partition key together exceed the stream's bound.
    TooLarge {
        /// The bound.
        bytes_max: usize,
    },
}

impl Breach {
    /// The refusal; `prefix` leads to the record within the request.
    pub(crate) fn at(self, prefix: &str) -> Fault {
        match self {
            Self::NoPartitionKey => constraint(&format!("{prefix}partitionKey"), "null ", "not be null"),
            Self::TooLarge { bytes_max } => {
                let must = format!("have length less than or equal to {bytes_max}");
                constraint(&format!("{prefix}data"), "", &must)
            }
        }
    }
}

pub(crate) fn invalid(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_ARGUMENT_EXCEPTION, text)
}

pub(crate) fn stream_not_found(name: &str, account: &str) -> Fault {
    not_found(format!("Stream {name} under account {account} not found."))
}

/// The shard, or the whole stream, is gone.
pub(crate) fn shard_not_found(shard: u32, stream: &str, account: &AccountId) -> Fault {
    let shard = shard_id(shard);
    not_found(format!("Shard {shard} in stream {stream} under account {account} does not exist"))
}

/// The text is no shard's name.
pub(crate) fn no_shard(text: &str, stream: &str, account: &AccountId) -> Fault {
    not_found(format!("Could not find shard {text} in stream {stream} under account {account}."))
}

/// There is no shard of this number.
pub(crate) fn no_shard_numbered(shard: u32, stream: &str, account: &AccountId) -> Fault {
    no_shard(&shard_id(shard), stream, account)
}

fn not_found(text: String) -> Fault {
    Fault::of(&error::RESOURCE_NOT_FOUND_EXCEPTION, text)
}

pub(crate) fn shard_limit(call: &Call, current: usize, added: u32, limit: usize) -> Fault {
    let text = format!(
        "This request would exceed the shard limit for the account {} in {}. Current shard count for the account: \
         {current}. Limit: {limit}. Number of additional shards that would have resulted from this request: {added}. \
         Refer to the AWS Service Limits page \
         (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request \
         higher limits.",
        call.account, call.region
    );
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}

/// More shards that ended are kept than this gateway has memory for.
pub(crate) fn kept_limit(kept: usize) -> Fault {
    limit_exceeded(format!(
        "This request would exceed the number of open and closed shards that are kept. Current number: {kept}. Limit: {}. \
         Closed shards go when their records have outlived the retention of their stream.",
        limits::SHARDS_KEPT_MAX
    ))
}

pub(crate) fn too_many_shards(current: usize, target: usize, limit: usize) -> Fault {
    limit_exceeded(format!(
        "Target shard count or number of open shards cannot be greater than {limit}. Current open shard count: {current}, \
         Target shard count: {target}"
    ))
}

pub(crate) fn scaled_too_far(how: &str, current: usize, target: usize) -> Fault {
    limit_exceeded(format!(
        "UpdateShardCount cannot scale {how} your current open shard count. Current open shard count: {current} Target \
         shard count: {target}"
    ))
}

pub(crate) fn scaled_too_often(stream: &str, account: &AccountId) -> Fault {
    limit_exceeded(format!(
        "Stream {stream} under account {account} was scaled {} times in a rolling 24-hour period, which is the limit.",
        limits::SCALINGS_A_DAY_MAX
    ))
}

pub(crate) fn switched_too_often(stream: &str, account: &AccountId) -> Fault {
    limit_exceeded(format!(
        "The mode of stream {stream} under account {account} was switched {} times in a rolling 24-hour period, which is \
         the limit.",
        limits::SWITCHES_A_DAY_MAX
    ))
}

/// Another change is under way.
pub(crate) fn not_active(stream: &str, account: &AccountId) -> Fault {
    let text =
        format!("Stream {stream} under account {account} not ACTIVE, instead in state {}", views::UPDATING);
    Fault::of(&error::RESOURCE_IN_USE_EXCEPTION, text)
}

/// An operation for provisioned streams.
pub(crate) fn on_demand(operation: &str, stream: &str, account: &AccountId) -> Fault {
    let text = format!(
        "{operation} is not supported for stream {stream} under account {account} because it is in the ON_DEMAND mode."
    );
    Fault::of(&error::VALIDATION_EXCEPTION, text)
}

pub(crate) fn no_commitment() -> Fault {
    invalid("WarmThroughputMiBps requires MinimumThroughputBillingCommitment to be enabled for the account.")
}

/// The shard is closed.
pub(crate) fn ended(shard: u32, stream: &str, account: &AccountId) -> Fault {
    invalid(format!(
        "Shard {} in stream {stream} under account {account} has already been merged or split, and thus is not eligible \
         for merging or splitting.",
        shard_id(shard)
    ))
}

pub(crate) fn split_place(asked: &str, shard: &Shard, stream: &str, account: &AccountId) -> Fault {
    invalid(format!(
        "NewStartingHashKey {asked} used in SplitShard() on shard {} in stream {stream} under account {account} is not both \
         greater than one plus the shard's StartingHashKey {} and less than the shard's EndingHashKey {}.",
        shard_id(shard.index),
        shard.range.first(),
        shard.range.last()
    ))
}

pub(crate) fn not_adjacent(shard: u32, adjacent: u32, stream: &str, account: &AccountId) -> Fault {
    invalid(format!(
        "Shards {} and {} in stream {stream} under account {account} are not an adjacent pair of shards eligible for merging",
        shard_id(shard),
        shard_id(adjacent)
    ))
}

/// Why a stream was not changed.
pub(crate) fn change(cause: ChangeError<Fault>, name: &str, account: &AccountId) -> Fault {
    match cause {
        ChangeError::Refused(fault) => fault,
        ChangeError::Unknown => stream_not_found(name, account.as_str()),
        _ => Fault::internal(),
    }
}

pub(crate) fn create(cause: &CreateError, name: &str, account: &AccountId) -> Fault {
    match cause {
        CreateError::Exists => in_use(format!("Stream {name} under account {account} already exists.")),
        _ => Fault::internal(),
    }
}

pub(crate) fn delete(cause: &DeleteError, name: &str, call: &Call) -> Fault {
    match cause {
        DeleteError::Unknown => stream_not_found(name, call.account.as_str()),
        DeleteError::Consumed => {
            let arn = arn(call, name);
            in_use(format!(
                "DeleteStream can't delete {arn} because there are consumers associated with this data stream. To delete \
                 {name} anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the \
                 consumers that are associated with it."
            ))
        }
        _ => Fault::internal(),
    }
}

pub(crate) fn consumer_not_found(name: &str, stream: &str, account: &AccountId) -> Fault {
    not_found(format!("Consumer {name} under stream {stream} not found for account {account}."))
}

pub(crate) fn register(cause: &RegisterError, name: &str, stream: &str, account: &AccountId) -> Fault {
    match cause {
        RegisterError::UnknownStream => stream_not_found(stream, account.as_str()),
        RegisterError::Exists => {
            in_use(format!("Consumer {name} under stream {stream} already exists for account {account}."))
        }
        RegisterError::Full => too_many_consumers(stream, account),
        _ => Fault::internal(),
    }
}

/// Queues count as consumers.
pub(crate) fn too_many_consumers(stream: &str, account: &AccountId) -> Fault {
    let text = format!(
        "Stream {stream} under account {account} cannot have more than {} registered consumers.",
        limits::CONSUMERS_MAX
    );
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}

pub(crate) fn deregister(cause: &DeregisterError, name: &str, stream: &str, account: &AccountId) -> Fault {
    match cause {
        DeregisterError::Unknown => consumer_not_found(name, stream, account),
        _ => Fault::internal(),
    }
}

/// What an older subscription hears when another took over, and a newer one when it may not.
pub(crate) fn subscribed(consumer: &Consumer, stream: &str, shard: u32, account: &AccountId) -> Fault {
    in_use(format!(
        "Another active subscription exists for this consumer: {account}:{stream}:{}:{}:{}",
        consumer.name,
        consumer.created.secs(),
        shard_id(shard)
    ))
}

pub(crate) fn subscriptions_limit(call: &Call) -> Fault {
    let text = format!(
        "This request would exceed the limit of {} concurrent subscriptions for the account {} in {}.",
        limits::SUBSCRIPTIONS_MAX,
        call.account,
        call.region
    );
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}

fn in_use(text: String) -> Fault {
    Fault::of(&error::RESOURCE_IN_USE_EXCEPTION, text)
}

pub(crate) fn resource_not_found(arn: &str) -> Fault {
    not_found(format!("Resource {arn} not found."))
}

pub(crate) fn no_policy(arn: &str) -> Fault {
    not_found(format!("No resource policy found for resource ARN {arn}."))
}

pub(crate) fn limit_exceeded(text: impl Into<String>) -> Fault {
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}

pub(crate) fn read(cause: &ReadError, shard: &Shard, stream: &str, account: &AccountId) -> Fault {
    match cause {
        ReadError::UnknownTrack(_) => shard_not_found(shard.index, stream, account),
        _ => Fault::internal(),
    }
}

/// What to tell a producer whose record could not be staged.
pub(crate) fn put(cause: &StageError, shard: &Shard, stream: &str, account: &AccountId) -> Fault {
    match cause {
        // A full log empties as the forwarder or retention lets go of records, so trying again is right.
        StageError::Busy { .. } | StageError::Full { .. } | StageError::Closed(_) => {
            shard_rate(shard, stream, account)
        }
        // Deleted since it was looked up.
        StageError::UnknownTrack(_) => stream_not_found(stream, account.as_str()),
        _ => Fault::internal(),
    }
}

pub(crate) fn throttled(shard: &Shard, stream: &str, account: &AccountId) -> String {
    format!("Rate exceeded for shard {} in stream {stream} under account {account}.", shard_id(shard.index))
}

/// More was asked of a shard than it gives in a second.
pub(crate) fn shard_rate(shard: &Shard, stream: &str, account: &AccountId) -> Fault {
    Fault::of(&error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION, throttled(shard, stream, account))
}

/// More calls of a kind came than are taken in a second.
pub(crate) fn call_rate(stream: Option<&str>, account: &AccountId) -> Fault {
    let of_stream = stream.map_or_else(String::new, |stream| format!("for stream {stream} "));
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, format!("Rate exceeded {of_stream}under account {account}."))
}

/// A request that the model allows and the operation does not.
pub(crate) fn invalid_request(text: impl Into<String>) -> Fault {
    Fault::of(&error::VALIDATION_EXCEPTION, text)
}

pub(crate) fn channel_not_found(arn: &str) -> Fault {
    not_found(format!("Channel {arn} not found."))
}

pub(crate) fn queue_not_found(arn: &str) -> Fault {
    not_found(format!("Queue {arn} not found."))
}

pub(crate) fn has_queues(stream: &str, account: &AccountId) -> Fault {
    in_use(format!(
        "Stream {stream} under account {account} has queues. Delete every queue on the stream first."
    ))
}

pub(crate) fn queue_exists(name: &str, account: &AccountId) -> Fault {
    in_use(format!("Queue {name} under account {account} already exists."))
}

pub(crate) fn throttled_queue(arn: &str) -> Fault {
    Fault::of(&error::THROTTLING_EXCEPTION, format!("Rate exceeded for queue {arn}."))
}

/// Why one receipt handle of a request did nothing.
pub(crate) fn handle(cause: HandleError) -> Fault {
    match cause {
        HandleError::Trimmed => not_found("The record is no longer retained by the stream.".to_owned()),
        HandleError::Superseded => invalid("The receipt handle has expired."),
        HandleError::NotInFlight => invalid("The record is not in flight."),
        HandleError::WrongPath => {
            invalid("The receipt handle is of a record on the other receive path of the queue.")
        }
        _ => invalid("The receipt handle is not valid."),
    }
}

pub(crate) fn explicit_hash_key(text: &str) -> Fault {
    invalid(format!(
        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {text}"
    ))
}

/// Reads an explicit hash key.
pub(crate) fn parse_hash_key(text: Option<&str>) -> Result<Option<HashKey>, Fault> {
    text.map(|text| HashKey::parse(text).ok_or_else(|| explicit_hash_key(text))).transpose()
}

pub(crate) fn ordering(number: &str, stream: &str, account: &AccountId) -> Fault {
    invalid(format!(
        "ExclusiveMinimumSequenceNumber {number} used in PutRecord on stream {stream} under account {account} is invalid."
    ))
}

pub(crate) fn starting_number(
    operation: &str,
    number: impl Display,
    shard: u32,
    stream: &str,
    account: &AccountId,
    foreign: bool,
) -> Fault {
    let why = if foreign { " because it did not come from this stream" } else { "" };
    invalid(format!(
        "StartingSequenceNumber {number} used in {operation} on shard {} in stream {stream} under account \
         {account} is invalid{why}.",
        shard_id(shard)
    ))
}

pub(crate) fn wrong_shard(encoded: u32, asked: u32) -> Fault {
    invalid(format!(
        "Invalid StartingSequenceNumber. It encodes {}, while it was used in a call to a shard with {}",
        shard_id(encoded),
        shard_id(asked)
    ))
}

pub(crate) fn iterator_expired(created: WallMs, now: WallMs) -> Fault {
    let text = format!(
        "Iterator expired. The iterator was created at time {} while right now it is {} which is further in the future \
         than the tolerated delay of {} milliseconds.",
        date(created),
        date(now),
        limits::TOKEN_MS
    );
    Fault::of(&error::EXPIRED_ITERATOR_EXCEPTION, text)
}

pub(crate) fn page_expired() -> Fault {
    Fault::of(&error::EXPIRED_NEXT_TOKEN_EXCEPTION, "NextToken has expired.")
}

pub(crate) fn dry_run() -> Fault {
    let text = "The request would have succeeded, but the DryRun option is set.";
    Fault::of(&error::DRY_RUN_OPERATION_EXCEPTION, text)
}

/// `shardId-000000000017`.
pub(crate) fn shard_id(mut index: u32) -> String {
    // By hand: every record of a PutRecords is answered with one.
    let mut name = *b"shardId-000000000000";
    for digit in name.iter_mut().rev() {
        if index == 0 {
            break;
        }
        *digit += u8::try_from(index % 10).expect("a digit");
        index /= 10;
    }
    str::from_utf8(&name).expect("plain ASCII").to_owned()
}

/// `Thu Jan 22 01:22:02 UTC 2015`, as AWS writes moments in texts.
fn date(moment: WallMs) -> String {
    // From `Thu, 22 Jan 2015 01:22:02 GMT`.
    let http = moment.to_http_date();
    let parts: Vec<&str> = http.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let [weekday, day, month, year, time, _] = parts[..] else { return http };
    format!("{weekday} {month} {day} {time} UTC {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_in_aws_texts() {
        assert_eq!(date(WallMs(1_421_889_722_000)), "Thu Jan 22 01:22:02 UTC 2015");
    }
}
