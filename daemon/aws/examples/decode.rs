//! How fast a PutRecords body of 500 records of 1 KiB is decoded: `cargo run --release -p millpond-aws --example decode`.
#![allow(clippy::print_stdout, reason = "it prints its measurement")]

use std::hint::black_box;
use std::time::Instant;

use millpond_aws::cbor::Dialect;
use millpond_aws::{DecodeError, FromValue, IntoValue, Op, Value, cbor, constraints, json};

#[allow(unreachable_pub, dead_code, reason = "written for a library; this uses some of it")]
#[path = "../../services/kinesis/src/api.rs"]
mod kinesis;

const RECORDS: usize = 500;
const RECORD_BYTES: usize = 1024;
const ROUNDS: u32 = 400;

fn main() {
    let shape = kinesis::PutRecords::operation().input;
    let input = input();
    let (mut text, mut binary) = (Vec::new(), Vec::new());
    json::encode(shape, &input, &mut text);
    cbor::encode(Dialect::Amz, shape, &input, &mut binary);

    println!("{RECORDS} records of {RECORD_BYTES} B; MB/s of body, MB = 10^6 B, best of 5");
    measure("decode JSON", text.len(), || json::decode(shape, &text));
    measure("decode CBOR", binary.len(), || cbor::decode(Dialect::Amz, shape, &binary));
    measure("decode JSON, check, build the struct", text.len(), || {
        let value = json::decode(shape, &text)?;
        assert!(constraints::check(shape, &value).is_empty(), "the body is valid");
        black_box(kinesis::PutRecordsInput::from_value(value));
        Ok(Value::Null)
    });
    let mut out = Vec::with_capacity(text.len());
    measure("encode JSON", text.len(), || {
        out.clear();
        json::encode(shape, &input, &mut out);
        Ok(Value::Null)
    });
}

fn input() -> Value {
    let record = |i: usize| kinesis::PutRecordsRequestEntry {
        data: (0..RECORD_BYTES).map(|byte| (i * 131 + byte * 37).to_le_bytes()[0]).collect(),
        partition_key: Some(format!("sensor-{i:04}")),
        ..Default::default()
    };
    let records = (0..RECORDS).map(record).collect();
    let stream_name = Some("telemetry".to_owned());
    kinesis::PutRecordsInput { records, stream_name, ..Default::default() }.into_value()
}

fn measure(what: &str, body_bytes: usize, mut work: impl FnMut() -> Result<Value, DecodeError>) {
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            black_box(work()).expect("the body is well-formed");
        }
        best = best.min(start.elapsed().as_secs_f64() / f64::from(ROUNDS));
    }
    #[expect(clippy::cast_precision_loss, reason = "a body is far below 2^53 bytes")]
    let rate = body_bytes as f64 / best / 1e6;
    println!("{what:38} {rate:7.0} MB/s  {:6.0} us for {body_bytes} B", best * 1e6);
}
