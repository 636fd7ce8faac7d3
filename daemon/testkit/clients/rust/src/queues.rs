//! The calls of a story about queues.

use crate::hand::{Trouble, With};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::primitives::Blob;
use aws_sdk_sqs::types::{
    BatchResultErrorEntry, ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, Message,
    MessageAttributeValue, MessageSystemAttributeValue, SendMessageBatchRequestEntry,
};
use aws_smithy_types::base64;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

pub(crate) async fn obey(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    match call {
        "SendMessage" | "SendMessageBatch" | "ReceiveMessage" => messages(client, call, with).await,
        call if call.contains("MoveTask") => moves(client, call, with).await,
        call if call.contains("Message") => received(client, call, with).await,
        call => queues(client, call, with).await,
    }
}

async fn queues(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    let (name, url) = (with.text("QueueName"), with.text("QueueUrl"));
    match call {
        "CreateQueue" => {
            let request =
                client.create_queue().set_queue_name(name).set_attributes(keyed(with.map("Attributes")));
            let reply = request.set_tags(with.map("tags")).send().await?;
            return Ok(json!({ "QueueUrl": reply.queue_url() }));
        }
        "GetQueueUrl" => {
            let reply = client.get_queue_url().set_queue_name(name).send().await?;
            return Ok(json!({ "QueueUrl": reply.queue_url() }));
        }
        "ListQueues" => {
            let request = client.list_queues().set_queue_name_prefix(with.text("QueueNamePrefix"));
            let request =
                request.set_max_results(with.number("MaxResults")).set_next_token(with.text("NextToken"));
            let reply = request.send().await?;
            return Ok(json!({ "QueueUrls": reply.queue_urls(), "NextToken": reply.next_token() }));
        }
        "GetQueueAttributes" => {
            let names = with.texts("AttributeNames").iter().map(|name| name.as_str().into()).collect();
            let request = client.get_queue_attributes().set_queue_url(url).set_attribute_names(Some(names));
            let reply = request.send().await?;
            let pairs = reply.attributes().into_iter().flatten();
            let pairs = pairs.map(|(name, value)| (name.as_str().to_owned(), json!(value)));
            return Ok(json!({ "Attributes": pairs.collect::<Map<_, _>>() }));
        }
        "SetQueueAttributes" => {
            let attributes = keyed(with.map("Attributes"));
            client.set_queue_attributes().set_queue_url(url).set_attributes(attributes).send().await?;
        }
        "TagQueue" => {
            client.tag_queue().set_queue_url(url).set_tags(with.map("Tags")).send().await?;
        }
        "UntagQueue" => {
            client.untag_queue().set_queue_url(url).set_tag_keys(Some(with.texts("TagKeys"))).send().await?;
        }
        "ListQueueTags" => {
            let reply = client.list_queue_tags().set_queue_url(url).send().await?;
            return Ok(json!({ "Tags": reply.tags() }));
        }
        "AddPermission" => {
            let request = client.add_permission().set_queue_url(url).set_label(with.text("Label"));
            let request = request.set_aws_account_ids(Some(with.texts("AWSAccountIds")));
            request.set_actions(Some(with.texts("Actions"))).send().await?;
        }
        "RemovePermission" => {
            client.remove_permission().set_queue_url(url).set_label(with.text("Label")).send().await?;
        }
        "ListDeadLetterSourceQueues" => {
            let reply = client.list_dead_letter_source_queues().set_queue_url(url).send().await?;
            return Ok(json!({ "queueUrls": reply.queue_urls() }));
        }
        "PurgeQueue" => {
            client.purge_queue().set_queue_url(url).send().await?;
        }
        "DeleteQueue" => {
            client.delete_queue().set_queue_url(url).send().await?;
        }
        _ => return Err(Trouble::Broken(format!("no story needed {call} yet"))),
    }
    Ok(json!({}))
}

