//! The appliance from outside, on a simulated disk.

mod canary;
mod client;
mod crash;
mod forwarded;
mod full_disk;
mod histories;
mod overflow;
mod queue_policies;
mod resource_policies;
mod signed;
mod sqs_errors;
mod streaming;
mod transcripts;
mod web_identity;
