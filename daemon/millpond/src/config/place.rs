//! A stream or queue, by name.

use serde::Deserialize;
use std::fmt;

/// A stream or queue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Place {
    /// A stream, by name.
    Stream(String),
    /// A queue, by name.
    Queue(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(name) => write!(f, "stream/{name}"),
            Self::Queue(name) => write!(f, "queue/{name}"),
        }
    }
}

impl TryFrom<String> for Place {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("stream", name)) if !name.is_empty() => Ok(Self::Stream(name.into())),
            Some(("queue", name)) if !name.is_empty() => Ok(Self::Queue(name.into())),
            _ => Err(format!("{text:?} is neither stream/NAME nor queue/NAME")),
        }
    }
}
