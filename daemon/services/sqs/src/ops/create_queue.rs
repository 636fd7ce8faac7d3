//! CreateQueue.

use crate::api::{self, CreateQueueInput, CreateQueueOutput};
use crate::{address, attributes, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::ChangeError;

pub(super) fn handler() -> Handler {
    Handler::new::<api::CreateQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &CreateQueueInput) -> Vec<Access> {
    vec![Access::new("sqs:CreateQueue", address::arn(call, &input.queue_name))]
}

/// Makes a queue, or finds the one of the same name that has every attribute given.
///
/// # Durability
/// The queue is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut CreateQueueInput) -> Result<Answer<CreateQueueOutput>, Fault> {
    let queues = ctx.store.queues();
    let given = input.attributes.clone().unwrap_or_default();
    let settings = attributes::create(&input.queue_name, &given, queues)?;
    let tags = input.tags.clone().unwrap_or_default();
    match queues.create(&input.queue_name, settings, tags, ctx.now) {
        Ok(_) => {}
        Err(ChangeError::Exists(queue)) => {
            if let Some(name) = attributes::mismatch(&queue.settings(), &given, queues)? {
                return Err(fault::queue_exists(name));
            }
        }
        Err(cause) => return Err(fault::change(&cause, ctx.call)),
    }
    Ok(Answer::Now(CreateQueueOutput { queue_url: Some(address::url(ctx.call, &input.queue_name)) }))
}
