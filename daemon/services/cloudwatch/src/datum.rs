//! Measurements as requests give them.

use crate::api::{Dimension, MetricDatum};
use crate::{fault, limits};
use millpond_base::{Now, WallMs};
use millpond_service::Fault;
use millpond_store::metric::{Datum, Figures};

/// Reads a measurement; `path` leads to it: `MetricData.member.1`.
pub(crate) fn read(given: MetricDatum, path: &str, now: Now) -> Result<Datum, Fault> {
    let figures = figures(&given, path)?;
    let at = at(given.timestamp, path, now)?;
    let resolution_s = match given.storage_resolution {
        None | Some(60) => 60,
        Some(1) => 1,
        Some(other) => return Err(fault::invalid(other, &format!("{path}.StorageResolution"))),
    };
    Ok(Datum {
        name: given.metric_name,
        dimensions: dimensions(given.dimensions.unwrap_or_default(), path)?,
        unit: given.unit.unwrap_or_else(|| "None".to_owned()),
        at,
        resolution_s,
        figures,
    })
}

/// Reads dimensions: each name once, in order of their names.
pub(crate) fn dimensions(given: Vec<Dimension>, path: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut pairs: Vec<(String, String)> = given.into_iter().map(|d| (d.name, d.value)).collect();
    pairs.sort();
    if pairs.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(fault::value(format!("No {path}.Dimensions may have the same name.")));
    }
    Ok(pairs)
}

fn at(given: Option<i64>, path: &str, now: Now) -> Result<WallMs, Fault> {
    let Some(given) = given else { return Ok(now.wall) };
    let parameter = format!("{path}.Timestamp");
    let at = u64::try_from(given).map_err(|_| fault::invalid(given, &parameter))?;
    // Nobody can say how far away a moment is while the clock is wrong.
    if now.trusted && at.saturating_add(limits::PAST_MS_MAX) < now.wall.0 {
        return Err(fault::value(format!(
            "The parameter {parameter} must specify a time no more than two weeks in the past."
        )));
    }
    if now.trusted && at > now.wall.0.saturating_add(limits::FUTURE_MS_MAX) {
        return Err(fault::value(format!(
            "The parameter {parameter} must specify a time no more than two hours in the future."
        )));
    }
    Ok(WallMs(at))
}

fn figures(given: &MetricDatum, path: &str) -> Result<Figures, Fault> {
    let named = [
        ("Value", given.value.is_some()),
        ("Values", given.values.is_some()),
        ("StatisticValues", given.statistic_values.is_some()),
    ];
    let mut there = named.iter().filter(|(_, there)| *there).map(|(name, _)| name);
    let (one, two) = (there.next(), there.next());
    if let (Some(one), Some(two)) = (one, two) {
        return Err(fault::combination(format!(
            "The parameters {path}.{one} and {path}.{two} are mutually exclusive and you have specified both."
        )));
    }
    if let Some(set) = &given.statistic_values {
        let path = format!("{path}.StatisticValues");
        let (count, sum) = (set.sample_count, set.sum);
        for (value, name) in
            [(count, "SampleCount"), (sum, "Sum"), (set.minimum, "Minimum"), (set.maximum, "Maximum")]
        {
            finite(value, &format!("{path}.{name}"))?;
        }
        if count <= 0.0 {
            return Err(fault::invalid(count, &format!("{path}.SampleCount")));
        }
        if set.minimum > set.maximum {
            return Err(fault::combination(format!(
                "The parameter {path}.Minimum must be less than or equal to {path}.Maximum."
            )));
        }
        return Ok(Figures::Statistics { count, sum, minimum: set.minimum, maximum: set.maximum });
    }
    if let Some(value) = given.value {
        if given.counts.is_some() {
            return Err(fault::combination(format!(
                "The parameters {path}.Value and {path}.Counts are mutually exclusive and you have specified both."
            )));
        }
        finite(value, &format!("{path}.Value"))?;
        return Ok(Figures::Values(vec![(value, 1.0)]));
    }
    values(given, path)
}

fn values(given: &MetricDatum, path: &str) -> Result<Figures, Fault> {
    let Some(values) = given.values.as_ref().filter(|values| !values.is_empty()) else {
        return Err(fault::missing(&format!("{path}.Value")));
    };
    if values.len() > limits::VALUES_MAX {
        return Err(fault::value(format!(
            "The collection {path}.Values must not have a size greater than {}.",
            limits::VALUES_MAX
        )));
    }
    let ones = vec![1.0; values.len()];
    let counts = given.counts.as_ref().unwrap_or(&ones);
    if counts.len() != values.len() {
        return Err(fault::value(format!(
            "The parameters {path}.Values and {path}.Counts must be of the same size."
        )));
    }
    for (value, count) in values.iter().zip(counts) {
        finite(*value, &format!("{path}.Values"))?;
        finite(*count, &format!("{path}.Counts"))?;
        if *count < 0.0 {
            return Err(fault::invalid(count, &format!("{path}.Counts")));
        }
    }
    Ok(Figures::Values(values.iter().copied().zip(counts.iter().copied()).collect()))
}

fn finite(value: f64, parameter: &str) -> Result<(), Fault> {
    if value.is_finite() {
        return Ok(());
    }
    let word = if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    };
    Err(fault::invalid(word, parameter))
}
