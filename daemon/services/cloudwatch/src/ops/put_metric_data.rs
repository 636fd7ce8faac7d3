//! PutMetricData.

use crate::api::{self, MetricDatum, PutMetricDataInput, PutMetricDataOutput};
use crate::{datum, fault, limits};
use millpond_log::Batch;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::PutMetricData>(access, run)
}

fn access(_: &Call, _: &Store, _: &PutMetricDataInput) -> Vec<Access> {
    vec![Access::new("cloudwatch:PutMetricData", "*")]
}

/// Takes measurements. The entities that some belong to are passed over.
///
/// # Durability
/// All of them are on flash before the reply, or none is kept.
fn run(ctx: &mut Context<'_>, input: &mut PutMetricDataInput) -> Result<Answer<PutMetricDataOutput>, Fault> {
    let namespace = std::mem::take(&mut input.namespace);
    if namespace.starts_with("AWS/") {
        return Err(fault::invalid(&namespace, "Namespace"));
    }
    let given = given(input);
    if given.is_empty() {
        return Err(fault::missing("MetricData"));
    }
    if given.len() > limits::DATA_MAX {
        return Err(fault::value(format!(
            "The collection MetricData must not have a size greater than {}.",
            limits::DATA_MAX
        )));
    }
    let read = |(path, given): (String, MetricDatum)| datum::read(given, &path, ctx.now);
    let data = given.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut batch = Batch::new();
    ctx.store.metrics().append(&mut batch, &namespace, &data).map_err(|_| fault::internal())?;
    let receipt = ctx.stage(batch).map_err(|cause| fault::stage(&cause))?;
    Ok(Answer::Durable(receipt.map(|_| PutMetricDataOutput {})))
}

/// The measurements of a request with the ways to them.
fn given(input: &mut PutMetricDataInput) -> Vec<(String, MetricDatum)> {
    let plain = input.metric_data.take().unwrap_or_default().into_iter().zip(1..);
    let mut given: Vec<_> =
        plain.map(|(datum, number)| (format!("MetricData.member.{number}"), datum)).collect();
    for (entity, number) in input.entity_metric_data.take().unwrap_or_default().into_iter().zip(1..) {
        let data = entity.metric_data.unwrap_or_default().into_iter().zip(1..);
        given.extend(data.map(|(datum, inner)| {
            (format!("EntityMetricData.member.{number}.MetricData.member.{inner}"), datum)
        }));
    }
    given
}
