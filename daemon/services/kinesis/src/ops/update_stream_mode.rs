//! UpdateStreamMode.

use crate::address::Address;
use crate::api::{self, UpdateStreamModeInput, UpdateStreamModeOutput};
use crate::{fault, limits, resharding, warm};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Mode, Plan};

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateStreamMode>(access, run)
}

fn address(input: &UpdateStreamModeInput) -> Address<'_> {
    Address::new(None, Some(&input.stream_arn))
}

fn access(call: &Call, _: &Store, input: &UpdateStreamModeInput) -> Vec<Access> {
    address(input).access("kinesis:UpdateStreamMode", call)
}

/// Begins to ask for capacity in another way; the stream keeps its shards. One that is asked for in that way already
/// stays as it is.
///
/// # Durability
/// What was begun is on flash before the reply, and is done after a power cut too.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateStreamModeInput,
) -> Result<Answer<UpdateStreamModeOutput>, Fault> {
    let name = address(input).name(ctx.call)?;
    let mode = match input.stream_mode_details.stream_mode.as_str() {
        "ON_DEMAND" => Mode::OnDemand,
        _ => Mode::Provisioned,
    };
    let warm_mibps = match input.warm_throughput_mibps {
        Some(asked) => warm::read(ctx, asked, mode)?,
        None => None,
    };
    let stream = address(input).stream(ctx)?;
    ctx.store.stream_queues().beside(stream.id, |queues| {
        if queues > 0 && mode == Mode::Provisioned {
            return Err(fault::has_queues(name, &ctx.call.account));
        }
        begin(ctx, name, mode, warm_mibps)
    })?;
    Ok(Answer::Now(UpdateStreamModeOutput {}))
}

fn begin(ctx: &Context<'_>, name: &str, mode: Mode, warm_mibps: Option<u32>) -> Result<(), Fault> {
    resharding::begin(ctx, name, |parts| {
        if parts.resharding.pending.is_none() && parts.settings.mode == mode {
            return Ok(None);
        }
        resharding::note(&mut parts.resharding.switched, ctx.now.line, limits::SWITCHES_A_DAY_MAX)
            .ok_or_else(|| fault::switched_too_often(name, &ctx.call.account))?;
        if parts.resharding.pending.is_none() {
            // The shards for it follow once the mode is switched.
            parts.settings.extras.warm_mibps = warm_mibps;
        }
        Ok(Some(Plan::Switch { mode }))
    })
    .map(drop)
}
