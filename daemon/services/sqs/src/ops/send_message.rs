//! SendMessage.

use crate::api::{self, SendMessageInput, SendMessageOutput};
use crate::message::{Draft, Sums, sequence_number};
use crate::{address, fault, kms};
use millpond_base::uuid;
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::SendMessage>(access, run)
}

fn access(call: &Call, _: &Store, input: &SendMessageInput) -> Vec<Access> {
    address::access("sqs:SendMessage", call, &input.queue_url)
}

/// Takes one message.
///
/// # Durability
/// The message is on flash before the reply, and so is an earlier one that it repeats.
fn run(ctx: &mut Context<'_>, input: &mut SendMessageInput) -> Result<Answer<SendMessageOutput>, Fault> {
    let queue = address::queue(ctx, &input.queue_url)?;
    let settings = queue.settings();
    kms::check_send(ctx, &queue, &settings)?;
    let draft = Draft {
        body: &input.message_body,
        delay_s: input.delay_seconds,
        attributes: input.message_attributes.as_ref(),
        system_attributes: input.message_system_attributes.as_ref(),
        dedup_id: input.message_deduplication_id.as_deref(),
        group: input.message_group_id.as_deref(),
    };
    let outgoing = draft.check(&settings, &ctx.caller.user_id)?;
    let sums = Sums::of(&outgoing);
    let mut batch = Batch::new();
    let mut sending = queue.sending(ctx.now).map_err(|cause| fault::send(&cause, ctx.call))?;
    sending.push(&mut batch, outgoing).map_err(|cause| fault::send(&cause, ctx.call))?;
    let receipt = ctx.stage(batch).map_err(|cause| fault::stage(&cause, ctx.call))?;
    let sent = sending.staged(receipt.peek()).pop().expect("one message went in");
    let output = SendMessageOutput {
        md5_of_message_body: Some(sums.body),
        md5_of_message_attributes: sums.attributes,
        md5_of_message_system_attributes: sums.system_attributes,
        message_id: Some(uuid(&sent.message_id)),
        sequence_number: settings.is_fifo().then(|| sequence_number(sent.seq)),
    };
    Ok(Answer::Durable(receipt.map(|_| output)))
}
