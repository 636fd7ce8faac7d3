//! Making, finding, changing and deleting queues.

use crate::rig::{ACCOUNT, Rig, map, refused, refused_parameter};
use millpond_sqs::api;

const NAME_TEXT: &str =
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
const FIFO_NAME_TEXT: &str = "The name of a FIFO queue can only include alphanumeric characters, hyphens, or \
                              underscores, must end with .fifo suffix and be 1 to 80 in length";

#[track_caller]
fn refused_value<T>(outcome: Result<T, millpond_service::Fault>, text: &str) {
    refused(outcome, "InvalidAttributeValue", "InvalidAttributeValue", text);
}

#[track_caller]
fn refused_name<T>(outcome: Result<T, millpond_service::Fault>, text: &str) {
    refused(outcome, "InvalidAttributeName", "InvalidAttributeName", text);
}

#[test]
fn a_new_queue_has_awss_defaults() {
    let (rig, url) = Rig::with_queue("q");

    let shown = rig.attributes(&url, &["All"]).unwrap();

    assert_eq!(url, format!("http://127.0.0.1:4566/{ACCOUNT}/q"));
    let expected = map(&[
        ("ApproximateNumberOfMessages", "0"),
        ("ApproximateNumberOfMessagesDelayed", "0"),
        ("ApproximateNumberOfMessagesNotVisible", "0"),
        ("CreatedTimestamp", "1700000000"),
        ("DelaySeconds", "0"),
        ("LastModifiedTimestamp", "1700000000"),
        ("MaximumMessageSize", "1048576"),
        ("MessageRetentionPeriod", "345600"),
        ("QueueArn", "arn:aws:sqs:us-east-1:000000000000:q"),
        ("ReceiveMessageWaitTimeSeconds", "0"),
        ("SqsManagedSseEnabled", "true"),
        ("VisibilityTimeout", "30"),
    ]);
    assert_eq!(shown, expected);
}

#[test]
fn a_fifo_queue_shows_its_own_attributes() {
    let rig = Rig::new();
    let url = rig.create("q.fifo", &[("FifoQueue", "true"), ("ContentBasedDeduplication", "true")]);

    let names =
        ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit", "Policy"];
    let shown = rig.attributes(&url, &names).unwrap();

    let expected = map(&[
        ("ContentBasedDeduplication", "true"),
        ("DeduplicationScope", "queue"),
        ("FifoQueue", "true"),
        ("FifoThroughputLimit", "perQueue"),
    ]);
    assert_eq!(shown, expected);
}

#[test]
fn creating_a_queue_again_is_fine_unless_an_attribute_differs() {
    let rig = Rig::new();
    let url = rig.create("q", &[("DelaySeconds", "5")]);

    assert_eq!(rig.create("q", &[]), url);
    assert_eq!(rig.create("q", &[("DelaySeconds", "5"), ("VisibilityTimeout", "30")]), url);
    let text = "A queue already exists with the same name and a different value for attribute DelaySeconds";
    refused(rig.try_create("q", &[("DelaySeconds", "6")]), "QueueNameExists", "QueueAlreadyExists", text);
}

#[test]
fn names_are_checked_by_type() {
    let rig = Rig::new();
    let long = "x".repeat(81);
    for name in ["", "a b", "a/b", "ä", "q.fifo", &long] {
        refused_parameter(rig.try_create(name, &[]), NAME_TEXT);
    }
    let long = format!("{}.fifo", "x".repeat(76));
    for name in ["q", ".fifo", "a b.fifo", &long] {
        refused_parameter(rig.try_create(name, &[("FifoQueue", "true")]), FIFO_NAME_TEXT);
    }
    rig.create(&"x".repeat(80), &[]);
    rig.create(&format!("{}.fifo", "x".repeat(75)), &[("FifoQueue", "true")]);
}

#[test]
fn every_attribute_has_its_range() {
    let rig = Rig::new();
    for (name, low, high, below, above) in [
        ("DelaySeconds", "0", "900", "-1", "901"),
        ("VisibilityTimeout", "0", "43200", "-1", "43201"),
        ("MessageRetentionPeriod", "60", "1209600", "59", "1209601"),
        ("ReceiveMessageWaitTimeSeconds", "0", "20", "-1", "21"),
        ("MaximumMessageSize", "1024", "1048576", "1023", "1048577"),
        ("KmsDataKeyReusePeriodSeconds", "60", "86400", "59", "86401"),
    ] {
        let text = format!("Invalid value for the parameter {name}.");
        for wrong in [below, above, "", "1.5", "+60", "ten"] {
            refused_value(rig.try_create("q", &[(name, wrong)]), &text);
        }
        rig.create(&format!("low-{name}"), &[(name, low)]);
        rig.create(&format!("high-{name}"), &[(name, high)]);
    }
    refused_value(rig.try_create("q", &[("Policy", "{")]), "Invalid value for the parameter Policy.");
    refused_value(rig.try_create("q", &[("FifoQueue", "yes")]), "Invalid value for the parameter FifoQueue.");
}

