//! The evaluator held to AWS's documented rules, and to an evaluator that others wrote.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod oracle;
mod rules;
