//! Policies of queues, obeyed from end to end, also for callers who do not say who they are.

use crate::client::{self, Key};
use crate::signed::{Site, refused, text};
use millpond_gateway::RawReply;
use serde_json::{Value, json};

const QUEUE: &str = "arn:aws:sqs:us-east-1:000000000000:q";
const URL: &str = "http://pond:4566/000000000000/q";
const SENSOR: &str = "arn:aws:iam::000000000000:user/sensor";
const READER: &str = "arn:aws:iam::000000000000:role/reader";
const DENIED: &str = "AccessDeniedException";

/// A site with a queue `q`.
fn site() -> Site {
    let site = Site::new();
    assert_eq!(site.sqs("CreateQueue", &json!({"QueueName": "q"}), Some(&site.admin)).status, 200);
    site
}

/// Gives `q` a policy of one statement about everything.
fn attach(site: &Site, statement: &Value) {
    let mut whole = json!({"Effect": "Allow", "Principal": "*", "Action": "SQS:*", "Resource": QUEUE});
    for (name, value) in statement.as_object().expect("a statement") {
        whole[name] = value.clone();
    }
    let policy = json!({"Version": "2012-10-17", "Statement": [whole]}).to_string();
    let body = json!({"QueueUrl": URL, "Attributes": {"Policy": policy}});
    let reply = site.sqs("SetQueueAttributes", &body, Some(&site.admin));
    assert_eq!(reply.status, 200, "{}", text(&reply));
}

fn send(site: &Site, key: Option<&Key>) -> RawReply {
    site.sqs("SendMessage", &json!({"QueueUrl": URL, "MessageBody": "b"}), key)
}

#[track_caller]
fn may_not_send(site: &Site, key: &Key, who: &str, why: &str) {
    let text =
        format!("User: {who} is not authorized to perform: sqs:SendMessage on resource: {QUEUE} {why}");
    refused(&send(site, Some(key)), DENIED, &text);
}

#[track_caller]
fn unsigned_is_refused(reply: &RawReply) {
    refused(reply, "MissingAuthenticationTokenException", "Missing Authentication Token");
}

const NOBODY_ALLOWS: &str = "because no identity-based policy allows the sqs:SendMessage action";

#[test]
fn a_queue_s_policy_lets_those_it_names_in_by_any_operation() {
    let site = site();
    may_not_send(&site, &site.sensor, SENSOR, NOBODY_ALLOWS);

    attach(&site, &json!({"Principal": {"AWS": SENSOR}}));

    assert_eq!(send(&site, Some(&site.sensor)).status, 200);
    for operation in ["ListQueueTags", "ListDeadLetterSourceQueues", "PurgeQueue", "DeleteQueue"] {
        let reply = site.sqs(operation, &json!({"QueueUrl": URL}), Some(&site.sensor));
        assert_eq!(reply.status, 200, "{operation}: {}", text(&reply));
    }
}

#[test]
fn a_permission_for_the_account_leaves_it_to_identity_policies_and_one_for_another_lets_nobody_in() {
    let site = site();
    let add = |label: &str, account: &str| {
        let body =
            json!({"QueueUrl": URL, "Label": label, "AWSAccountIds": [account], "Actions": ["SendMessage"]});
        let reply = site.sqs("AddPermission", &body, Some(&site.admin));
        assert_eq!(reply.status, 200, "{}", text(&reply));
    };

    add("own", "000000000000");
    add("other", "111111111111");

    may_not_send(&site, &site.sensor, SENSOR, NOBODY_ALLOWS);
    unsigned_is_refused(&send(&site, None));
}

#[test]
fn a_denial_keeps_everybody_out_until_an_administrator_takes_it_away() {
    let site = site();

    attach(&site, &json!({"Effect": "Deny", "Action": "sqs:SendMessage"}));

    let admin = "arn:aws:iam::000000000000:user/admin";
    may_not_send(&site, &site.admin, admin, "with an explicit deny in a resource-based policy");
    let bare = json!({"QueueUrl": URL, "Attributes": {"Policy": ""}});
    assert_eq!(site.sqs("SetQueueAttributes", &bare, Some(&site.admin)).status, 200);
    assert_eq!(send(&site, Some(&site.admin)).status, 200);
}

#[test]
fn a_role_that_is_named_gets_in() {
    let site = site();
    let reader = site.reader();
    assert_eq!(send(&site, Some(&reader)).status, 400);

    attach(&site, &json!({"Principal": {"AWS": READER}, "Action": ["sqs:SendMessage"]}));

    assert_eq!(send(&site, Some(&reader)).status, 200);
    assert_eq!(send(&site, Some(&site.sensor)).status, 400, "the user behind the session is not named");
}

