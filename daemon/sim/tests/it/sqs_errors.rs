//! Every error that the model names for an operation of SQS is provoked in both protocols, or it is said why it cannot
//! occur; and what the model leaves open about parameters is broken, one at a time.

use crate::client;
use millpond_aws::schema::{ErrorShape, Operation};
use millpond_aws::{json, query};
use millpond_base::Clock;
use millpond_gateway::{RawReply, RawRequest};
use millpond_sim::{Appliance, Setup, request};
use millpond_sqs::api::SERVICE;
use millpond_store::keyring::{KeySpec, KeyUsage, NewKey};
use serde_json::{Value, json};

/// What is refused, and what is not provoked.
const TABLE: &str = include_str!("sqs_errors.txt");

/// Something that must be refused: the operation, what differs from a call that succeeds, the code and the text.
type Case = [&'static str; 4];
/// Why an error is not provoked here: the operation or `*`, the error, and the reason.
type Reason = [&'static str; 3];

/// The rows of a part of the table.
fn rows<const N: usize>(part: &str) -> Vec<[&'static str; N]> {
    let (_, rest) = TABLE.split_once(&format!("\n# {part}: ")).expect("a part of the table");
    let lines = rest.lines().skip(1).take_while(|line| !line.is_empty());
    lines.map(|line| line.splitn(N, " | ").collect::<Vec<_>>().try_into().expect("as many columns")).collect()
}

/// Codes that are no shapes of the model: in JSON and in the query protocol.
const UNMODELLED: [(&str, &str); 2] = [
    ("InvalidParameterValueException", "InvalidParameterValue"),
    ("MissingRequiredParameterException", "MissingParameter"),
];
const URL: &str = "http://pond:4566/000000000000/";

/// A gateway with queues of every kind, and the handle of a message that is not in flight any more.
struct Site {
    appliance: Appliance,
    handle: String,
    /// The ARNs of keys, which differ from run to run.
    keys: Vec<String>,
}

impl Site {
    fn new() -> Self {
        let mut site =
            Self { appliance: Appliance::with(Setup::of_seed(1)), handle: String::new(), keys: Vec::new() };
        let keyring = site.appliance.store().keyring();
        let make = || keyring.create_key(NewKey::default()).expect("a key");
        let (disabled, pending) = (make(), make());
        let signing = NewKey { spec: KeySpec::EccNistP256, usage: KeyUsage::SignVerify, ..NewKey::default() };
        let signing = keyring.create_key(signing).expect("a key");
        keyring.enable(disabled.id(), false).expect("a key of ours");
        keyring
            .schedule_deletion(pending.id(), 1 << 40, site.appliance.clock().now())
            .expect("a key of ours");
        let keys = [
            ("disabled", disabled.arn()),
            ("pending", pending.arn()),
            ("signing", signing.arn()),
            ("lost", "alias/lost"),
            ("foreign", "alias/aws/kinesis"),
        ];
        for (name, key) in keys {
            site.done("CreateQueue", &json!({"QueueName": name, "Attributes": {"KmsMasterKeyId": key}}));
        }
        for name in ["q", "dead", "purged", "gone"] {
            site.done("CreateQueue", &json!({"QueueName": name}));
        }
        site.done("CreateQueue", &json!({"QueueName": "q.fifo", "Attributes": {"FifoQueue": "true"}}));
        let source =
            json!({"deadLetterTargetArn": "arn:aws:sqs:us-east-1:000000000000:dead", "maxReceiveCount": 3});
        let attributes = json!({"RedrivePolicy": source.to_string()});
        site.done("SetQueueAttributes", &json!({"QueueUrl": format!("{URL}q"), "Attributes": attributes}));
        site.done("PurgeQueue", &json!({"QueueUrl": format!("{URL}purged")}));
        site.done("DeleteQueue", &json!({"QueueUrl": format!("{URL}gone")}));
        site.done("SendMessage", &json!({"QueueUrl": format!("{URL}q"), "MessageBody": "b"}));
        let received =
            site.done("ReceiveMessage", &json!({"QueueUrl": format!("{URL}q"), "VisibilityTimeout": 0}));
        let handle = received["Messages"][0]["ReceiptHandle"].as_str().expect("one message").to_owned();
        site.handle = handle;
        site.keys = [disabled, pending, signing].map(|key| key.arn().to_owned()).into();
        site
    }

    fn done(&self, operation: &str, body: &Value) -> Value {
        let reply = client::send(&self.appliance, request(&format!("AmazonSQS.{operation}"), body));
        let text = String::from_utf8_lossy(&reply.body);
        assert_eq!(reply.status, 200, "{operation}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// A call that succeeds.
    fn valid(&self, operation: &Operation) -> Value {
        let mut all = json!({
            "QueueUrl": format!("{URL}q"), "QueueName": "new", "MessageBody": "b", "ReceiptHandle": self.handle,
            "VisibilityTimeout": 0, "Attributes": {"DelaySeconds": "0"}, "Label": "l", "AWSAccountIds": ["111111111111"],
            "Actions": ["SendMessage"], "Tags": {"k": "v"}, "TagKeys": ["k"],
            "SourceArn": "arn:aws:sqs:us-east-1:000000000000:dead", "TaskHandle": "?",
            "Entries": [{"Id": "a", "MessageBody": "b", "ReceiptHandle": self.handle, "VisibilityTimeout": 0}],
        });
        if operation.name == "GetQueueUrl" {
            all["QueueName"] = json!("q");
        }
        let required = operation.input.members().iter().filter(|member| member.required);
        required
            .map(|member| (member.name.to_owned(), all[member.name].take()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// The call of a case.
    fn input(&self, operation: &Operation, broken: &str) -> Value {
        let mut input = self.valid(operation);
        let broken: Value =
            serde_json::from_str(&broken.replace("URL/", URL).replace("HANDLE", &self.handle))
                .unwrap_or_else(|error| panic!("{broken}: {error}"));
        for (name, value) in broken.as_object().expect("an object") {
            match value {
                Value::Null => drop(input.as_object_mut().expect("an object").remove(name)),
                value => input[name] = value.clone(),
            }
        }
        input
    }

    /// Calls in both protocols and compares what is said.
    fn check(&self, operation: &'static Operation, broken: &str, code: &str, text: &str) {
        let input = self.input(operation, broken);
        let wanted = Wanted::of(operation, code);
        let what = format!("{} {broken}", operation.name);

        let reply = self.send(by_json(operation, &input));
        let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
        let text = text.replace("HANDLE", &self.handle);
        let told = self.alike(body["message"].as_str().unwrap_or_default());
        assert_eq!(
            (reply.status, body["__type"].as_str(), told.as_str()),
            (wanted.status, Some(&*wanted.code), text.as_str()),
            "{what}"
        );
        let legacy = reply.headers.iter().find(|(name, _)| *name == "x-amzn-query-error");
        assert_eq!(
            legacy.map(|(_, value)| &**value),
            Some(&*format!("{};Sender", wanted.query_code)),
            "{what}"
        );

        let reply = self.send(by_form(operation, &input));
        let body = String::from_utf8(reply.body.clone()).expect("XML");
        let text =
            if code == "QueueDoesNotExist" { text.replace(".", " for this wsdl version.") } else { text };
        let told = [element(&body, "Type"), element(&body, "Code"), self.alike(&element(&body, "Message"))];
        assert_eq!(
            (reply.status, told),
            (wanted.query_status, ["Sender".to_owned(), wanted.query_code.to_owned(), text]),
            "{what}"
        );
    }

    /// A text without what differs from run to run.
    fn alike(&self, text: &str) -> String {
        let text = self.keys.iter().fold(text.to_owned(), |text, key| text.replace(key, "KEY"));
        let Some((before, after)) = text.split_once("Request ID: ") else { return text };
        let after = after.split_once(';').map_or("", |(_, after)| after);
        format!("{before}Request ID: ?;{after}")
    }

    fn send(&self, request: RawRequest) -> RawReply {
        client::send(&self.appliance, request)
    }
}

/// How a code is shown.
struct Wanted {
    code: String,
    status: u16,
    query_code: &'static str,
    query_status: u16,
}

impl Wanted {
    fn of(operation: &Operation, code: &str) -> Self {
        if let Some((_, query_code)) = UNMODELLED.iter().find(|(known, _)| *known == code) {
            return Self { code: code.to_owned(), status: 400, query_code, query_status: 400 };
        }
        let everywhere = SERVICE.operations.iter().flat_map(|operation| operation.errors);
        let shape: &&ErrorShape = operation
            .errors
            .iter()
            .chain(everywhere)
            .find(|shape| shape.name == code)
            .unwrap_or_else(|| panic!("{code} is no error of SQS"));
        let status = match code {
            "PurgeQueueInProgress" => 403,
            "ResourceNotFoundException" => 404,
            _ => 400,
        };
        let query_status = if shape.status == 0 { 400 } else { shape.status };
        Self { code: format!("com.amazonaws.sqs#{code}"), status, query_code: shape.query_code, query_status }
    }
}

fn by_json(operation: &Operation, input: &Value) -> RawRequest {
    let mut request = request(&format!("AmazonSQS.{}", operation.name), input);
    request.headers.push(("x-amzn-query-mode".to_owned(), b"true".to_vec()));
    request
}

fn by_form(operation: &'static Operation, input: &Value) -> RawRequest {
    let value = json::decode(operation.input, input.to_string().as_bytes()).expect("what JSON says");
    let form = query::encode(&SERVICE, operation, &value);
    client::form(&String::from_utf8(form).expect("a form is text"))
}

/// The text of an element, its references resolved.
fn element(xml: &str, name: &str) -> String {
    let rest = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {xml}")).1;
    let text = rest.split_once(&format!("</{name}>")).expect("it ends").0;
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#xA;", "\n"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (reference, c)| text.replace(reference, c))
}

fn honoured() -> impl Iterator<Item = &'static Operation> {
    let service = millpond_sqs::service();
    let operations: &'static [Operation] = SERVICE.operations;
    operations.iter().filter(move |operation| service.handler(operation.name).is_some())
}

#[test]
fn every_error_of_the_model_is_provoked_in_both_protocols() {
    let (site, provoked) = (Site::new(), rows::<4>("provoked"));
    for operation in honoured() {
        for [_, broken, code, text] in provoked.iter().filter(|case| case[0] == operation.name) {
            site.check(operation, broken, code, text);
        }
        let members = operation.input.members();
        if members.iter().any(|member| member.name == "QueueUrl") {
            let nowhere = r#"{"QueueUrl": "URL/nowhere"}"#;
            site.check(operation, nowhere, "QueueDoesNotExist", "The specified queue does not exist.");
            let text = "The address http://pond/q is not valid for this endpoint.";
            site.check(operation, r#"{"QueueUrl": "http://pond/q"}"#, "InvalidAddress", text);
        }
    }
}

#[test]
fn the_ledger_of_errors_balances() {
    let (provoked, elsewhere): (Vec<Case>, Vec<Reason>) = (rows("provoked"), rows("elsewhere"));
    let mut unused: Vec<&Reason> = elsewhere.iter().collect();
    for operation in honoured() {
        let addressed = operation.input.members().iter().any(|member| member.name == "QueueUrl");
        for error in operation.errors {
            let by_address = addressed && ["QueueDoesNotExist", "InvalidAddress"].contains(&error.name);
            let by_case =
                provoked.iter().any(|[name, _, code, _]| *name == operation.name && *code == error.name);
            let is_reason =
                |[name, code, _]: &&Reason| (*name == operation.name || *name == "*") && *code == error.name;
            let reasons: Vec<&Reason> = elsewhere.iter().filter(is_reason).collect();
            unused.retain(|reason| !reasons.iter().any(|used| used == reason));
            let balanced = (by_address || by_case) == reasons.is_empty();
            assert!(balanced, "{} of {}: a case or a reason, and not both", error.name, operation.name);
        }
    }
    unused.retain(|[name, ..]| *name == "*" || honoured().any(|operation| operation.name == *name));
    assert!(unused.is_empty(), "reasons for errors that no operation has: {unused:?}");
}

#[test]
fn every_parameter_has_its_rules_in_both_protocols() {
    let site = Site::new();
    for [name, broken, code, text] in rows::<4>("constraints") {
        let operation = SERVICE.operation(name).expect("an operation of SQS");
        site.check(operation, broken, code, text);
    }
    let mut demanded = 0;
    for operation in honoured() {
        for member in operation.input.members().iter().filter(|member| member.required) {
            let text = format!("The request must contain the parameter {}.", member.name);
            let absent = json!({member.name: null}).to_string();
            site.check(operation, &absent, "MissingRequiredParameterException", &text);
            demanded += 1;
        }
    }
    assert!(demanded >= 30, "{demanded}");
}

#[test]
fn a_call_that_breaks_nothing_succeeds() {
    let site = Site::new();
    // What these would do can be done once only, or not to what is there.
    let unlike = [
        "CancelMessageMoveTask",
        "ChangeMessageVisibility",
        "DeleteQueue",
        "PurgeQueue",
        "RemovePermission",
        "StartMessageMoveTask",
    ];
    for operation in honoured().filter(|operation| !unlike.contains(&operation.name)) {
        let input = site.valid(operation);
        for request in [by_json(operation, &input), by_form(operation, &input)] {
            let reply = site.send(request);
            assert_eq!(reply.status, 200, "{}: {}", operation.name, String::from_utf8_lossy(&reply.body));
        }
    }
}
