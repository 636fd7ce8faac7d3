//! Tells what a key was last used for.

use crate::api::{self, GetKeyLastUsageInput, GetKeyLastUsageOutput, KeyLastUsageData};
use crate::{access, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:GetKeyLastUsage";

fn access(_: &Call, store: &Store, input: &GetKeyLastUsageInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetKeyLastUsageInput,
) -> Result<Answer<GetKeyLastUsageOutput>, Fault> {
    let key = key::named(context, &input.key_id)?;
    let created = Some(key.created().0.cast_signed());
    let last = context.store.keyring().last_use(key.id()).map(|last| KeyLastUsageData {
        operation: Some(last.used_for.as_str().to_owned()),
        timestamp: Some(last.at.0.cast_signed()),
        kms_request_id: Some(last.request_id),
        ..KeyLastUsageData::default()
    });
    Ok(Answer::Now(GetKeyLastUsageOutput {
        key_id: Some(key.arn().to_owned()),
        key_last_usage: Some(last.unwrap_or_default()),
        tracking_start_date: created,
        key_creation_date: created,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetKeyLastUsage>(access, run)
}
