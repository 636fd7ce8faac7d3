//! Constraint checks and AWS's sentences, on the real schemas.

use millpond_aws::constraints::{Rule, check, message};
use millpond_aws::schema::{Kind, Shape};
use millpond_aws::{IntoValue, Op, Value, json};

use crate::api::{iam, kinesis, kms, sqs, sts};

/// The complaint about a JSON request; empty when there is none.
fn complaint<O: Op>(document: &str) -> String {
    let shape = O::operation().input;
    let violations = check(shape, &json::decode(shape, document.as_bytes()).unwrap());
    if violations.is_empty() { String::new() } else { message(&violations) }
}

#[test]
fn a_good_request_draws_no_complaint() {
    assert_eq!(complaint::<kinesis::CreateStream>(r#"{"StreamName":"a-b_c.1","ShardCount":1}"#), "");
    assert_eq!(complaint::<sqs::SendMessage>(r#"{"QueueUrl":"u","MessageBody":""}"#), "");
}

#[test]
fn absent_members_are_null() {
    assert_eq!(
        complaint::<kinesis::CreateStream>("{}"),
        "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn several_complaints_are_joined_in_the_models_order() {
    assert_eq!(
        complaint::<kinesis::CreateStream>(r#"{"StreamName":"","ShardCount":0}"#),
        "3 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must have length \
         greater than or equal to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [a-zA-Z0-9_.-]+; Value '0' at 'shardCount' failed to satisfy constraint: Member must have \
         value greater than or equal to 1"
    );
}

#[test]
fn lengths_patterns_and_values_have_their_sentences() {
    let long = "a".repeat(129);
    assert_eq!(
        complaint::<kinesis::DescribeStream>(&format!(r#"{{"StreamName":"{long}","Limit":10001}}"#)),
        format!(
            "2 validation errors detected: Value '{long}' at 'streamName' failed to satisfy constraint: Member must \
             have length less than or equal to 128; Value '10001' at 'limit' failed to satisfy constraint: Member must \
             have value less than or equal to 10000"
        )
    );
    assert_eq!(
        complaint::<kinesis::GetShardIterator>(
            r#"{"StreamName":"s","ShardId":"x","ShardIteratorType":"NEVER"}"#
        ),
        "1 validation error detected: Value 'NEVER' at 'shardIteratorType' failed to satisfy constraint: Member must \
         satisfy enum value set: [AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER, TRIM_HORIZON, LATEST, AT_TIMESTAMP]"
    );
}

#[test]
fn patterns_match_the_whole_text() {
    let named = |name: &str| complaint::<kinesis::CreateStream>(&format!(r#"{{"StreamName":"{name}"}}"#));

    assert_eq!(named("ok"), "");
    for name in ["ok!", "!ok", "ok\\n", "é"] {
        assert!(named(name).contains("regular expression pattern: [a-zA-Z0-9_.-]+"), "{name}");
    }
}

#[test]
fn elements_of_a_list_are_numbered_from_one() {
    assert_eq!(
        complaint::<kinesis::PutRecords>(
            r#"{"StreamName":"s","Records":[{"Data":"","PartitionKey":"k"},{"PartitionKey":"","Data":""},{}]}"#
        ),
        "2 validation errors detected: Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member \
         must have length greater than or equal to 1; Value null at 'records.3.member.data' failed to satisfy \
         constraint: Member must not be null"
    );
    assert_eq!(
        complaint::<kinesis::PutRecords>(r#"{"Records":[null]}"#),
        "1 validation error detected: Value null at 'records.1.member' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn an_empty_list_is_shown_and_a_long_one_is_not() {
    assert_eq!(
        complaint::<kinesis::PutRecords>(r#"{"Records":[]}"#),
        "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length \
         greater than or equal to 1"
    );
    let records = vec![r#"{"Data":"","PartitionKey":"k"}"#; 501].join(",");
    assert_eq!(
        complaint::<kinesis::PutRecords>(&format!(r#"{{"Records":[{records}]}}"#)),
        "1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length less \
         than or equal to 500"
    );
}

#[test]
fn secrets_and_bytes_are_not_shown() {
    let plaintext = "AAAA".repeat(1366);
    assert_eq!(
        complaint::<kms::Encrypt>(&format!(r#"{{"KeyId":"k","Plaintext":"{plaintext}"}}"#)),
        "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less \
         than or equal to 4096"
    );
    assert!(complaint::<kms::Decrypt>(r#"{"CiphertextBlob":""}"#).contains("Value at 'ciphertextBlob'"));
}

#[test]
fn of_plain_elements_the_list_complains_once() {
    assert_eq!(
        complaint::<kms::Encrypt>(r#"{"KeyId":"k","Plaintext":"AA==","GrantTokens":["a","","b",""]}"#),
        "1 validation error detected: Value '[a, , b, ]' at 'grantTokens' failed to satisfy constraint: Member must \
         satisfy constraint: [Member must have length less than or equal to 8192, Member must have length greater than \
         or equal to 1]"
    );
}

#[test]
fn map_keys_and_values_have_their_sentences() {
    let long = "v".repeat(257);
    let tags = format!(r#"{{"StreamName":"s","Tags":{{"":"{long}"}}}}"#);

    let text = complaint::<kinesis::CreateStream>(&tags);

    assert_eq!(
        text,
        format!(
            "2 validation errors detected: Value '{{={long}}}' at 'tags' failed to satisfy constraint: Map keys must \
             satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater \
             than or equal to 1]; Value '{{={long}}}' at 'tags' failed to satisfy constraint: Map value must satisfy \
             constraint: [Member must have length less than or equal to 256, Member must have length greater than or \
             equal to 0]"
        )
    );
}

#[test]
fn never_more_than_ten() {
    let records = vec!["{}"; 300].join(",");

    let text = complaint::<kinesis::PutRecords>(&format!(r#"{{"Records":[{records}]}}"#));

    assert!(text.starts_with("10 validation errors detected: "));
    assert!(text.contains("records.10.member.data"));
    assert!(!text.contains("records.11.member.data"));
}

#[test]
fn lengths_count_as_java_does() {
    let key = |letters: &str| {
        complaint::<kinesis::PutRecord>(&format!(
            r#"{{"StreamName":"s","Data":"","PartitionKey":"{letters}"}}"#
        ))
    };

    assert_eq!(key(&"é".repeat(256)), "");
    assert!(key(&"é".repeat(257)).contains("less than or equal to 256"));
    assert_eq!(key(&"\u{1F600}".repeat(128)), "");
    assert!(key(&"\u{1F600}".repeat(129)).contains("less than or equal to 256"));
}

#[test]
fn tag_keys_may_hold_letters_of_any_script() {
    let tagged = |key: &str| {
        let tags = vec![sts::Tag { key: key.to_owned(), value: "v".to_owned() }];
        let input = sts::AssumeRoleInput {
            role_arn: "arn:aws:iam::000000000000:role/r".to_owned(),
            role_session_name: "session".to_owned(),
            tags: Some(tags),
            ..Default::default()
        };
        check(sts::AssumeRole::operation().input, &input.into_value())
    };

    for good in ["plain", "größe", "温度 2", "a\u{3000}b", "२"] {
        assert!(tagged(good).is_empty(), "{good}");
    }
    for bad in ["a*b", "\u{1F600}", "\u{E000}", "a\u{7}"] {
        let violations = tagged(bad);
        assert!(matches!(violations[0].rule, Rule::Pattern(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+")), "{bad}");
        assert_eq!((violations[0].member, violations[0].path.as_str()), ("Key", "tags.1.member.key"));
    }
}

#[test]
fn java_escapes_in_patterns_are_understood() {
    let created = |path: &str| {
        let input = iam::CreateUserInput {
            user_name: "u".to_owned(),
            path: Some(path.to_owned()),
            ..Default::default()
        };
        check(iam::CreateUser::operation().input, &input.into_value()).len()
    };

    assert_eq!(["/", "/a/", "/a/b!/"].map(created), [0, 0, 0]);
    assert_eq!(["a/", "/a", "//é/"].map(created), [1, 1, 1]);
}

#[test]
fn every_pattern_of_every_schema_compiles() {
    fn walk(shape: &'static Shape, seen: &mut Vec<*const Shape>) -> usize {
        if seen.contains(&std::ptr::from_ref(shape)) {
            return 0;
        }
        seen.push(shape);
        match &shape.kind {
            Kind::String { pattern: Some(pattern), .. } => {
                assert!(pattern.compiles(), "{}", pattern.text());
                1
            }
            Kind::List { member, .. } => walk(member, seen),
            Kind::Map { key, value, .. } => walk(key, seen) + walk(value, seen),
            Kind::Structure(members) => members.iter().map(|member| walk(member.shape, seen)).sum(),
            _ => 0,
        }
    }
    let mut seen = Vec::new();

    let patterns: usize =
        crate::operations().map(|(_, o)| walk(o.input, &mut seen) + walk(o.output, &mut seen)).sum();

    assert!(patterns > 30, "{patterns}");
}

#[test]
fn any_value_can_be_checked() {
    for (_, operation) in crate::operations() {
        assert!(check(operation.input, &Value::Null).is_empty());
    }
}
