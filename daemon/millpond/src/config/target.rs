//! Where a route reads and where it leads to.

use super::Place;
use millpond_pack::Template;
use serde::Deserialize;
use std::fmt;

/// What a route reads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Source {
    /// A stream or a queue.
    Place(Place),
    /// The audit trail.
    Trail,
    /// The loss ledger.
    Losses,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(place) => place.fmt(f),
            Self::Trail => f.write_str("trail"),
            Self::Losses => f.write_str("losses"),
        }
    }
}

impl TryFrom<String> for Source {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "trail" => Ok(Self::Trail),
            "losses" => Ok(Self::Losses),
            _ => Place::try_from(text)
                .map(Self::Place)
                .map_err(|why| format!("{why}, and neither trail nor losses")),
        }
    }
}

/// Where a route leads to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Target {
    /// A stream of Kinesis, by name.
    Stream(String),
    /// A queue of SQS, by name.
    Queue(String),
    /// A delivery stream of Firehose, by name.
    Firehose(String),
    /// Objects in S3.
    S3 {
        /// The bucket.
        bucket: String,
        /// What their names begin with; may be empty.
        prefix: String,
    },
    /// A topic of an MQTT broker.
    Topic(Pattern),
}

/// A name with places that each record fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// As it is written.
    pub(crate) text: String,
    /// As it is read.
    pub(crate) template: Template,
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, String> {
        let template = Template::parse(text).map_err(|error| format!("{text:?}: {error}"))?;
        Ok(Self { text: text.to_owned(), template })
    }
}

impl From<Place> for Target {
    fn from(place: Place) -> Self {
        match place {
            Place::Stream(name) => Self::Stream(name),
            Place::Queue(name) => Self::Queue(name),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(name) => write!(f, "stream/{name}"),
            Self::Queue(name) => write!(f, "queue/{name}"),
            Self::Firehose(name) => write!(f, "firehose/{name}"),
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "s3/{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "s3/{bucket}/{prefix}"),
            Self::Topic(pattern) => write!(f, "topic/{}", pattern.text),
        }
    }
}

impl TryFrom<String> for Target {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || {
            format!(
                "{text:?} is none of stream/NAME, queue/NAME, firehose/NAME, s3/BUCKET/PREFIX and topic/NAME"
            )
        };
        let (kind, name) = text.split_once('/').filter(|(_, name)| !name.is_empty()).ok_or_else(fault)?;
        let name = || name.to_owned();
        match kind {
            "stream" => Ok(Self::Stream(name())),
            "queue" => Ok(Self::Queue(name())),
            "firehose" => Ok(Self::Firehose(name())),
            "topic" => Pattern::parse(&name()).map(Self::Topic),
            "s3" => {
                let name = name();
                let (bucket, prefix) = name.split_once('/').unwrap_or((&name, ""));
                let (bucket, prefix) = (bucket.to_owned(), prefix.trim_end_matches('/').to_owned());
                if is_bucket(&bucket) { Ok(Self::S3 { bucket, prefix }) } else { Err(fault()) }
            }
            _ => Err(fault()),
        }
    }
}

/// # Source
/// Amazon S3 User Guide, "General purpose bucket naming rules".
fn is_bucket(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    (3..=63).contains(&name.len())
        && name.bytes().all(inner)
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
        && !name.contains("..")
}
