//! Tells whether and when a key is made anew.

use crate::api::{self, GetKeyRotationStatusInput, GetKeyRotationStatusOutput};
use crate::{access, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyOrigin, KeyState};

const ACTION: &str = "kms:GetKeyRotationStatus";

fn access(_: &Call, store: &Store, input: &GetKeyRotationStatusInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetKeyRotationStatusInput,
) -> Result<Answer<GetKeyRotationStatusOutput>, Fault> {
    let key = key::named(context, &input.key_id)?;
    key::check_origin(&key, KeyOrigin::AwsKms)?;
    // While a key waits for its deletion it is not made anew; what was set comes back with it.
    let rotation = key.rotation().filter(|_| key.state() != KeyState::PendingDeletion);
    Ok(Answer::Now(GetKeyRotationStatusOutput {
        key_rotation_enabled: Some(rotation.is_some()),
        key_id: Some(key.id().to_string()),
        rotation_period_in_days: rotation.map(|rotation| rotation.period_days.into()),
        next_rotation_date: rotation.map(|rotation| rotation.next.0.cast_signed()),
        ..GetKeyRotationStatusOutput::default()
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetKeyRotationStatus>(access, run)
}
