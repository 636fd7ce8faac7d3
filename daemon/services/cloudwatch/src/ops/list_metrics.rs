//! ListMetrics.

use crate::api::{self, Dimension, ListMetricsInput, ListMetricsOutput, Metric};
use crate::{fault, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::metric::Datum;
use std::collections::BTreeSet;

/// Namespace, name and dimensions of a metric.
type Series = (String, String, Vec<(String, String)>);

pub(super) fn handler() -> Handler {
    Handler::new::<api::ListMetrics>(access, run)
}

fn access(_: &Call, _: &Store, _: &ListMetricsInput) -> Vec<Access> {
    vec![Access::new("cloudwatch:ListMetrics", "*")]
}

/// Lists the metrics that have measurements, a page at a time. A page token is the number of those shown.
fn run(ctx: &mut Context<'_>, input: &mut ListMetricsInput) -> Result<Answer<ListMetricsOutput>, Fault> {
    let skip = match &input.next_token {
        Some(token) => token.parse::<usize>().map_err(|_| fault::token())?,
        None => 0,
    };
    let since = match input.recently_active.as_deref() {
        Some(_) => ctx.now.wall.0.saturating_sub(limits::RECENT_MS),
        None => 0,
    };
    let mut found: BTreeSet<Series> = BTreeSet::new();
    let read = ctx.store.metrics().each(|namespace, datum| {
        if datum.at.0 >= since && matches(input, namespace, &datum) {
            found.insert((namespace.to_owned(), datum.name, datum.dimensions));
        }
    });
    read.map_err(|_| fault::internal())?;
    let count = found.len();
    let page = found.into_iter().skip(skip).take(limits::LIST_METRICS);
    let metrics: Vec<Metric> = page.map(shown).collect();
    let end = skip.saturating_add(metrics.len());
    Ok(Answer::Now(ListMetricsOutput {
        metrics: Some(metrics),
        next_token: (end < count).then(|| end.to_string()),
        owning_accounts: None,
    }))
}

fn matches(input: &ListMetricsInput, namespace: &str, datum: &Datum) -> bool {
    let filters = input.dimensions.as_deref().unwrap_or_default();
    input.namespace.as_ref().is_none_or(|wanted| wanted == namespace)
        && input.metric_name.as_ref().is_none_or(|wanted| *wanted == datum.name)
        && filters.iter().all(|filter| {
            datum.dimensions.iter().any(|(name, value)| {
                *name == filter.name && filter.value.as_ref().is_none_or(|wanted| wanted == value)
            })
        })
}

fn shown((namespace, name, dimensions): Series) -> Metric {
    let dimensions = dimensions.into_iter().map(|(name, value)| Dimension { name, value });
    Metric { namespace: Some(namespace), metric_name: Some(name), dimensions: Some(dimensions.collect()) }
}
