//! kinesis

pub mod api;
