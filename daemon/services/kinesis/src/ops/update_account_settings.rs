//! UpdateAccountSettings.

use crate::account;
use crate::api::{self, UpdateAccountSettingsInput, UpdateAccountSettingsOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateAccountSettings>(access, run)
}

fn access(_: &Call, _: &Store, _: &UpdateAccountSettingsInput) -> Vec<Access> {
    vec![Access::new("kinesis:UpdateAccountSettings", "*")]
}

/// Makes or ends the commitment to a minimum of throughput; it lasts a day at least.
///
/// # Durability
/// The choice is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateAccountSettingsInput,
) -> Result<Answer<UpdateAccountSettingsOutput>, Fault> {
    let wanted = input.minimum_throughput_billing_commitment.status == "ENABLED";
    let held = ctx.store.streams().commit_to_minimum(wanted, ctx.now).map_err(|_| Fault::internal())?;
    let shown = account::show(held, ctx.now.line);
    Ok(Answer::Now(UpdateAccountSettingsOutput { minimum_throughput_billing_commitment: Some(shown) }))
}
