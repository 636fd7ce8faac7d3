//! AWS's own SDK for Rust against a gateway: what it puts it reads back, what it sends it receives.
//!
//! The environment is that of `millpond env`; `CERTIFICATE` names the file to trust when the endpoint is `https`.
//! `rust-client hand` does as it is told instead.

mod hand;
mod queues;

use aws_sdk_kinesis::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_sdk_kinesis::primitives::Blob;
use aws_sdk_kinesis::types::{PutRecordsRequestEntry, ShardIteratorType};
use aws_sdk_sqs::types::{MessageAttributeValue, SendMessageBatchRequestEntry};
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use std::env;
use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let http = http_client()?;
    let credentials =
        Credentials::new(var("AWS_ACCESS_KEY_ID"), var("AWS_SECRET_ACCESS_KEY"), None, None, "env");
    let config = aws_sdk_kinesis::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http.clone())
        .region(Region::new(var("AWS_REGION")))
        .endpoint_url(var("AWS_ENDPOINT_URL"))
        .credentials_provider(credentials.clone())
        .build();
    let client = aws_sdk_kinesis::Client::from_conf(config);
    let config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http)
        .region(Region::new(var("AWS_REGION")))
        .endpoint_url(var("AWS_ENDPOINT_URL"))
        .credentials_provider(credentials)
        .build();
    let queues = aws_sdk_sqs::Client::from_conf(config);
    if env::args().nth(1).as_deref() == Some("hand") {
        return hand::serve(&client, &queues).await;
    }
    kinesis(&client).await?;
    sqs(&queues).await
}

fn var(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

fn http_client() -> Result<SharedHttpClient, Box<dyn Error>> {
    let builder = aws_smithy_http_client::Builder::new();
    let Some(file) = env::var_os("CERTIFICATE") else { return Ok(builder.build_http()) };
    let trust = TrustStore::empty().with_pem_certificate(std::fs::read(file)?);
    let context = TlsContext::builder().with_trust_store(trust).build()?;
    Ok(builder.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(context).build_https())
}

async fn kinesis(client: &aws_sdk_kinesis::Client) -> Outcome {
    let name = format!("rust-{}", std::process::id());
    client.create_stream().stream_name(&name).shard_count(1).send().await?;
    let entries = (0..50).map(|i| {
        let data = Blob::new(format!("record {i}"));
        PutRecordsRequestEntry::builder().partition_key("k").data(data).build()
    });
    let put = client
        .put_records()
        .stream_name(&name)
        .set_records(Some(entries.collect::<Result<_, _>>()?))
        .send()
        .await?;
    assert_eq!(put.failed_record_count(), Some(0));

    let shards = client.list_shards().stream_name(&name).send().await?;
    let shard = shards.shards()[0].shard_id();
    let start = client
        .get_shard_iterator()
        .stream_name(&name)
        .shard_id(shard)
        .shard_iterator_type(ShardIteratorType::TrimHorizon)
        .send()
        .await?;
    let page = client.get_records().set_shard_iterator(start.shard_iterator).send().await?;
    let read: Vec<_> = page.records().iter().map(|record| record.data().as_ref()).collect();
    let wanted: Vec<_> = (0..50).map(|i| format!("record {i}")).collect();
    assert_eq!(read, wanted.iter().map(String::as_bytes).collect::<Vec<_>>());
    assert!(page.records().iter().all(|record| record.approximate_arrival_timestamp().is_some()));

    let refused = client.describe_stream().stream_name("absent").send().await.unwrap_err();
    assert!(refused.into_service_error().is_resource_not_found_exception());
    let described = client.describe_stream_summary().stream_name(&name).send().await?;
    assert!(described.stream_description_summary().is_some_and(|s| s.open_shard_count() == 1));
    client.delete_stream().stream_name(&name).send().await?;
    Ok(())
}

async fn sqs(client: &aws_sdk_sqs::Client) -> Outcome {
    let name = format!("rust-{}", std::process::id());
    let made = client.create_queue().queue_name(&name).send().await?;
    let url = made.queue_url().ok_or("no queue URL")?;
    let unit = MessageAttributeValue::builder().data_type("String").string_value("bar").build()?;
    client.send_message().queue_url(url).message_body("grüß").message_attributes("unit", unit).send().await?;
    let entries =
        ["a", "b"].map(|id| SendMessageBatchRequestEntry::builder().id(id).message_body(id).build());
    let sent = client
        .send_message_batch()
        .queue_url(url)
        .set_entries(Some(entries.into_iter().collect::<Result<_, _>>()?))
        .send()
        .await?;
    assert_eq!((sent.successful().len(), sent.failed().len()), (2, 0));

    let got = client
        .receive_message()
        .queue_url(url)
        .max_number_of_messages(10)
        .message_attribute_names("All")
        .send()
        .await?;
    let bodies: Vec<_> = got.messages().iter().filter_map(|m| m.body()).collect();
    assert_eq!(bodies, ["grüß", "a", "b"]);
    let attributes = got.messages()[0].message_attributes().ok_or("no attributes")?;
    assert_eq!(attributes["unit"].string_value(), Some("bar"));
    for message in got.messages() {
        client
            .delete_message()
            .queue_url(url)
            .set_receipt_handle(message.receipt_handle.clone())
            .send()
            .await?;
    }
    let empty = client.receive_message().queue_url(url).send().await?;
    assert!(empty.messages().is_empty());

    let refused = client.get_queue_url().queue_name("absent").send().await.unwrap_err();
    assert!(refused.into_service_error().is_queue_does_not_exist());
    client.delete_queue().queue_url(url).send().await?;
    Ok(())
}
