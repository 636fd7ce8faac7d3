//! Facts about the wire that the botocore models do not carry.
//!
//! # Source
//! The SQS model lost its query-protocol names when the service moved to JSON. They are restored from the published
//! Smithy model (`com.amazonaws.sqs`: `xmlName`, `xmlFlattened`, `awsQueryError`), as the JavaScript SDK ships it.

/// What one service needs beyond its model.
#[derive(Default)]
pub(super) struct Overlay {
    /// Namespace of query replies.
    pub(super) xml_namespace: Option<&'static str>,
    /// Namespace before `__type`.
    pub(super) error_namespace: &'static str,
    /// Every list and map is flattened in the query protocol, and every output has a result wrapper.
    pub(super) flattens: bool,
    /// The service judges enumerated names itself, in words of its own; SQS also accepts names in places where its
    /// model does not list them (`SentTimestamp` in ReceiveMessage's `AttributeNames`).
    pub(super) open_names: bool,
    /// Query name of a member, by the shape it targets.
    pub(super) query_names: &'static [(&'static str, &'static str)],
    /// Names of keys and values, by map shape.
    pub(super) entry_names: &'static [(&'static str, &'static str, &'static str)],
    /// Errors whose further members the service words.
    pub(super) error_details: &'static [&'static str],
    /// Query code and status, by error shape.
    pub(super) errors: &'static [(&'static str, &'static str, u16)],
}

impl Overlay {
    /// The overlay of a service; most have none.
    pub(super) fn of(service: &str) -> Self {
        match service {
            "sqs" => Self {
                xml_namespace: Some("http://queue.amazonaws.com/doc/2012-11-05/"),
                error_namespace: "com.amazonaws.sqs#",
                flattens: true,
                open_names: true,
                query_names: SQS_QUERY_NAMES,
                entry_names: SQS_ENTRY_NAMES,
                error_details: &[],
                errors: SQS_ERRORS,
            },
            "dynamodb" => Self {
                error_namespace: "com.amazonaws.dynamodb.v20120810#",
                error_details: &["ConditionalCheckFailedException", "TransactionCanceledException"],
                ..Self::default()
            },
            "cloudwatch" => Self { error_namespace: "com.amazonaws.cloudwatch#", ..Self::default() },
            _ => Self::default(),
        }
    }

    /// Query name of a member that targets `shape`.
    pub(super) fn query_name(&self, shape: &str) -> Option<&'static str> {
        self.query_names.iter().find(|(target, _)| *target == shape).map(|(_, name)| *name)
    }

    /// Key and value names of the map `shape`.
    pub(super) fn entry_names(&self, shape: &str) -> Option<(&'static str, &'static str)> {
        self.entry_names.iter().find(|(map, ..)| *map == shape).map(|(_, key, value)| (*key, *value))
    }

    /// Query code and status of the error `shape`.
    pub(super) fn error(&self, shape: &str) -> Option<(&'static str, u16)> {
        self.errors.iter().find(|(error, ..)| *error == shape).map(|(_, code, status)| (*code, *status))
    }
}

const SQS_QUERY_NAMES: &[(&str, &str)] = &[
    ("AWSAccountIdList", "AWSAccountId"),
    ("ActionNameList", "ActionName"),
    ("AttributeNameList", "AttributeName"),
    ("BatchResultErrorEntryList", "BatchResultErrorEntry"),
    ("BinaryList", "BinaryListValue"),
    ("ChangeMessageVisibilityBatchRequestEntryList", "ChangeMessageVisibilityBatchRequestEntry"),
    ("ChangeMessageVisibilityBatchResultEntryList", "ChangeMessageVisibilityBatchResultEntry"),
    ("DeleteMessageBatchRequestEntryList", "DeleteMessageBatchRequestEntry"),
    ("DeleteMessageBatchResultEntryList", "DeleteMessageBatchResultEntry"),
    ("ListMessageMoveTasksResultEntryList", "ListMessageMoveTasksResultEntry"),
    ("MessageAttributeNameList", "MessageAttributeName"),
    ("MessageBodyAttributeMap", "MessageAttribute"),
    ("MessageBodySystemAttributeMap", "MessageSystemAttribute"),
    ("MessageList", "Message"),
    ("MessageSystemAttributeList", "AttributeName"),
    ("MessageSystemAttributeMap", "Attribute"),
    ("QueueAttributeMap", "Attribute"),
    ("QueueUrlList", "QueueUrl"),
    ("SendMessageBatchRequestEntryList", "SendMessageBatchRequestEntry"),
    ("SendMessageBatchResultEntryList", "SendMessageBatchResultEntry"),
    ("StringList", "StringListValue"),
    ("TagKeyList", "TagKey"),
    ("TagMap", "Tag"),
];

const SQS_ENTRY_NAMES: &[(&str, &str, &str)] = &[
    ("MessageBodyAttributeMap", "Name", "Value"),
    ("MessageBodySystemAttributeMap", "Name", "Value"),
    ("MessageSystemAttributeMap", "Name", "Value"),
    ("QueueAttributeMap", "Name", "Value"),
    ("TagMap", "Key", "Value"),
];

const SQS_ERRORS: &[(&str, &str, u16)] = &[
    ("BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400),
    ("BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong", 400),
    ("EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest", 400),
    ("InvalidAddress", "InvalidAddress", 404),
    ("InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId", 400),
    ("InvalidSecurity", "InvalidSecurity", 403),
    ("KmsAccessDenied", "KMS.AccessDeniedException", 400),
    ("KmsDisabled", "KMS.DisabledException", 400),
    ("KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException", 400),
    ("KmsInvalidState", "KMS.InvalidStateException", 400),
    ("KmsNotFound", "KMS.NotFoundException", 400),
    ("KmsOptInRequired", "KMS.OptInRequired", 403),
    ("KmsThrottled", "KMS.ThrottlingException", 400),
    ("MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight", 400),
    ("OverLimit", "OverLimit", 403),
    ("PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress", 403),
    ("QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently", 400),
    ("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400),
    ("QueueNameExists", "QueueAlreadyExists", 400),
    ("ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid", 404),
    ("RequestThrottled", "RequestThrottled", 403),
    ("ResourceNotFoundException", "ResourceNotFoundException", 404),
    ("TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400),
    ("UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", 400),
];
