//! Makes a replica in another region; this device is in one.

use crate::api::{self, ReplicateKeyInput, ReplicateKeyOutput, error};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:ReplicateKey";

fn access(_: &Call, store: &Store, input: &ReplicateKeyInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:ReplicaRegion", [input.replica_region.clone()])]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ReplicateKeyInput,
) -> Result<Answer<ReplicateKeyOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_usable(context, &key, ACTION)?;
    if !key.is_multi_region() {
        return Err(fault::unsupported(format!("{} is not a multi-Region primary key.", key.arn())));
    }
    let region = context.store.region();
    if input.replica_region == region.as_str() {
        let text = format!("{} is already in the Region {region}.", key.arn());
        return Err(Fault::of(&error::ALREADY_EXISTS_EXCEPTION, text));
    }
    Err(fault::unsupported(format!(
        "This gateway is in the Region {region} alone and cannot replicate keys."
    )))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ReplicateKey>(access, run)
}
