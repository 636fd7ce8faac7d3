//! Channels deliver a stream to Amazon S3, which is no place on this device, so there is none, and none can be made.

use crate::fault;
use millpond_service::{Access, Call, Fault};

/// What the policies must allow: the action on the channel.
pub(crate) fn access(action: &'static str, channel_arn: &str) -> Vec<Access> {
    vec![Access::new(action, channel_arn.to_owned())]
}

/// Every channel of the account.
pub(crate) fn any_arn(call: &Call) -> String {
    format!("arn:aws:kinesis:{}:{}:channel/*", call.region, call.account)
}

/// What there is to say about any channel.
pub(crate) fn not_found(channel_arn: &str) -> Fault {
    fault::channel_not_found(channel_arn)
}
