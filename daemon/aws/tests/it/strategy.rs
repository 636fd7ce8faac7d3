//! Values drawn from a schema.

use millpond_aws::Value;
use millpond_aws::schema::{Kind, Member, Shape};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

/// Milliseconds that a double of seconds and a four-digit year can carry.
const MS_MAX: i64 = 100_000_000_000_000;

/// Any value of `shape`, its constraints ignored, required members present. Text holds no character that XML forbids.
pub(crate) fn value(shape: &'static Shape) -> BoxedStrategy<Value> {
    match &shape.kind {
        Kind::Boolean => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Integer(_) => any::<i32>().prop_map(|n| Value::Int(n.into())).boxed(),
        Kind::Long(_) => any::<i64>().prop_map(Value::Int).boxed(),
        Kind::Double(_) => any::<f32>().prop_map(|x| Value::Float(x.into())).boxed(),
        Kind::Timestamp => (-60_000_000_000_000..MS_MAX).prop_map(Value::Time).boxed(),
        Kind::Blob(_) => vec(any::<u8>(), 0..40).prop_map(Value::Blob).boxed(),
        Kind::String { values, .. } => text(values).prop_map(Value::Text).boxed(),
        Kind::List { member, .. } => vec(value(member), 0..4).prop_map(Value::List).boxed(),
        Kind::Map { value: shape, .. } => vec((text(&[]), value(shape)), 0..4).prop_map(distinct).boxed(),
        Kind::Structure(members) => {
            members.iter().map(slot).collect::<Vec<_>>().prop_map(Value::Struct).boxed()
        }
    }
}

fn slot(member: &'static Member) -> BoxedStrategy<Value> {
    if member.required {
        return value(member.shape);
    }
    prop_oneof![Just(Value::Null), value(member.shape)].boxed()
}

fn text(values: &'static [&'static str]) -> BoxedStrategy<String> {
    let any_text = vec(any::<char>().prop_filter("XML has no such character", |c| xml_has(*c)), 0..12)
        .prop_map(|letters| letters.into_iter().collect::<String>());
    if values.is_empty() {
        return any_text.boxed();
    }
    prop_oneof![proptest::sample::select(values).prop_map(str::to_owned), any_text].boxed()
}

fn xml_has(c: char) -> bool {
    !matches!(c, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{fffe}' | '\u{ffff}')
}

fn distinct(mut entries: Vec<(String, Value)>) -> Value {
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries.dedup_by(|a, b| a.0 == b.0);
    Value::Map(entries)
}
