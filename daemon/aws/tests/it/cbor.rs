//! CBOR: golden bytes of both dialects, and what clients really send.

use millpond_aws::cbor::{self, Dialect};
use millpond_aws::{DecodeError, FromValue, IntoValue, Op, Value};

use crate::api::kinesis;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn a_put_record_request_as_the_java_sdk_sends_it() {
    // Indefinite map: StreamName "s", Data h'0102', PartitionKey "k".
    let document = hex("bf 6a53747265616d4e616d65 6173 6444617461 420102 6c506172746974696f6e4b6579 616b ff");

    let value = cbor::decode(Dialect::Amz, kinesis::PutRecord::operation().input, &document).unwrap();

    let input = kinesis::PutRecordInput::from_value(value);
    assert_eq!((input.stream_name.as_deref(), input.data), (Some("s"), vec![1, 2]));
    assert_eq!(input.partition_key.as_deref(), Some("k"));
}

fn record() -> Value {
    kinesis::GetRecordsOutput {
        records: vec![kinesis::Record {
            sequence_number: "1".to_owned(),
            approximate_arrival_timestamp: Some(1_764_000_000_123),
            data: vec![0xff],
            partition_key: Some("k".to_owned()),
            ..Default::default()
        }],
        millis_behind_latest: Some(0),
        ..Default::default()
    }
    .into_value()
}

#[test]
fn java_gets_times_as_plain_whole_milliseconds() {
    let mut document = Vec::new();

    cbor::encode(Dialect::Amz, kinesis::GetRecords::operation().output, &record(), &mut document);

    assert_eq!(
        document,
        hex("a2 67 5265636f726473 81 a4 6e 53657175656e63654e756d626572 6131
             781b 417070726f78696d6174654172726976616c54696d657374616d70 1b 0000019ab697e87b
             64 44617461 41ff 6c 506172746974696f6e4b6579 616b
             72 4d696c6c6973426568696e644c6174657374 00")
    );
}

#[test]
fn smithy_gets_times_as_tagged_seconds() {
    let mut document = Vec::new();

    cbor::encode(Dialect::RpcV2, kinesis::GetRecords::operation().output, &record(), &mut document);

    let time = hex("c1 fb 41da49204007df3b");
    assert!(document.windows(time.len()).any(|window| window == time));
    let back = cbor::decode(Dialect::RpcV2, kinesis::GetRecords::operation().output, &document).unwrap();
    assert_eq!(
        kinesis::GetRecordsOutput::from_value(back).records[0].approximate_arrival_timestamp,
        Some(1_764_000_000_123)
    );
}

/// The `Timestamp` of a GetShardIterator request whose document is `"Timestamp"` and then `time`.
fn timestamp(dialect: Dialect, time: &str) -> Result<Option<i64>, DecodeError> {
    let document = hex(&format!("a1 69 54696d657374616d70 {time}"));
    let value = cbor::decode(dialect, kinesis::GetShardIterator::operation().input, &document)?;
    Ok(kinesis::GetShardIteratorInput::from_value(value).timestamp)
}

#[test]
fn times_come_in_every_form() {
    for (dialect, time, ms) in [
        (Dialect::Amz, "1b 0000019ab697e87b", 1_764_000_000_123),
        (Dialect::Amz, "c1 1b 0000019ab697e87b", 1_764_000_000_123),
        (Dialect::Amz, "c1 fb 3ff8000000000000", 1500),
        (Dialect::Amz, "fb 3ff8000000000000", 1500),
        (Dialect::RpcV2, "c1 1a 69248100", 1_764_000_000_000),
        (Dialect::RpcV2, "c1 fb 3ff8000000000000", 1500),
        (Dialect::RpcV2, "c1 fa 3fc00000", 1500),
        (Dialect::RpcV2, "c1 f9 3e00", 1500),
        (Dialect::RpcV2, "c1 20", -1000),
        (Dialect::RpcV2, "01", 1000),
    ] {
        assert_eq!(timestamp(dialect, time), Ok(Some(ms)), "{dialect:?} {time}");
    }
    assert_eq!(timestamp(Dialect::Amz, "f6"), Ok(None));
}

#[test]
fn half_floats_follow_rfc_8949() {
    for (half, ms) in
        [("0000", 0), ("3c00", 1000), ("c400", -4000), ("7bff", 65_504_000), ("7c00", i64::MAX), ("7e00", 0)]
    {
        assert_eq!(timestamp(Dialect::RpcV2, &format!("c1 f9 {half}")), Ok(Some(ms)), "{half}");
    }
}

#[test]
fn wrong_types_get_awss_sentences() {
    for (time, sentence) in [
        ("c1 60", "class java.lang.String can not be converted to milliseconds since epoch"),
        ("60", "class java.lang.String can not be converted to milliseconds since epoch"),
        ("f5", "class java.lang.Boolean can not be converted to milliseconds since epoch"),
        ("40", "class java.nio.HeapByteBuffer can not be converted to milliseconds since epoch"),
        ("80", "Start of list found where not expected"),
        ("bf ff", "Start of structure or map found where not expected."),
    ] {
        assert_eq!(timestamp(Dialect::Amz, time).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn strings_and_lists_may_come_in_pieces() {
    // {_ "Records": [_ {_ (_ "Da", "ta"): (_ h'01', h'02'), "PartitionKey": (_ "a", "b")}]}
    let document = hex(
        "bf 67 5265636f726473 9f bf 7f 624461 627461 ff 5f 4101 4102 ff 6c506172746974696f6e4b6579 7f 6161 6162 ff ff ff ff",
    );

    let value = cbor::decode(Dialect::Amz, kinesis::PutRecords::operation().input, &document).unwrap();

    let records = kinesis::PutRecordsInput::from_value(value).records;
    assert_eq!(records[0].data, vec![1, 2]);
    assert_eq!(records[0].partition_key.as_deref(), Some("ab"));
}

#[test]
fn unknown_members_are_skipped_whatever_they_hold() {
    // Unknown "x" holds tags, nested indefinite lists, maps with odd keys, simple values; then Limit 7.
    let document =
        hex("a3 6178 c1 9f 80 bf 01 f7 f6 81 40 ff fb 0000000000000000 e0 ff 6179 a0 65 4c696d6974 07");

    let value = cbor::decode(Dialect::Amz, kinesis::GetRecords::operation().input, &document).unwrap();

    assert_eq!(kinesis::GetRecordsInput::from_value(value).limit, Some(7));
}

#[test]
fn numbers_are_truncated_and_saturated() {
    for (number, limit) in [
        ("07", 7),
        ("19 0100", 256),
        ("fb 401f333333333333", 7),
        ("1b ffffffffffffffff", 2_147_483_647),
        ("3b ffffffffffffffff", -2_147_483_648),
        ("c2 07", 7),
    ] {
        let document = hex(&format!("a1 65 4c696d6974 {number}"));
        let value = cbor::decode(Dialect::Amz, kinesis::GetRecords::operation().input, &document).unwrap();
        assert_eq!(kinesis::GetRecordsInput::from_value(value).limit, Some(limit), "{number}");
    }
}
