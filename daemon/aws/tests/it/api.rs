//! The generated schemas. They belong to crates above this one, so their source is compiled in.

#[path = "../../../services/iam/src/api.rs"]
pub mod iam;
#[path = "../../../services/kinesis/src/api.rs"]
pub mod kinesis;
#[path = "../../../services/kms/src/api.rs"]
pub mod kms;
#[path = "../../../services/sqs/src/api.rs"]
pub mod sqs;
#[path = "../../../services/sts/src/api.rs"]
pub mod sts;
