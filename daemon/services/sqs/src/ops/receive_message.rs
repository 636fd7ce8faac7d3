//! ReceiveMessage.

use crate::api::{self, MessageAttributeValue, ReceiveMessageInput, ReceiveMessageOutput};
use crate::message::{check_fifo_id, sequence_number};
use crate::{address, attributes, digest, fault, kms, limits};
use millpond_base::LineMs;
use millpond_base::uuid;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler, Wake};
use millpond_store::Store;
use millpond_store::queue::{Attribute, AttributeValue, Message, Receive, Settings};
use std::collections::BTreeMap;

/// System attributes a receiver can ask for.
const SYSTEM_NAMES: [&str; 10] = [
    "All",
    "AWSTraceHeader",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
];
/// A receive that waits keeps the end of its wait in `WaitTimeSeconds`, as this plus a point on the device timeline.
/// No client can send such a value: the model's integers have 32 bits.
const WAITS_UNTIL: i64 = 1 << 48;

const _: () = assert!(WAITS_UNTIL > i32::MAX as i64, "the mark lies outside what clients can send");

pub(super) fn handler() -> Handler {
    Handler::new::<api::ReceiveMessage>(access, run)
}

fn access(call: &Call, _: &Store, input: &ReceiveMessageInput) -> Vec<Access> {
    address::access("sqs:ReceiveMessage", call, &input.queue_url)
}

/// Receives messages and hides them, or waits for some. Runs again whenever the queue's bell rings, when a hidden
/// message becomes available, and at the end of the wait.
///
/// # Durability
/// Only durable messages are received. That they were is not written: after a restart they are available again.
fn run(
    ctx: &mut Context<'_>,
    input: &mut ReceiveMessageInput,
) -> Result<Answer<ReceiveMessageOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let settings = queue.settings();
    let wait = Wait::of(input, &settings, ctx.now.line)?;
    let (count, visibility_s) = check(input, &settings)?;
    let barred = kms::check_receive(ctx, &queue, &settings)?;
    let asking = Receive {
        count_max: count,
        visibility_s,
        attempt_id: input.receive_request_attempt_id.as_deref(),
        barred: &barred.times,
    };
    let received = ctx
        .store
        .queues()
        .receive(&queue, &asking, ctx.now)
        .inspect_err(|_| ctx.ring(queue.track()))
        .map_err(|cause| fault::read(&cause, ctx.call))?;
    if let Some(refusal) = received.barred.and_then(|line| barred.why(line)) {
        return Err(refusal.clone());
    }
    if received.messages.is_empty() {
        if ctx.now.line < wait.until {
            input.wait_time_seconds = Some(wait.mark());
            let until = if received.more { ctx.now.line } else { wait.until };
            let wake = Wake::First { due: received.next_due };
            return Ok(Answer::Later { bell: queue.track(), until, wake });
        }
        // AWS answers a long poll with nothing here, and a short one with an error.
        if received.over_limit && !wait.long && !settings.is_fifo() {
            return Err(fault::in_flight_limit());
        }
        return Ok(Answer::Now(ReceiveMessageOutput { messages: None }));
    }
    let back_soon = i64::from(visibility_s.unwrap_or(settings.visibility_s)) <= *limits::WAIT_S.end();
    if received.left || back_soon {
        // The next that waits takes what is left; or it must know that these messages may be back before its wait ends.
        ctx.ring(queue.track());
    }
    let show = Show::of(input, settings.is_fifo());
    let messages = received.messages.into_iter().map(|message| show.message(message)).collect();
    Ok(Answer::Now(ReceiveMessageOutput { messages: Some(messages) }))
}

/// How long a receive waits.
struct Wait {
    until: LineMs,
    long: bool,
}

impl Wait {
    fn of(input: &ReceiveMessageInput, settings: &Settings, now: LineMs) -> Result<Self, Fault> {
        let seconds = match input.wait_time_seconds {
            Some(marked) if marked >= WAITS_UNTIL => {
                return Ok(Self { until: LineMs((marked - WAITS_UNTIL).cast_unsigned()), long: true });
            }
            Some(seconds) if !limits::WAIT_S.contains(&seconds) => {
                let reason = "Must be >= 0 and <= 20, if provided.";
                return Err(fault::parameter(seconds, "WaitTimeSeconds", reason));
            }
            Some(seconds) => seconds.cast_unsigned(),
            None => u64::from(settings.wait_s),
        };
        Ok(Self { until: now.after_ms(seconds * 1000), long: seconds > 0 })
    }

    fn mark(&self) -> i64 {
        WAITS_UNTIL + self.until.0.cast_signed()
    }
}

