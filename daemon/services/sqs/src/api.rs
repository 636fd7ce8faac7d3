//! The wire of `sqs` 2012-11-05, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use std::collections::BTreeMap;

use millpond_aws::schema::{EMPTY, Kind, Member, Operation, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "sqs",
    signing_name: "sqs",
    target_prefix: "AmazonSQS",
    api_version: "2012-11-05",
    xml_namespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    json_version: "1.0",
    query_compatible: true,
    error_namespace: "com.amazonaws.sqs#",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 23] = [
    Operation {
        name: "AddPermission",
        honoured: true,
        input: &ADD_PERMISSION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::OVER_LIMIT,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "CancelMessageMoveTask",
        honoured: true,
        input: &CANCEL_MESSAGE_MOVE_TASK_REQUEST,
        output: &CANCEL_MESSAGE_MOVE_TASK_RESULT,
        result_wrapper: "CancelMessageMoveTaskResult",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_THROTTLED,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "ChangeMessageVisibility",
        honoured: true,
        input: &CHANGE_MESSAGE_VISIBILITY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::MESSAGE_NOT_INFLIGHT,
            &error::RECEIPT_HANDLE_IS_INVALID,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "ChangeMessageVisibilityBatch",
        honoured: true,
        input: &CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST,
        output: &CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT,
        result_wrapper: "ChangeMessageVisibilityBatchResult",
        errors: &[
            &error::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
            &error::EMPTY_BATCH_REQUEST,
            &error::BATCH_ENTRY_IDS_NOT_DISTINCT,
            &error::INVALID_BATCH_ENTRY_ID,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "CreateQueue",
        honoured: true,
        input: &CREATE_QUEUE_REQUEST,
        output: &CREATE_QUEUE_RESULT,
        result_wrapper: "CreateQueueResult",
        errors: &[
            &error::QUEUE_DELETED_RECENTLY,
            &error::QUEUE_NAME_EXISTS,
            &error::REQUEST_THROTTLED,
            &error::INVALID_ADDRESS,
            &error::INVALID_ATTRIBUTE_NAME,
            &error::INVALID_ATTRIBUTE_VALUE,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "DeleteMessage",
        honoured: true,
        input: &DELETE_MESSAGE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ID_FORMAT,
            &error::RECEIPT_HANDLE_IS_INVALID,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_SECURITY,
            &error::INVALID_ADDRESS,
        ],
        events: None,
    },
    Operation {
        name: "DeleteMessageBatch",
        honoured: true,
        input: &DELETE_MESSAGE_BATCH_REQUEST,
        output: &DELETE_MESSAGE_BATCH_RESULT,
        result_wrapper: "DeleteMessageBatchResult",
        errors: &[
            &error::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
            &error::EMPTY_BATCH_REQUEST,
            &error::BATCH_ENTRY_IDS_NOT_DISTINCT,
            &error::INVALID_BATCH_ENTRY_ID,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "DeleteQueue",
        honoured: true,
        input: &DELETE_QUEUE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_ADDRESS,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "GetQueueAttributes",
        honoured: true,
        input: &GET_QUEUE_ATTRIBUTES_REQUEST,
        output: &GET_QUEUE_ATTRIBUTES_RESULT,
        result_wrapper: "GetQueueAttributesResult",
        errors: &[
            &error::INVALID_ATTRIBUTE_NAME,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_SECURITY,
            &error::INVALID_ADDRESS,
        ],
        events: None,
    },
    Operation {
        name: "GetQueueUrl",
        honoured: true,
        input: &GET_QUEUE_URL_REQUEST,
        output: &GET_QUEUE_URL_RESULT,
        result_wrapper: "GetQueueUrlResult",
        errors: &[
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "ListDeadLetterSourceQueues",
        honoured: true,
        input: &LIST_DEAD_LETTER_SOURCE_QUEUES_REQUEST,
        output: &LIST_DEAD_LETTER_SOURCE_QUEUES_RESULT,
        result_wrapper: "ListDeadLetterSourceQueuesResult",
        errors: &[
            &error::QUEUE_DOES_NOT_EXIST,
            &error::REQUEST_THROTTLED,
            &error::INVALID_SECURITY,
            &error::INVALID_ADDRESS,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "ListMessageMoveTasks",
        honoured: true,
        input: &LIST_MESSAGE_MOVE_TASKS_REQUEST,
        output: &LIST_MESSAGE_MOVE_TASKS_RESULT,
        result_wrapper: "ListMessageMoveTasksResult",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_THROTTLED,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "ListQueueTags",
        honoured: true,
        input: &LIST_QUEUE_TAGS_REQUEST,
        output: &LIST_QUEUE_TAGS_RESULT,
        result_wrapper: "ListQueueTagsResult",
        errors: &[
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "ListQueues",
        honoured: true,
        input: &LIST_QUEUES_REQUEST,
        output: &LIST_QUEUES_RESULT,
        result_wrapper: "ListQueuesResult",
        errors: &[
            &error::REQUEST_THROTTLED,
            &error::INVALID_SECURITY,
            &error::INVALID_ADDRESS,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "PurgeQueue",
        honoured: true,
        input: &PURGE_QUEUE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::QUEUE_DOES_NOT_EXIST,
            &error::PURGE_QUEUE_IN_PROGRESS,
            &error::REQUEST_THROTTLED,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "ReceiveMessage",
        honoured: true,
        input: &RECEIVE_MESSAGE_REQUEST,
        output: &RECEIVE_MESSAGE_RESULT,
        result_wrapper: "ReceiveMessageResult",
        errors: &[
            &error::UNSUPPORTED_OPERATION,
            &error::OVER_LIMIT,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_SECURITY,
            &error::KMS_DISABLED,
            &error::KMS_INVALID_STATE,
            &error::KMS_NOT_FOUND,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLED,
            &error::KMS_ACCESS_DENIED,
            &error::KMS_INVALID_KEY_USAGE,
            &error::INVALID_ADDRESS,
        ],
        events: None,
    },
    Operation {
        name: "RemovePermission",
        honoured: true,
        input: &REMOVE_PERMISSION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ADDRESS,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "SendMessage",
        honoured: true,
        input: &SEND_MESSAGE_REQUEST,
        output: &SEND_MESSAGE_RESULT,
        result_wrapper: "SendMessageResult",
        errors: &[
            &error::INVALID_MESSAGE_CONTENTS,
            &error::UNSUPPORTED_OPERATION,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_SECURITY,
            &error::KMS_DISABLED,
            &error::KMS_INVALID_STATE,
            &error::KMS_NOT_FOUND,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLED,
            &error::KMS_ACCESS_DENIED,
            &error::KMS_INVALID_KEY_USAGE,
            &error::INVALID_ADDRESS,
        ],
        events: None,
    },
    Operation {
        name: "SendMessageBatch",
        honoured: true,
        input: &SEND_MESSAGE_BATCH_REQUEST,
        output: &SEND_MESSAGE_BATCH_RESULT,
        result_wrapper: "SendMessageBatchResult",
        errors: &[
            &error::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
            &error::EMPTY_BATCH_REQUEST,
            &error::BATCH_ENTRY_IDS_NOT_DISTINCT,
            &error::BATCH_REQUEST_TOO_LONG,
            &error::INVALID_BATCH_ENTRY_ID,
            &error::UNSUPPORTED_OPERATION,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_SECURITY,
            &error::KMS_DISABLED,
            &error::KMS_INVALID_STATE,
            &error::KMS_NOT_FOUND,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLED,
            &error::KMS_ACCESS_DENIED,
            &error::KMS_INVALID_KEY_USAGE,
            &error::INVALID_ADDRESS,
        ],
        events: None,
    },
    Operation {
        name: "SetQueueAttributes",
        honoured: true,
        input: &SET_QUEUE_ATTRIBUTES_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ATTRIBUTE_NAME,
            &error::INVALID_ATTRIBUTE_VALUE,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::UNSUPPORTED_OPERATION,
            &error::OVER_LIMIT,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
        ],
        events: None,
    },
    Operation {
        name: "StartMessageMoveTask",
        honoured: true,
        input: &START_MESSAGE_MOVE_TASK_REQUEST,
        output: &START_MESSAGE_MOVE_TASK_RESULT,
        result_wrapper: "StartMessageMoveTaskResult",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_THROTTLED,
            &error::INVALID_ADDRESS,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "TagQueue",
        honoured: true,
        input: &TAG_QUEUE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ADDRESS,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
    Operation {
        name: "UntagQueue",
        honoured: true,
        input: &UNTAG_QUEUE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ADDRESS,
            &error::REQUEST_THROTTLED,
            &error::QUEUE_DOES_NOT_EXIST,
            &error::INVALID_SECURITY,
            &error::UNSUPPORTED_OPERATION,
        ],
        events: None,
    },
];

operation! {
    /// `AddPermission`.
    AddPermission(AddPermissionInput) -> AddPermissionOutput, OPERATIONS[0]
}

operation! {
    /// `CancelMessageMoveTask`.
    CancelMessageMoveTask(CancelMessageMoveTaskInput) -> CancelMessageMoveTaskOutput, OPERATIONS[1]
}

operation! {
    /// `ChangeMessageVisibility`.
    ChangeMessageVisibility(ChangeMessageVisibilityInput) -> ChangeMessageVisibilityOutput, OPERATIONS[2]
}

operation! {
    /// `ChangeMessageVisibilityBatch`.
    ChangeMessageVisibilityBatch(ChangeMessageVisibilityBatchInput) -> ChangeMessageVisibilityBatchOutput, OPERATIONS[3]
}

operation! {
    /// `CreateQueue`.
    CreateQueue(CreateQueueInput) -> CreateQueueOutput, OPERATIONS[4]
}

operation! {
    /// `DeleteMessage`.
    DeleteMessage(DeleteMessageInput) -> DeleteMessageOutput, OPERATIONS[5]
}

operation! {
    /// `DeleteMessageBatch`.
    DeleteMessageBatch(DeleteMessageBatchInput) -> DeleteMessageBatchOutput, OPERATIONS[6]
}

operation! {
    /// `DeleteQueue`.
    DeleteQueue(DeleteQueueInput) -> DeleteQueueOutput, OPERATIONS[7]
}

operation! {
    /// `GetQueueAttributes`.
    GetQueueAttributes(GetQueueAttributesInput) -> GetQueueAttributesOutput, OPERATIONS[8]
}

operation! {
    /// `GetQueueUrl`.
    GetQueueUrl(GetQueueUrlInput) -> GetQueueUrlOutput, OPERATIONS[9]
}

operation! {
    /// `ListDeadLetterSourceQueues`.
    ListDeadLetterSourceQueues(ListDeadLetterSourceQueuesInput) -> ListDeadLetterSourceQueuesOutput, OPERATIONS[10]
}

operation! {
    /// `ListMessageMoveTasks`.
    ListMessageMoveTasks(ListMessageMoveTasksInput) -> ListMessageMoveTasksOutput, OPERATIONS[11]
}

operation! {
    /// `ListQueueTags`.
    ListQueueTags(ListQueueTagsInput) -> ListQueueTagsOutput, OPERATIONS[12]
}

operation! {
    /// `ListQueues`.
    ListQueues(ListQueuesInput) -> ListQueuesOutput, OPERATIONS[13]
}

operation! {
    /// `PurgeQueue`.
    PurgeQueue(PurgeQueueInput) -> PurgeQueueOutput, OPERATIONS[14]
}

operation! {
    /// `ReceiveMessage`.
    ReceiveMessage(ReceiveMessageInput) -> ReceiveMessageOutput, OPERATIONS[15]
}

operation! {
    /// `RemovePermission`.
    RemovePermission(RemovePermissionInput) -> RemovePermissionOutput, OPERATIONS[16]
}

operation! {
    /// `SendMessage`.
    SendMessage(SendMessageInput) -> SendMessageOutput, OPERATIONS[17]
}

operation! {
    /// `SendMessageBatch`.
    SendMessageBatch(SendMessageBatchInput) -> SendMessageBatchOutput, OPERATIONS[18]
}

operation! {
    /// `SetQueueAttributes`.
    SetQueueAttributes(SetQueueAttributesInput) -> SetQueueAttributesOutput, OPERATIONS[19]
}

operation! {
    /// `StartMessageMoveTask`.
    StartMessageMoveTask(StartMessageMoveTaskInput) -> StartMessageMoveTaskOutput, OPERATIONS[20]
}

operation! {
    /// `TagQueue`.
    TagQueue(TagQueueInput) -> TagQueueOutput, OPERATIONS[21]
}

operation! {
    /// `UntagQueue`.
    UntagQueue(UntagQueueInput) -> UntagQueueOutput, OPERATIONS[22]
}

structure! {
    /// `AddPermissionRequest`.
    pub struct AddPermissionInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Label`.
        pub label: String,
        /// `AWSAccountIds`.
        pub aws_account_ids: Vec<String>,
        /// `Actions`.
        pub actions: Vec<String>,
    }
}

structure! {
    /// `AddPermissionOutput`.
    pub struct AddPermissionOutput {}
}

structure! {
    /// `BatchResultErrorEntry`.
    pub struct BatchResultErrorEntry {
        /// `Id`.
        pub id: String,
        /// `SenderFault`.
        pub sender_fault: bool,
        /// `Code`.
        pub code: String,
        /// `Message`.
        pub message: Option<String>,
    }
}

structure! {
    /// `CancelMessageMoveTaskRequest`.
    pub struct CancelMessageMoveTaskInput {
        /// `TaskHandle`.
        pub task_handle: String,
    }
}

structure! {
    /// `CancelMessageMoveTaskResult`.
    pub struct CancelMessageMoveTaskOutput {
        /// `ApproximateNumberOfMessagesMoved`.
        pub approximate_number_of_messages_moved: Option<i64>,
    }
}

structure! {
    /// `ChangeMessageVisibilityBatchRequest`.
    pub struct ChangeMessageVisibilityBatchInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Entries`.
        pub entries: Vec<ChangeMessageVisibilityBatchRequestEntry>,
    }
}

structure! {
    /// `ChangeMessageVisibilityBatchResult`.
    pub struct ChangeMessageVisibilityBatchOutput {
        /// `Successful`.
        pub successful: Vec<ChangeMessageVisibilityBatchResultEntry>,
        /// `Failed`.
        pub failed: Vec<BatchResultErrorEntry>,
    }
}

structure! {
    /// `ChangeMessageVisibilityBatchRequestEntry`.
    pub struct ChangeMessageVisibilityBatchRequestEntry {
        /// `Id`.
        pub id: String,
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `VisibilityTimeout`.
        pub visibility_timeout: Option<i64>,
    }
}

structure! {
    /// `ChangeMessageVisibilityBatchResultEntry`.
    pub struct ChangeMessageVisibilityBatchResultEntry {
        /// `Id`.
        pub id: String,
    }
}

structure! {
    /// `ChangeMessageVisibilityRequest`.
    pub struct ChangeMessageVisibilityInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `VisibilityTimeout`.
        pub visibility_timeout: i64,
    }
}

structure! {
    /// `ChangeMessageVisibilityOutput`.
    pub struct ChangeMessageVisibilityOutput {}
}

structure! {
    /// `CreateQueueRequest`.
    pub struct CreateQueueInput {
        /// `QueueName`.
        pub queue_name: String,
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, String>>,
        /// `tags`.
        pub tags: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `CreateQueueResult`.
    pub struct CreateQueueOutput {
        /// `QueueUrl`.
        pub queue_url: Option<String>,
    }
}

structure! {
    /// `DeleteMessageBatchRequest`.
    pub struct DeleteMessageBatchInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Entries`.
        pub entries: Vec<DeleteMessageBatchRequestEntry>,
    }
}

structure! {
    /// `DeleteMessageBatchResult`.
    pub struct DeleteMessageBatchOutput {
        /// `Successful`.
        pub successful: Vec<DeleteMessageBatchResultEntry>,
        /// `Failed`.
        pub failed: Vec<BatchResultErrorEntry>,
    }
}

structure! {
    /// `DeleteMessageBatchRequestEntry`.
    pub struct DeleteMessageBatchRequestEntry {
        /// `Id`.
        pub id: String,
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `DeleteMessageBatchResultEntry`.
    pub struct DeleteMessageBatchResultEntry {
        /// `Id`.
        pub id: String,
    }
}

structure! {
    /// `DeleteMessageRequest`.
    pub struct DeleteMessageInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `DeleteMessageOutput`.
    pub struct DeleteMessageOutput {}
}

structure! {
    /// `DeleteQueueRequest`.
    pub struct DeleteQueueInput {
        /// `QueueUrl`.
        pub queue_url: String,
    }
}

structure! {
    /// `DeleteQueueOutput`.
    pub struct DeleteQueueOutput {}
}

structure! {
    /// `GetQueueAttributesRequest`.
    pub struct GetQueueAttributesInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `AttributeNames`.
        pub attribute_names: Option<Vec<String>>,
    }
}

structure! {
    /// `GetQueueAttributesResult`.
    pub struct GetQueueAttributesOutput {
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `GetQueueUrlRequest`.
    pub struct GetQueueUrlInput {
        /// `QueueName`.
        pub queue_name: String,
        /// `QueueOwnerAWSAccountId`.
        pub queue_owner_aws_account_id: Option<String>,
    }
}

structure! {
    /// `GetQueueUrlResult`.
    pub struct GetQueueUrlOutput {
        /// `QueueUrl`.
        pub queue_url: Option<String>,
    }
}

structure! {
    /// `ListDeadLetterSourceQueuesRequest`.
    pub struct ListDeadLetterSourceQueuesInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `MaxResults`.
        pub max_results: Option<i64>,
    }
}

structure! {
    /// `ListDeadLetterSourceQueuesResult`.
    pub struct ListDeadLetterSourceQueuesOutput {
        /// `queueUrls`.
        pub queue_urls: Vec<String>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListMessageMoveTasksRequest`.
    pub struct ListMessageMoveTasksInput {
        /// `SourceArn`.
        pub source_arn: String,
        /// `MaxResults`.
        pub max_results: Option<i64>,
    }
}

structure! {
    /// `ListMessageMoveTasksResult`.
    pub struct ListMessageMoveTasksOutput {
        /// `Results`.
        pub results: Option<Vec<ListMessageMoveTasksResultEntry>>,
    }
}

structure! {
    /// `ListMessageMoveTasksResultEntry`.
    pub struct ListMessageMoveTasksResultEntry {
        /// `TaskHandle`.
        pub task_handle: Option<String>,
        /// `Status`.
        pub status: Option<String>,
        /// `SourceArn`.
        pub source_arn: Option<String>,
        /// `DestinationArn`.
        pub destination_arn: Option<String>,
        /// `MaxNumberOfMessagesPerSecond`.
        pub max_number_of_messages_per_second: Option<i64>,
        /// `ApproximateNumberOfMessagesMoved`.
        pub approximate_number_of_messages_moved: Option<i64>,
        /// `ApproximateNumberOfMessagesToMove`.
        pub approximate_number_of_messages_to_move: Option<i64>,
        /// `FailureReason`.
        pub failure_reason: Option<String>,
        /// `StartedTimestamp`.
        pub started_timestamp: Option<i64>,
    }
}

structure! {
    /// `ListQueueTagsRequest`.
    pub struct ListQueueTagsInput {
        /// `QueueUrl`.
        pub queue_url: String,
    }
}

structure! {
    /// `ListQueueTagsResult`.
    pub struct ListQueueTagsOutput {
        /// `Tags`.
        pub tags: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `ListQueuesRequest`.
    pub struct ListQueuesInput {
        /// `QueueNamePrefix`.
        pub queue_name_prefix: Option<String>,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `MaxResults`.
        pub max_results: Option<i64>,
    }
}

structure! {
    /// `ListQueuesResult`.
    pub struct ListQueuesOutput {
        /// `QueueUrls`.
        pub queue_urls: Option<Vec<String>>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `Message`.
    pub struct Message {
        /// `MessageId`.
        pub message_id: Option<String>,
        /// `ReceiptHandle`.
        pub receipt_handle: Option<String>,
        /// `MD5OfBody`.
        pub md5_of_body: Option<String>,
        /// `Body`.
        pub body: Option<String>,
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, String>>,
        /// `MD5OfMessageAttributes`.
        pub md5_of_message_attributes: Option<String>,
        /// `MessageAttributes`.
        pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    }
}

structure! {
    /// `MessageAttributeValue`.
    pub struct MessageAttributeValue {
        /// `StringValue`.
        pub string_value: Option<String>,
        /// `BinaryValue`.
        pub binary_value: Option<Vec<u8>>,
        /// `StringListValues`.
        pub string_list_values: Option<Vec<String>>,
        /// `BinaryListValues`.
        pub binary_list_values: Option<Vec<Vec<u8>>>,
        /// `DataType`.
        pub data_type: String,
    }
}

structure! {
    /// `MessageSystemAttributeValue`.
    pub struct MessageSystemAttributeValue {
        /// `StringValue`.
        pub string_value: Option<String>,
        /// `BinaryValue`.
        pub binary_value: Option<Vec<u8>>,
        /// `StringListValues`.
        pub string_list_values: Option<Vec<String>>,
        /// `BinaryListValues`.
        pub binary_list_values: Option<Vec<Vec<u8>>>,
        /// `DataType`.
        pub data_type: String,
    }
}

structure! {
    /// `PurgeQueueRequest`.
    pub struct PurgeQueueInput {
        /// `QueueUrl`.
        pub queue_url: String,
    }
}

structure! {
    /// `PurgeQueueOutput`.
    pub struct PurgeQueueOutput {}
}

structure! {
    /// `ReceiveMessageRequest`.
    pub struct ReceiveMessageInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `AttributeNames`.
        pub attribute_names: Option<Vec<String>>,
        /// `MessageSystemAttributeNames`.
        pub message_system_attribute_names: Option<Vec<String>>,
        /// `MessageAttributeNames`.
        pub message_attribute_names: Option<Vec<String>>,
        /// `MaxNumberOfMessages`.
        pub max_number_of_messages: Option<i64>,
        /// `VisibilityTimeout`.
        pub visibility_timeout: Option<i64>,
        /// `WaitTimeSeconds`.
        pub wait_time_seconds: Option<i64>,
        /// `ReceiveRequestAttemptId`.
        pub receive_request_attempt_id: Option<String>,
    }
}

structure! {
    /// `ReceiveMessageResult`.
    pub struct ReceiveMessageOutput {
        /// `Messages`.
        pub messages: Option<Vec<Message>>,
    }
}

structure! {
    /// `RemovePermissionRequest`.
    pub struct RemovePermissionInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Label`.
        pub label: String,
    }
}

structure! {
    /// `RemovePermissionOutput`.
    pub struct RemovePermissionOutput {}
}

structure! {
    /// `SendMessageBatchRequest`.
    pub struct SendMessageBatchInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Entries`.
        pub entries: Vec<SendMessageBatchRequestEntry>,
    }
}

structure! {
    /// `SendMessageBatchResult`.
    pub struct SendMessageBatchOutput {
        /// `Successful`.
        pub successful: Vec<SendMessageBatchResultEntry>,
        /// `Failed`.
        pub failed: Vec<BatchResultErrorEntry>,
    }
}

structure! {
    /// `SendMessageBatchRequestEntry`.
    pub struct SendMessageBatchRequestEntry {
        /// `Id`.
        pub id: String,
        /// `MessageBody`.
        pub message_body: String,
        /// `DelaySeconds`.
        pub delay_seconds: Option<i64>,
        /// `MessageAttributes`.
        pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
        /// `MessageSystemAttributes`.
        pub message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>>,
        /// `MessageDeduplicationId`.
        pub message_deduplication_id: Option<String>,
        /// `MessageGroupId`.
        pub message_group_id: Option<String>,
    }
}

structure! {
    /// `SendMessageBatchResultEntry`.
    pub struct SendMessageBatchResultEntry {
        /// `Id`.
        pub id: String,
        /// `MessageId`.
        pub message_id: String,
        /// `MD5OfMessageBody`.
        pub md5_of_message_body: String,
        /// `MD5OfMessageAttributes`.
        pub md5_of_message_attributes: Option<String>,
        /// `MD5OfMessageSystemAttributes`.
        pub md5_of_message_system_attributes: Option<String>,
        /// `SequenceNumber`.
        pub sequence_number: Option<String>,
    }
}

structure! {
    /// `SendMessageRequest`.
    pub struct SendMessageInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `MessageBody`.
        pub message_body: String,
        /// `DelaySeconds`.
        pub delay_seconds: Option<i64>,
        /// `MessageAttributes`.
        pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
        /// `MessageSystemAttributes`.
        pub message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>>,
        /// `MessageDeduplicationId`.
        pub message_deduplication_id: Option<String>,
        /// `MessageGroupId`.
        pub message_group_id: Option<String>,
    }
}

structure! {
    /// `SendMessageResult`.
    pub struct SendMessageOutput {
        /// `MD5OfMessageBody`.
        pub md5_of_message_body: Option<String>,
        /// `MD5OfMessageAttributes`.
        pub md5_of_message_attributes: Option<String>,
        /// `MD5OfMessageSystemAttributes`.
        pub md5_of_message_system_attributes: Option<String>,
        /// `MessageId`.
        pub message_id: Option<String>,
        /// `SequenceNumber`.
        pub sequence_number: Option<String>,
    }
}

structure! {
    /// `SetQueueAttributesRequest`.
    pub struct SetQueueAttributesInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Attributes`.
        pub attributes: BTreeMap<String, String>,
    }
}

structure! {
    /// `SetQueueAttributesOutput`.
    pub struct SetQueueAttributesOutput {}
}

structure! {
    /// `StartMessageMoveTaskRequest`.
    pub struct StartMessageMoveTaskInput {
        /// `SourceArn`.
        pub source_arn: String,
        /// `DestinationArn`.
        pub destination_arn: Option<String>,
        /// `MaxNumberOfMessagesPerSecond`.
        pub max_number_of_messages_per_second: Option<i64>,
    }
}

structure! {
    /// `StartMessageMoveTaskResult`.
    pub struct StartMessageMoveTaskOutput {
        /// `TaskHandle`.
        pub task_handle: Option<String>,
    }
}

structure! {
    /// `TagQueueRequest`.
    pub struct TagQueueInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `Tags`.
        pub tags: BTreeMap<String, String>,
    }
}

structure! {
    /// `TagQueueOutput`.
    pub struct TagQueueOutput {}
}

structure! {
    /// `UntagQueueRequest`.
    pub struct UntagQueueInput {
        /// `QueueUrl`.
        pub queue_url: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagQueueOutput`.
    pub struct UntagQueueOutput {}
}

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `BatchEntryIdsNotDistinct`.
    pub static BATCH_ENTRY_IDS_NOT_DISTINCT: ErrorShape = ErrorShape {
        name: "BatchEntryIdsNotDistinct",
        query_code: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        status: 400,
        sender: true,
    };

    /// `BatchRequestTooLong`.
    pub static BATCH_REQUEST_TOO_LONG: ErrorShape = ErrorShape {
        name: "BatchRequestTooLong",
        query_code: "AWS.SimpleQueueService.BatchRequestTooLong",
        status: 400,
        sender: true,
    };

    /// `EmptyBatchRequest`.
    pub static EMPTY_BATCH_REQUEST: ErrorShape = ErrorShape {
        name: "EmptyBatchRequest",
        query_code: "AWS.SimpleQueueService.EmptyBatchRequest",
        status: 400,
        sender: true,
    };

    /// `InvalidAddress`.
    pub static INVALID_ADDRESS: ErrorShape =
        ErrorShape { name: "InvalidAddress", query_code: "InvalidAddress", status: 404, sender: true };

    /// `InvalidAttributeName`.
    pub static INVALID_ATTRIBUTE_NAME: ErrorShape = ErrorShape {
        name: "InvalidAttributeName",
        query_code: "InvalidAttributeName",
        status: 400,
        sender: true,
    };

    /// `InvalidAttributeValue`.
    pub static INVALID_ATTRIBUTE_VALUE: ErrorShape = ErrorShape {
        name: "InvalidAttributeValue",
        query_code: "InvalidAttributeValue",
        status: 400,
        sender: true,
    };

    /// `InvalidBatchEntryId`.
    pub static INVALID_BATCH_ENTRY_ID: ErrorShape = ErrorShape {
        name: "InvalidBatchEntryId",
        query_code: "AWS.SimpleQueueService.InvalidBatchEntryId",
        status: 400,
        sender: true,
    };

    /// `InvalidIdFormat`.
    pub static INVALID_ID_FORMAT: ErrorShape =
        ErrorShape { name: "InvalidIdFormat", query_code: "InvalidIdFormat", status: 400, sender: true };

    /// `InvalidMessageContents`.
    pub static INVALID_MESSAGE_CONTENTS: ErrorShape = ErrorShape {
        name: "InvalidMessageContents",
        query_code: "InvalidMessageContents",
        status: 400,
        sender: true,
    };

    /// `InvalidSecurity`.
    pub static INVALID_SECURITY: ErrorShape =
        ErrorShape { name: "InvalidSecurity", query_code: "InvalidSecurity", status: 403, sender: true };

    /// `KmsAccessDenied`.
    pub static KMS_ACCESS_DENIED: ErrorShape = ErrorShape {
        name: "KmsAccessDenied",
        query_code: "KMS.AccessDeniedException",
        status: 400,
        sender: true,
    };

    /// `KmsDisabled`.
    pub static KMS_DISABLED: ErrorShape =
        ErrorShape { name: "KmsDisabled", query_code: "KMS.DisabledException", status: 400, sender: true };

    /// `KmsInvalidKeyUsage`.
    pub static KMS_INVALID_KEY_USAGE: ErrorShape = ErrorShape {
        name: "KmsInvalidKeyUsage",
        query_code: "KMS.InvalidKeyUsageException",
        status: 400,
        sender: true,
    };

    /// `KmsInvalidState`.
    pub static KMS_INVALID_STATE: ErrorShape = ErrorShape {
        name: "KmsInvalidState",
        query_code: "KMS.InvalidStateException",
        status: 400,
        sender: true,
    };

    /// `KmsNotFound`.
    pub static KMS_NOT_FOUND: ErrorShape =
        ErrorShape { name: "KmsNotFound", query_code: "KMS.NotFoundException", status: 400, sender: true };

    /// `KmsOptInRequired`.
    pub static KMS_OPT_IN_REQUIRED: ErrorShape =
        ErrorShape { name: "KmsOptInRequired", query_code: "KMS.OptInRequired", status: 403, sender: true };

    /// `KmsThrottled`.
    pub static KMS_THROTTLED: ErrorShape =
        ErrorShape { name: "KmsThrottled", query_code: "KMS.ThrottlingException", status: 400, sender: true };

    /// `MessageNotInflight`.
    pub static MESSAGE_NOT_INFLIGHT: ErrorShape = ErrorShape {
        name: "MessageNotInflight",
        query_code: "AWS.SimpleQueueService.MessageNotInflight",
        status: 400,
        sender: true,
    };

    /// `OverLimit`.
    pub static OVER_LIMIT: ErrorShape =
        ErrorShape { name: "OverLimit", query_code: "OverLimit", status: 403, sender: true };

    /// `PurgeQueueInProgress`.
    pub static PURGE_QUEUE_IN_PROGRESS: ErrorShape = ErrorShape {
        name: "PurgeQueueInProgress",
        query_code: "AWS.SimpleQueueService.PurgeQueueInProgress",
        status: 403,
        sender: true,
    };

    /// `QueueDeletedRecently`.
    pub static QUEUE_DELETED_RECENTLY: ErrorShape = ErrorShape {
        name: "QueueDeletedRecently",
        query_code: "AWS.SimpleQueueService.QueueDeletedRecently",
        status: 400,
        sender: true,
    };

    /// `QueueDoesNotExist`.
    pub static QUEUE_DOES_NOT_EXIST: ErrorShape = ErrorShape {
        name: "QueueDoesNotExist",
        query_code: "AWS.SimpleQueueService.NonExistentQueue",
        status: 400,
        sender: true,
    };

    /// `QueueNameExists`.
    pub static QUEUE_NAME_EXISTS: ErrorShape =
        ErrorShape { name: "QueueNameExists", query_code: "QueueAlreadyExists", status: 400, sender: true };

    /// `ReceiptHandleIsInvalid`.
    pub static RECEIPT_HANDLE_IS_INVALID: ErrorShape = ErrorShape {
        name: "ReceiptHandleIsInvalid",
        query_code: "ReceiptHandleIsInvalid",
        status: 404,
        sender: true,
    };

    /// `RequestThrottled`.
    pub static REQUEST_THROTTLED: ErrorShape =
        ErrorShape { name: "RequestThrottled", query_code: "RequestThrottled", status: 403, sender: true };

    /// `ResourceNotFoundException`.
    pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceNotFoundException",
        query_code: "ResourceNotFoundException",
        status: 404,
        sender: true,
    };

    /// `TooManyEntriesInBatchRequest`.
    pub static TOO_MANY_ENTRIES_IN_BATCH_REQUEST: ErrorShape = ErrorShape {
        name: "TooManyEntriesInBatchRequest",
        query_code: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        status: 400,
        sender: true,
    };

    /// `UnsupportedOperation`.
    pub static UNSUPPORTED_OPERATION: ErrorShape = ErrorShape {
        name: "UnsupportedOperation",
        query_code: "AWS.SimpleQueueService.UnsupportedOperation",
        status: 400,
        sender: true,
    };
}

static AWS_ACCOUNT_ID_LIST: Shape = Shape {
    name: "AWSAccountIdList",
    kind: Kind::List { member: &STRING, member_name: "AWSAccountId", flattened: true, length: Range::ANY },
};

static ACTION_NAME_LIST: Shape = Shape {
    name: "ActionNameList",
    kind: Kind::List { member: &STRING, member_name: "ActionName", flattened: true, length: Range::ANY },
};

static ADD_PERMISSION_REQUEST: Shape = Shape {
    name: "AddPermissionRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Label", &STRING).required(),
        Member::new("AWSAccountIds", &AWS_ACCOUNT_ID_LIST).queried_as("AWSAccountId").required(),
        Member::new("Actions", &ACTION_NAME_LIST).queried_as("ActionName").required(),
    ]),
};

