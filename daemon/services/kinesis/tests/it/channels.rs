//! Channels: there is none, and each operation says so in AWS's words.

use crate::rig::{ACCOUNT, Rig, refused};
use millpond_kinesis::api;

const CHANNEL: &str = "arn:aws:kinesis:us-east-1:000000000000:channel/abcdefghij0123456789";

fn stream_arn(name: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}")
}

fn destination() -> api::S3DestinationConfiguration {
    api::S3DestinationConfiguration {
        storage_configuration: api::S3StorageConfiguration {
            bucket_arn: "arn:aws:s3:::bucket".to_owned(),
            expected_bucket_owner: ACCOUNT.to_owned(),
            compression_type: "GZIP".to_owned(),
            ..Default::default()
        },
        ..Default::default()
    }
}

fn making(stream: &str) -> api::CreateChannelInput {
    api::CreateChannelInput {
        channel_name: "c".to_owned(),
        service_execution_role_arn: format!("arn:aws:iam::{ACCOUNT}:role/deliver"),
        stream_configuration_list: vec![api::ChannelStreamConfiguration {
            stream_arn: stream_arn(stream),
            record_configuration: api::RecordConfiguration {
                record_format_type: "JSON".to_owned(),
                ..Default::default()
            },
        }],
        s3_destination_configuration: Some(destination()),
        ..Default::default()
    }
}

fn on_demand(rig: &Rig, name: &str) {
    let input = api::CreateStreamInput { stream_name: name.to_owned(), ..Default::default() };
    rig.call::<api::CreateStream>(input).unwrap();
}

#[test]
fn no_channel_can_be_made_and_what_is_wrong_is_said_first() {
    let rig = Rig::with_stream("p", 1);
    on_demand(&rig, "s");
    let create = |input| rig.call::<api::CreateChannel>(input);

    refused(
        create(api::CreateChannelInput { s3_destination_configuration: None, ..making("s") }),
        "ValidationException",
        "Specify either S3DestinationConfiguration or S3TablesDestinationConfiguration, but not both.",
    );
    refused(
        create(making("nowhere")),
        "ResourceNotFoundException",
        "Stream nowhere under account 000000000000 not found.",
    );
    refused(
        create(making("p")),
        "ValidationException",
        "Channels are supported only for streams with the ON_DEMAND stream mode.",
    );
    refused(
        create(making("s")),
        "InvalidArgumentException",
        "Channels deliver to Amazon S3, which this endpoint cannot reach. Forward the stream to AWS and create the \
         channel there.",
    );
}

#[test]
fn no_channel_is_found_listed_changed_or_deleted() {
    let rig = Rig::new();
    on_demand(&rig, "s");
    let text = format!("Channel {CHANNEL} not found.");

    let input = api::DescribeChannelInput { channel_arn: CHANNEL.to_owned() };
    refused(rig.call::<api::DescribeChannel>(input), "ResourceNotFoundException", &text);
    let input = api::UpdateChannelInput { channel_arn: CHANNEL.to_owned(), ..Default::default() };
    refused(rig.call::<api::UpdateChannel>(input), "ResourceNotFoundException", &text);
    let input = api::DeleteChannelInput { channel_arn: CHANNEL.to_owned() };
    refused(rig.call::<api::DeleteChannel>(input), "ResourceNotFoundException", &text);
    let filter = api::StreamFilter { stream_arn: stream_arn("s"), ..Default::default() };
    let input = api::ListChannelsInput { stream_filter: Some(vec![filter]), ..Default::default() };
    let output = rig.call::<api::ListChannels>(input).unwrap();
    assert!(output.channel_summaries.is_empty() && output.next_token.is_none());
    let input = api::ListChannelsInput { next_token: Some("bm9wZQ==".to_owned()), ..Default::default() };
    refused(rig.call::<api::ListChannels>(input), "InvalidArgumentException", "Invalid NextToken.");
}