#[test]
fn unknown_and_read_only_attributes_are_refused() {
    let (rig, url) = Rig::with_queue("q");
    for name in ["Color", "QueueArn", "CreatedTimestamp", "All"] {
        refused_name(rig.try_create("p", &[(name, "1")]), &format!("Unknown Attribute {name}."));
        refused_name(rig.set(&url, &[(name, "1")]), &format!("Unknown Attribute {name}."));
    }
    refused_name(rig.attributes(&url, &["All", "Color"]), "Unknown Attribute Color.");
    refused_name(rig.try_create("p", &[("FifoQueue", "false")]), "Unknown Attribute FifoQueue.");
    refused_name(
        rig.try_create("p", &[("ContentBasedDeduplication", "true")]),
        "Unknown Attribute ContentBasedDeduplication.",
    );
    for name in ["DeduplicationScope", "FifoThroughputLimit"] {
        let text = format!("You can specify the {name} only when FifoQueue is set to true.");
        refused_name(rig.try_create("p", &[(name, "queue")]), &text);
    }
}

#[test]
fn a_queue_keeps_its_type() {
    let (rig, url) = Rig::with_queue("q");
    let fifo = rig.create("q.fifo", &[("FifoQueue", "true")]);
    let text = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.";

    refused_value(rig.set(&url, &[("FifoQueue", "true")]), text);
    refused_value(rig.set(&fifo, &[("FifoQueue", "false")]), text);
    assert!(rig.set(&fifo, &[("FifoQueue", "true"), ("DeduplicationScope", "messageGroup")]).is_ok());
}

#[test]
fn high_throughput_needs_ids_that_are_unique_within_a_group() {
    let rig = Rig::new();
    let url = rig.create("q.fifo", &[("FifoQueue", "true")]);
    let (scope, limit) = ("DeduplicationScope", "FifoThroughputLimit");
    let text = "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is allowed only \
                when the value for DeduplicationScope is messageGroup.";

    refused_value(rig.set(&url, &[(limit, "perMessageGroupId")]), text);
    rig.set(&url, &[(limit, "perMessageGroupId"), (scope, "messageGroup")]).unwrap();
    refused_value(rig.set(&url, &[(scope, "queue")]), text);

    rig.set(&url, &[(scope, "queue"), (limit, "perQueue")]).unwrap();
    let both = [("FifoQueue", "true"), (scope, "messageGroup"), (limit, "perMessageGroupId")];
    let other = rig.create("p.fifo", &both);
    assert_eq!(rig.create("p.fifo", &both), other);
}

