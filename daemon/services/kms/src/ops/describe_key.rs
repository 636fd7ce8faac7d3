//! Tells about a key.

use crate::api::{self, DescribeKeyInput, DescribeKeyOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DescribeKeyInput) -> Vec<Access> {
    vec![Access::new("kms:DescribeKey", store.keyring().arn_of(&input.key_id))]
}

fn run(context: &mut Context<'_>, input: &mut DescribeKeyInput) -> Result<Answer<DescribeKeyOutput>, Fault> {
    let key = context.store.keyring().resolve(&input.key_id).map_err(fault::name)?;
    let key_metadata = Some(key::metadata(context.store.account().as_str(), &key));
    Ok(Answer::Now(DescribeKeyOutput { key_metadata }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DescribeKey>(access, run)
}