static ATTRIBUTE_NAME_LIST: Shape = Shape {
    name: "AttributeNameList",
    kind: Kind::List {
        member: &QUEUE_ATTRIBUTE_NAME,
        member_name: "AttributeName",
        flattened: true,
        length: Range::ANY,
    },
};

static BATCH_RESULT_ERROR_ENTRY: Shape = Shape {
    name: "BatchResultErrorEntry",
    kind: Kind::Structure(&[
        Member::new("Id", &STRING).required(),
        Member::new("SenderFault", &BOOLEAN).required(),
        Member::new("Code", &STRING).required(),
        Member::new("Message", &STRING),
    ]),
};

static BATCH_RESULT_ERROR_ENTRY_LIST: Shape = Shape {
    name: "BatchResultErrorEntryList",
    kind: Kind::List {
        member: &BATCH_RESULT_ERROR_ENTRY,
        member_name: "BatchResultErrorEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static BINARY: Shape = Shape { name: "Binary", kind: Kind::Blob(Range::ANY) };

static BINARY_LIST: Shape = Shape {
    name: "BinaryList",
    kind: Kind::List { member: &BINARY, member_name: "BinaryListValue", flattened: true, length: Range::ANY },
};

static BOOLEAN: Shape = Shape { name: "Boolean", kind: Kind::Boolean };

static BOXED_INTEGER: Shape = Shape { name: "BoxedInteger", kind: Kind::Integer(Range::ANY) };

static CANCEL_MESSAGE_MOVE_TASK_REQUEST: Shape = Shape {
    name: "CancelMessageMoveTaskRequest",
    kind: Kind::Structure(&[Member::new("TaskHandle", &STRING).required()]),
};

static CANCEL_MESSAGE_MOVE_TASK_RESULT: Shape = Shape {
    name: "CancelMessageMoveTaskResult",
    kind: Kind::Structure(&[Member::new("ApproximateNumberOfMessagesMoved", &LONG)]),
};

static CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST: Shape = Shape {
    name: "ChangeMessageVisibilityBatchRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Entries", &CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY_LIST)
            .queried_as("ChangeMessageVisibilityBatchRequestEntry")
            .required(),
    ]),
};

static CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY: Shape = Shape {
    name: "ChangeMessageVisibilityBatchRequestEntry",
    kind: Kind::Structure(&[
        Member::new("Id", &STRING).required(),
        Member::new("ReceiptHandle", &STRING).required(),
        Member::new("VisibilityTimeout", &NULLABLE_INTEGER),
    ]),
};

static CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "ChangeMessageVisibilityBatchRequestEntryList",
    kind: Kind::List {
        member: &CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY,
        member_name: "ChangeMessageVisibilityBatchRequestEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT: Shape = Shape {
    name: "ChangeMessageVisibilityBatchResult",
    kind: Kind::Structure(&[
        Member::new("Successful", &CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY_LIST)
            .queried_as("ChangeMessageVisibilityBatchResultEntry")
            .required(),
        Member::new("Failed", &BATCH_RESULT_ERROR_ENTRY_LIST).queried_as("BatchResultErrorEntry").required(),
    ]),
};

static CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY: Shape = Shape {
    name: "ChangeMessageVisibilityBatchResultEntry",
    kind: Kind::Structure(&[Member::new("Id", &STRING).required()]),
};

static CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY_LIST: Shape = Shape {
    name: "ChangeMessageVisibilityBatchResultEntryList",
    kind: Kind::List {
        member: &CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY,
        member_name: "ChangeMessageVisibilityBatchResultEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static CHANGE_MESSAGE_VISIBILITY_REQUEST: Shape = Shape {
    name: "ChangeMessageVisibilityRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("ReceiptHandle", &STRING).required(),
        Member::new("VisibilityTimeout", &NULLABLE_INTEGER).required(),
    ]),
};

