//! Brings the clock of a user's virtual MFA device back into step.

use crate::api::{self, ResyncMFADeviceInput, ResyncMFADeviceOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ResyncMFADeviceInput) -> Vec<Access> {
    names::on_user(store, "iam:ResyncMFADevice", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ResyncMFADeviceInput,
) -> Result<Answer<ResyncMFADeviceOutput>, Fault> {
    let codes = [input.authentication_code1.as_str(), &input.authentication_code2];
    let principals = context.store.principals();
    let done = principals.resync_device(&input.user_name, &input.serial_number, codes, context.now);
    done.map_err(fault::principal)?;
    Ok(Answer::Now(ResyncMFADeviceOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ResyncMFADevice>(access, run)
}
