//! UpdateTimeToLive.

use super::Change;
use crate::api::{self, TimeToLiveSpecification, UpdateTimeToLiveInput, UpdateTimeToLiveOutput};
use crate::{address, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateTimeToLive>(access, run)
}

fn access(_: &Call, store: &Store, input: &UpdateTimeToLiveInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:UpdateTimeToLive", &input.table_name)]
}

/// Names the attribute that tells when an item expires, or lets none do so. Expired items go within seconds, as long as
/// the clock is trusted.
///
/// # Durability
/// On flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateTimeToLiveInput,
) -> Result<Answer<UpdateTimeToLiveOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    let TimeToLiveSpecification { enabled, attribute_name } = input.time_to_live_specification.clone();
    super::change(ctx, name, |settings| {
        let refusal = match &settings.expiry {
            Some(current) if *current != attribute_name => format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is {current}"
            ),
            Some(_) if enabled => "TimeToLive is already enabled".to_owned(),
            None if !enabled => "TimeToLive is already disabled".to_owned(),
            _ => {
                settings.expiry = enabled.then(|| attribute_name.clone());
                return Ok(());
            }
        };
        Err(Change::Asked(fault::validation_text(refusal)))
    })?;
    let specification = Some(input.time_to_live_specification.clone());
    Ok(Answer::Now(UpdateTimeToLiveOutput { time_to_live_specification: specification }))
}
