//! iam

pub mod api;
