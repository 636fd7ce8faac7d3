//! The wire of `cloudwatch` 2010-08-01, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use std::collections::BTreeMap;

use millpond_aws::schema::{EMPTY, Kind, Member, Operation, Pattern, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "cloudwatch",
    signing_name: "monitoring",
    target_prefix: "GraniteServiceVersion20100801",
    api_version: "2010-08-01",
    xml_namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    json_version: "1.0",
    query_compatible: true,
    error_namespace: "com.amazonaws.cloudwatch#",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 59] = [
    Operation::refused("AssociateDatasetKmsKey"),
    Operation::refused("CreateResourceMetricsConfiguration"),
    Operation::refused("DeleteAlarmMuteRule"),
    Operation::refused("DeleteAlarms"),
    Operation::refused("DeleteAnomalyDetector"),
    Operation::refused("DeleteDashboards"),
    Operation::refused("DeleteInsightRules"),
    Operation::refused("DeleteMetricDataQueryDefinition"),
    Operation::refused("DeleteMetricStream"),
    Operation::refused("DeleteResourceMetricsConfiguration"),
    Operation::refused("DescribeAlarmContributors"),
    Operation::refused("DescribeAlarmHistory"),
    Operation::refused("DescribeAlarms"),
    Operation::refused("DescribeAlarmsForMetric"),
    Operation::refused("DescribeAnomalyDetectors"),
    Operation::refused("DescribeInsightRules"),
    Operation::refused("DisableAlarmActions"),
    Operation::refused("DisableInsightRules"),
    Operation::refused("DisassociateDatasetKmsKey"),
    Operation::refused("EnableAlarmActions"),
    Operation::refused("EnableInsightRules"),
    Operation::refused("GetAlarmMuteRule"),
    Operation::refused("GetDashboard"),
    Operation::refused("GetDataset"),
    Operation::refused("GetInsightRuleReport"),
    Operation {
        name: "GetMetricData",
        honoured: true,
        input: &GET_METRIC_DATA_INPUT,
        output: &GET_METRIC_DATA_OUTPUT,
        result_wrapper: "GetMetricDataResult",
        errors: &[&error::INVALID_NEXT_TOKEN],
        events: None,
    },
    Operation::refused("GetMetricDataQueryDefinition"),
    Operation {
        name: "GetMetricStatistics",
        honoured: true,
        input: &GET_METRIC_STATISTICS_INPUT,
        output: &GET_METRIC_STATISTICS_OUTPUT,
        result_wrapper: "GetMetricStatisticsResult",
        errors: &[
            &error::INVALID_PARAMETER_VALUE_EXCEPTION,
            &error::MISSING_REQUIRED_PARAMETER_EXCEPTION,
            &error::INVALID_PARAMETER_COMBINATION_EXCEPTION,
            &error::INTERNAL_SERVICE_FAULT,
        ],
        events: None,
    },
    Operation::refused("GetMetricStream"),
    Operation::refused("GetMetricWidgetImage"),
    Operation::refused("GetOTelEnrichment"),
    Operation::refused("GetResourceMetricsConfiguration"),
    Operation::refused("ListAlarmMuteRules"),
    Operation::refused("ListDashboards"),
    Operation::refused("ListManagedInsightRules"),
    Operation::refused("ListMetricDataQueryDefinitions"),
    Operation::refused("ListMetricStreams"),
    Operation {
        name: "ListMetrics",
        honoured: true,
        input: &LIST_METRICS_INPUT,
        output: &LIST_METRICS_OUTPUT,
        result_wrapper: "ListMetricsResult",
        errors: &[&error::INTERNAL_SERVICE_FAULT, &error::INVALID_PARAMETER_VALUE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListTagsForResource"),
    Operation::refused("PutAlarmMuteRule"),
    Operation::refused("PutAnomalyDetector"),
    Operation::refused("PutCompositeAlarm"),
    Operation::refused("PutDashboard"),
    Operation::refused("PutInsightRule"),
    Operation::refused("PutLogAlarm"),
    Operation::refused("PutManagedInsightRules"),
    Operation::refused("PutMetricAlarm"),
    Operation {
        name: "PutMetricData",
        honoured: true,
        input: &PUT_METRIC_DATA_INPUT,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_PARAMETER_VALUE_EXCEPTION,
            &error::MISSING_REQUIRED_PARAMETER_EXCEPTION,
            &error::INVALID_PARAMETER_COMBINATION_EXCEPTION,
            &error::INTERNAL_SERVICE_FAULT,
        ],
        events: None,
    },
    Operation::refused("PutMetricDataQueryDefinition"),
    Operation::refused("PutMetricStream"),
    Operation::refused("SetAlarmState"),
    Operation::refused("StartMetricStreams"),
    Operation::refused("StartOTelEnrichment"),
    Operation::refused("StopMetricStreams"),
    Operation::refused("StopOTelEnrichment"),
    Operation::refused("TagResource"),
    Operation::refused("UntagResource"),
    Operation::refused("UpdateOTelEnrichment"),
    Operation::refused("UpdateResourceMetricsConfiguration"),
];

operation! {
    /// `GetMetricData`.
    GetMetricData(GetMetricDataInput) -> GetMetricDataOutput, OPERATIONS[25]
}

operation! {
    /// `GetMetricStatistics`.
    GetMetricStatistics(GetMetricStatisticsInput) -> GetMetricStatisticsOutput, OPERATIONS[27]
}

operation! {
    /// `ListMetrics`.
    ListMetrics(ListMetricsInput) -> ListMetricsOutput, OPERATIONS[37]
}

operation! {
    /// `PutMetricData`.
    PutMetricData(PutMetricDataInput) -> PutMetricDataOutput, OPERATIONS[47]
}

structure! {
    /// `Datapoint`.
    pub struct Datapoint {
        /// `Timestamp`.
        pub timestamp: Option<i64>,
        /// `SampleCount`.
        pub sample_count: Option<f64>,
        /// `Average`.
        pub average: Option<f64>,
        /// `Sum`.
        pub sum: Option<f64>,
        /// `Minimum`.
        pub minimum: Option<f64>,
        /// `Maximum`.
        pub maximum: Option<f64>,
        /// `Unit`.
        pub unit: Option<String>,
        /// `ExtendedStatistics`.
        pub extended_statistics: Option<BTreeMap<String, f64>>,
    }
}

structure! {
    /// `Dimension`.
    pub struct Dimension {
        /// `Name`.
        pub name: String,
        /// `Value`.
        pub value: String,
    }
}

structure! {
    /// `DimensionFilter`.
    pub struct DimensionFilter {
        /// `Name`.
        pub name: String,
        /// `Value`.
        pub value: Option<String>,
    }
}

structure! {
    /// `Entity`.
    pub struct Entity {
        /// `KeyAttributes`.
        pub key_attributes: Option<BTreeMap<String, String>>,
        /// `Attributes`.
        pub attributes: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `EntityMetricData`.
    pub struct EntityMetricData {
        /// `Entity`.
        pub entity: Option<Entity>,
        /// `MetricData`.
        pub metric_data: Option<Vec<MetricDatum>>,
    }
}

structure! {
    /// `GetMetricDataInput`.
    pub struct GetMetricDataInput {
        /// `MetricDataQueries`.
        pub metric_data_queries: Vec<MetricDataQuery>,
        /// `StartTime`.
        pub start_time: i64,
        /// `EndTime`.
        pub end_time: i64,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `ScanBy`.
        pub scan_by: Option<String>,
        /// `MaxDatapoints`.
        pub max_datapoints: Option<i64>,
        /// `LabelOptions`.
        pub label_options: Option<LabelOptions>,
    }
}

structure! {
    /// `GetMetricDataOutput`.
    pub struct GetMetricDataOutput {
        /// `MetricDataResults`.
        pub metric_data_results: Option<Vec<MetricDataResult>>,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `Messages`.
        pub messages: Option<Vec<MessageData>>,
    }
}

structure! {
    /// `GetMetricStatisticsInput`.
    pub struct GetMetricStatisticsInput {
        /// `Namespace`.
        pub namespace: String,
        /// `MetricName`.
        pub metric_name: String,
        /// `Dimensions`.
        pub dimensions: Option<Vec<Dimension>>,
        /// `StartTime`.
        pub start_time: i64,
        /// `EndTime`.
        pub end_time: i64,
        /// `Period`.
        pub period: i64,
        /// `Statistics`.
        pub statistics: Option<Vec<String>>,
        /// `ExtendedStatistics`.
        pub extended_statistics: Option<Vec<String>>,
        /// `Unit`.
        pub unit: Option<String>,
    }
}

structure! {
    /// `GetMetricStatisticsOutput`.
    pub struct GetMetricStatisticsOutput {
        /// `Label`.
        pub label: Option<String>,
        /// `Datapoints`.
        pub datapoints: Option<Vec<Datapoint>>,
    }
}

structure! {
    /// `LabelOptions`.
    pub struct LabelOptions {
        /// `Timezone`.
        pub timezone: Option<String>,
    }
}

structure! {
    /// `ListMetricsInput`.
    pub struct ListMetricsInput {
        /// `Namespace`.
        pub namespace: Option<String>,
        /// `MetricName`.
        pub metric_name: Option<String>,
        /// `Dimensions`.
        pub dimensions: Option<Vec<DimensionFilter>>,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `RecentlyActive`.
        pub recently_active: Option<String>,
        /// `IncludeLinkedAccounts`.
        pub include_linked_accounts: Option<bool>,
        /// `OwningAccount`.
        pub owning_account: Option<String>,
    }
}

structure! {
    /// `ListMetricsOutput`.
    pub struct ListMetricsOutput {
        /// `Metrics`.
        pub metrics: Option<Vec<Metric>>,
        /// `NextToken`.
        pub next_token: Option<String>,
        /// `OwningAccounts`.
        pub owning_accounts: Option<Vec<String>>,
    }
}

structure! {
    /// `MessageData`.
    pub struct MessageData {
        /// `Code`.
        pub code: Option<String>,
        /// `Value`.
        pub value: Option<String>,
    }
}

structure! {
    /// `Metric`.
    pub struct Metric {
        /// `Namespace`.
        pub namespace: Option<String>,
        /// `MetricName`.
        pub metric_name: Option<String>,
        /// `Dimensions`.
        pub dimensions: Option<Vec<Dimension>>,
    }
}

structure! {
    /// `MetricDataQuery`.
    pub struct MetricDataQuery {
        /// `Id`.
        pub id: String,
        /// `MetricStat`.
        pub metric_stat: Option<MetricStat>,
        /// `Expression`.
        pub expression: Option<String>,
        /// `Label`.
        pub label: Option<String>,
        /// `ReturnData`.
        pub return_data: Option<bool>,
        /// `Period`.
        pub period: Option<i64>,
        /// `AccountId`.
        pub account_id: Option<String>,
    }
}

structure! {
    /// `MetricDataResult`.
    pub struct MetricDataResult {
        /// `Id`.
        pub id: Option<String>,
        /// `Label`.
        pub label: Option<String>,
        /// `Timestamps`.
        pub timestamps: Option<Vec<i64>>,
        /// `Values`.
        pub values: Option<Vec<f64>>,
        /// `StatusCode`.
        pub status_code: Option<String>,
        /// `Messages`.
        pub messages: Option<Vec<MessageData>>,
    }
}

structure! {
    /// `MetricDatum`.
    pub struct MetricDatum {
        /// `MetricName`.
        pub metric_name: String,
        /// `Dimensions`.
        pub dimensions: Option<Vec<Dimension>>,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
        /// `Value`.
        pub value: Option<f64>,
        /// `StatisticValues`.
        pub statistic_values: Option<StatisticSet>,
        /// `Values`.
        pub values: Option<Vec<f64>>,
        /// `Counts`.
        pub counts: Option<Vec<f64>>,
        /// `Unit`.
        pub unit: Option<String>,
        /// `StorageResolution`.
        pub storage_resolution: Option<i64>,
    }
}

structure! {
    /// `MetricStat`.
    pub struct MetricStat {
        /// `Metric`.
        pub metric: Metric,
        /// `Period`.
        pub period: i64,
        /// `Stat`.
        pub stat: String,
        /// `Unit`.
        pub unit: Option<String>,
    }
}

structure! {
    /// `PutMetricDataInput`.
    pub struct PutMetricDataInput {
        /// `Namespace`.
        pub namespace: String,
        /// `MetricData`.
        pub metric_data: Option<Vec<MetricDatum>>,
        /// `EntityMetricData`.
        pub entity_metric_data: Option<Vec<EntityMetricData>>,
        /// `StrictEntityValidation`.
        pub strict_entity_validation: Option<bool>,
    }
}

structure! {
    /// `PutMetricDataOutput`.
    pub struct PutMetricDataOutput {}
}

structure! {
    /// `StatisticSet`.
    pub struct StatisticSet {
        /// `SampleCount`.
        pub sample_count: f64,
        /// `Sum`.
        pub sum: f64,
        /// `Minimum`.
        pub minimum: f64,
        /// `Maximum`.
        pub maximum: f64,
    }
}

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `InternalServiceFault`.
    pub static INTERNAL_SERVICE_FAULT: ErrorShape = ErrorShape {
        name: "InternalServiceFault",
        query_code: "InternalServiceError",
        status: 500,
        sender: false,
    };

    /// `InvalidNextToken`.
    pub static INVALID_NEXT_TOKEN: ErrorShape =
        ErrorShape { name: "InvalidNextToken", query_code: "InvalidNextToken", status: 400, sender: true };

    /// `InvalidParameterCombinationException`.
    pub static INVALID_PARAMETER_COMBINATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidParameterCombinationException",
        query_code: "InvalidParameterCombination",
        status: 400,
        sender: true,
    };

    /// `InvalidParameterValueException`.
    pub static INVALID_PARAMETER_VALUE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidParameterValueException",
        query_code: "InvalidParameterValue",
        status: 400,
        sender: true,
    };

    /// `MissingRequiredParameterException`.
    pub static MISSING_REQUIRED_PARAMETER_EXCEPTION: ErrorShape = ErrorShape {
        name: "MissingRequiredParameterException",
        query_code: "MissingParameter",
        status: 400,
        sender: true,
    };
}

