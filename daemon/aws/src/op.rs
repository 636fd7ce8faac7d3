//! An operation's types, tied to its schema.

use std::collections::BTreeMap;
use std::vec::IntoIter;

use crate::Value;
use crate::schema::Operation;

/// Built from a decoded and checked [`Value`].
pub trait FromValue: Sized {
    /// Reads the value; absent or mistyped members become defaults, because constraints were checked before.
    fn from_value(value: Value) -> Self;
}

/// Turned into a [`Value`] for encoding.
pub trait IntoValue {
    /// Gives up the structure's members, in schema order.
    ///
    /// A time is a plain `i64` here and so becomes [`Value::Int`]; encoders read the schema and know better.
    fn into_value(self) -> Value;
}

/// One operation: a unit type that names its input, output and schema. `cargo xtask api` generates the implementations.
pub trait Op: 'static {
    /// What the caller sends.
    type Input: FromValue + IntoValue + 'static;
    /// What the caller receives.
    type Output: FromValue + IntoValue + 'static;

    /// The operation's entry in the service's schema.
    fn operation() -> &'static Operation;
}

/// The slots of a structure, taken one after another; for generated code.
pub struct Slots(IntoIter<Value>);

impl Slots {
    /// Opens a structure; anything else has no slots.
    #[must_use]
    pub fn of(value: Value) -> Self {
        match value {
            Value::Struct(slots) => Self(slots.into_iter()),
            _ => Self(Vec::new().into_iter()),
        }
    }

    /// Takes the next slot.
    #[must_use]
    pub fn take<T: FromValue>(&mut self) -> T {
        T::from_value(self.0.next().unwrap_or_default())
    }
}

/// Declares a structure of the model, with its conversions; for generated code.
///
/// Fields stand in the order of the shape's members.
#[macro_export]
macro_rules! structure {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Default, PartialEq)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl $crate::FromValue for $name {
            fn from_value(value: $crate::Value) -> Self {
                let slots = &mut $crate::Slots::of(value);
                // A structure without members reads no slot.
                let _ = &slots;
                Self { $($field: slots.take(),)* }
            }
        }

        impl $crate::IntoValue for $name {
            fn into_value(self) -> $crate::Value {
                $crate::Value::Struct(vec![$($crate::IntoValue::into_value(self.$field),)*])
            }
        }
    };
}

/// Ties an operation's unit type to its schema and types; for generated code.
#[macro_export]
macro_rules! operation {
    ($(#[$about:meta])* $name:ident($input:ident) -> $output:ident, $entry:expr) => {
        $(#[$about])*
        pub struct $name;

        impl $crate::Op for $name {
            type Input = $input;
            type Output = $output;

            fn operation() -> &'static $crate::schema::Operation {
                &$entry
            }
        }
    };
}

impl FromValue for String {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Text(text) => text,
            _ => Self::new(),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Blob(bytes) => bytes,
            _ => Self::new(),
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Int(n) | Value::Time(n) => n,
            _ => 0,
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Float(x) => x,
            _ => 0.0,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Self {
        matches!(value, Value::Bool(true))
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::List(items) => items.into_iter().map(T::from_value).collect(),
            _ => Self::new(),
        }
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Map(entries) => entries.into_iter().map(|(k, v)| (k, T::from_value(v))).collect(),
            _ => Self::new(),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Self {
        (!value.is_null()).then(|| T::from_value(value))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl IntoValue for Vec<u8> {
    fn into_value(self) -> Value {
        Value::Blob(self)
    }
}

impl IntoValue for i64 {
    fn into_value(self) -> Value {
        Value::Int(self)
    }
}

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        Value::Float(self)
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Bool(self)
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(T::into_value).collect())
    }
}

impl<T: IntoValue> IntoValue for BTreeMap<String, T> {
    fn into_value(self) -> Value {
        Value::Map(self.into_iter().map(|(k, v)| (k, v.into_value())).collect())
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}
