//! Attribute values and items.

use super::number::Number;
use std::collections::{BTreeMap, BTreeSet};

/// Levels of documents within an item.
///
/// # Source
/// DynamoDB Developer Guide, quotas: nested attributes up to 32 levels deep.
pub const DEPTH_MAX: usize = 32;

/// What an attribute holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text.
    S(String),
    /// A number.
    N(Number),
    /// Bytes.
    B(Vec<u8>),
    /// True or false.
    Bool(bool),
    /// Known to be nothing.
    Null,
    /// Values in order.
    L(Vec<Value>),
    /// Values by name.
    M(BTreeMap<String, Value>),
    /// Distinct texts.
    Ss(BTreeSet<String>),
    /// Distinct numbers.
    Ns(BTreeSet<Number>),
    /// Distinct byte strings.
    Bs(BTreeSet<Vec<u8>>),
}

/// Attributes by name.
pub type Item = BTreeMap<String, Value>;

/// Types of a key attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// Text.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
}

impl KeyType {
    /// `S`, `N` or `B`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
        }
    }

    /// Reads `S`, `N` or `B`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::S, Self::N, Self::B].into_iter().find(|kind| kind.name() == name)
    }
}

impl Value {
    /// The type's name on the wire: `S`, `NS`, `BOOL`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::S(_) => "S",
            Self::N(_) => "N",
            Self::B(_) => "B",
            Self::Bool(_) => "BOOL",
            Self::Null => "NULL",
            Self::L(_) => "L",
            Self::M(_) => "M",
            Self::Ss(_) => "SS",
            Self::Ns(_) => "NS",
            Self::Bs(_) => "BS",
        }
    }

    /// True when the value may stand in a key attribute of type `kind`.
    #[must_use]
    pub const fn is_key(&self, kind: KeyType) -> bool {
        matches!((self, kind), (Self::S(_), KeyType::S) | (Self::N(_), KeyType::N) | (Self::B(_), KeyType::B))
    }

    /// Bytes that the value counts for in the size of an item.
    ///
    /// # Source
    /// DynamoDB Developer Guide, "DynamoDB item sizes and formats": texts in UTF-8, one byte for a boolean or null,
    /// three for a list or map and one for each element.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        match self {
            Self::S(text) => text.len(),
            Self::N(number) => number.size_bytes(),
            Self::B(bytes) => bytes.len(),
            Self::Bool(_) | Self::Null => 1,
            Self::L(items) => 3 + items.iter().map(|item| 1 + item.size_bytes()).sum::<usize>(),
            Self::M(entries) => 3 + entries.len() + item_bytes(entries),
            Self::Ss(texts) => texts.iter().map(String::len).sum(),
            Self::Ns(numbers) => numbers.iter().map(|number| number.size_bytes()).sum(),
            Self::Bs(all) => all.iter().map(Vec::len).sum(),
        }
    }

    /// Levels of lists and maps, this one included.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::L(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::M(entries) => 1 + entries.values().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }
}

/// Bytes that an item counts for: names in UTF-8 and values.
#[must_use]
pub fn item_bytes(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value.size_bytes()).sum()
}

/// Only the type: what an attribute holds is user data and stays out of every log line.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({} B)", self.type_name(), self.size_bytes())
    }
}
