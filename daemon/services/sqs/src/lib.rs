//! sqs

pub mod api;