async fn messages(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    let url = with.text("QueueUrl");
    match call {
        "SendMessage" => {
            let request = client.send_message().set_queue_url(url).set_message_body(with.text("MessageBody"));
            let reply = request
                .set_delay_seconds(with.number("DelaySeconds"))
                .set_message_attributes(attributes(with)?)
                .set_message_system_attributes(trace(with)?)
                .set_message_group_id(with.text("MessageGroupId"))
                .set_message_deduplication_id(with.text("MessageDeduplicationId"))
                .send()
                .await?;
            Ok(json!({
                "MessageId": reply.message_id(),
                "SequenceNumber": reply.sequence_number(),
                "MD5OfMessageBody": reply.md5_of_message_body(),
                "MD5OfMessageAttributes": reply.md5_of_message_attributes(),
                "MD5OfMessageSystemAttributes": reply.md5_of_message_system_attributes(),
            }))
        }
        "SendMessageBatch" => {
            let mut entries = Vec::new();
            for given in with.each("Entries") {
                let entry = SendMessageBatchRequestEntry::builder().set_id(given.text("Id"));
                let entry = entry.set_message_body(given.text("MessageBody"));
                let entry = entry.set_delay_seconds(given.number("DelaySeconds"));
                entries.push(entry.set_message_attributes(attributes(given)?).build()?);
            }
            let reply =
                client.send_message_batch().set_queue_url(url).set_entries(Some(entries)).send().await?;
            let sent = reply.successful().iter().map(|sent| {
                json!({
                    "Id": sent.id(),
                    "MessageId": sent.message_id(),
                    "MD5OfMessageBody": sent.md5_of_message_body(),
                    "MD5OfMessageAttributes": sent.md5_of_message_attributes(),
                })
            });
            Ok(json!({ "Successful": sent.collect::<Vec<_>>(), "Failed": failed(reply.failed()) }))
        }
        _ => {
            let names = |list: &str| with.texts(list);
            let older = names("AttributeNames").iter().map(|name| name.as_str().into()).collect();
            let newer =
                names("MessageSystemAttributeNames").iter().map(|name| name.as_str().into()).collect();
            let request = client.receive_message().set_queue_url(url);
            #[allow(deprecated, reason = "the story uses the older name as well, as clients do")]
            let request = request.set_attribute_names(Some(older));
            let reply = request
                .set_message_system_attribute_names(Some(newer))
                .set_message_attribute_names(Some(names("MessageAttributeNames")))
                .set_max_number_of_messages(with.number("MaxNumberOfMessages"))
                .set_visibility_timeout(with.number("VisibilityTimeout"))
                .set_wait_time_seconds(with.number("WaitTimeSeconds"))
                .set_receive_request_attempt_id(with.text("ReceiveRequestAttemptId"))
                .send()
                .await?;
            Ok(json!({ "Messages": reply.messages().iter().map(message).collect::<Vec<_>>() }))
        }
    }
}

async fn received(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    let (url, handle) = (with.text("QueueUrl"), with.text("ReceiptHandle"));
    match call {
        "DeleteMessage" => {
            client.delete_message().set_queue_url(url).set_receipt_handle(handle).send().await?;
            Ok(json!({}))
        }
        "DeleteMessageBatch" => {
            let mut entries = Vec::new();
            for given in with.each("Entries") {
                let entry = DeleteMessageBatchRequestEntry::builder().set_id(given.text("Id"));
                entries.push(entry.set_receipt_handle(given.text("ReceiptHandle")).build()?);
            }
            let reply =
                client.delete_message_batch().set_queue_url(url).set_entries(Some(entries)).send().await?;
            let done: Vec<_> = reply.successful().iter().map(|done| json!({ "Id": done.id() })).collect();
            Ok(json!({ "Successful": done, "Failed": failed(reply.failed()) }))
        }
        "ChangeMessageVisibility" => {
            let request = client.change_message_visibility().set_queue_url(url).set_receipt_handle(handle);
            request.set_visibility_timeout(with.number("VisibilityTimeout")).send().await?;
            Ok(json!({}))
        }
        "ChangeMessageVisibilityBatch" => {
            let mut entries = Vec::new();
            for given in with.each("Entries") {
                let entry = ChangeMessageVisibilityBatchRequestEntry::builder().set_id(given.text("Id"));
                let entry = entry.set_receipt_handle(given.text("ReceiptHandle"));
                entries.push(entry.set_visibility_timeout(given.number("VisibilityTimeout")).build()?);
            }
            let request = client.change_message_visibility_batch().set_queue_url(url);
            let reply = request.set_entries(Some(entries)).send().await?;
            let done: Vec<_> = reply.successful().iter().map(|done| json!({ "Id": done.id() })).collect();
            Ok(json!({ "Successful": done, "Failed": failed(reply.failed()) }))
        }
        _ => Err(Trouble::Broken(format!("no story needed {call} yet"))),
    }
}

