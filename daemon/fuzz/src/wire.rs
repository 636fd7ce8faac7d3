//! What clients send: documents in every protocol, signatures and policies.

use crate::unhex;
use millpond_aws::cbor::{self, Dialect};
use millpond_aws::schema::{Operation, ServiceSchema};
use millpond_aws::sigv4::{self, Credentials, Expected, RawRequest, SigningKeys};
use millpond_aws::{Value, constraints, eventstream, json as aws_json, query as aws_query, xml as aws_xml};
use millpond_base::{LineMs, Now, PLACES_MAX, Provenance, Secret, WallMs};
use millpond_policy::{Policy, PrincipalView, Request, denial_text, evaluate};

const SERVICES: [&ServiceSchema; 5] = [
    &millpond_kinesis::api::SERVICE,
    &millpond_sqs::api::SERVICE,
    &millpond_kms::api::SERVICE,
    &millpond_sts::api::SERVICE,
    &millpond_iam::api::SERVICE,
];

/// The service and operation that the first two bytes choose.
fn choose(bytes: &[u8]) -> Option<(&'static ServiceSchema, &'static Operation, &[u8])> {
    let (&[service, operation], rest) = bytes.split_first_chunk()?;
    let service = SERVICES[usize::from(service) % SERVICES.len()];
    let operations: &'static [Operation] = service.operations;
    Some((service, operations.get(usize::from(operation) % operations.len())?, rest))
}

/// The bytes that choose an operation.
fn chosen(service: usize, name: &str) -> [u8; 2] {
    let operation = SERVICES[service].operations.iter().position(|operation| operation.name == name);
    let narrow = |index: usize| u8::try_from(index).expect("a service has fewer than 256 operations");
    [narrow(service), narrow(operation.expect("the operation is in the model"))]
}

pub(crate) fn json(bytes: &[u8]) {
    let Some((_, operation, document)) = choose(bytes) else { return };
    for shape in [operation.input, operation.output] {
        if let Ok(value) = aws_json::decode(shape, document) {
            let _ = constraints::check(shape, &value);
            let (mut once, mut twice) = (Vec::new(), Vec::new());
            aws_json::encode(shape, &value, &mut once);
            let again = aws_json::decode(shape, &once).expect("what is written can be read");
            aws_json::encode(shape, &again, &mut twice);
            assert_eq!(once, twice);
        }
    }
}

pub(crate) fn json_seeds() -> Vec<Vec<u8>> {
    let seed = |service, name: &str, document: &str| [&chosen(service, name), document.as_bytes()].concat();
    vec![
        seed(
            0,
            "PutRecords",
            r#"{"StreamName":"s","Records":[{"Data":"aGVsbG8=","PartitionKey":"k\u00e9\n"},{"Data":"","PartitionKey":"2"}]}"#,
        ),
        seed(
            0,
            "GetShardIterator",
            r#"{"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1.7e9}"#,
        ),
        seed(
            1,
            "SendMessage",
            r#"{"QueueUrl":"http://h/0/q","MessageBody":"b","DelaySeconds":3,"MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"AA=="}}}"#,
        ),
        seed(
            2,
            "Encrypt",
            r#"{"KeyId":"alias/a","Plaintext":"AA==","EncryptionContext":{"a":"b"},"DryRun":true}"#,
        ),
    ]
}

fn cbor(dialect: Dialect, bytes: &[u8]) {
    let Some((_, operation, document)) = choose(bytes) else { return };
    for shape in [operation.input, operation.output] {
        if let Ok(value) = cbor::decode(dialect, shape, document) {
            let _ = constraints::check(shape, &value);
            let (mut once, mut twice) = (Vec::new(), Vec::new());
            cbor::encode(dialect, shape, &value, &mut once);
            let again = cbor::decode(dialect, shape, &once).expect("what is written can be read");
            cbor::encode(dialect, shape, &again, &mut twice);
            assert_eq!(once, twice);
        }
    }
}