#[test]
fn a_policy_holds_so_much_and_no_more() {
    let (rig, url) = Rig::with_queue("q");
    let statement = |actions: usize| {
        let actions = vec!["\"sqs:SendMessage\""; actions].join(",");
        format!(r#"{{"Effect":"Allow","Principal":"*","Action":[{actions}],"Resource":"*"}}"#)
    };
    let policy = |statements: &[String]| {
        format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
    };
    let over = |text: String, why: &str| {
        refused(rig.set(&url, &[("Policy", &text)]), "OverLimit", "OverLimit", why);
        refused(rig.try_create("p", &[("Policy", &text)]), "OverLimit", "OverLimit", why);
    };

    let many = "21 statements were found in the submitted policy, max allowed is 20";
    over(policy(&vec![statement(1); 21]), many);
    over(policy(&[statement(8)]), "8 Actions were found, maximum allowed is 7.");
    over(policy(&[statement(1)]) + &" ".repeat(8_192), "The policy is longer than 8192 bytes.");
    for text in [
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#
            .to_owned(),
        policy(&[statement(1).replace("sqs:", "kinesis:")]),
        policy(&[]),
    ] {
        refused_value(rig.set(&url, &[("Policy", &text)]), "Invalid value for the parameter Policy.");
    }
    let whole = policy(&vec![statement(7); 20]);
    rig.set(&url, &[("Policy", &whole)]).unwrap();
    let rig = rig.cut(1);
    assert_eq!(rig.attributes(&url, &["Policy"]).unwrap()["Policy"], whole);
}

#[test]
fn a_shorter_retention_holds_for_messages_that_are_there() {
    let (rig, url) = Rig::with_queue("q");
    rig.send(&url, "old");
    rig.clock.advance_ms(90_000);
    rig.send(&url, "new");

    rig.set(&url, &[("MessageRetentionPeriod", "60")]).unwrap();

    let received = rig.receive(&url);
    assert_eq!(crate::rig::bodies(&received), ["new"]);
    rig.clock.advance_ms(61_000);
    assert_eq!(rig.counts(&url), ["0", "0", "0"]);
}

#[test]
fn encryption_is_of_one_kind() {
    let (rig, url) = Rig::with_queue("q");
    let both = [("KmsMasterKeyId", "alias/x"), ("SqsManagedSseEnabled", "true")];
    let text = "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or \
                SQS SSE.";
    refused_name(rig.set(&url, &both), text);
    let names = ["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"];

    rig.set(&url, &[("KmsMasterKeyId", "testKeyId"), ("KmsDataKeyReusePeriodSeconds", "6000")]).unwrap();
    let kms = rig.attributes(&url, &names).unwrap();
    rig.set(&url, &[("SqsManagedSseEnabled", "true")]).unwrap();
    let sqs = rig.attributes(&url, &names).unwrap();

    let expected = [
        ("KmsMasterKeyId", "testKeyId"),
        ("KmsDataKeyReusePeriodSeconds", "6000"),
        ("SqsManagedSseEnabled", "false"),
    ];
    assert_eq!(kms, map(&expected));
    assert_eq!(sqs, map(&[("SqsManagedSseEnabled", "true")]));
}

#[test]
fn changed_attributes_survive_a_restart_and_show_when_they_changed() {
    let (rig, url) = Rig::with_queue("q");
    rig.clock.advance_ms(5_000);
    rig.set(&url, &[("VisibilityTimeout", "69"), ("Policy", "")]).unwrap();

    let rig = rig.cut(1);

    let names = ["VisibilityTimeout", "CreatedTimestamp", "LastModifiedTimestamp"];
    let expected = [
        ("VisibilityTimeout", "69"),
        ("CreatedTimestamp", "1700000000"),
        ("LastModifiedTimestamp", "1700000005"),
    ];
    assert_eq!(rig.attributes(&url, &names).unwrap(), map(&expected));
    assert!(rig.attributes(&url, &[]).unwrap().is_empty());
}

#[test]
fn urls_follow_the_host_under_which_we_are_reached() {
    let (mut rig, _) = Rig::with_queue("q");
    rig.call.origin = "https://gateway.local".to_owned();
    let find = |rig: &Rig, name: &str, owner: Option<&str>| {
        let input = api::GetQueueUrlInput {
            queue_name: name.to_owned(),
            queue_owner_aws_account_id: owner.map(str::to_owned),
        };
        rig.call::<api::GetQueueUrl>(input).map(|output| output.queue_url.unwrap())
    };

    assert_eq!(find(&rig, "q", None).unwrap(), format!("https://gateway.local/{ACCOUNT}/q"));
    assert_eq!(find(&rig, "q", Some(ACCOUNT)).unwrap(), format!("https://gateway.local/{ACCOUNT}/q"));
    let code = "AWS.SimpleQueueService.NonExistentQueue";
    for (name, owner) in [("Q", None), ("q", Some("111111111111"))] {
        let text = "The specified queue does not exist.";
        refused(find(&rig, name, owner), "QueueDoesNotExist", code, text);
    }
    rig.call.query = true;
    let text = "The specified queue does not exist for this wsdl version.";
    refused(find(&rig, "none", None), "QueueDoesNotExist", code, text);
}

#[test]
fn any_host_leads_to_the_queue_and_a_url_without_one_does_not() {
    let (rig, _) = Rig::with_queue("q");

    assert!(rig.attributes(&format!("https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/q"), &["All"]).is_ok());
    let text = "The address http://host/q is not valid for this endpoint.";
    refused(rig.attributes("http://host/q", &["All"]), "InvalidAddress", "InvalidAddress", text);
    assert!(rig.attributes("http://host/queue/q", &["All"]).is_ok());
    let other = rig.attributes("http://host/111111111111/q", &["All"]);
    assert_eq!(other.unwrap_err().code, "QueueDoesNotExist");
}

#[test]
fn queues_are_listed_by_name_prefix_and_page() {
    let rig = Rig::new();
    let list = |prefix: Option<&str>, max: Option<i64>, token: Option<String>| {
        let input = api::ListQueuesInput {
            queue_name_prefix: prefix.map(str::to_owned),
            next_token: token,
            max_results: max,
        };
        rig.call::<api::ListQueues>(input)
    };
    assert_eq!(list(None, None, None).unwrap().queue_urls, None);
    for name in ["b1", "a2", "a1", "a3", "c"] {
        rig.create(name, &[]);
    }
    let names = |output: &api::ListQueuesOutput| -> Vec<String> {
        let urls = output.queue_urls.clone().unwrap_or_default();
        urls.iter().map(|url| url.rsplit('/').next().unwrap().to_owned()).collect()
    };

    let all = list(None, None, None).unwrap();
    let first = list(Some("a"), Some(2), None).unwrap();
    let second = list(Some("a"), Some(2), first.next_token.clone()).unwrap();

    assert_eq!(
        (names(&all), all.next_token.is_none()),
        (["a1", "a2", "a3", "b1", "c"].map(str::to_owned).to_vec(), true)
    );
    assert_eq!(names(&first), ["a1", "a2"]);
    assert_eq!((names(&second), second.next_token), (vec!["a3".to_owned()], None));
    refused_parameter(list(None, None, Some("?".into())), "Invalid or expired next token.");
    refused_parameter(
        list(None, Some(1001), None),
        "Value 1001 for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.",
    );
}

#[test]
fn a_deleted_queue_is_gone_and_its_name_rests_a_minute() {
    let (rig, url) = Rig::with_queue("q");
    rig.send(&url, "a");
    rig.delete_queue(&url).unwrap();

    assert_eq!(rig.delete_queue(&url).unwrap_err().code, "QueueDoesNotExist");
    assert!(rig.try_receive(crate::rig::receive(&url)).is_err_and(|fault| fault.code == "QueueDoesNotExist"));
    refused(
        rig.try_create("q", &[]),
        "QueueDeletedRecently",
        "AWS.SimpleQueueService.QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    );
    rig.clock.advance_ms(60_000);
    rig.create("q", &[]);
    assert!(rig.receive(&url).is_empty());
}

#[test]
fn a_missing_parameter_is_named() {
    let rig = Rig::new();
    let running = rig.begin::<api::CreateQueue>(api::CreateQueueInput::default());
    // An empty text is there; only an absent one is missing, which the wire decides.
    assert!(running.is_ok());
    let violation = millpond_aws::constraints::check(
        <api::SendMessage as millpond_aws::Op>::operation().input,
        &millpond_aws::Value::Struct(vec![millpond_aws::Value::Null; 7]),
    );
    let fault = (millpond_sqs::service().refuse)(&violation);

    refused(
        Err::<(), _>(fault),
        "MissingRequiredParameterException",
        "MissingParameter",
        "The request must contain the parameter QueueUrl.",
    );
}

#[test]
fn access_is_to_the_queues_arn_and_batches_need_the_single_action() {
    let (rig, url) = Rig::with_queue("q");
    let arn = format!("arn:aws:sqs:us-east-1:{ACCOUNT}:q");
    let batch = api::SendMessageBatchInput { queue_url: url.clone(), ..Default::default() };

    assert_eq!(rig.access::<api::SendMessageBatch>(batch), [("sqs:SendMessage".to_owned(), arn.clone())]);
    let receive = crate::rig::receive(&url);
    assert_eq!(rig.access::<api::ReceiveMessage>(receive), [("sqs:ReceiveMessage".to_owned(), arn)]);
    let every = format!("arn:aws:sqs:us-east-1:{ACCOUNT}:*");
    assert_eq!(rig.access::<api::ListQueues>(Default::default()), [("sqs:ListQueues".to_owned(), every)]);
}

#[test]
fn there_are_so_many_queues_and_no_more() {
    let rig = Rig::with_segments(64 << 20, 1 << 20);
    for number in 0..millpond_store::queue::QUEUES_MAX {
        rig.create(&number.to_string(), &[]);
    }

    let text = "The maximum number of queues is reached.";
    refused(rig.try_create("more", &[]), "OverLimit", "OverLimit", text);
    let url = rig.create("7", &[]);
    rig.delete_queue(&url).unwrap();
    rig.create("more", &[]);
}
