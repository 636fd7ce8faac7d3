//! CreateQueue.

use crate::api::{self, CreateQueueInput, CreateQueueOutput};
use crate::attributes::{self, Place};
use crate::{address, fault, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::queue::ChangeError;

pub(super) fn handler() -> Handler {
    Handler::new::<api::CreateQueue>(access, run)
}

fn access(call: &Call, _: &Store, input: &CreateQueueInput) -> Vec<Access> {
    let arn = address::arn(call, &input.queue_name);
    let mut wanted = vec![Access::new("sqs:CreateQueue", arn.clone())];
    if input.tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
        wanted.push(Access::new("sqs:TagQueue", arn));
    }
    wanted
}

/// Makes a queue, or finds the one of the same name that has every attribute given.
///
/// # Durability
/// The queue is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut CreateQueueInput) -> Result<Answer<CreateQueueOutput>, Fault> {
    let queues = ctx.store.queues();
    let place = Place { queues, arn: &address::arn(ctx.call, &input.queue_name) };
    let given = input.attributes.clone().unwrap_or_default();
    let settings = attributes::create(&input.queue_name, &given, &place)?;
    let tags = input.tags.clone().unwrap_or_default();
    tags::check(&tags, &input.queue_name)?;
    match queues.create(&input.queue_name, settings, tags, ctx.now) {
        Ok(_) => {}
        Err(ChangeError::Exists(queue)) => {
            if let Some(name) = attributes::mismatch(&queue.settings(), &given, &place)? {
                return Err(fault::queue_exists(name));
            }
        }
        Err(cause) => return Err(fault::change(&cause, ctx.call)),
    }
    Ok(Answer::Now(CreateQueueOutput { queue_url: Some(address::url(ctx.call, &input.queue_name)) }))
}
