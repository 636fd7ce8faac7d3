//! kms

pub mod api;
