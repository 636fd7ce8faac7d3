//! Pages of a listing. A marker is the last name of the page before; it stays valid whatever changes in between.

use crate::api::error;
use millpond_service::Fault;

/// One page.
pub(crate) struct Page<T> {
    pub items: Vec<T>,
    pub next_marker: Option<String>,
}

impl<T> Page<T> {
    /// Cuts a page of `limit` from a listing that was asked for one element more.
    pub(crate) fn cut(mut items: Vec<T>, limit: usize, name: impl Fn(&T) -> String) -> Self {
        let truncated = items.len() > limit;
        items.truncate(limit);
        let next_marker = if truncated { items.last().map(name) } else { None };
        Self { items, next_marker }
    }
}

/// The limit a caller gave, which the model bounds from 1 to 1000, or the default.
pub(crate) fn limit(given: Option<i64>, default: usize) -> usize {
    given.and_then(|n| usize::try_from(n).ok()).unwrap_or(default)
}

/// A marker we did not make.
pub(crate) fn invalid_marker(marker: &str) -> Fault {
    Fault::of(&error::INVALID_MARKER_EXCEPTION, format!("Invalid marker '{marker}'"))
}
