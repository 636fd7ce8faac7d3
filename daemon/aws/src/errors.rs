//! Errors on the wire: what the server writes and what a client reads.

use std::convert::Infallible;

use minicbor::Decoder;

use crate::schema::{Kind, Member, Range, Shape};
use crate::{Value, cbor, json, xml};

/// An error reply, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The bare code: `ResourceNotFoundException`, without namespace.
    pub code: String,
    /// The sentence; empty when there is none.
    pub message: String,
}

/// What an error says beside code and message.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// A structure of the further members.
    pub shape: &'static Shape,
    /// Their values.
    pub value: Value,
}

impl PartialEq for Shape {
    /// Shapes are static tables: the same one or another.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Detail {
    /// The members that are there.
    fn present(&self) -> Vec<(&'static Member, &Value)> {
        let Value::Struct(slots) = &self.value else { return Vec::new() };
        self.shape.members().iter().zip(slots).filter(|(_, value)| !value.is_null()).collect()
    }
}

/// The body of a JSON error. `code` may carry a namespace.
#[must_use]
pub fn json_body(code: &str, message: &str, detail: Option<&Detail>) -> Vec<u8> {
    let mut out = b"{\"__type\":".to_vec();
    json::write_text(code, &mut out);
    out.extend_from_slice(b",\"");
    out.extend_from_slice(message_key(code).as_bytes());
    out.extend_from_slice(b"\":");
    json::write_text(message, &mut out);
    for (member, value) in detail.map(Detail::present).unwrap_or_default() {
        out.push(b',');
        json::write_text(member.name, &mut out);
        out.push(b':');
        json::encode(member.shape, value, &mut out);
    }
    out.push(b'}');
    out
}

/// The body of an error in a CBOR dialect.
#[must_use]
pub fn cbor_body(dialect: cbor::Dialect, code: &str, message: &str, detail: Option<&Detail>) -> Vec<u8> {
    let further = detail.map(Detail::present).unwrap_or_default();
    let mut out = Vec::new();
    let mut head = minicbor::Encoder::new(&mut out);
    let mut write = || -> Result<(), minicbor::encode::Error<Infallible>> {
        head.map(2 + further.len() as u64)?
            .str("__type")?
            .str(code)?
            .str(message_key(code))?
            .str(message)?
            .ok()
    };
    write().expect("writing to memory cannot fail");
    for (member, value) in further {
        minicbor::Encoder::new(&mut out).str(member.name).expect("writing to memory cannot fail");
        cbor::encode(dialect, member.shape, value, &mut out);
    }
    out
}

/// The body of an error of the query protocol. `sender` is true when the caller is to blame.
#[must_use]
pub fn query_body(xml_namespace: &str, code: &str, message: &str, sender: bool, request_id: &str) -> Vec<u8> {
    let mut out = format!("<ErrorResponse xmlns=\"{xml_namespace}\">").into_bytes();
    xml::open("Error", &mut out);
    xml::leaf("Type", if sender { "Sender" } else { "Receiver" }, &mut out);
    xml::leaf("Code", code, &mut out);
    xml::leaf("Message", message, &mut out);
    xml::close("Error", &mut out);
    xml::leaf("RequestId", request_id, &mut out);
    xml::close("ErrorResponse", &mut out);
    out
}

/// AWS's front door, which refuses what it cannot parse, spells the key with a capital.
///
/// # Source
/// Observed from AWS by kinesalite's recorded checks.
fn message_key(code: &str) -> &'static str {
    if code == "SerializationException" { "Message" } else { "message" }
}

/// Reads the body of an error reply in any of the protocols; `None` when it names no code.
#[must_use]
pub fn parse(body: &[u8]) -> Option<Reply> {
    match body.trim_ascii_start().first()? {
        b'<' => parse_xml(body),
        b'{' => parse_fields(&json::decode(&FIELDS, body).ok()?),
        _ => parse_cbor(body),
    }
}

fn parse_xml(body: &[u8]) -> Option<Reply> {
    let document = xml::parse(body).ok()?;
    let error = if document.name == "Error" { &document } else { document.child("Error")? };
    let message = error.child_text("Message").unwrap_or_default().to_owned();
    Some(Reply { code: error.child_text("Code")?.to_owned(), message })
}

