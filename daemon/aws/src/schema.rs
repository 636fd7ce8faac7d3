//! What AWS's published service models say, as static tables.
//!
//! `cargo xtask api` writes one table per service. Codecs, constraint checks and error rendering all read it,
//! so a fact about the wire is stated once.

use std::sync::OnceLock;

use regex_lite::Regex;

/// One AWS service: how it is addressed and what it can do.
#[derive(Debug)]
pub struct ServiceSchema {
    /// Short name, equal to the folder under `daemon/services`: `kinesis`.
    pub id: &'static str,
    /// The name in a SigV4 credential scope.
    pub signing_name: &'static str,
    /// Prefix of `X-Amz-Target` before the last dot; empty for query services.
    pub target_prefix: &'static str,
    /// `Version` of the query protocol: `2012-11-05`.
    pub api_version: &'static str,
    /// Namespace of query-protocol replies.
    pub xml_namespace: &'static str,
    /// `1.0` or `1.1`; empty for query-only services.
    pub json_version: &'static str,
    /// True when the JSON protocol also carries legacy query error codes (`x-amzn-query-error`).
    pub query_compatible: bool,
    /// Namespace put before `__type` in JSON errors, with its `#`; usually empty. SQS: `com.amazonaws.sqs#`.
    pub error_namespace: &'static str,
    /// Every operation of the model, sorted by name.
    pub operations: &'static [Operation],
}

impl ServiceSchema {
    /// Finds an operation by its name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        let operations: &'static [Operation] = self.operations;
        operations.binary_search_by(|o| o.name.cmp(name)).ok().map(|i| &operations[i])
    }
}

/// One operation of a service.
#[derive(Debug)]
pub struct Operation {
    /// `PutRecords`.
    pub name: &'static str,
    /// Named in the service's coverage.toml, so its shapes below are complete.
    pub honoured: bool,
    /// Input structure; an empty structure when the model has none.
    pub input: &'static Shape,
    /// Output structure; an empty structure when the model has none.
    pub output: &'static Shape,
    /// Element that wraps a query-protocol result: `ListUsersResult`; empty when the operation has no output.
    pub result_wrapper: &'static str,
    /// The errors the model allows.
    pub errors: &'static [&'static ErrorShape],
    /// What follows the output, for as long as the reply lasts; none for most operations.
    pub events: Option<&'static EventStream>,
}

impl Operation {
    /// An operation that the model has and Millpond does not honour yet.
    #[must_use]
    pub const fn refused(name: &'static str) -> Self {
        Self {
            name,
            honoured: false,
            input: &EMPTY,
            output: &EMPTY,
            result_wrapper: "",
            errors: &[],
            events: None,
        }
    }
}

/// What a reply that is an event stream may carry.
#[derive(Debug)]
pub struct EventStream {
    /// The events, by name.
    pub events: &'static [Member],
    /// The errors that may end it.
    pub errors: &'static [&'static ErrorShape],
}

impl EventStream {
    /// The shape of the event called `name`.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&'static Shape> {
        self.events.iter().find(|event| event.name == name).map(|event| event.shape)
    }
}

/// The structure without members.
pub static EMPTY: Shape = Shape { name: "", kind: Kind::Structure(&[]) };

/// One modelled error.
#[derive(Debug)]
pub struct ErrorShape {
    /// Shape name, which is the JSON error code: `QueueDoesNotExist`.
    pub name: &'static str,
    /// Code in the query protocol and in `x-amzn-query-error`: `AWS.SimpleQueueService.NonExistentQueue`.
    pub query_code: &'static str,
    /// HTTP status; the JSON and CBOR protocols use the same one.
    pub status: u16,
    /// True when the caller is to blame.
    pub sender: bool,
}

/// A named type of the model.
#[derive(Debug)]
pub struct Shape {
    /// Name in the model.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of shape, each with its constraints.
#[derive(Debug)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number that fits 32 bits.
    Integer(Range),
    /// A whole number that fits 64 bits.
    Long(Range),
    /// A floating-point number.
    Double(Range),
    /// A point in time.
    Timestamp,
    /// Bytes.
    Blob(Range),
    /// Text.
    String {
        /// Bounds on the number of characters.
        length: Range,
        /// Regular expression the whole text must match.
        pattern: Option<&'static Pattern>,
        /// The only values allowed, in the model's order; empty means any.
        values: &'static [&'static str],
    },
    /// A list.
    List {
        /// Its elements.
        member: &'static Shape,
        /// Element name in the query protocol and XML: `member`, or the location name.
        member_name: &'static str,
        /// True when elements are not wrapped in the query protocol and XML.
        flattened: bool,
        /// Bounds on the number of elements.
        length: Range,
    },
    /// A map with text keys.
    Map {
        /// Keys.
        key: &'static Shape,
        /// Values.
        value: &'static Shape,
        /// Name of a key in the query protocol and XML.
        key_name: &'static str,
        /// Name of a value in the query protocol and XML.
        value_name: &'static str,
        /// True when entries are not wrapped in `entry`.
        flattened: bool,
        /// Bounds on the number of entries.
        length: Range,
    },
    /// A structure; its members keep the model's order and [`crate::Value::Struct`] is indexed by it.
    Structure(&'static [Member]),
}

