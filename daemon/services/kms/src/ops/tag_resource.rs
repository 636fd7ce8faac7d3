//! Sets tags of a key.

use crate::api::{self, TagResourceInput, TagResourceOutput};
use crate::{access, fault, key, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:TagResource";

fn access(_: &Call, store: &Store, input: &TagResourceInput) -> Vec<Access> {
    vec![access::with_tags(access::on(store, ACTION, &input.key_id), &input.tags)]
}

fn run(context: &mut Context<'_>, input: &mut TagResourceInput) -> Result<Answer<TagResourceOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    tags::check(&input.tags)?;
    let merged = tags::merged(key.tags(), std::mem::take(&mut input.tags))?;
    let set = context.store.keyring().tag(key.id(), |tags| *tags = merged);
    set.map_err(fault::keyring)?;
    Ok(Answer::Now(TagResourceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagResource>(access, run)
}
