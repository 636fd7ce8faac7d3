//! Step 7: a reply in the protocol of its request.

use crate::flow::Codec;
use crate::wire::RawReply;
use millpond_aws::cbor::Dialect;
use millpond_aws::schema::{Kind, Member, Operation, ServiceSchema, Shape};
use millpond_aws::{Value, cbor, errors, eventstream, gzip, json, xml};
use millpond_service::Fault;

/// How a request was worded, and therefore how its reply must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// JSON 1.0 or 1.1; the media type names the version.
    Json(&'static str),
    /// CBOR in one of AWS's two dialects.
    Cbor(Dialect),
    /// A form in, XML out.
    Query,
}

impl Protocol {
    /// JSON of a version.
    pub(crate) fn json(version: &str) -> Self {
        Self::Json(if version == "1.0" { "application/x-amz-json-1.0" } else { "application/x-amz-json-1.1" })
    }

    /// How a body in pieces is worded; `None` in a protocol that knows none.
    pub(crate) const fn in_pieces(self) -> Option<Codec> {
        match self {
            Self::Json(_) => Some(Codec::Json),
            Self::Cbor(dialect) => Some(Codec::Cbor(dialect)),
            Self::Query => None,
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Json(media) => media,
            Self::Cbor(Dialect::Amz) => "application/x-amz-cbor-1.1",
            Self::Cbor(Dialect::RpcV2) => "application/cbor",
            Self::Query => "text/xml",
        }
    }

    /// The form of the payloads in an event stream.
    ///
    /// # Source
    /// Smithy specification, event streams of the protocols awsJson1_1 and rpcv2Cbor.
    pub(crate) const fn payload_type(self) -> &'static str {
        match self {
            Self::Cbor(_) => "application/cbor",
            Self::Json(_) | Self::Query => "application/json",
        }
    }
}

/// Words the payload of one event. No service of the query protocol has any; they would be JSON.
pub(crate) fn payload(protocol: Protocol, shape: &'static Shape, value: &Value, out: &mut Vec<u8>) {
    match protocol {
        Protocol::Cbor(dialect) => cbor::encode(dialect, shape, value, out),
        Protocol::Json(_) | Protocol::Query => json::encode(shape, value, out),
    }
}

/// Words a refusal within an event stream.
pub(crate) fn refusal(protocol: Protocol, code: &str, message: &str) -> Vec<u8> {
    match protocol {
        Protocol::Cbor(dialect) => errors::cbor_body(dialect, code, message, None),
        Protocol::Json(_) | Protocol::Query => errors::json_body(code, message, None),
    }
}

/// The head of a reply that is an event stream.
pub(crate) fn stream_head(protocol: Protocol, request_id: &str) -> RawReply {
    with_type(200, protocol, eventstream::MEDIA_TYPE, request_id, Vec::new())
}

/// Words a success.
pub(crate) fn success(
    schema: &ServiceSchema,
    operation: &Operation,
    protocol: Protocol,
    request_id: &str,
    output: &Value,
) -> RawReply {
    let mut body = Vec::with_capacity(256);
    match protocol {
        Protocol::Json(_) if schema.query_compatible => {
            json::encode(operation.output, &without_empty_lists(operation.output, output), &mut body);
        }
        Protocol::Json(_) => json::encode(operation.output, output, &mut body),
        Protocol::Cbor(dialect) => cbor::encode(dialect, operation.output, output, &mut body),
        Protocol::Query => body = xml::encode_result(schema, operation, output, request_id),
    }
    reply(200, protocol, request_id, body)
}

/// The same reply compressed, where that makes it shorter.
pub(crate) fn packed(mut reply: RawReply) -> RawReply {
    let body = gzip::deflate(&reply.body);
    if body.len() < reply.body.len() {
        reply.headers.push(("content-encoding", "gzip".to_owned()));
        reply.body = body;
    }
    reply
}

/// A document that is published.
pub(crate) fn document(request_id: &str, document: String) -> RawReply {
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("cache-control", "public, max-age=3600".to_owned()),
        ("x-amzn-requestid", request_id.to_owned()),
    ];
    RawReply { status: 200, headers, body: document.into_bytes() }
}

/// The head of a reply whose body comes piece by piece.
pub(crate) fn begun(protocol: Protocol, request_id: &str) -> RawReply {
    reply(200, protocol, request_id, Vec::new())
}

/// A reply of a service that once spoke only the query protocol, where an empty list without a wrapper has no words:
/// members whose list is such a one are left out, although the model requires some of them.
///
/// # Source
/// SQS's replies to SendMessageBatch without failures, aws-sdk issue 657; Java's `hasFailed()` relies on it.
fn without_empty_lists(shape: &Shape, output: &Value) -> Value {
    let Value::Struct(slots) = output else { return output.clone() };
    let is_empty = |member: &Member, slot: &Value| {
        let bare = matches!(member.shape.kind, Kind::List { flattened: true, .. });
        bare && matches!(slot, Value::List(items) if items.is_empty())
    };
    let slots = shape.members().iter().zip(slots);
    let kept = slots.map(|(member, slot)| if is_empty(member, slot) { Value::Null } else { slot.clone() });
    Value::Struct(kept.collect())
}

/// Words a refusal. `schema` is absent when the request named no service we know.
pub(crate) fn failure(
    schema: Option<&ServiceSchema>,
    protocol: Protocol,
    query_mode: bool,
    request_id: &str,
    fault: &Fault,
) -> RawReply {
    let namespace = schema.map_or("", |s| s.error_namespace);
    let modelled =
        schema.is_some_and(|s| s.operations.iter().any(|o| o.errors.iter().any(|e| e.name == fault.code)));
    let code = if modelled { format!("{namespace}{}", fault.code) } else { fault.code.to_owned() };
    let detail = fault.detail.as_deref();
    let (status, body) = match protocol {
        Protocol::Json(_) => (fault.status, errors::json_body(&code, &fault.message, detail)),
        Protocol::Cbor(dialect) => (fault.status, errors::cbor_body(dialect, &code, &fault.message, detail)),
        Protocol::Query => {
            let namespace = schema.map_or("", |s| s.xml_namespace);
            let body =
                errors::query_body(namespace, fault.query_code, &fault.message, fault.sender, request_id);
            (fault.query_status, body)
        }
    };
    let mut reply = reply(status, protocol, request_id, body);
    let legacy = schema.is_some_and(|s| s.query_compatible) && protocol != Protocol::Query;
    if legacy && query_mode {
        let side = if fault.sender { "Sender" } else { "Receiver" };
        reply.headers.push(("x-amzn-query-error", format!("{};{side}", fault.query_code)));
    }
    reply
}

fn reply(status: u16, protocol: Protocol, request_id: &str, body: Vec<u8>) -> RawReply {
    with_type(status, protocol, protocol.content_type(), request_id, body)
}

fn with_type(
    status: u16,
    protocol: Protocol,
    content_type: &str,
    request_id: &str,
    body: Vec<u8>,
) -> RawReply {
    let mut headers =
        vec![("content-type", content_type.to_owned()), ("x-amzn-requestid", request_id.to_owned())];
    if protocol == Protocol::Cbor(Dialect::RpcV2) {
        headers.push(("smithy-protocol", "rpc-v2-cbor".to_owned()));
    }
    RawReply { status, headers, body }
}
