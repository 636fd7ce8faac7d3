//! A door for the fuzzer: what is canonical stays as it is.

use crate::c14n::{Form, canonical};
use crate::document::Document;

/// The canonical form of a document; `None` when it is not read.
#[must_use]
pub fn canonical_form(bytes: &[u8]) -> Option<Vec<u8>> {
    let document = Document::read(bytes, 1 << 20).ok()?;
    Some(canonical(&document, Document::ROOT, Form::default()))
}
