//! Tells about a key.

use crate::api::{self, DescribeKeyInput, DescribeKeyOutput};
use crate::{access, fault, grants, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DescribeKeyInput) -> Vec<Access> {
    vec![access::on(store, "kms:DescribeKey", &input.key_id)]
}

fn run(context: &mut Context<'_>, input: &mut DescribeKeyInput) -> Result<Answer<DescribeKeyOutput>, Fault> {
    grants::check_tokens(context, input.grant_tokens.as_ref())?;
    let store = context.store;
    let key = store.keyring().resolve(&input.key_id).map_err(fault::name)?;
    let key_metadata = Some(key::metadata(store.account().as_str(), store.region().as_str(), &key));
    Ok(Answer::Now(DescribeKeyOutput { key_metadata }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DescribeKey>(access, run)
}
