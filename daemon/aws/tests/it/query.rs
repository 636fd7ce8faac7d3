//! The query protocol's requests, as old clients word them.

use millpond_aws::{FromValue, IntoValue, Op, Value, query};
use proptest::prelude::{any, proptest};

use crate::api::{iam, sqs, sts};

fn input<O: Op>(form: &str) -> O::Input {
    let parameters = query::parse_form(form.as_bytes());
    O::Input::from_value(query::decode(O::operation().input, &parameters).unwrap())
}

fn complaint<O: Op>(form: &str) -> String {
    query::decode(O::operation().input, &query::parse_form(form.as_bytes())).unwrap_err().to_string()
}

#[test]
fn sqs_send_message_with_flattened_attributes() {
    let form = "Action=SendMessage&Version=2012-11-05&MessageBody=a+b%26c&DelaySeconds=5\
        &MessageAttribute.2.Name=n2&MessageAttribute.2.Value.DataType=Binary&MessageAttribute.2.Value.BinaryValue=AQI%3D\
        &MessageAttribute.1.Name=n1&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v";

    let input = input::<sqs::SendMessage>(form);

    assert_eq!((input.message_body.as_str(), input.delay_seconds), ("a b&c", Some(5)));
    let attributes = input.message_attributes.unwrap();
    assert_eq!(attributes["n1"].string_value.as_deref(), Some("v"));
    assert_eq!(attributes["n2"].binary_value.as_deref(), Some(&[1, 2][..]));
}

#[test]
fn sqs_batches_keep_their_numeric_order() {
    let entries: Vec<String> = (1..=10)
        .map(|i| {
            format!(
                "SendMessageBatchRequestEntry.{i}.Id=id{i}&SendMessageBatchRequestEntry.{i}.MessageBody=b{i}"
            )
        })
        .collect();

    let input = input::<sqs::SendMessageBatch>(&format!("QueueUrl=u&{}", entries.join("&")));

    let ids: Vec<_> = input.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["id1", "id2", "id3", "id4", "id5", "id6", "id7", "id8", "id9", "id10"]);
}

#[test]
fn sqs_attribute_names_reach_both_members_that_share_the_name() {
    let input = input::<sqs::ReceiveMessage>("QueueUrl=u&AttributeName.1=All&MessageAttributeName.1=.*");

    assert_eq!(input.attribute_names, Some(vec!["All".to_owned()]));
    assert_eq!(input.message_system_attribute_names, Some(vec!["All".to_owned()]));
    assert_eq!(input.message_attribute_names, Some(vec![".*".to_owned()]));
}

#[test]
fn sqs_create_queue_with_attributes_and_tags() {
    let input = input::<sqs::CreateQueue>(
        "QueueName=q.fifo&Attribute.1.Name=FifoQueue&Attribute.1.Value=true&Tag.1.Key=k&Tag.1.Value=",
    );

    assert_eq!(input.attributes.unwrap()["FifoQueue"], "true");
    assert_eq!(input.tags.unwrap()["k"], "");
}

#[test]
fn sts_and_iam_lists_have_members() {
    let role = input::<sts::AssumeRole>(
        "RoleArn=arn&RoleSessionName=s&PolicyArns.member.1.arn=p1&Tags.member.1.Key=k&Tags.member.1.Value=v\
         &TransitiveTagKeys.member.1=k&DurationSeconds=900",
    );

    assert_eq!(role.policy_arns.unwrap()[0].arn.as_deref(), Some("p1"));
    assert_eq!(role.tags.unwrap()[0].value, "v");
    assert_eq!(role.transitive_tag_keys, Some(vec!["k".to_owned()]));
    assert_eq!(role.duration_seconds, Some(900));
}

#[test]
fn an_empty_list_is_said_with_an_empty_parameter() {
    assert_eq!(input::<iam::CreateUser>("UserName=u&Tags=").tags.map(|tags| tags.len()), Some(0));
    assert!(input::<iam::CreateUser>("UserName=u").tags.is_none());
}