static CREATE_QUEUE_REQUEST: Shape = Shape {
    name: "CreateQueueRequest",
    kind: Kind::Structure(&[
        Member::new("QueueName", &STRING).required(),
        Member::new("Attributes", &QUEUE_ATTRIBUTE_MAP).queried_as("Attribute"),
        Member::new("tags", &TAG_MAP).queried_as("Tag"),
    ]),
};

static CREATE_QUEUE_RESULT: Shape =
    Shape { name: "CreateQueueResult", kind: Kind::Structure(&[Member::new("QueueUrl", &STRING)]) };

static DELETE_MESSAGE_BATCH_REQUEST: Shape = Shape {
    name: "DeleteMessageBatchRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Entries", &DELETE_MESSAGE_BATCH_REQUEST_ENTRY_LIST)
            .queried_as("DeleteMessageBatchRequestEntry")
            .required(),
    ]),
};

static DELETE_MESSAGE_BATCH_REQUEST_ENTRY: Shape = Shape {
    name: "DeleteMessageBatchRequestEntry",
    kind: Kind::Structure(&[
        Member::new("Id", &STRING).required(),
        Member::new("ReceiptHandle", &STRING).required(),
    ]),
};

static DELETE_MESSAGE_BATCH_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "DeleteMessageBatchRequestEntryList",
    kind: Kind::List {
        member: &DELETE_MESSAGE_BATCH_REQUEST_ENTRY,
        member_name: "DeleteMessageBatchRequestEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static DELETE_MESSAGE_BATCH_RESULT: Shape = Shape {
    name: "DeleteMessageBatchResult",
    kind: Kind::Structure(&[
        Member::new("Successful", &DELETE_MESSAGE_BATCH_RESULT_ENTRY_LIST)
            .queried_as("DeleteMessageBatchResultEntry")
            .required(),
        Member::new("Failed", &BATCH_RESULT_ERROR_ENTRY_LIST).queried_as("BatchResultErrorEntry").required(),
    ]),
};

