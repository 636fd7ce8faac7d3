//! GetMetricData.

use crate::api::{self, GetMetricDataInput, GetMetricDataOutput, MetricDataQuery, MetricDataResult};
use crate::series::{self, Points, Wanted};
use crate::{datum, fault, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use std::collections::BTreeSet;

const STATISTICS: [&str; 5] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

pub(super) fn handler() -> Handler {
    Handler::new::<api::GetMetricData>(access, run)
}

fn access(_: &Call, _: &Store, _: &GetMetricDataInput) -> Vec<Access> {
    vec![Access::new("cloudwatch:GetMetricData", "*")]
}

/// Gives a statistic of each of several metrics, all at once.
fn run(ctx: &mut Context<'_>, input: &mut GetMetricDataInput) -> Result<Answer<GetMetricDataOutput>, Fault> {
    if input.next_token.is_some() {
        return Err(fault::token());
    }
    let queries = std::mem::take(&mut input.metric_data_queries);
    if queries.len() > limits::QUERIES_MAX {
        return Err(fault::value(format!(
            "The collection MetricDataQueries must not have a size greater than {}.",
            limits::QUERIES_MAX
        )));
    }
    let distinct: BTreeSet<&String> = queries.iter().map(|query| &query.id).collect();
    if distinct.len() < queries.len() {
        return Err(fault::value("The values for parameter id in MetricDataQueries must be unique."));
    }
    let span = series::span(input.start_time, input.end_time)?;
    let wanted = queries.iter().zip(1..).map(|(query, number)| {
        let path = format!("MetricDataQueries.member.{number}");
        wanted(query, &path, span)
    });
    let wanted = wanted.collect::<Result<Vec<_>, _>>()?;
    let points = series::points(ctx.store.metrics(), &wanted)?;
    if points.iter().map(Points::len).sum::<usize>() > limits::DATA_POINTS_MAX {
        return Err(fault::combination(
            "The query gives more than 100,800 data points. Increase Period, or decrease the time range.",
        ));
    }
    let ascending = input.scan_by.as_deref() == Some("TimestampAscending");
    let shown = queries.into_iter().zip(points).filter(|(query, _)| query.return_data != Some(false));
    let results = shown.map(|(query, points)| result(query, &points, ascending));
    let metric_data_results = Some(results.collect());
    Ok(Answer::Now(GetMetricDataOutput { metric_data_results, next_token: None, messages: Some(Vec::new()) }))
}

fn wanted(query: &MetricDataQuery, path: &str, (from_ms, to_ms): (u64, u64)) -> Result<Wanted, Fault> {
    if query.expression.is_some() {
        return Err(fault::unsupported(&format!("{path}.Expression")));
    }
    let Some(stat) = &query.metric_stat else {
        return Err(fault::missing(&format!("{path}.MetricStat")));
    };
    if !STATISTICS.contains(&stat.stat.as_str()) {
        return Err(fault::invalid(&stat.stat, &format!("{path}.MetricStat.Stat")));
    }
    let period_ms = series::period(stat.period, &format!("{path}.MetricStat.Period"))?;
    let dimensions = stat.metric.dimensions.clone().unwrap_or_default();
    Ok(Wanted {
        namespace: stat.metric.namespace.clone().unwrap_or_default(),
        name: stat.metric.metric_name.clone().unwrap_or_default(),
        dimensions: datum::dimensions(dimensions, &format!("{path}.MetricStat.Metric"))?,
        unit: stat.unit.clone(),
        from_ms: from_ms - from_ms % period_ms,
        to_ms,
        period_ms,
    })
}

fn result(query: MetricDataQuery, points: &Points, ascending: bool) -> MetricDataResult {
    let stat = query.metric_stat.unwrap_or_default();
    let mut pairs: Vec<(i64, f64)> = points
        .iter()
        .filter_map(|((start, _), sum)| Some((i64::try_from(*start).ok()?, sum.statistic(&stat.stat)?)))
        .collect();
    if !ascending {
        pairs.reverse();
    }
    let (timestamps, values) = pairs.into_iter().unzip();
    MetricDataResult {
        id: Some(query.id),
        label: query.label.or(stat.metric.metric_name),
        timestamps: Some(timestamps),
        values: Some(values),
        status_code: Some("Complete".to_owned()),
        messages: None,
    }
}
