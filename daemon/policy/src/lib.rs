//! IAM policies: reading them, and deciding with them.
//!
//! Goals: a document is refused when AWS would refuse it, in AWS's words; a decision is a pure function of the
//! request and the policies, says which statement made it, and takes bounded time whatever the policies say.
//! Non-goals: where policies are kept, and what condition keys a request has; callers supply both.
//!
//! Invariants: an explicit Deny in any layer wins; nothing is allowed that no statement allows; wildcards in values
//! that come from the request never act as wildcards.
//!
//! # Source
//! IAM user guide: "Policy evaluation logic", "IAM JSON policy elements reference".

mod arn;
mod condition;
mod date;
mod document;
mod evaluate;
mod explain;
mod pattern;
mod principal;
mod scope;
mod service;
mod text;

pub use document::{Extent, Malformed, Policy};
pub use evaluate::{Decision, Layer, Layers, Source, Verdict, evaluate, judge};
pub use explain::{Explanation, Line, Why, explain, statement_spans};
pub use principal::PrincipalView;
pub use text::denial_text;

/// Looks up a condition key by its lower-case name: `aws:sourceip`. `None` when the request does not have it.
pub type Keys<'a> = dyn Fn(&str) -> Option<Vec<String>> + 'a;

/// What someone wants to do to something.
pub struct Request<'a> {
    /// `kinesis:PutRecords`.
    pub action: &'a str,
    /// The resource's ARN, or `*`.
    pub resource: &'a str,
    /// Who asks.
    pub principal: &'a PrincipalView,
    /// The request's condition keys.
    pub keys: &'a Keys<'a>,
}
