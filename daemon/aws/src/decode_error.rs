//! Why bytes are not the value their schema asks for.

use std::fmt;

use crate::schema::Kind;

/// Deepest nesting that any decoder follows. The deepest shape of the services has 8 levels.
pub(crate) const DEPTH_MAX: usize = 64;

/// Most values in one document; at 32 bytes each, 8 MiB. A full GetRecords reply has 60 000, and a short body could
/// otherwise claim sixty times its size: `{},{},{},..`.
pub(crate) const VALUES_MAX: usize = 1 << 18;

/// A request or reply that cannot be decoded. `Display` is the text AWS puts into its `SerializationException`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// Not well-formed, or cut short.
    Malformed {
        /// Offset of the first byte that makes no sense.
        at_byte: usize,
    },
    /// Nested deeper than any honest document.
    TooDeep {
        /// How deep is allowed.
        depth_max: usize,
    },
    /// Of more parts than any honest document.
    TooMany {
        /// How many are allowed.
        values_max: usize,
    },
    /// Well-formed, but of another type than the schema's.
    Mistyped {
        /// The sentence for the client.
        text: String,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { at_byte } => write!(f, "Malformed document at byte {at_byte}"),
            Self::TooDeep { depth_max } => write!(f, "Document is nested deeper than {depth_max} levels"),
            Self::TooMany { values_max } => write!(f, "Document has more than {values_max} values"),
            Self::Mistyped { text } => f.write_str(text),
        }
    }
}

impl std::error::Error for DecodeError {}

/// What a document may still cost.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    values: usize,
}

impl Budget {
    /// All of it.
    pub(crate) const fn new() -> Self {
        Self { values: VALUES_MAX }
    }

    /// Takes room for `values` more.
    pub(crate) fn spend(&mut self, values: usize) -> Result<(), DecodeError> {
        self.values =
            self.values.checked_sub(values).ok_or(DecodeError::TooMany { values_max: VALUES_MAX })?;
        Ok(())
    }
}

/// One level less; refused when none is left.
pub(crate) fn deeper(depth: usize) -> Result<usize, DecodeError> {
    depth.checked_sub(1).ok_or(DecodeError::TooDeep { depth_max: DEPTH_MAX })
}

/// What was found where something else was expected; the names are those of AWS's own parser.
///
/// # Source
/// Texts observed from AWS by kinesalite's recorded checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Boolean,
    Bytes,
    List,
    Map,
    Number,
    Text,
}

impl Found {
    /// The complaint that `self` stands where `expected` should.
    pub(crate) fn instead_of(self, expected: &Kind) -> DecodeError {
        let class = match self {
            Self::List => return mistyped("Start of list found where not expected"),
            Self::Map => return mistyped("Start of structure or map found where not expected."),
            Self::Boolean => "class java.lang.Boolean",
            Self::Bytes => "class java.nio.HeapByteBuffer",
            Self::Number => "class com.amazon.coral.value.json.numbers.TruncatingBigNumber",
            Self::Text => "class java.lang.String",
        };
        let wanted = match expected {
            Kind::List { .. } => return mistyped("Expected list or null"),
            Kind::Map { .. } => return mistyped("Expected map or null"),
            Kind::Structure(_) => return mistyped("Expected structure or null"),
            Kind::Timestamp => "milliseconds since epoch",
            Kind::Boolean => "an Boolean",
            Kind::Integer(_) => "an Integer",
            Kind::Long(_) => "an Long",
            Kind::Double(_) => "an Double",
            Kind::Blob(_) => "a Blob",
            Kind::String { .. } => "an String",
        };
        mistyped(format!("{class} can not be converted to {wanted}"))
    }
}

pub(crate) fn mistyped(text: impl Into<String>) -> DecodeError {
    DecodeError::Mistyped { text: text.into() }
}

/// The first characters of what a client sent, to be repeated to it.
pub(crate) fn excerpt(text: &[u8]) -> String {
    const CHARS_MAX: usize = 64;
    let text = String::from_utf8_lossy(&text[..text.len().min(4 * CHARS_MAX)]);
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into_owned(),
    }
}
