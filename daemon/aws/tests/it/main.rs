//! The codecs and checks, driven with the services' real schemas.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

#[allow(unreachable_pub, dead_code, reason = "written for a library; tests use some of it")]
mod api;
mod cbor;
mod constraints;
mod hostile;
mod json;
mod query;
mod round_trip;
mod strategy;
mod xml;

use millpond_aws::schema::{Operation, ServiceSchema, Shape};

static SERVICES: [&ServiceSchema; 5] =
    [&api::iam::SERVICE, &api::kinesis::SERVICE, &api::kms::SERVICE, &api::sqs::SERVICE, &api::sts::SERVICE];

/// Every honoured operation with its service.
fn operations() -> impl Iterator<Item = (&'static ServiceSchema, &'static Operation)> {
    SERVICES.iter().flat_map(|service| {
        service
            .operations
            .iter()
            .filter(|operation| operation.honoured)
            .map(|operation| (*service, operation))
    })
}

/// Those of services that speak the query protocol.
fn query_operations() -> impl Iterator<Item = (&'static ServiceSchema, &'static Operation)> {
    operations().filter(|(service, _)| !service.xml_namespace.is_empty())
}

fn input(service: &'static ServiceSchema, operation: &str) -> &'static Shape {
    service.operation(operation).unwrap().input
}

fn output(service: &'static ServiceSchema, operation: &str) -> &'static Shape {
    service.operation(operation).unwrap().output
}