static ACCOUNT_ID: Shape =
    Shape { name: "AccountId", kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] } };

static COUNTS: Shape = Shape {
    name: "Counts",
    kind: Kind::List {
        member: &DATAPOINT_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static DATAPOINT: Shape = Shape {
    name: "Datapoint",
    kind: Kind::Structure(&[
        Member::new("Timestamp", &TIMESTAMP),
        Member::new("SampleCount", &DATAPOINT_VALUE),
        Member::new("Average", &DATAPOINT_VALUE),
        Member::new("Sum", &DATAPOINT_VALUE),
        Member::new("Minimum", &DATAPOINT_VALUE),
        Member::new("Maximum", &DATAPOINT_VALUE),
        Member::new("Unit", &STANDARD_UNIT),
        Member::new("ExtendedStatistics", &DATAPOINT_VALUE_MAP),
    ]),
};

static DATAPOINT_VALUE: Shape = Shape { name: "DatapointValue", kind: Kind::Double(Range::ANY) };

static DATAPOINT_VALUE_MAP: Shape = Shape {
    name: "DatapointValueMap",
    kind: Kind::Map {
        key: &EXTENDED_STATISTIC,
        value: &DATAPOINT_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static DATAPOINT_VALUES: Shape = Shape {
    name: "DatapointValues",
    kind: Kind::List {
        member: &DATAPOINT_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static DATAPOINTS: Shape = Shape {
    name: "Datapoints",
    kind: Kind::List { member: &DATAPOINT, member_name: "member", flattened: false, length: Range::ANY },
};

static DIMENSION: Shape = Shape {
    name: "Dimension",
    kind: Kind::Structure(&[
        Member::new("Name", &DIMENSION_NAME).required(),
        Member::new("Value", &DIMENSION_VALUE).required(),
    ]),
};

static DIMENSION_FILTER: Shape = Shape {
    name: "DimensionFilter",
    kind: Kind::Structure(&[
        Member::new("Name", &DIMENSION_NAME).required(),
        Member::new("Value", &DIMENSION_VALUE),
    ]),
};

static DIMENSION_FILTERS: Shape = Shape {
    name: "DimensionFilters",
    kind: Kind::List {
        member: &DIMENSION_FILTER,
        member_name: "member",
        flattened: false,
        length: Range::at_most(10),
    },
};

static DIMENSION_NAME: Shape = Shape {
    name: "DimensionName",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static DIMENSION_VALUE: Shape = Shape {
    name: "DimensionValue",
    kind: Kind::String { length: Range::of(1, 1024), pattern: None, values: &[] },
};

static DIMENSIONS: Shape = Shape {
    name: "Dimensions",
    kind: Kind::List {
        member: &DIMENSION,
        member_name: "member",
        flattened: false,
        length: Range::at_most(30),
    },
};

static ENTITY: Shape = Shape {
    name: "Entity",
    kind: Kind::Structure(&[
        Member::new("KeyAttributes", &ENTITY_KEY_ATTRIBUTES_MAP),
        Member::new("Attributes", &ENTITY_ATTRIBUTES_MAP),
    ]),
};

static ENTITY_ATTRIBUTES_MAP: Shape = Shape {
    name: "EntityAttributesMap",
    kind: Kind::Map {
        key: &ENTITY_ATTRIBUTES_MAP_KEY_STRING,
        value: &ENTITY_ATTRIBUTES_MAP_VALUE_STRING,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::of(0, 10),
    },
};

static ENTITY_ATTRIBUTES_MAP_KEY_STRING: Shape = Shape {
    name: "EntityAttributesMapKeyString",
    kind: Kind::String { length: Range::of(1, 256), pattern: None, values: &[] },
};

static ENTITY_ATTRIBUTES_MAP_VALUE_STRING: Shape = Shape {
    name: "EntityAttributesMapValueString",
    kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] },
};

static ENTITY_KEY_ATTRIBUTES_MAP: Shape = Shape {
    name: "EntityKeyAttributesMap",
    kind: Kind::Map {
        key: &ENTITY_KEY_ATTRIBUTES_MAP_KEY_STRING,
        value: &ENTITY_KEY_ATTRIBUTES_MAP_VALUE_STRING,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::of(2, 4),
    },
};

static ENTITY_KEY_ATTRIBUTES_MAP_KEY_STRING: Shape = Shape {
    name: "EntityKeyAttributesMapKeyString",
    kind: Kind::String { length: Range::of(1, 32), pattern: None, values: &[] },
};

static ENTITY_KEY_ATTRIBUTES_MAP_VALUE_STRING: Shape = Shape {
    name: "EntityKeyAttributesMapValueString",
    kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] },
};

static ENTITY_METRIC_DATA: Shape = Shape {
    name: "EntityMetricData",
    kind: Kind::Structure(&[Member::new("Entity", &ENTITY), Member::new("MetricData", &METRIC_DATA)]),
};

static ENTITY_METRIC_DATA_LIST: Shape = Shape {
    name: "EntityMetricDataList",
    kind: Kind::List {
        member: &ENTITY_METRIC_DATA,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static EXTENDED_STATISTIC: Shape = Shape {
    name: "ExtendedStatistic",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static EXTENDED_STATISTICS: Shape = Shape {
    name: "ExtendedStatistics",
    kind: Kind::List {
        member: &EXTENDED_STATISTIC,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static GET_METRIC_DATA_INPUT: Shape = Shape {
    name: "GetMetricDataInput",
    kind: Kind::Structure(&[
        Member::new("MetricDataQueries", &METRIC_DATA_QUERIES).required(),
        Member::new("StartTime", &TIMESTAMP).required(),
        Member::new("EndTime", &TIMESTAMP).required(),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("ScanBy", &SCAN_BY),
        Member::new("MaxDatapoints", &GET_METRIC_DATA_MAX_DATAPOINTS),
        Member::new("LabelOptions", &LABEL_OPTIONS),
    ]),
};

static GET_METRIC_DATA_LABEL_TIMEZONE: Shape = Shape {
    name: "GetMetricDataLabelTimezone",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static GET_METRIC_DATA_MAX_DATAPOINTS: Shape =
    Shape { name: "GetMetricDataMaxDatapoints", kind: Kind::Integer(Range::ANY) };

static GET_METRIC_DATA_OUTPUT: Shape = Shape {
    name: "GetMetricDataOutput",
    kind: Kind::Structure(&[
        Member::new("MetricDataResults", &METRIC_DATA_RESULTS),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("Messages", &METRIC_DATA_RESULT_MESSAGES),
    ]),
};

static GET_METRIC_STATISTICS_INPUT: Shape = Shape {
    name: "GetMetricStatisticsInput",
    kind: Kind::Structure(&[
        Member::new("Namespace", &NAMESPACE).required(),
        Member::new("MetricName", &METRIC_NAME).required(),
        Member::new("Dimensions", &DIMENSIONS),
        Member::new("StartTime", &TIMESTAMP).required(),
        Member::new("EndTime", &TIMESTAMP).required(),
        Member::new("Period", &PERIOD).required(),
        Member::new("Statistics", &STATISTICS),
        Member::new("ExtendedStatistics", &EXTENDED_STATISTICS),
        Member::new("Unit", &STANDARD_UNIT),
    ]),
};

static GET_METRIC_STATISTICS_OUTPUT: Shape = Shape {
    name: "GetMetricStatisticsOutput",
    kind: Kind::Structure(&[Member::new("Label", &METRIC_LABEL), Member::new("Datapoints", &DATAPOINTS)]),
};

static INCLUDE_LINKED_ACCOUNTS: Shape = Shape { name: "IncludeLinkedAccounts", kind: Kind::Boolean };

static LABEL_OPTIONS: Shape = Shape {
    name: "LabelOptions",
    kind: Kind::Structure(&[Member::new("Timezone", &GET_METRIC_DATA_LABEL_TIMEZONE)]),
};

static LIST_METRICS_INPUT: Shape = Shape {
    name: "ListMetricsInput",
    kind: Kind::Structure(&[
        Member::new("Namespace", &NAMESPACE),
        Member::new("MetricName", &METRIC_NAME),
        Member::new("Dimensions", &DIMENSION_FILTERS),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("RecentlyActive", &RECENTLY_ACTIVE),
        Member::new("IncludeLinkedAccounts", &INCLUDE_LINKED_ACCOUNTS),
        Member::new("OwningAccount", &ACCOUNT_ID),
    ]),
};

static LIST_METRICS_OUTPUT: Shape = Shape {
    name: "ListMetricsOutput",
    kind: Kind::Structure(&[
        Member::new("Metrics", &METRICS),
        Member::new("NextToken", &NEXT_TOKEN),
        Member::new("OwningAccounts", &OWNING_ACCOUNTS),
    ]),
};

static MESSAGE_DATA: Shape = Shape {
    name: "MessageData",
    kind: Kind::Structure(&[
        Member::new("Code", &MESSAGE_DATA_CODE),
        Member::new("Value", &MESSAGE_DATA_VALUE),
    ]),
};

static MESSAGE_DATA_CODE: Shape =
    Shape { name: "MessageDataCode", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static MESSAGE_DATA_VALUE: Shape =
    Shape { name: "MessageDataValue", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static METRIC: Shape = Shape {
    name: "Metric",
    kind: Kind::Structure(&[
        Member::new("Namespace", &NAMESPACE),
        Member::new("MetricName", &METRIC_NAME),
        Member::new("Dimensions", &DIMENSIONS),
    ]),
};

static METRIC_DATA: Shape = Shape {
    name: "MetricData",
    kind: Kind::List { member: &METRIC_DATUM, member_name: "member", flattened: false, length: Range::ANY },
};

static METRIC_DATA_QUERIES: Shape = Shape {
    name: "MetricDataQueries",
    kind: Kind::List {
        member: &METRIC_DATA_QUERY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static METRIC_DATA_QUERY: Shape = Shape {
    name: "MetricDataQuery",
    kind: Kind::Structure(&[
        Member::new("Id", &METRIC_ID).required(),
        Member::new("MetricStat", &METRIC_STAT),
        Member::new("Expression", &METRIC_EXPRESSION),
        Member::new("Label", &METRIC_LABEL),
        Member::new("ReturnData", &RETURN_DATA),
        Member::new("Period", &PERIOD),
        Member::new("AccountId", &ACCOUNT_ID),
    ]),
};

static METRIC_DATA_RESULT: Shape = Shape {
    name: "MetricDataResult",
    kind: Kind::Structure(&[
        Member::new("Id", &METRIC_ID),
        Member::new("Label", &METRIC_LABEL),
        Member::new("Timestamps", &TIMESTAMPS),
        Member::new("Values", &DATAPOINT_VALUES),
        Member::new("StatusCode", &STATUS_CODE),
        Member::new("Messages", &METRIC_DATA_RESULT_MESSAGES),
    ]),
};

static METRIC_DATA_RESULT_MESSAGES: Shape = Shape {
    name: "MetricDataResultMessages",
    kind: Kind::List { member: &MESSAGE_DATA, member_name: "member", flattened: false, length: Range::ANY },
};

static METRIC_DATA_RESULTS: Shape = Shape {
    name: "MetricDataResults",
    kind: Kind::List {
        member: &METRIC_DATA_RESULT,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static METRIC_DATUM: Shape = Shape {
    name: "MetricDatum",
    kind: Kind::Structure(&[
        Member::new("MetricName", &METRIC_NAME).required(),
        Member::new("Dimensions", &DIMENSIONS),
        Member::new("Timestamp", &TIMESTAMP),
        Member::new("Value", &DATAPOINT_VALUE),
        Member::new("StatisticValues", &STATISTIC_SET),
        Member::new("Values", &VALUES),
        Member::new("Counts", &COUNTS),
        Member::new("Unit", &STANDARD_UNIT),
        Member::new("StorageResolution", &STORAGE_RESOLUTION),
    ]),
};

static METRIC_EXPRESSION: Shape = Shape {
    name: "MetricExpression",
    kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] },
};

static METRIC_ID: Shape =
    Shape { name: "MetricId", kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] } };

static METRIC_LABEL: Shape =
    Shape { name: "MetricLabel", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static METRIC_NAME: Shape = Shape {
    name: "MetricName",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static METRIC_STAT: Shape = Shape {
    name: "MetricStat",
    kind: Kind::Structure(&[
        Member::new("Metric", &METRIC).required(),
        Member::new("Period", &PERIOD).required(),
        Member::new("Stat", &STAT).required(),
        Member::new("Unit", &STANDARD_UNIT),
    ]),
};

static METRICS: Shape = Shape {
    name: "Metrics",
    kind: Kind::List { member: &METRIC, member_name: "member", flattened: false, length: Range::ANY },
};

static NAMESPACE_PATTERN: Pattern = Pattern::new(r"[^:].*");

static NAMESPACE: Shape = Shape {
    name: "Namespace",
    kind: Kind::String { length: Range::of(1, 255), pattern: Some(&NAMESPACE_PATTERN), values: &[] },
};

static NEXT_TOKEN: Shape =
    Shape { name: "NextToken", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static OWNING_ACCOUNTS: Shape = Shape {
    name: "OwningAccounts",
    kind: Kind::List { member: &ACCOUNT_ID, member_name: "member", flattened: false, length: Range::ANY },
};

static PERIOD: Shape = Shape { name: "Period", kind: Kind::Integer(Range::at_least(1)) };

static PUT_METRIC_DATA_INPUT: Shape = Shape {
    name: "PutMetricDataInput",
    kind: Kind::Structure(&[
        Member::new("Namespace", &NAMESPACE).required(),
        Member::new("MetricData", &METRIC_DATA),
        Member::new("EntityMetricData", &ENTITY_METRIC_DATA_LIST),
        Member::new("StrictEntityValidation", &STRICT_ENTITY_VALIDATION),
    ]),
};

static RECENTLY_ACTIVE: Shape = Shape {
    name: "RecentlyActive",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["PT3H"] },
};

static RETURN_DATA: Shape = Shape { name: "ReturnData", kind: Kind::Boolean };

static SCAN_BY: Shape = Shape {
    name: "ScanBy",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["TimestampDescending", "TimestampAscending"],
    },
};

static STANDARD_UNIT: Shape = Shape {
    name: "StandardUnit",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "Seconds",
            "Microseconds",
            "Milliseconds",
            "Bytes",
            "Kilobytes",
            "Megabytes",
            "Gigabytes",
            "Terabytes",
            "Bits",
            "Kilobits",
            "Megabits",
            "Gigabits",
            "Terabits",
            "Percent",
            "Count",
            "Bytes/Second",
            "Kilobytes/Second",
            "Megabytes/Second",
            "Gigabytes/Second",
            "Terabytes/Second",
            "Bits/Second",
            "Kilobits/Second",
            "Megabits/Second",
            "Gigabits/Second",
            "Terabits/Second",
            "Count/Second",
            "None",
        ],
    },
};

static STAT: Shape =
    Shape { name: "Stat", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static STATISTIC: Shape = Shape {
    name: "Statistic",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["SampleCount", "Average", "Sum", "Minimum", "Maximum"],
    },
};

static STATISTIC_SET: Shape = Shape {
    name: "StatisticSet",
    kind: Kind::Structure(&[
        Member::new("SampleCount", &DATAPOINT_VALUE).required(),
        Member::new("Sum", &DATAPOINT_VALUE).required(),
        Member::new("Minimum", &DATAPOINT_VALUE).required(),
        Member::new("Maximum", &DATAPOINT_VALUE).required(),
    ]),
};

static STATISTICS: Shape = Shape {
    name: "Statistics",
    kind: Kind::List { member: &STATISTIC, member_name: "member", flattened: false, length: Range::of(1, 5) },
};

static STATUS_CODE: Shape = Shape {
    name: "StatusCode",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["Complete", "InternalError", "PartialData", "Forbidden"],
    },
};

static STORAGE_RESOLUTION: Shape =
    Shape { name: "StorageResolution", kind: Kind::Integer(Range::at_least(1)) };

static STRICT_ENTITY_VALIDATION: Shape = Shape { name: "StrictEntityValidation", kind: Kind::Boolean };

static TIMESTAMP: Shape = Shape { name: "Timestamp", kind: Kind::Timestamp };

static TIMESTAMPS: Shape = Shape {
    name: "Timestamps",
    kind: Kind::List { member: &TIMESTAMP, member_name: "member", flattened: false, length: Range::ANY },
};

static VALUES: Shape = Shape {
    name: "Values",
    kind: Kind::List {
        member: &DATAPOINT_VALUE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};