fn parse_cbor(body: &[u8]) -> Option<Reply> {
    // Anything that is no map, for instance a proxy's plain text, names no code.
    Decoder::new(body).map().ok()?;
    parse_fields(&cbor::decode(cbor::Dialect::RpcV2, &FIELDS, body).ok()?)
}

static TEXT: Shape =
    Shape { name: "", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

/// The spellings in use: `code` names the error where `__type` does not, `Message` is an old `message`.
static FIELDS: Shape = Shape {
    name: "",
    kind: Kind::Structure(&[
        Member::new("__type", &TEXT),
        Member::new("code", &TEXT),
        Member::new("message", &TEXT),
        Member::new("Message", &TEXT),
    ]),
};

fn parse_fields(fields: &Value) -> Option<Reply> {
    let Value::Struct(slots) = fields else { return None };
    let text = |i: usize| match &slots[i] {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let code = text(0).or_else(|| text(1))?;
    let message = text(2).or_else(|| text(3)).unwrap_or_default().to_owned();
    Some(Reply { code: bare(code).to_owned(), message })
}

/// `ns#Name:http://..` without its ends.
fn bare(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::{Detail, FIELDS, Reply, cbor_body, json_body, parse, query_body};
    use crate::Value;
    use crate::cbor::Dialect;

    fn reply(code: &str, message: &str) -> Option<Reply> {
        Some(Reply { code: code.to_owned(), message: message.to_owned() })
    }

    #[test]
    fn each_protocol_reads_what_it_wrote() {
        let message = "a \"quoted\" <thing> & more";

        assert_eq!(
            parse(&json_body("LimitExceededException", message, None)),
            reply("LimitExceededException", message)
        );
        assert_eq!(
            parse(&cbor_body(Dialect::RpcV2, "LimitExceededException", message, None)),
            reply("LimitExceededException", message)
        );
        let body =
            query_body("https://iam.amazonaws.com/doc/2010-05-08/", "NoSuchEntity", message, true, "id-1");
        assert_eq!(parse(&body), reply("NoSuchEntity", message));
    }

    #[test]
    fn bodies_have_the_published_form() {
        assert_eq!(
            json_body("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.", None),
            br#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}"#
        );
        assert_eq!(
            json_body("SerializationException", "x", None),
            br#"{"__type":"SerializationException","Message":"x"}"#
        );
        assert_eq!(
            String::from_utf8(query_body("ns", "Throttling", "slow", false, "r")).unwrap(),
            "<ErrorResponse xmlns=\"ns\"><Error><Type>Receiver</Type><Code>Throttling</Code><Message>slow</Message>\
             </Error><RequestId>r</RequestId></ErrorResponse>"
        );
    }

    #[test]
    fn what_an_error_says_besides_stands_beside_its_message() {
        let text = |text: &str| Value::Text(text.to_owned());
        let value = Value::Struct(vec![Value::Null, text("c"), Value::Null, Value::Null]);
        let detail = Detail { shape: &FIELDS, value };

        assert_eq!(json_body("E", "m", Some(&detail)), br#"{"__type":"E","message":"m","code":"c"}"#);
        let body = cbor_body(Dialect::RpcV2, "E", "m", Some(&detail));
        assert_eq!(body, b"\xa3\x66__type\x61E\x67message\x61m\x64code\x61c");
    }

    #[test]
    fn codes_lose_their_namespace() {
        let body = br#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist:http://x/","Message":"gone"}"#;

        assert_eq!(parse(body), reply("QueueDoesNotExist", "gone"));
        assert_eq!(parse(br#"{"code":"Throttled"}"#), reply("Throttled", ""));
    }

    #[test]
    fn what_is_no_error_document_is_none() {
        for body in [&b""[..], b"Bad Gateway", b"{", b"<html>", b"<html></html>", b"{}", b"\xa0", b"\xa1\x61"]
        {
            assert_eq!(parse(body), None, "{body:?}");
        }
    }
}
