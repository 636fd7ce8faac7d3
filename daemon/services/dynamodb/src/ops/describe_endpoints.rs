//! DescribeEndpoints.

use crate::api::{self, DescribeEndpointsInput, DescribeEndpointsOutput, Endpoint};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

/// How long clients may remember the answer, in minutes.
///
/// # Source
/// Observed at AWS: a day.
const CACHE_MINUTES: i64 = 1440;

pub(super) fn handler() -> Handler {
    Handler::new::<api::DescribeEndpoints>(access, run)
}

fn access(_: &Call, _: &Store, _: &DescribeEndpointsInput) -> Vec<Access> {
    vec![Access::new("dynamodb:DescribeEndpoints", "*")]
}

/// Names the address at which the client found us.
fn run(
    ctx: &mut Context<'_>,
    _: &mut DescribeEndpointsInput,
) -> Result<Answer<DescribeEndpointsOutput>, Fault> {
    let origin = &ctx.call.origin;
    let address = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host).to_owned();
    let endpoint = Endpoint { address, cache_period_in_minutes: CACHE_MINUTES };
    Ok(Answer::Now(DescribeEndpointsOutput { endpoints: vec![endpoint] }))
}