static DELETE_MESSAGE_BATCH_RESULT_ENTRY: Shape = Shape {
    name: "DeleteMessageBatchResultEntry",
    kind: Kind::Structure(&[Member::new("Id", &STRING).required()]),
};

static DELETE_MESSAGE_BATCH_RESULT_ENTRY_LIST: Shape = Shape {
    name: "DeleteMessageBatchResultEntryList",
    kind: Kind::List {
        member: &DELETE_MESSAGE_BATCH_RESULT_ENTRY,
        member_name: "DeleteMessageBatchResultEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static DELETE_MESSAGE_REQUEST: Shape = Shape {
    name: "DeleteMessageRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("ReceiptHandle", &STRING).required(),
    ]),
};

static DELETE_QUEUE_REQUEST: Shape = Shape {
    name: "DeleteQueueRequest",
    kind: Kind::Structure(&[Member::new("QueueUrl", &STRING).required()]),
};

static GET_QUEUE_ATTRIBUTES_REQUEST: Shape = Shape {
    name: "GetQueueAttributesRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("AttributeNames", &ATTRIBUTE_NAME_LIST).queried_as("AttributeName"),
    ]),
};

static GET_QUEUE_ATTRIBUTES_RESULT: Shape = Shape {
    name: "GetQueueAttributesResult",
    kind: Kind::Structure(&[Member::new("Attributes", &QUEUE_ATTRIBUTE_MAP).queried_as("Attribute")]),
};

