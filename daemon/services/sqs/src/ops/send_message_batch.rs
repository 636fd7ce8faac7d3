//! SendMessageBatch.

use crate::api::{
    self, SendMessageBatchInput, SendMessageBatchOutput, SendMessageBatchRequestEntry,
    SendMessageBatchResultEntry,
};
use crate::message::{Draft, Sums, sequence_number};
use crate::{address, batch, fault, kms, limits};
use millpond_base::uuid;
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Forwarded, Handler};
use millpond_store::Store;
use millpond_store::queue::Settings;

pub(super) fn handler() -> Handler {
    Handler::new::<api::SendMessageBatch>(access, run)
}

fn access(call: &Call, _: &Store, input: &SendMessageBatchInput) -> Vec<Access> {
    address::access("sqs:SendMessage", call, &input.queue_url)
}

/// Takes up to ten messages; each succeeds or fails by itself.
///
/// # Durability
/// Every message that succeeds is on flash before the reply, all in one atomic write.
fn run(
    ctx: &mut Context<'_>,
    input: &mut SendMessageBatchInput,
) -> Result<Answer<SendMessageBatchOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let settings = queue.settings();
    check(&input.entries, &settings)?;
    kms::check_send(ctx, &queue, &settings)?;
    let mut writes = Batch::new();
    let mut taken = Vec::with_capacity(input.entries.len());
    let mut failed = Vec::new();
    let mut sending = queue.sending(ctx.now).map_err(|cause| fault::send(&cause, ctx.call))?;
    let mut forwarded = Forwarded::of(ctx, input.entries.len())?;
    let mut repeated = Vec::new();
    for (number, entry) in input.entries.iter().enumerate() {
        if forwarded.is_known(number) {
            repeated.push(entry.id.clone());
            continue;
        }
        if forwarded.keeps_order() && !failed.is_empty() {
            // The sender keeps an order, and sends this one again behind the one that failed.
            failed.push(batch::failed(&entry.id, &Fault::internal()));
            continue;
        }
        let outcome = draft(entry).check(&settings, &ctx.caller.user_id).and_then(|outgoing| {
            let sums = Sums::of(&outgoing);
            sending.push(&mut writes, outgoing).map_err(|cause| fault::send(&cause, ctx.call))?;
            Ok(sums)
        });
        match outcome {
            Ok(sums) => {
                forwarded.take(number);
                taken.push((&entry.id, sums));
            }
            Err(fault) => failed.push(batch::failed(&entry.id, &fault)),
        }
    }
    forwarded.write(&mut writes);
    if writes.is_empty() && forwarded.keeps_order() {
        drop(sending);
        let output = SendMessageBatchOutput { successful: repeated.into_iter().map(there).collect(), failed };
        return Ok(Answer::Durable(ctx.store.log().after(forwarded.staged(None), output)));
    }
    let receipt = ctx.stage(writes).map_err(|cause| fault::stage(&cause, ctx.call))?;
    let _ = forwarded.staged(Some(receipt.ticket()));
    let sent = sending.staged(receipt.peek());
    let successful = taken.into_iter().zip(sent).map(|((id, sums), sent)| SendMessageBatchResultEntry {
        id: id.clone(),
        message_id: uuid(&sent.message_id),
        md5_of_message_body: sums.body,
        md5_of_message_attributes: sums.attributes,
        md5_of_message_system_attributes: sums.system_attributes,
        sequence_number: settings.is_fifo().then(|| sequence_number(sent.seq)),
    });
    let successful = successful.chain(repeated.into_iter().map(there)).collect();
    let output = SendMessageBatchOutput { successful, failed };
    Ok(Answer::Durable(receipt.map(|_| output)))
}

/// The answer for a message that was taken when another gateway forwarded it before; its place is not remembered.
fn there(id: String) -> SendMessageBatchResultEntry {
    SendMessageBatchResultEntry { id, ..SendMessageBatchResultEntry::default() }
}

fn draft(entry: &SendMessageBatchRequestEntry) -> Draft<'_> {
    Draft {
        body: &entry.message_body,
        delay_s: entry.delay_seconds,
        attributes: entry.message_attributes.as_ref(),
        system_attributes: entry.message_system_attributes.as_ref(),
        dedup_id: entry.message_deduplication_id.as_deref(),
        group: entry.message_group_id.as_deref(),
    }
}

/// What fails the whole request.
fn check(entries: &[SendMessageBatchRequestEntry], settings: &Settings) -> Result<(), Fault> {
    batch::check("SendMessageBatchRequestEntry", entries.iter().map(|entry| entry.id.as_str()))?;
    for entry in entries.iter().filter(|_| settings.is_fifo()) {
        if entry.message_deduplication_id.is_none() && !settings.content_dedup {
            return Err(fault::no_dedup_id());
        }
        if entry.message_group_id.is_none() {
            // The single send uses another code for the same text.
            return Err(fault::invalid_parameter(fault::missing("MessageGroupId").message));
        }
    }
    let bytes = entries.iter().map(|entry| draft(entry).bytes()).sum();
    if bytes > limits::BATCH_BYTES_MAX { Err(fault::batch_too_long(bytes)) } else { Ok(()) }
}
