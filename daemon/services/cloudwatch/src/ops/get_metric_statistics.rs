//! GetMetricStatistics.

use crate::api::{self, Datapoint, GetMetricStatisticsInput, GetMetricStatisticsOutput};
use crate::series::{self, Wanted};
use crate::{datum, fault, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetMetricStatistics>(access, run)
}

fn access(_: &Call, _: &Store, _: &GetMetricStatisticsInput) -> Vec<Access> {
    vec![Access::new("cloudwatch:GetMetricStatistics", "*")]
}

/// Gives statistics of a metric, a data point for each period and unit.
fn run(
    ctx: &mut Context<'_>,
    input: &mut GetMetricStatisticsInput,
) -> Result<Answer<GetMetricStatisticsOutput>, Fault> {
    if input.extended_statistics.is_some() {
        return Err(fault::unsupported("ExtendedStatistics"));
    }
    let Some(statistics) = input.statistics.take() else {
        return Err(fault::missing("Statistics"));
    };
    let period_ms = series::period(input.period, "Period")?;
    let (from_ms, to_ms) = series::span(input.start_time, input.end_time)?;
    let points = (to_ms - from_ms) / period_ms;
    if points > limits::POINTS_MAX {
        return Err(fault::combination(format!(
            "You have requested up to {points} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints \
             requested by increasing Period, or decreasing the time range."
        )));
    }
    let wanted = Wanted {
        namespace: std::mem::take(&mut input.namespace),
        name: input.metric_name.clone(),
        dimensions: datum::dimensions(input.dimensions.take().unwrap_or_default(), "Dimensions")?,
        unit: input.unit.take(),
        from_ms: from_ms - from_ms % period_ms,
        to_ms,
        period_ms,
    };
    let points = series::points(ctx.store.metrics(), &[wanted])?.pop().unwrap_or_default();
    let has = |name: &str| statistics.iter().any(|statistic| statistic == name);
    let datapoints = points.into_iter().map(|((start, unit), sum)| {
        let of = |name: &str| sum.statistic(name).filter(|_| has(name));
        Datapoint {
            timestamp: i64::try_from(start).ok(),
            sample_count: of("SampleCount"),
            average: of("Average"),
            sum: of("Sum"),
            minimum: of("Minimum"),
            maximum: of("Maximum"),
            unit: Some(unit),
            extended_statistics: None,
        }
    });
    let datapoints = Some(datapoints.collect());
    Ok(Answer::Now(GetMetricStatisticsOutput { label: Some(input.metric_name.clone()), datapoints }))
}
