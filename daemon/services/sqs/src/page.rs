//! Pages of queues: what is asked for, and how the next page is found.

use crate::{fault, limits};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_service::Fault;
use millpond_store::queue::Queue;
use std::sync::Arc;

/// A page that was asked for. A next token says after which name to go on, and is given only to callers that say how
/// many they want, as AWS does.
pub(crate) struct Page {
    count: usize,
    after: Option<String>,
    tokens: bool,
}

impl Page {
    /// Reads `MaxResults` and `NextToken`.
    pub(crate) fn read(max_results: Option<i64>, token: Option<&str>) -> Result<Self, Fault> {
        let count = max_results.unwrap_or(*limits::PAGE.end());
        if !limits::PAGE.contains(&count) {
            let reason = "MaxResults must be an integer between 1 and 1000.";
            return Err(fault::parameter(count, "MaxResults", reason));
        }
        let count = usize::try_from(count).expect("a page is at most 1,000");
        let after = token.map(read_token).transpose()?;
        Ok(Self { count, after, tokens: max_results.is_some() })
    }

    /// The name after which the page begins.
    pub(crate) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// How many queues to look for: one more than the page has tells whether another follows.
    pub(crate) const fn ask(&self) -> usize {
        self.count + 1
    }

    /// The page out of what was found, and the token of the next one.
    pub(crate) fn cut(&self, mut found: Vec<Arc<Queue>>) -> (Vec<Arc<Queue>>, Option<String>) {
        let more = found.len() > self.count;
        found.truncate(self.count);
        let next = found.last().filter(|_| more && self.tokens).map(|last| STANDARD.encode(last.name()));
        (found, next)
    }
}

fn read_token(token: &str) -> Result<String, Fault> {
    let bytes = STANDARD.decode(token).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| fault::invalid_parameter("Invalid or expired next token."))
}