fn cbor_seeds(dialect: Dialect) -> Vec<Vec<u8>> {
    let from_json = |seed: Vec<u8>| {
        let (_, operation, document) = choose(&seed)?;
        let value = aws_json::decode(operation.input, document).ok()?;
        let mut out = seed[..2].to_vec();
        cbor::encode(dialect, operation.input, &value, &mut out);
        Some(out)
    };
    json_seeds().into_iter().filter_map(from_json).collect()
}

pub(crate) fn cbor_amz(bytes: &[u8]) {
    cbor(Dialect::Amz, bytes);
}

pub(crate) fn cbor_amz_seeds() -> Vec<Vec<u8>> {
    cbor_seeds(Dialect::Amz)
}

pub(crate) fn cbor_rpc(bytes: &[u8]) {
    cbor(Dialect::RpcV2, bytes);
}

pub(crate) fn cbor_rpc_seeds() -> Vec<Vec<u8>> {
    cbor_seeds(Dialect::RpcV2)
}

pub(crate) fn query(bytes: &[u8]) {
    let Some((service, operation, form)) = choose(bytes) else { return };
    let parameters = aws_query::parse_form(form);
    if let Ok(mut value) = aws_query::decode(operation.input, &parameters) {
        let _ = constraints::check(operation.input, &value);
        close_gaps(&mut value);
        let once = aws_query::encode(service, operation, &value);
        let again = aws_query::decode(operation.input, &aws_query::parse_form(&once));
        let again = again.expect("what is written can be read");
        assert_eq!(aws_query::encode(service, operation, &again), once);
    }
}

/// Drops the items of lists that this protocol has no words for, such as a structure without any member: written, they
/// are gaps, and gaps are closed by reading.
fn close_gaps(value: &mut Value) {
    match value {
        Value::List(items) => {
            items.iter_mut().for_each(close_gaps);
            items.retain(|item| !is_silent(item));
        }
        Value::Map(entries) => entries.iter_mut().for_each(|(_, value)| close_gaps(value)),
        Value::Struct(slots) => slots.iter_mut().for_each(close_gaps),
        _ => {}
    }
}

fn is_silent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Map(entries) => entries.is_empty(),
        Value::Struct(slots) => slots.iter().all(is_silent),
        _ => false,
    }
}

pub(crate) fn query_seeds() -> Vec<Vec<u8>> {
    let seed = |service, name: &str, form: &str| [&chosen(service, name), form.as_bytes()].concat();
    vec![
        seed(
            3,
            "AssumeRole",
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=s&Tags.member.1.Key=k&Tags.member.1.Value=v&DurationSeconds=900",
        ),
        seed(
            4,
            "CreateUser",
            "Action=CreateUser&UserName=u&Path=%2Fp%2F&Tags.member.1.Key=k&Tags.member.1.Value=+",
        ),
        seed(
            1,
            "SendMessageBatch",
            "Action=SendMessageBatch&QueueUrl=q&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=b",
        ),
    ]
}

pub(crate) fn xml(bytes: &[u8]) {
    let Some((service, operation, document)) = choose(bytes) else { return };
    if let Ok(value) = aws_xml::decode_result(operation, document) {
        let once = aws_xml::encode_result(service, operation, &value, "id");
        let again = aws_xml::decode_result(operation, &once).expect("what is written can be read");
        assert_eq!(aws_xml::encode_result(service, operation, &again, "id"), once);
    }
}

pub(crate) fn xml_seeds() -> Vec<Vec<u8>> {
    let seed = |name: &str, inside: &str| {
        let document = format!("<{name}Response><{name}Result>{inside}</{name}Result></{name}Response>");
        [&chosen(3, name), document.as_bytes()].concat()
    };
    vec![
        seed(
            "AssumeRole",
            "<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t&amp;&#x41;</SessionToken><Expiration>2026-11-24T00:00:00Z</Expiration></Credentials><PackedPolicySize>6</PackedPolicySize>",
        ),
        seed("GetCallerIdentity", "<Arn>arn</Arn><UserId/><Account><![CDATA[1]]></Account>"),
    ]
}

