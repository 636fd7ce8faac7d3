//! Makes a replica the primary key; there are no replicas.

use crate::api::{self, UpdatePrimaryRegionInput, UpdatePrimaryRegionOutput};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:UpdatePrimaryRegion";

fn access(_: &Call, store: &Store, input: &UpdatePrimaryRegionInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:PrimaryRegion", [input.primary_region.clone()])]
}

fn run(
    context: &mut Context<'_>,
    input: &mut UpdatePrimaryRegionInput,
) -> Result<Answer<UpdatePrimaryRegionOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_usable(context, &key, ACTION)?;
    if !key.is_multi_region() {
        return Err(fault::unsupported(format!("{} is not a multi-Region primary key.", key.arn())));
    }
    let (region, wanted) = (context.store.region(), &input.primary_region);
    if wanted == region.as_str() {
        return Err(fault::unsupported(format!("{} is already the primary key.", key.arn())));
    }
    Err(fault::not_found(format!("{} has no replica in the Region {wanted}.", key.arn())))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdatePrimaryRegion>(access, run)
}
