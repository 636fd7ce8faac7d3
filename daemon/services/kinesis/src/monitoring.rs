//! Metrics of each shard, by AWS's words.

use crate::setting;
use millpond_service::{Context, Fault};
use millpond_store::stream::{ShardMetric, ShardMetrics, Stream};

/// AWS's word for every metric.
const ALL: &str = "ALL";

/// The metrics that words name; the model has checked the words.
pub(crate) fn read(words: &[String]) -> ShardMetrics {
    if words.iter().any(|word| word == ALL) {
        return ShardMetrics::ALL;
    }
    words.iter().filter_map(|word| ShardMetric::parse(word)).collect()
}

/// The words for metrics. AWS lists them all, and never says `ALL`.
pub(crate) fn words(metrics: ShardMetrics) -> Vec<String> {
    metrics.iter().map(|metric| metric.as_str().to_owned()).collect()
}

/// Changes the metrics of a stream; those before and after.
pub(crate) fn change(
    ctx: &Context<'_>,
    stream: &Stream,
    f: impl FnOnce(ShardMetrics) -> ShardMetrics,
) -> Result<(ShardMetrics, ShardMetrics), Fault> {
    let mut before = ShardMetrics::default();
    let changed = setting::change(ctx, &stream.name, |settings| {
        before = settings.extras.metrics;
        settings.extras.metrics = f(before);
        Ok(())
    })?;
    Ok((before, changed.extras.metrics))
}
