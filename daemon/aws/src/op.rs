//! An operation's types, tied to its schema.

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
    fn into_value(self) -> Value;
}

/// One operation: a unit type that names its input, output and schema. `cargo xtask api` generates the implementations.
pub trait Op: 'static {
    /// What the caller sends.
    type Input: FromValue + 'static;
    /// What the caller receives.
    type Output: IntoValue + 'static;

    /// The operation's entry in the service's schema.
    fn operation() -> &'static Operation;
}
