//! CreateChannel.

use crate::address::Address;
use crate::api::{self, CreateChannelInput, CreateChannelOutput};
use crate::{channels, fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::stream::Mode;

pub(super) fn handler() -> Handler {
    Handler::new::<api::CreateChannel>(access, run)
}

fn access(call: &Call, _: &Store, input: &CreateChannelInput) -> Vec<Access> {
    vec![
        Access::new("kinesis:CreateChannel", channels::any_arn(call)),
        Access::new("iam:PassRole", input.service_execution_role_arn.clone()),
    ]
}

/// Refuses every channel: its destination is Amazon S3, and taking it would promise deliveries that never come. What is
/// wrong with the request is said first.
fn run(ctx: &mut Context<'_>, input: &mut CreateChannelInput) -> Result<Answer<CreateChannelOutput>, Fault> {
    if input.s3_destination_configuration.is_some() == input.s3_tables_destination_configuration.is_some() {
        let text =
            "Specify either S3DestinationConfiguration or S3TablesDestinationConfiguration, but not both.";
        return Err(fault::invalid_request(text));
    }
    let [source] = &input.stream_configuration_list[..] else {
        return Err(fault::invalid_request("StreamConfigurationList must contain exactly one entry."));
    };
    let stream = Address::new(None, Some(&source.stream_arn)).stream(ctx)?;
    if stream.mode != Mode::OnDemand {
        let text = "Channels are supported only for streams with the ON_DEMAND stream mode.";
        return Err(fault::invalid_request(text));
    }
    Err(fault::invalid(
        "Channels deliver to Amazon S3, which this endpoint cannot reach. Forward the stream to AWS and create the \
         channel there.",
    ))
}