static GET_QUEUE_URL_REQUEST: Shape = Shape {
    name: "GetQueueUrlRequest",
    kind: Kind::Structure(&[
        Member::new("QueueName", &STRING).required(),
        Member::new("QueueOwnerAWSAccountId", &STRING),
    ]),
};

static GET_QUEUE_URL_RESULT: Shape =
    Shape { name: "GetQueueUrlResult", kind: Kind::Structure(&[Member::new("QueueUrl", &STRING)]) };

static LIST_DEAD_LETTER_SOURCE_QUEUES_REQUEST: Shape = Shape {
    name: "ListDeadLetterSourceQueuesRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("NextToken", &TOKEN),
        Member::new("MaxResults", &BOXED_INTEGER),
    ]),
};

static LIST_DEAD_LETTER_SOURCE_QUEUES_RESULT: Shape = Shape {
    name: "ListDeadLetterSourceQueuesResult",
    kind: Kind::Structure(&[
        Member::new("queueUrls", &QUEUE_URL_LIST).queried_as("QueueUrl").required(),
        Member::new("NextToken", &TOKEN),
    ]),
};

static LIST_MESSAGE_MOVE_TASKS_REQUEST: Shape = Shape {
    name: "ListMessageMoveTasksRequest",
    kind: Kind::Structure(&[
        Member::new("SourceArn", &STRING).required(),
        Member::new("MaxResults", &NULLABLE_INTEGER),
    ]),
};

static LIST_MESSAGE_MOVE_TASKS_RESULT: Shape = Shape {
    name: "ListMessageMoveTasksResult",
    kind: Kind::Structure(&[Member::new("Results", &LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY_LIST)
        .queried_as("ListMessageMoveTasksResultEntry")]),
};

static LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY: Shape = Shape {
    name: "ListMessageMoveTasksResultEntry",
    kind: Kind::Structure(&[
        Member::new("TaskHandle", &STRING),
        Member::new("Status", &STRING),
        Member::new("SourceArn", &STRING),
        Member::new("DestinationArn", &STRING),
        Member::new("MaxNumberOfMessagesPerSecond", &NULLABLE_INTEGER),
        Member::new("ApproximateNumberOfMessagesMoved", &LONG),
        Member::new("ApproximateNumberOfMessagesToMove", &NULLABLE_LONG),
        Member::new("FailureReason", &STRING),
        Member::new("StartedTimestamp", &LONG),
    ]),
};

static LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY_LIST: Shape = Shape {
    name: "ListMessageMoveTasksResultEntryList",
    kind: Kind::List {
        member: &LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY,
        member_name: "ListMessageMoveTasksResultEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static LIST_QUEUE_TAGS_REQUEST: Shape = Shape {
    name: "ListQueueTagsRequest",
    kind: Kind::Structure(&[Member::new("QueueUrl", &STRING).required()]),
};

static LIST_QUEUE_TAGS_RESULT: Shape = Shape {
    name: "ListQueueTagsResult",
    kind: Kind::Structure(&[Member::new("Tags", &TAG_MAP).queried_as("Tag")]),
};

static LIST_QUEUES_REQUEST: Shape = Shape {
    name: "ListQueuesRequest",
    kind: Kind::Structure(&[
        Member::new("QueueNamePrefix", &STRING),
        Member::new("NextToken", &TOKEN),
        Member::new("MaxResults", &BOXED_INTEGER),
    ]),
};

static LIST_QUEUES_RESULT: Shape = Shape {
    name: "ListQueuesResult",
    kind: Kind::Structure(&[
        Member::new("QueueUrls", &QUEUE_URL_LIST).queried_as("QueueUrl"),
        Member::new("NextToken", &TOKEN),
    ]),
};

static LONG: Shape = Shape { name: "Long", kind: Kind::Long(Range::ANY) };

static MESSAGE: Shape = Shape {
    name: "Message",
    kind: Kind::Structure(&[
        Member::new("MessageId", &STRING),
        Member::new("ReceiptHandle", &STRING),
        Member::new("MD5OfBody", &STRING),
        Member::new("Body", &STRING),
        Member::new("Attributes", &MESSAGE_SYSTEM_ATTRIBUTE_MAP).queried_as("Attribute"),
        Member::new("MD5OfMessageAttributes", &STRING),
        Member::new("MessageAttributes", &MESSAGE_BODY_ATTRIBUTE_MAP).queried_as("MessageAttribute"),
    ]),
};

static MESSAGE_ATTRIBUTE_NAME: Shape = Shape {
    name: "MessageAttributeName",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static MESSAGE_ATTRIBUTE_NAME_LIST: Shape = Shape {
    name: "MessageAttributeNameList",
    kind: Kind::List {
        member: &MESSAGE_ATTRIBUTE_NAME,
        member_name: "MessageAttributeName",
        flattened: true,
        length: Range::ANY,
    },
};

static MESSAGE_ATTRIBUTE_VALUE: Shape = Shape {
    name: "MessageAttributeValue",
    kind: Kind::Structure(&[
        Member::new("StringValue", &STRING),
        Member::new("BinaryValue", &BINARY),
        Member::new("StringListValues", &STRING_LIST).queried_as("StringListValue"),
        Member::new("BinaryListValues", &BINARY_LIST).queried_as("BinaryListValue"),
        Member::new("DataType", &STRING).required(),
    ]),
};

static MESSAGE_BODY_ATTRIBUTE_MAP: Shape = Shape {
    name: "MessageBodyAttributeMap",
    kind: Kind::Map {
        key: &STRING,
        value: &MESSAGE_ATTRIBUTE_VALUE,
        key_name: "Name",
        value_name: "Value",
        flattened: true,
        length: Range::ANY,
    },
};

static MESSAGE_BODY_SYSTEM_ATTRIBUTE_MAP: Shape = Shape {
    name: "MessageBodySystemAttributeMap",
    kind: Kind::Map {
        key: &MESSAGE_SYSTEM_ATTRIBUTE_NAME_FOR_SENDS,
        value: &MESSAGE_SYSTEM_ATTRIBUTE_VALUE,
        key_name: "Name",
        value_name: "Value",
        flattened: true,
        length: Range::ANY,
    },
};

static MESSAGE_LIST: Shape = Shape {
    name: "MessageList",
    kind: Kind::List { member: &MESSAGE, member_name: "Message", flattened: true, length: Range::ANY },
};

static MESSAGE_SYSTEM_ATTRIBUTE_LIST: Shape = Shape {
    name: "MessageSystemAttributeList",
    kind: Kind::List {
        member: &MESSAGE_SYSTEM_ATTRIBUTE_NAME,
        member_name: "AttributeName",
        flattened: true,
        length: Range::ANY,
    },
};

static MESSAGE_SYSTEM_ATTRIBUTE_MAP: Shape = Shape {
    name: "MessageSystemAttributeMap",
    kind: Kind::Map {
        key: &MESSAGE_SYSTEM_ATTRIBUTE_NAME,
        value: &STRING,
        key_name: "Name",
        value_name: "Value",
        flattened: true,
        length: Range::ANY,
    },
};

static MESSAGE_SYSTEM_ATTRIBUTE_NAME: Shape = Shape {
    name: "MessageSystemAttributeName",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static MESSAGE_SYSTEM_ATTRIBUTE_NAME_FOR_SENDS: Shape = Shape {
    name: "MessageSystemAttributeNameForSends",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static MESSAGE_SYSTEM_ATTRIBUTE_VALUE: Shape = Shape {
    name: "MessageSystemAttributeValue",
    kind: Kind::Structure(&[
        Member::new("StringValue", &STRING),
        Member::new("BinaryValue", &BINARY),
        Member::new("StringListValues", &STRING_LIST).queried_as("StringListValue"),
        Member::new("BinaryListValues", &BINARY_LIST).queried_as("BinaryListValue"),
        Member::new("DataType", &STRING).required(),
    ]),
};

static NULLABLE_INTEGER: Shape = Shape { name: "NullableInteger", kind: Kind::Integer(Range::ANY) };

static NULLABLE_LONG: Shape = Shape { name: "NullableLong", kind: Kind::Long(Range::ANY) };

static PURGE_QUEUE_REQUEST: Shape = Shape {
    name: "PurgeQueueRequest",
    kind: Kind::Structure(&[Member::new("QueueUrl", &STRING).required()]),
};

static QUEUE_ATTRIBUTE_MAP: Shape = Shape {
    name: "QueueAttributeMap",
    kind: Kind::Map {
        key: &QUEUE_ATTRIBUTE_NAME,
        value: &STRING,
        key_name: "Name",
        value_name: "Value",
        flattened: true,
        length: Range::ANY,
    },
};

static QUEUE_ATTRIBUTE_NAME: Shape = Shape {
    name: "QueueAttributeName",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static QUEUE_URL_LIST: Shape = Shape {
    name: "QueueUrlList",
    kind: Kind::List { member: &STRING, member_name: "QueueUrl", flattened: true, length: Range::ANY },
};

static RECEIVE_MESSAGE_REQUEST: Shape = Shape {
    name: "ReceiveMessageRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("AttributeNames", &ATTRIBUTE_NAME_LIST).queried_as("AttributeName"),
        Member::new("MessageSystemAttributeNames", &MESSAGE_SYSTEM_ATTRIBUTE_LIST)
            .queried_as("AttributeName"),
        Member::new("MessageAttributeNames", &MESSAGE_ATTRIBUTE_NAME_LIST).queried_as("MessageAttributeName"),
        Member::new("MaxNumberOfMessages", &NULLABLE_INTEGER),
        Member::new("VisibilityTimeout", &NULLABLE_INTEGER),
        Member::new("WaitTimeSeconds", &NULLABLE_INTEGER),
        Member::new("ReceiveRequestAttemptId", &STRING),
    ]),
};

static RECEIVE_MESSAGE_RESULT: Shape = Shape {
    name: "ReceiveMessageResult",
    kind: Kind::Structure(&[Member::new("Messages", &MESSAGE_LIST).queried_as("Message")]),
};

static REMOVE_PERMISSION_REQUEST: Shape = Shape {
    name: "RemovePermissionRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Label", &STRING).required(),
    ]),
};