/// Reads frames to the first that is none. One with text headers alone has one form; then the bytes as a payload.
pub(crate) fn event_stream(bytes: &[u8]) {
    let mut rest = bytes;
    while let Ok(Some((message, taken))) = eventstream::decode(rest) {
        let mut again = Vec::new();
        eventstream::encode(&message.headers, |out| out.extend_from_slice(message.payload), &mut again);
        assert!(again.len() <= taken, "headers that are no text are left out, and nothing is added");
        assert!(again.len() < taken || again == rest[..taken]);
        rest = &rest[taken..];
    }
    let mut framed = Vec::new();
    eventstream::event("Event", "application/json", |out| out.extend_from_slice(bytes), &mut framed);
    let (message, taken) = eventstream::decode(&framed).expect("genuine").expect("whole");
    assert_eq!((message.payload, taken), (bytes, framed.len()));
}

pub(crate) fn event_stream_seeds() -> Vec<Vec<u8>> {
    let mut two = Vec::new();
    eventstream::event(eventstream::INITIAL_RESPONSE, "application/json", |out| out.extend(b"{}"), &mut two);
    eventstream::exception("ResourceInUseException", "application/cbor", |out| out.push(0xa0), &mut two);
    // One header of 32 bits.
    let number =
        unhex("0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0");
    vec![two, number]
}

fn at() -> WallMs {
    WallMs(1_700_000_000_000)
}

/// Lines: method, path with query, then headers.
pub(crate) fn sigv4(bytes: &[u8]) {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let mut text = || str::from_utf8(lines.next().unwrap_or_default()).unwrap_or_default();
    let (method, target) = (text(), text());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let header = |line: &&'_ [u8]| line.iter().position(|byte| *byte == b':');
    let kept: Vec<&[u8]> = lines.collect();
    let headers: Vec<(&str, &[u8])> = kept
        .iter()
        .filter_map(|line| {
            let at = header(line)?;
            Some((str::from_utf8(&line[..at]).ok()?, &line[at + 1..]))
        })
        .collect();
    let request = RawRequest { method, path, query, headers: &headers };
    let Ok(claim) = sigv4::parse(&request) else { return };
    for service in ["kinesis", "s3"] {
        let now = Now { wall: at(), line: LineMs(0), trusted: true };
        let expected = Expected { service, regions: &["us-east-1"], now };
        let _ = claim.check(&expected);
        let untrusted = Expected { now: Now { trusted: false, ..now }, ..expected };
        let body = sigv4::sha256(b"");
        let keys = SigningKeys::new();
        let other = claim.verify(&request, &body, &Secret::new(b"another".to_vec()), &untrusted, &keys);
        assert!(other.is_err(), "a signature under a secret that nobody has");
        let _ = claim.verify(&request, &body, &secret(), &untrusted, &keys);
    }
}

fn secret() -> Secret {
    Secret::new(b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec())
}

pub(crate) fn sigv4_seeds() -> Vec<Vec<u8>> {
    let secret = secret();
    let credentials = Credentials { access_key_id: "AKIDEXAMPLE", secret: &secret, session_token: Some("t") };
    let target = sigv4::Target { service: "kinesis", region: "us-east-1" };
    let body = sigv4::sha256(b"");
    let headers: [(&str, &[u8]); 2] =
        [("host", b"h:4566"), ("x-amz-target", b" Kinesis_20131202.ListStreams ")];
    let request = RawRequest { method: "POST", path: "/a%20b/../c", query: "b=1&a=%7E", headers: &headers };
    let mut signed =
        "POST\n/a%20b/../c?b=1&a=%7E\nhost:h:4566\nx-amz-target: Kinesis_20131202.ListStreams ".to_owned();
    for (name, value) in sigv4::sign(&request, &body, &credentials, &target, at()) {
        signed.push_str(&format!("\n{name}: {value}"));
    }
    let query = sigv4::presign(
        &RawRequest { method: "GET", path: "/", query: "", headers: &headers[..1] },
        &body,
        &credentials,
        &target,
        at(),
        300,
    );
    vec![signed.into_bytes(), format!("GET\n/?{query}\nhost:h:4566").into_bytes()]
}

