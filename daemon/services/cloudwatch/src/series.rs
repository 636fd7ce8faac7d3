//! A metric over time: measurements added up by period.

use crate::fault;
use millpond_service::Fault;
use millpond_store::metric::{Datum, Figures, Metrics};
use std::collections::BTreeMap;

/// Which measurements, and how they are cut.
pub(crate) struct Wanted {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// By name.
    pub(crate) dimensions: Vec<(String, String)>,
    /// Any, when `None`.
    pub(crate) unit: Option<String>,
    /// Milliseconds since 1970; the first counts, the second does not.
    pub(crate) from_ms: u64,
    pub(crate) to_ms: u64,
    pub(crate) period_ms: u64,
}

/// What was measured in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sum {
    pub(crate) count: f64,
    pub(crate) sum: f64,
    pub(crate) minimum: f64,
    pub(crate) maximum: f64,
}

impl Sum {
    const NOTHING: Self = Self { count: 0.0, sum: 0.0, minimum: f64::INFINITY, maximum: f64::NEG_INFINITY };

    fn add(&mut self, figures: &Figures) {
        match figures {
            Figures::Statistics { count, sum, minimum, maximum } => {
                self.count += count;
                self.sum += sum;
                self.minimum = self.minimum.min(*minimum);
                self.maximum = self.maximum.max(*maximum);
            }
            Figures::Values(values) => {
                for (value, count) in values.iter().filter(|(_, count)| *count > 0.0) {
                    self.count += count;
                    self.sum += value * count;
                    self.minimum = self.minimum.min(*value);
                    self.maximum = self.maximum.max(*value);
                }
            }
        }
    }

    /// A statistic by its name.
    pub(crate) fn statistic(&self, name: &str) -> Option<f64> {
        match name {
            "SampleCount" => Some(self.count),
            "Average" => Some(self.sum / self.count),
            "Sum" => Some(self.sum),
            "Minimum" => Some(self.minimum),
            "Maximum" => Some(self.maximum),
            _ => None,
        }
    }
}

impl Wanted {
    fn has(&self, namespace: &str, datum: &Datum) -> bool {
        datum.name == self.name
            && namespace == self.namespace
            && (self.from_ms..self.to_ms).contains(&datum.at.0)
            && datum.dimensions == self.dimensions
            && self.unit.as_ref().is_none_or(|unit| *unit == datum.unit)
    }
}

/// Sums by the start of their period, in milliseconds, and unit.
pub(crate) type Points = BTreeMap<(u64, String), Sum>;

/// Adds up what several want, in one pass over all measurements.
pub(crate) fn points(metrics: &Metrics, wanted: &[Wanted]) -> Result<Vec<Points>, Fault> {
    let mut all = vec![Points::new(); wanted.len()];
    let read = metrics.each(|namespace, datum| {
        for (wanted, points) in wanted.iter().zip(&mut all) {
            if wanted.has(namespace, &datum) {
                let start = datum.at.0 - datum.at.0 % wanted.period_ms;
                points.entry((start, datum.unit.clone())).or_insert(Sum::NOTHING).add(&datum.figures);
            }
        }
    });
    read.map_err(|_| fault::internal())?;
    all.iter_mut().for_each(|points| points.retain(|_, sum| sum.count > 0.0));
    Ok(all)
}

/// A period in milliseconds: 1, 5, 10, 20 or 30 seconds, or whole minutes.
pub(crate) fn period(seconds: i64, parameter: &str) -> Result<u64, Fault> {
    let whole = seconds > 0 && seconds % 60 == 0;
    if !whole && ![1, 5, 10, 20, 30].contains(&seconds) {
        return Err(fault::value(format!(
            "The parameter {parameter} must be 1, 5, 10, 20, 30 or a multiple of 60."
        )));
    }
    Ok(u64::try_from(seconds).unwrap_or(60).saturating_mul(1000))
}

/// The span of a query, in milliseconds.
pub(crate) fn span(start: i64, end: i64) -> Result<(u64, u64), Fault> {
    if start >= end {
        return Err(fault::value("The parameter StartTime must be less than the parameter EndTime."));
    }
    let ms = |time: i64| u64::try_from(time).unwrap_or(0);
    Ok((ms(start), ms(end)))
}
