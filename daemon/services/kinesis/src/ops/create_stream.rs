//! CreateStream.

use crate::address::arn;
use crate::api::{self, CreateStreamInput, CreateStreamOutput};
use crate::{fault, limits, tags, warm};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::{Distribution, Extras, Mode, Settings};

pub(super) fn handler() -> Handler {
    Handler::new::<api::CreateStream>(access, run)
}

fn access(call: &Call, _: &Store, input: &CreateStreamInput) -> Vec<Access> {
    let resource = arn(call, &input.stream_name);
    let mut needed = vec![Access::new("kinesis:CreateStream", resource.clone())];
    if input.tags.is_some() {
        needed.push(Access::new("kinesis:AddTagsToStream", resource));
    }
    needed
}

/// Makes a stream that takes records at once; AWS's CREATING state is skipped.
///
/// # Durability
/// The stream is on flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut CreateStreamInput) -> Result<Answer<CreateStreamOutput>, Fault> {
    let settings = settings(ctx, input)?;
    let streams = ctx.store.streams();
    let (shards, _) = streams.counts();
    if shards + settings.shard_count as usize > limits::SHARDS_MAX
        && streams.find(&input.stream_name).is_none()
    {
        return Err(fault::shard_limit(ctx.call, shards, settings.shard_count, limits::SHARDS_MAX));
    }
    if streams.kept() + settings.shard_count as usize > limits::SHARDS_KEPT_MAX {
        return Err(fault::kept_limit(streams.kept()));
    }
    streams
        .create(&input.stream_name, settings, ctx.now.wall)
        .map_err(|cause| fault::create(&cause, &input.stream_name, &ctx.call.account))?;
    Ok(Answer::Now(CreateStreamOutput {}))
}

fn settings(ctx: &Context<'_>, input: &mut CreateStreamInput) -> Result<Settings, Fault> {
    let mode = match (&input.stream_mode_details, input.shard_count) {
        (Some(details), _) if details.stream_mode == "ON_DEMAND" => Mode::OnDemand,
        (Some(_), _) | (None, Some(_)) => Mode::Provisioned,
        (None, None) => Mode::OnDemand,
    };
    let shard_count = match (mode, input.shard_count) {
        (Mode::OnDemand, None) => limits::ON_DEMAND_SHARDS,
        (Mode::OnDemand, Some(_)) => {
            return Err(fault::invalid("ShardCount is not expected when StreamMode=ON_DEMAND"));
        }
        (Mode::Provisioned, None) => {
            return Err(fault::invalid("ShardCount is required when StreamMode=PROVISIONED"));
        }
        (Mode::Provisioned, Some(n)) => u32::try_from(n).unwrap_or(u32::MAX),
    };
    let even = input.record_distribution_strategy.as_deref() == Some("AUTO");
    if even && mode == Mode::Provisioned {
        return Err(even_needs_on_demand());
    }
    let warm_mibps = match input.warm_throughput_mibps {
        Some(asked) => warm::read(ctx, asked, mode)?,
        None => None,
    };
    let tags = input.tags.take().unwrap_or_default();
    tags::check(&tags, &format!("stream {}", input.stream_name), &ctx.call.account)?;
    let distribution = if even { Distribution::Even } else { Distribution::PartitionKey };
    Ok(Settings {
        mode,
        distribution,
        shard_count: shard_count.max(warm_mibps.unwrap_or(0)),
        retention_hours: limits::RETENTION_HOURS,
        record_kib_max: record_kib(input.max_record_size_in_kib)?,
        tags,
        extras: Extras { warm_mibps, ..Extras::default() },
    })
}

pub(super) fn even_needs_on_demand() -> Fault {
    fault::invalid("RecordDistributionStrategy AUTO is only supported for streams in the ON_DEMAND mode.")
}

pub(super) fn record_kib(asked: Option<i64>) -> Result<u32, Fault> {
    let Some(asked) = asked else { return Ok(limits::RECORD_KIB) };
    u32::try_from(asked).ok().filter(|kib| *kib <= limits::RECORD_KIB_MAX).ok_or_else(|| {
        fault::invalid(format!(
            "MaxRecordSizeInKiB {asked} exceeds {}, the most this endpoint takes.",
            limits::RECORD_KIB_MAX
        ))
    })
}