impl Shape {
    /// The members of a structure; none for any other kind.
    #[must_use]
    pub const fn members(&self) -> &'static [Member] {
        match self.kind {
            Kind::Structure(members) => members,
            _ => &[],
        }
    }

    /// What the list holds that is the first member of a structure; `None` when that is no list.
    pub(crate) fn first_list(&self) -> Option<&'static Shape> {
        match &self.members().first()?.shape.kind {
            Kind::List { member, .. } => Some(member),
            _ => None,
        }
    }
}

/// Inclusive bounds; `None` is unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Smallest allowed.
    pub min: Option<i64>,
    /// Largest allowed.
    pub max: Option<i64>,
}

impl Range {
    /// No bounds.
    pub const ANY: Self = Self { min: None, max: None };

    /// At least `min`.
    #[must_use]
    pub const fn at_least(min: i64) -> Self {
        Self { min: Some(min), max: None }
    }

    /// At most `max`.
    #[must_use]
    pub const fn at_most(max: i64) -> Self {
        Self { min: None, max: Some(max) }
    }

    /// From `min` to `max`, both allowed.
    #[must_use]
    pub const fn of(min: i64, max: i64) -> Self {
        Self { min: Some(min), max: Some(max) }
    }
}

/// A regular expression of the model, compiled when first used.
///
/// The model speaks Java's dialect. `cargo xtask api` translates it once, so that `regex` is understood by
/// regex-lite and `text` stays what error messages must print.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    regex: &'static str,
    folds: bool,
    /// Characters, where the translation does not count them.
    chars: (usize, usize),
    compiled: OnceLock<Option<Regex>>,
}

/// What [`Pattern::folding`] puts in the place of a letter, a number and a separator outside ASCII.
const FOLDED: [char; 3] = ['\u{E000}', '\u{E001}', '\u{E002}'];

impl Pattern {
    /// A pattern that means the same in both dialects.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self::translated(text, text)
    }

    /// A pattern and its translation.
    #[must_use]
    pub const fn translated(text: &'static str, regex: &'static str) -> Self {
        Self { text, regex, folds: false, chars: (0, usize::MAX), compiled: OnceLock::new() }
    }

    /// A pattern that names Unicode categories, which regex-lite lacks.
    ///
    /// Before matching, letters, numbers and separators outside ASCII become U+E000, U+E001 and U+E002, and the
    /// translation names those in the categories' place.
    #[must_use]
    pub const fn folding(text: &'static str, regex: &'static str) -> Self {
        Self { text, regex, folds: true, chars: (0, usize::MAX), compiled: OnceLock::new() }
    }

    /// A pattern and its translation, which does not count the `min` to `max` characters that it stands for.
    #[must_use]
    pub const fn of_chars(text: &'static str, regex: &'static str, min: usize, max: usize) -> Self {
        Self { text, regex, folds: false, chars: (min, max), compiled: OnceLock::new() }
    }

    /// The expression as the model writes it.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// True when the translation is a regular expression. The generator writes no other.
    #[must_use]
    pub fn compiles(&self) -> bool {
        self.compile().is_some()
    }

    fn compile(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&format!("\\A(?:{})\\z", self.regex)).ok()).as_ref()
    }

    /// True when the whole of `subject` matches. A pattern that does not compile matches nothing.
    #[must_use]
    pub fn matches(&self, subject: &str) -> bool {
        let Some(regex) = self.compile() else { return false };
        if !(self.chars.0..=self.chars.1).contains(&subject.chars().count()) {
            return false;
        }
        if self.folds && !subject.is_ascii() {
            regex.is_match(&subject.chars().map(fold).collect::<String>())
        } else {
            regex.is_match(subject)
        }
    }
}

fn fold(c: char) -> char {
    if c.is_ascii() {
        c
    } else if c.is_alphabetic() {
        FOLDED[0]
    } else if c.is_numeric() {
        FOLDED[1]
    } else if c.is_whitespace() {
        FOLDED[2]
    } else if FOLDED.contains(&c) {
        // A private-use character of the subject must not pass for a folded one.
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// One member of a structure.
#[derive(Debug)]
pub struct Member {
    /// Name on the wire in JSON and CBOR: `StreamName`.
    pub name: &'static str,
    /// Name on the wire in the query protocol and XML, often equal to `name`: `Attribute`.
    pub query_name: &'static str,
    /// Its type.
    pub shape: &'static Shape,
    /// True when the model requires it.
    pub required: bool,
    /// True when its value must not appear in messages or logs.
    pub sensitive: bool,
}

impl Member {
    /// An optional member that has one name everywhere.
    #[must_use]
    pub const fn new(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, query_name: name, shape, required: false, sensitive: false }
    }

    /// The same member, called otherwise in the query protocol.
    #[must_use]
    pub const fn queried_as(mut self, query_name: &'static str) -> Self {
        self.query_name = query_name;
        self
    }

    /// The same member, required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same member, never to be shown.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}
