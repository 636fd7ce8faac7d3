//! The wire of `kinesis` 2013-12-02, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use std::collections::BTreeMap;

use millpond_aws::schema::{
    EMPTY, EventStream, Kind, Member, Operation, Pattern, Range, ServiceSchema, Shape,
};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "kinesis",
    signing_name: "kinesis",
    target_prefix: "Kinesis_20131202",
    api_version: "2013-12-02",
    xml_namespace: "",
    json_version: "1.1",
    query_compatible: false,
    error_namespace: "",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 57] = [
    Operation {
        name: "AcknowledgeDeadLetterQueueRecords",
        honoured: true,
        input: &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_INPUT,
        output: &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AcknowledgeQueueRecords",
        honoured: true,
        input: &ACKNOWLEDGE_QUEUE_RECORDS_INPUT,
        output: &ACKNOWLEDGE_QUEUE_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AddTagsToStream",
        honoured: true,
        input: &ADD_TAGS_TO_STREAM_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateChannel",
        honoured: true,
        input: &CREATE_CHANNEL_INPUT,
        output: &CREATE_CHANNEL_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateQueue",
        honoured: true,
        input: &CREATE_QUEUE_INPUT,
        output: &CREATE_QUEUE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateStream",
        honoured: true,
        input: &CREATE_STREAM_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DecreaseStreamRetentionPeriod",
        honoured: true,
        input: &DECREASE_STREAM_RETENTION_PERIOD_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteChannel",
        honoured: true,
        input: &DELETE_CHANNEL_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteQueue",
        honoured: true,
        input: &DELETE_QUEUE_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteResourcePolicy",
        honoured: true,
        input: &DELETE_RESOURCE_POLICY_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteStream",
        honoured: true,
        input: &DELETE_STREAM_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeregisterStreamConsumer",
        honoured: true,
        input: &DEREGISTER_STREAM_CONSUMER_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DescribeAccountSettings",
        honoured: true,
        input: &DESCRIBE_ACCOUNT_SETTINGS_INPUT,
        output: &DESCRIBE_ACCOUNT_SETTINGS_OUTPUT,
        result_wrapper: "",
        errors: &[&error::LIMIT_EXCEEDED_EXCEPTION],
        events: None,
    },
    Operation {
        name: "DescribeChannel",
        honoured: true,
        input: &DESCRIBE_CHANNEL_INPUT,
        output: &DESCRIBE_CHANNEL_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DescribeLimits",
        honoured: true,
        input: &DESCRIBE_LIMITS_INPUT,
        output: &DESCRIBE_LIMITS_OUTPUT,
        result_wrapper: "",
        errors: &[&error::LIMIT_EXCEEDED_EXCEPTION],
        events: None,
    },
    Operation {
        name: "DescribeQueue",
        honoured: true,
        input: &DESCRIBE_QUEUE_INPUT,
        output: &DESCRIBE_QUEUE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DescribeStream",
        honoured: true,
        input: &DESCRIBE_STREAM_INPUT,
        output: &DESCRIBE_STREAM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DescribeStreamConsumer",
        honoured: true,
        input: &DESCRIBE_STREAM_CONSUMER_INPUT,
        output: &DESCRIBE_STREAM_CONSUMER_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DescribeStreamSummary",
        honoured: true,
        input: &DESCRIBE_STREAM_SUMMARY_INPUT,
        output: &DESCRIBE_STREAM_SUMMARY_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DisableEnhancedMonitoring",
        honoured: true,
        input: &DISABLE_ENHANCED_MONITORING_INPUT,
        output: &ENHANCED_MONITORING_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "EnableEnhancedMonitoring",
        honoured: true,
        input: &ENABLE_ENHANCED_MONITORING_INPUT,
        output: &ENHANCED_MONITORING_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetRecords",
        honoured: true,
        input: &GET_RECORDS_INPUT,
        output: &GET_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::EXPIRED_ITERATOR_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetResourcePolicy",
        honoured: true,
        input: &GET_RESOURCE_POLICY_INPUT,
        output: &GET_RESOURCE_POLICY_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetShardIterator",
        honoured: true,
        input: &GET_SHARD_ITERATOR_INPUT,
        output: &GET_SHARD_ITERATOR_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "IncreaseStreamRetentionPeriod",
        honoured: true,
        input: &INCREASE_STREAM_RETENTION_PERIOD_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListChannels",
        honoured: true,
        input: &LIST_CHANNELS_INPUT,
        output: &LIST_CHANNELS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListQueues",
        honoured: true,
        input: &LIST_QUEUES_INPUT,
        output: &LIST_QUEUES_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListShards",
        honoured: true,
        input: &LIST_SHARDS_INPUT,
        output: &LIST_SHARDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListStreamConsumers",
        honoured: true,
        input: &LIST_STREAM_CONSUMERS_INPUT,
        output: &LIST_STREAM_CONSUMERS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListStreams",
        honoured: true,
        input: &LIST_STREAMS_INPUT,
        output: &LIST_STREAMS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListTagsForResource",
        honoured: true,
        input: &LIST_TAGS_FOR_RESOURCE_INPUT,
        output: &LIST_TAGS_FOR_RESOURCE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListTagsForStream",
        honoured: true,
        input: &LIST_TAGS_FOR_STREAM_INPUT,
        output: &LIST_TAGS_FOR_STREAM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "MergeShards",
        honoured: true,
        input: &MERGE_SHARDS_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutRecord",
        honoured: true,
        input: &PUT_RECORD_INPUT,
        output: &PUT_RECORD_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutRecords",
        honoured: true,
        input: &PUT_RECORDS_INPUT,
        output: &PUT_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutResourcePolicy",
        honoured: true,
        input: &PUT_RESOURCE_POLICY_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ReceiveDeadLetterQueueRecords",
        honoured: true,
        input: &RECEIVE_DEAD_LETTER_QUEUE_RECORDS_INPUT,
        output: &RECEIVE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ReceiveQueueRecords",
        honoured: true,
        input: &RECEIVE_QUEUE_RECORDS_INPUT,
        output: &RECEIVE_QUEUE_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "RegisterStreamConsumer",
        honoured: true,
        input: &REGISTER_STREAM_CONSUMER_INPUT,
        output: &REGISTER_STREAM_CONSUMER_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "RemoveTagsFromStream",
        honoured: true,
        input: &REMOVE_TAGS_FROM_STREAM_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "RestoreDeadLetterQueueRecords",
        honoured: true,
        input: &RESTORE_DEAD_LETTER_QUEUE_RECORDS_INPUT,
        output: &RESTORE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "SplitShard",
        honoured: true,
        input: &SPLIT_SHARD_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "StartStreamEncryption",
        honoured: true,
        input: &START_STREAM_ENCRYPTION_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::KMS_DISABLED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_ACCESS_DENIED_EXCEPTION,
            &error::KMS_NOT_FOUND_EXCEPTION,
            &error::KMS_OPT_IN_REQUIRED,
            &error::KMS_THROTTLING_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "StopStreamEncryption",
        honoured: true,
        input: &STOP_STREAM_ENCRYPTION_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "SubscribeToShard",
        honoured: true,
        input: &SUBSCRIBE_TO_SHARD_INPUT,
        output: &SUBSCRIBE_TO_SHARD_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: Some(&SUBSCRIBE_TO_SHARD_EVENT_STREAM),
    },
    Operation {
        name: "TagResource",
        honoured: true,
        input: &TAG_RESOURCE_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UntagResource",
        honoured: true,
        input: &UNTAG_RESOURCE_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateAccountSettings",
        honoured: true,
        input: &UPDATE_ACCOUNT_SETTINGS_INPUT,
        output: &UPDATE_ACCOUNT_SETTINGS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateChannel",
        honoured: true,
        input: &UPDATE_CHANNEL_INPUT,
        output: &UPDATE_CHANNEL_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateDeadLetterQueueRecordsVisibility",
        honoured: true,
        input: &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_INPUT,
        output: &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateMaxRecordSize",
        honoured: true,
        input: &UPDATE_MAX_RECORD_SIZE_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateQueue",
        honoured: true,
        input: &UPDATE_QUEUE_INPUT,
        output: &UPDATE_QUEUE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::VALIDATION_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateQueueRecordsVisibility",
        honoured: true,
        input: &UPDATE_QUEUE_RECORDS_VISIBILITY_INPUT,
        output: &UPDATE_QUEUE_RECORDS_VISIBILITY_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::INTERNAL_FAILURE_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateShardCount",
        honoured: true,
        input: &UPDATE_SHARD_COUNT_INPUT,
        output: &UPDATE_SHARD_COUNT_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateStreamMode",
        honoured: true,
        input: &UPDATE_STREAM_MODE_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateStreamRecordDistributionStrategy",
        honoured: true,
        input: &UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ACCESS_DENIED_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateStreamWarmThroughput",
        honoured: true,
        input: &UPDATE_STREAM_WARM_THROUGHPUT_INPUT,
        output: &UPDATE_STREAM_WARM_THROUGHPUT_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::ACCESS_DENIED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_ARGUMENT_EXCEPTION,
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::VALIDATION_EXCEPTION,
        ],
        events: None,
    },
];

operation! {
    /// `AcknowledgeDeadLetterQueueRecords`.
    AcknowledgeDeadLetterQueueRecords(AcknowledgeDeadLetterQueueRecordsInput) -> AcknowledgeDeadLetterQueueRecordsOutput, OPERATIONS[0]
}

operation! {
    /// `AcknowledgeQueueRecords`.
    AcknowledgeQueueRecords(AcknowledgeQueueRecordsInput) -> AcknowledgeQueueRecordsOutput, OPERATIONS[1]
}

operation! {
    /// `AddTagsToStream`.
    AddTagsToStream(AddTagsToStreamInput) -> AddTagsToStreamOutput, OPERATIONS[2]
}

operation! {
    /// `CreateChannel`.
    CreateChannel(CreateChannelInput) -> CreateChannelOutput, OPERATIONS[3]
}

operation! {
    /// `CreateQueue`.
    CreateQueue(CreateQueueInput) -> CreateQueueOutput, OPERATIONS[4]
}

operation! {
    /// `CreateStream`.
    CreateStream(CreateStreamInput) -> CreateStreamOutput, OPERATIONS[5]
}

operation! {
    /// `DecreaseStreamRetentionPeriod`.
    DecreaseStreamRetentionPeriod(DecreaseStreamRetentionPeriodInput) -> DecreaseStreamRetentionPeriodOutput, OPERATIONS[6]
}

operation! {
    /// `DeleteChannel`.
    DeleteChannel(DeleteChannelInput) -> DeleteChannelOutput, OPERATIONS[7]
}

operation! {
    /// `DeleteQueue`.
    DeleteQueue(DeleteQueueInput) -> DeleteQueueOutput, OPERATIONS[8]
}

operation! {
    /// `DeleteResourcePolicy`.
    DeleteResourcePolicy(DeleteResourcePolicyInput) -> DeleteResourcePolicyOutput, OPERATIONS[9]
}

operation! {
    /// `DeleteStream`.
    DeleteStream(DeleteStreamInput) -> DeleteStreamOutput, OPERATIONS[10]
}

operation! {
    /// `DeregisterStreamConsumer`.
    DeregisterStreamConsumer(DeregisterStreamConsumerInput) -> DeregisterStreamConsumerOutput, OPERATIONS[11]
}

operation! {
    /// `DescribeAccountSettings`.
    DescribeAccountSettings(DescribeAccountSettingsInput) -> DescribeAccountSettingsOutput, OPERATIONS[12]
}

operation! {
    /// `DescribeChannel`.
    DescribeChannel(DescribeChannelInput) -> DescribeChannelOutput, OPERATIONS[13]
}

operation! {
    /// `DescribeLimits`.
    DescribeLimits(DescribeLimitsInput) -> DescribeLimitsOutput, OPERATIONS[14]
}

operation! {
    /// `DescribeQueue`.
    DescribeQueue(DescribeQueueInput) -> DescribeQueueOutput, OPERATIONS[15]
}

operation! {
    /// `DescribeStream`.
    DescribeStream(DescribeStreamInput) -> DescribeStreamOutput, OPERATIONS[16]
}

operation! {
    /// `DescribeStreamConsumer`.
    DescribeStreamConsumer(DescribeStreamConsumerInput) -> DescribeStreamConsumerOutput, OPERATIONS[17]
}

operation! {
    /// `DescribeStreamSummary`.
    DescribeStreamSummary(DescribeStreamSummaryInput) -> DescribeStreamSummaryOutput, OPERATIONS[18]
}

operation! {
    /// `DisableEnhancedMonitoring`.
    DisableEnhancedMonitoring(DisableEnhancedMonitoringInput) -> DisableEnhancedMonitoringOutput, OPERATIONS[19]
}

operation! {
    /// `EnableEnhancedMonitoring`.
    EnableEnhancedMonitoring(EnableEnhancedMonitoringInput) -> EnableEnhancedMonitoringOutput, OPERATIONS[20]
}

operation! {
    /// `GetRecords`.
    GetRecords(GetRecordsInput) -> GetRecordsOutput, OPERATIONS[21]
}

operation! {
    /// `GetResourcePolicy`.
    GetResourcePolicy(GetResourcePolicyInput) -> GetResourcePolicyOutput, OPERATIONS[22]
}

operation! {
    /// `GetShardIterator`.
    GetShardIterator(GetShardIteratorInput) -> GetShardIteratorOutput, OPERATIONS[23]
}

operation! {
    /// `IncreaseStreamRetentionPeriod`.
    IncreaseStreamRetentionPeriod(IncreaseStreamRetentionPeriodInput) -> IncreaseStreamRetentionPeriodOutput, OPERATIONS[24]
}

operation! {
    /// `ListChannels`.
    ListChannels(ListChannelsInput) -> ListChannelsOutput, OPERATIONS[25]
}

operation! {
    /// `ListQueues`.
    ListQueues(ListQueuesInput) -> ListQueuesOutput, OPERATIONS[26]
}

operation! {
    /// `ListShards`.
    ListShards(ListShardsInput) -> ListShardsOutput, OPERATIONS[27]
}

operation! {
    /// `ListStreamConsumers`.
    ListStreamConsumers(ListStreamConsumersInput) -> ListStreamConsumersOutput, OPERATIONS[28]
}

operation! {
    /// `ListStreams`.
    ListStreams(ListStreamsInput) -> ListStreamsOutput, OPERATIONS[29]
}

operation! {
    /// `ListTagsForResource`.
    ListTagsForResource(ListTagsForResourceInput) -> ListTagsForResourceOutput, OPERATIONS[30]
}

operation! {
    /// `ListTagsForStream`.
    ListTagsForStream(ListTagsForStreamInput) -> ListTagsForStreamOutput, OPERATIONS[31]
}

operation! {
    /// `MergeShards`.
    MergeShards(MergeShardsInput) -> MergeShardsOutput, OPERATIONS[32]
}

operation! {
    /// `PutRecord`.
    PutRecord(PutRecordInput) -> PutRecordOutput, OPERATIONS[33]
}

operation! {
    /// `PutRecords`.
    PutRecords(PutRecordsInput) -> PutRecordsOutput, OPERATIONS[34]
}

operation! {
    /// `PutResourcePolicy`.
    PutResourcePolicy(PutResourcePolicyInput) -> PutResourcePolicyOutput, OPERATIONS[35]
}

operation! {
    /// `ReceiveDeadLetterQueueRecords`.
    ReceiveDeadLetterQueueRecords(ReceiveDeadLetterQueueRecordsInput) -> ReceiveDeadLetterQueueRecordsOutput, OPERATIONS[36]
}

operation! {
    /// `ReceiveQueueRecords`.
    ReceiveQueueRecords(ReceiveQueueRecordsInput) -> ReceiveQueueRecordsOutput, OPERATIONS[37]
}

operation! {
    /// `RegisterStreamConsumer`.
    RegisterStreamConsumer(RegisterStreamConsumerInput) -> RegisterStreamConsumerOutput, OPERATIONS[38]
}

operation! {
    /// `RemoveTagsFromStream`.
    RemoveTagsFromStream(RemoveTagsFromStreamInput) -> RemoveTagsFromStreamOutput, OPERATIONS[39]
}

operation! {
    /// `RestoreDeadLetterQueueRecords`.
    RestoreDeadLetterQueueRecords(RestoreDeadLetterQueueRecordsInput) -> RestoreDeadLetterQueueRecordsOutput, OPERATIONS[40]
}

operation! {
    /// `SplitShard`.
    SplitShard(SplitShardInput) -> SplitShardOutput, OPERATIONS[41]
}

operation! {
    /// `StartStreamEncryption`.
    StartStreamEncryption(StartStreamEncryptionInput) -> StartStreamEncryptionOutput, OPERATIONS[42]
}

operation! {
    /// `StopStreamEncryption`.
    StopStreamEncryption(StopStreamEncryptionInput) -> StopStreamEncryptionOutput, OPERATIONS[43]
}

operation! {
    /// `SubscribeToShard`.
    SubscribeToShard(SubscribeToShardInput) -> SubscribeToShardOutput, OPERATIONS[44]
}

operation! {
    /// `TagResource`.
    TagResource(TagResourceInput) -> TagResourceOutput, OPERATIONS[45]
}

operation! {
    /// `UntagResource`.
    UntagResource(UntagResourceInput) -> UntagResourceOutput, OPERATIONS[46]
}

operation! {
    /// `UpdateAccountSettings`.
    UpdateAccountSettings(UpdateAccountSettingsInput) -> UpdateAccountSettingsOutput, OPERATIONS[47]
}

operation! {
    /// `UpdateChannel`.
    UpdateChannel(UpdateChannelInput) -> UpdateChannelOutput, OPERATIONS[48]
}

operation! {
    /// `UpdateDeadLetterQueueRecordsVisibility`.
    UpdateDeadLetterQueueRecordsVisibility(UpdateDeadLetterQueueRecordsVisibilityInput) -> UpdateDeadLetterQueueRecordsVisibilityOutput, OPERATIONS[49]
}

