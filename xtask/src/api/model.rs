//! A service model as botocore ships it, reduced to what the generator reads.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Number;

/// One `service-2.json`.
#[derive(Deserialize)]
pub(super) struct Model {
    pub(super) metadata: Metadata,
    pub(super) operations: BTreeMap<String, Operation>,
    pub(super) shapes: BTreeMap<String, Shape>,
}

/// How the service is addressed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    pub(super) api_version: String,
    pub(super) endpoint_prefix: String,
    pub(super) signing_name: Option<String>,
    #[serde(default)]
    pub(super) json_version: String,
    #[serde(default)]
    pub(super) target_prefix: String,
    pub(super) xml_namespace: Option<String>,
    pub(super) aws_query_compatible: Option<serde_json::Value>,
}

/// One operation.
#[derive(Deserialize)]
pub(super) struct Operation {
    pub(super) input: Option<Target>,
    pub(super) output: Option<Target>,
    #[serde(default)]
    pub(super) errors: Vec<Target>,
}

/// A use of a shape.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target {
    pub(super) shape: String,
    pub(super) result_wrapper: Option<String>,
    pub(super) location_name: Option<String>,
    #[serde(default)]
    pub(super) flattened: bool,
}

/// One shape.
#[derive(Deserialize)]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) members: Ordered<Target>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    #[serde(default, rename = "enum")]
    pub(super) values: Vec<String>,
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) pattern: Option<String>,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) flattened: bool,
    pub(super) member: Option<Target>,
    pub(super) key: Option<Target>,
    pub(super) value: Option<Target>,
    #[serde(default)]
    pub(super) fault: bool,
    /// An error, where an event stream lists it among its events.
    #[serde(default)]
    pub(super) exception: bool,
    /// A list of events, of which a reply has any number.
    #[serde(default)]
    pub(super) eventstream: bool,
    pub(super) error: Option<ErrorTrait>,
}

/// What the query protocol says of an error.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ErrorTrait {
    pub(super) code: Option<String>,
    pub(super) http_status_code: Option<u16>,
}

/// A JSON object in the order it was written.
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}