async fn moves(client: &Client, call: &str, with: With<'_>) -> Result<Value, Trouble> {
    match call {
        "StartMessageMoveTask" => {
            let request = client.start_message_move_task().set_source_arn(with.text("SourceArn"));
            Ok(json!({ "TaskHandle": request.send().await?.task_handle() }))
        }
        "ListMessageMoveTasks" => {
            let reply =
                client.list_message_move_tasks().set_source_arn(with.text("SourceArn")).send().await?;
            let tasks = reply.results().iter().map(|task| {
                json!({
                    "Status": task.status(),
                    "SourceArn": task.source_arn(),
                    "ApproximateNumberOfMessagesMoved": task.approximate_number_of_messages_moved(),
                })
            });
            Ok(json!({ "Results": tasks.collect::<Vec<_>>() }))
        }
        _ => {
            client.cancel_message_move_task().set_task_handle(with.text("TaskHandle")).send().await?;
            Ok(json!({}))
        }
    }
}

/// Names as the SDK's own type.
fn keyed<K: for<'a> From<&'a str> + Eq + std::hash::Hash>(
    map: Option<HashMap<String, String>>,
) -> Option<HashMap<K, String>> {
    map.map(|map| map.into_iter().map(|(name, value)| (name.as_str().into(), value)).collect())
}

fn attributes(with: With<'_>) -> Result<Option<HashMap<String, MessageAttributeValue>>, Trouble> {
    let Some(given) = with.0["MessageAttributes"].as_object() else { return Ok(None) };
    let mut made = HashMap::new();
    for (name, value) in given {
        let value = With(value);
        let attribute = MessageAttributeValue::builder()
            .set_data_type(value.text("DataType"))
            .set_string_value(value.text("StringValue"))
            .set_binary_value(
                value.text("BinaryValue").and_then(|text| base64::decode(text).ok()).map(Blob::new),
            );
        made.insert(name.clone(), attribute.build()?);
    }
    Ok(Some(made))
}

/// The only system attribute that a sender may give.
fn trace(
    with: With<'_>,
) -> Result<
    Option<HashMap<aws_sdk_sqs::types::MessageSystemAttributeNameForSends, MessageSystemAttributeValue>>,
    Trouble,
> {
    let value = With(&with.0["MessageSystemAttributes"]["AWSTraceHeader"]);
    let Some(text) = value.text("StringValue") else { return Ok(None) };
    let made =
        MessageSystemAttributeValue::builder().set_data_type(value.text("DataType")).string_value(text);
    Ok(Some(HashMap::from([("AWSTraceHeader".into(), made.build()?)])))
}

fn message(message: &Message) -> Value {
    let system = message.attributes().map(|pairs| {
        pairs.iter().map(|(name, value)| (name.as_str().to_owned(), json!(value))).collect::<Map<_, _>>()
    });
    let own = message.message_attributes().map(|pairs| {
        pairs.iter().map(|(name, value)| (name.clone(), attribute(value))).collect::<Map<_, _>>()
    });
    json!({
        "MessageId": message.message_id(),
        "ReceiptHandle": message.receipt_handle(),
        "Body": message.body(),
        "MD5OfBody": message.md5_of_body(),
        "MD5OfMessageAttributes": message.md5_of_message_attributes(),
        "Attributes": system,
        "MessageAttributes": own,
    })
}

fn attribute(value: &MessageAttributeValue) -> Value {
    json!({
        "DataType": value.data_type(),
        "StringValue": value.string_value(),
        "BinaryValue": value.binary_value().map(base64::encode),
    })
}

fn failed(entries: &[BatchResultErrorEntry]) -> Value {
    let told = entries.iter().map(|entry| json!({
        "Id": entry.id(), "Code": entry.code(), "SenderFault": entry.sender_fault(), "Message": entry.message(),
    }));
    told.collect()
}