operation! {
    /// `UpdateMaxRecordSize`.
    UpdateMaxRecordSize(UpdateMaxRecordSizeInput) -> UpdateMaxRecordSizeOutput, OPERATIONS[50]
}

operation! {
    /// `UpdateQueue`.
    UpdateQueue(UpdateQueueInput) -> UpdateQueueOutput, OPERATIONS[51]
}

operation! {
    /// `UpdateQueueRecordsVisibility`.
    UpdateQueueRecordsVisibility(UpdateQueueRecordsVisibilityInput) -> UpdateQueueRecordsVisibilityOutput, OPERATIONS[52]
}

operation! {
    /// `UpdateShardCount`.
    UpdateShardCount(UpdateShardCountInput) -> UpdateShardCountOutput, OPERATIONS[53]
}

operation! {
    /// `UpdateStreamMode`.
    UpdateStreamMode(UpdateStreamModeInput) -> UpdateStreamModeOutput, OPERATIONS[54]
}

operation! {
    /// `UpdateStreamRecordDistributionStrategy`.
    UpdateStreamRecordDistributionStrategy(UpdateStreamRecordDistributionStrategyInput) -> UpdateStreamRecordDistributionStrategyOutput, OPERATIONS[55]
}

operation! {
    /// `UpdateStreamWarmThroughput`.
    UpdateStreamWarmThroughput(UpdateStreamWarmThroughputInput) -> UpdateStreamWarmThroughputOutput, OPERATIONS[56]
}

structure! {
    /// `AcknowledgeDeadLetterQueueRecordsErrorEntry`.
    pub struct AcknowledgeDeadLetterQueueRecordsErrorEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `ErrorCode`.
        pub error_code: String,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

structure! {
    /// `AcknowledgeDeadLetterQueueRecordsInput`.
    pub struct AcknowledgeDeadLetterQueueRecordsInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Entries`.
        pub entries: Vec<AcknowledgeDeadLetterQueueRecordsRequestEntry>,
    }
}

structure! {
    /// `AcknowledgeDeadLetterQueueRecordsOutput`.
    pub struct AcknowledgeDeadLetterQueueRecordsOutput {
        /// `Successful`.
        pub successful: Vec<AcknowledgeDeadLetterQueueRecordsResultEntry>,
        /// `Failed`.
        pub failed: Vec<AcknowledgeDeadLetterQueueRecordsErrorEntry>,
    }
}

structure! {
    /// `AcknowledgeDeadLetterQueueRecordsRequestEntry`.
    pub struct AcknowledgeDeadLetterQueueRecordsRequestEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `AcknowledgeDeadLetterQueueRecordsResultEntry`.
    pub struct AcknowledgeDeadLetterQueueRecordsResultEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `AcknowledgeQueueRecordsErrorEntry`.
    pub struct AcknowledgeQueueRecordsErrorEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `ErrorCode`.
        pub error_code: String,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

structure! {
    /// `AcknowledgeQueueRecordsInput`.
    pub struct AcknowledgeQueueRecordsInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Entries`.
        pub entries: Vec<AcknowledgeQueueRecordsRequestEntry>,
    }
}

structure! {
    /// `AcknowledgeQueueRecordsOutput`.
    pub struct AcknowledgeQueueRecordsOutput {
        /// `Successful`.
        pub successful: Vec<AcknowledgeQueueRecordsResultEntry>,
        /// `Failed`.
        pub failed: Vec<AcknowledgeQueueRecordsErrorEntry>,
    }
}

structure! {
    /// `AcknowledgeQueueRecordsRequestEntry`.
    pub struct AcknowledgeQueueRecordsRequestEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `AcknowledgeQueueRecordsResultEntry`.
    pub struct AcknowledgeQueueRecordsResultEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `AddTagsToStreamInput`.
    pub struct AddTagsToStreamInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `Tags`.
        pub tags: BTreeMap<String, String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `AddTagsToStreamOutput`.
    pub struct AddTagsToStreamOutput {}
}

structure! {
    /// `ChannelDescription`.
    pub struct ChannelDescription {
        /// `ChannelName`.
        pub channel_name: String,
        /// `ChannelARN`.
        pub channel_arn: String,
        /// `ChannelId`.
        pub channel_id: String,
        /// `ChannelStatus`.
        pub channel_status: String,
        /// `ChannelStatusReason`.
        pub channel_status_reason: Option<String>,
        /// `ChannelCreationTimestamp`.
        pub channel_creation_timestamp: i64,
        /// `ServiceExecutionRoleARN`.
        pub service_execution_role_arn: String,
        /// `StreamConfigurationList`.
        pub stream_configuration_list: Vec<ChannelStreamDescription>,
        /// `S3DestinationConfiguration`.
        pub s3_destination_configuration: Option<S3DestinationDescription>,
        /// `S3TablesDestinationConfiguration`.
        pub s3_tables_destination_configuration: Option<S3TablesDestinationDescription>,
        /// `EncryptionConfiguration`.
        pub encryption_configuration: Option<ChannelEncryptionConfiguration>,
        /// `LoggingConfiguration`.
        pub logging_configuration: ChannelLoggingConfiguration,
    }
}

