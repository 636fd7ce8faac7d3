//! Step 1: which service, operation and protocol a request means.

use crate::encode::Protocol;
use crate::wire::RawRequest;
use millpond_aws::cbor::Dialect;
use millpond_aws::schema::Operation;
use millpond_service::{Fault, Service};

/// What a request asks for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) service: &'a Service,
    pub(crate) operation: &'static Operation,
    pub(crate) protocol: Protocol,
}

/// A request that names nothing we know, with the protocol in which to say so.
pub(crate) struct Unidentified {
    pub(crate) protocol: Protocol,
    pub(crate) fault: Fault,
}

/// Finds service, operation and protocol. `form` holds the decoded parameters of a query-protocol request.
pub(crate) fn identify<'a>(
    services: &'a [Service],
    request: &RawRequest,
    form: &[(String, String)],
) -> Result<Target<'a>, Unidentified> {
    if let Some(target) = request.header("x-amz-target") {
        return by_target(services, request, target);
    }
    if request.header("smithy-protocol") == Some("rpc-v2-cbor") {
        return by_path(services, &request.path);
    }
    let parameter = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    match parameter("Action") {
        Some(action) => by_action(services, action, parameter("Version")),
        None => Err(unnamed(request)),
    }
}

/// JSON and Amazon's CBOR: the header names service and operation.
fn by_target<'a>(
    services: &'a [Service],
    request: &RawRequest,
    target: &str,
) -> Result<Target<'a>, Unidentified> {
    let content_type = request.header("content-type").unwrap_or_default();
    let cbor = content_type.starts_with("application/x-amz-cbor");
    // CloudTrail's prefix contains dots, so the operation is what follows the last one.
    let (prefix, name) = target.rsplit_once('.').unwrap_or(("", target));
    let service = services.iter().find(|s| !prefix.is_empty() && s.schema.target_prefix == prefix);
    let version = service.map_or("1.1", |s| s.schema.json_version);
    let protocol = if cbor { Protocol::Cbor(Dialect::Amz) } else { Protocol::json(version) };
    let Some((service, operation)) = service.and_then(|s| Some((s, s.schema.operation(name)?))) else {
        return Err(Unidentified { protocol, fault: Fault::code("UnknownOperationException", 400, "") });
    };
    if request.method != "POST" {
        let fault = Fault::code(
            "AccessDeniedException",
            403,
            "Unable to determine service/operation name to be authorized",
        );
        return Err(Unidentified { protocol, fault });
    }
    Ok(Target { service, operation, protocol })
}

/// Smithy's RPC with CBOR: the path names service and operation.
fn by_path<'a>(services: &'a [Service], path: &str) -> Result<Target<'a>, Unidentified> {
    let protocol = Protocol::Cbor(Dialect::RpcV2);
    let mut parts = path.trim_start_matches('/').split('/');
    let named = (parts.next(), parts.next(), parts.next(), parts.next());
    if let (Some("service"), Some(prefix), Some("operation"), Some(name)) = named {
        let service = services.iter().find(|s| s.schema.target_prefix == prefix);
        if let Some((service, operation)) = service.and_then(|s| Some((s, s.schema.operation(name)?))) {
            return Ok(Target { service, operation, protocol });
        }
    }
    Err(Unidentified { protocol, fault: Fault::code("UnknownOperationException", 404, "") })
}

/// The query protocol: `Action` and `Version` are parameters.
fn by_action<'a>(
    services: &'a [Service],
    action: &str,
    version: Option<&str>,
) -> Result<Target<'a>, Unidentified> {
    let known = services.iter().filter(|s| version.is_none_or(|v| s.schema.api_version == v));
    let found = known.filter_map(|s| Some((s, s.schema.operation(action)?))).next();
    let speaks_query = |s: &Service| !s.schema.xml_namespace.is_empty();
    match found {
        Some((service, operation)) if speaks_query(service) => {
            Ok(Target { service, operation, protocol: Protocol::Query })
        }
        _ => {
            let version = version.unwrap_or("none");
            let message = format!("Could not find operation {action} for version {version}");
            Err(Unidentified { protocol: Protocol::Query, fault: Fault::code("InvalidAction", 400, message) })
        }
    }
}

/// Neither target nor action: answered in the protocol that the content type suggests.
fn unnamed(request: &RawRequest) -> Unidentified {
    let content_type = request.header("content-type").unwrap_or_default();
    if content_type.starts_with("application/x-amz-json") {
        let fault = Fault::code("UnknownOperationException", 400, "");
        return Unidentified { protocol: Protocol::json("1.1"), fault };
    }
    let fault =
        Fault::code("MissingAction", 400, "The request is missing an action or a required parameter.");
    Unidentified { protocol: Protocol::Query, fault }
}
