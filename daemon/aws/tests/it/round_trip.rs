//! What one side writes, the other reads.

use millpond_aws::cbor::Dialect;
use millpond_aws::schema::{Kind, Shape};
use millpond_aws::{FromValue, IntoValue, Op, Plain, Value, cbor, json, query, xml};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::strategy;

/// Draws values of `shape`, always the same ones.
fn each(shape: &'static Shape, cases: u32, mut test: impl FnMut(Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let algorithm = config.rng_algorithm;
    let rng = proptest::test_runner::TestRng::deterministic_rng(algorithm);
    let test = std::cell::RefCell::new(&mut test);
    let run = TestRunner::new_with_rng(config, rng).run(&strategy::value(shape), |value| {
        (test.borrow_mut())(value);
        Ok::<(), TestCaseError>(())
    });
    run.unwrap();
}

#[test]
fn json_reads_what_it_writes() {
    for (_, operation) in crate::operations() {
        for shape in [operation.input, operation.output] {
            each(shape, 40, |value| {
                let mut document = Vec::new();
                json::encode(shape, &value, &mut document);
                assert_eq!(
                    json::decode(shape, &document),
                    Ok(value),
                    "{}",
                    String::from_utf8_lossy(&document)
                );
            });
        }
    }
}

#[test]
fn json_is_json() {
    for (_, operation) in crate::operations() {
        for shape in [operation.input, operation.output] {
            each(shape, 10, |value| {
                let mut document = Vec::new();
                json::encode(shape, &value, &mut document);
                serde_json::from_slice::<serde_json::Value>(&document).unwrap();
            });
        }
    }
}

#[test]
fn both_cbor_dialects_read_what_they_write() {
    for (_, operation) in crate::operations() {
        for shape in [operation.input, operation.output] {
            for dialect in [Dialect::Amz, Dialect::RpcV2] {
                each(shape, 20, |value| {
                    let mut document = Vec::new();
                    cbor::encode(dialect, shape, &value, &mut document);
                    assert_eq!(cbor::decode(dialect, shape, &document), Ok(value));
                });
            }
        }
    }
}

#[test]
fn query_reads_what_it_writes() {
    for (service, operation) in crate::query_operations() {
        each(operation.input, 40, |value| {
            let form = query::parse_form(&query::encode(service, operation, &value));
            let expected = without_what_forms_cannot_say(operation.input, value);
            assert_eq!(query::decode(operation.input, &form), Ok(expected), "{form:?}");
        });
    }
}

#[test]
fn xml_reads_what_it_writes() {
    for (service, operation) in crate::query_operations() {
        each(operation.output, 40, |value| {
            let document = xml::encode_result(service, operation, &value, "id");
            let expected = without_empty_flattened(operation.output, value);
            assert_eq!(xml::decode_result(operation, &document), Ok(expected));
        });
    }
}

/// A form has no way to say that a structure or map is there and empty, and members that share a name share a value.
fn without_what_forms_cannot_say(shape: &'static Shape, value: Value) -> Value {
    match (value, &shape.kind) {
        (Value::Struct(slots), Kind::Structure(members)) => {
            let mut slots: Vec<Value> =
                members.iter().zip(slots).map(|(m, slot)| nested(m.shape, slot)).collect();
            for (i, member) in members.iter().enumerate() {
                let shared = (0..members.len()).filter(|j| members[*j].query_name == member.query_name);
                let first = shared.map(|j| slots[j].clone()).find(|slot| !slot.is_null());
                slots[i] = first.unwrap_or_default();
            }
            Value::Struct(slots)
        }
        (value, _) => value,
    }
}

fn nested(shape: &'static Shape, value: Value) -> Value {
    match (value, &shape.kind) {
        (value @ Value::Struct(_), _) => match without_what_forms_cannot_say(shape, value) {
            Value::Struct(slots) if slots.iter().all(Value::is_null) => Value::Null,
            value => value,
        },
        (Value::List(items), Kind::List { member, .. }) => {
            let empty = items.is_empty();
            let items: Vec<Value> =
                items.into_iter().map(|item| nested(member, item)).filter(|item| !item.is_null()).collect();
            if items.is_empty() && !empty { Value::Null } else { Value::List(items) }
        }
        (Value::Map(entries), Kind::Map { value: shape, .. }) => {
            let entries: Vec<_> = entries.into_iter().map(|(k, v)| (k, nested(shape, v))).collect();
            if entries.is_empty() { Value::Null } else { Value::Map(entries) }
        }
        (value, _) => value,
    }
}

