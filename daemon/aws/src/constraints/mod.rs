//! What the models demand of a value, and the sentences in which AWS complains.
//!
//! # Source
//! Texts as AWS answers them: `1 validation error detected: Value 'x' at 'streamName' failed to satisfy constraint:
//! Member must have length less than or equal to 128`. Lengths of text count UTF-16 units, because AWS's servers do.

mod check;
mod path;
mod text;

pub use check::check;
pub use text::message;

use crate::schema::Shape;

/// Most complaints in one answer.
pub const VIOLATIONS_MAX: usize = 10;

/// One demand that a value does not meet.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The member's name in the model: `StreamName`. For an element, the list's or map's.
    pub member: &'static str,
    /// Where it is, as AWS writes it: `records.1.member.partitionKey`.
    pub path: String,
    /// What was there.
    pub value: Shown,
    /// What is demanded.
    pub rule: Rule,
}

/// A value as a message may repeat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is absent.
    Null,
    /// Its text.
    Text(String),
    /// It is secret, binary or too long.
    Hidden,
}

/// A demand of the model.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// It must be there.
    Required,
    /// Its length is at least this.
    LengthMin(i64),
    /// Its length is at most this.
    LengthMax(i64),
    /// It is at least this.
    ValueMin(i64),
    /// It is at most this.
    ValueMax(i64),
    /// It matches this expression.
    Pattern(&'static str),
    /// It is one of these.
    OneOf(&'static [&'static str]),
    /// Every element of the list meets the demands of this shape.
    Elements(&'static Shape),
    /// Every key of the map meets the demands of this shape.
    Keys(&'static Shape),
    /// Every value of the map meets the demands of this shape.
    Values(&'static Shape),
}