static SEND_MESSAGE_BATCH_REQUEST: Shape = Shape {
    name: "SendMessageBatchRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Entries", &SEND_MESSAGE_BATCH_REQUEST_ENTRY_LIST)
            .queried_as("SendMessageBatchRequestEntry")
            .required(),
    ]),
};

static SEND_MESSAGE_BATCH_REQUEST_ENTRY: Shape = Shape {
    name: "SendMessageBatchRequestEntry",
    kind: Kind::Structure(&[
        Member::new("Id", &STRING).required(),
        Member::new("MessageBody", &STRING).required(),
        Member::new("DelaySeconds", &NULLABLE_INTEGER),
        Member::new("MessageAttributes", &MESSAGE_BODY_ATTRIBUTE_MAP).queried_as("MessageAttribute"),
        Member::new("MessageSystemAttributes", &MESSAGE_BODY_SYSTEM_ATTRIBUTE_MAP)
            .queried_as("MessageSystemAttribute"),
        Member::new("MessageDeduplicationId", &STRING),
        Member::new("MessageGroupId", &STRING),
    ]),
};

static SEND_MESSAGE_BATCH_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "SendMessageBatchRequestEntryList",
    kind: Kind::List {
        member: &SEND_MESSAGE_BATCH_REQUEST_ENTRY,
        member_name: "SendMessageBatchRequestEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static SEND_MESSAGE_BATCH_RESULT: Shape = Shape {
    name: "SendMessageBatchResult",
    kind: Kind::Structure(&[
        Member::new("Successful", &SEND_MESSAGE_BATCH_RESULT_ENTRY_LIST)
            .queried_as("SendMessageBatchResultEntry")
            .required(),
        Member::new("Failed", &BATCH_RESULT_ERROR_ENTRY_LIST).queried_as("BatchResultErrorEntry").required(),
    ]),
};

static SEND_MESSAGE_BATCH_RESULT_ENTRY: Shape = Shape {
    name: "SendMessageBatchResultEntry",
    kind: Kind::Structure(&[
        Member::new("Id", &STRING).required(),
        Member::new("MessageId", &STRING).required(),
        Member::new("MD5OfMessageBody", &STRING).required(),
        Member::new("MD5OfMessageAttributes", &STRING),
        Member::new("MD5OfMessageSystemAttributes", &STRING),
        Member::new("SequenceNumber", &STRING),
    ]),
};

static SEND_MESSAGE_BATCH_RESULT_ENTRY_LIST: Shape = Shape {
    name: "SendMessageBatchResultEntryList",
    kind: Kind::List {
        member: &SEND_MESSAGE_BATCH_RESULT_ENTRY,
        member_name: "SendMessageBatchResultEntry",
        flattened: true,
        length: Range::ANY,
    },
};

static SEND_MESSAGE_REQUEST: Shape = Shape {
    name: "SendMessageRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("MessageBody", &STRING).required(),
        Member::new("DelaySeconds", &NULLABLE_INTEGER),
        Member::new("MessageAttributes", &MESSAGE_BODY_ATTRIBUTE_MAP).queried_as("MessageAttribute"),
        Member::new("MessageSystemAttributes", &MESSAGE_BODY_SYSTEM_ATTRIBUTE_MAP)
            .queried_as("MessageSystemAttribute"),
        Member::new("MessageDeduplicationId", &STRING),
        Member::new("MessageGroupId", &STRING),
    ]),
};

static SEND_MESSAGE_RESULT: Shape = Shape {
    name: "SendMessageResult",
    kind: Kind::Structure(&[
        Member::new("MD5OfMessageBody", &STRING),
        Member::new("MD5OfMessageAttributes", &STRING),
        Member::new("MD5OfMessageSystemAttributes", &STRING),
        Member::new("MessageId", &STRING),
        Member::new("SequenceNumber", &STRING),
    ]),
};

static SET_QUEUE_ATTRIBUTES_REQUEST: Shape = Shape {
    name: "SetQueueAttributesRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Attributes", &QUEUE_ATTRIBUTE_MAP).queried_as("Attribute").required(),
    ]),
};

static START_MESSAGE_MOVE_TASK_REQUEST: Shape = Shape {
    name: "StartMessageMoveTaskRequest",
    kind: Kind::Structure(&[
        Member::new("SourceArn", &STRING).required(),
        Member::new("DestinationArn", &STRING),
        Member::new("MaxNumberOfMessagesPerSecond", &NULLABLE_INTEGER),
    ]),
};

static START_MESSAGE_MOVE_TASK_RESULT: Shape = Shape {
    name: "StartMessageMoveTaskResult",
    kind: Kind::Structure(&[Member::new("TaskHandle", &STRING)]),
};

static STRING: Shape =
    Shape { name: "String", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static STRING_LIST: Shape = Shape {
    name: "StringList",
    kind: Kind::List { member: &STRING, member_name: "StringListValue", flattened: true, length: Range::ANY },
};

static TAG_KEY: Shape =
    Shape { name: "TagKey", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static TAG_KEY_LIST: Shape = Shape {
    name: "TagKeyList",
    kind: Kind::List { member: &TAG_KEY, member_name: "TagKey", flattened: true, length: Range::ANY },
};

static TAG_MAP: Shape = Shape {
    name: "TagMap",
    kind: Kind::Map {
        key: &TAG_KEY,
        value: &TAG_VALUE,
        key_name: "Key",
        value_name: "Value",
        flattened: true,
        length: Range::ANY,
    },
};

static TAG_QUEUE_REQUEST: Shape = Shape {
    name: "TagQueueRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("Tags", &TAG_MAP).queried_as("Tag").required(),
    ]),
};

static TAG_VALUE: Shape =
    Shape { name: "TagValue", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static TOKEN: Shape =
    Shape { name: "Token", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static UNTAG_QUEUE_REQUEST: Shape = Shape {
    name: "UntagQueueRequest",
    kind: Kind::Structure(&[
        Member::new("QueueUrl", &STRING).required(),
        Member::new("TagKeys", &TAG_KEY_LIST).queried_as("TagKey").required(),
    ]),
};
