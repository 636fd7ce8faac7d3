//! Has a key made anew every so many days.

use crate::api::{self, EnableKeyRotationInput, EnableKeyRotationOutput};
use crate::{access, fault, key, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::KeyOrigin;

const ACTION: &str = "kms:EnableKeyRotation";

fn access(_: &Call, store: &Store, input: &EnableKeyRotationInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id);
    vec![access.with("kms:RotationPeriodInDays", [days(input).to_string()])]
}

fn days(input: &EnableKeyRotationInput) -> i64 {
    input.rotation_period_in_days.unwrap_or(limits::ROTATION_DAYS)
}

fn run(
    context: &mut Context<'_>,
    input: &mut EnableKeyRotationInput,
) -> Result<Answer<EnableKeyRotationOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_origin(&key, KeyOrigin::AwsKms)?;
    key::check_symmetric(&key)?;
    let days = u32::try_from(days(input)).expect("the model bounds it from 90 to 2560");
    let keyring = context.store.keyring();
    keyring.rotate_every(key.id(), days, context.now).map_err(fault::keyring)?;
    Ok(Answer::Now(EnableKeyRotationOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::EnableKeyRotation>(access, run)
}
