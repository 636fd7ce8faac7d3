//! A decoded request or a reply to be encoded: a tree whose form a schema fixes.

/// One value of the wire.
///
/// Invariant: built against a [`crate::schema::Shape`]; a `Struct` has exactly one slot per member of that shape,
/// `Null` where the member is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Absent.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer or long.
    Int(i64),
    /// A double.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// Milliseconds since 1970; may be negative or fractional on the wire, whole here.
    Time(i64),
    /// A list.
    List(Vec<Value>),
    /// A map, in wire order; keys are distinct.
    Map(Vec<(String, Value)>),
    /// A structure, one slot per member of its shape.
    Struct(Vec<Value>),
}

impl Value {
    /// True when the value is absent.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Takes the value out of slot `index` of a structure, leaving it absent; `Null` for anything else.
    #[must_use]
    pub fn take(&mut self, index: usize) -> Self {
        match self {
            Self::Struct(slots) => slots.get_mut(index).map(std::mem::take).unwrap_or_default(),
            _ => Self::Null,
        }
    }
}

/// A value that somebody else holds and that has no parts: a member of a structure that is written at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plain<'a> {
    /// Absent.
    Null,
    /// An integer, a long, or a time in milliseconds since 1970.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl Plain<'_> {
    /// True when the value is absent.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// A copy that lasts.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match *self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(n),
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Blob(bytes) => Value::Blob(bytes.to_vec()),
        }
    }
}