/// How many messages, and for how long they are hidden.
fn check(input: &ReceiveMessageInput, settings: &Settings) -> Result<(usize, Option<u32>), Fault> {
    let count = input.max_number_of_messages.unwrap_or(1);
    if !limits::RECEIVE_COUNT.contains(&count) {
        let reason = "Must be between 1 and 10, if provided.";
        return Err(fault::parameter(count, "MaxNumberOfMessages", reason));
    }
    let visibility_s = input.visibility_timeout;
    if let Some(seconds) = visibility_s.filter(|s| !limits::VISIBILITY_S.contains(s)) {
        let reason = "Must be between 0 and 43200, if provided.";
        return Err(fault::parameter(seconds, "VisibilityTimeout", reason));
    }
    if settings.is_fifo() {
        check_fifo_id("ReceiveRequestAttemptId", input.receive_request_attempt_id.as_deref())?;
    } else if let Some(id) = &input.receive_request_attempt_id {
        let reason = "The request include parameter that is not valid for this queue type.";
        return Err(fault::parameter(id, "ReceiveRequestAttemptId", reason));
    }
    let unknown = names(input).find(|name| !SYSTEM_NAMES.contains(name) && !attributes::is_known(name));
    if let Some(name) = unknown {
        return Err(fault::unknown_attribute(name));
    }
    let count = usize::try_from(count).expect("a receive asks for ten at most");
    Ok((count, visibility_s.and_then(|s| u32::try_from(s).ok())))
}

/// The names of system attributes asked for, under the older and the newer parameter.
fn names(input: &ReceiveMessageInput) -> impl Iterator<Item = &str> {
    let lists = [&input.attribute_names, &input.message_system_attribute_names];
    lists.into_iter().flatten().flatten().map(String::as_str)
}

/// What of a message the receiver wants to see.
struct Show<'a> {
    system: Vec<&'a str>,
    attributes: &'a [String],
    fifo: bool,
}

impl<'a> Show<'a> {
    fn of(input: &'a ReceiveMessageInput, fifo: bool) -> Self {
        let attributes = input.message_attribute_names.as_deref().unwrap_or_default();
        Self { system: names(input).collect(), attributes, fifo }
    }

    fn message(&self, message: Message) -> api::Message {
        let attributes = self.system(&message);
        let shown: Vec<&Attribute> =
            message.attributes.iter().filter(|attribute| self.wants(&attribute.name)).collect();
        let md5_of_message_attributes = digest::of_attributes(shown.iter().copied());
        let message_attributes: BTreeMap<String, MessageAttributeValue> =
            shown.into_iter().map(|attribute| (attribute.name.clone(), value(attribute))).collect();
        let body = String::from_utf8_lossy(&message.body).into_owned();
        api::Message {
            message_id: Some(uuid(&message.message_id)),
            receipt_handle: Some(message.receipt_handle),
            md5_of_body: Some(digest::of_body(body.as_bytes())),
            body: Some(body),
            attributes: (!attributes.is_empty()).then_some(attributes),
            md5_of_message_attributes,
            message_attributes: (!message_attributes.is_empty()).then_some(message_attributes),
        }
    }

    /// `All`, `.*`, a prefix followed by `.*`, or the very name.
    fn wants(&self, name: &str) -> bool {
        self.attributes.iter().any(|wanted| match wanted.as_str() {
            "All" | ".*" | "*" => true,
            wanted => {
                wanted == name || wanted.strip_suffix(".*").is_some_and(|prefix| name.starts_with(prefix))
            }
        })
    }

    fn system(&self, message: &Message) -> BTreeMap<String, String> {
        let all = self.system.contains(&"All");
        let has = [
            ("AWSTraceHeader", message.trace_header.clone()),
            ("ApproximateFirstReceiveTimestamp", Some(message.first_received.0.to_string())),
            ("ApproximateReceiveCount", Some(message.receives.to_string())),
            ("DeadLetterQueueSourceArn", message.moved_from.clone()),
            ("MessageDeduplicationId", message.dedup_id.clone()),
            ("MessageGroupId", message.group.clone()),
            ("SenderId", Some(message.sender_id.clone())),
            ("SentTimestamp", Some(message.sent.0.to_string())),
            ("SequenceNumber", self.fifo.then(|| sequence_number(message.seq))),
        ];
        has.into_iter()
            .filter(|(name, _)| all || self.system.contains(name))
            .filter_map(|(name, text)| Some((name.to_owned(), text?)))
            .collect()
    }
}

fn value(attribute: &Attribute) -> MessageAttributeValue {
    let mut shown =
        MessageAttributeValue { data_type: attribute.data_type.clone(), ..MessageAttributeValue::default() };
    match &attribute.value {
        AttributeValue::Text(text) => shown.string_value = Some(text.clone()),
        AttributeValue::Bytes(bytes) => shown.binary_value = Some(bytes.clone()),
    }
    shown
}