/// Parts between zeros: policy, action, resource, value of a condition key.
pub(crate) fn policy(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0');
    let mut part = || parts.next().unwrap_or_default();
    let (document, action, resource, value) = (part(), part(), part(), part());
    let policies = [Policy::parse(document), Policy::parse_identity(document), Policy::parse_trust(document)];
    let principal = PrincipalView::Aws {
        account: "111122223333".into(),
        arn: "arn:aws:iam::111122223333:user/u".into(),
        role_arn: None,
    };
    let keys = |_: &str| (!value.is_empty()).then(|| vec![value.to_owned()]);
    let request = Request { action, resource, principal: &principal, keys: &keys };
    for policy in policies.iter().flatten() {
        let decision = evaluate(&request, &[policy]);
        assert!(!denial_text("arn", action, resource, decision).is_empty());
    }
    assert!(
        policies[0].is_ok() || policies[1..].iter().all(Result::is_err),
        "the plain grammar is the widest"
    );
}

pub(crate) fn policy_seeds() -> Vec<Vec<u8>> {
    let conditions = r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":["kinesis:Put*","sqs:?end*"],"Resource":"arn:aws:kinesis:*:*:stream/${aws:username}*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"NumericLessThanEqualsIfExists":{"k":["1","2.5"]},"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},"ForAllValues:StringLike":{"k":"a*b?"},"Null":{"k":"false"}}},{"Effect":"Deny","NotAction":"*","NotResource":"*"}]}"#;
    let trust = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333","Service":"s.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;
    let join = |document: &str, action: &str, resource: &str, value: &str| {
        [document, action, resource, value].join("\0").into_bytes()
    };
    vec![
        join(conditions, "kinesis:PutRecord", "arn:aws:kinesis:us-east-1:1:stream/s", "10.1.2.3"),
        join(conditions, "sqs:SendMessage", "*", "2026-11-24T08:00:00Z"),
        join(trust, "sts:AssumeRole", "*", ""),
    ]
}

pub(crate) fn expression(bytes: &[u8]) {
    millpond_dynamodb::fuzz::expression(bytes);
}

pub(crate) fn expression_seeds() -> Vec<Vec<u8>> {
    [
        "NOT (a = b AND c.d[1] <> e) OR f BETWEEN g AND h or contains(a, size(b)) and x IN (y, z)",
        "SET a = b + c, d[0] = if_not_exists(e, list_append(f, g)) REMOVE h.i",
        "a, b.c[2], d",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Nothing comes out beyond the bound.
pub(crate) fn gzip(bytes: &[u8]) {
    if let Ok(inflated) = millpond_aws::gzip::inflate(bytes, 1 << 16) {
        assert!(inflated.len() <= 1 << 16);
    }
}

pub(crate) fn gzip_seeds() -> Vec<Vec<u8>> {
    [
        "1f8b080000000000020 34b4c1c05a360140c77000003da389ae8030000",
        "1f8b0800000000000003030000000000 00000000",
    ]
    .map(unhex)
    .into()
}

/// Text that is read is said in one way only, but for how its places are grouped.
pub(crate) fn provenance(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(provenance) = Provenance::parse(text) else { return };
    assert!((1..=PLACES_MAX).contains(&provenance.places.len()));
    assert_eq!(Provenance::parse(&provenance.to_string()), Ok(provenance));
}

pub(crate) fn provenance_seeds() -> Vec<Vec<u8>> {
    let of = |places: &str| format!("1 {} 0000000000000009 200 100 {places}", "07".repeat(16)).into_bytes();
    ["100+2,5,-3", "5+499", "18446744073709551615,-18446744073709551615"].map(of).into()
}