#[test]
fn conditions_tell_callers_apart() {
    let site = site();
    let only = |operator: &str, key: &str, value: &str| {
        attach(&site, &json!({"Condition": {operator: {key: value}}}));
        [send(&site, Some(&site.sensor)).status == 200, send(&site, None).status == 200]
    };

    assert_eq!(only("ArnEquals", "aws:PrincipalArn", SENSOR), [true, false]);
    assert_eq!(only("ArnEquals", "aws:PrincipalArn", READER), [false, false]);
    assert_eq!(only("StringEquals", "aws:PrincipalAccount", "000000000000"), [true, false]);
    assert_eq!(only("IpAddress", "aws:SourceIp", "127.0.0.0/8"), [true, true]);
    assert_eq!(only("IpAddress", "aws:SourceIp", "10.0.0.0/8"), [false, false]);
    // Only a service that calls for somebody has a source; nobody here is one.
    assert_eq!(only("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"), [false, false]);
    assert_eq!(only("ArnNotLike", "aws:SourceArn", "arn:aws:sns:*:*:*"), [true, true]);
    assert_eq!(only("Bool", "aws:SecureTransport", "true"), [false, false]);
}

#[test]
fn callers_who_do_not_say_who_they_are_do_what_everybody_may_and_nothing_of_the_owner_s() {
    let site = site();
    unsigned_is_refused(&send(&site, None));
    attach(&site, &json!({}));

    assert_eq!(send(&site, None).status, 200);
    let ask = json!({"QueueUrl": URL, "AttributeNames": ["SenderId"]});
    let received = site.sqs("ReceiveMessage", &ask, None);
    assert_eq!(received.status, 200, "{}", text(&received));
    let body: Value = serde_json::from_slice(&received.body).expect("JSON");
    assert_eq!(body["Messages"][0]["Attributes"]["SenderId"], "127.0.0.1");
    for operation in ["GetQueueAttributes", "ListDeadLetterSourceQueues", "PurgeQueue"] {
        assert_eq!(site.sqs(operation, &json!({"QueueUrl": URL}), None).status, 200, "{operation}");
    }
    for (operation, body) in [
        ("DeleteQueue", json!({"QueueUrl": URL})),
        ("ListQueueTags", json!({"QueueUrl": URL})),
        ("TagQueue", json!({"QueueUrl": URL, "Tags": {"a": "b"}})),
        ("SetQueueAttributes", json!({"QueueUrl": URL, "Attributes": {"DelaySeconds": "1"}})),
        ("RemovePermission", json!({"QueueUrl": URL, "Label": "l"})),
        ("CreateQueue", json!({"QueueName": "p"})),
        ("ListQueues", json!({})),
        ("SendMessage", json!({"QueueUrl": URL.replace("/q", "/p"), "MessageBody": "b"})),
        ("SendMessage", json!({"QueueUrl": URL})),
        ("SendMessage", json!({"QueueUrl": URL, "MessageBody": 5})),
    ] {
        unsigned_is_refused(&site.sqs(operation, &body, None));
    }
}

#[test]
fn a_wrong_signature_is_no_way_in_for_those_who_would_need_none() {
    let site = site();
    attach(&site, &json!({}));
    let unknown = Key { id: "AKIAIOSFODNN7EXAMPLE".into(), ..site.admin.clone() };

    refused(
        &send(&site, Some(&unknown)),
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    );
    let query =
        client::form("Action=SendMessage&Version=2012-11-05&MessageBody=b&QueueUrl=%2F000000000000%2Fq");
    assert_eq!(site.send(query).status, 200, "the query protocol needs no signature either");
}

#[test]
fn using_a_queue_under_a_kms_key_needs_permissions_on_the_key() {
    let site = site();
    let key = &site.kms("CreateKey", &json!({}))["KeyMetadata"]["Arn"];
    let key = key.as_str().expect("a key has an ARN");
    let set = json!({"QueueUrl": URL, "Attributes": {"KmsMasterKeyId": key}});
    assert_eq!(site.sqs("SetQueueAttributes", &set, Some(&site.admin)).status, 200);
    attach(&site, &json!({}));
    assert_eq!(send(&site, Some(&site.admin)).status, 200);
    let receive = |who: Option<&Key>| {
        site.sqs("ReceiveMessage", &json!({"QueueUrl": URL, "VisibilityTimeout": 0}), who)
    };
    let denied =
        |reply: &RawReply| reply.status == 400 && text(reply).contains("com.amazonaws.sqs#KmsAccessDenied");
    assert!(denied(&send(&site, Some(&site.sensor))) && denied(&receive(Some(&site.sensor))));

    let grant = |actions: &Value| {
        let through = json!({
            "Effect": "Allow", "Action": actions, "Resource": key,
            "Condition": {"StringEquals": {
                "kms:ViaService": "sqs.us-east-1.amazonaws.com", "kms:EncryptionContext:aws:sqs:arn": QUEUE
            }}
        });
        let policy = json!({"Version": "2012-10-17", "Statement": [through]}).to_string();
        site.iam(
            "PutUserPolicy",
            &[("UserName", "sensor"), ("PolicyName", "key"), ("PolicyDocument", policy.as_str())],
        );
    };

    grant(&json!("kms:Decrypt"));
    assert!(denied(&send(&site, Some(&site.sensor))));
    assert_eq!(receive(Some(&site.sensor)).status, 200);
    grant(&json!(["kms:Decrypt", "kms:GenerateDataKey"]));
    assert_eq!(send(&site, Some(&site.sensor)).status, 200);
    assert!(denied(&send(&site, None)) && denied(&receive(None)), "a key is not everybody's");
}
