//! One file per operation.

mod get_metric_data;
mod get_metric_statistics;
mod list_metrics;
mod put_metric_data;

use millpond_service::Handler;

/// Every honoured operation.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        get_metric_data::handler(),
        get_metric_statistics::handler(),
        list_metrics::handler(),
        put_metric_data::handler(),
    ]
}