#[test]
fn an_empty_flattened_list_is_said_under_its_own_name() {
    assert_eq!(input::<sqs::SendMessageBatch>("QueueUrl=u&Entries=").entries.len(), 0);
}

#[test]
fn gaps_between_positions_are_closed() {
    let input = input::<sqs::GetQueueAttributes>("AttributeName.7=b&AttributeName.3=a&AttributeName.12=c");

    assert_eq!(input.attribute_names, Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
}

#[test]
fn names_that_only_begin_alike_are_apart() {
    let input =
        input::<sqs::CreateQueue>("QueueName=right&QueueNameX=no&QueueName-=no&QueueName.1=no&Queue=no");

    assert_eq!(input.queue_name, "right");
}

#[test]
fn of_repeated_parameters_the_last_counts() {
    assert_eq!(input::<iam::GetUser>("UserName=a&UserName=b").user_name.as_deref(), Some("b"));
}

#[test]
fn wrong_types_are_refused() {
    assert_eq!(complaint::<iam::ListUsers>("MaxItems=ten"), "'ten' is not an integer");
    assert_eq!(complaint::<iam::CreateUser>("Tags.member.x.Key=k"), "'x' is not a position in a list");
    assert!(
        complaint::<sqs::SendMessage>("MessageAttribute.1.Name=n&MessageAttribute.1.Value.BinaryValue=A")
            .contains("can not be converted to a Blob")
    );
}

#[test]
fn a_request_is_worded_as_botocore_words_it() {
    let input = sts::AssumeRoleInput {
        role_arn: "arn:aws:iam::1:role/r".to_owned(),
        role_session_name: "s p".to_owned(),
        tags: Some(vec![sts::Tag { key: "k".to_owned(), value: "é".to_owned() }]),
        duration_seconds: Some(3600),
        ..Default::default()
    };

    let form = query::encode(&sts::SERVICE, sts::AssumeRole::operation(), &input.into_value());

    assert_eq!(
        String::from_utf8(form).unwrap(),
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=s%20p\
         &DurationSeconds=3600&Tags.member.1.Key=k&Tags.member.1.Value=%C3%A9"
    );
}

#[test]
fn forms_are_read_leniently() {
    let pairs = |form: &str| query::parse_form(form.as_bytes());
    let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());

    assert_eq!(
        pairs("&a=1&&b&=c&d=e=f"),
        [owned("a", "1"), owned("b", ""), owned("", "c"), owned("d", "e=f")]
    );
    assert_eq!(pairs("%41=%zz%4&x=%FF%e9%C3%A9"), [owned("A", "%zz%4"), owned("x", "\u{FFFD}\u{FFFD}é")]);
}

#[test]
fn no_form_grows_without_bound() {
    let form = "a&".repeat(1_000_000);

    assert_eq!(query::parse_form(form.as_bytes()).len(), 10_000);
}

proptest! {
    #[test]
    fn any_form_comes_back(pairs in proptest::collection::vec((any::<String>(), any::<String>()), 0..8)) {
        let tags = pairs.iter().map(|(key, value)| iam::Tag { key: key.clone(), value: value.clone() }).collect();
        let input = iam::CreateUserInput { user_name: "u".to_owned(), tags: Some(tags), ..Default::default() };

        let form = query::encode(&iam::SERVICE, iam::CreateUser::operation(), &input.clone().into_value());

        let back = query::decode(iam::CreateUser::operation().input, &query::parse_form(&form)).unwrap();
        assert!(iam::CreateUserInput::from_value(back) == input);
    }

    #[test]
    fn no_parameters_panic(pairs in proptest::collection::vec(("[AMTQagember.0-9]{0,24}", any::<String>()), 0..12)) {
        for (_, operation) in crate::query_operations() {
            let _: Result<Value, _> = query::decode(operation.input, &pairs);
        }
    }
}