structure! {
    /// `ChannelEncryptionConfiguration`.
    pub struct ChannelEncryptionConfiguration {
        /// `EncryptionType`.
        pub encryption_type: String,
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `ChannelLoggingConfiguration`.
    pub struct ChannelLoggingConfiguration {
        /// `CloudWatchLogs`.
        pub cloud_watch_logs: CloudWatchLogs,
    }
}

structure! {
    /// `ChannelLoggingUpdateInput`.
    pub struct ChannelLoggingUpdateInput {
        /// `CloudWatchLogs`.
        pub cloud_watch_logs: CloudWatchLogsUpdateInput,
    }
}

structure! {
    /// `ChannelStreamConfiguration`.
    pub struct ChannelStreamConfiguration {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `RecordConfiguration`.
        pub record_configuration: RecordConfiguration,
    }
}

structure! {
    /// `ChannelStreamDescription`.
    pub struct ChannelStreamDescription {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: i64,
        /// `RecordConfiguration`.
        pub record_configuration: RecordConfiguration,
    }
}

structure! {
    /// `ChannelStreamIdentifier`.
    pub struct ChannelStreamIdentifier {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: i64,
    }
}

structure! {
    /// `ChannelSummary`.
    pub struct ChannelSummary {
        /// `ChannelName`.
        pub channel_name: String,
        /// `ChannelARN`.
        pub channel_arn: String,
        /// `ChannelId`.
        pub channel_id: String,
        /// `ChannelStatus`.
        pub channel_status: String,
        /// `ChannelStatusReason`.
        pub channel_status_reason: Option<String>,
        /// `ChannelCreationTimestamp`.
        pub channel_creation_timestamp: i64,
        /// `ChannelDestinationType`.
        pub channel_destination_type: String,
        /// `Streams`.
        pub streams: Vec<ChannelStreamIdentifier>,
    }
}

structure! {
    /// `ChildShard`.
    pub struct ChildShard {
        /// `ShardId`.
        pub shard_id: String,
        /// `ParentShards`.
        pub parent_shards: Vec<String>,
        /// `HashKeyRange`.
        pub hash_key_range: HashKeyRange,
    }
}

structure! {
    /// `CloudWatchLogs`.
    pub struct CloudWatchLogs {
        /// `Enabled`.
        pub enabled: bool,
        /// `LogGroupName`.
        pub log_group_name: Option<String>,
        /// `LogStreamName`.
        pub log_stream_name: Option<String>,
    }
}

structure! {
    /// `CloudWatchLogsUpdateInput`.
    pub struct CloudWatchLogsUpdateInput {
        /// `Enabled`.
        pub enabled: bool,
        /// `LogGroupName`.
        pub log_group_name: Option<String>,
        /// `LogStreamName`.
        pub log_stream_name: Option<String>,
    }
}

structure! {
    /// `Consumer`.
    pub struct Consumer {
        /// `ConsumerName`.
        pub consumer_name: String,
        /// `ConsumerARN`.
        pub consumer_arn: String,
        /// `ConsumerStatus`.
        pub consumer_status: String,
        /// `ConsumerCreationTimestamp`.
        pub consumer_creation_timestamp: i64,
    }
}

structure! {
    /// `ConsumerDescription`.
    pub struct ConsumerDescription {
        /// `ConsumerName`.
        pub consumer_name: String,
        /// `ConsumerARN`.
        pub consumer_arn: String,
        /// `ConsumerStatus`.
        pub consumer_status: String,
        /// `ConsumerCreationTimestamp`.
        pub consumer_creation_timestamp: i64,
        /// `StreamARN`.
        pub stream_arn: String,
    }
}

structure! {
    /// `CreateChannelInput`.
    pub struct CreateChannelInput {
        /// `ChannelName`.
        pub channel_name: String,
        /// `ServiceExecutionRoleARN`.
        pub service_execution_role_arn: String,
        /// `StreamConfigurationList`.
        pub stream_configuration_list: Vec<ChannelStreamConfiguration>,
        /// `S3DestinationConfiguration`.
        pub s3_destination_configuration: Option<S3DestinationConfiguration>,
        /// `S3TablesDestinationConfiguration`.
        pub s3_tables_destination_configuration: Option<S3TablesDestinationConfiguration>,
        /// `EncryptionConfiguration`.
        pub encryption_configuration: Option<ChannelEncryptionConfiguration>,
        /// `Tags`.
        pub tags: Option<BTreeMap<String, String>>,
        /// `LoggingConfiguration`.
        pub logging_configuration: Option<ChannelLoggingConfiguration>,
    }
}

structure! {
    /// `CreateChannelOutput`.
    pub struct CreateChannelOutput {
        /// `ChannelDescription`.
        pub channel_description: ChannelDescription,
    }
}

structure! {
    /// `CreateQueueInput`.
    pub struct CreateQueueInput {
        /// `QueueName`.
        pub queue_name: String,
        /// `StreamConfigurationList`.
        pub stream_configuration_list: Vec<QueueStreamConfiguration>,
        /// `QueueAttributes`.
        pub queue_attributes: Option<QueueAttributes>,
        /// `Tags`.
        pub tags: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `CreateQueueOutput`.
    pub struct CreateQueueOutput {
        /// `QueueDescription`.
        pub queue_description: QueueDescription,
    }
}

structure! {
    /// `CreateStreamInput`.
    pub struct CreateStreamInput {
        /// `StreamName`.
        pub stream_name: String,
        /// `ShardCount`.
        pub shard_count: Option<i64>,
        /// `StreamModeDetails`.
        pub stream_mode_details: Option<StreamModeDetails>,
        /// `Tags`.
        pub tags: Option<BTreeMap<String, String>>,
        /// `WarmThroughputMiBps`.
        pub warm_throughput_mibps: Option<i64>,
        /// `MaxRecordSizeInKiB`.
        pub max_record_size_in_kib: Option<i64>,
        /// `RecordDistributionStrategy`.
        pub record_distribution_strategy: Option<String>,
    }
}

structure! {
    /// `CreateStreamOutput`.
    pub struct CreateStreamOutput {}
}

structure! {
    /// `DeadLetterConfiguration`.
    pub struct DeadLetterConfiguration {
        /// `TargetType`.
        pub target_type: String,
        /// `MaxReceiveCount`.
        pub max_receive_count: Option<i64>,
    }
}

structure! {
    /// `DeadLetterQueueS3Configuration`.
    pub struct DeadLetterQueueS3Configuration {
        /// `BucketARN`.
        pub bucket_arn: String,
        /// `ExpectedBucketOwner`.
        pub expected_bucket_owner: String,
        /// `ErrorOutputPrefix`.
        pub error_output_prefix: Option<String>,
    }
}

structure! {
    /// `DecreaseStreamRetentionPeriodInput`.
    pub struct DecreaseStreamRetentionPeriodInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `RetentionPeriodHours`.
        pub retention_period_hours: i64,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DecreaseStreamRetentionPeriodOutput`.
    pub struct DecreaseStreamRetentionPeriodOutput {}
}

structure! {
    /// `DeleteChannelInput`.
    pub struct DeleteChannelInput {
        /// `ChannelARN`.
        pub channel_arn: String,
    }
}

structure! {
    /// `DeleteChannelOutput`.
    pub struct DeleteChannelOutput {}
}

structure! {
    /// `DeleteQueueInput`.
    pub struct DeleteQueueInput {
        /// `QueueARN`.
        pub queue_arn: String,
    }
}

structure! {
    /// `DeleteQueueOutput`.
    pub struct DeleteQueueOutput {}
}

structure! {
    /// `DeleteResourcePolicyInput`.
    pub struct DeleteResourcePolicyInput {
        /// `ResourceARN`.
        pub resource_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DeleteResourcePolicyOutput`.
    pub struct DeleteResourcePolicyOutput {}
}

structure! {
    /// `DeleteStreamInput`.
    pub struct DeleteStreamInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `EnforceConsumerDeletion`.
        pub enforce_consumer_deletion: Option<bool>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DeleteStreamOutput`.
    pub struct DeleteStreamOutput {}
}

structure! {
    /// `DeregisterStreamConsumerInput`.
    pub struct DeregisterStreamConsumerInput {
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `ConsumerName`.
        pub consumer_name: Option<String>,
        /// `ConsumerARN`.
        pub consumer_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DeregisterStreamConsumerOutput`.
    pub struct DeregisterStreamConsumerOutput {}
}

structure! {
    /// `DescribeAccountSettingsInput`.
    pub struct DescribeAccountSettingsInput {}
}

structure! {
    /// `DescribeAccountSettingsOutput`.
    pub struct DescribeAccountSettingsOutput {
        /// `MinimumThroughputBillingCommitment`.
        pub minimum_throughput_billing_commitment: Option<MinimumThroughputBillingCommitmentOutput>,
    }
}

structure! {
    /// `DescribeChannelInput`.
    pub struct DescribeChannelInput {
        /// `ChannelARN`.
        pub channel_arn: String,
    }
}

structure! {
    /// `DescribeChannelOutput`.
    pub struct DescribeChannelOutput {
        /// `ChannelDescription`.
        pub channel_description: ChannelDescription,
    }
}

structure! {
    /// `DescribeLimitsInput`.
    pub struct DescribeLimitsInput {}
}

structure! {
    /// `DescribeLimitsOutput`.
    pub struct DescribeLimitsOutput {
        /// `ShardLimit`.
        pub shard_limit: i64,
        /// `OpenShardCount`.
        pub open_shard_count: i64,
        /// `OnDemandStreamCount`.
        pub on_demand_stream_count: i64,
        /// `OnDemandStreamCountLimit`.
        pub on_demand_stream_count_limit: i64,
        /// `ChannelCount`.
        pub channel_count: Option<i64>,
        /// `ChannelCountLimit`.
        pub channel_count_limit: Option<i64>,
    }
}

structure! {
    /// `DescribeQueueInput`.
    pub struct DescribeQueueInput {
        /// `QueueARN`.
        pub queue_arn: String,
    }
}

structure! {
    /// `DescribeQueueOutput`.
    pub struct DescribeQueueOutput {
        /// `QueueDescription`.
        pub queue_description: QueueDescription,
    }
}

structure! {
    /// `DescribeStreamConsumerInput`.
    pub struct DescribeStreamConsumerInput {
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `ConsumerName`.
        pub consumer_name: Option<String>,
        /// `ConsumerARN`.
        pub consumer_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DescribeStreamConsumerOutput`.
    pub struct DescribeStreamConsumerOutput {
        /// `ConsumerDescription`.
        pub consumer_description: ConsumerDescription,
    }
}

structure! {
    /// `DescribeStreamInput`.
    pub struct DescribeStreamInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `ExclusiveStartShardId`.
        pub exclusive_start_shard_id: Option<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DescribeStreamOutput`.
    pub struct DescribeStreamOutput {
        /// `StreamDescription`.
        pub stream_description: StreamDescription,
    }
}

structure! {
    /// `DescribeStreamSummaryInput`.
    pub struct DescribeStreamSummaryInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `DescribeStreamSummaryOutput`.
    pub struct DescribeStreamSummaryOutput {
        /// `StreamDescriptionSummary`.
        pub stream_description_summary: StreamDescriptionSummary,
    }
}

structure! {
    /// `DisableEnhancedMonitoringInput`.
    pub struct DisableEnhancedMonitoringInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `ShardLevelMetrics`.
        pub shard_level_metrics: Vec<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `EnhancedMonitoringOutput`.
    pub struct DisableEnhancedMonitoringOutput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `CurrentShardLevelMetrics`.
        pub current_shard_level_metrics: Option<Vec<String>>,
        /// `DesiredShardLevelMetrics`.
        pub desired_shard_level_metrics: Option<Vec<String>>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
    }
}

structure! {
    /// `EnableEnhancedMonitoringInput`.
    pub struct EnableEnhancedMonitoringInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `ShardLevelMetrics`.
        pub shard_level_metrics: Vec<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `EnhancedMonitoringOutput`.
    pub struct EnableEnhancedMonitoringOutput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `CurrentShardLevelMetrics`.
        pub current_shard_level_metrics: Option<Vec<String>>,
        /// `DesiredShardLevelMetrics`.
        pub desired_shard_level_metrics: Option<Vec<String>>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
    }
}

structure! {
    /// `EnhancedMetrics`.
    pub struct EnhancedMetrics {
        /// `ShardLevelMetrics`.
        pub shard_level_metrics: Option<Vec<String>>,
    }
}

structure! {
    /// `GetRecordsInput`.
    pub struct GetRecordsInput {
        /// `ShardIterator`.
        pub shard_iterator: String,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GetRecordsOutput`.
    pub struct GetRecordsOutput {
        /// `Records`.
        pub records: Vec<Record>,
        /// `NextShardIterator`.
        pub next_shard_iterator: Option<String>,
        /// `MillisBehindLatest`.
        pub millis_behind_latest: Option<i64>,
        /// `ChildShards`.
        pub child_shards: Option<Vec<ChildShard>>,
    }
}

structure! {
    /// `GetResourcePolicyInput`.
    pub struct GetResourcePolicyInput {
        /// `ResourceARN`.
        pub resource_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `GetResourcePolicyOutput`.
    pub struct GetResourcePolicyOutput {
        /// `Policy`.
        pub policy: String,
    }
}

structure! {
    /// `GetShardIteratorInput`.
    pub struct GetShardIteratorInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `ShardId`.
        pub shard_id: String,
        /// `ShardIteratorType`.
        pub shard_iterator_type: String,
        /// `StartingSequenceNumber`.
        pub starting_sequence_number: Option<String>,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GetShardIteratorOutput`.
    pub struct GetShardIteratorOutput {
        /// `ShardIterator`.
        pub shard_iterator: Option<String>,
    }
}

structure! {
    /// `HashKeyRange`.
    pub struct HashKeyRange {
        /// `StartingHashKey`.
        pub starting_hash_key: String,
        /// `EndingHashKey`.
        pub ending_hash_key: String,
    }
}

structure! {
    /// `IncreaseStreamRetentionPeriodInput`.
    pub struct IncreaseStreamRetentionPeriodInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `RetentionPeriodHours`.
        pub retention_period_hours: i64,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `IncreaseStreamRetentionPeriodOutput`.
    pub struct IncreaseStreamRetentionPeriodOutput {}
}

structure! {
    /// `ListChannelsInput`.
    pub struct ListChannelsInput {
        /// `StreamFilter`.
        pub stream_filter: Option<Vec<StreamFilter>>,
        /// `MaxResults`.
        pub max_results: Option<i64>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListChannelsOutput`.
    pub struct ListChannelsOutput {
        /// `ChannelSummaries`.
        pub channel_summaries: Vec<ChannelSummary>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListQueuesInput`.
    pub struct ListQueuesInput {
        /// `MaxResults`.
        pub max_results: Option<i64>,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `StreamFilter`.
        pub stream_filter: Option<Vec<QueueStreamFilter>>,
    }
}

structure! {
    /// `ListQueuesOutput`.
    pub struct ListQueuesOutput {
        /// `QueueSummaries`.
        pub queue_summaries: Vec<QueueSummary>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListShardsInput`.
    pub struct ListShardsInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `ExclusiveStartShardId`.
        pub exclusive_start_shard_id: Option<String>,
        /// `MaxResults`.
        pub max_results: Option<i64>,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: Option<i64>,
        /// `ShardFilter`.
        pub shard_filter: Option<ShardFilter>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `ListShardsOutput`.
    pub struct ListShardsOutput {
        /// `Shards`.
        pub shards: Option<Vec<Shard>>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListStreamConsumersInput`.
    pub struct ListStreamConsumersInput {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `MaxResults`.
        pub max_results: Option<i64>,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: Option<i64>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `ListStreamConsumersOutput`.
    pub struct ListStreamConsumersOutput {
        /// `Consumers`.
        pub consumers: Option<Vec<Consumer>>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListStreamsInput`.
    pub struct ListStreamsInput {
        /// `Limit`.
        pub limit: Option<i64>,
        /// `ExclusiveStartStreamName`.
        pub exclusive_start_stream_name: Option<String>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListStreamsOutput`.
    pub struct ListStreamsOutput {
        /// `StreamNames`.
        pub stream_names: Vec<String>,
        /// `HasMoreStreams`.
        pub has_more_streams: bool,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `StreamSummaries`.
        pub stream_summaries: Option<Vec<StreamSummary>>,
    }
}

structure! {
    /// `ListTagsForResourceInput`.
    pub struct ListTagsForResourceInput {
        /// `ResourceARN`.
        pub resource_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `ListTagsForResourceOutput`.
    pub struct ListTagsForResourceOutput {
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `ListTagsForStreamInput`.
    pub struct ListTagsForStreamInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `ExclusiveStartTagKey`.
        pub exclusive_start_tag_key: Option<String>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `ListTagsForStreamOutput`.
    pub struct ListTagsForStreamOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `HasMoreTags`.
        pub has_more_tags: bool,
    }
}

structure! {
    /// `MergeShardsInput`.
    pub struct MergeShardsInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `ShardToMerge`.
        pub shard_to_merge: String,
        /// `AdjacentShardToMerge`.
        pub adjacent_shard_to_merge: String,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `MergeShardsOutput`.
    pub struct MergeShardsOutput {}
}

structure! {
    /// `MinimumThroughputBillingCommitmentInput`.
    pub struct MinimumThroughputBillingCommitmentInput {
        /// `Status`.
        pub status: String,
    }
}

structure! {
    /// `MinimumThroughputBillingCommitmentOutput`.
    pub struct MinimumThroughputBillingCommitmentOutput {
        /// `Status`.
        pub status: String,
        /// `StartedAt`.
        pub started_at: Option<i64>,
        /// `EndedAt`.
        pub ended_at: Option<i64>,
        /// `EarliestAllowedEndAt`.
        pub earliest_allowed_end_at: Option<i64>,
    }
}

structure! {
    /// `PartitionField`.
    pub struct PartitionField {
        /// `Transform`.
        pub transform: String,
        /// `SourceName`.
        pub source_name: String,
    }
}

structure! {
    /// `PartitionSpec`.
    pub struct PartitionSpec {
        /// `PartitionFields`.
        pub partition_fields: Vec<PartitionField>,
    }
}

structure! {
    /// `PutRecordInput`.
    pub struct PutRecordInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `Data`.
        pub data: Vec<u8>,
        /// `PartitionKey`.
        pub partition_key: Option<String>,
        /// `ExplicitHashKey`.
        pub explicit_hash_key: Option<String>,
        /// `SequenceNumberForOrdering`.
        pub sequence_number_for_ordering: Option<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `PutRecordOutput`.
    pub struct PutRecordOutput {
        /// `ShardId`.
        pub shard_id: String,
        /// `SequenceNumber`.
        pub sequence_number: String,
        /// `EncryptionType`.
        pub encryption_type: Option<String>,
    }
}

structure! {
    /// `PutRecordsInput`.
    pub struct PutRecordsInput {
        /// `Records`.
        pub records: Vec<PutRecordsRequestEntry>,
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `PutRecordsOutput`.
    pub struct PutRecordsOutput {
        /// `FailedRecordCount`.
        pub failed_record_count: Option<i64>,
        /// `Records`.
        pub records: Vec<PutRecordsResultEntry>,
        /// `EncryptionType`.
        pub encryption_type: Option<String>,
    }
}

structure! {
    /// `PutRecordsRequestEntry`.
    pub struct PutRecordsRequestEntry {
        /// `Data`.
        pub data: Vec<u8>,
        /// `ExplicitHashKey`.
        pub explicit_hash_key: Option<String>,
        /// `PartitionKey`.
        pub partition_key: Option<String>,
    }
}

structure! {
    /// `PutRecordsResultEntry`.
    pub struct PutRecordsResultEntry {
        /// `SequenceNumber`.
        pub sequence_number: Option<String>,
        /// `ShardId`.
        pub shard_id: Option<String>,
        /// `ErrorCode`.
        pub error_code: Option<String>,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

structure! {
    /// `PutResourcePolicyInput`.
    pub struct PutResourcePolicyInput {
        /// `ResourceARN`.
        pub resource_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `Policy`.
        pub policy: String,
    }
}

structure! {
    /// `PutResourcePolicyOutput`.
    pub struct PutResourcePolicyOutput {}
}

structure! {
    /// `QueueAttributes`.
    pub struct QueueAttributes {
        /// `VisibilityTimeoutSeconds`.
        pub visibility_timeout_seconds: Option<i64>,
        /// `DeadLetterConfiguration`.
        pub dead_letter_configuration: Option<DeadLetterConfiguration>,
    }
}

structure! {
    /// `QueueDescription`.
    pub struct QueueDescription {
        /// `QueueName`.
        pub queue_name: String,
        /// `QueueARN`.
        pub queue_arn: String,
        /// `QueueStatus`.
        pub queue_status: String,
        /// `QueueCreationTimestamp`.
        pub queue_creation_timestamp: i64,
        /// `StreamConfigurationList`.
        pub stream_configuration_list: Vec<QueueStreamConfiguration>,
        /// `QueueAttributes`.
        pub queue_attributes: Option<QueueAttributes>,
    }
}

structure! {
    /// `QueueRecord`.
    pub struct QueueRecord {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `RecordId`.
        pub record_id: String,
        /// `PartitionKey`.
        pub partition_key: Option<String>,
        /// `Data`.
        pub data: Vec<u8>,
        /// `ApproximateArrivalTimestamp`.
        pub approximate_arrival_timestamp: i64,
        /// `FirstReceiveTimestamp`.
        pub first_receive_timestamp: i64,
        /// `ReceiveCount`.
        pub receive_count: i64,
    }
}

structure! {
    /// `QueueStartingPosition`.
    pub struct QueueStartingPosition {
        /// `Type`.
        pub r#type: String,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
    }
}

structure! {
    /// `QueueStreamConfiguration`.
    pub struct QueueStreamConfiguration {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StartingPosition`.
        pub starting_position: Option<QueueStartingPosition>,
    }
}

structure! {
    /// `QueueStreamFilter`.
    pub struct QueueStreamFilter {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: Option<i64>,
    }
}

structure! {
    /// `QueueStreamIdentifier`.
    pub struct QueueStreamIdentifier {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: i64,
    }
}

structure! {
    /// `QueueSummary`.
    pub struct QueueSummary {
        /// `QueueName`.
        pub queue_name: String,
        /// `QueueARN`.
        pub queue_arn: String,
        /// `QueueStatus`.
        pub queue_status: String,
        /// `QueueCreationTimestamp`.
        pub queue_creation_timestamp: i64,
        /// `Streams`.
        pub streams: Vec<QueueStreamIdentifier>,
    }
}

structure! {
    /// `ReceiveDeadLetterQueueRecordsInput`.
    pub struct ReceiveDeadLetterQueueRecordsInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `WaitTimeSeconds`.
        pub wait_time_seconds: Option<i64>,
        /// `VisibilityTimeoutSeconds`.
        pub visibility_timeout_seconds: Option<i64>,
    }
}

structure! {
    /// `ReceiveDeadLetterQueueRecordsOutput`.
    pub struct ReceiveDeadLetterQueueRecordsOutput {
        /// `QueueRecords`.
        pub queue_records: Vec<QueueRecord>,
    }
}

structure! {
    /// `ReceiveQueueRecordsInput`.
    pub struct ReceiveQueueRecordsInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `WaitTimeSeconds`.
        pub wait_time_seconds: Option<i64>,
        /// `VisibilityTimeoutSeconds`.
        pub visibility_timeout_seconds: Option<i64>,
    }
}

structure! {
    /// `ReceiveQueueRecordsOutput`.
    pub struct ReceiveQueueRecordsOutput {
        /// `QueueRecords`.
        pub queue_records: Vec<QueueRecord>,
    }
}

structure! {
    /// `Record`.
    pub struct Record {
        /// `SequenceNumber`.
        pub sequence_number: String,
        /// `ApproximateArrivalTimestamp`.
        pub approximate_arrival_timestamp: Option<i64>,
        /// `Data`.
        pub data: Vec<u8>,
        /// `PartitionKey`.
        pub partition_key: Option<String>,
        /// `EncryptionType`.
        pub encryption_type: Option<String>,
    }
}

structure! {
    /// `RecordConfiguration`.
    pub struct RecordConfiguration {
        /// `RecordFormatType`.
        pub record_format_type: String,
        /// `GSRSchemaARN`.
        pub gsr_schema_arn: Option<String>,
    }
}

structure! {
    /// `RegisterStreamConsumerInput`.
    pub struct RegisterStreamConsumerInput {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `ConsumerName`.
        pub consumer_name: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `Tags`.
        pub tags: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `RegisterStreamConsumerOutput`.
    pub struct RegisterStreamConsumerOutput {
        /// `Consumer`.
        pub consumer: Consumer,
    }
}

structure! {
    /// `RemoveTagsFromStreamInput`.
    pub struct RemoveTagsFromStreamInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `RemoveTagsFromStreamOutput`.
    pub struct RemoveTagsFromStreamOutput {}
}

structure! {
    /// `RestoreDeadLetterQueueRecordsErrorEntry`.
    pub struct RestoreDeadLetterQueueRecordsErrorEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `ErrorCode`.
        pub error_code: String,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

structure! {
    /// `RestoreDeadLetterQueueRecordsInput`.
    pub struct RestoreDeadLetterQueueRecordsInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Entries`.
        pub entries: Vec<RestoreDeadLetterQueueRecordsRequestEntry>,
    }
}

structure! {
    /// `RestoreDeadLetterQueueRecordsOutput`.
    pub struct RestoreDeadLetterQueueRecordsOutput {
        /// `Successful`.
        pub successful: Vec<RestoreDeadLetterQueueRecordsResultEntry>,
        /// `Failed`.
        pub failed: Vec<RestoreDeadLetterQueueRecordsErrorEntry>,
    }
}

structure! {
    /// `RestoreDeadLetterQueueRecordsRequestEntry`.
    pub struct RestoreDeadLetterQueueRecordsRequestEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `RestoreDeadLetterQueueRecordsResultEntry`.
    pub struct RestoreDeadLetterQueueRecordsResultEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `S3DestinationConfiguration`.
    pub struct S3DestinationConfiguration {
        /// `DataFreshnessInSeconds`.
        pub data_freshness_in_seconds: Option<i64>,
        /// `DeadLetterQueueS3Configuration`.
        pub dead_letter_queue_s3_configuration: Option<DeadLetterQueueS3Configuration>,
        /// `StorageConfiguration`.
        pub storage_configuration: S3StorageConfiguration,
    }
}

structure! {
    /// `S3DestinationDescription`.
    pub struct S3DestinationDescription {
        /// `DataFreshnessInSeconds`.
        pub data_freshness_in_seconds: i64,
        /// `DeadLetterQueueS3Configuration`.
        pub dead_letter_queue_s3_configuration: DeadLetterQueueS3Configuration,
        /// `StorageConfiguration`.
        pub storage_configuration: S3StorageConfiguration,
    }
}

structure! {
    /// `S3DestinationUpdateInput`.
    pub struct S3DestinationUpdateInput {
        /// `DataFreshnessInSeconds`.
        pub data_freshness_in_seconds: i64,
    }
}

structure! {
    /// `S3StorageConfiguration`.
    pub struct S3StorageConfiguration {
        /// `BucketARN`.
        pub bucket_arn: String,
        /// `ExpectedBucketOwner`.
        pub expected_bucket_owner: String,
        /// `OutputKeyTemplate`.
        pub output_key_template: Option<String>,
        /// `StorageClass`.
        pub storage_class: Option<String>,
        /// `CompressionType`.
        pub compression_type: String,
    }
}

structure! {
    /// `S3TablesConfiguration`.
    pub struct S3TablesConfiguration {
        /// `TableBucketARN`.
        pub table_bucket_arn: String,
        /// `Namespace`.
        pub namespace: String,
        /// `TableName`.
        pub table_name: String,
        /// `CompressionType`.
        pub compression_type: String,
        /// `PartitionSpec`.
        pub partition_spec: Option<PartitionSpec>,
    }
}

structure! {
    /// `S3TablesDestinationConfiguration`.
    pub struct S3TablesDestinationConfiguration {
        /// `DataFreshnessInSeconds`.
        pub data_freshness_in_seconds: Option<i64>,
        /// `DeadLetterQueueS3Configuration`.
        pub dead_letter_queue_s3_configuration: DeadLetterQueueS3Configuration,
        /// `S3TablesConfigurationList`.
        pub s3_tables_configuration_list: Vec<S3TablesConfiguration>,
    }
}

structure! {
    /// `S3TablesDestinationDescription`.
    pub struct S3TablesDestinationDescription {
        /// `DataFreshnessInSeconds`.
        pub data_freshness_in_seconds: i64,
        /// `DeadLetterQueueS3Configuration`.
        pub dead_letter_queue_s3_configuration: DeadLetterQueueS3Configuration,
        /// `S3TablesConfigurationList`.
        pub s3_tables_configuration_list: Vec<S3TablesConfiguration>,
    }
}

structure! {
    /// `S3TablesDestinationUpdateInput`.
    pub struct S3TablesDestinationUpdateInput {
        /// `DataFreshnessInSeconds`.
        pub data_freshness_in_seconds: i64,
    }
}

structure! {
    /// `SequenceNumberRange`.
    pub struct SequenceNumberRange {
        /// `StartingSequenceNumber`.
        pub starting_sequence_number: String,
        /// `EndingSequenceNumber`.
        pub ending_sequence_number: Option<String>,
    }
}

structure! {
    /// `Shard`.
    pub struct Shard {
        /// `ShardId`.
        pub shard_id: String,
        /// `ParentShardId`.
        pub parent_shard_id: Option<String>,
        /// `AdjacentParentShardId`.
        pub adjacent_parent_shard_id: Option<String>,
        /// `HashKeyRange`.
        pub hash_key_range: HashKeyRange,
        /// `SequenceNumberRange`.
        pub sequence_number_range: SequenceNumberRange,
    }
}

structure! {
    /// `ShardFilter`.
    pub struct ShardFilter {
        /// `Type`.
        pub r#type: String,
        /// `ShardId`.
        pub shard_id: Option<String>,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
    }
}

structure! {
    /// `SplitShardInput`.
    pub struct SplitShardInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `ShardToSplit`.
        pub shard_to_split: String,
        /// `NewStartingHashKey`.
        pub new_starting_hash_key: String,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `SplitShardOutput`.
    pub struct SplitShardOutput {}
}

structure! {
    /// `StartStreamEncryptionInput`.
    pub struct StartStreamEncryptionInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `EncryptionType`.
        pub encryption_type: String,
        /// `KeyId`.
        pub key_id: String,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `StartStreamEncryptionOutput`.
    pub struct StartStreamEncryptionOutput {}
}

structure! {
    /// `StartingPosition`.
    pub struct StartingPosition {
        /// `Type`.
        pub r#type: String,
        /// `SequenceNumber`.
        pub sequence_number: Option<String>,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
    }
}

structure! {
    /// `StopStreamEncryptionInput`.
    pub struct StopStreamEncryptionInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `EncryptionType`.
        pub encryption_type: String,
        /// `KeyId`.
        pub key_id: String,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `StopStreamEncryptionOutput`.
    pub struct StopStreamEncryptionOutput {}
}

structure! {
    /// `StreamDescription`.
    pub struct StreamDescription {
        /// `StreamName`.
        pub stream_name: String,
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamStatus`.
        pub stream_status: String,
        /// `StreamModeDetails`.
        pub stream_mode_details: Option<StreamModeDetails>,
        /// `Shards`.
        pub shards: Vec<Shard>,
        /// `HasMoreShards`.
        pub has_more_shards: bool,
        /// `RetentionPeriodHours`.
        pub retention_period_hours: i64,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: i64,
        /// `EnhancedMonitoring`.
        pub enhanced_monitoring: Vec<EnhancedMetrics>,
        /// `EncryptionType`.
        pub encryption_type: Option<String>,
        /// `KeyId`.
        pub key_id: Option<String>,
    }
}

structure! {
    /// `StreamDescriptionSummary`.
    pub struct StreamDescriptionSummary {
        /// `StreamName`.
        pub stream_name: String,
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `StreamStatus`.
        pub stream_status: String,
        /// `StreamModeDetails`.
        pub stream_mode_details: Option<StreamModeDetails>,
        /// `RetentionPeriodHours`.
        pub retention_period_hours: i64,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: i64,
        /// `EnhancedMonitoring`.
        pub enhanced_monitoring: Vec<EnhancedMetrics>,
        /// `EncryptionType`.
        pub encryption_type: Option<String>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `OpenShardCount`.
        pub open_shard_count: i64,
        /// `ConsumerCount`.
        pub consumer_count: Option<i64>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughputObject>,
        /// `MaxRecordSizeInKiB`.
        pub max_record_size_in_kib: Option<i64>,
        /// `ChannelCount`.
        pub channel_count: Option<i64>,
        /// `RecordDistributionStrategy`.
        pub record_distribution_strategy: Option<String>,
        /// `QueueCount`.
        pub queue_count: Option<i64>,
    }
}

structure! {
    /// `StreamFilter`.
    pub struct StreamFilter {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: Option<i64>,
    }
}

structure! {
    /// `StreamModeDetails`.
    pub struct StreamModeDetails {
        /// `StreamMode`.
        pub stream_mode: String,
    }
}

structure! {
    /// `StreamSummary`.
    pub struct StreamSummary {
        /// `StreamName`.
        pub stream_name: String,
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamStatus`.
        pub stream_status: String,
        /// `StreamModeDetails`.
        pub stream_mode_details: Option<StreamModeDetails>,
        /// `StreamCreationTimestamp`.
        pub stream_creation_timestamp: Option<i64>,
    }
}

structure! {
    /// `SubscribeToShardEvent`.
    pub struct SubscribeToShardEvent {
        /// `Records`.
        pub records: Vec<Record>,
        /// `ContinuationSequenceNumber`.
        pub continuation_sequence_number: String,
        /// `MillisBehindLatest`.
        pub millis_behind_latest: i64,
        /// `ChildShards`.
        pub child_shards: Option<Vec<ChildShard>>,
    }
}

structure! {
    /// `SubscribeToShardInput`.
    pub struct SubscribeToShardInput {
        /// `ConsumerARN`.
        pub consumer_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `ShardId`.
        pub shard_id: String,
        /// `StartingPosition`.
        pub starting_position: StartingPosition,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `SubscribeToShardOutput`.
    pub struct SubscribeToShardOutput {}
}

structure! {
    /// `Tag`.
    pub struct Tag {
        /// `Key`.
        pub key: String,
        /// `Value`.
        pub value: Option<String>,
    }
}

structure! {
    /// `TagResourceInput`.
    pub struct TagResourceInput {
        /// `Tags`.
        pub tags: BTreeMap<String, String>,
        /// `ResourceARN`.
        pub resource_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `TagResourceOutput`.
    pub struct TagResourceOutput {}
}

structure! {
    /// `UntagResourceInput`.
    pub struct UntagResourceInput {
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
        /// `ResourceARN`.
        pub resource_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `UntagResourceOutput`.
    pub struct UntagResourceOutput {}
}

structure! {
    /// `UpdateAccountSettingsInput`.
    pub struct UpdateAccountSettingsInput {
        /// `MinimumThroughputBillingCommitment`.
        pub minimum_throughput_billing_commitment: MinimumThroughputBillingCommitmentInput,
    }
}

structure! {
    /// `UpdateAccountSettingsOutput`.
    pub struct UpdateAccountSettingsOutput {
        /// `MinimumThroughputBillingCommitment`.
        pub minimum_throughput_billing_commitment: Option<MinimumThroughputBillingCommitmentOutput>,
    }
}

structure! {
    /// `UpdateChannelInput`.
    pub struct UpdateChannelInput {
        /// `ChannelARN`.
        pub channel_arn: String,
        /// `S3DestinationConfiguration`.
        pub s3_destination_configuration: Option<S3DestinationUpdateInput>,
        /// `S3TablesDestinationConfiguration`.
        pub s3_tables_destination_configuration: Option<S3TablesDestinationUpdateInput>,
        /// `LoggingConfiguration`.
        pub logging_configuration: Option<ChannelLoggingUpdateInput>,
    }
}

structure! {
    /// `UpdateChannelOutput`.
    pub struct UpdateChannelOutput {
        /// `ChannelDescription`.
        pub channel_description: ChannelDescription,
    }
}

structure! {
    /// `UpdateDeadLetterQueueRecordsVisibilityErrorEntry`.
    pub struct UpdateDeadLetterQueueRecordsVisibilityErrorEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `ErrorCode`.
        pub error_code: String,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

structure! {
    /// `UpdateDeadLetterQueueRecordsVisibilityInput`.
    pub struct UpdateDeadLetterQueueRecordsVisibilityInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Entries`.
        pub entries: Vec<UpdateDeadLetterQueueRecordsVisibilityRequestEntry>,
    }
}

structure! {
    /// `UpdateDeadLetterQueueRecordsVisibilityOutput`.
    pub struct UpdateDeadLetterQueueRecordsVisibilityOutput {
        /// `Successful`.
        pub successful: Vec<UpdateDeadLetterQueueRecordsVisibilityResultEntry>,
        /// `Failed`.
        pub failed: Vec<UpdateDeadLetterQueueRecordsVisibilityErrorEntry>,
    }
}

structure! {
    /// `UpdateDeadLetterQueueRecordsVisibilityRequestEntry`.
    pub struct UpdateDeadLetterQueueRecordsVisibilityRequestEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `VisibilityTimeoutSeconds`.
        pub visibility_timeout_seconds: i64,
    }
}

structure! {
    /// `UpdateDeadLetterQueueRecordsVisibilityResultEntry`.
    pub struct UpdateDeadLetterQueueRecordsVisibilityResultEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `UpdateMaxRecordSizeInput`.
    pub struct UpdateMaxRecordSizeInput {
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `MaxRecordSizeInKiB`.
        pub max_record_size_in_kib: i64,
    }
}

structure! {
    /// `UpdateMaxRecordSizeOutput`.
    pub struct UpdateMaxRecordSizeOutput {}
}

structure! {
    /// `UpdateQueueInput`.
    pub struct UpdateQueueInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `QueueAttributes`.
        pub queue_attributes: QueueAttributes,
    }
}

structure! {
    /// `UpdateQueueOutput`.
    pub struct UpdateQueueOutput {
        /// `QueueDescription`.
        pub queue_description: QueueDescription,
    }
}

structure! {
    /// `UpdateQueueRecordsVisibilityErrorEntry`.
    pub struct UpdateQueueRecordsVisibilityErrorEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `ErrorCode`.
        pub error_code: String,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

structure! {
    /// `UpdateQueueRecordsVisibilityInput`.
    pub struct UpdateQueueRecordsVisibilityInput {
        /// `QueueARN`.
        pub queue_arn: String,
        /// `Entries`.
        pub entries: Vec<UpdateQueueRecordsVisibilityRequestEntry>,
    }
}

structure! {
    /// `UpdateQueueRecordsVisibilityOutput`.
    pub struct UpdateQueueRecordsVisibilityOutput {
        /// `Successful`.
        pub successful: Vec<UpdateQueueRecordsVisibilityResultEntry>,
        /// `Failed`.
        pub failed: Vec<UpdateQueueRecordsVisibilityErrorEntry>,
    }
}

structure! {
    /// `UpdateQueueRecordsVisibilityRequestEntry`.
    pub struct UpdateQueueRecordsVisibilityRequestEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
        /// `VisibilityTimeoutSeconds`.
        pub visibility_timeout_seconds: i64,
    }
}

structure! {
    /// `UpdateQueueRecordsVisibilityResultEntry`.
    pub struct UpdateQueueRecordsVisibilityResultEntry {
        /// `ReceiptHandle`.
        pub receipt_handle: String,
    }
}

structure! {
    /// `UpdateShardCountInput`.
    pub struct UpdateShardCountInput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `TargetShardCount`.
        pub target_shard_count: i64,
        /// `ScalingType`.
        pub scaling_type: String,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
    }
}

structure! {
    /// `UpdateShardCountOutput`.
    pub struct UpdateShardCountOutput {
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `CurrentShardCount`.
        pub current_shard_count: Option<i64>,
        /// `TargetShardCount`.
        pub target_shard_count: Option<i64>,
        /// `StreamARN`.
        pub stream_arn: Option<String>,
    }
}

structure! {
    /// `UpdateStreamModeInput`.
    pub struct UpdateStreamModeInput {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `StreamModeDetails`.
        pub stream_mode_details: StreamModeDetails,
        /// `WarmThroughputMiBps`.
        pub warm_throughput_mibps: Option<i64>,
    }
}

structure! {
    /// `UpdateStreamModeOutput`.
    pub struct UpdateStreamModeOutput {}
}

structure! {
    /// `UpdateStreamRecordDistributionStrategyInput`.
    pub struct UpdateStreamRecordDistributionStrategyInput {
        /// `StreamARN`.
        pub stream_arn: String,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `RecordDistributionStrategy`.
        pub record_distribution_strategy: String,
    }
}

structure! {
    /// `UpdateStreamRecordDistributionStrategyOutput`.
    pub struct UpdateStreamRecordDistributionStrategyOutput {}
}

structure! {
    /// `UpdateStreamWarmThroughputInput`.
    pub struct UpdateStreamWarmThroughputInput {
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `StreamId`.
        pub stream_id: Option<String>,
        /// `WarmThroughputMiBps`.
        pub warm_throughput_mibps: i64,
    }
}

structure! {
    /// `UpdateStreamWarmThroughputOutput`.
    pub struct UpdateStreamWarmThroughputOutput {
        /// `StreamARN`.
        pub stream_arn: Option<String>,
        /// `StreamName`.
        pub stream_name: Option<String>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughputObject>,
    }
}

structure! {
    /// `WarmThroughputObject`.
    pub struct WarmThroughputObject {
        /// `TargetMiBps`.
        pub target_mibps: Option<i64>,
        /// `CurrentMiBps`.
        pub current_mibps: Option<i64>,
    }
}

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `AccessDeniedException`.
    pub static ACCESS_DENIED_EXCEPTION: ErrorShape = ErrorShape {
        name: "AccessDeniedException",
        query_code: "AccessDeniedException",
        status: 400,
        sender: true,
    };

    /// `DryRunOperationException`.
    pub static DRY_RUN_OPERATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "DryRunOperationException",
        query_code: "DryRunOperationException",
        status: 400,
        sender: true,
    };

    /// `ExpiredIteratorException`.
    pub static EXPIRED_ITERATOR_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredIteratorException",
        query_code: "ExpiredIteratorException",
        status: 400,
        sender: true,
    };

    /// `ExpiredNextTokenException`.
    pub static EXPIRED_NEXT_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredNextTokenException",
        query_code: "ExpiredNextTokenException",
        status: 400,
        sender: true,
    };

    /// `InternalFailureException`.
    pub static INTERNAL_FAILURE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InternalFailureException",
        query_code: "InternalFailureException",
        status: 500,
        sender: false,
    };

    /// `InvalidArgumentException`.
    pub static INVALID_ARGUMENT_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidArgumentException",
        query_code: "InvalidArgumentException",
        status: 400,
        sender: true,
    };

    /// `KMSAccessDeniedException`.
    pub static KMS_ACCESS_DENIED_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSAccessDeniedException",
        query_code: "KMSAccessDeniedException",
        status: 400,
        sender: true,
    };

    /// `KMSDisabledException`.
    pub static KMS_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSDisabledException",
        query_code: "KMSDisabledException",
        status: 400,
        sender: true,
    };

    /// `KMSInvalidStateException`.
    pub static KMS_INVALID_STATE_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInvalidStateException",
        query_code: "KMSInvalidStateException",
        status: 400,
        sender: true,
    };

    /// `KMSNotFoundException`.
    pub static KMS_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSNotFoundException",
        query_code: "KMSNotFoundException",
        status: 400,
        sender: true,
    };

    /// `KMSOptInRequired`.
    pub static KMS_OPT_IN_REQUIRED: ErrorShape =
        ErrorShape { name: "KMSOptInRequired", query_code: "KMSOptInRequired", status: 400, sender: true };

    /// `KMSThrottlingException`.
    pub static KMS_THROTTLING_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSThrottlingException",
        query_code: "KMSThrottlingException",
        status: 400,
        sender: true,
    };

    /// `LimitExceededException`.
    pub static LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "LimitExceededException",
        query_code: "LimitExceededException",
        status: 400,
        sender: true,
    };

    /// `ProvisionedThroughputExceededException`.
    pub static PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ProvisionedThroughputExceededException",
        query_code: "ProvisionedThroughputExceededException",
        status: 400,
        sender: true,
    };

    /// `ResourceInUseException`.
    pub static RESOURCE_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceInUseException",
        query_code: "ResourceInUseException",
        status: 400,
        sender: true,
    };

    /// `ResourceNotFoundException`.
    pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceNotFoundException",
        query_code: "ResourceNotFoundException",
        status: 400,
        sender: true,
    };

    /// `ThrottlingException`.
    pub static THROTTLING_EXCEPTION: ErrorShape = ErrorShape {
        name: "ThrottlingException",
        query_code: "ThrottlingException",
        status: 400,
        sender: true,
    };

    /// `ValidationException`.
    pub static VALIDATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "ValidationException",
        query_code: "ValidationException",
        status: 400,
        sender: true,
    };
}

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsErrorEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("ErrorCode", &ERROR_CODE).required(),
        Member::new("ErrorMessage", &ERROR_MESSAGE),
    ]),
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY_LIST: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsErrorEntryList",
    kind: Kind::List {
        member: &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_INPUT: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Entries", &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY_LIST).required(),
    ]),
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsOutput",
    kind: Kind::Structure(&[
        Member::new("Successful", &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY_LIST).required(),
        Member::new("Failed", &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY_LIST).required(),
    ]),
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsRequestEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsRequestEntryList",
    kind: Kind::List {
        member: &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsResultEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY_LIST: Shape = Shape {
    name: "AcknowledgeDeadLetterQueueRecordsResultEntryList",
    kind: Kind::List {
        member: &ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY: Shape = Shape {
    name: "AcknowledgeQueueRecordsErrorEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("ErrorCode", &ERROR_CODE).required(),
        Member::new("ErrorMessage", &ERROR_MESSAGE),
    ]),
};

static ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY_LIST: Shape = Shape {
    name: "AcknowledgeQueueRecordsErrorEntryList",
    kind: Kind::List {
        member: &ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ACKNOWLEDGE_QUEUE_RECORDS_INPUT: Shape = Shape {
    name: "AcknowledgeQueueRecordsInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Entries", &ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY_LIST).required(),
    ]),
};

static ACKNOWLEDGE_QUEUE_RECORDS_OUTPUT: Shape = Shape {
    name: "AcknowledgeQueueRecordsOutput",
    kind: Kind::Structure(&[
        Member::new("Successful", &ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY_LIST).required(),
        Member::new("Failed", &ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY_LIST).required(),
    ]),
};

static ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY: Shape = Shape {
    name: "AcknowledgeQueueRecordsRequestEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "AcknowledgeQueueRecordsRequestEntryList",
    kind: Kind::List {
        member: &ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY: Shape = Shape {
    name: "AcknowledgeQueueRecordsResultEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY_LIST: Shape = Shape {
    name: "AcknowledgeQueueRecordsResultEntryList",
    kind: Kind::List {
        member: &ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ADD_TAGS_TO_STREAM_INPUT: Shape = Shape {
    name: "AddTagsToStreamInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("Tags", &TAG_MAP).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static APPROXIMATE_ARRIVAL_TIMESTAMP: Shape =
    Shape { name: "ApproximateArrivalTimestamp", kind: Kind::Timestamp };

static BOOLEAN_OBJECT: Shape = Shape { name: "BooleanObject", kind: Kind::Boolean };

static BUCKET_ARN_PATTERN: Pattern = Pattern::new(r"arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}");

static BUCKET_ARN: Shape = Shape {
    name: "BucketARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&BUCKET_ARN_PATTERN), values: &[] },
};

static CHANNEL_ARN_PATTERN: Pattern = Pattern::new(r"arn:aws.*:kinesis:.*:\d{12}:channel/\S+");

static CHANNEL_ARN: Shape = Shape {
    name: "ChannelARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&CHANNEL_ARN_PATTERN), values: &[] },
};

static CHANNEL_COUNT_OBJECT: Shape =
    Shape { name: "ChannelCountObject", kind: Kind::Integer(Range::of(0, 1000000)) };

static CHANNEL_DESCRIPTION: Shape = Shape {
    name: "ChannelDescription",
    kind: Kind::Structure(&[
        Member::new("ChannelName", &CHANNEL_NAME).required(),
        Member::new("ChannelARN", &CHANNEL_ARN).required(),
        Member::new("ChannelId", &CHANNEL_ID).required(),
        Member::new("ChannelStatus", &CHANNEL_STATUS).required(),
        Member::new("ChannelStatusReason", &CHANNEL_STATUS_REASON),
        Member::new("ChannelCreationTimestamp", &TIMESTAMP).required(),
        Member::new("ServiceExecutionRoleARN", &ROLE_ARN).required(),
        Member::new("StreamConfigurationList", &CHANNEL_STREAM_DESCRIPTION_LIST).required(),
        Member::new("S3DestinationConfiguration", &S3_DESTINATION_DESCRIPTION),
        Member::new("S3TablesDestinationConfiguration", &S3_TABLES_DESTINATION_DESCRIPTION),
        Member::new("EncryptionConfiguration", &CHANNEL_ENCRYPTION_CONFIGURATION),
        Member::new("LoggingConfiguration", &CHANNEL_LOGGING_CONFIGURATION).required(),
    ]),
};

static CHANNEL_DESTINATION_TYPE: Shape = Shape {
    name: "ChannelDestinationType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["S3", "S3_TABLES"] },
};

static CHANNEL_ENCRYPTION_CONFIGURATION: Shape = Shape {
    name: "ChannelEncryptionConfiguration",
    kind: Kind::Structure(&[
        Member::new("EncryptionType", &CHANNEL_ENCRYPTION_TYPE).required(),
        Member::new("KeyId", &KEY_ID).required(),
    ]),
};

static CHANNEL_ENCRYPTION_TYPE: Shape = Shape {
    name: "ChannelEncryptionType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["KMS"] },
};

static CHANNEL_ID: Shape =
    Shape { name: "ChannelId", kind: Kind::String { length: Range::of(1, 64), pattern: None, values: &[] } };

static CHANNEL_LOGGING_CONFIGURATION: Shape = Shape {
    name: "ChannelLoggingConfiguration",
    kind: Kind::Structure(&[Member::new("CloudWatchLogs", &CLOUD_WATCH_LOGS).required()]),
};

static CHANNEL_LOGGING_UPDATE_INPUT: Shape = Shape {
    name: "ChannelLoggingUpdateInput",
    kind: Kind::Structure(&[Member::new("CloudWatchLogs", &CLOUD_WATCH_LOGS_UPDATE_INPUT).required()]),
};

static CHANNEL_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static CHANNEL_NAME: Shape = Shape {
    name: "ChannelName",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&CHANNEL_NAME_PATTERN), values: &[] },
};

static CHANNEL_STATUS: Shape = Shape {
    name: "ChannelStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["CREATING", "ACTIVE", "UPDATING", "DELETING", "FAILED"],
    },
};

static CHANNEL_STATUS_REASON: Shape = Shape {
    name: "ChannelStatusReason",
    kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] },
};

static CHANNEL_STREAM_CONFIGURATION: Shape = Shape {
    name: "ChannelStreamConfiguration",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("RecordConfiguration", &RECORD_CONFIGURATION).required(),
    ]),
};

static CHANNEL_STREAM_CONFIGURATION_LIST: Shape = Shape {
    name: "ChannelStreamConfigurationList",
    kind: Kind::List {
        member: &CHANNEL_STREAM_CONFIGURATION,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static CHANNEL_STREAM_DESCRIPTION: Shape = Shape {
    name: "ChannelStreamDescription",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP).required(),
        Member::new("RecordConfiguration", &RECORD_CONFIGURATION).required(),
    ]),
};

static CHANNEL_STREAM_DESCRIPTION_LIST: Shape = Shape {
    name: "ChannelStreamDescriptionList",
    kind: Kind::List {
        member: &CHANNEL_STREAM_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static CHANNEL_STREAM_IDENTIFIER: Shape = Shape {
    name: "ChannelStreamIdentifier",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP).required(),
    ]),
};

static CHANNEL_STREAM_IDENTIFIER_LIST: Shape = Shape {
    name: "ChannelStreamIdentifierList",
    kind: Kind::List {
        member: &CHANNEL_STREAM_IDENTIFIER,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static CHANNEL_SUMMARY: Shape = Shape {
    name: "ChannelSummary",
    kind: Kind::Structure(&[
        Member::new("ChannelName", &CHANNEL_NAME).required(),
        Member::new("ChannelARN", &CHANNEL_ARN).required(),
        Member::new("ChannelId", &CHANNEL_ID).required(),
        Member::new("ChannelStatus", &CHANNEL_STATUS).required(),
        Member::new("ChannelStatusReason", &CHANNEL_STATUS_REASON),
        Member::new("ChannelCreationTimestamp", &TIMESTAMP).required(),
        Member::new("ChannelDestinationType", &CHANNEL_DESTINATION_TYPE).required(),
        Member::new("Streams", &CHANNEL_STREAM_IDENTIFIER_LIST).required(),
    ]),
};

static CHANNEL_SUMMARY_LIST: Shape = Shape {
    name: "ChannelSummaryList",
    kind: Kind::List {
        member: &CHANNEL_SUMMARY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static CHILD_SHARD: Shape = Shape {
    name: "ChildShard",
    kind: Kind::Structure(&[
        Member::new("ShardId", &SHARD_ID).required(),
        Member::new("ParentShards", &SHARD_ID_LIST).required(),
        Member::new("HashKeyRange", &HASH_KEY_RANGE).required(),
    ]),
};

static CHILD_SHARD_LIST: Shape = Shape {
    name: "ChildShardList",
    kind: Kind::List { member: &CHILD_SHARD, member_name: "member", flattened: false, length: Range::ANY },
};

static CLOUD_WATCH_LOG_GROUP_NAME_PATTERN: Pattern = Pattern::new(r"[\.\-_/#A-Za-z0-9]+");

static CLOUD_WATCH_LOG_GROUP_NAME: Shape = Shape {
    name: "CloudWatchLogGroupName",
    kind: Kind::String {
        length: Range::of(1, 512),
        pattern: Some(&CLOUD_WATCH_LOG_GROUP_NAME_PATTERN),
        values: &[],
    },
};

static CLOUD_WATCH_LOG_STREAM_NAME_PATTERN: Pattern = Pattern::new(r"[^:*]*");

static CLOUD_WATCH_LOG_STREAM_NAME: Shape = Shape {
    name: "CloudWatchLogStreamName",
    kind: Kind::String {
        length: Range::of(1, 512),
        pattern: Some(&CLOUD_WATCH_LOG_STREAM_NAME_PATTERN),
        values: &[],
    },
};

static CLOUD_WATCH_LOGS: Shape = Shape {
    name: "CloudWatchLogs",
    kind: Kind::Structure(&[
        Member::new("Enabled", &BOOLEAN_OBJECT).required(),
        Member::new("LogGroupName", &CLOUD_WATCH_LOG_GROUP_NAME),
        Member::new("LogStreamName", &CLOUD_WATCH_LOG_STREAM_NAME),
    ]),
};

static CLOUD_WATCH_LOGS_UPDATE_INPUT: Shape = Shape {
    name: "CloudWatchLogsUpdateInput",
    kind: Kind::Structure(&[
        Member::new("Enabled", &BOOLEAN_OBJECT).required(),
        Member::new("LogGroupName", &CLOUD_WATCH_LOG_GROUP_NAME),
        Member::new("LogStreamName", &CLOUD_WATCH_LOG_STREAM_NAME),
    ]),
};

static CONSUMER: Shape = Shape {
    name: "Consumer",
    kind: Kind::Structure(&[
        Member::new("ConsumerName", &CONSUMER_NAME).required(),
        Member::new("ConsumerARN", &CONSUMER_ARN).required(),
        Member::new("ConsumerStatus", &CONSUMER_STATUS).required(),
        Member::new("ConsumerCreationTimestamp", &TIMESTAMP).required(),
    ]),
};

static CONSUMER_ARN_PATTERN: Pattern = Pattern::translated(
    r"^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+",
    r"^(arn):aws.*:kinesis:.*:\d{12}:.*stream/[a-zA-Z0-9_.-]+/consumer/[a-zA-Z0-9_.-]+:[0-9]+",
);

static CONSUMER_ARN: Shape = Shape {
    name: "ConsumerARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&CONSUMER_ARN_PATTERN), values: &[] },
};

static CONSUMER_COUNT_OBJECT: Shape =
    Shape { name: "ConsumerCountObject", kind: Kind::Integer(Range::of(0, 1000000)) };

static CONSUMER_DESCRIPTION: Shape = Shape {
    name: "ConsumerDescription",
    kind: Kind::Structure(&[
        Member::new("ConsumerName", &CONSUMER_NAME).required(),
        Member::new("ConsumerARN", &CONSUMER_ARN).required(),
        Member::new("ConsumerStatus", &CONSUMER_STATUS).required(),
        Member::new("ConsumerCreationTimestamp", &TIMESTAMP).required(),
        Member::new("StreamARN", &STREAM_ARN).required(),
    ]),
};

static CONSUMER_LIST: Shape = Shape {
    name: "ConsumerList",
    kind: Kind::List { member: &CONSUMER, member_name: "member", flattened: false, length: Range::ANY },
};

static CONSUMER_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static CONSUMER_NAME: Shape = Shape {
    name: "ConsumerName",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&CONSUMER_NAME_PATTERN), values: &[] },
};

static CONSUMER_STATUS: Shape = Shape {
    name: "ConsumerStatus",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["CREATING", "DELETING", "ACTIVE"] },
};

static CREATE_CHANNEL_INPUT: Shape = Shape {
    name: "CreateChannelInput",
    kind: Kind::Structure(&[
        Member::new("ChannelName", &CHANNEL_NAME).required(),
        Member::new("ServiceExecutionRoleARN", &ROLE_ARN).required(),
        Member::new("StreamConfigurationList", &CHANNEL_STREAM_CONFIGURATION_LIST).required(),
        Member::new("S3DestinationConfiguration", &S3_DESTINATION_CONFIGURATION),
        Member::new("S3TablesDestinationConfiguration", &S3_TABLES_DESTINATION_CONFIGURATION),
        Member::new("EncryptionConfiguration", &CHANNEL_ENCRYPTION_CONFIGURATION),
        Member::new("Tags", &TAG_MAP),
        Member::new("LoggingConfiguration", &CHANNEL_LOGGING_CONFIGURATION),
    ]),
};

static CREATE_CHANNEL_OUTPUT: Shape = Shape {
    name: "CreateChannelOutput",
    kind: Kind::Structure(&[Member::new("ChannelDescription", &CHANNEL_DESCRIPTION).required()]),
};

static CREATE_QUEUE_INPUT: Shape = Shape {
    name: "CreateQueueInput",
    kind: Kind::Structure(&[
        Member::new("QueueName", &QUEUE_NAME).required(),
        Member::new("StreamConfigurationList", &QUEUE_STREAM_CONFIGURATION_LIST).required(),
        Member::new("QueueAttributes", &QUEUE_ATTRIBUTES),
        Member::new("Tags", &TAG_MAP),
    ]),
};

static CREATE_QUEUE_OUTPUT: Shape = Shape {
    name: "CreateQueueOutput",
    kind: Kind::Structure(&[Member::new("QueueDescription", &QUEUE_DESCRIPTION).required()]),
};

static CREATE_STREAM_INPUT: Shape = Shape {
    name: "CreateStreamInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME).required(),
        Member::new("ShardCount", &POSITIVE_INTEGER_OBJECT),
        Member::new("StreamModeDetails", &STREAM_MODE_DETAILS),
        Member::new("Tags", &TAG_MAP),
        Member::new("WarmThroughputMiBps", &NATURAL_INTEGER_OBJECT),
        Member::new("MaxRecordSizeInKiB", &MAX_RECORD_SIZE_IN_KIB),
        Member::new("RecordDistributionStrategy", &RECORD_DISTRIBUTION_STRATEGY),
    ]),
};

static DATA: Shape = Shape { name: "Data", kind: Kind::Blob(Range::of(0, 10485760)) };

static DATA_FRESHNESS_IN_SECONDS: Shape =
    Shape { name: "DataFreshnessInSeconds", kind: Kind::Integer(Range::ANY) };

static DEAD_LETTER_CONFIGURATION: Shape = Shape {
    name: "DeadLetterConfiguration",
    kind: Kind::Structure(&[
        Member::new("TargetType", &TARGET_TYPE).required(),
        Member::new("MaxReceiveCount", &MAX_RECEIVE_COUNT),
    ]),
};

static DEAD_LETTER_QUEUE_S3_CONFIGURATION: Shape = Shape {
    name: "DeadLetterQueueS3Configuration",
    kind: Kind::Structure(&[
        Member::new("BucketARN", &BUCKET_ARN).required(),
        Member::new("ExpectedBucketOwner", &EXPECTED_BUCKET_OWNER).required(),
        Member::new("ErrorOutputPrefix", &S3_ERROR_OUTPUT_PREFIX),
    ]),
};

static DECREASE_STREAM_RETENTION_PERIOD_INPUT: Shape = Shape {
    name: "DecreaseStreamRetentionPeriodInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("RetentionPeriodHours", &RETENTION_PERIOD_HOURS).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DELETE_CHANNEL_INPUT: Shape = Shape {
    name: "DeleteChannelInput",
    kind: Kind::Structure(&[Member::new("ChannelARN", &CHANNEL_ARN).required()]),
};

static DELETE_QUEUE_INPUT: Shape = Shape {
    name: "DeleteQueueInput",
    kind: Kind::Structure(&[Member::new("QueueARN", &QUEUE_ARN).required()]),
};

static DELETE_RESOURCE_POLICY_INPUT: Shape = Shape {
    name: "DeleteResourcePolicyInput",
    kind: Kind::Structure(&[
        Member::new("ResourceARN", &RESOURCE_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DELETE_STREAM_INPUT: Shape = Shape {
    name: "DeleteStreamInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("EnforceConsumerDeletion", &BOOLEAN_OBJECT),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DEREGISTER_STREAM_CONSUMER_INPUT: Shape = Shape {
    name: "DeregisterStreamConsumerInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("ConsumerName", &CONSUMER_NAME),
        Member::new("ConsumerARN", &CONSUMER_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DESCRIBE_ACCOUNT_SETTINGS_INPUT: Shape =
    Shape { name: "DescribeAccountSettingsInput", kind: Kind::Structure(&[]) };

static DESCRIBE_ACCOUNT_SETTINGS_OUTPUT: Shape = Shape {
    name: "DescribeAccountSettingsOutput",
    kind: Kind::Structure(&[Member::new(
        "MinimumThroughputBillingCommitment",
        &MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT,
    )]),
};

static DESCRIBE_CHANNEL_INPUT: Shape = Shape {
    name: "DescribeChannelInput",
    kind: Kind::Structure(&[Member::new("ChannelARN", &CHANNEL_ARN).required()]),
};

static DESCRIBE_CHANNEL_OUTPUT: Shape = Shape {
    name: "DescribeChannelOutput",
    kind: Kind::Structure(&[Member::new("ChannelDescription", &CHANNEL_DESCRIPTION).required()]),
};

static DESCRIBE_LIMITS_INPUT: Shape = Shape { name: "DescribeLimitsInput", kind: Kind::Structure(&[]) };

static DESCRIBE_LIMITS_OUTPUT: Shape = Shape {
    name: "DescribeLimitsOutput",
    kind: Kind::Structure(&[
        Member::new("ShardLimit", &SHARD_COUNT_OBJECT).required(),
        Member::new("OpenShardCount", &SHARD_COUNT_OBJECT).required(),
        Member::new("OnDemandStreamCount", &ON_DEMAND_STREAM_COUNT_OBJECT).required(),
        Member::new("OnDemandStreamCountLimit", &ON_DEMAND_STREAM_COUNT_LIMIT_OBJECT).required(),
        Member::new("ChannelCount", &CHANNEL_COUNT_OBJECT),
        Member::new("ChannelCountLimit", &CHANNEL_COUNT_OBJECT),
    ]),
};

static DESCRIBE_QUEUE_INPUT: Shape = Shape {
    name: "DescribeQueueInput",
    kind: Kind::Structure(&[Member::new("QueueARN", &QUEUE_ARN).required()]),
};

static DESCRIBE_QUEUE_OUTPUT: Shape = Shape {
    name: "DescribeQueueOutput",
    kind: Kind::Structure(&[Member::new("QueueDescription", &QUEUE_DESCRIPTION).required()]),
};

static DESCRIBE_STREAM_CONSUMER_INPUT: Shape = Shape {
    name: "DescribeStreamConsumerInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("ConsumerName", &CONSUMER_NAME),
        Member::new("ConsumerARN", &CONSUMER_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DESCRIBE_STREAM_CONSUMER_OUTPUT: Shape = Shape {
    name: "DescribeStreamConsumerOutput",
    kind: Kind::Structure(&[Member::new("ConsumerDescription", &CONSUMER_DESCRIPTION).required()]),
};

static DESCRIBE_STREAM_INPUT: Shape = Shape {
    name: "DescribeStreamInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("Limit", &DESCRIBE_STREAM_INPUT_LIMIT),
        Member::new("ExclusiveStartShardId", &SHARD_ID),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DESCRIBE_STREAM_INPUT_LIMIT: Shape =
    Shape { name: "DescribeStreamInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static DESCRIBE_STREAM_OUTPUT: Shape = Shape {
    name: "DescribeStreamOutput",
    kind: Kind::Structure(&[Member::new("StreamDescription", &STREAM_DESCRIPTION).required()]),
};

static DESCRIBE_STREAM_SUMMARY_INPUT: Shape = Shape {
    name: "DescribeStreamSummaryInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static DESCRIBE_STREAM_SUMMARY_OUTPUT: Shape = Shape {
    name: "DescribeStreamSummaryOutput",
    kind: Kind::Structure(&[Member::new("StreamDescriptionSummary", &STREAM_DESCRIPTION_SUMMARY).required()]),
};

static DISABLE_ENHANCED_MONITORING_INPUT: Shape = Shape {
    name: "DisableEnhancedMonitoringInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("ShardLevelMetrics", &METRICS_NAME_LIST).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static ENABLE_ENHANCED_MONITORING_INPUT: Shape = Shape {
    name: "EnableEnhancedMonitoringInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("ShardLevelMetrics", &METRICS_NAME_LIST).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static ENCRYPTION_TYPE: Shape = Shape {
    name: "EncryptionType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["NONE", "KMS"] },
};

static ENHANCED_METRICS: Shape = Shape {
    name: "EnhancedMetrics",
    kind: Kind::Structure(&[Member::new("ShardLevelMetrics", &METRICS_NAME_LIST)]),
};

static ENHANCED_MONITORING_LIST: Shape = Shape {
    name: "EnhancedMonitoringList",
    kind: Kind::List {
        member: &ENHANCED_METRICS,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ENHANCED_MONITORING_OUTPUT: Shape = Shape {
    name: "EnhancedMonitoringOutput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("CurrentShardLevelMetrics", &METRICS_NAME_LIST),
        Member::new("DesiredShardLevelMetrics", &METRICS_NAME_LIST),
        Member::new("StreamARN", &STREAM_ARN),
    ]),
};

static ERROR_CODE: Shape =
    Shape { name: "ErrorCode", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static ERROR_MESSAGE: Shape =
    Shape { name: "ErrorMessage", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static EXPECTED_BUCKET_OWNER_PATTERN: Pattern = Pattern::new(r"\d{12}");

static EXPECTED_BUCKET_OWNER: Shape = Shape {
    name: "ExpectedBucketOwner",
    kind: Kind::String {
        length: Range::of(12, 12),
        pattern: Some(&EXPECTED_BUCKET_OWNER_PATTERN),
        values: &[],
    },
};

static FIRST_RECEIVE_TIMESTAMP: Shape = Shape { name: "FirstReceiveTimestamp", kind: Kind::Timestamp };

static GSR_SCHEMA_ARN_PATTERN: Pattern =
    Pattern::new(r"arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\d{12}:schema/[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+");

static GSR_SCHEMA_ARN: Shape = Shape {
    name: "GSRSchemaARN",
    kind: Kind::String { length: Range::of(1, 512), pattern: Some(&GSR_SCHEMA_ARN_PATTERN), values: &[] },
};

static GET_RECORDS_INPUT: Shape = Shape {
    name: "GetRecordsInput",
    kind: Kind::Structure(&[
        Member::new("ShardIterator", &SHARD_ITERATOR).required(),
        Member::new("Limit", &GET_RECORDS_INPUT_LIMIT),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
        Member::new("DryRun", &BOOLEAN_OBJECT),
    ]),
};

static GET_RECORDS_INPUT_LIMIT: Shape =
    Shape { name: "GetRecordsInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static GET_RECORDS_OUTPUT: Shape = Shape {
    name: "GetRecordsOutput",
    kind: Kind::Structure(&[
        Member::new("Records", &RECORD_LIST).required(),
        Member::new("NextShardIterator", &SHARD_ITERATOR),
        Member::new("MillisBehindLatest", &MILLIS_BEHIND_LATEST),
        Member::new("ChildShards", &CHILD_SHARD_LIST),
    ]),
};

static GET_RESOURCE_POLICY_INPUT: Shape = Shape {
    name: "GetResourcePolicyInput",
    kind: Kind::Structure(&[
        Member::new("ResourceARN", &RESOURCE_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static GET_RESOURCE_POLICY_OUTPUT: Shape = Shape {
    name: "GetResourcePolicyOutput",
    kind: Kind::Structure(&[Member::new("Policy", &POLICY).required()]),
};

static GET_SHARD_ITERATOR_INPUT: Shape = Shape {
    name: "GetShardIteratorInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("ShardId", &SHARD_ID).required(),
        Member::new("ShardIteratorType", &SHARD_ITERATOR_TYPE).required(),
        Member::new("StartingSequenceNumber", &SEQUENCE_NUMBER),
        Member::new("Timestamp", &TIMESTAMP),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
        Member::new("DryRun", &BOOLEAN_OBJECT),
    ]),
};

static GET_SHARD_ITERATOR_OUTPUT: Shape = Shape {
    name: "GetShardIteratorOutput",
    kind: Kind::Structure(&[Member::new("ShardIterator", &SHARD_ITERATOR)]),
};

static HASH_KEY_PATTERN: Pattern = Pattern::new(r"^(0|([1-9]\d{0,38}))$");

static HASH_KEY: Shape = Shape {
    name: "HashKey",
    kind: Kind::String { length: Range::ANY, pattern: Some(&HASH_KEY_PATTERN), values: &[] },
};

static HASH_KEY_RANGE: Shape = Shape {
    name: "HashKeyRange",
    kind: Kind::Structure(&[
        Member::new("StartingHashKey", &HASH_KEY).required(),
        Member::new("EndingHashKey", &HASH_KEY).required(),
    ]),
};

static INCREASE_STREAM_RETENTION_PERIOD_INPUT: Shape = Shape {
    name: "IncreaseStreamRetentionPeriodInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("RetentionPeriodHours", &RETENTION_PERIOD_HOURS).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static KEY_ID: Shape =
    Shape { name: "KeyId", kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] } };

static LIST_CHANNELS_INPUT: Shape = Shape {
    name: "ListChannelsInput",
    kind: Kind::Structure(&[
        Member::new("StreamFilter", &STREAM_FILTER_LIST),
        Member::new("MaxResults", &LIST_CHANNELS_INPUT_LIMIT),
        Member::new("NextToken", &NEXT_TOKEN),
    ]),
};

static LIST_CHANNELS_INPUT_LIMIT: Shape =
    Shape { name: "ListChannelsInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static LIST_CHANNELS_OUTPUT: Shape = Shape {
    name: "ListChannelsOutput",
    kind: Kind::Structure(&[
        Member::new("ChannelSummaries", &CHANNEL_SUMMARY_LIST).required(),
        Member::new("NextToken", &NEXT_TOKEN),
    ]),
};

static LIST_QUEUES_INPUT: Shape = Shape {
    name: "ListQueuesInput",
    kind: Kind::Structure(&[
        Member::new("MaxResults", &LIST_QUEUES_INPUT_LIMIT),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("StreamFilter", &QUEUE_STREAM_FILTER_LIST),
    ]),
};

static LIST_QUEUES_INPUT_LIMIT: Shape =
    Shape { name: "ListQueuesInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static LIST_QUEUES_OUTPUT: Shape = Shape {
    name: "ListQueuesOutput",
    kind: Kind::Structure(&[
        Member::new("QueueSummaries", &QUEUE_SUMMARY_LIST).required(),
        Member::new("NextToken", &NEXT_TOKEN),
    ]),
};

static LIST_SHARDS_INPUT: Shape = Shape {
    name: "ListShardsInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("ExclusiveStartShardId", &SHARD_ID),
        Member::new("MaxResults", &LIST_SHARDS_INPUT_LIMIT),
        Member::new("StreamCreationTimestamp", &TIMESTAMP),
        Member::new("ShardFilter", &SHARD_FILTER),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static LIST_SHARDS_INPUT_LIMIT: Shape =
    Shape { name: "ListShardsInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static LIST_SHARDS_OUTPUT: Shape = Shape {
    name: "ListShardsOutput",
    kind: Kind::Structure(&[Member::new("Shards", &SHARD_LIST), Member::new("NextToken", &NEXT_TOKEN)]),
};

static LIST_STREAM_CONSUMERS_INPUT: Shape = Shape {
    name: "ListStreamConsumersInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("MaxResults", &LIST_STREAM_CONSUMERS_INPUT_LIMIT),
        Member::new("StreamCreationTimestamp", &TIMESTAMP),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static LIST_STREAM_CONSUMERS_INPUT_LIMIT: Shape =
    Shape { name: "ListStreamConsumersInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static LIST_STREAM_CONSUMERS_OUTPUT: Shape = Shape {
    name: "ListStreamConsumersOutput",
    kind: Kind::Structure(&[Member::new("Consumers", &CONSUMER_LIST), Member::new("NextToken", &NEXT_TOKEN)]),
};

static LIST_STREAMS_INPUT: Shape = Shape {
    name: "ListStreamsInput",
    kind: Kind::Structure(&[
        Member::new("Limit", &LIST_STREAMS_INPUT_LIMIT),
        Member::new("ExclusiveStartStreamName", &STREAM_NAME),
        Member::new("NextToken", &NEXT_TOKEN),
    ]),
};

static LIST_STREAMS_INPUT_LIMIT: Shape =
    Shape { name: "ListStreamsInputLimit", kind: Kind::Integer(Range::of(1, 10000)) };

static LIST_STREAMS_OUTPUT: Shape = Shape {
    name: "ListStreamsOutput",
    kind: Kind::Structure(&[
        Member::new("StreamNames", &STREAM_NAME_LIST).required(),
        Member::new("HasMoreStreams", &BOOLEAN_OBJECT).required(),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("StreamSummaries", &STREAM_SUMMARY_LIST),
    ]),
};

static LIST_TAGS_FOR_RESOURCE_INPUT: Shape = Shape {
    name: "ListTagsForResourceInput",
    kind: Kind::Structure(&[
        Member::new("ResourceARN", &RESOURCE_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static LIST_TAGS_FOR_RESOURCE_OUTPUT: Shape =
    Shape { name: "ListTagsForResourceOutput", kind: Kind::Structure(&[Member::new("Tags", &TAG_LIST)]) };

static LIST_TAGS_FOR_STREAM_INPUT: Shape = Shape {
    name: "ListTagsForStreamInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("ExclusiveStartTagKey", &TAG_KEY),
        Member::new("Limit", &LIST_TAGS_FOR_STREAM_INPUT_LIMIT),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static LIST_TAGS_FOR_STREAM_INPUT_LIMIT: Shape =
    Shape { name: "ListTagsForStreamInputLimit", kind: Kind::Integer(Range::of(1, 50)) };

static LIST_TAGS_FOR_STREAM_OUTPUT: Shape = Shape {
    name: "ListTagsForStreamOutput",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST).required(),
        Member::new("HasMoreTags", &BOOLEAN_OBJECT).required(),
    ]),
};

static MAX_RECEIVE_COUNT: Shape = Shape { name: "MaxReceiveCount", kind: Kind::Integer(Range::of(1, 1000)) };

static MAX_RECORD_SIZE_IN_KIB: Shape =
    Shape { name: "MaxRecordSizeInKiB", kind: Kind::Integer(Range::of(1024, 10240)) };

static MERGE_SHARDS_INPUT: Shape = Shape {
    name: "MergeShardsInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("ShardToMerge", &SHARD_ID).required(),
        Member::new("AdjacentShardToMerge", &SHARD_ID).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static METRICS_NAME: Shape = Shape {
    name: "MetricsName",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "IncomingBytes",
            "IncomingRecords",
            "OutgoingBytes",
            "OutgoingRecords",
            "WriteProvisionedThroughputExceeded",
            "ReadProvisionedThroughputExceeded",
            "IteratorAgeMilliseconds",
            "ALL",
        ],
    },
};

static METRICS_NAME_LIST: Shape = Shape {
    name: "MetricsNameList",
    kind: Kind::List {
        member: &METRICS_NAME,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 7),
    },
};

static MILLIS_BEHIND_LATEST: Shape =
    Shape { name: "MillisBehindLatest", kind: Kind::Long(Range::at_least(0)) };

static MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT: Shape = Shape {
    name: "MinimumThroughputBillingCommitmentInput",
    kind: Kind::Structure(&[
        Member::new("Status", &MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT_STATUS).required()
    ]),
};

static MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT_STATUS: Shape = Shape {
    name: "MinimumThroughputBillingCommitmentInputStatus",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ENABLED", "DISABLED"] },
};

static MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT: Shape = Shape {
    name: "MinimumThroughputBillingCommitmentOutput",
    kind: Kind::Structure(&[
        Member::new("Status", &MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT_STATUS).required(),
        Member::new("StartedAt", &TIMESTAMP),
        Member::new("EndedAt", &TIMESTAMP),
        Member::new("EarliestAllowedEndAt", &TIMESTAMP),
    ]),
};

static MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT_STATUS: Shape = Shape {
    name: "MinimumThroughputBillingCommitmentOutputStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["ENABLED", "DISABLED", "ENABLED_UNTIL_EARLIEST_ALLOWED_END"],
    },
};

static NATURAL_INTEGER_OBJECT: Shape =
    Shape { name: "NaturalIntegerObject", kind: Kind::Integer(Range::at_least(0)) };

static NEXT_TOKEN: Shape = Shape {
    name: "NextToken",
    kind: Kind::String { length: Range::of(1, 1048576), pattern: None, values: &[] },
};

static ON_DEMAND_STREAM_COUNT_LIMIT_OBJECT: Shape =
    Shape { name: "OnDemandStreamCountLimitObject", kind: Kind::Integer(Range::of(0, 1000000)) };

static ON_DEMAND_STREAM_COUNT_OBJECT: Shape =
    Shape { name: "OnDemandStreamCountObject", kind: Kind::Integer(Range::of(0, 1000000)) };

static PARTITION_FIELD: Shape = Shape {
    name: "PartitionField",
    kind: Kind::Structure(&[
        Member::new("Transform", &PARTITION_TRANSFORM).required(),
        Member::new("SourceName", &PARTITION_SOURCE_NAME).required(),
    ]),
};

static PARTITION_FIELD_LIST: Shape = Shape {
    name: "PartitionFieldList",
    kind: Kind::List {
        member: &PARTITION_FIELD,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static PARTITION_KEY: Shape = Shape {
    name: "PartitionKey",
    kind: Kind::String { length: Range::of(1, 256), pattern: None, values: &[] },
};

static PARTITION_SOURCE_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9\.\_]+");

static PARTITION_SOURCE_NAME: Shape = Shape {
    name: "PartitionSourceName",
    kind: Kind::String {
        length: Range::of(1, 255),
        pattern: Some(&PARTITION_SOURCE_NAME_PATTERN),
        values: &[],
    },
};

static PARTITION_SPEC: Shape = Shape {
    name: "PartitionSpec",
    kind: Kind::Structure(&[Member::new("PartitionFields", &PARTITION_FIELD_LIST).required()]),
};

static PARTITION_TRANSFORM: Shape = Shape {
    name: "PartitionTransform",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["TIME_HOUR"] },
};

static POLICY: Shape =
    Shape { name: "Policy", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static POSITIVE_INTEGER_OBJECT: Shape =
    Shape { name: "PositiveIntegerObject", kind: Kind::Integer(Range::at_least(1)) };

static PUT_RECORD_INPUT: Shape = Shape {
    name: "PutRecordInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("Data", &DATA).required(),
        Member::new("PartitionKey", &PARTITION_KEY),
        Member::new("ExplicitHashKey", &HASH_KEY),
        Member::new("SequenceNumberForOrdering", &SEQUENCE_NUMBER),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
        Member::new("DryRun", &BOOLEAN_OBJECT),
    ]),
};

static PUT_RECORD_OUTPUT: Shape = Shape {
    name: "PutRecordOutput",
    kind: Kind::Structure(&[
        Member::new("ShardId", &SHARD_ID).required(),
        Member::new("SequenceNumber", &SEQUENCE_NUMBER).required(),
        Member::new("EncryptionType", &ENCRYPTION_TYPE),
    ]),
};

static PUT_RECORDS_INPUT: Shape = Shape {
    name: "PutRecordsInput",
    kind: Kind::Structure(&[
        Member::new("Records", &PUT_RECORDS_REQUEST_ENTRY_LIST).required(),
        Member::new("StreamName", &STREAM_NAME),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
        Member::new("DryRun", &BOOLEAN_OBJECT),
    ]),
};

static PUT_RECORDS_OUTPUT: Shape = Shape {
    name: "PutRecordsOutput",
    kind: Kind::Structure(&[
        Member::new("FailedRecordCount", &POSITIVE_INTEGER_OBJECT),
        Member::new("Records", &PUT_RECORDS_RESULT_ENTRY_LIST).required(),
        Member::new("EncryptionType", &ENCRYPTION_TYPE),
    ]),
};

static PUT_RECORDS_REQUEST_ENTRY: Shape = Shape {
    name: "PutRecordsRequestEntry",
    kind: Kind::Structure(&[
        Member::new("Data", &DATA).required(),
        Member::new("ExplicitHashKey", &HASH_KEY),
        Member::new("PartitionKey", &PARTITION_KEY),
    ]),
};

static PUT_RECORDS_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "PutRecordsRequestEntryList",
    kind: Kind::List {
        member: &PUT_RECORDS_REQUEST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 500),
    },
};

static PUT_RECORDS_RESULT_ENTRY: Shape = Shape {
    name: "PutRecordsResultEntry",
    kind: Kind::Structure(&[
        Member::new("SequenceNumber", &SEQUENCE_NUMBER),
        Member::new("ShardId", &SHARD_ID),
        Member::new("ErrorCode", &ERROR_CODE),
        Member::new("ErrorMessage", &ERROR_MESSAGE),
    ]),
};

static PUT_RECORDS_RESULT_ENTRY_LIST: Shape = Shape {
    name: "PutRecordsResultEntryList",
    kind: Kind::List {
        member: &PUT_RECORDS_RESULT_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 500),
    },
};

static PUT_RESOURCE_POLICY_INPUT: Shape = Shape {
    name: "PutResourcePolicyInput",
    kind: Kind::Structure(&[
        Member::new("ResourceARN", &RESOURCE_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
        Member::new("Policy", &POLICY).required(),
    ]),
};

static QUEUE_ARN_PATTERN: Pattern = Pattern::new(r"arn:aws.*:kinesis:.*:\d{12}:queue/\S+");

static QUEUE_ARN: Shape = Shape {
    name: "QueueARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&QUEUE_ARN_PATTERN), values: &[] },
};

static QUEUE_ATTRIBUTES: Shape = Shape {
    name: "QueueAttributes",
    kind: Kind::Structure(&[
        Member::new("VisibilityTimeoutSeconds", &VISIBILITY_TIMEOUT_SECONDS),
        Member::new("DeadLetterConfiguration", &DEAD_LETTER_CONFIGURATION),
    ]),
};

static QUEUE_COUNT_OBJECT: Shape =
    Shape { name: "QueueCountObject", kind: Kind::Integer(Range::of(0, 1000000)) };

static QUEUE_DESCRIPTION: Shape = Shape {
    name: "QueueDescription",
    kind: Kind::Structure(&[
        Member::new("QueueName", &QUEUE_NAME).required(),
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("QueueStatus", &QUEUE_STATUS).required(),
        Member::new("QueueCreationTimestamp", &TIMESTAMP).required(),
        Member::new("StreamConfigurationList", &QUEUE_STREAM_CONFIGURATION_LIST).required(),
        Member::new("QueueAttributes", &QUEUE_ATTRIBUTES),
    ]),
};

static QUEUE_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static QUEUE_NAME: Shape = Shape {
    name: "QueueName",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&QUEUE_NAME_PATTERN), values: &[] },
};

static QUEUE_RECORD: Shape = Shape {
    name: "QueueRecord",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("RecordId", &RECORD_ID).required(),
        Member::new("PartitionKey", &PARTITION_KEY),
        Member::new("Data", &DATA).required(),
        Member::new("ApproximateArrivalTimestamp", &APPROXIMATE_ARRIVAL_TIMESTAMP).required(),
        Member::new("FirstReceiveTimestamp", &FIRST_RECEIVE_TIMESTAMP).required(),
        Member::new("ReceiveCount", &RECEIVE_COUNT).required(),
    ]),
};

static QUEUE_RECORD_LIST: Shape = Shape {
    name: "QueueRecordList",
    kind: Kind::List { member: &QUEUE_RECORD, member_name: "member", flattened: false, length: Range::ANY },
};

static QUEUE_STARTING_POSITION: Shape = Shape {
    name: "QueueStartingPosition",
    kind: Kind::Structure(&[
        Member::new("Type", &QUEUE_STARTING_POSITION_TYPE).required(),
        Member::new("Timestamp", &TIMESTAMP),
    ]),
};

static QUEUE_STARTING_POSITION_TYPE: Shape = Shape {
    name: "QueueStartingPositionType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"],
    },
};

static QUEUE_STATUS: Shape = Shape {
    name: "QueueStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["CREATING", "ACTIVE", "UPDATING", "DELETING"],
    },
};

static QUEUE_STREAM_CONFIGURATION: Shape = Shape {
    name: "QueueStreamConfiguration",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StartingPosition", &QUEUE_STARTING_POSITION),
    ]),
};

static QUEUE_STREAM_CONFIGURATION_LIST: Shape = Shape {
    name: "QueueStreamConfigurationList",
    kind: Kind::List {
        member: &QUEUE_STREAM_CONFIGURATION,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static QUEUE_STREAM_FILTER: Shape = Shape {
    name: "QueueStreamFilter",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP),
    ]),
};

static QUEUE_STREAM_FILTER_LIST: Shape = Shape {
    name: "QueueStreamFilterList",
    kind: Kind::List {
        member: &QUEUE_STREAM_FILTER,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static QUEUE_STREAM_IDENTIFIER: Shape = Shape {
    name: "QueueStreamIdentifier",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP).required(),
    ]),
};

static QUEUE_STREAM_IDENTIFIER_LIST: Shape = Shape {
    name: "QueueStreamIdentifierList",
    kind: Kind::List {
        member: &QUEUE_STREAM_IDENTIFIER,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static QUEUE_SUMMARY: Shape = Shape {
    name: "QueueSummary",
    kind: Kind::Structure(&[
        Member::new("QueueName", &QUEUE_NAME).required(),
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("QueueStatus", &QUEUE_STATUS).required(),
        Member::new("QueueCreationTimestamp", &TIMESTAMP).required(),
        Member::new("Streams", &QUEUE_STREAM_IDENTIFIER_LIST).required(),
    ]),
};

static QUEUE_SUMMARY_LIST: Shape = Shape {
    name: "QueueSummaryList",
    kind: Kind::List { member: &QUEUE_SUMMARY, member_name: "member", flattened: false, length: Range::ANY },
};

static RECEIPT_HANDLE: Shape = Shape {
    name: "ReceiptHandle",
    kind: Kind::String { length: Range::of(1, 1024), pattern: None, values: &[] },
};

static RECEIVE_COUNT: Shape = Shape { name: "ReceiveCount", kind: Kind::Integer(Range::at_least(0)) };

static RECEIVE_DEAD_LETTER_QUEUE_RECORDS_INPUT: Shape = Shape {
    name: "ReceiveDeadLetterQueueRecordsInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Limit", &RECEIVE_QUEUE_RECORDS_INPUT_LIMIT),
        Member::new("WaitTimeSeconds", &RECEIVE_QUEUE_RECORDS_WAIT_TIME_SECONDS),
        Member::new("VisibilityTimeoutSeconds", &VISIBILITY_TIMEOUT_SECONDS),
    ]),
};

static RECEIVE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT: Shape = Shape {
    name: "ReceiveDeadLetterQueueRecordsOutput",
    kind: Kind::Structure(&[Member::new("QueueRecords", &QUEUE_RECORD_LIST).required()]),
};

static RECEIVE_QUEUE_RECORDS_INPUT: Shape = Shape {
    name: "ReceiveQueueRecordsInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Limit", &RECEIVE_QUEUE_RECORDS_INPUT_LIMIT),
        Member::new("WaitTimeSeconds", &RECEIVE_QUEUE_RECORDS_WAIT_TIME_SECONDS),
        Member::new("VisibilityTimeoutSeconds", &VISIBILITY_TIMEOUT_SECONDS),
    ]),
};

static RECEIVE_QUEUE_RECORDS_INPUT_LIMIT: Shape =
    Shape { name: "ReceiveQueueRecordsInputLimit", kind: Kind::Integer(Range::of(1, 10)) };

static RECEIVE_QUEUE_RECORDS_OUTPUT: Shape = Shape {
    name: "ReceiveQueueRecordsOutput",
    kind: Kind::Structure(&[Member::new("QueueRecords", &QUEUE_RECORD_LIST).required()]),
};

static RECEIVE_QUEUE_RECORDS_WAIT_TIME_SECONDS: Shape =
    Shape { name: "ReceiveQueueRecordsWaitTimeSeconds", kind: Kind::Integer(Range::of(1, 20)) };

static RECORD: Shape = Shape {
    name: "Record",
    kind: Kind::Structure(&[
        Member::new("SequenceNumber", &SEQUENCE_NUMBER).required(),
        Member::new("ApproximateArrivalTimestamp", &TIMESTAMP),
        Member::new("Data", &DATA).required(),
        Member::new("PartitionKey", &PARTITION_KEY),
        Member::new("EncryptionType", &ENCRYPTION_TYPE),
    ]),
};

static RECORD_CONFIGURATION: Shape = Shape {
    name: "RecordConfiguration",
    kind: Kind::Structure(&[
        Member::new("RecordFormatType", &RECORD_FORMAT_TYPE).required(),
        Member::new("GSRSchemaARN", &GSR_SCHEMA_ARN),
    ]),
};

static RECORD_DISTRIBUTION_STRATEGY: Shape = Shape {
    name: "RecordDistributionStrategy",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AUTO", "USER_PARTITION_KEY"] },
};

static RECORD_FORMAT_TYPE: Shape = Shape {
    name: "RecordFormatType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["GSR_JSON", "JSON", "STRING", "BYTE_ARRAY"],
    },
};

static RECORD_ID_PATTERN: Pattern = Pattern::new(r"^[a-z0-9]+$");

static RECORD_ID: Shape = Shape {
    name: "RecordId",
    kind: Kind::String { length: Range::of(1, 64), pattern: Some(&RECORD_ID_PATTERN), values: &[] },
};

static RECORD_LIST: Shape = Shape {
    name: "RecordList",
    kind: Kind::List { member: &RECORD, member_name: "member", flattened: false, length: Range::ANY },
};

static REGISTER_STREAM_CONSUMER_INPUT: Shape = Shape {
    name: "RegisterStreamConsumerInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("ConsumerName", &CONSUMER_NAME).required(),
        Member::new("StreamId", &STREAM_ID),
        Member::new("Tags", &TAG_MAP),
    ]),
};

static REGISTER_STREAM_CONSUMER_OUTPUT: Shape = Shape {
    name: "RegisterStreamConsumerOutput",
    kind: Kind::Structure(&[Member::new("Consumer", &CONSUMER).required()]),
};

static REMOVE_TAGS_FROM_STREAM_INPUT: Shape = Shape {
    name: "RemoveTagsFromStreamInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("TagKeys", &TAG_KEY_LIST).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static RESOURCE_ARN_PATTERN: Pattern =
    Pattern::new(r"arn:aws.*:kinesis:.*:\d{12}:.*(stream|channel|queue)/\S+");

static RESOURCE_ARN: Shape = Shape {
    name: "ResourceARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&RESOURCE_ARN_PATTERN), values: &[] },
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsErrorEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("ErrorCode", &ERROR_CODE).required(),
        Member::new("ErrorMessage", &ERROR_MESSAGE),
    ]),
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY_LIST: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsErrorEntryList",
    kind: Kind::List {
        member: &RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_INPUT: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Entries", &RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY_LIST).required(),
    ]),
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsOutput",
    kind: Kind::Structure(&[
        Member::new("Successful", &RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY_LIST).required(),
        Member::new("Failed", &RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY_LIST).required(),
    ]),
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsRequestEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsRequestEntryList",
    kind: Kind::List {
        member: &RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsResultEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY_LIST: Shape = Shape {
    name: "RestoreDeadLetterQueueRecordsResultEntryList",
    kind: Kind::List {
        member: &RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static RETENTION_PERIOD_HOURS: Shape =
    Shape { name: "RetentionPeriodHours", kind: Kind::Integer(Range::ANY) };

static ROLE_ARN_PATTERN: Pattern = Pattern::new(r"arn:aws[-a-z0-9]*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+");

static ROLE_ARN: Shape = Shape {
    name: "RoleARN",
    kind: Kind::String { length: Range::of(1, 512), pattern: Some(&ROLE_ARN_PATTERN), values: &[] },
};

static S3_COMPRESSION_TYPE: Shape = Shape {
    name: "S3CompressionType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["NONE", "GZIP", "ZSTD"] },
};

static S3_DESTINATION_CONFIGURATION: Shape = Shape {
    name: "S3DestinationConfiguration",
    kind: Kind::Structure(&[
        Member::new("DataFreshnessInSeconds", &DATA_FRESHNESS_IN_SECONDS),
        Member::new("DeadLetterQueueS3Configuration", &DEAD_LETTER_QUEUE_S3_CONFIGURATION),
        Member::new("StorageConfiguration", &S3_STORAGE_CONFIGURATION).required(),
    ]),
};

static S3_DESTINATION_DESCRIPTION: Shape = Shape {
    name: "S3DestinationDescription",
    kind: Kind::Structure(&[
        Member::new("DataFreshnessInSeconds", &DATA_FRESHNESS_IN_SECONDS).required(),
        Member::new("DeadLetterQueueS3Configuration", &DEAD_LETTER_QUEUE_S3_CONFIGURATION).required(),
        Member::new("StorageConfiguration", &S3_STORAGE_CONFIGURATION).required(),
    ]),
};

static S3_DESTINATION_UPDATE_INPUT: Shape = Shape {
    name: "S3DestinationUpdateInput",
    kind: Kind::Structure(&[Member::new("DataFreshnessInSeconds", &DATA_FRESHNESS_IN_SECONDS).required()]),
};

static S3_ERROR_OUTPUT_PREFIX_PATTERN: Pattern =
    Pattern::translated(r"[0-9A-Za-z!\-_'.*()\/]+", r"[0-9A-Za-z!\-_'.*()/]+");

static S3_ERROR_OUTPUT_PREFIX: Shape = Shape {
    name: "S3ErrorOutputPrefix",
    kind: Kind::String {
        length: Range::of(1, 512),
        pattern: Some(&S3_ERROR_OUTPUT_PREFIX_PATTERN),
        values: &[],
    },
};

static S3_OUTPUT_KEY_TEMPLATE_PATTERN: Pattern =
    Pattern::translated(r"[0-9A-Za-z!\-_'.*()\/=:{}]+", r"[0-9A-Za-z!\-_'.*()/=:{}]+");

static S3_OUTPUT_KEY_TEMPLATE: Shape = Shape {
    name: "S3OutputKeyTemplate",
    kind: Kind::String {
        length: Range::of(1, 1024),
        pattern: Some(&S3_OUTPUT_KEY_TEMPLATE_PATTERN),
        values: &[],
    },
};

static S3_STORAGE_CLASS: Shape = Shape {
    name: "S3StorageClass",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["STANDARD", "INTELLIGENT_TIERING", "GLACIER_IR"],
    },
};

static S3_STORAGE_CONFIGURATION: Shape = Shape {
    name: "S3StorageConfiguration",
    kind: Kind::Structure(&[
        Member::new("BucketARN", &BUCKET_ARN).required(),
        Member::new("ExpectedBucketOwner", &EXPECTED_BUCKET_OWNER).required(),
        Member::new("OutputKeyTemplate", &S3_OUTPUT_KEY_TEMPLATE),
        Member::new("StorageClass", &S3_STORAGE_CLASS),
        Member::new("CompressionType", &S3_COMPRESSION_TYPE).required(),
    ]),
};

static S3_TABLES_COMPRESSION_TYPE: Shape = Shape {
    name: "S3TablesCompressionType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["NONE", "ZSTD", "SNAPPY"] },
};

static S3_TABLES_CONFIGURATION: Shape = Shape {
    name: "S3TablesConfiguration",
    kind: Kind::Structure(&[
        Member::new("TableBucketARN", &TABLE_BUCKET_ARN).required(),
        Member::new("Namespace", &S3_TABLES_NAMESPACE).required(),
        Member::new("TableName", &S3_TABLES_TABLE_NAME).required(),
        Member::new("CompressionType", &S3_TABLES_COMPRESSION_TYPE).required(),
        Member::new("PartitionSpec", &PARTITION_SPEC),
    ]),
};

static S3_TABLES_CONFIGURATION_LIST: Shape = Shape {
    name: "S3TablesConfigurationList",
    kind: Kind::List {
        member: &S3_TABLES_CONFIGURATION,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static S3_TABLES_DESTINATION_CONFIGURATION: Shape = Shape {
    name: "S3TablesDestinationConfiguration",
    kind: Kind::Structure(&[
        Member::new("DataFreshnessInSeconds", &DATA_FRESHNESS_IN_SECONDS),
        Member::new("DeadLetterQueueS3Configuration", &DEAD_LETTER_QUEUE_S3_CONFIGURATION).required(),
        Member::new("S3TablesConfigurationList", &S3_TABLES_CONFIGURATION_LIST).required(),
    ]),
};

static S3_TABLES_DESTINATION_DESCRIPTION: Shape = Shape {
    name: "S3TablesDestinationDescription",
    kind: Kind::Structure(&[
        Member::new("DataFreshnessInSeconds", &DATA_FRESHNESS_IN_SECONDS).required(),
        Member::new("DeadLetterQueueS3Configuration", &DEAD_LETTER_QUEUE_S3_CONFIGURATION).required(),
        Member::new("S3TablesConfigurationList", &S3_TABLES_CONFIGURATION_LIST).required(),
    ]),
};

static S3_TABLES_DESTINATION_UPDATE_INPUT: Shape = Shape {
    name: "S3TablesDestinationUpdateInput",
    kind: Kind::Structure(&[Member::new("DataFreshnessInSeconds", &DATA_FRESHNESS_IN_SECONDS).required()]),
};

static S3_TABLES_NAMESPACE_PATTERN: Pattern = Pattern::new(r"[0-9a-z_]+");

static S3_TABLES_NAMESPACE: Shape = Shape {
    name: "S3TablesNamespace",
    kind: Kind::String {
        length: Range::of(1, 255),
        pattern: Some(&S3_TABLES_NAMESPACE_PATTERN),
        values: &[],
    },
};

static S3_TABLES_TABLE_NAME_PATTERN: Pattern = Pattern::new(r"[0-9a-z_]+");

static S3_TABLES_TABLE_NAME: Shape = Shape {
    name: "S3TablesTableName",
    kind: Kind::String {
        length: Range::of(1, 255),
        pattern: Some(&S3_TABLES_TABLE_NAME_PATTERN),
        values: &[],
    },
};

static SCALING_TYPE: Shape = Shape {
    name: "ScalingType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["UNIFORM_SCALING"] },
};

static SEQUENCE_NUMBER_PATTERN: Pattern = Pattern::new(r"^(0|([1-9]\d{0,128}))$");

static SEQUENCE_NUMBER: Shape = Shape {
    name: "SequenceNumber",
    kind: Kind::String { length: Range::ANY, pattern: Some(&SEQUENCE_NUMBER_PATTERN), values: &[] },
};

static SEQUENCE_NUMBER_RANGE: Shape = Shape {
    name: "SequenceNumberRange",
    kind: Kind::Structure(&[
        Member::new("StartingSequenceNumber", &SEQUENCE_NUMBER).required(),
        Member::new("EndingSequenceNumber", &SEQUENCE_NUMBER),
    ]),
};

static SHARD: Shape = Shape {
    name: "Shard",
    kind: Kind::Structure(&[
        Member::new("ShardId", &SHARD_ID).required(),
        Member::new("ParentShardId", &SHARD_ID),
        Member::new("AdjacentParentShardId", &SHARD_ID),
        Member::new("HashKeyRange", &HASH_KEY_RANGE).required(),
        Member::new("SequenceNumberRange", &SEQUENCE_NUMBER_RANGE).required(),
    ]),
};

static SHARD_COUNT_OBJECT: Shape =
    Shape { name: "ShardCountObject", kind: Kind::Integer(Range::of(0, 1000000)) };

static SHARD_FILTER: Shape = Shape {
    name: "ShardFilter",
    kind: Kind::Structure(&[
        Member::new("Type", &SHARD_FILTER_TYPE).required(),
        Member::new("ShardId", &SHARD_ID),
        Member::new("Timestamp", &TIMESTAMP),
    ]),
};

static SHARD_FILTER_TYPE: Shape = Shape {
    name: "ShardFilterType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "AFTER_SHARD_ID",
            "AT_TRIM_HORIZON",
            "FROM_TRIM_HORIZON",
            "AT_LATEST",
            "AT_TIMESTAMP",
            "FROM_TIMESTAMP",
        ],
    },
};

static SHARD_ID_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static SHARD_ID: Shape = Shape {
    name: "ShardId",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&SHARD_ID_PATTERN), values: &[] },
};

static SHARD_ID_LIST: Shape = Shape {
    name: "ShardIdList",
    kind: Kind::List { member: &SHARD_ID, member_name: "member", flattened: false, length: Range::ANY },
};

static SHARD_ITERATOR: Shape = Shape {
    name: "ShardIterator",
    kind: Kind::String { length: Range::of(1, 512), pattern: None, values: &[] },
};

static SHARD_ITERATOR_TYPE: Shape = Shape {
    name: "ShardIteratorType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"],
    },
};

static SHARD_LIST: Shape = Shape {
    name: "ShardList",
    kind: Kind::List { member: &SHARD, member_name: "member", flattened: false, length: Range::ANY },
};

static SPLIT_SHARD_INPUT: Shape = Shape {
    name: "SplitShardInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("ShardToSplit", &SHARD_ID).required(),
        Member::new("NewStartingHashKey", &HASH_KEY).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static START_STREAM_ENCRYPTION_INPUT: Shape = Shape {
    name: "StartStreamEncryptionInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("EncryptionType", &ENCRYPTION_TYPE).required(),
        Member::new("KeyId", &KEY_ID).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static STARTING_POSITION: Shape = Shape {
    name: "StartingPosition",
    kind: Kind::Structure(&[
        Member::new("Type", &SHARD_ITERATOR_TYPE).required(),
        Member::new("SequenceNumber", &SEQUENCE_NUMBER),
        Member::new("Timestamp", &TIMESTAMP),
    ]),
};

static STOP_STREAM_ENCRYPTION_INPUT: Shape = Shape {
    name: "StopStreamEncryptionInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("EncryptionType", &ENCRYPTION_TYPE).required(),
        Member::new("KeyId", &KEY_ID).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static STREAM_ARN_PATTERN: Pattern = Pattern::new(r"arn:aws.*:kinesis:.*:\d{12}:stream/\S+");

static STREAM_ARN: Shape = Shape {
    name: "StreamARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&STREAM_ARN_PATTERN), values: &[] },
};

static STREAM_DESCRIPTION: Shape = Shape {
    name: "StreamDescription",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME).required(),
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamStatus", &STREAM_STATUS).required(),
        Member::new("StreamModeDetails", &STREAM_MODE_DETAILS),
        Member::new("Shards", &SHARD_LIST).required(),
        Member::new("HasMoreShards", &BOOLEAN_OBJECT).required(),
        Member::new("RetentionPeriodHours", &RETENTION_PERIOD_HOURS).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP).required(),
        Member::new("EnhancedMonitoring", &ENHANCED_MONITORING_LIST).required(),
        Member::new("EncryptionType", &ENCRYPTION_TYPE),
        Member::new("KeyId", &KEY_ID),
    ]),
};

static STREAM_DESCRIPTION_SUMMARY: Shape = Shape {
    name: "StreamDescriptionSummary",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME).required(),
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
        Member::new("StreamStatus", &STREAM_STATUS).required(),
        Member::new("StreamModeDetails", &STREAM_MODE_DETAILS),
        Member::new("RetentionPeriodHours", &RETENTION_PERIOD_HOURS).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP).required(),
        Member::new("EnhancedMonitoring", &ENHANCED_MONITORING_LIST).required(),
        Member::new("EncryptionType", &ENCRYPTION_TYPE),
        Member::new("KeyId", &KEY_ID),
        Member::new("OpenShardCount", &SHARD_COUNT_OBJECT).required(),
        Member::new("ConsumerCount", &CONSUMER_COUNT_OBJECT),
        Member::new("WarmThroughput", &WARM_THROUGHPUT_OBJECT),
        Member::new("MaxRecordSizeInKiB", &MAX_RECORD_SIZE_IN_KIB),
        Member::new("ChannelCount", &CHANNEL_COUNT_OBJECT),
        Member::new("RecordDistributionStrategy", &RECORD_DISTRIBUTION_STRATEGY),
        Member::new("QueueCount", &QUEUE_COUNT_OBJECT),
    ]),
};

static STREAM_FILTER: Shape = Shape {
    name: "StreamFilter",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamCreationTimestamp", &TIMESTAMP),
    ]),
};

static STREAM_FILTER_LIST: Shape = Shape {
    name: "StreamFilterList",
    kind: Kind::List {
        member: &STREAM_FILTER,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10000),
    },
};

static STREAM_ID_PATTERN: Pattern = Pattern::new(r"[a-z0-9]{20}-[a-z0-9]{3}");

static STREAM_ID: Shape = Shape {
    name: "StreamId",
    kind: Kind::String { length: Range::of(1, 24), pattern: Some(&STREAM_ID_PATTERN), values: &[] },
};

static STREAM_MODE: Shape = Shape {
    name: "StreamMode",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["PROVISIONED", "ON_DEMAND"] },
};

static STREAM_MODE_DETAILS: Shape = Shape {
    name: "StreamModeDetails",
    kind: Kind::Structure(&[Member::new("StreamMode", &STREAM_MODE).required()]),
};

static STREAM_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static STREAM_NAME: Shape = Shape {
    name: "StreamName",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&STREAM_NAME_PATTERN), values: &[] },
};

static STREAM_NAME_LIST: Shape = Shape {
    name: "StreamNameList",
    kind: Kind::List { member: &STREAM_NAME, member_name: "member", flattened: false, length: Range::ANY },
};

static STREAM_STATUS: Shape = Shape {
    name: "StreamStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["CREATING", "DELETING", "ACTIVE", "UPDATING"],
    },
};

static STREAM_SUMMARY: Shape = Shape {
    name: "StreamSummary",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME).required(),
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamStatus", &STREAM_STATUS).required(),
        Member::new("StreamModeDetails", &STREAM_MODE_DETAILS),
        Member::new("StreamCreationTimestamp", &TIMESTAMP),
    ]),
};

static STREAM_SUMMARY_LIST: Shape = Shape {
    name: "StreamSummaryList",
    kind: Kind::List { member: &STREAM_SUMMARY, member_name: "member", flattened: false, length: Range::ANY },
};

static SUBSCRIBE_TO_SHARD_EVENT: Shape = Shape {
    name: "SubscribeToShardEvent",
    kind: Kind::Structure(&[
        Member::new("Records", &RECORD_LIST).required(),
        Member::new("ContinuationSequenceNumber", &SEQUENCE_NUMBER).required(),
        Member::new("MillisBehindLatest", &MILLIS_BEHIND_LATEST).required(),
        Member::new("ChildShards", &CHILD_SHARD_LIST),
    ]),
};

static SUBSCRIBE_TO_SHARD_INPUT: Shape = Shape {
    name: "SubscribeToShardInput",
    kind: Kind::Structure(&[
        Member::new("ConsumerARN", &CONSUMER_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
        Member::new("ShardId", &SHARD_ID).required(),
        Member::new("StartingPosition", &STARTING_POSITION).required(),
        Member::new("DryRun", &BOOLEAN_OBJECT),
    ]),
};

static SUBSCRIBE_TO_SHARD_OUTPUT: Shape =
    Shape { name: "SubscribeToShardOutput", kind: Kind::Structure(&[]) };

static TABLE_BUCKET_ARN_PATTERN: Pattern =
    Pattern::new(r"arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:\d{12}:bucket/[a-z0-9_-]{3,63}");

static TABLE_BUCKET_ARN: Shape = Shape {
    name: "TableBucketARN",
    kind: Kind::String { length: Range::of(1, 2048), pattern: Some(&TABLE_BUCKET_ARN_PATTERN), values: &[] },
};

static TAG: Shape = Shape {
    name: "Tag",
    kind: Kind::Structure(&[Member::new("Key", &TAG_KEY).required(), Member::new("Value", &TAG_VALUE)]),
};

static TAG_KEY: Shape =
    Shape { name: "TagKey", kind: Kind::String { length: Range::of(1, 128), pattern: None, values: &[] } };

static TAG_KEY_LIST: Shape = Shape {
    name: "TagKeyList",
    kind: Kind::List { member: &TAG_KEY, member_name: "member", flattened: false, length: Range::of(1, 50) },
};

static TAG_LIST: Shape = Shape {
    name: "TagList",
    kind: Kind::List { member: &TAG, member_name: "member", flattened: false, length: Range::of(0, 200) },
};

static TAG_MAP: Shape = Shape {
    name: "TagMap",
    kind: Kind::Map {
        key: &TAG_KEY,
        value: &TAG_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::of(1, 200),
    },
};

static TAG_RESOURCE_INPUT: Shape = Shape {
    name: "TagResourceInput",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_MAP).required(),
        Member::new("ResourceARN", &RESOURCE_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static TAG_VALUE: Shape =
    Shape { name: "TagValue", kind: Kind::String { length: Range::of(0, 256), pattern: None, values: &[] } };

static TARGET_TYPE: Shape = Shape {
    name: "TargetType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["BUILT_IN", "NONE"] },
};

static TIMESTAMP: Shape = Shape { name: "Timestamp", kind: Kind::Timestamp };

static UNTAG_RESOURCE_INPUT: Shape = Shape {
    name: "UntagResourceInput",
    kind: Kind::Structure(&[
        Member::new("TagKeys", &TAG_KEY_LIST).required(),
        Member::new("ResourceARN", &RESOURCE_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static UPDATE_ACCOUNT_SETTINGS_INPUT: Shape = Shape {
    name: "UpdateAccountSettingsInput",
    kind: Kind::Structure(&[Member::new(
        "MinimumThroughputBillingCommitment",
        &MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT,
    )
    .required()]),
};

static UPDATE_ACCOUNT_SETTINGS_OUTPUT: Shape = Shape {
    name: "UpdateAccountSettingsOutput",
    kind: Kind::Structure(&[Member::new(
        "MinimumThroughputBillingCommitment",
        &MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT,
    )]),
};

static UPDATE_CHANNEL_INPUT: Shape = Shape {
    name: "UpdateChannelInput",
    kind: Kind::Structure(&[
        Member::new("ChannelARN", &CHANNEL_ARN).required(),
        Member::new("S3DestinationConfiguration", &S3_DESTINATION_UPDATE_INPUT),
        Member::new("S3TablesDestinationConfiguration", &S3_TABLES_DESTINATION_UPDATE_INPUT),
        Member::new("LoggingConfiguration", &CHANNEL_LOGGING_UPDATE_INPUT),
    ]),
};

static UPDATE_CHANNEL_OUTPUT: Shape = Shape {
    name: "UpdateChannelOutput",
    kind: Kind::Structure(&[Member::new("ChannelDescription", &CHANNEL_DESCRIPTION).required()]),
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityErrorEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("ErrorCode", &ERROR_CODE).required(),
        Member::new("ErrorMessage", &ERROR_MESSAGE),
    ]),
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY_LIST: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityErrorEntryList",
    kind: Kind::List {
        member: &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_INPUT: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Entries", &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY_LIST).required(),
    ]),
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_OUTPUT: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityOutput",
    kind: Kind::Structure(&[
        Member::new("Successful", &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY_LIST).required(),
        Member::new("Failed", &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY_LIST).required(),
    ]),
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityRequestEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("VisibilityTimeoutSeconds", &VISIBILITY_TIMEOUT_SECONDS).required(),
    ]),
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityRequestEntryList",
    kind: Kind::List {
        member: &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityResultEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY_LIST: Shape = Shape {
    name: "UpdateDeadLetterQueueRecordsVisibilityResultEntryList",
    kind: Kind::List {
        member: &UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static UPDATE_MAX_RECORD_SIZE_INPUT: Shape = Shape {
    name: "UpdateMaxRecordSizeInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
        Member::new("MaxRecordSizeInKiB", &MAX_RECORD_SIZE_IN_KIB).required(),
    ]),
};

static UPDATE_QUEUE_INPUT: Shape = Shape {
    name: "UpdateQueueInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("QueueAttributes", &QUEUE_ATTRIBUTES).required(),
    ]),
};

static UPDATE_QUEUE_OUTPUT: Shape = Shape {
    name: "UpdateQueueOutput",
    kind: Kind::Structure(&[Member::new("QueueDescription", &QUEUE_DESCRIPTION).required()]),
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityErrorEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("ErrorCode", &ERROR_CODE).required(),
        Member::new("ErrorMessage", &ERROR_MESSAGE),
    ]),
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY_LIST: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityErrorEntryList",
    kind: Kind::List {
        member: &UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_INPUT: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityInput",
    kind: Kind::Structure(&[
        Member::new("QueueARN", &QUEUE_ARN).required(),
        Member::new("Entries", &UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY_LIST).required(),
    ]),
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_OUTPUT: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityOutput",
    kind: Kind::Structure(&[
        Member::new("Successful", &UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY_LIST).required(),
        Member::new("Failed", &UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY_LIST).required(),
    ]),
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityRequestEntry",
    kind: Kind::Structure(&[
        Member::new("ReceiptHandle", &RECEIPT_HANDLE).required(),
        Member::new("VisibilityTimeoutSeconds", &VISIBILITY_TIMEOUT_SECONDS).required(),
    ]),
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY_LIST: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityRequestEntryList",
    kind: Kind::List {
        member: &UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityResultEntry",
    kind: Kind::Structure(&[Member::new("ReceiptHandle", &RECEIPT_HANDLE).required()]),
};

static UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY_LIST: Shape = Shape {
    name: "UpdateQueueRecordsVisibilityResultEntryList",
    kind: Kind::List {
        member: &UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static UPDATE_SHARD_COUNT_INPUT: Shape = Shape {
    name: "UpdateShardCountInput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("TargetShardCount", &POSITIVE_INTEGER_OBJECT).required(),
        Member::new("ScalingType", &SCALING_TYPE).required(),
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamId", &STREAM_ID),
    ]),
};

static UPDATE_SHARD_COUNT_OUTPUT: Shape = Shape {
    name: "UpdateShardCountOutput",
    kind: Kind::Structure(&[
        Member::new("StreamName", &STREAM_NAME),
        Member::new("CurrentShardCount", &POSITIVE_INTEGER_OBJECT),
        Member::new("TargetShardCount", &POSITIVE_INTEGER_OBJECT),
        Member::new("StreamARN", &STREAM_ARN),
    ]),
};

static UPDATE_STREAM_MODE_INPUT: Shape = Shape {
    name: "UpdateStreamModeInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
        Member::new("StreamModeDetails", &STREAM_MODE_DETAILS).required(),
        Member::new("WarmThroughputMiBps", &NATURAL_INTEGER_OBJECT),
    ]),
};

static UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_INPUT: Shape = Shape {
    name: "UpdateStreamRecordDistributionStrategyInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN).required(),
        Member::new("StreamId", &STREAM_ID),
        Member::new("RecordDistributionStrategy", &RECORD_DISTRIBUTION_STRATEGY).required(),
    ]),
};

static UPDATE_STREAM_WARM_THROUGHPUT_INPUT: Shape = Shape {
    name: "UpdateStreamWarmThroughputInput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamName", &STREAM_NAME),
        Member::new("StreamId", &STREAM_ID),
        Member::new("WarmThroughputMiBps", &NATURAL_INTEGER_OBJECT).required(),
    ]),
};

static UPDATE_STREAM_WARM_THROUGHPUT_OUTPUT: Shape = Shape {
    name: "UpdateStreamWarmThroughputOutput",
    kind: Kind::Structure(&[
        Member::new("StreamARN", &STREAM_ARN),
        Member::new("StreamName", &STREAM_NAME),
        Member::new("WarmThroughput", &WARM_THROUGHPUT_OBJECT),
    ]),
};

static VISIBILITY_TIMEOUT_SECONDS: Shape =
    Shape { name: "VisibilityTimeoutSeconds", kind: Kind::Integer(Range::of(0, 43200)) };

static WARM_THROUGHPUT_OBJECT: Shape = Shape {
    name: "WarmThroughputObject",
    kind: Kind::Structure(&[
        Member::new("TargetMiBps", &NATURAL_INTEGER_OBJECT),
        Member::new("CurrentMiBps", &NATURAL_INTEGER_OBJECT),
    ]),
};

static SUBSCRIBE_TO_SHARD_EVENT_STREAM: EventStream = EventStream {
    events: &[Member::new("SubscribeToShardEvent", &SUBSCRIBE_TO_SHARD_EVENT)],
    errors: &[
        &error::RESOURCE_NOT_FOUND_EXCEPTION,
        &error::RESOURCE_IN_USE_EXCEPTION,
        &error::KMS_DISABLED_EXCEPTION,
        &error::KMS_INVALID_STATE_EXCEPTION,
        &error::KMS_ACCESS_DENIED_EXCEPTION,
        &error::KMS_NOT_FOUND_EXCEPTION,
        &error::KMS_OPT_IN_REQUIRED,
        &error::KMS_THROTTLING_EXCEPTION,
        &error::INTERNAL_FAILURE_EXCEPTION,
    ],
};
