//! The wire of `dynamodb` 2012-08-10, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use std::collections::BTreeMap;

use millpond_aws::schema::{EMPTY, Kind, Member, Operation, Pattern, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "dynamodb",
    signing_name: "dynamodb",
    target_prefix: "DynamoDB_20120810",
    api_version: "2012-08-10",
    xml_namespace: "",
    json_version: "1.0",
    query_compatible: false,
    error_namespace: "com.amazonaws.dynamodb.v20120810#",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 62] = [
    Operation::refused("BatchExecuteStatement"),
    Operation {
        name: "BatchGetItem",
        honoured: true,
        input: &BATCH_GET_ITEM_INPUT,
        output: &BATCH_GET_ITEM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "BatchWriteItem",
        honoured: true,
        input: &BATCH_WRITE_ITEM_INPUT,
        output: &BATCH_WRITE_ITEM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::REPLICATED_WRITE_CONFLICT_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("CancelBulkOperation"),
    Operation::refused("CreateBackup"),
    Operation::refused("CreateGlobalTable"),
    Operation {
        name: "CreateTable",
        honoured: true,
        input: &CREATE_TABLE_INPUT,
        output: &CREATE_TABLE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
        ],
        events: None,
    },
    Operation::refused("DeleteBackup"),
    Operation {
        name: "DeleteItem",
        honoured: true,
        input: &DELETE_ITEM_INPUT,
        output: &DELETE_ITEM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::CONDITIONAL_CHECK_FAILED_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED_EXCEPTION,
            &error::TRANSACTION_CONFLICT_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::REPLICATED_WRITE_CONFLICT_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("DeleteResourcePolicy"),
    Operation {
        name: "DeleteTable",
        honoured: true,
        input: &DELETE_TABLE_INPUT,
        output: &DELETE_TABLE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
        ],
        events: None,
    },
    Operation::refused("DescribeBackup"),
    Operation::refused("DescribeBulkOperation"),
    Operation {
        name: "DescribeContinuousBackups",
        honoured: true,
        input: &DESCRIBE_CONTINUOUS_BACKUPS_INPUT,
        output: &DESCRIBE_CONTINUOUS_BACKUPS_OUTPUT,
        result_wrapper: "",
        errors: &[&error::TABLE_NOT_FOUND_EXCEPTION, &error::INTERNAL_SERVER_ERROR],
        events: None,
    },
    Operation::refused("DescribeContributorInsights"),
    Operation {
        name: "DescribeEndpoints",
        honoured: true,
        input: &DESCRIBE_ENDPOINTS_REQUEST,
        output: &DESCRIBE_ENDPOINTS_RESPONSE,
        result_wrapper: "",
        errors: &[],
        events: None,
    },
    Operation::refused("DescribeExport"),
    Operation::refused("DescribeGlobalTable"),
    Operation::refused("DescribeGlobalTableSettings"),
    Operation::refused("DescribeImport"),
    Operation::refused("DescribeKinesisStreamingDestination"),
    Operation {
        name: "DescribeLimits",
        honoured: true,
        input: &DESCRIBE_LIMITS_INPUT,
        output: &DESCRIBE_LIMITS_OUTPUT,
        result_wrapper: "",
        errors: &[&error::INTERNAL_SERVER_ERROR],
        events: None,
    },
    Operation {
        name: "DescribeTable",
        honoured: true,
        input: &DESCRIBE_TABLE_INPUT,
        output: &DESCRIBE_TABLE_OUTPUT,
        result_wrapper: "",
        errors: &[&error::RESOURCE_NOT_FOUND_EXCEPTION, &error::INTERNAL_SERVER_ERROR],
        events: None,
    },
    Operation::refused("DescribeTableReplicaAutoScaling"),
    Operation {
        name: "DescribeTimeToLive",
        honoured: true,
        input: &DESCRIBE_TIME_TO_LIVE_INPUT,
        output: &DESCRIBE_TIME_TO_LIVE_OUTPUT,
        result_wrapper: "",
        errors: &[&error::RESOURCE_NOT_FOUND_EXCEPTION, &error::INTERNAL_SERVER_ERROR],
        events: None,
    },
    Operation::refused("DisableKinesisStreamingDestination"),
    Operation::refused("EnableKinesisStreamingDestination"),
    Operation::refused("ExecuteStatement"),
    Operation::refused("ExecuteTransaction"),
    Operation::refused("ExportTableToPointInTime"),
    Operation {
        name: "GetItem",
        honoured: true,
        input: &GET_ITEM_INPUT,
        output: &GET_ITEM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("GetResourcePolicy"),
    Operation::refused("ImportTable"),
    Operation::refused("ListBackups"),
    Operation::refused("ListBulkOperations"),
    Operation::refused("ListContributorInsights"),
    Operation::refused("ListExports"),
    Operation::refused("ListGlobalTables"),
    Operation::refused("ListImports"),
    Operation {
        name: "ListTables",
        honoured: true,
        input: &LIST_TABLES_INPUT,
        output: &LIST_TABLES_OUTPUT,
        result_wrapper: "",
        errors: &[&error::INTERNAL_SERVER_ERROR],
        events: None,
    },
    Operation {
        name: "ListTagsOfResource",
        honoured: true,
        input: &LIST_TAGS_OF_RESOURCE_INPUT,
        output: &LIST_TAGS_OF_RESOURCE_OUTPUT,
        result_wrapper: "",
        errors: &[&error::RESOURCE_NOT_FOUND_EXCEPTION, &error::INTERNAL_SERVER_ERROR],
        events: None,
    },
    Operation {
        name: "PutItem",
        honoured: true,
        input: &PUT_ITEM_INPUT,
        output: &PUT_ITEM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::CONDITIONAL_CHECK_FAILED_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED_EXCEPTION,
            &error::TRANSACTION_CONFLICT_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::REPLICATED_WRITE_CONFLICT_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("PutResourcePolicy"),
    Operation {
        name: "Query",
        honoured: true,
        input: &QUERY_INPUT,
        output: &QUERY_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("RestoreTableFromBackup"),
    Operation::refused("RestoreTableToPointInTime"),
    Operation {
        name: "Scan",
        honoured: true,
        input: &SCAN_INPUT,
        output: &SCAN_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("SearchVectors"),
    Operation::refused("StartBulkPutItems"),
    Operation {
        name: "TagResource",
        honoured: true,
        input: &TAG_RESOURCE_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
            &error::RESOURCE_IN_USE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "TransactGetItems",
        honoured: true,
        input: &TRANSACT_GET_ITEMS_INPUT,
        output: &TRANSACT_GET_ITEMS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::TRANSACTION_CANCELED_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "TransactWriteItems",
        honoured: true,
        input: &TRANSACT_WRITE_ITEMS_INPUT,
        output: &TRANSACT_WRITE_ITEMS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::TRANSACTION_CANCELED_EXCEPTION,
            &error::TRANSACTION_IN_PROGRESS_EXCEPTION,
            &error::IDEMPOTENT_PARAMETER_MISMATCH_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::THROTTLING_EXCEPTION,
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
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
            &error::RESOURCE_IN_USE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateContinuousBackups",
        honoured: true,
        input: &UPDATE_CONTINUOUS_BACKUPS_INPUT,
        output: &UPDATE_CONTINUOUS_BACKUPS_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::TABLE_NOT_FOUND_EXCEPTION,
            &error::CONTINUOUS_BACKUPS_UNAVAILABLE_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
        ],
        events: None,
    },
    Operation::refused("UpdateContributorInsights"),
    Operation::refused("UpdateGlobalTable"),
    Operation::refused("UpdateGlobalTableSettings"),
    Operation {
        name: "UpdateItem",
        honoured: true,
        input: &UPDATE_ITEM_INPUT,
        output: &UPDATE_ITEM_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::CONDITIONAL_CHECK_FAILED_EXCEPTION,
            &error::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED_EXCEPTION,
            &error::TRANSACTION_CONFLICT_EXCEPTION,
            &error::REQUEST_LIMIT_EXCEEDED,
            &error::INTERNAL_SERVER_ERROR,
            &error::REPLICATED_WRITE_CONFLICT_EXCEPTION,
            &error::THROTTLING_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UpdateKinesisStreamingDestination"),
    Operation {
        name: "UpdateTable",
        honoured: true,
        input: &UPDATE_TABLE_INPUT,
        output: &UPDATE_TABLE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
        ],
        events: None,
    },
    Operation::refused("UpdateTableReplicaAutoScaling"),
    Operation {
        name: "UpdateTimeToLive",
        honoured: true,
        input: &UPDATE_TIME_TO_LIVE_INPUT,
        output: &UPDATE_TIME_TO_LIVE_OUTPUT,
        result_wrapper: "",
        errors: &[
            &error::RESOURCE_IN_USE_EXCEPTION,
            &error::RESOURCE_NOT_FOUND_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INTERNAL_SERVER_ERROR,
        ],
        events: None,
    },
];

operation! {
    /// `BatchGetItem`.
    BatchGetItem(BatchGetItemInput) -> BatchGetItemOutput, OPERATIONS[1]
}

operation! {
    /// `BatchWriteItem`.
    BatchWriteItem(BatchWriteItemInput) -> BatchWriteItemOutput, OPERATIONS[2]
}

operation! {
    /// `CreateTable`.
    CreateTable(CreateTableInput) -> CreateTableOutput, OPERATIONS[6]
}

operation! {
    /// `DeleteItem`.
    DeleteItem(DeleteItemInput) -> DeleteItemOutput, OPERATIONS[8]
}

operation! {
    /// `DeleteTable`.
    DeleteTable(DeleteTableInput) -> DeleteTableOutput, OPERATIONS[10]
}

operation! {
    /// `DescribeContinuousBackups`.
    DescribeContinuousBackups(DescribeContinuousBackupsInput) -> DescribeContinuousBackupsOutput, OPERATIONS[13]
}

operation! {
    /// `DescribeEndpoints`.
    DescribeEndpoints(DescribeEndpointsInput) -> DescribeEndpointsOutput, OPERATIONS[15]
}

operation! {
    /// `DescribeLimits`.
    DescribeLimits(DescribeLimitsInput) -> DescribeLimitsOutput, OPERATIONS[21]
}

operation! {
    /// `DescribeTable`.
    DescribeTable(DescribeTableInput) -> DescribeTableOutput, OPERATIONS[22]
}

operation! {
    /// `DescribeTimeToLive`.
    DescribeTimeToLive(DescribeTimeToLiveInput) -> DescribeTimeToLiveOutput, OPERATIONS[24]
}

operation! {
    /// `GetItem`.
    GetItem(GetItemInput) -> GetItemOutput, OPERATIONS[30]
}

operation! {
    /// `ListTables`.
    ListTables(ListTablesInput) -> ListTablesOutput, OPERATIONS[39]
}

operation! {
    /// `ListTagsOfResource`.
    ListTagsOfResource(ListTagsOfResourceInput) -> ListTagsOfResourceOutput, OPERATIONS[40]
}

operation! {
    /// `PutItem`.
    PutItem(PutItemInput) -> PutItemOutput, OPERATIONS[41]
}

operation! {
    /// `Query`.
    Query(QueryInput) -> QueryOutput, OPERATIONS[43]
}

operation! {
    /// `Scan`.
    Scan(ScanInput) -> ScanOutput, OPERATIONS[46]
}

operation! {
    /// `TagResource`.
    TagResource(TagResourceInput) -> TagResourceOutput, OPERATIONS[49]
}

operation! {
    /// `TransactGetItems`.
    TransactGetItems(TransactGetItemsInput) -> TransactGetItemsOutput, OPERATIONS[50]
}

operation! {
    /// `TransactWriteItems`.
    TransactWriteItems(TransactWriteItemsInput) -> TransactWriteItemsOutput, OPERATIONS[51]
}

operation! {
    /// `UntagResource`.
    UntagResource(UntagResourceInput) -> UntagResourceOutput, OPERATIONS[52]
}

operation! {
    /// `UpdateContinuousBackups`.
    UpdateContinuousBackups(UpdateContinuousBackupsInput) -> UpdateContinuousBackupsOutput, OPERATIONS[53]
}

operation! {
    /// `UpdateItem`.
    UpdateItem(UpdateItemInput) -> UpdateItemOutput, OPERATIONS[57]
}

operation! {
    /// `UpdateTable`.
    UpdateTable(UpdateTableInput) -> UpdateTableOutput, OPERATIONS[59]
}

operation! {
    /// `UpdateTimeToLive`.
    UpdateTimeToLive(UpdateTimeToLiveInput) -> UpdateTimeToLiveOutput, OPERATIONS[61]
}

structure! {
    /// `ArchivalSummary`.
    pub struct ArchivalSummary {
        /// `ArchivalDateTime`.
        pub archival_date_time: Option<i64>,
        /// `ArchivalReason`.
        pub archival_reason: Option<String>,
        /// `ArchivalBackupArn`.
        pub archival_backup_arn: Option<String>,
    }
}

structure! {
    /// `AttributeDefinition`.
    pub struct AttributeDefinition {
        /// `AttributeName`.
        pub attribute_name: String,
        /// `AttributeType`.
        pub attribute_type: String,
    }
}

structure! {
    /// `AttributeValue`.
    pub struct AttributeValue {
        /// `S`.
        pub s: Option<String>,
        /// `N`.
        pub n: Option<String>,
        /// `B`.
        pub b: Option<Vec<u8>>,
        /// `SS`.
        pub ss: Option<Vec<String>>,
        /// `NS`.
        pub ns: Option<Vec<String>>,
        /// `BS`.
        pub bs: Option<Vec<Vec<u8>>>,
        /// `M`.
        pub m: Option<BTreeMap<String, AttributeValue>>,
        /// `L`.
        pub l: Option<Vec<AttributeValue>>,
        /// `NULL`.
        pub null: Option<bool>,
        /// `BOOL`.
        pub bool: Option<bool>,
    }
}

structure! {
    /// `AttributeValueUpdate`.
    pub struct AttributeValueUpdate {
        /// `Value`.
        pub value: Option<AttributeValue>,
        /// `Action`.
        pub action: Option<String>,
    }
}

structure! {
    /// `BatchGetItemInput`.
    pub struct BatchGetItemInput {
        /// `RequestItems`.
        pub request_items: BTreeMap<String, KeysAndAttributes>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
    }
}

structure! {
    /// `BatchGetItemOutput`.
    pub struct BatchGetItemOutput {
        /// `Responses`.
        pub responses: Option<BTreeMap<String, Vec<BTreeMap<String, AttributeValue>>>>,
        /// `UnprocessedKeys`.
        pub unprocessed_keys: Option<BTreeMap<String, KeysAndAttributes>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<Vec<ConsumedCapacity>>,
    }
}

structure! {
    /// `BatchWriteItemInput`.
    pub struct BatchWriteItemInput {
        /// `RequestItems`.
        pub request_items: BTreeMap<String, Vec<WriteRequest>>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ReturnItemCollectionMetrics`.
        pub return_item_collection_metrics: Option<String>,
    }
}

structure! {
    /// `BatchWriteItemOutput`.
    pub struct BatchWriteItemOutput {
        /// `UnprocessedItems`.
        pub unprocessed_items: Option<BTreeMap<String, Vec<WriteRequest>>>,
        /// `ItemCollectionMetrics`.
        pub item_collection_metrics: Option<BTreeMap<String, Vec<ItemCollectionMetrics>>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<Vec<ConsumedCapacity>>,
    }
}

structure! {
    /// `BillingModeSummary`.
    pub struct BillingModeSummary {
        /// `BillingMode`.
        pub billing_mode: Option<String>,
        /// `LastUpdateToPayPerRequestDateTime`.
        pub last_update_to_pay_per_request_date_time: Option<i64>,
    }
}

structure! {
    /// `CancellationReason`.
    pub struct CancellationReason {
        /// `Item`.
        pub item: Option<BTreeMap<String, AttributeValue>>,
        /// `Code`.
        pub code: Option<String>,
        /// `Message`.
        pub message: Option<String>,
    }
}

structure! {
    /// `Capacity`.
    pub struct Capacity {
        /// `ReadCapacityUnits`.
        pub read_capacity_units: Option<f64>,
        /// `WriteCapacityUnits`.
        pub write_capacity_units: Option<f64>,
        /// `CapacityUnits`.
        pub capacity_units: Option<f64>,
    }
}

structure! {
    /// `Condition`.
    pub struct Condition {
        /// `AttributeValueList`.
        pub attribute_value_list: Option<Vec<AttributeValue>>,
        /// `ComparisonOperator`.
        pub comparison_operator: String,
    }
}

structure! {
    /// `ConditionCheck`.
    pub struct ConditionCheck {
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `TableName`.
        pub table_name: String,
        /// `ConditionExpression`.
        pub condition_expression: String,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `ConsumedCapacity`.
    pub struct ConsumedCapacity {
        /// `TableName`.
        pub table_name: Option<String>,
        /// `CapacityUnits`.
        pub capacity_units: Option<f64>,
        /// `ReadCapacityUnits`.
        pub read_capacity_units: Option<f64>,
        /// `WriteCapacityUnits`.
        pub write_capacity_units: Option<f64>,
        /// `Table`.
        pub table: Option<Capacity>,
        /// `LocalSecondaryIndexes`.
        pub local_secondary_indexes: Option<BTreeMap<String, Capacity>>,
        /// `GlobalSecondaryIndexes`.
        pub global_secondary_indexes: Option<BTreeMap<String, Capacity>>,
        /// `VectorIndexes`.
        pub vector_indexes: Option<BTreeMap<String, VectorCapacity>>,
    }
}

structure! {
    /// `ContinuousBackupsDescription`.
    pub struct ContinuousBackupsDescription {
        /// `ContinuousBackupsStatus`.
        pub continuous_backups_status: String,
        /// `PointInTimeRecoveryDescription`.
        pub point_in_time_recovery_description: Option<PointInTimeRecoveryDescription>,
    }
}

structure! {
    /// `CreateGlobalSecondaryIndexAction`.
    pub struct CreateGlobalSecondaryIndexAction {
        /// `IndexName`.
        pub index_name: String,
        /// `KeySchema`.
        pub key_schema: Vec<KeySchemaElement>,
        /// `Projection`.
        pub projection: Projection,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughput>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughput>,
    }
}

structure! {
    /// `CreateGlobalTableWitnessGroupMemberAction`.
    pub struct CreateGlobalTableWitnessGroupMemberAction {
        /// `RegionName`.
        pub region_name: String,
    }
}

structure! {
    /// `CreateReplicationGroupMemberAction`.
    pub struct CreateReplicationGroupMemberAction {
        /// `RegionName`.
        pub region_name: String,
        /// `KMSMasterKeyId`.
        pub kms_master_key_id: Option<String>,
        /// `ProvisionedThroughputOverride`.
        pub provisioned_throughput_override: Option<ProvisionedThroughputOverride>,
        /// `OnDemandThroughputOverride`.
        pub on_demand_throughput_override: Option<OnDemandThroughputOverride>,
        /// `GlobalSecondaryIndexes`.
        pub global_secondary_indexes: Option<Vec<ReplicaGlobalSecondaryIndex>>,
        /// `TableClassOverride`.
        pub table_class_override: Option<String>,
    }
}

structure! {
    /// `CreateTableInput`.
    pub struct CreateTableInput {
        /// `AttributeDefinitions`.
        pub attribute_definitions: Option<Vec<AttributeDefinition>>,
        /// `TableName`.
        pub table_name: String,
        /// `KeySchema`.
        pub key_schema: Option<Vec<KeySchemaElement>>,
        /// `LocalSecondaryIndexes`.
        pub local_secondary_indexes: Option<Vec<LocalSecondaryIndex>>,
        /// `GlobalSecondaryIndexes`.
        pub global_secondary_indexes: Option<Vec<GlobalSecondaryIndex>>,
        /// `BillingMode`.
        pub billing_mode: Option<String>,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughput>,
        /// `StreamSpecification`.
        pub stream_specification: Option<StreamSpecification>,
        /// `SSESpecification`.
        pub sse_specification: Option<SSESpecification>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `TableClass`.
        pub table_class: Option<String>,
        /// `DeletionProtectionEnabled`.
        pub deletion_protection_enabled: Option<bool>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughput>,
        /// `ResourcePolicy`.
        pub resource_policy: Option<String>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `GlobalTableSourceArn`.
        pub global_table_source_arn: Option<String>,
        /// `GlobalTableSettingsReplicationMode`.
        pub global_table_settings_replication_mode: Option<String>,
        /// `VectorIndexes`.
        pub vector_indexes: Option<Vec<VectorIndex>>,
    }
}

structure! {
    /// `CreateTableOutput`.
    pub struct CreateTableOutput {
        /// `TableDescription`.
        pub table_description: Option<TableDescription>,
    }
}

structure! {
    /// `CreateVectorIndexAction`.
    pub struct CreateVectorIndexAction {
        /// `IndexName`.
        pub index_name: String,
        /// `VectorAttribute`.
        pub vector_attribute: VectorAttributeDefinition,
        /// `SearchSchema`.
        pub search_schema: Option<Vec<SearchSchemaElement>>,
        /// `Projection`.
        pub projection: Projection,
        /// `Dimensions`.
        pub dimensions: i64,
        /// `DistanceFunction`.
        pub distance_function: String,
    }
}

structure! {
    /// `Delete`.
    pub struct Delete {
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `TableName`.
        pub table_name: String,
        /// `ConditionExpression`.
        pub condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `DeleteGlobalSecondaryIndexAction`.
    pub struct DeleteGlobalSecondaryIndexAction {
        /// `IndexName`.
        pub index_name: String,
    }
}

structure! {
    /// `DeleteGlobalTableWitnessGroupMemberAction`.
    pub struct DeleteGlobalTableWitnessGroupMemberAction {
        /// `RegionName`.
        pub region_name: String,
    }
}

structure! {
    /// `DeleteItemInput`.
    pub struct DeleteItemInput {
        /// `TableName`.
        pub table_name: String,
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `Expected`.
        pub expected: Option<BTreeMap<String, ExpectedAttributeValue>>,
        /// `ConditionalOperator`.
        pub conditional_operator: Option<String>,
        /// `ReturnValues`.
        pub return_values: Option<String>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ReturnItemCollectionMetrics`.
        pub return_item_collection_metrics: Option<String>,
        /// `ConditionExpression`.
        pub condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `DeleteItemOutput`.
    pub struct DeleteItemOutput {
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<ConsumedCapacity>,
        /// `ItemCollectionMetrics`.
        pub item_collection_metrics: Option<ItemCollectionMetrics>,
    }
}

structure! {
    /// `DeleteReplicationGroupMemberAction`.
    pub struct DeleteReplicationGroupMemberAction {
        /// `RegionName`.
        pub region_name: String,
    }
}

structure! {
    /// `DeleteRequest`.
    pub struct DeleteRequest {
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
    }
}

structure! {
    /// `DeleteTableInput`.
    pub struct DeleteTableInput {
        /// `TableName`.
        pub table_name: String,
    }
}

structure! {
    /// `DeleteTableOutput`.
    pub struct DeleteTableOutput {
        /// `TableDescription`.
        pub table_description: Option<TableDescription>,
    }
}

structure! {
    /// `DeleteVectorIndexAction`.
    pub struct DeleteVectorIndexAction {
        /// `IndexName`.
        pub index_name: String,
    }
}

structure! {
    /// `DescribeContinuousBackupsInput`.
    pub struct DescribeContinuousBackupsInput {
        /// `TableName`.
        pub table_name: String,
    }
}

structure! {
    /// `DescribeContinuousBackupsOutput`.
    pub struct DescribeContinuousBackupsOutput {
        /// `ContinuousBackupsDescription`.
        pub continuous_backups_description: Option<ContinuousBackupsDescription>,
    }
}

structure! {
    /// `DescribeEndpointsRequest`.
    pub struct DescribeEndpointsInput {}
}

structure! {
    /// `DescribeEndpointsResponse`.
    pub struct DescribeEndpointsOutput {
        /// `Endpoints`.
        pub endpoints: Vec<Endpoint>,
    }
}

structure! {
    /// `DescribeLimitsInput`.
    pub struct DescribeLimitsInput {}
}

structure! {
    /// `DescribeLimitsOutput`.
    pub struct DescribeLimitsOutput {
        /// `AccountMaxReadCapacityUnits`.
        pub account_max_read_capacity_units: Option<i64>,
        /// `AccountMaxWriteCapacityUnits`.
        pub account_max_write_capacity_units: Option<i64>,
        /// `TableMaxReadCapacityUnits`.
        pub table_max_read_capacity_units: Option<i64>,
        /// `TableMaxWriteCapacityUnits`.
        pub table_max_write_capacity_units: Option<i64>,
    }
}

structure! {
    /// `DescribeTableInput`.
    pub struct DescribeTableInput {
        /// `TableName`.
        pub table_name: String,
    }
}

structure! {
    /// `DescribeTableOutput`.
    pub struct DescribeTableOutput {
        /// `Table`.
        pub table: Option<TableDescription>,
    }
}

structure! {
    /// `DescribeTimeToLiveInput`.
    pub struct DescribeTimeToLiveInput {
        /// `TableName`.
        pub table_name: String,
    }
}

structure! {
    /// `DescribeTimeToLiveOutput`.
    pub struct DescribeTimeToLiveOutput {
        /// `TimeToLiveDescription`.
        pub time_to_live_description: Option<TimeToLiveDescription>,
    }
}

structure! {
    /// `DisassociateReplicationGroupMemberAction`.
    pub struct DisassociateReplicationGroupMemberAction {
        /// `RegionName`.
        pub region_name: String,
        /// `DisassociationMode`.
        pub disassociation_mode: String,
    }
}

structure! {
    /// `Endpoint`.
    pub struct Endpoint {
        /// `Address`.
        pub address: String,
        /// `CachePeriodInMinutes`.
        pub cache_period_in_minutes: i64,
    }
}

structure! {
    /// `ExpectedAttributeValue`.
    pub struct ExpectedAttributeValue {
        /// `Value`.
        pub value: Option<AttributeValue>,
        /// `Exists`.
        pub exists: Option<bool>,
        /// `ComparisonOperator`.
        pub comparison_operator: Option<String>,
        /// `AttributeValueList`.
        pub attribute_value_list: Option<Vec<AttributeValue>>,
    }
}

structure! {
    /// `Get`.
    pub struct Get {
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `TableName`.
        pub table_name: String,
        /// `ProjectionExpression`.
        pub projection_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `GetItemInput`.
    pub struct GetItemInput {
        /// `TableName`.
        pub table_name: String,
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `AttributesToGet`.
        pub attributes_to_get: Option<Vec<String>>,
        /// `ConsistentRead`.
        pub consistent_read: Option<bool>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ProjectionExpression`.
        pub projection_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `GetItemOutput`.
    pub struct GetItemOutput {
        /// `Item`.
        pub item: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<ConsumedCapacity>,
    }
}

structure! {
    /// `GlobalSecondaryIndex`.
    pub struct GlobalSecondaryIndex {
        /// `IndexName`.
        pub index_name: String,
        /// `KeySchema`.
        pub key_schema: Vec<KeySchemaElement>,
        /// `Projection`.
        pub projection: Projection,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughput>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughput>,
    }
}

structure! {
    /// `GlobalSecondaryIndexDescription`.
    pub struct GlobalSecondaryIndexDescription {
        /// `IndexName`.
        pub index_name: Option<String>,
        /// `KeySchema`.
        pub key_schema: Option<Vec<KeySchemaElement>>,
        /// `Projection`.
        pub projection: Option<Projection>,
        /// `IndexStatus`.
        pub index_status: Option<String>,
        /// `Backfilling`.
        pub backfilling: Option<bool>,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughputDescription>,
        /// `IndexSizeBytes`.
        pub index_size_bytes: Option<i64>,
        /// `ItemCount`.
        pub item_count: Option<i64>,
        /// `IndexArn`.
        pub index_arn: Option<String>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<GlobalSecondaryIndexWarmThroughputDescription>,
    }
}

structure! {
    /// `GlobalSecondaryIndexUpdate`.
    pub struct GlobalSecondaryIndexUpdate {
        /// `Update`.
        pub update: Option<UpdateGlobalSecondaryIndexAction>,
        /// `Create`.
        pub create: Option<CreateGlobalSecondaryIndexAction>,
        /// `Delete`.
        pub delete: Option<DeleteGlobalSecondaryIndexAction>,
    }
}

structure! {
    /// `GlobalSecondaryIndexWarmThroughputDescription`.
    pub struct GlobalSecondaryIndexWarmThroughputDescription {
        /// `ReadUnitsPerSecond`.
        pub read_units_per_second: Option<i64>,
        /// `WriteUnitsPerSecond`.
        pub write_units_per_second: Option<i64>,
        /// `Status`.
        pub status: Option<String>,
    }
}

structure! {
    /// `GlobalTableWitnessDescription`.
    pub struct GlobalTableWitnessDescription {
        /// `RegionName`.
        pub region_name: Option<String>,
        /// `WitnessStatus`.
        pub witness_status: Option<String>,
    }
}

structure! {
    /// `GlobalTableWitnessGroupUpdate`.
    pub struct GlobalTableWitnessGroupUpdate {
        /// `Create`.
        pub create: Option<CreateGlobalTableWitnessGroupMemberAction>,
        /// `Delete`.
        pub delete: Option<DeleteGlobalTableWitnessGroupMemberAction>,
    }
}

structure! {
    /// `ItemCollectionMetrics`.
    pub struct ItemCollectionMetrics {
        /// `ItemCollectionKey`.
        pub item_collection_key: Option<BTreeMap<String, AttributeValue>>,
        /// `SizeEstimateRangeGB`.
        pub size_estimate_range_gb: Option<Vec<f64>>,
    }
}

structure! {
    /// `ItemResponse`.
    pub struct ItemResponse {
        /// `Item`.
        pub item: Option<BTreeMap<String, AttributeValue>>,
    }
}

structure! {
    /// `KeySchemaElement`.
    pub struct KeySchemaElement {
        /// `AttributeName`.
        pub attribute_name: String,
        /// `KeyType`.
        pub key_type: String,
    }
}

structure! {
    /// `KeysAndAttributes`.
    pub struct KeysAndAttributes {
        /// `Keys`.
        pub keys: Vec<BTreeMap<String, AttributeValue>>,
        /// `AttributesToGet`.
        pub attributes_to_get: Option<Vec<String>>,
        /// `ConsistentRead`.
        pub consistent_read: Option<bool>,
        /// `ProjectionExpression`.
        pub projection_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `ListTablesInput`.
    pub struct ListTablesInput {
        /// `ExclusiveStartTableName`.
        pub exclusive_start_table_name: Option<String>,
        /// `Limit`.
        pub limit: Option<i64>,
    }
}

structure! {
    /// `ListTablesOutput`.
    pub struct ListTablesOutput {
        /// `TableNames`.
        pub table_names: Option<Vec<String>>,
        /// `LastEvaluatedTableName`.
        pub last_evaluated_table_name: Option<String>,
    }
}

structure! {
    /// `ListTagsOfResourceInput`.
    pub struct ListTagsOfResourceInput {
        /// `ResourceArn`.
        pub resource_arn: String,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `ListTagsOfResourceOutput`.
    pub struct ListTagsOfResourceOutput {
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `NextToken`.
        pub next_token: Option<String>,
    }
}

structure! {
    /// `LocalSecondaryIndex`.
    pub struct LocalSecondaryIndex {
        /// `IndexName`.
        pub index_name: String,
        /// `KeySchema`.
        pub key_schema: Vec<KeySchemaElement>,
        /// `Projection`.
        pub projection: Projection,
    }
}

structure! {
    /// `LocalSecondaryIndexDescription`.
    pub struct LocalSecondaryIndexDescription {
        /// `IndexName`.
        pub index_name: Option<String>,
        /// `KeySchema`.
        pub key_schema: Option<Vec<KeySchemaElement>>,
        /// `Projection`.
        pub projection: Option<Projection>,
        /// `IndexSizeBytes`.
        pub index_size_bytes: Option<i64>,
        /// `ItemCount`.
        pub item_count: Option<i64>,
        /// `IndexArn`.
        pub index_arn: Option<String>,
    }
}

structure! {
    /// `OnDemandThroughput`.
    pub struct OnDemandThroughput {
        /// `MaxReadRequestUnits`.
        pub max_read_request_units: Option<i64>,
        /// `MaxWriteRequestUnits`.
        pub max_write_request_units: Option<i64>,
    }
}

structure! {
    /// `OnDemandThroughputOverride`.
    pub struct OnDemandThroughputOverride {
        /// `MaxReadRequestUnits`.
        pub max_read_request_units: Option<i64>,
    }
}

structure! {
    /// `PointInTimeRecoveryDescription`.
    pub struct PointInTimeRecoveryDescription {
        /// `PointInTimeRecoveryStatus`.
        pub point_in_time_recovery_status: Option<String>,
        /// `RecoveryPeriodInDays`.
        pub recovery_period_in_days: Option<i64>,
        /// `EarliestRestorableDateTime`.
        pub earliest_restorable_date_time: Option<i64>,
        /// `LatestRestorableDateTime`.
        pub latest_restorable_date_time: Option<i64>,
    }
}

structure! {
    /// `PointInTimeRecoverySpecification`.
    pub struct PointInTimeRecoverySpecification {
        /// `PointInTimeRecoveryEnabled`.
        pub point_in_time_recovery_enabled: bool,
        /// `RecoveryPeriodInDays`.
        pub recovery_period_in_days: Option<i64>,
    }
}

structure! {
    /// `Projection`.
    pub struct Projection {
        /// `ProjectionType`.
        pub projection_type: Option<String>,
        /// `NonKeyAttributes`.
        pub non_key_attributes: Option<Vec<String>>,
    }
}

structure! {
    /// `ProvisionedThroughput`.
    pub struct ProvisionedThroughput {
        /// `ReadCapacityUnits`.
        pub read_capacity_units: i64,
        /// `WriteCapacityUnits`.
        pub write_capacity_units: i64,
    }
}

structure! {
    /// `ProvisionedThroughputDescription`.
    pub struct ProvisionedThroughputDescription {
        /// `LastIncreaseDateTime`.
        pub last_increase_date_time: Option<i64>,
        /// `LastDecreaseDateTime`.
        pub last_decrease_date_time: Option<i64>,
        /// `NumberOfDecreasesToday`.
        pub number_of_decreases_today: Option<i64>,
        /// `ReadCapacityUnits`.
        pub read_capacity_units: Option<i64>,
        /// `WriteCapacityUnits`.
        pub write_capacity_units: Option<i64>,
    }
}

structure! {
    /// `ProvisionedThroughputOverride`.
    pub struct ProvisionedThroughputOverride {
        /// `ReadCapacityUnits`.
        pub read_capacity_units: Option<i64>,
    }
}

structure! {
    /// `Put`.
    pub struct Put {
        /// `Item`.
        pub item: BTreeMap<String, AttributeValue>,
        /// `TableName`.
        pub table_name: String,
        /// `ConditionExpression`.
        pub condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `PutItemInput`.
    pub struct PutItemInput {
        /// `TableName`.
        pub table_name: String,
        /// `Item`.
        pub item: BTreeMap<String, AttributeValue>,
        /// `Expected`.
        pub expected: Option<BTreeMap<String, ExpectedAttributeValue>>,
        /// `ReturnValues`.
        pub return_values: Option<String>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ReturnItemCollectionMetrics`.
        pub return_item_collection_metrics: Option<String>,
        /// `ConditionalOperator`.
        pub conditional_operator: Option<String>,
        /// `ConditionExpression`.
        pub condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `PutItemOutput`.
    pub struct PutItemOutput {
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<ConsumedCapacity>,
        /// `ItemCollectionMetrics`.
        pub item_collection_metrics: Option<ItemCollectionMetrics>,
    }
}

structure! {
    /// `PutRequest`.
    pub struct PutRequest {
        /// `Item`.
        pub item: BTreeMap<String, AttributeValue>,
    }
}

structure! {
    /// `QueryInput`.
    pub struct QueryInput {
        /// `TableName`.
        pub table_name: String,
        /// `IndexName`.
        pub index_name: Option<String>,
        /// `Select`.
        pub select: Option<String>,
        /// `AttributesToGet`.
        pub attributes_to_get: Option<Vec<String>>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `ConsistentRead`.
        pub consistent_read: Option<bool>,
        /// `KeyConditions`.
        pub key_conditions: Option<BTreeMap<String, Condition>>,
        /// `QueryFilter`.
        pub query_filter: Option<BTreeMap<String, Condition>>,
        /// `ConditionalOperator`.
        pub conditional_operator: Option<String>,
        /// `ScanIndexForward`.
        pub scan_index_forward: Option<bool>,
        /// `ExclusiveStartKey`.
        pub exclusive_start_key: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ProjectionExpression`.
        pub projection_expression: Option<String>,
        /// `FilterExpression`.
        pub filter_expression: Option<String>,
        /// `KeyConditionExpression`.
        pub key_condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
    }
}

structure! {
    /// `QueryOutput`.
    pub struct QueryOutput {
        /// `Items`.
        pub items: Option<Vec<BTreeMap<String, AttributeValue>>>,
        /// `Count`.
        pub count: Option<i64>,
        /// `ScannedCount`.
        pub scanned_count: Option<i64>,
        /// `LastEvaluatedKey`.
        pub last_evaluated_key: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<ConsumedCapacity>,
    }
}

structure! {
    /// `ReplicaDescription`.
    pub struct ReplicaDescription {
        /// `RegionName`.
        pub region_name: Option<String>,
        /// `ReplicaStatus`.
        pub replica_status: Option<String>,
        /// `ReplicaArn`.
        pub replica_arn: Option<String>,
        /// `ReplicaStatusDescription`.
        pub replica_status_description: Option<String>,
        /// `ReplicaStatusPercentProgress`.
        pub replica_status_percent_progress: Option<String>,
        /// `KMSMasterKeyId`.
        pub kms_master_key_id: Option<String>,
        /// `ProvisionedThroughputOverride`.
        pub provisioned_throughput_override: Option<ProvisionedThroughputOverride>,
        /// `OnDemandThroughputOverride`.
        pub on_demand_throughput_override: Option<OnDemandThroughputOverride>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<TableWarmThroughputDescription>,
        /// `GlobalSecondaryIndexes`.
        pub global_secondary_indexes: Option<Vec<ReplicaGlobalSecondaryIndexDescription>>,
        /// `ReplicaInaccessibleDateTime`.
        pub replica_inaccessible_date_time: Option<i64>,
        /// `ReplicaTableClassSummary`.
        pub replica_table_class_summary: Option<TableClassSummary>,
        /// `GlobalTableSettingsReplicationMode`.
        pub global_table_settings_replication_mode: Option<String>,
    }
}

structure! {
    /// `ReplicaGlobalSecondaryIndex`.
    pub struct ReplicaGlobalSecondaryIndex {
        /// `IndexName`.
        pub index_name: String,
        /// `ProvisionedThroughputOverride`.
        pub provisioned_throughput_override: Option<ProvisionedThroughputOverride>,
        /// `OnDemandThroughputOverride`.
        pub on_demand_throughput_override: Option<OnDemandThroughputOverride>,
    }
}

structure! {
    /// `ReplicaGlobalSecondaryIndexDescription`.
    pub struct ReplicaGlobalSecondaryIndexDescription {
        /// `IndexName`.
        pub index_name: Option<String>,
        /// `ProvisionedThroughputOverride`.
        pub provisioned_throughput_override: Option<ProvisionedThroughputOverride>,
        /// `OnDemandThroughputOverride`.
        pub on_demand_throughput_override: Option<OnDemandThroughputOverride>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<GlobalSecondaryIndexWarmThroughputDescription>,
    }
}

structure! {
    /// `ReplicationGroupUpdate`.
    pub struct ReplicationGroupUpdate {
        /// `Create`.
        pub create: Option<CreateReplicationGroupMemberAction>,
        /// `Update`.
        pub update: Option<UpdateReplicationGroupMemberAction>,
        /// `Delete`.
        pub delete: Option<DeleteReplicationGroupMemberAction>,
        /// `Disassociate`.
        pub disassociate: Option<DisassociateReplicationGroupMemberAction>,
    }
}

structure! {
    /// `RestoreSummary`.
    pub struct RestoreSummary {
        /// `SourceBackupArn`.
        pub source_backup_arn: Option<String>,
        /// `SourceTableArn`.
        pub source_table_arn: Option<String>,
        /// `RestoreDateTime`.
        pub restore_date_time: i64,
        /// `RestoreInProgress`.
        pub restore_in_progress: bool,
    }
}

structure! {
    /// `SSEDescription`.
    pub struct SSEDescription {
        /// `Status`.
        pub status: Option<String>,
        /// `SSEType`.
        pub sse_type: Option<String>,
        /// `KMSMasterKeyArn`.
        pub kms_master_key_arn: Option<String>,
        /// `InaccessibleEncryptionDateTime`.
        pub inaccessible_encryption_date_time: Option<i64>,
    }
}

structure! {
    /// `SSESpecification`.
    pub struct SSESpecification {
        /// `Enabled`.
        pub enabled: Option<bool>,
        /// `SSEType`.
        pub sse_type: Option<String>,
        /// `KMSMasterKeyId`.
        pub kms_master_key_id: Option<String>,
    }
}

structure! {
    /// `ScanInput`.
    pub struct ScanInput {
        /// `TableName`.
        pub table_name: String,
        /// `IndexName`.
        pub index_name: Option<String>,
        /// `AttributesToGet`.
        pub attributes_to_get: Option<Vec<String>>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Select`.
        pub select: Option<String>,
        /// `ScanFilter`.
        pub scan_filter: Option<BTreeMap<String, Condition>>,
        /// `ConditionalOperator`.
        pub conditional_operator: Option<String>,
        /// `ExclusiveStartKey`.
        pub exclusive_start_key: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `TotalSegments`.
        pub total_segments: Option<i64>,
        /// `Segment`.
        pub segment: Option<i64>,
        /// `ProjectionExpression`.
        pub projection_expression: Option<String>,
        /// `FilterExpression`.
        pub filter_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsistentRead`.
        pub consistent_read: Option<bool>,
    }
}

structure! {
    /// `ScanOutput`.
    pub struct ScanOutput {
        /// `Items`.
        pub items: Option<Vec<BTreeMap<String, AttributeValue>>>,
        /// `Count`.
        pub count: Option<i64>,
        /// `ScannedCount`.
        pub scanned_count: Option<i64>,
        /// `LastEvaluatedKey`.
        pub last_evaluated_key: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<ConsumedCapacity>,
    }
}

structure! {
    /// `SearchSchemaElement`.
    pub struct SearchSchemaElement {
        /// `AttributeName`.
        pub attribute_name: String,
        /// `SearchSchemaElementType`.
        pub search_schema_element_type: String,
    }
}

structure! {
    /// `StreamSpecification`.
    pub struct StreamSpecification {
        /// `StreamEnabled`.
        pub stream_enabled: bool,
        /// `StreamViewType`.
        pub stream_view_type: Option<String>,
    }
}

structure! {
    /// `TableClassSummary`.
    pub struct TableClassSummary {
        /// `TableClass`.
        pub table_class: Option<String>,
        /// `LastUpdateDateTime`.
        pub last_update_date_time: Option<i64>,
    }
}

structure! {
    /// `TableDescription`.
    pub struct TableDescription {
        /// `AttributeDefinitions`.
        pub attribute_definitions: Option<Vec<AttributeDefinition>>,
        /// `TableName`.
        pub table_name: Option<String>,
        /// `KeySchema`.
        pub key_schema: Option<Vec<KeySchemaElement>>,
        /// `TableStatus`.
        pub table_status: Option<String>,
        /// `CreationDateTime`.
        pub creation_date_time: Option<i64>,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughputDescription>,
        /// `TableSizeBytes`.
        pub table_size_bytes: Option<i64>,
        /// `ItemCount`.
        pub item_count: Option<i64>,
        /// `TableArn`.
        pub table_arn: Option<String>,
        /// `TableId`.
        pub table_id: Option<String>,
        /// `BillingModeSummary`.
        pub billing_mode_summary: Option<BillingModeSummary>,
        /// `LocalSecondaryIndexes`.
        pub local_secondary_indexes: Option<Vec<LocalSecondaryIndexDescription>>,
        /// `GlobalSecondaryIndexes`.
        pub global_secondary_indexes: Option<Vec<GlobalSecondaryIndexDescription>>,
        /// `StreamSpecification`.
        pub stream_specification: Option<StreamSpecification>,
        /// `LatestStreamLabel`.
        pub latest_stream_label: Option<String>,
        /// `LatestStreamArn`.
        pub latest_stream_arn: Option<String>,
        /// `GlobalTableVersion`.
        pub global_table_version: Option<String>,
        /// `Replicas`.
        pub replicas: Option<Vec<ReplicaDescription>>,
        /// `GlobalTableWitnesses`.
        pub global_table_witnesses: Option<Vec<GlobalTableWitnessDescription>>,
        /// `GlobalTableSettingsReplicationMode`.
        pub global_table_settings_replication_mode: Option<String>,
        /// `RestoreSummary`.
        pub restore_summary: Option<RestoreSummary>,
        /// `SSEDescription`.
        pub sse_description: Option<SSEDescription>,
        /// `ArchivalSummary`.
        pub archival_summary: Option<ArchivalSummary>,
        /// `TableClassSummary`.
        pub table_class_summary: Option<TableClassSummary>,
        /// `DeletionProtectionEnabled`.
        pub deletion_protection_enabled: Option<bool>,
        /// `DisassociationProtectionEnabled`.
        pub disassociation_protection_enabled: Option<bool>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<TableWarmThroughputDescription>,
        /// `MultiRegionConsistency`.
        pub multi_region_consistency: Option<String>,
        /// `VectorIndexes`.
        pub vector_indexes: Option<Vec<VectorIndexDescription>>,
    }
}

structure! {
    /// `TableWarmThroughputDescription`.
    pub struct TableWarmThroughputDescription {
        /// `ReadUnitsPerSecond`.
        pub read_units_per_second: Option<i64>,
        /// `WriteUnitsPerSecond`.
        pub write_units_per_second: Option<i64>,
        /// `Status`.
        pub status: Option<String>,
    }
}

structure! {
    /// `Tag`.
    pub struct Tag {
        /// `Key`.
        pub key: String,
        /// `Value`.
        pub value: String,
    }
}

structure! {
    /// `TagResourceInput`.
    pub struct TagResourceInput {
        /// `ResourceArn`.
        pub resource_arn: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagResourceOutput`.
    pub struct TagResourceOutput {}
}

structure! {
    /// `TimeToLiveDescription`.
    pub struct TimeToLiveDescription {
        /// `TimeToLiveStatus`.
        pub time_to_live_status: Option<String>,
        /// `AttributeName`.
        pub attribute_name: Option<String>,
    }
}

structure! {
    /// `TimeToLiveSpecification`.
    pub struct TimeToLiveSpecification {
        /// `Enabled`.
        pub enabled: bool,
        /// `AttributeName`.
        pub attribute_name: String,
    }
}

structure! {
    /// `TransactGetItem`.
    pub struct TransactGetItem {
        /// `Get`.
        pub get: Get,
    }
}

structure! {
    /// `TransactGetItemsInput`.
    pub struct TransactGetItemsInput {
        /// `TransactItems`.
        pub transact_items: Vec<TransactGetItem>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
    }
}

structure! {
    /// `TransactGetItemsOutput`.
    pub struct TransactGetItemsOutput {
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<Vec<ConsumedCapacity>>,
        /// `Responses`.
        pub responses: Option<Vec<ItemResponse>>,
    }
}

structure! {
    /// `TransactWriteItem`.
    pub struct TransactWriteItem {
        /// `ConditionCheck`.
        pub condition_check: Option<ConditionCheck>,
        /// `Put`.
        pub put: Option<Put>,
        /// `Delete`.
        pub delete: Option<Delete>,
        /// `Update`.
        pub update: Option<Update>,
    }
}

structure! {
    /// `TransactWriteItemsInput`.
    pub struct TransactWriteItemsInput {
        /// `TransactItems`.
        pub transact_items: Vec<TransactWriteItem>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ReturnItemCollectionMetrics`.
        pub return_item_collection_metrics: Option<String>,
        /// `ClientRequestToken`.
        pub client_request_token: Option<String>,
    }
}

structure! {
    /// `TransactWriteItemsOutput`.
    pub struct TransactWriteItemsOutput {
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<Vec<ConsumedCapacity>>,
        /// `ItemCollectionMetrics`.
        pub item_collection_metrics: Option<BTreeMap<String, Vec<ItemCollectionMetrics>>>,
    }
}

structure! {
    /// `UntagResourceInput`.
    pub struct UntagResourceInput {
        /// `ResourceArn`.
        pub resource_arn: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagResourceOutput`.
    pub struct UntagResourceOutput {}
}

structure! {
    /// `Update`.
    pub struct Update {
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `UpdateExpression`.
        pub update_expression: String,
        /// `TableName`.
        pub table_name: String,
        /// `ConditionExpression`.
        pub condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `UpdateContinuousBackupsInput`.
    pub struct UpdateContinuousBackupsInput {
        /// `TableName`.
        pub table_name: String,
        /// `PointInTimeRecoverySpecification`.
        pub point_in_time_recovery_specification: PointInTimeRecoverySpecification,
    }
}

structure! {
    /// `UpdateContinuousBackupsOutput`.
    pub struct UpdateContinuousBackupsOutput {
        /// `ContinuousBackupsDescription`.
        pub continuous_backups_description: Option<ContinuousBackupsDescription>,
    }
}

structure! {
    /// `UpdateGlobalSecondaryIndexAction`.
    pub struct UpdateGlobalSecondaryIndexAction {
        /// `IndexName`.
        pub index_name: String,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughput>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughput>,
    }
}

structure! {
    /// `UpdateItemInput`.
    pub struct UpdateItemInput {
        /// `TableName`.
        pub table_name: String,
        /// `Key`.
        pub key: BTreeMap<String, AttributeValue>,
        /// `AttributeUpdates`.
        pub attribute_updates: Option<BTreeMap<String, AttributeValueUpdate>>,
        /// `Expected`.
        pub expected: Option<BTreeMap<String, ExpectedAttributeValue>>,
        /// `ConditionalOperator`.
        pub conditional_operator: Option<String>,
        /// `ReturnValues`.
        pub return_values: Option<String>,
        /// `ReturnConsumedCapacity`.
        pub return_consumed_capacity: Option<String>,
        /// `ReturnItemCollectionMetrics`.
        pub return_item_collection_metrics: Option<String>,
        /// `UpdateExpression`.
        pub update_expression: Option<String>,
        /// `ConditionExpression`.
        pub condition_expression: Option<String>,
        /// `ExpressionAttributeNames`.
        pub expression_attribute_names: Option<BTreeMap<String, String>>,
        /// `ExpressionAttributeValues`.
        pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
        /// `ReturnValuesOnConditionCheckFailure`.
        pub return_values_on_condition_check_failure: Option<String>,
    }
}

structure! {
    /// `UpdateItemOutput`.
    pub struct UpdateItemOutput {
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, AttributeValue>>,
        /// `ConsumedCapacity`.
        pub consumed_capacity: Option<ConsumedCapacity>,
        /// `ItemCollectionMetrics`.
        pub item_collection_metrics: Option<ItemCollectionMetrics>,
    }
}

structure! {
    /// `UpdateReplicationGroupMemberAction`.
    pub struct UpdateReplicationGroupMemberAction {
        /// `RegionName`.
        pub region_name: String,
        /// `KMSMasterKeyId`.
        pub kms_master_key_id: Option<String>,
        /// `ProvisionedThroughputOverride`.
        pub provisioned_throughput_override: Option<ProvisionedThroughputOverride>,
        /// `OnDemandThroughputOverride`.
        pub on_demand_throughput_override: Option<OnDemandThroughputOverride>,
        /// `GlobalSecondaryIndexes`.
        pub global_secondary_indexes: Option<Vec<ReplicaGlobalSecondaryIndex>>,
        /// `TableClassOverride`.
        pub table_class_override: Option<String>,
    }
}

structure! {
    /// `UpdateTableInput`.
    pub struct UpdateTableInput {
        /// `AttributeDefinitions`.
        pub attribute_definitions: Option<Vec<AttributeDefinition>>,
        /// `TableName`.
        pub table_name: String,
        /// `BillingMode`.
        pub billing_mode: Option<String>,
        /// `ProvisionedThroughput`.
        pub provisioned_throughput: Option<ProvisionedThroughput>,
        /// `GlobalSecondaryIndexUpdates`.
        pub global_secondary_index_updates: Option<Vec<GlobalSecondaryIndexUpdate>>,
        /// `StreamSpecification`.
        pub stream_specification: Option<StreamSpecification>,
        /// `SSESpecification`.
        pub sse_specification: Option<SSESpecification>,
        /// `ReplicaUpdates`.
        pub replica_updates: Option<Vec<ReplicationGroupUpdate>>,
        /// `TableClass`.
        pub table_class: Option<String>,
        /// `DeletionProtectionEnabled`.
        pub deletion_protection_enabled: Option<bool>,
        /// `MultiRegionConsistency`.
        pub multi_region_consistency: Option<String>,
        /// `GlobalTableWitnessUpdates`.
        pub global_table_witness_updates: Option<Vec<GlobalTableWitnessGroupUpdate>>,
        /// `OnDemandThroughput`.
        pub on_demand_throughput: Option<OnDemandThroughput>,
        /// `WarmThroughput`.
        pub warm_throughput: Option<WarmThroughput>,
        /// `GlobalTableSettingsReplicationMode`.
        pub global_table_settings_replication_mode: Option<String>,
        /// `DisassociationProtectionEnabled`.
        pub disassociation_protection_enabled: Option<bool>,
        /// `VectorIndexUpdates`.
        pub vector_index_updates: Option<Vec<VectorIndexUpdate>>,
    }
}

structure! {
    /// `UpdateTableOutput`.
    pub struct UpdateTableOutput {
        /// `TableDescription`.
        pub table_description: Option<TableDescription>,
    }
}

structure! {
    /// `UpdateTimeToLiveInput`.
    pub struct UpdateTimeToLiveInput {
        /// `TableName`.
        pub table_name: String,
        /// `TimeToLiveSpecification`.
        pub time_to_live_specification: TimeToLiveSpecification,
    }
}

structure! {
    /// `UpdateTimeToLiveOutput`.
    pub struct UpdateTimeToLiveOutput {
        /// `TimeToLiveSpecification`.
        pub time_to_live_specification: Option<TimeToLiveSpecification>,
    }
}

structure! {
    /// `VectorAttributeDefinition`.
    pub struct VectorAttributeDefinition {
        /// `AttributeName`.
        pub attribute_name: String,
    }
}

structure! {
    /// `VectorCapacity`.
    pub struct VectorCapacity {
        /// `VectorSearchRequestBytes`.
        pub vector_search_request_bytes: Option<f64>,
        /// `VectorWriteRequestBytes`.
        pub vector_write_request_bytes: Option<f64>,
    }
}

structure! {
    /// `VectorIndex`.
    pub struct VectorIndex {
        /// `IndexName`.
        pub index_name: String,
        /// `VectorAttribute`.
        pub vector_attribute: VectorAttributeDefinition,
        /// `SearchSchema`.
        pub search_schema: Option<Vec<SearchSchemaElement>>,
        /// `Projection`.
        pub projection: Projection,
        /// `Dimensions`.
        pub dimensions: i64,
        /// `DistanceFunction`.
        pub distance_function: String,
    }
}

structure! {
    /// `VectorIndexDescription`.
    pub struct VectorIndexDescription {
        /// `IndexName`.
        pub index_name: Option<String>,
        /// `SearchSchema`.
        pub search_schema: Option<Vec<SearchSchemaElement>>,
        /// `Projection`.
        pub projection: Option<Projection>,
        /// `VectorAttribute`.
        pub vector_attribute: Option<VectorAttributeDefinition>,
        /// `Dimensions`.
        pub dimensions: Option<i64>,
        /// `DistanceFunction`.
        pub distance_function: Option<String>,
        /// `IndexStatus`.
        pub index_status: Option<String>,
        /// `Backfilling`.
        pub backfilling: Option<bool>,
        /// `IndexSizeBytes`.
        pub index_size_bytes: Option<i64>,
        /// `ItemCount`.
        pub item_count: Option<i64>,
        /// `IndexArn`.
        pub index_arn: Option<String>,
    }
}

structure! {
    /// `VectorIndexUpdate`.
    pub struct VectorIndexUpdate {
        /// `Create`.
        pub create: Option<CreateVectorIndexAction>,
        /// `Delete`.
        pub delete: Option<DeleteVectorIndexAction>,
    }
}

structure! {
    /// `WarmThroughput`.
    pub struct WarmThroughput {
        /// `ReadUnitsPerSecond`.
        pub read_units_per_second: Option<i64>,
        /// `WriteUnitsPerSecond`.
        pub write_units_per_second: Option<i64>,
    }
}

structure! {
    /// `WriteRequest`.
    pub struct WriteRequest {
        /// `PutRequest`.
        pub put_request: Option<PutRequest>,
        /// `DeleteRequest`.
        pub delete_request: Option<DeleteRequest>,
    }
}

structure! {
    /// What `ConditionalCheckFailedException` says beside its message.
    pub struct ConditionalCheckFailedExceptionDetail {
        /// `Item`.
        pub item: Option<BTreeMap<String, AttributeValue>>,
    }
}

/// Members of `ConditionalCheckFailedException` beside its message.
pub static CONDITIONAL_CHECK_FAILED_EXCEPTION_DETAIL: Shape = Shape {
    name: "ConditionalCheckFailedException",
    kind: Kind::Structure(&[Member::new("Item", &ATTRIBUTE_MAP)]),
};

structure! {
    /// What `TransactionCanceledException` says beside its message.
    pub struct TransactionCanceledExceptionDetail {
        /// `CancellationReasons`.
        pub cancellation_reasons: Option<Vec<CancellationReason>>,
    }
}

/// Members of `TransactionCanceledException` beside its message.
pub static TRANSACTION_CANCELED_EXCEPTION_DETAIL: Shape = Shape {
    name: "TransactionCanceledException",
    kind: Kind::Structure(&[Member::new("CancellationReasons", &CANCELLATION_REASON_LIST)]),
};

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `ConditionalCheckFailedException`.
    pub static CONDITIONAL_CHECK_FAILED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ConditionalCheckFailedException",
        query_code: "ConditionalCheckFailedException",
        status: 400,
        sender: true,
    };

    /// `ContinuousBackupsUnavailableException`.
    pub static CONTINUOUS_BACKUPS_UNAVAILABLE_EXCEPTION: ErrorShape = ErrorShape {
        name: "ContinuousBackupsUnavailableException",
        query_code: "ContinuousBackupsUnavailableException",
        status: 400,
        sender: true,
    };

    /// `IdempotentParameterMismatchException`.
    pub static IDEMPOTENT_PARAMETER_MISMATCH_EXCEPTION: ErrorShape = ErrorShape {
        name: "IdempotentParameterMismatchException",
        query_code: "IdempotentParameterMismatchException",
        status: 400,
        sender: true,
    };

    /// `InternalServerError`.
    pub static INTERNAL_SERVER_ERROR: ErrorShape = ErrorShape {
        name: "InternalServerError",
        query_code: "InternalServerError",
        status: 500,
        sender: false,
    };

    /// `ItemCollectionSizeLimitExceededException`.
    pub static ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ItemCollectionSizeLimitExceededException",
        query_code: "ItemCollectionSizeLimitExceededException",
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

    /// `ReplicatedWriteConflictException`.
    pub static REPLICATED_WRITE_CONFLICT_EXCEPTION: ErrorShape = ErrorShape {
        name: "ReplicatedWriteConflictException",
        query_code: "ReplicatedWriteConflictException",
        status: 400,
        sender: true,
    };

    /// `RequestLimitExceeded`.
    pub static REQUEST_LIMIT_EXCEEDED: ErrorShape = ErrorShape {
        name: "RequestLimitExceeded",
        query_code: "RequestLimitExceeded",
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

    /// `TableNotFoundException`.
    pub static TABLE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "TableNotFoundException",
        query_code: "TableNotFoundException",
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

    /// `TransactionCanceledException`.
    pub static TRANSACTION_CANCELED_EXCEPTION: ErrorShape = ErrorShape {
        name: "TransactionCanceledException",
        query_code: "TransactionCanceledException",
        status: 400,
        sender: true,
    };

    /// `TransactionConflictException`.
    pub static TRANSACTION_CONFLICT_EXCEPTION: ErrorShape = ErrorShape {
        name: "TransactionConflictException",
        query_code: "TransactionConflictException",
        status: 400,
        sender: true,
    };

    /// `TransactionInProgressException`.
    pub static TRANSACTION_IN_PROGRESS_EXCEPTION: ErrorShape = ErrorShape {
        name: "TransactionInProgressException",
        query_code: "TransactionInProgressException",
        status: 400,
        sender: true,
    };
}

static ARCHIVAL_REASON: Shape =
    Shape { name: "ArchivalReason", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static ARCHIVAL_SUMMARY: Shape = Shape {
    name: "ArchivalSummary",
    kind: Kind::Structure(&[
        Member::new("ArchivalDateTime", &DATE),
        Member::new("ArchivalReason", &ARCHIVAL_REASON),
        Member::new("ArchivalBackupArn", &BACKUP_ARN),
    ]),
};

static ATTRIBUTE_ACTION: Shape = Shape {
    name: "AttributeAction",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ADD", "PUT", "DELETE"] },
};

static ATTRIBUTE_DEFINITION: Shape = Shape {
    name: "AttributeDefinition",
    kind: Kind::Structure(&[
        Member::new("AttributeName", &KEY_SCHEMA_ATTRIBUTE_NAME).required(),
        Member::new("AttributeType", &SCALAR_ATTRIBUTE_TYPE).required(),
    ]),
};

static ATTRIBUTE_DEFINITIONS: Shape = Shape {
    name: "AttributeDefinitions",
    kind: Kind::List {
        member: &ATTRIBUTE_DEFINITION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ATTRIBUTE_MAP: Shape = Shape {
    name: "AttributeMap",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static ATTRIBUTE_NAME: Shape = Shape {
    name: "AttributeName",
    kind: Kind::String { length: Range::at_most(65535), pattern: None, values: &[] },
};

static ATTRIBUTE_NAME_LIST: Shape = Shape {
    name: "AttributeNameList",
    kind: Kind::List {
        member: &ATTRIBUTE_NAME,
        member_name: "member",
        flattened: false,
        length: Range::at_least(1),
    },
};

static ATTRIBUTE_UPDATES: Shape = Shape {
    name: "AttributeUpdates",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &ATTRIBUTE_VALUE_UPDATE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static ATTRIBUTE_VALUE: Shape = Shape {
    name: "AttributeValue",
    kind: Kind::Structure(&[
        Member::new("S", &STRING_ATTRIBUTE_VALUE),
        Member::new("N", &NUMBER_ATTRIBUTE_VALUE),
        Member::new("B", &BINARY_ATTRIBUTE_VALUE),
        Member::new("SS", &STRING_SET_ATTRIBUTE_VALUE),
        Member::new("NS", &NUMBER_SET_ATTRIBUTE_VALUE),
        Member::new("BS", &BINARY_SET_ATTRIBUTE_VALUE),
        Member::new("M", &MAP_ATTRIBUTE_VALUE),
        Member::new("L", &LIST_ATTRIBUTE_VALUE),
        Member::new("NULL", &NULL_ATTRIBUTE_VALUE),
        Member::new("BOOL", &BOOLEAN_ATTRIBUTE_VALUE),
    ]),
};

static ATTRIBUTE_VALUE_LIST: Shape = Shape {
    name: "AttributeValueList",
    kind: Kind::List {
        member: &ATTRIBUTE_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ATTRIBUTE_VALUE_UPDATE: Shape = Shape {
    name: "AttributeValueUpdate",
    kind: Kind::Structure(&[
        Member::new("Value", &ATTRIBUTE_VALUE),
        Member::new("Action", &ATTRIBUTE_ACTION),
    ]),
};

static BACKFILLING: Shape = Shape { name: "Backfilling", kind: Kind::Boolean };

static BACKUP_ARN: Shape = Shape {
    name: "BackupArn",
    kind: Kind::String { length: Range::of(37, 1024), pattern: None, values: &[] },
};

static BATCH_GET_ITEM_INPUT: Shape = Shape {
    name: "BatchGetItemInput",
    kind: Kind::Structure(&[
        Member::new("RequestItems", &BATCH_GET_REQUEST_MAP).required(),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
    ]),
};

static BATCH_GET_ITEM_OUTPUT: Shape = Shape {
    name: "BatchGetItemOutput",
    kind: Kind::Structure(&[
        Member::new("Responses", &BATCH_GET_RESPONSE_MAP),
        Member::new("UnprocessedKeys", &BATCH_GET_REQUEST_MAP),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY_MULTIPLE),
    ]),
};

static BATCH_GET_REQUEST_MAP: Shape = Shape {
    name: "BatchGetRequestMap",
    kind: Kind::Map {
        key: &TABLE_ARN,
        value: &KEYS_AND_ATTRIBUTES,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::of(1, 100),
    },
};

static BATCH_GET_RESPONSE_MAP: Shape = Shape {
    name: "BatchGetResponseMap",
    kind: Kind::Map {
        key: &TABLE_ARN,
        value: &ITEM_LIST,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static BATCH_WRITE_ITEM_INPUT: Shape = Shape {
    name: "BatchWriteItemInput",
    kind: Kind::Structure(&[
        Member::new("RequestItems", &BATCH_WRITE_ITEM_REQUEST_MAP).required(),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ReturnItemCollectionMetrics", &RETURN_ITEM_COLLECTION_METRICS),
    ]),
};

static BATCH_WRITE_ITEM_OUTPUT: Shape = Shape {
    name: "BatchWriteItemOutput",
    kind: Kind::Structure(&[
        Member::new("UnprocessedItems", &BATCH_WRITE_ITEM_REQUEST_MAP),
        Member::new("ItemCollectionMetrics", &ITEM_COLLECTION_METRICS_PER_TABLE),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY_MULTIPLE),
    ]),
};

static BATCH_WRITE_ITEM_REQUEST_MAP: Shape = Shape {
    name: "BatchWriteItemRequestMap",
    kind: Kind::Map {
        key: &TABLE_ARN,
        value: &WRITE_REQUESTS,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::of(1, 25),
    },
};

static BILLING_MODE: Shape = Shape {
    name: "BillingMode",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["PROVISIONED", "PAY_PER_REQUEST"] },
};

static BILLING_MODE_SUMMARY: Shape = Shape {
    name: "BillingModeSummary",
    kind: Kind::Structure(&[
        Member::new("BillingMode", &BILLING_MODE),
        Member::new("LastUpdateToPayPerRequestDateTime", &DATE),
    ]),
};

static BINARY_ATTRIBUTE_VALUE: Shape = Shape { name: "BinaryAttributeValue", kind: Kind::Blob(Range::ANY) };

static BINARY_SET_ATTRIBUTE_VALUE: Shape = Shape {
    name: "BinarySetAttributeValue",
    kind: Kind::List {
        member: &BINARY_ATTRIBUTE_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static BOOLEAN_ATTRIBUTE_VALUE: Shape = Shape { name: "BooleanAttributeValue", kind: Kind::Boolean };

static BOOLEAN_OBJECT: Shape = Shape { name: "BooleanObject", kind: Kind::Boolean };

static CANCELLATION_REASON: Shape = Shape {
    name: "CancellationReason",
    kind: Kind::Structure(&[
        Member::new("Item", &ATTRIBUTE_MAP),
        Member::new("Code", &CODE),
        Member::new("Message", &ERROR_MESSAGE),
    ]),
};

static CANCELLATION_REASON_LIST: Shape = Shape {
    name: "CancellationReasonList",
    kind: Kind::List {
        member: &CANCELLATION_REASON,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 100),
    },
};

static CAPACITY: Shape = Shape {
    name: "Capacity",
    kind: Kind::Structure(&[
        Member::new("ReadCapacityUnits", &CONSUMED_CAPACITY_UNITS),
        Member::new("WriteCapacityUnits", &CONSUMED_CAPACITY_UNITS),
        Member::new("CapacityUnits", &CONSUMED_CAPACITY_UNITS),
    ]),
};

static CLIENT_REQUEST_TOKEN: Shape = Shape {
    name: "ClientRequestToken",
    kind: Kind::String { length: Range::of(1, 36), pattern: None, values: &[] },
};

static CODE: Shape =
    Shape { name: "Code", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static COMPARISON_OPERATOR: Shape = Shape {
    name: "ComparisonOperator",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "EQ",
            "NE",
            "IN",
            "LE",
            "LT",
            "GE",
            "GT",
            "BETWEEN",
            "NOT_NULL",
            "NULL",
            "CONTAINS",
            "NOT_CONTAINS",
            "BEGINS_WITH",
        ],
    },
};

static CONDITION: Shape = Shape {
    name: "Condition",
    kind: Kind::Structure(&[
        Member::new("AttributeValueList", &ATTRIBUTE_VALUE_LIST),
        Member::new("ComparisonOperator", &COMPARISON_OPERATOR).required(),
    ]),
};

static CONDITION_CHECK: Shape = Shape {
    name: "ConditionCheck",
    kind: Kind::Structure(&[
        Member::new("Key", &KEY).required(),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION).required(),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static CONDITION_EXPRESSION: Shape = Shape {
    name: "ConditionExpression",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static CONDITIONAL_OPERATOR: Shape = Shape {
    name: "ConditionalOperator",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AND", "OR"] },
};

static CONSISTENT_READ: Shape = Shape { name: "ConsistentRead", kind: Kind::Boolean };

static CONSUMED_CAPACITY: Shape = Shape {
    name: "ConsumedCapacity",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN),
        Member::new("CapacityUnits", &CONSUMED_CAPACITY_UNITS),
        Member::new("ReadCapacityUnits", &CONSUMED_CAPACITY_UNITS),
        Member::new("WriteCapacityUnits", &CONSUMED_CAPACITY_UNITS),
        Member::new("Table", &CAPACITY),
        Member::new("LocalSecondaryIndexes", &SECONDARY_INDEXES_CAPACITY_MAP),
        Member::new("GlobalSecondaryIndexes", &SECONDARY_INDEXES_CAPACITY_MAP),
        Member::new("VectorIndexes", &VECTOR_INDEXES_CAPACITY_MAP),
    ]),
};

static CONSUMED_CAPACITY_MULTIPLE: Shape = Shape {
    name: "ConsumedCapacityMultiple",
    kind: Kind::List {
        member: &CONSUMED_CAPACITY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static CONSUMED_CAPACITY_UNITS: Shape =
    Shape { name: "ConsumedCapacityUnits", kind: Kind::Double(Range::ANY) };

static CONTINUOUS_BACKUPS_DESCRIPTION: Shape = Shape {
    name: "ContinuousBackupsDescription",
    kind: Kind::Structure(&[
        Member::new("ContinuousBackupsStatus", &CONTINUOUS_BACKUPS_STATUS).required(),
        Member::new("PointInTimeRecoveryDescription", &POINT_IN_TIME_RECOVERY_DESCRIPTION),
    ]),
};

static CONTINUOUS_BACKUPS_STATUS: Shape = Shape {
    name: "ContinuousBackupsStatus",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ENABLED", "DISABLED"] },
};

static CREATE_GLOBAL_SECONDARY_INDEX_ACTION: Shape = Shape {
    name: "CreateGlobalSecondaryIndexAction",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("KeySchema", &KEY_SCHEMA).required(),
        Member::new("Projection", &PROJECTION).required(),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("WarmThroughput", &WARM_THROUGHPUT),
    ]),
};

static CREATE_GLOBAL_TABLE_WITNESS_GROUP_MEMBER_ACTION: Shape = Shape {
    name: "CreateGlobalTableWitnessGroupMemberAction",
    kind: Kind::Structure(&[Member::new("RegionName", &REGION_NAME).required()]),
};

static CREATE_REPLICATION_GROUP_MEMBER_ACTION: Shape = Shape {
    name: "CreateReplicationGroupMemberAction",
    kind: Kind::Structure(&[
        Member::new("RegionName", &REGION_NAME).required(),
        Member::new("KMSMasterKeyId", &KMS_MASTER_KEY_ID),
        Member::new("ProvisionedThroughputOverride", &PROVISIONED_THROUGHPUT_OVERRIDE),
        Member::new("OnDemandThroughputOverride", &ON_DEMAND_THROUGHPUT_OVERRIDE),
        Member::new("GlobalSecondaryIndexes", &REPLICA_GLOBAL_SECONDARY_INDEX_LIST),
        Member::new("TableClassOverride", &TABLE_CLASS),
    ]),
};

static CREATE_TABLE_INPUT: Shape = Shape {
    name: "CreateTableInput",
    kind: Kind::Structure(&[
        Member::new("AttributeDefinitions", &ATTRIBUTE_DEFINITIONS),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("KeySchema", &KEY_SCHEMA),
        Member::new("LocalSecondaryIndexes", &LOCAL_SECONDARY_INDEX_LIST),
        Member::new("GlobalSecondaryIndexes", &GLOBAL_SECONDARY_INDEX_LIST),
        Member::new("BillingMode", &BILLING_MODE),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT),
        Member::new("StreamSpecification", &STREAM_SPECIFICATION),
        Member::new("SSESpecification", &SSE_SPECIFICATION),
        Member::new("Tags", &TAG_LIST),
        Member::new("TableClass", &TABLE_CLASS),
        Member::new("DeletionProtectionEnabled", &DELETION_PROTECTION_ENABLED),
        Member::new("WarmThroughput", &WARM_THROUGHPUT),
        Member::new("ResourcePolicy", &RESOURCE_POLICY),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("GlobalTableSourceArn", &TABLE_ARN),
        Member::new("GlobalTableSettingsReplicationMode", &GLOBAL_TABLE_SETTINGS_REPLICATION_MODE),
        Member::new("VectorIndexes", &VECTOR_INDEX_LIST),
    ]),
};

static CREATE_TABLE_OUTPUT: Shape = Shape {
    name: "CreateTableOutput",
    kind: Kind::Structure(&[Member::new("TableDescription", &TABLE_DESCRIPTION)]),
};

static CREATE_VECTOR_INDEX_ACTION: Shape = Shape {
    name: "CreateVectorIndexAction",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("VectorAttribute", &VECTOR_ATTRIBUTE_DEFINITION).required(),
        Member::new("SearchSchema", &SEARCH_SCHEMA),
        Member::new("Projection", &PROJECTION).required(),
        Member::new("Dimensions", &POSITIVE_LONG_OBJECT).required(),
        Member::new("DistanceFunction", &VECTOR_DISTANCE_FUNCTION).required(),
    ]),
};

static DATE: Shape = Shape { name: "Date", kind: Kind::Timestamp };

static DELETE: Shape = Shape {
    name: "Delete",
    kind: Kind::Structure(&[
        Member::new("Key", &KEY).required(),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static DELETE_GLOBAL_SECONDARY_INDEX_ACTION: Shape = Shape {
    name: "DeleteGlobalSecondaryIndexAction",
    kind: Kind::Structure(&[Member::new("IndexName", &INDEX_NAME).required()]),
};

static DELETE_GLOBAL_TABLE_WITNESS_GROUP_MEMBER_ACTION: Shape = Shape {
    name: "DeleteGlobalTableWitnessGroupMemberAction",
    kind: Kind::Structure(&[Member::new("RegionName", &REGION_NAME).required()]),
};

static DELETE_ITEM_INPUT: Shape = Shape {
    name: "DeleteItemInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("Key", &KEY).required(),
        Member::new("Expected", &EXPECTED_ATTRIBUTE_MAP),
        Member::new("ConditionalOperator", &CONDITIONAL_OPERATOR),
        Member::new("ReturnValues", &RETURN_VALUE),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ReturnItemCollectionMetrics", &RETURN_ITEM_COLLECTION_METRICS),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static DELETE_ITEM_OUTPUT: Shape = Shape {
    name: "DeleteItemOutput",
    kind: Kind::Structure(&[
        Member::new("Attributes", &ATTRIBUTE_MAP),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY),
        Member::new("ItemCollectionMetrics", &ITEM_COLLECTION_METRICS),
    ]),
};

static DELETE_REPLICATION_GROUP_MEMBER_ACTION: Shape = Shape {
    name: "DeleteReplicationGroupMemberAction",
    kind: Kind::Structure(&[Member::new("RegionName", &REGION_NAME).required()]),
};

static DELETE_REQUEST: Shape =
    Shape { name: "DeleteRequest", kind: Kind::Structure(&[Member::new("Key", &KEY).required()]) };

static DELETE_TABLE_INPUT: Shape = Shape {
    name: "DeleteTableInput",
    kind: Kind::Structure(&[Member::new("TableName", &TABLE_ARN).required()]),
};

static DELETE_TABLE_OUTPUT: Shape = Shape {
    name: "DeleteTableOutput",
    kind: Kind::Structure(&[Member::new("TableDescription", &TABLE_DESCRIPTION)]),
};

static DELETE_VECTOR_INDEX_ACTION: Shape = Shape {
    name: "DeleteVectorIndexAction",
    kind: Kind::Structure(&[Member::new("IndexName", &INDEX_NAME).required()]),
};

static DELETION_PROTECTION_ENABLED: Shape = Shape { name: "DeletionProtectionEnabled", kind: Kind::Boolean };

static DESCRIBE_CONTINUOUS_BACKUPS_INPUT: Shape = Shape {
    name: "DescribeContinuousBackupsInput",
    kind: Kind::Structure(&[Member::new("TableName", &TABLE_ARN).required()]),
};

static DESCRIBE_CONTINUOUS_BACKUPS_OUTPUT: Shape = Shape {
    name: "DescribeContinuousBackupsOutput",
    kind: Kind::Structure(&[Member::new("ContinuousBackupsDescription", &CONTINUOUS_BACKUPS_DESCRIPTION)]),
};

static DESCRIBE_ENDPOINTS_REQUEST: Shape =
    Shape { name: "DescribeEndpointsRequest", kind: Kind::Structure(&[]) };

static DESCRIBE_ENDPOINTS_RESPONSE: Shape = Shape {
    name: "DescribeEndpointsResponse",
    kind: Kind::Structure(&[Member::new("Endpoints", &ENDPOINTS).required()]),
};

static DESCRIBE_LIMITS_INPUT: Shape = Shape { name: "DescribeLimitsInput", kind: Kind::Structure(&[]) };

static DESCRIBE_LIMITS_OUTPUT: Shape = Shape {
    name: "DescribeLimitsOutput",
    kind: Kind::Structure(&[
        Member::new("AccountMaxReadCapacityUnits", &POSITIVE_LONG_OBJECT),
        Member::new("AccountMaxWriteCapacityUnits", &POSITIVE_LONG_OBJECT),
        Member::new("TableMaxReadCapacityUnits", &POSITIVE_LONG_OBJECT),
        Member::new("TableMaxWriteCapacityUnits", &POSITIVE_LONG_OBJECT),
    ]),
};

static DESCRIBE_TABLE_INPUT: Shape = Shape {
    name: "DescribeTableInput",
    kind: Kind::Structure(&[Member::new("TableName", &TABLE_ARN).required()]),
};

static DESCRIBE_TABLE_OUTPUT: Shape =
    Shape { name: "DescribeTableOutput", kind: Kind::Structure(&[Member::new("Table", &TABLE_DESCRIPTION)]) };

static DESCRIBE_TIME_TO_LIVE_INPUT: Shape = Shape {
    name: "DescribeTimeToLiveInput",
    kind: Kind::Structure(&[Member::new("TableName", &TABLE_ARN).required()]),
};

static DESCRIBE_TIME_TO_LIVE_OUTPUT: Shape = Shape {
    name: "DescribeTimeToLiveOutput",
    kind: Kind::Structure(&[Member::new("TimeToLiveDescription", &TIME_TO_LIVE_DESCRIPTION)]),
};

static DISASSOCIATE_REPLICATION_GROUP_MEMBER_ACTION: Shape = Shape {
    name: "DisassociateReplicationGroupMemberAction",
    kind: Kind::Structure(&[
        Member::new("RegionName", &REGION_NAME).required(),
        Member::new("DisassociationMode", &DISASSOCIATION_MODE).required(),
    ]),
};

static DISASSOCIATION_MODE: Shape = Shape {
    name: "DisassociationMode",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["WAIT_FOR_REPLICATION"] },
};

static DISASSOCIATION_PROTECTION_ENABLED: Shape =
    Shape { name: "DisassociationProtectionEnabled", kind: Kind::Boolean };

static ENDPOINT: Shape = Shape {
    name: "Endpoint",
    kind: Kind::Structure(&[
        Member::new("Address", &STRING).required(),
        Member::new("CachePeriodInMinutes", &LONG).required(),
    ]),
};

static ENDPOINTS: Shape = Shape {
    name: "Endpoints",
    kind: Kind::List { member: &ENDPOINT, member_name: "member", flattened: false, length: Range::ANY },
};

static ERROR_MESSAGE: Shape =
    Shape { name: "ErrorMessage", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static EXPECTED_ATTRIBUTE_MAP: Shape = Shape {
    name: "ExpectedAttributeMap",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &EXPECTED_ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static EXPECTED_ATTRIBUTE_VALUE: Shape = Shape {
    name: "ExpectedAttributeValue",
    kind: Kind::Structure(&[
        Member::new("Value", &ATTRIBUTE_VALUE),
        Member::new("Exists", &BOOLEAN_OBJECT),
        Member::new("ComparisonOperator", &COMPARISON_OPERATOR),
        Member::new("AttributeValueList", &ATTRIBUTE_VALUE_LIST),
    ]),
};

static EXPRESSION_ATTRIBUTE_NAME_MAP: Shape = Shape {
    name: "ExpressionAttributeNameMap",
    kind: Kind::Map {
        key: &EXPRESSION_ATTRIBUTE_NAME_VARIABLE,
        value: &ATTRIBUTE_NAME,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static EXPRESSION_ATTRIBUTE_NAME_VARIABLE: Shape = Shape {
    name: "ExpressionAttributeNameVariable",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static EXPRESSION_ATTRIBUTE_VALUE_MAP: Shape = Shape {
    name: "ExpressionAttributeValueMap",
    kind: Kind::Map {
        key: &EXPRESSION_ATTRIBUTE_VALUE_VARIABLE,
        value: &ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static EXPRESSION_ATTRIBUTE_VALUE_VARIABLE: Shape = Shape {
    name: "ExpressionAttributeValueVariable",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static FILTER_CONDITION_MAP: Shape = Shape {
    name: "FilterConditionMap",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &CONDITION,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static GET: Shape = Shape {
    name: "Get",
    kind: Kind::Structure(&[
        Member::new("Key", &KEY).required(),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("ProjectionExpression", &PROJECTION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
    ]),
};

static GET_ITEM_INPUT: Shape = Shape {
    name: "GetItemInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("Key", &KEY).required(),
        Member::new("AttributesToGet", &ATTRIBUTE_NAME_LIST),
        Member::new("ConsistentRead", &CONSISTENT_READ),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ProjectionExpression", &PROJECTION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
    ]),
};

static GET_ITEM_OUTPUT: Shape = Shape {
    name: "GetItemOutput",
    kind: Kind::Structure(&[
        Member::new("Item", &ATTRIBUTE_MAP),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY),
    ]),
};

static GLOBAL_SECONDARY_INDEX: Shape = Shape {
    name: "GlobalSecondaryIndex",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("KeySchema", &KEY_SCHEMA).required(),
        Member::new("Projection", &PROJECTION).required(),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("WarmThroughput", &WARM_THROUGHPUT),
    ]),
};

static GLOBAL_SECONDARY_INDEX_DESCRIPTION: Shape = Shape {
    name: "GlobalSecondaryIndexDescription",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME),
        Member::new("KeySchema", &KEY_SCHEMA),
        Member::new("Projection", &PROJECTION),
        Member::new("IndexStatus", &INDEX_STATUS),
        Member::new("Backfilling", &BACKFILLING),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT_DESCRIPTION),
        Member::new("IndexSizeBytes", &LONG_OBJECT),
        Member::new("ItemCount", &LONG_OBJECT),
        Member::new("IndexArn", &STRING),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("WarmThroughput", &GLOBAL_SECONDARY_INDEX_WARM_THROUGHPUT_DESCRIPTION),
    ]),
};

static GLOBAL_SECONDARY_INDEX_DESCRIPTION_LIST: Shape = Shape {
    name: "GlobalSecondaryIndexDescriptionList",
    kind: Kind::List {
        member: &GLOBAL_SECONDARY_INDEX_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GLOBAL_SECONDARY_INDEX_LIST: Shape = Shape {
    name: "GlobalSecondaryIndexList",
    kind: Kind::List {
        member: &GLOBAL_SECONDARY_INDEX,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GLOBAL_SECONDARY_INDEX_UPDATE: Shape = Shape {
    name: "GlobalSecondaryIndexUpdate",
    kind: Kind::Structure(&[
        Member::new("Update", &UPDATE_GLOBAL_SECONDARY_INDEX_ACTION),
        Member::new("Create", &CREATE_GLOBAL_SECONDARY_INDEX_ACTION),
        Member::new("Delete", &DELETE_GLOBAL_SECONDARY_INDEX_ACTION),
    ]),
};

static GLOBAL_SECONDARY_INDEX_UPDATE_LIST: Shape = Shape {
    name: "GlobalSecondaryIndexUpdateList",
    kind: Kind::List {
        member: &GLOBAL_SECONDARY_INDEX_UPDATE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GLOBAL_SECONDARY_INDEX_WARM_THROUGHPUT_DESCRIPTION: Shape = Shape {
    name: "GlobalSecondaryIndexWarmThroughputDescription",
    kind: Kind::Structure(&[
        Member::new("ReadUnitsPerSecond", &POSITIVE_LONG_OBJECT),
        Member::new("WriteUnitsPerSecond", &POSITIVE_LONG_OBJECT),
        Member::new("Status", &INDEX_STATUS),
    ]),
};

static GLOBAL_TABLE_SETTINGS_REPLICATION_MODE: Shape = Shape {
    name: "GlobalTableSettingsReplicationMode",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"],
    },
};

static GLOBAL_TABLE_WITNESS_DESCRIPTION: Shape = Shape {
    name: "GlobalTableWitnessDescription",
    kind: Kind::Structure(&[
        Member::new("RegionName", &REGION_NAME),
        Member::new("WitnessStatus", &WITNESS_STATUS),
    ]),
};

static GLOBAL_TABLE_WITNESS_DESCRIPTION_LIST: Shape = Shape {
    name: "GlobalTableWitnessDescriptionList",
    kind: Kind::List {
        member: &GLOBAL_TABLE_WITNESS_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GLOBAL_TABLE_WITNESS_GROUP_UPDATE: Shape = Shape {
    name: "GlobalTableWitnessGroupUpdate",
    kind: Kind::Structure(&[
        Member::new("Create", &CREATE_GLOBAL_TABLE_WITNESS_GROUP_MEMBER_ACTION),
        Member::new("Delete", &DELETE_GLOBAL_TABLE_WITNESS_GROUP_MEMBER_ACTION),
    ]),
};

static GLOBAL_TABLE_WITNESS_GROUP_UPDATE_LIST: Shape = Shape {
    name: "GlobalTableWitnessGroupUpdateList",
    kind: Kind::List {
        member: &GLOBAL_TABLE_WITNESS_GROUP_UPDATE,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 1),
    },
};

static INDEX_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static INDEX_NAME: Shape = Shape {
    name: "IndexName",
    kind: Kind::String { length: Range::of(3, 255), pattern: Some(&INDEX_NAME_PATTERN), values: &[] },
};

static INDEX_STATUS: Shape = Shape {
    name: "IndexStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["CREATING", "UPDATING", "DELETING", "ACTIVE"],
    },
};

static INTEGER: Shape = Shape { name: "Integer", kind: Kind::Integer(Range::ANY) };

static ITEM_COLLECTION_KEY_ATTRIBUTE_MAP: Shape = Shape {
    name: "ItemCollectionKeyAttributeMap",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static ITEM_COLLECTION_METRICS: Shape = Shape {
    name: "ItemCollectionMetrics",
    kind: Kind::Structure(&[
        Member::new("ItemCollectionKey", &ITEM_COLLECTION_KEY_ATTRIBUTE_MAP),
        Member::new("SizeEstimateRangeGB", &ITEM_COLLECTION_SIZE_ESTIMATE_RANGE),
    ]),
};

static ITEM_COLLECTION_METRICS_MULTIPLE: Shape = Shape {
    name: "ItemCollectionMetricsMultiple",
    kind: Kind::List {
        member: &ITEM_COLLECTION_METRICS,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ITEM_COLLECTION_METRICS_PER_TABLE: Shape = Shape {
    name: "ItemCollectionMetricsPerTable",
    kind: Kind::Map {
        key: &TABLE_ARN,
        value: &ITEM_COLLECTION_METRICS_MULTIPLE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static ITEM_COLLECTION_SIZE_ESTIMATE_BOUND: Shape =
    Shape { name: "ItemCollectionSizeEstimateBound", kind: Kind::Double(Range::ANY) };

static ITEM_COLLECTION_SIZE_ESTIMATE_RANGE: Shape = Shape {
    name: "ItemCollectionSizeEstimateRange",
    kind: Kind::List {
        member: &ITEM_COLLECTION_SIZE_ESTIMATE_BOUND,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ITEM_LIST: Shape = Shape {
    name: "ItemList",
    kind: Kind::List { member: &ATTRIBUTE_MAP, member_name: "member", flattened: false, length: Range::ANY },
};

static ITEM_RESPONSE: Shape =
    Shape { name: "ItemResponse", kind: Kind::Structure(&[Member::new("Item", &ATTRIBUTE_MAP)]) };

static ITEM_RESPONSE_LIST: Shape = Shape {
    name: "ItemResponseList",
    kind: Kind::List {
        member: &ITEM_RESPONSE,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 100),
    },
};

static KMS_MASTER_KEY_ARN: Shape =
    Shape { name: "KMSMasterKeyArn", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static KMS_MASTER_KEY_ID: Shape =
    Shape { name: "KMSMasterKeyId", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static KEY: Shape = Shape {
    name: "Key",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static KEY_CONDITIONS: Shape = Shape {
    name: "KeyConditions",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &CONDITION,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static KEY_EXPRESSION: Shape =
    Shape { name: "KeyExpression", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static KEY_LIST: Shape = Shape {
    name: "KeyList",
    kind: Kind::List { member: &KEY, member_name: "member", flattened: false, length: Range::of(1, 100) },
};

static KEY_SCHEMA: Shape = Shape {
    name: "KeySchema",
    kind: Kind::List {
        member: &KEY_SCHEMA_ELEMENT,
        member_name: "member",
        flattened: false,
        length: Range::at_least(1),
    },
};

static KEY_SCHEMA_ATTRIBUTE_NAME: Shape = Shape {
    name: "KeySchemaAttributeName",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static KEY_SCHEMA_ELEMENT: Shape = Shape {
    name: "KeySchemaElement",
    kind: Kind::Structure(&[
        Member::new("AttributeName", &KEY_SCHEMA_ATTRIBUTE_NAME).required(),
        Member::new("KeyType", &KEY_TYPE).required(),
    ]),
};

static KEY_TYPE: Shape = Shape {
    name: "KeyType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["HASH", "RANGE"] },
};

static KEYS_AND_ATTRIBUTES: Shape = Shape {
    name: "KeysAndAttributes",
    kind: Kind::Structure(&[
        Member::new("Keys", &KEY_LIST).required(),
        Member::new("AttributesToGet", &ATTRIBUTE_NAME_LIST),
        Member::new("ConsistentRead", &CONSISTENT_READ),
        Member::new("ProjectionExpression", &PROJECTION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
    ]),
};

static LIST_ATTRIBUTE_VALUE: Shape = Shape {
    name: "ListAttributeValue",
    kind: Kind::List {
        member: &ATTRIBUTE_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static LIST_TABLES_INPUT: Shape = Shape {
    name: "ListTablesInput",
    kind: Kind::Structure(&[
        Member::new("ExclusiveStartTableName", &TABLE_NAME),
        Member::new("Limit", &LIST_TABLES_INPUT_LIMIT),
    ]),
};

static LIST_TABLES_INPUT_LIMIT: Shape =
    Shape { name: "ListTablesInputLimit", kind: Kind::Integer(Range::of(1, 100)) };

static LIST_TABLES_OUTPUT: Shape = Shape {
    name: "ListTablesOutput",
    kind: Kind::Structure(&[
        Member::new("TableNames", &TABLE_NAME_LIST),
        Member::new("LastEvaluatedTableName", &TABLE_NAME),
    ]),
};

static LIST_TAGS_OF_RESOURCE_INPUT: Shape = Shape {
    name: "ListTagsOfResourceInput",
    kind: Kind::Structure(&[
        Member::new("ResourceArn", &RESOURCE_ARN_STRING).required(),
        Member::new("NextToken", &NEXT_TOKEN_STRING),
    ]),
};

static LIST_TAGS_OF_RESOURCE_OUTPUT: Shape = Shape {
    name: "ListTagsOfResourceOutput",
    kind: Kind::Structure(&[Member::new("Tags", &TAG_LIST), Member::new("NextToken", &NEXT_TOKEN_STRING)]),
};

static LOCAL_SECONDARY_INDEX: Shape = Shape {
    name: "LocalSecondaryIndex",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("KeySchema", &KEY_SCHEMA).required(),
        Member::new("Projection", &PROJECTION).required(),
    ]),
};

static LOCAL_SECONDARY_INDEX_DESCRIPTION: Shape = Shape {
    name: "LocalSecondaryIndexDescription",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME),
        Member::new("KeySchema", &KEY_SCHEMA),
        Member::new("Projection", &PROJECTION),
        Member::new("IndexSizeBytes", &LONG_OBJECT),
        Member::new("ItemCount", &LONG_OBJECT),
        Member::new("IndexArn", &STRING),
    ]),
};

static LOCAL_SECONDARY_INDEX_DESCRIPTION_LIST: Shape = Shape {
    name: "LocalSecondaryIndexDescriptionList",
    kind: Kind::List {
        member: &LOCAL_SECONDARY_INDEX_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static LOCAL_SECONDARY_INDEX_LIST: Shape = Shape {
    name: "LocalSecondaryIndexList",
    kind: Kind::List {
        member: &LOCAL_SECONDARY_INDEX,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static LONG: Shape = Shape { name: "Long", kind: Kind::Long(Range::ANY) };

static LONG_OBJECT: Shape = Shape { name: "LongObject", kind: Kind::Long(Range::ANY) };

static MAP_ATTRIBUTE_VALUE: Shape = Shape {
    name: "MapAttributeValue",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static MULTI_REGION_CONSISTENCY: Shape = Shape {
    name: "MultiRegionConsistency",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["EVENTUAL", "STRONG"] },
};

static NEXT_TOKEN_STRING: Shape =
    Shape { name: "NextTokenString", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static NON_KEY_ATTRIBUTE_NAME: Shape = Shape {
    name: "NonKeyAttributeName",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static NON_KEY_ATTRIBUTE_NAME_LIST: Shape = Shape {
    name: "NonKeyAttributeNameList",
    kind: Kind::List {
        member: &NON_KEY_ATTRIBUTE_NAME,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 20),
    },
};

static NON_NEGATIVE_LONG_OBJECT: Shape =
    Shape { name: "NonNegativeLongObject", kind: Kind::Long(Range::at_least(0)) };

static NULL_ATTRIBUTE_VALUE: Shape = Shape { name: "NullAttributeValue", kind: Kind::Boolean };

static NUMBER_ATTRIBUTE_VALUE: Shape = Shape {
    name: "NumberAttributeValue",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static NUMBER_SET_ATTRIBUTE_VALUE: Shape = Shape {
    name: "NumberSetAttributeValue",
    kind: Kind::List {
        member: &NUMBER_ATTRIBUTE_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ON_DEMAND_THROUGHPUT: Shape = Shape {
    name: "OnDemandThroughput",
    kind: Kind::Structure(&[
        Member::new("MaxReadRequestUnits", &LONG_OBJECT),
        Member::new("MaxWriteRequestUnits", &LONG_OBJECT),
    ]),
};

static ON_DEMAND_THROUGHPUT_OVERRIDE: Shape = Shape {
    name: "OnDemandThroughputOverride",
    kind: Kind::Structure(&[Member::new("MaxReadRequestUnits", &LONG_OBJECT)]),
};

static POINT_IN_TIME_RECOVERY_DESCRIPTION: Shape = Shape {
    name: "PointInTimeRecoveryDescription",
    kind: Kind::Structure(&[
        Member::new("PointInTimeRecoveryStatus", &POINT_IN_TIME_RECOVERY_STATUS),
        Member::new("RecoveryPeriodInDays", &RECOVERY_PERIOD_IN_DAYS),
        Member::new("EarliestRestorableDateTime", &DATE),
        Member::new("LatestRestorableDateTime", &DATE),
    ]),
};

static POINT_IN_TIME_RECOVERY_SPECIFICATION: Shape = Shape {
    name: "PointInTimeRecoverySpecification",
    kind: Kind::Structure(&[
        Member::new("PointInTimeRecoveryEnabled", &BOOLEAN_OBJECT).required(),
        Member::new("RecoveryPeriodInDays", &RECOVERY_PERIOD_IN_DAYS),
    ]),
};

static POINT_IN_TIME_RECOVERY_STATUS: Shape = Shape {
    name: "PointInTimeRecoveryStatus",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ENABLED", "DISABLED"] },
};

static POSITIVE_INTEGER_OBJECT: Shape =
    Shape { name: "PositiveIntegerObject", kind: Kind::Integer(Range::at_least(1)) };

static POSITIVE_LONG_OBJECT: Shape =
    Shape { name: "PositiveLongObject", kind: Kind::Long(Range::at_least(1)) };

static PROJECTION: Shape = Shape {
    name: "Projection",
    kind: Kind::Structure(&[
        Member::new("ProjectionType", &PROJECTION_TYPE),
        Member::new("NonKeyAttributes", &NON_KEY_ATTRIBUTE_NAME_LIST),
    ]),
};

static PROJECTION_EXPRESSION: Shape = Shape {
    name: "ProjectionExpression",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static PROJECTION_TYPE: Shape = Shape {
    name: "ProjectionType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ALL", "KEYS_ONLY", "INCLUDE"] },
};

static PROVISIONED_THROUGHPUT: Shape = Shape {
    name: "ProvisionedThroughput",
    kind: Kind::Structure(&[
        Member::new("ReadCapacityUnits", &POSITIVE_LONG_OBJECT).required(),
        Member::new("WriteCapacityUnits", &POSITIVE_LONG_OBJECT).required(),
    ]),
};

static PROVISIONED_THROUGHPUT_DESCRIPTION: Shape = Shape {
    name: "ProvisionedThroughputDescription",
    kind: Kind::Structure(&[
        Member::new("LastIncreaseDateTime", &DATE),
        Member::new("LastDecreaseDateTime", &DATE),
        Member::new("NumberOfDecreasesToday", &POSITIVE_LONG_OBJECT),
        Member::new("ReadCapacityUnits", &NON_NEGATIVE_LONG_OBJECT),
        Member::new("WriteCapacityUnits", &NON_NEGATIVE_LONG_OBJECT),
    ]),
};

static PROVISIONED_THROUGHPUT_OVERRIDE: Shape = Shape {
    name: "ProvisionedThroughputOverride",
    kind: Kind::Structure(&[Member::new("ReadCapacityUnits", &POSITIVE_LONG_OBJECT)]),
};

static PUT: Shape = Shape {
    name: "Put",
    kind: Kind::Structure(&[
        Member::new("Item", &PUT_ITEM_INPUT_ATTRIBUTE_MAP).required(),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static PUT_ITEM_INPUT: Shape = Shape {
    name: "PutItemInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("Item", &PUT_ITEM_INPUT_ATTRIBUTE_MAP).required(),
        Member::new("Expected", &EXPECTED_ATTRIBUTE_MAP),
        Member::new("ReturnValues", &RETURN_VALUE),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ReturnItemCollectionMetrics", &RETURN_ITEM_COLLECTION_METRICS),
        Member::new("ConditionalOperator", &CONDITIONAL_OPERATOR),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static PUT_ITEM_INPUT_ATTRIBUTE_MAP: Shape = Shape {
    name: "PutItemInputAttributeMap",
    kind: Kind::Map {
        key: &ATTRIBUTE_NAME,
        value: &ATTRIBUTE_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static PUT_ITEM_OUTPUT: Shape = Shape {
    name: "PutItemOutput",
    kind: Kind::Structure(&[
        Member::new("Attributes", &ATTRIBUTE_MAP),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY),
        Member::new("ItemCollectionMetrics", &ITEM_COLLECTION_METRICS),
    ]),
};

static PUT_REQUEST: Shape = Shape {
    name: "PutRequest",
    kind: Kind::Structure(&[Member::new("Item", &PUT_ITEM_INPUT_ATTRIBUTE_MAP).required()]),
};

static QUERY_INPUT: Shape = Shape {
    name: "QueryInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("IndexName", &INDEX_NAME),
        Member::new("Select", &SELECT),
        Member::new("AttributesToGet", &ATTRIBUTE_NAME_LIST),
        Member::new("Limit", &POSITIVE_INTEGER_OBJECT),
        Member::new("ConsistentRead", &CONSISTENT_READ),
        Member::new("KeyConditions", &KEY_CONDITIONS),
        Member::new("QueryFilter", &FILTER_CONDITION_MAP),
        Member::new("ConditionalOperator", &CONDITIONAL_OPERATOR),
        Member::new("ScanIndexForward", &BOOLEAN_OBJECT),
        Member::new("ExclusiveStartKey", &KEY),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ProjectionExpression", &PROJECTION_EXPRESSION),
        Member::new("FilterExpression", &CONDITION_EXPRESSION),
        Member::new("KeyConditionExpression", &KEY_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
    ]),
};

static QUERY_OUTPUT: Shape = Shape {
    name: "QueryOutput",
    kind: Kind::Structure(&[
        Member::new("Items", &ITEM_LIST),
        Member::new("Count", &INTEGER),
        Member::new("ScannedCount", &INTEGER),
        Member::new("LastEvaluatedKey", &KEY),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY),
    ]),
};

static RECOVERY_PERIOD_IN_DAYS: Shape =
    Shape { name: "RecoveryPeriodInDays", kind: Kind::Integer(Range::of(1, 35)) };

static REGION_NAME: Shape =
    Shape { name: "RegionName", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static REPLICA_DESCRIPTION: Shape = Shape {
    name: "ReplicaDescription",
    kind: Kind::Structure(&[
        Member::new("RegionName", &REGION_NAME),
        Member::new("ReplicaStatus", &REPLICA_STATUS),
        Member::new("ReplicaArn", &STRING),
        Member::new("ReplicaStatusDescription", &REPLICA_STATUS_DESCRIPTION),
        Member::new("ReplicaStatusPercentProgress", &REPLICA_STATUS_PERCENT_PROGRESS),
        Member::new("KMSMasterKeyId", &KMS_MASTER_KEY_ID),
        Member::new("ProvisionedThroughputOverride", &PROVISIONED_THROUGHPUT_OVERRIDE),
        Member::new("OnDemandThroughputOverride", &ON_DEMAND_THROUGHPUT_OVERRIDE),
        Member::new("WarmThroughput", &TABLE_WARM_THROUGHPUT_DESCRIPTION),
        Member::new("GlobalSecondaryIndexes", &REPLICA_GLOBAL_SECONDARY_INDEX_DESCRIPTION_LIST),
        Member::new("ReplicaInaccessibleDateTime", &DATE),
        Member::new("ReplicaTableClassSummary", &TABLE_CLASS_SUMMARY),
        Member::new("GlobalTableSettingsReplicationMode", &GLOBAL_TABLE_SETTINGS_REPLICATION_MODE),
    ]),
};

static REPLICA_DESCRIPTION_LIST: Shape = Shape {
    name: "ReplicaDescriptionList",
    kind: Kind::List {
        member: &REPLICA_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static REPLICA_GLOBAL_SECONDARY_INDEX: Shape = Shape {
    name: "ReplicaGlobalSecondaryIndex",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("ProvisionedThroughputOverride", &PROVISIONED_THROUGHPUT_OVERRIDE),
        Member::new("OnDemandThroughputOverride", &ON_DEMAND_THROUGHPUT_OVERRIDE),
    ]),
};

static REPLICA_GLOBAL_SECONDARY_INDEX_DESCRIPTION: Shape = Shape {
    name: "ReplicaGlobalSecondaryIndexDescription",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME),
        Member::new("ProvisionedThroughputOverride", &PROVISIONED_THROUGHPUT_OVERRIDE),
        Member::new("OnDemandThroughputOverride", &ON_DEMAND_THROUGHPUT_OVERRIDE),
        Member::new("WarmThroughput", &GLOBAL_SECONDARY_INDEX_WARM_THROUGHPUT_DESCRIPTION),
    ]),
};

static REPLICA_GLOBAL_SECONDARY_INDEX_DESCRIPTION_LIST: Shape = Shape {
    name: "ReplicaGlobalSecondaryIndexDescriptionList",
    kind: Kind::List {
        member: &REPLICA_GLOBAL_SECONDARY_INDEX_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static REPLICA_GLOBAL_SECONDARY_INDEX_LIST: Shape = Shape {
    name: "ReplicaGlobalSecondaryIndexList",
    kind: Kind::List {
        member: &REPLICA_GLOBAL_SECONDARY_INDEX,
        member_name: "member",
        flattened: false,
        length: Range::at_least(1),
    },
};

static REPLICA_STATUS: Shape = Shape {
    name: "ReplicaStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "CREATING",
            "CREATION_FAILED",
            "UPDATING",
            "DELETING",
            "ACTIVE",
            "REGION_DISABLED",
            "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
            "ARCHIVING",
            "ARCHIVED",
            "REPLICATION_NOT_AUTHORIZED",
        ],
    },
};

static REPLICA_STATUS_DESCRIPTION: Shape = Shape {
    name: "ReplicaStatusDescription",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static REPLICA_STATUS_PERCENT_PROGRESS: Shape = Shape {
    name: "ReplicaStatusPercentProgress",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static REPLICATION_GROUP_UPDATE: Shape = Shape {
    name: "ReplicationGroupUpdate",
    kind: Kind::Structure(&[
        Member::new("Create", &CREATE_REPLICATION_GROUP_MEMBER_ACTION),
        Member::new("Update", &UPDATE_REPLICATION_GROUP_MEMBER_ACTION),
        Member::new("Delete", &DELETE_REPLICATION_GROUP_MEMBER_ACTION),
        Member::new("Disassociate", &DISASSOCIATE_REPLICATION_GROUP_MEMBER_ACTION),
    ]),
};

static REPLICATION_GROUP_UPDATE_LIST: Shape = Shape {
    name: "ReplicationGroupUpdateList",
    kind: Kind::List {
        member: &REPLICATION_GROUP_UPDATE,
        member_name: "member",
        flattened: false,
        length: Range::at_least(1),
    },
};

static RESOURCE_ARN_STRING: Shape = Shape {
    name: "ResourceArnString",
    kind: Kind::String { length: Range::of(1, 1283), pattern: None, values: &[] },
};

static RESOURCE_POLICY: Shape =
    Shape { name: "ResourcePolicy", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static RESTORE_IN_PROGRESS: Shape = Shape { name: "RestoreInProgress", kind: Kind::Boolean };

static RESTORE_SUMMARY: Shape = Shape {
    name: "RestoreSummary",
    kind: Kind::Structure(&[
        Member::new("SourceBackupArn", &BACKUP_ARN),
        Member::new("SourceTableArn", &TABLE_ARN),
        Member::new("RestoreDateTime", &DATE).required(),
        Member::new("RestoreInProgress", &RESTORE_IN_PROGRESS).required(),
    ]),
};

static RETURN_CONSUMED_CAPACITY: Shape = Shape {
    name: "ReturnConsumedCapacity",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["INDEXES", "TOTAL", "NONE"] },
};

static RETURN_ITEM_COLLECTION_METRICS: Shape = Shape {
    name: "ReturnItemCollectionMetrics",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["SIZE", "NONE"] },
};

static RETURN_VALUE: Shape = Shape {
    name: "ReturnValue",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"],
    },
};

static RETURN_VALUES_ON_CONDITION_CHECK_FAILURE: Shape = Shape {
    name: "ReturnValuesOnConditionCheckFailure",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ALL_OLD", "NONE"] },
};

static SSE_DESCRIPTION: Shape = Shape {
    name: "SSEDescription",
    kind: Kind::Structure(&[
        Member::new("Status", &SSE_STATUS),
        Member::new("SSEType", &SSE_TYPE),
        Member::new("KMSMasterKeyArn", &KMS_MASTER_KEY_ARN),
        Member::new("InaccessibleEncryptionDateTime", &DATE),
    ]),
};

static SSE_ENABLED: Shape = Shape { name: "SSEEnabled", kind: Kind::Boolean };

static SSE_SPECIFICATION: Shape = Shape {
    name: "SSESpecification",
    kind: Kind::Structure(&[
        Member::new("Enabled", &SSE_ENABLED),
        Member::new("SSEType", &SSE_TYPE),
        Member::new("KMSMasterKeyId", &KMS_MASTER_KEY_ID),
    ]),
};

static SSE_STATUS: Shape = Shape {
    name: "SSEStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["ENABLING", "ENABLED", "DISABLING", "DISABLED", "UPDATING"],
    },
};

static SSE_TYPE: Shape = Shape {
    name: "SSEType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AES256", "KMS"] },
};

static SCALAR_ATTRIBUTE_TYPE: Shape = Shape {
    name: "ScalarAttributeType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["S", "N", "B"] },
};

static SCAN_INPUT: Shape = Shape {
    name: "ScanInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("IndexName", &INDEX_NAME),
        Member::new("AttributesToGet", &ATTRIBUTE_NAME_LIST),
        Member::new("Limit", &POSITIVE_INTEGER_OBJECT),
        Member::new("Select", &SELECT),
        Member::new("ScanFilter", &FILTER_CONDITION_MAP),
        Member::new("ConditionalOperator", &CONDITIONAL_OPERATOR),
        Member::new("ExclusiveStartKey", &KEY),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("TotalSegments", &SCAN_TOTAL_SEGMENTS),
        Member::new("Segment", &SCAN_SEGMENT),
        Member::new("ProjectionExpression", &PROJECTION_EXPRESSION),
        Member::new("FilterExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ConsistentRead", &CONSISTENT_READ),
    ]),
};

static SCAN_OUTPUT: Shape = Shape {
    name: "ScanOutput",
    kind: Kind::Structure(&[
        Member::new("Items", &ITEM_LIST),
        Member::new("Count", &INTEGER),
        Member::new("ScannedCount", &INTEGER),
        Member::new("LastEvaluatedKey", &KEY),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY),
    ]),
};

static SCAN_SEGMENT: Shape = Shape { name: "ScanSegment", kind: Kind::Integer(Range::of(0, 999999)) };

static SCAN_TOTAL_SEGMENTS: Shape =
    Shape { name: "ScanTotalSegments", kind: Kind::Integer(Range::of(1, 1000000)) };

static SEARCH_SCHEMA: Shape = Shape {
    name: "SearchSchema",
    kind: Kind::List {
        member: &SEARCH_SCHEMA_ELEMENT,
        member_name: "member",
        flattened: false,
        length: Range::at_least(1),
    },
};

static SEARCH_SCHEMA_ELEMENT: Shape = Shape {
    name: "SearchSchemaElement",
    kind: Kind::Structure(&[
        Member::new("AttributeName", &ATTRIBUTE_NAME).required(),
        Member::new("SearchSchemaElementType", &SEARCH_SCHEMA_ELEMENT_TYPE).required(),
    ]),
};

static SEARCH_SCHEMA_ELEMENT_TYPE: Shape = Shape {
    name: "SearchSchemaElementType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["HASH", "INLINE_FILTER"] },
};

static SECONDARY_INDEXES_CAPACITY_MAP: Shape = Shape {
    name: "SecondaryIndexesCapacityMap",
    kind: Kind::Map {
        key: &INDEX_NAME,
        value: &CAPACITY,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static SELECT: Shape = Shape {
    name: "Select",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"],
    },
};

static STREAM_ARN: Shape = Shape {
    name: "StreamArn",
    kind: Kind::String { length: Range::of(37, 1024), pattern: None, values: &[] },
};

static STREAM_ENABLED: Shape = Shape { name: "StreamEnabled", kind: Kind::Boolean };

static STREAM_SPECIFICATION: Shape = Shape {
    name: "StreamSpecification",
    kind: Kind::Structure(&[
        Member::new("StreamEnabled", &STREAM_ENABLED).required(),
        Member::new("StreamViewType", &STREAM_VIEW_TYPE),
    ]),
};

static STREAM_VIEW_TYPE: Shape = Shape {
    name: "StreamViewType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"],
    },
};

static STRING: Shape =
    Shape { name: "String", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static STRING_ATTRIBUTE_VALUE: Shape = Shape {
    name: "StringAttributeValue",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static STRING_SET_ATTRIBUTE_VALUE: Shape = Shape {
    name: "StringSetAttributeValue",
    kind: Kind::List {
        member: &STRING_ATTRIBUTE_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static TABLE_ARN: Shape =
    Shape { name: "TableArn", kind: Kind::String { length: Range::of(1, 1024), pattern: None, values: &[] } };

static TABLE_CLASS: Shape = Shape {
    name: "TableClass",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["STANDARD", "STANDARD_INFREQUENT_ACCESS"],
    },
};

static TABLE_CLASS_SUMMARY: Shape = Shape {
    name: "TableClassSummary",
    kind: Kind::Structure(&[
        Member::new("TableClass", &TABLE_CLASS),
        Member::new("LastUpdateDateTime", &DATE),
    ]),
};

static TABLE_DESCRIPTION: Shape = Shape {
    name: "TableDescription",
    kind: Kind::Structure(&[
        Member::new("AttributeDefinitions", &ATTRIBUTE_DEFINITIONS),
        Member::new("TableName", &TABLE_NAME),
        Member::new("KeySchema", &KEY_SCHEMA),
        Member::new("TableStatus", &TABLE_STATUS),
        Member::new("CreationDateTime", &DATE),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT_DESCRIPTION),
        Member::new("TableSizeBytes", &LONG_OBJECT),
        Member::new("ItemCount", &LONG_OBJECT),
        Member::new("TableArn", &STRING),
        Member::new("TableId", &TABLE_ID),
        Member::new("BillingModeSummary", &BILLING_MODE_SUMMARY),
        Member::new("LocalSecondaryIndexes", &LOCAL_SECONDARY_INDEX_DESCRIPTION_LIST),
        Member::new("GlobalSecondaryIndexes", &GLOBAL_SECONDARY_INDEX_DESCRIPTION_LIST),
        Member::new("StreamSpecification", &STREAM_SPECIFICATION),
        Member::new("LatestStreamLabel", &STRING),
        Member::new("LatestStreamArn", &STREAM_ARN),
        Member::new("GlobalTableVersion", &STRING),
        Member::new("Replicas", &REPLICA_DESCRIPTION_LIST),
        Member::new("GlobalTableWitnesses", &GLOBAL_TABLE_WITNESS_DESCRIPTION_LIST),
        Member::new("GlobalTableSettingsReplicationMode", &GLOBAL_TABLE_SETTINGS_REPLICATION_MODE),
        Member::new("RestoreSummary", &RESTORE_SUMMARY),
        Member::new("SSEDescription", &SSE_DESCRIPTION),
        Member::new("ArchivalSummary", &ARCHIVAL_SUMMARY),
        Member::new("TableClassSummary", &TABLE_CLASS_SUMMARY),
        Member::new("DeletionProtectionEnabled", &DELETION_PROTECTION_ENABLED),
        Member::new("DisassociationProtectionEnabled", &DISASSOCIATION_PROTECTION_ENABLED),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("WarmThroughput", &TABLE_WARM_THROUGHPUT_DESCRIPTION),
        Member::new("MultiRegionConsistency", &MULTI_REGION_CONSISTENCY),
        Member::new("VectorIndexes", &VECTOR_INDEX_DESCRIPTION_LIST),
    ]),
};

static TABLE_ID_PATTERN: Pattern =
    Pattern::new(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

static TABLE_ID: Shape = Shape {
    name: "TableId",
    kind: Kind::String { length: Range::ANY, pattern: Some(&TABLE_ID_PATTERN), values: &[] },
};

static TABLE_NAME_PATTERN: Pattern = Pattern::new(r"[a-zA-Z0-9_.-]+");

static TABLE_NAME: Shape = Shape {
    name: "TableName",
    kind: Kind::String { length: Range::of(3, 255), pattern: Some(&TABLE_NAME_PATTERN), values: &[] },
};

static TABLE_NAME_LIST: Shape = Shape {
    name: "TableNameList",
    kind: Kind::List { member: &TABLE_NAME, member_name: "member", flattened: false, length: Range::ANY },
};

static TABLE_STATUS: Shape = Shape {
    name: "TableStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "CREATING",
            "UPDATING",
            "DELETING",
            "ACTIVE",
            "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
            "ARCHIVING",
            "ARCHIVED",
            "REPLICATION_NOT_AUTHORIZED",
        ],
    },
};

static TABLE_WARM_THROUGHPUT_DESCRIPTION: Shape = Shape {
    name: "TableWarmThroughputDescription",
    kind: Kind::Structure(&[
        Member::new("ReadUnitsPerSecond", &POSITIVE_LONG_OBJECT),
        Member::new("WriteUnitsPerSecond", &POSITIVE_LONG_OBJECT),
        Member::new("Status", &TABLE_STATUS),
    ]),
};

static TAG: Shape = Shape {
    name: "Tag",
    kind: Kind::Structure(&[
        Member::new("Key", &TAG_KEY_STRING).required(),
        Member::new("Value", &TAG_VALUE_STRING).required(),
    ]),
};

static TAG_KEY_LIST: Shape = Shape {
    name: "TagKeyList",
    kind: Kind::List { member: &TAG_KEY_STRING, member_name: "member", flattened: false, length: Range::ANY },
};

static TAG_KEY_STRING: Shape = Shape {
    name: "TagKeyString",
    kind: Kind::String { length: Range::of(1, 128), pattern: None, values: &[] },
};

static TAG_LIST: Shape = Shape {
    name: "TagList",
    kind: Kind::List { member: &TAG, member_name: "member", flattened: false, length: Range::ANY },
};

static TAG_RESOURCE_INPUT: Shape = Shape {
    name: "TagResourceInput",
    kind: Kind::Structure(&[
        Member::new("ResourceArn", &RESOURCE_ARN_STRING).required(),
        Member::new("Tags", &TAG_LIST).required(),
    ]),
};

static TAG_VALUE_STRING: Shape = Shape {
    name: "TagValueString",
    kind: Kind::String { length: Range::of(0, 256), pattern: None, values: &[] },
};

static TIME_TO_LIVE_ATTRIBUTE_NAME: Shape = Shape {
    name: "TimeToLiveAttributeName",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static TIME_TO_LIVE_DESCRIPTION: Shape = Shape {
    name: "TimeToLiveDescription",
    kind: Kind::Structure(&[
        Member::new("TimeToLiveStatus", &TIME_TO_LIVE_STATUS),
        Member::new("AttributeName", &TIME_TO_LIVE_ATTRIBUTE_NAME),
    ]),
};

static TIME_TO_LIVE_ENABLED: Shape = Shape { name: "TimeToLiveEnabled", kind: Kind::Boolean };

static TIME_TO_LIVE_SPECIFICATION: Shape = Shape {
    name: "TimeToLiveSpecification",
    kind: Kind::Structure(&[
        Member::new("Enabled", &TIME_TO_LIVE_ENABLED).required(),
        Member::new("AttributeName", &TIME_TO_LIVE_ATTRIBUTE_NAME).required(),
    ]),
};

static TIME_TO_LIVE_STATUS: Shape = Shape {
    name: "TimeToLiveStatus",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["ENABLING", "DISABLING", "ENABLED", "DISABLED"],
    },
};

static TRANSACT_GET_ITEM: Shape =
    Shape { name: "TransactGetItem", kind: Kind::Structure(&[Member::new("Get", &GET).required()]) };

static TRANSACT_GET_ITEM_LIST: Shape = Shape {
    name: "TransactGetItemList",
    kind: Kind::List {
        member: &TRANSACT_GET_ITEM,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 100),
    },
};

static TRANSACT_GET_ITEMS_INPUT: Shape = Shape {
    name: "TransactGetItemsInput",
    kind: Kind::Structure(&[
        Member::new("TransactItems", &TRANSACT_GET_ITEM_LIST).required(),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
    ]),
};

static TRANSACT_GET_ITEMS_OUTPUT: Shape = Shape {
    name: "TransactGetItemsOutput",
    kind: Kind::Structure(&[
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY_MULTIPLE),
        Member::new("Responses", &ITEM_RESPONSE_LIST),
    ]),
};

static TRANSACT_WRITE_ITEM: Shape = Shape {
    name: "TransactWriteItem",
    kind: Kind::Structure(&[
        Member::new("ConditionCheck", &CONDITION_CHECK),
        Member::new("Put", &PUT),
        Member::new("Delete", &DELETE),
        Member::new("Update", &UPDATE),
    ]),
};

static TRANSACT_WRITE_ITEM_LIST: Shape = Shape {
    name: "TransactWriteItemList",
    kind: Kind::List {
        member: &TRANSACT_WRITE_ITEM,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 100),
    },
};

static TRANSACT_WRITE_ITEMS_INPUT: Shape = Shape {
    name: "TransactWriteItemsInput",
    kind: Kind::Structure(&[
        Member::new("TransactItems", &TRANSACT_WRITE_ITEM_LIST).required(),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ReturnItemCollectionMetrics", &RETURN_ITEM_COLLECTION_METRICS),
        Member::new("ClientRequestToken", &CLIENT_REQUEST_TOKEN),
    ]),
};

static TRANSACT_WRITE_ITEMS_OUTPUT: Shape = Shape {
    name: "TransactWriteItemsOutput",
    kind: Kind::Structure(&[
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY_MULTIPLE),
        Member::new("ItemCollectionMetrics", &ITEM_COLLECTION_METRICS_PER_TABLE),
    ]),
};

static UNTAG_RESOURCE_INPUT: Shape = Shape {
    name: "UntagResourceInput",
    kind: Kind::Structure(&[
        Member::new("ResourceArn", &RESOURCE_ARN_STRING).required(),
        Member::new("TagKeys", &TAG_KEY_LIST).required(),
    ]),
};

static UPDATE: Shape = Shape {
    name: "Update",
    kind: Kind::Structure(&[
        Member::new("Key", &KEY).required(),
        Member::new("UpdateExpression", &UPDATE_EXPRESSION).required(),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static UPDATE_CONTINUOUS_BACKUPS_INPUT: Shape = Shape {
    name: "UpdateContinuousBackupsInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("PointInTimeRecoverySpecification", &POINT_IN_TIME_RECOVERY_SPECIFICATION).required(),
    ]),
};

static UPDATE_CONTINUOUS_BACKUPS_OUTPUT: Shape = Shape {
    name: "UpdateContinuousBackupsOutput",
    kind: Kind::Structure(&[Member::new("ContinuousBackupsDescription", &CONTINUOUS_BACKUPS_DESCRIPTION)]),
};

static UPDATE_EXPRESSION: Shape =
    Shape { name: "UpdateExpression", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static UPDATE_GLOBAL_SECONDARY_INDEX_ACTION: Shape = Shape {
    name: "UpdateGlobalSecondaryIndexAction",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("WarmThroughput", &WARM_THROUGHPUT),
    ]),
};

static UPDATE_ITEM_INPUT: Shape = Shape {
    name: "UpdateItemInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("Key", &KEY).required(),
        Member::new("AttributeUpdates", &ATTRIBUTE_UPDATES),
        Member::new("Expected", &EXPECTED_ATTRIBUTE_MAP),
        Member::new("ConditionalOperator", &CONDITIONAL_OPERATOR),
        Member::new("ReturnValues", &RETURN_VALUE),
        Member::new("ReturnConsumedCapacity", &RETURN_CONSUMED_CAPACITY),
        Member::new("ReturnItemCollectionMetrics", &RETURN_ITEM_COLLECTION_METRICS),
        Member::new("UpdateExpression", &UPDATE_EXPRESSION),
        Member::new("ConditionExpression", &CONDITION_EXPRESSION),
        Member::new("ExpressionAttributeNames", &EXPRESSION_ATTRIBUTE_NAME_MAP),
        Member::new("ExpressionAttributeValues", &EXPRESSION_ATTRIBUTE_VALUE_MAP),
        Member::new("ReturnValuesOnConditionCheckFailure", &RETURN_VALUES_ON_CONDITION_CHECK_FAILURE),
    ]),
};

static UPDATE_ITEM_OUTPUT: Shape = Shape {
    name: "UpdateItemOutput",
    kind: Kind::Structure(&[
        Member::new("Attributes", &ATTRIBUTE_MAP),
        Member::new("ConsumedCapacity", &CONSUMED_CAPACITY),
        Member::new("ItemCollectionMetrics", &ITEM_COLLECTION_METRICS),
    ]),
};

static UPDATE_REPLICATION_GROUP_MEMBER_ACTION: Shape = Shape {
    name: "UpdateReplicationGroupMemberAction",
    kind: Kind::Structure(&[
        Member::new("RegionName", &REGION_NAME).required(),
        Member::new("KMSMasterKeyId", &KMS_MASTER_KEY_ID),
        Member::new("ProvisionedThroughputOverride", &PROVISIONED_THROUGHPUT_OVERRIDE),
        Member::new("OnDemandThroughputOverride", &ON_DEMAND_THROUGHPUT_OVERRIDE),
        Member::new("GlobalSecondaryIndexes", &REPLICA_GLOBAL_SECONDARY_INDEX_LIST),
        Member::new("TableClassOverride", &TABLE_CLASS),
    ]),
};

static UPDATE_TABLE_INPUT: Shape = Shape {
    name: "UpdateTableInput",
    kind: Kind::Structure(&[
        Member::new("AttributeDefinitions", &ATTRIBUTE_DEFINITIONS),
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("BillingMode", &BILLING_MODE),
        Member::new("ProvisionedThroughput", &PROVISIONED_THROUGHPUT),
        Member::new("GlobalSecondaryIndexUpdates", &GLOBAL_SECONDARY_INDEX_UPDATE_LIST),
        Member::new("StreamSpecification", &STREAM_SPECIFICATION),
        Member::new("SSESpecification", &SSE_SPECIFICATION),
        Member::new("ReplicaUpdates", &REPLICATION_GROUP_UPDATE_LIST),
        Member::new("TableClass", &TABLE_CLASS),
        Member::new("DeletionProtectionEnabled", &DELETION_PROTECTION_ENABLED),
        Member::new("MultiRegionConsistency", &MULTI_REGION_CONSISTENCY),
        Member::new("GlobalTableWitnessUpdates", &GLOBAL_TABLE_WITNESS_GROUP_UPDATE_LIST),
        Member::new("OnDemandThroughput", &ON_DEMAND_THROUGHPUT),
        Member::new("WarmThroughput", &WARM_THROUGHPUT),
        Member::new("GlobalTableSettingsReplicationMode", &GLOBAL_TABLE_SETTINGS_REPLICATION_MODE),
        Member::new("DisassociationProtectionEnabled", &DISASSOCIATION_PROTECTION_ENABLED),
        Member::new("VectorIndexUpdates", &VECTOR_INDEX_UPDATE_LIST),
    ]),
};

static UPDATE_TABLE_OUTPUT: Shape = Shape {
    name: "UpdateTableOutput",
    kind: Kind::Structure(&[Member::new("TableDescription", &TABLE_DESCRIPTION)]),
};

static UPDATE_TIME_TO_LIVE_INPUT: Shape = Shape {
    name: "UpdateTimeToLiveInput",
    kind: Kind::Structure(&[
        Member::new("TableName", &TABLE_ARN).required(),
        Member::new("TimeToLiveSpecification", &TIME_TO_LIVE_SPECIFICATION).required(),
    ]),
};

static UPDATE_TIME_TO_LIVE_OUTPUT: Shape = Shape {
    name: "UpdateTimeToLiveOutput",
    kind: Kind::Structure(&[Member::new("TimeToLiveSpecification", &TIME_TO_LIVE_SPECIFICATION)]),
};

static VECTOR_ATTRIBUTE_DEFINITION: Shape = Shape {
    name: "VectorAttributeDefinition",
    kind: Kind::Structure(&[Member::new("AttributeName", &VECTOR_ATTRIBUTE_NAME).required()]),
};

static VECTOR_ATTRIBUTE_NAME: Shape = Shape {
    name: "VectorAttributeName",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static VECTOR_CAPACITY: Shape = Shape {
    name: "VectorCapacity",
    kind: Kind::Structure(&[
        Member::new("VectorSearchRequestBytes", &CONSUMED_CAPACITY_UNITS),
        Member::new("VectorWriteRequestBytes", &CONSUMED_CAPACITY_UNITS),
    ]),
};

static VECTOR_DISTANCE_FUNCTION: Shape = Shape {
    name: "VectorDistanceFunction",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["COSINE", "DOT_PRODUCT", "EUCLIDEAN"] },
};

static VECTOR_INDEX: Shape = Shape {
    name: "VectorIndex",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME).required(),
        Member::new("VectorAttribute", &VECTOR_ATTRIBUTE_DEFINITION).required(),
        Member::new("SearchSchema", &SEARCH_SCHEMA),
        Member::new("Projection", &PROJECTION).required(),
        Member::new("Dimensions", &POSITIVE_LONG_OBJECT).required(),
        Member::new("DistanceFunction", &VECTOR_DISTANCE_FUNCTION).required(),
    ]),
};

static VECTOR_INDEX_DESCRIPTION: Shape = Shape {
    name: "VectorIndexDescription",
    kind: Kind::Structure(&[
        Member::new("IndexName", &INDEX_NAME),
        Member::new("SearchSchema", &SEARCH_SCHEMA),
        Member::new("Projection", &PROJECTION),
        Member::new("VectorAttribute", &VECTOR_ATTRIBUTE_DEFINITION),
        Member::new("Dimensions", &POSITIVE_LONG_OBJECT),
        Member::new("DistanceFunction", &VECTOR_DISTANCE_FUNCTION),
        Member::new("IndexStatus", &INDEX_STATUS),
        Member::new("Backfilling", &BACKFILLING),
        Member::new("IndexSizeBytes", &LONG_OBJECT),
        Member::new("ItemCount", &LONG_OBJECT),
        Member::new("IndexArn", &STRING),
    ]),
};

static VECTOR_INDEX_DESCRIPTION_LIST: Shape = Shape {
    name: "VectorIndexDescriptionList",
    kind: Kind::List {
        member: &VECTOR_INDEX_DESCRIPTION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static VECTOR_INDEX_LIST: Shape = Shape {
    name: "VectorIndexList",
    kind: Kind::List { member: &VECTOR_INDEX, member_name: "member", flattened: false, length: Range::ANY },
};

static VECTOR_INDEX_UPDATE: Shape = Shape {
    name: "VectorIndexUpdate",
    kind: Kind::Structure(&[
        Member::new("Create", &CREATE_VECTOR_INDEX_ACTION),
        Member::new("Delete", &DELETE_VECTOR_INDEX_ACTION),
    ]),
};

static VECTOR_INDEX_UPDATE_LIST: Shape = Shape {
    name: "VectorIndexUpdateList",
    kind: Kind::List {
        member: &VECTOR_INDEX_UPDATE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static VECTOR_INDEXES_CAPACITY_MAP: Shape = Shape {
    name: "VectorIndexesCapacityMap",
    kind: Kind::Map {
        key: &INDEX_NAME,
        value: &VECTOR_CAPACITY,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static WARM_THROUGHPUT: Shape = Shape {
    name: "WarmThroughput",
    kind: Kind::Structure(&[
        Member::new("ReadUnitsPerSecond", &LONG_OBJECT),
        Member::new("WriteUnitsPerSecond", &LONG_OBJECT),
    ]),
};

static WITNESS_STATUS: Shape = Shape {
    name: "WitnessStatus",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["CREATING", "DELETING", "ACTIVE"] },
};

static WRITE_REQUEST: Shape = Shape {
    name: "WriteRequest",
    kind: Kind::Structure(&[
        Member::new("PutRequest", &PUT_REQUEST),
        Member::new("DeleteRequest", &DELETE_REQUEST),
    ]),
};

static WRITE_REQUESTS: Shape = Shape {
    name: "WriteRequests",
    kind: Kind::List {
        member: &WRITE_REQUEST,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 25),
    },
};
