//! JSON: golden documents, coercions, complaints, and serde_json as a second opinion.

use millpond_aws::schema::{Kind, Member, Range, Shape};
use millpond_aws::{DecodeError, FromValue, IntoValue, Op, Value, json};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use crate::api::{kinesis, kms};

static TEXT: Shape =
    Shape { name: "Text", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };
static INTEGER: Shape = Shape { name: "Integer", kind: Kind::Integer(Range::ANY) };
static LONG: Shape = Shape { name: "Long", kind: Kind::Long(Range::ANY) };
static DOUBLE: Shape = Shape { name: "Double", kind: Kind::Double(Range::ANY) };
static BOOLEAN: Shape = Shape { name: "Boolean", kind: Kind::Boolean };
static TIME: Shape = Shape { name: "Time", kind: Kind::Timestamp };
static BLOB: Shape = Shape { name: "Blob", kind: Kind::Blob(Range::ANY) };
static LIST: Shape = Shape {
    name: "List",
    kind: Kind::List { member: &TEXT, member_name: "member", flattened: false, length: Range::ANY },
};
static MAP: Shape = Shape {
    name: "Map",
    kind: Kind::Map {
        key: &TEXT,
        value: &TEXT,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};
static PAIR: Shape =
    Shape { name: "Pair", kind: Kind::Structure(&[Member::new("A", &TEXT), Member::new("B", &INTEGER)]) };

fn decode(shape: &'static Shape, document: &str) -> Result<Value, DecodeError> {
    json::decode(shape, document.as_bytes())
}

fn encode(shape: &'static Shape, value: &Value) -> String {
    let mut out = Vec::new();
    json::encode(shape, value, &mut out);
    String::from_utf8(out).unwrap()
}

fn text(s: &str) -> Value {
    Value::Text(s.to_owned())
}

#[test]
fn a_put_records_request_as_boto3_sends_it() {
    let document = br#"{"Records": [{"Data": "aGVsbG8=", "PartitionKey": "k1"}, {"Data": "", "PartitionKey": "k2", "ExplicitHashKey": "0"}], "StreamName": "s"}"#;

    let value = json::decode(kinesis::PutRecords::operation().input, document).unwrap();

    let input = kinesis::PutRecordsInput::from_value(value);
    assert_eq!(input.stream_name.as_deref(), Some("s"));
    assert_eq!(input.stream_arn, None);
    assert_eq!(input.records.len(), 2);
    assert_eq!(input.records[0].data, b"hello");
    assert_eq!(input.records[1].data, b"");
    assert_eq!(input.records[1].explicit_hash_key.as_deref(), Some("0"));
}

#[test]
fn a_get_records_reply_as_aws_words_it() {
    let record = kinesis::Record {
        sequence_number: "1".to_owned(),
        approximate_arrival_timestamp: Some(1_764_000_000_123),
        data: b"hi".to_vec(),
        partition_key: Some("k".to_owned()),
        ..Default::default()
    };
    let output = kinesis::GetRecordsOutput {
        records: vec![record],
        next_shard_iterator: Some("it\"er".to_owned()),
        millis_behind_latest: Some(0),
        ..Default::default()
    };

    let document = encode(kinesis::GetRecords::operation().output, &output.into_value());

    assert_eq!(
        document,
        r#"{"Records":[{"SequenceNumber":"1","ApproximateArrivalTimestamp":1764000000.123,"Data":"aGk=","PartitionKey":"k"}],"NextShardIterator":"it\"er","MillisBehindLatest":0}"#
    );
}

#[test]
fn absence_is_null_or_nothing() {
    assert_eq!(decode(&PAIR, "{}"), Ok(Value::Struct(vec![Value::Null, Value::Null])));
    assert_eq!(decode(&PAIR, r#"{"A":null,"B":null}"#), Ok(Value::Struct(vec![Value::Null, Value::Null])));
    assert_eq!(decode(&PAIR, " null "), Ok(Value::Struct(vec![Value::Null, Value::Null])));
    assert_eq!(decode(&LIST, "[null]"), Ok(Value::List(vec![Value::Null])));
}

#[test]
fn unknown_members_are_skipped_whatever_they_hold() {
    let document =
        r#"{"X":{"a":[1,-2.5e-3,"\u00e9",{"b":null}],"c":true},"A":"a","Y":[],"Z":{}, "W":false,"B":1}"#;

    assert_eq!(decode(&PAIR, document), Ok(Value::Struct(vec![text("a"), Value::Int(1)])));
}

#[test]
fn of_repeated_keys_the_last_counts() {
    assert_eq!(
        decode(&PAIR, r#"{"A":"x","B":1,"A":"y"}"#),
        Ok(Value::Struct(vec![text("y"), Value::Int(1)]))
    );
    let map = decode(&MAP, r#"{"k":"1","j":"2","k":"3"}"#);
    assert_eq!(map, Ok(Value::Map(vec![("j".to_owned(), text("2")), ("k".to_owned(), text("3"))])));
}

#[test]
fn many_repeated_keys_are_still_one() {
    let entries: Vec<String> = (0..5000).map(|i| format!("\"k{}\":\"{i}\"", i % 50)).collect();

    let Ok(Value::Map(map)) = decode(&MAP, &format!("{{{}}}", entries.join(","))) else {
        panic!("not a map")
    };

    assert_eq!(map.len(), 50);
    assert_eq!(map[0], ("k0".to_owned(), text("4950")));
}

#[test]
fn member_names_may_be_escaped() {
    assert_eq!(
        decode(&PAIR, r#"{"\u0041":"a","\u0042":2}"#),
        Ok(Value::Struct(vec![text("a"), Value::Int(2)]))
    );
}

#[test]
fn numbers_are_truncated_and_saturated() {
    for (document, n) in [
        ("1", 1),
        ("-0", 0),
        ("1.0", 1),
        ("1e3", 1000),
        ("1.9", 1),
        ("-1.9", -1),
        ("1E+2", 100),
        ("99999999999", 2_147_483_647),
        ("-99999999999", -2_147_483_648),
    ] {
        assert_eq!(decode(&INTEGER, document), Ok(Value::Int(n)), "{document}");
    }
    assert_eq!(decode(&LONG, "9223372036854775807"), Ok(Value::Int(i64::MAX)));
    assert_eq!(decode(&LONG, "92233720368547758070"), Ok(Value::Int(i64::MAX)));
    assert_eq!(decode(&LONG, "-1e400"), Ok(Value::Int(i64::MIN)));
}

#[test]
fn times_are_seconds() {
    for (document, ms) in [
        ("0", 0),
        ("1764000000", 1_764_000_000_000),
        ("1764000000.123", 1_764_000_000_123),
        ("1.764000000123E9", 1_764_000_000_123),
        ("-0.5", -500),
    ] {
        assert_eq!(decode(&TIME, document), Ok(Value::Time(ms)), "{document}");
    }
    assert_eq!(encode(&TIME, &Value::Time(-1)), "-0.001");
    assert_eq!(encode(&TIME, &Value::Int(1000)), "1");
}

#[test]
fn special_doubles_are_text() {
    assert_eq!(decode(&DOUBLE, "\"-Infinity\""), Ok(Value::Float(f64::NEG_INFINITY)));
    assert_eq!(encode(&DOUBLE, &Value::Float(f64::NAN)), "\"NaN\"");
    assert_eq!(encode(&DOUBLE, &Value::Float(0.5)), "0.5");
}

#[test]
fn booleans_may_be_text() {
    assert_eq!(decode(&BOOLEAN, "\"true\""), Ok(Value::Bool(true)));
    assert_eq!(decode(&BOOLEAN, "\"No\""), Ok(Value::Bool(false)));
}

#[test]
fn lone_surrogates_become_replacement_characters() {
    assert_eq!(decode(&TEXT, r#""\ud83d\ude00""#), Ok(text("\u{1F600}")));
    assert_eq!(decode(&TEXT, r#""a\ud83db""#), Ok(text("a\u{FFFD}b")));
    assert_eq!(decode(&TEXT, r#""\ude00\ud83d""#), Ok(text("\u{FFFD}\u{FFFD}")));
    assert_eq!(decode(&TEXT, r#""\ud83d\ud83d\ude00""#), Ok(text("\u{FFFD}\u{1F600}")));
}

#[test]
fn every_escape_is_undone_and_slashes_in_base64_too() {
    assert_eq!(decode(&TEXT, r#""\"\\\/\b\f\n\r\t\u00e9""#), Ok(text("\"\\/\u{8}\u{c}\n\r\té")));
    assert_eq!(decode(&BLOB, r#""\/\/8=""#), Ok(Value::Blob(vec![0xff, 0xff])));
}

#[test]
fn what_is_not_json_is_malformed_at_its_byte() {
    for (document, at_byte) in [
        ("", 0),
        (" ", 1),
        ("{", 1),
        ("{\"A\"}", 4),
        ("{\"A\":\"x\",}", 9),
        ("{\"A\" \"x\"}", 5),
        ("{\"A\":\"x\"} x", 10),
        ("{\"A\":nul}", 5),
        ("{\"A\":\"\\x\"}", 9),
        ("{A:1}", 1),
        ("{\"X\":[1,]}", 8),
        ("{\"X\":[1 2]}", 8),
        ("{\"B\":01}", 7),
        ("{\"B\":1.}", 7),
        ("{\"B\":1e}", 7),
        ("{\"B\":-}", 6),
        ("{\"B\":+1}", 5),
        ("{'A':1}", 1),
    ] {
        assert_eq!(decode(&PAIR, document), Err(DecodeError::Malformed { at_byte }), "{document}");
    }
}

#[test]
fn text_must_be_utf_8_without_control_characters() {
    for document in [&b"\"\xff\""[..], b"\"a\nb\"", b"\"\x00\"", b"\"\\u00\"", b"\"\\ud83", b"\"\\"] {
        assert!(matches!(json::decode(&TEXT, document), Err(DecodeError::Malformed { .. })), "{document:?}");
    }
}

#[test]
fn wrong_types_get_awss_sentences() {
    for (shape, document, sentence) in [
        (&INTEGER, "\"1\"", "class java.lang.String can not be converted to an Integer"),
        (&LONG, "true", "class java.lang.Boolean can not be converted to an Long"),
        (
            &TEXT,
            "1",
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
        ),
        (&TEXT, "[]", "Start of list found where not expected"),
        (&TEXT, "{}", "Start of structure or map found where not expected."),
        (
            &BLOB,
            "1",
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob",
        ),
        (&BLOB, "false", "class java.lang.Boolean can not be converted to a Blob"),
        (&TIME, "\"2026\"", "class java.lang.String can not be converted to milliseconds since epoch"),
        (&BOOLEAN, "\"maybe\"", "'MAYBE' can not be converted to an Boolean"),
        (&LIST, "{}", "Start of structure or map found where not expected."),
        (&LIST, "\"x\"", "Expected list or null"),
        (&MAP, "[]", "Start of list found where not expected"),
        (&MAP, "1", "Expected map or null"),
        (&PAIR, "\"x\"", "Expected structure or null"),
        (
            &BLOB,
            "\"abc\"",
            "'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
        ),
    ] {
        assert_eq!(decode(shape, document).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn a_huge_value_is_not_repeated_in_a_complaint() {
    let document = format!("\"{}\"", "é".repeat(100_000) + "*");

    assert!(decode(&BLOB, &document).unwrap_err().to_string().len() < 400);
}

#[test]
fn a_key_policy_with_every_kind_of_character_survives() {
    let policy = "{\n\t\"Version\": \"2012-10-17\",\r\n\"Sid\": \"\u{7f}\u{1F600} \u{2028} \\ / \u{1}\"}";
    let input = kms::CreateKeyInput { policy: Some(policy.to_owned()), ..Default::default() };
    let shape = kms::CreateKey::operation().input;

    let document = encode(shape, &input.into_value());

    let back = kms::CreateKeyInput::from_value(decode(shape, &document).unwrap());
    assert_eq!(back.policy.as_deref(), Some(policy));
    let second: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(second["Policy"].as_str(), Some(policy));
}

/// Documents of the form of [`PAIR`] and [`MAP`], with something unknown in between.
fn documents() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i32>().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let key = prop_oneof![Just("A".to_owned()), Just("B".to_owned()), any::<String>()];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            proptest::collection::vec((key, inner), 0..6)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// What [`decode`] must make of an object, by serde_json's reading of it; `None` when a type is wrong.
fn expected_pair(document: &serde_json::Value) -> Option<Value> {
    let object = match document {
        serde_json::Value::Null => return Some(Value::Struct(vec![Value::Null; 2])),
        document => document.as_object()?,
    };
    let a = match object.get("A") {
        None | Some(serde_json::Value::Null) => Value::Null,
        Some(a) => text(a.as_str()?),
    };
    let b = match object.get("B") {
        None | Some(serde_json::Value::Null) => Value::Null,
        Some(b) if b.is_number() => {
            #[expect(clippy::cast_possible_truncation, reason = "saturation is what is tested")]
            let n = b.as_f64()?.trunc().clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i64;
            Value::Int(n)
        }
        Some(_) => return None,
    };
    Some(Value::Struct(vec![a, b]))
}

proptest! {
    #[test]
    fn serde_json_agrees_on_documents(document in documents()) {
        for written in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
            let read = decode(&PAIR, &written);
            match expected_pair(&document) {
                Some(expected) => assert_eq!(read, Ok(expected), "{written}"),
                None => assert!(matches!(read, Err(DecodeError::Mistyped { .. })), "{written}"),
            }
        }
    }

    #[test]
    fn serde_json_agrees_on_what_is_malformed(document in documents(), at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let mut written = format!("{{\"X\":{document}}}").into_bytes();
        let at = at.index(written.len());
        written[at] = byte;

        let ours = match json::decode(&PAIR, &written) {
            // The byte made it another type; what follows was not read.
            Err(DecodeError::Mistyped { .. }) => return Ok(()),
            ours => ours.is_ok(),
        };
        // Two liberties are ours: a lone surrogate is read, and a number beyond a double too.
        let theirs = serde_json::from_slice::<serde_json::Value>(&written);
        let surrogate = theirs.as_ref().is_err_and(|e| e.to_string().contains("surrogate"));
        let number = theirs.as_ref().is_err_and(|e| e.to_string().contains("out of range"));
        assert!(ours == theirs.is_ok() || surrogate || number, "{}", String::from_utf8_lossy(&written));
    }

    #[test]
    fn serde_json_reads_our_text(s in any::<String>()) {
        let written = encode(&TEXT, &text(&s));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), s);
    }
}
