//! Pages of a listing. A marker is the last name of the page before; it stays valid whatever changes in between.

use crate::limits::PAGE;

/// One page.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) marker: Option<String>,
}

impl<T> Page<T> {
    /// Cuts a page from a whole listing that is sorted by `name`.
    pub(crate) fn cut(
        all: impl IntoIterator<Item = T>,
        marker: Option<&str>,
        max_items: Option<i64>,
        name: impl Fn(&T) -> String,
    ) -> Self {
        let limit = max_items.and_then(|n| usize::try_from(n).ok()).unwrap_or(PAGE);
        let after = |item: &T| marker.is_none_or(|marker| name(item).as_str() > marker);
        let mut items: Vec<T> = all.into_iter().filter(after).take(limit + 1).collect();
        let is_truncated = items.len() > limit;
        items.truncate(limit);
        let marker = if is_truncated { items.last().map(name) } else { None };
        Self { items, marker }
    }

    pub(crate) fn is_truncated(&self) -> Option<bool> {
        Some(self.marker.is_some())
    }
}