/// A flattened list or map without elements leaves no element behind.
fn without_empty_flattened(shape: &'static Shape, value: Value) -> Value {
    match (value, &shape.kind) {
        (Value::Struct(slots), Kind::Structure(members)) => {
            let slots = members.iter().zip(slots).map(|(m, slot)| without_empty_flattened(m.shape, slot));
            Value::Struct(slots.collect())
        }
        (Value::List(items), Kind::List { flattened: true, .. }) if items.is_empty() => Value::Null,
        (Value::Map(entries), Kind::Map { flattened: true, .. }) if entries.is_empty() => Value::Null,
        (Value::List(items), Kind::List { member, .. }) => {
            Value::List(items.into_iter().map(|item| without_empty_flattened(member, item)).collect())
        }
        (Value::Map(entries), Kind::Map { value: shape, .. }) => {
            Value::Map(entries.into_iter().map(|(k, v)| (k, without_empty_flattened(shape, v))).collect())
        }
        (value, _) => value,
    }
}

#[test]
fn structs_give_back_their_values() {
    fn check<O: Op>() {
        each(O::operation().input, 20, |value| {
            assert_eq!(O::Input::from_value(value.clone()).into_value(), times_as_numbers(value));
        });
        each(O::operation().output, 20, |value| {
            assert_eq!(O::Output::from_value(value.clone()).into_value(), times_as_numbers(value));
        });
    }
    check::<crate::api::kinesis::PutRecords>();
    check::<crate::api::kinesis::GetShardIterator>();
    check::<crate::api::kinesis::DescribeStream>();
    check::<crate::api::kinesis::CreateStream>();
    check::<crate::api::sqs::ReceiveMessage>();
    check::<crate::api::sqs::SendMessageBatch>();
    check::<crate::api::kms::CreateKey>();
    check::<crate::api::sts::AssumeRole>();
    check::<crate::api::iam::CreateRole>();
}

/// A generated struct keeps a time as a plain number.
fn times_as_numbers(value: Value) -> Value {
    match value {
        Value::Time(ms) => Value::Int(ms),
        Value::Struct(slots) => Value::Struct(slots.into_iter().map(times_as_numbers).collect()),
        Value::List(items) => Value::List(items.into_iter().map(times_as_numbers).collect()),
        Value::Map(entries) => {
            Value::Map(entries.into_iter().map(|(k, v)| (k, times_as_numbers(v))).collect())
        }
        other => other,
    }
}

/// Outputs that begin with a list of structures.
fn lists() -> impl Iterator<Item = &'static Shape> {
    let begins = |shape: &&'static Shape| {
        shape.members().first().is_some_and(
            |member| matches!(&member.shape.kind, Kind::List { member, .. } if !member.members().is_empty()),
        )
    };
    crate::operations().map(|(_, operation)| operation.output).filter(begins)
}

/// A structure's members as far as they have no parts; the others are taken out.
fn plain(item: &mut Value) -> Vec<Plain<'_>> {
    let Value::Struct(slots) = item else { return Vec::new() };
    let plain = slots.iter_mut().map(|slot| match slot {
        Value::Text(text) => Plain::Text(text),
        Value::Blob(bytes) => Plain::Blob(bytes),
        Value::Int(n) | Value::Time(n) => Plain::Int(*n),
        other => {
            *other = Value::Null;
            Plain::Null
        }
    });
    plain.collect()
}

#[test]
fn a_list_item_by_item_is_read_as_one_written_whole() {
    for shape in lists() {
        each(shape, 20, |mut whole| {
            let mut rest = whole.clone();
            let _ = rest.take(0);
            let (mut in_json, mut in_cbor) = (Vec::new(), Vec::new());

            json::begin_list(shape, &mut in_json);
            cbor::begin_list(shape, &mut in_cbor);
            if let Value::Struct(slots) = &mut whole {
                let absent = slots[0].is_null();
                if absent {
                    slots[0] = Value::List(Vec::new());
                }
                let Value::List(items) = &mut slots[0] else { unreachable!("the first member is a list") };
                for (at, item) in items.iter_mut().enumerate() {
                    let item = plain(item);
                    json::list_item(shape, &item, at == 0, &mut in_json);
                    cbor::list_item(Dialect::Amz, shape, &item, &mut in_cbor);
                }
            }
            json::end_list(shape, &rest, &mut in_json);
            cbor::end_list(Dialect::Amz, shape, &rest, &mut in_cbor);

            assert_eq!(json::decode(shape, &in_json), Ok(whole.clone()));
            assert_eq!(cbor::decode(Dialect::Amz, shape, &in_cbor), Ok(whole));
        });
    }
}
