//! Removes tags of a key; those it does not have are no matter.

use crate::api::{self, UntagResourceInput, UntagResourceOutput};
use crate::{access, fault, key, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:UntagResource";

fn access(_: &Call, store: &Store, input: &UntagResourceInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("aws:TagKeys", input.tag_keys.iter().cloned())]
}

fn run(
    context: &mut Context<'_>,
    input: &mut UntagResourceInput,
) -> Result<Answer<UntagResourceOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    tags::check_keys(&input.tag_keys)?;
    let removed =
        context.store.keyring().tag(key.id(), |tags| tags.retain(|(k, _)| !input.tag_keys.contains(k)));
    removed.map_err(fault::keyring)?;
    Ok(Answer::Now(UntagResourceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagResource>(access, run)
}
