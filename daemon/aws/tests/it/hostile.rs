//! Input that means harm: cut short, bent, nested without end, claiming to be huge. Nothing may panic or grow.

use std::time::{Duration, Instant};

use millpond_aws::cbor::{self, Dialect};
use millpond_aws::schema::Shape;
use millpond_aws::{DecodeError, Value, errors, json, query, xml};
use proptest::prelude::{any, proptest};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::api::{kinesis, sqs, sts};
use crate::strategy;

/// One value of every honoured input and output, always the same.
fn samples() -> Vec<(&'static Shape, Value)> {
    let mut runner = TestRunner::deterministic();
    let shapes = crate::operations().flat_map(|(_, operation)| [operation.input, operation.output]);
    shapes.map(|shape| (shape, strategy::value(shape).new_tree(&mut runner).unwrap().current())).collect()
}

#[test]
fn every_truncation_is_refused() {
    for (shape, value) in samples() {
        let mut document = Vec::new();
        json::encode(shape, &value, &mut document);
        for end in 0..document.len() {
            assert!(json::decode(shape, &document[..end]).is_err());
        }
        for dialect in [Dialect::Amz, Dialect::RpcV2] {
            document.clear();
            cbor::encode(dialect, shape, &value, &mut document);
            for end in 0..document.len() {
                assert!(cbor::decode(dialect, shape, &document[..end]).is_err());
            }
        }
    }
}

#[test]
fn anything_after_the_document_is_refused() {
    for (shape, value) in samples() {
        let mut document = Vec::new();
        json::encode(shape, &value, &mut document);
        document.extend_from_slice(b" {}");
        assert!(json::decode(shape, &document).is_err());
        document.clear();
        cbor::encode(Dialect::Amz, shape, &value, &mut document);
        document.push(0xf6);
        assert!(cbor::decode(Dialect::Amz, shape, &document).is_err());
    }
}

#[test]
fn no_flipped_bit_panics() {
    for (shape, value) in samples() {
        let (mut text, mut binary) = (Vec::new(), Vec::new());
        json::encode(shape, &value, &mut text);
        cbor::encode(Dialect::RpcV2, shape, &value, &mut binary);
        for bit in 0..text.len() * 8 {
            text[bit / 8] ^= 1 << (bit % 8);
            let _ = json::decode(shape, &text);
            text[bit / 8] ^= 1 << (bit % 8);
        }
        for bit in 0..binary.len() * 8 {
            binary[bit / 8] ^= 1 << (bit % 8);
            let _ = cbor::decode(Dialect::RpcV2, shape, &binary);
            binary[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

const TOO_DEEP: Result<Value, DecodeError> = Err(DecodeError::TooDeep { depth_max: 64 });

#[test]
fn json_bombs_of_depth_are_refused() {
    let shape = crate::input(&kinesis::SERVICE, "PutRecords");

    for unit in ["[", "{\"a\":"] {
        let bomb = format!("{{\"X\":{}", unit.repeat(1_000_000));
        assert_eq!(json::decode(shape, bomb.as_bytes()), TOO_DEEP);
    }
}

#[test]
fn cbor_bombs_of_depth_are_refused() {
    let shape = crate::input(&kinesis::SERVICE, "PutRecords");

    for unit in [&[0x81][..], &[0x9f], &[0xa1, 0x61, 0x61], &[0xbf, 0x61, 0x61], &[0xc1]] {
        let mut bomb = vec![0xa1, 0x61, b'X'];
        bomb.extend(unit.repeat(1_000_000));
        assert_eq!(cbor::decode(Dialect::Amz, shape, &bomb), TOO_DEEP);
        // As a map's key, where only text belongs.
        bomb.splice(0..3, [0xa1]);
        assert!(cbor::decode(Dialect::Amz, shape, &bomb).is_err());
    }
    let mut tags = vec![0xa1, 0x6a];
    tags.extend_from_slice(b"StreamName");
    tags.extend([0xc1].repeat(1_000_000));
    assert_eq!(cbor::decode(Dialect::Amz, shape, &tags), TOO_DEEP);
}

#[test]
fn xml_bombs_of_depth_are_refused() {
    let operation = sts::SERVICE.operation("AssumeRole").unwrap();

    assert_eq!(xml::decode_result(operation, "<a>".repeat(1_000_000).as_bytes()), TOO_DEEP);
}

#[test]
fn lengths_that_lie_cost_nothing() {
    let shape = crate::input(&kinesis::SERVICE, "PutRecords");
    let start = Instant::now();

    for head in [0x9b, 0xbb, 0x5b, 0x7b] {
        for name in ["Records", "StreamName", "X"] {
            for length in [u64::MAX, u64::from(u32::MAX), 1 << 40] {
                let mut document = vec![0xa1, 0x60 + u8::try_from(name.len()).unwrap()];
                document.extend_from_slice(name.as_bytes());
                document.push(head);
                document.extend_from_slice(&length.to_be_bytes());
                assert!(cbor::decode(Dialect::Amz, shape, &document).is_err());
            }
        }
    }

    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_short_body_cannot_claim_much_memory() {
    let shape = crate::input(&kinesis::SERVICE, "PutRecords");
    let too_many = Err(DecodeError::TooMany { values_max: 1 << 18 });

    let empty = format!("{{\"Records\":[{}{{}}]}}", "{},".repeat(1_000_000));
    assert_eq!(json::decode(shape, empty.as_bytes()), too_many);
    let nulls = format!("{{\"Records\":[{}null]}}", "null,".repeat(1_000_000));
    assert_eq!(json::decode(shape, nulls.as_bytes()), too_many);
    let mut binary = vec![0xa1, 0x67];
    binary.extend_from_slice(b"Records");
    binary.push(0x9f);
    binary.extend([0xa0].repeat(1_000_000));
    binary.push(0xff);
    assert_eq!(cbor::decode(Dialect::Amz, shape, &binary), too_many);
}

#[test]
fn the_largest_honest_reply_is_read() {
    let shape = crate::output(&kinesis::SERVICE, "GetRecords");
    let record = r#"{"SequenceNumber":"1","Data":"","PartitionKey":"k","EncryptionType":"NONE"}"#;
    let document = format!("{{\"Records\":[{}]}}", vec![record; 10_000].join(","));

    assert!(json::decode(shape, document.as_bytes()).is_ok());
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for shape in [crate::input(&kinesis::SERVICE, "PutRecords"), crate::output(&sqs::SERVICE, "ReceiveMessage")] {
            let _ = json::decode(shape, &bytes);
            let _ = cbor::decode(Dialect::Amz, shape, &bytes);
            let _ = cbor::decode(Dialect::RpcV2, shape, &bytes);
            let _ = query::decode(shape, &query::parse_form(&bytes));
        }
        let _ = xml::decode_result(sts::SERVICE.operation("AssumeRole").unwrap(), &bytes);
        let _ = errors::parse(&bytes);
    }
}
