//! The one operation of Firehose that is needed, as AWS's model states it.

use millpond_aws::schema::{Kind, Member, Operation, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How Firehose is addressed.
///
/// # Source
/// AWS's model of `firehose` 2015-08-04, of which this is all that is used.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "firehose",
    signing_name: "firehose",
    target_prefix: "Firehose_20150804",
    api_version: "2015-08-04",
    xml_namespace: "",
    json_version: "1.1",
    query_compatible: false,
    error_namespace: "",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 1] = [Operation {
    name: "PutRecordBatch",
    honoured: true,
    input: &INPUT,
    output: &OUTPUT,
    result_wrapper: "",
    errors: &[],
    events: None,
}];

operation! {
    /// `PutRecordBatch`.
    PutRecordBatch(PutRecordBatchInput) -> PutRecordBatchOutput, OPERATIONS[0]
}

structure! {
    /// `PutRecordBatchInput`.
    pub struct PutRecordBatchInput {
        /// `DeliveryStreamName`.
        pub delivery_stream_name: String,
        /// `Records`.
        pub records: Vec<Record>,
    }
}

structure! {
    /// `Record`.
    pub struct Record {
        /// `Data`.
        pub data: Vec<u8>,
    }
}

structure! {
    /// `PutRecordBatchOutput`.
    pub struct PutRecordBatchOutput {
        /// `RequestResponses`.
        pub request_responses: Vec<PutRecordBatchResponseEntry>,
    }
}

structure! {
    /// `PutRecordBatchResponseEntry`.
    pub struct PutRecordBatchResponseEntry {
        /// `ErrorCode`.
        pub error_code: Option<String>,
        /// `ErrorMessage`.
        pub error_message: Option<String>,
    }
}

static TEXT: Shape =
    Shape { name: "Text", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static DATA: Shape = Shape { name: "Data", kind: Kind::Blob(Range::of(0, 1_024_000)) };

static INPUT: Shape = Shape {
    name: "PutRecordBatchInput",
    kind: Kind::Structure(&[
        Member::new("DeliveryStreamName", &TEXT).required(),
        Member::new("Records", &RECORDS).required(),
    ]),
};

static RECORDS: Shape = Shape { name: "PutRecordBatchRequestEntryList", kind: list(&RECORD) };

static RECORD: Shape =
    Shape { name: "Record", kind: Kind::Structure(&[Member::new("Data", &DATA).required()]) };

static OUTPUT: Shape = Shape {
    name: "PutRecordBatchOutput",
    kind: Kind::Structure(&[Member::new("RequestResponses", &RESPONSES).required()]),
};

static RESPONSES: Shape = Shape { name: "PutRecordBatchResponseEntryList", kind: list(&RESPONSE) };

static RESPONSE: Shape = Shape {
    name: "PutRecordBatchResponseEntry",
    kind: Kind::Structure(&[Member::new("ErrorCode", &TEXT), Member::new("ErrorMessage", &TEXT)]),
};

const fn list(member: &'static Shape) -> Kind {
    Kind::List { member, member_name: "member", flattened: false, length: Range::of(1, 500) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_aws::{FromValue, IntoValue, json};

    #[test]
    fn a_batch_is_written_and_its_answer_read() {
        let records = vec![Record { data: b"a".to_vec() }, Record { data: b"b".to_vec() }];
        let input = PutRecordBatchInput { delivery_stream_name: "d".into(), records };
        let mut body = Vec::new();
        json::encode(&INPUT, &input.into_value(), &mut body);
        assert_eq!(body, br#"{"DeliveryStreamName":"d","Records":[{"Data":"YQ=="},{"Data":"Yg=="}]}"#);

        let answer = br#"{"FailedPutCount":1,"Encrypted":false,"RequestResponses":
            [{"RecordId":"1"},{"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}]}"#;
        let output = PutRecordBatchOutput::from_value(json::decode(&OUTPUT, answer).unwrap());
        let codes: Vec<_> = output.request_responses.into_iter().map(|entry| entry.error_code).collect();
        assert_eq!(codes, [None, Some("ServiceUnavailableException".to_owned())]);
    }
}
