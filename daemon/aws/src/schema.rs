//! What AWS's published service models say, as static tables.
//!
//! `cargo xtask api` writes one table per service. Codecs, constraint checks and error rendering all read it,
//! so a fact about the wire is stated once.

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
}

/// One modelled error.
#[derive(Debug)]
pub struct ErrorShape {
    /// Shape name, which is the JSON error code: `QueueDoesNotExist`.
    pub name: &'static str,
    /// Code in the query protocol and in `x-amzn-query-error`: `AWS.SimpleQueueService.NonExistentQueue`.
    pub query_code: &'static str,
    /// HTTP status in the query protocol.
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
        pattern: Option<&'static str>,
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

/// Inclusive bounds; `None` is unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Smallest allowed.
    pub min: Option<i64>,
    /// Largest allowed.
    pub max: Option<i64>,
}

/// One member of a structure.
#[derive(Debug)]
pub struct Member {
    /// Name on the wire in JSON and CBOR: `StreamName`.
    pub name: &'static str,
    /// Name on the wire in the query protocol and XML, when it differs from `name`: `Attribute`.
    pub query_name: &'static str,
    /// Its type. A function, because models are recursive.
    pub shape: &'static Shape,
    /// True when the model requires it.
    pub required: bool,
    /// True when its value must not appear in messages or logs.
    pub sensitive: bool,
}
