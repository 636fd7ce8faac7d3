//! Bounds that the model does not state, each with its unit and source.

/// Measurements of one PutMetricData.
///
/// # Source
/// CloudWatch API Reference, PutMetricData: 1,000 metrics.
pub(crate) const DATA_MAX: usize = 1_000;

/// Values of one measurement.
///
/// # Source
/// CloudWatch API Reference, MetricDatum: 150.
pub(crate) const VALUES_MAX: usize = 150;

/// How far in the past a measurement may lie, in milliseconds.
///
/// # Source
/// CloudWatch API Reference, MetricDatum, Timestamp: two weeks.
pub(crate) const PAST_MS_MAX: u64 = 14 * 24 * 3_600_000;

/// How far in the future a measurement may lie, in milliseconds.
///
/// # Source
/// CloudWatch API Reference, MetricDatum, Timestamp: two hours.
pub(crate) const FUTURE_MS_MAX: u64 = 2 * 3_600_000;

/// Data points of one GetMetricStatistics.
///
/// # Source
/// CloudWatch API Reference, GetMetricStatistics: 1,440.
pub(crate) const POINTS_MAX: u64 = 1_440;

/// Data points of one GetMetricData.
///
/// # Source
/// CloudWatch API Reference, GetMetricData: 100,800.
pub(crate) const DATA_POINTS_MAX: usize = 100_800;

/// Queries of one GetMetricData.
///
/// # Source
/// CloudWatch API Reference, GetMetricData: 500.
pub(crate) const QUERIES_MAX: usize = 500;

/// Metrics that ListMetrics gives at once.
///
/// # Source
/// CloudWatch API Reference, ListMetrics: 500.
pub(crate) const LIST_METRICS: usize = 500;

/// What `RecentlyActive` means by recent, in milliseconds.
///
/// # Source
/// CloudWatch API Reference, ListMetrics: PT3H.
pub(crate) const RECENT_MS: u64 = 3 * 3_600_000;
