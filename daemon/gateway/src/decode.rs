//! Step 3: bytes to a checked value.

use crate::encode::Protocol;
use crate::identify::Target;
use millpond_aws::{Value, cbor, constraints, json, query};
use millpond_service::Fault;

/// Decodes the input of a call and checks the model's constraints.
pub(crate) fn decode(target: &Target<'_>, body: &[u8], form: &[(String, String)]) -> Result<Value, Fault> {
    let shape = target.operation.input;
    let decoded = match target.protocol {
        // A client with nothing to say may send no body at all.
        Protocol::Json(_) if body.is_empty() => json::decode(shape, b"{}"),
        Protocol::Json(_) => json::decode(shape, body),
        Protocol::Cbor(dialect) if body.is_empty() => cbor::decode(dialect, shape, &[0xa0]),
        Protocol::Cbor(dialect) => cbor::decode(dialect, shape, body),
        Protocol::Query => query::decode(shape, form),
    };
    let value = decoded.map_err(|error| malformed(target.protocol, &error))?;
    let violations = constraints::check(shape, &value);
    if violations.is_empty() { Ok(value) } else { Err((target.service.refuse)(&violations)) }
}

fn malformed(protocol: Protocol, error: &impl std::fmt::Display) -> Fault {
    match protocol {
        Protocol::Query => Fault::code("MalformedInput", 400, error.to_string()),
        _ => Fault::code("SerializationException", 400, error.to_string()),
    }
}
