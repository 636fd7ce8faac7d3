//! Signed calls from end to end: a user, a role, a session, and everything that must be refused.

use crate::client::{self, Key};
use millpond_base::Clock;
use millpond_gateway::{RawReply, RawRequest};
use millpond_sim::{Appliance, Setup, request};
use millpond_testkit::transcript::Values;
use serde_json::{Value, json};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"sts:AssumeRole"}}"#;
const SENSOR: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:PutRecord","Resource":"arn:aws:kinesis:us-east-1:000000000000:stream/mine"},{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
const READER: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kinesis:Describe*","kinesis:Put*"],"Resource":"*"}}"#;
const NO_PUTS: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"kinesis:Put*","Resource":"*"}}"#;

/// A signing gateway with two streams, a user who may put into one, and a role that may describe.
pub(crate) struct Site {
    appliance: Appliance,
    pub(crate) admin: Key,
    pub(crate) sensor: Key,
}

impl Site {
    pub(crate) fn new() -> Self {
        let appliance = Appliance::with(Setup { authenticate: true, ..Setup::of_seed(1) });
        let admin = client::first_admin(&appliance);
        let mut site = Self { appliance, sensor: Key::default(), admin };
        let admin = site.admin.clone();
        for name in ["mine", "other"] {
            let body = json!({"StreamName": name, "ShardCount": 1});
            assert_eq!(site.kinesis("CreateStream", &body, &admin).status, 200);
        }
        site.iam("CreateUser", &[("UserName", "sensor")]);
        site.iam(
            "PutUserPolicy",
            &[("UserName", "sensor"), ("PolicyName", "put"), ("PolicyDocument", SENSOR)],
        );
        site.iam("CreateRole", &[("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)]);
        site.iam("PutRolePolicy", &[("RoleName", "reader"), ("PolicyName", "a"), ("PolicyDocument", READER)]);
        site.iam(
            "PutRolePolicy",
            &[("RoleName", "reader"), ("PolicyName", "b"), ("PolicyDocument", NO_PUTS)],
        );
        site.sensor = key_of(&site.iam("CreateAccessKey", &[("UserName", "sensor")]));
        site
    }

    fn kinesis_request(&self, operation: &str, body: &Value, key: &Key) -> RawRequest {
        let request = request(&format!("Kinesis_20131202.{operation}"), body);
        client::sign(&self.appliance, request, "kinesis", key)
    }

    pub(crate) fn kinesis(&self, operation: &str, body: &Value, key: &Key) -> RawReply {
        client::send(&self.appliance, self.kinesis_request(operation, body, key))
    }

    pub(crate) fn put(&self, stream: &str, key: &Key) -> RawReply {
        self.kinesis("PutRecord", &json!({"StreamName": stream, "PartitionKey": "k", "Data": "eA=="}), key)
    }

    pub(crate) const fn appliance(&self) -> &Appliance {
        &self.appliance
    }

    /// The same site after a power cut.
    pub(crate) fn rebooted(self) -> Self {
        Self { appliance: self.appliance.reboot(Default::default()), ..self }
    }

    /// A request as it is.
    pub(crate) fn send(&self, request: RawRequest) -> RawReply {
        client::send(&self.appliance, request)
    }

    /// A call of SQS, signed or not.
    pub(crate) fn sqs(&self, operation: &str, body: &Value, key: Option<&Key>) -> RawReply {
        let request = request(&format!("AmazonSQS.{operation}"), body);
        let request = match key {
            Some(key) => client::sign(&self.appliance, request, "sqs", key),
            None => request,
        };
        client::send(&self.appliance, request)
    }

    /// A call of KMS by an administrator.
    pub(crate) fn kms(&self, operation: &str, body: &Value) -> Value {
        let request = request(&format!("TrentService.{operation}"), body);
        let reply = client::send(&self.appliance, client::sign(&self.appliance, request, "kms", &self.admin));
        assert_eq!(reply.status, 200, "{}", text(&reply));
        serde_json::from_slice(&reply.body).expect("JSON")
    }

    /// An administrator's call that must succeed.
    pub(crate) fn iam(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        let request = client::form(&form("2010-05-08", action, parameters));
        let reply = client::send(&self.appliance, client::sign(&self.appliance, request, "iam", &self.admin));
        let body = text(&reply);
        assert_eq!(reply.status, 200, "{body}");
        body
    }

    fn sts(&self, action: &str, parameters: &[(&str, &str)], key: &Key) -> RawReply {
        let request = client::form(&form("2011-06-15", action, parameters));
        client::send(&self.appliance, client::sign(&self.appliance, request, "sts", key))
    }

    /// The sensor as the role `reader`.
    pub(crate) fn reader(&self) -> Key {
        let role = "arn:aws:iam::000000000000:role/reader";
        let reply = self.sts("AssumeRole", &[("RoleArn", role), ("RoleSessionName", "shift")], &self.sensor);
        assert_eq!(reply.status, 200, "{}", text(&reply));
        key_of(&text(&reply))
    }
}

pub(crate) fn form(version: &str, action: &str, parameters: &[(&str, &str)]) -> String {
    let mut body = format!("Action={action}&Version={version}");
    for (name, value) in parameters {
        let mut values = Values::default();
        values.set("V", *value);
        body.push_str(&values.fill(&format!("&{name}=${{V%}}")).expect("V is set"));
    }
    body
}

pub(crate) fn text(reply: &RawReply) -> String {
    String::from_utf8(reply.body.clone()).expect("text")
}

/// The access key that a reply of IAM or STS shows.
pub(crate) fn key_of(body: &str) -> Key {
    let mut values = Values::default();
    values.learn(body);
    let token = values.fill("${SessionToken}").ok();
    let of = |name: &str| values.fill(name).expect("the reply shows a key");
    Key { id: of("${AccessKeyId}"), secret: of("${SecretAccessKey}"), token }
}

/// Asserts a refusal of a JSON service.
#[track_caller]
pub(crate) fn refused(reply: &RawReply, code: &str, message: &str) {
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    let told = body["message"].as_str().or(body["Message"].as_str()).unwrap_or_default();
    assert_eq!((reply.status, body["__type"].as_str(), told), (400, Some(code), message));
}

#[test]
fn a_user_may_do_what_its_policy_says_and_nothing_else() {
    let site = Site::new();

    assert_eq!(site.put("mine", &site.sensor).status, 200);
    refused(
        &site.put("other", &site.sensor),
        "AccessDeniedException",
        "User: arn:aws:iam::000000000000:user/sensor is not authorized to perform: kinesis:PutRecord on resource: \
         arn:aws:kinesis:us-east-1:000000000000:stream/other because no identity-based policy allows the \
         kinesis:PutRecord action",
    );
    assert_eq!(site.put("other", &site.admin).status, 200);
}

#[test]
fn a_session_has_its_role_s_rights_and_an_explicit_deny_wins() {
    let site = Site::new();
    let reader = site.reader();

    assert_eq!(site.kinesis("DescribeStreamSummary", &json!({"StreamName": "other"}), &reader).status, 200);
    refused(
        &site.put("mine", &reader),
        "AccessDeniedException",
        "User: arn:aws:sts::000000000000:assumed-role/reader/shift is not authorized to perform: kinesis:PutRecord on \
         resource: arn:aws:kinesis:us-east-1:000000000000:stream/mine with an explicit deny in an identity-based \
         policy",
    );
}

#[test]
fn a_session_ends_when_its_time_is_over_and_with_its_role() {
    let site = Site::new();
    let summary = json!({"StreamName": "other"});
    let (short, orphan) = (site.reader(), site.reader());

    site.appliance.clock().advance_ms(3_601_000);
    refused(
        &site.kinesis("DescribeStreamSummary", &summary, &short),
        "ExpiredTokenException",
        "The security token included in the request is expired",
    );

    site.iam("DeleteRolePolicy", &[("RoleName", "reader"), ("PolicyName", "a")]);
    site.iam("DeleteRolePolicy", &[("RoleName", "reader"), ("PolicyName", "b")]);
    site.iam("DeleteRole", &[("RoleName", "reader")]);
    assert_eq!(site.kinesis("DescribeStreamSummary", &summary, &orphan).status, 400);
}

#[test]
fn a_user_and_its_session_outlive_a_power_cut() {
    let mut site = Site::new();
    let reader = site.reader();

    site.appliance = site.appliance.reboot(Default::default());

    assert_eq!(site.put("mine", &site.sensor).status, 200);
    assert_eq!(site.kinesis("DescribeStreamSummary", &json!({"StreamName": "mine"}), &reader).status, 200);
}

#[test]
fn an_old_or_early_signature_is_refused() {
    let site = Site::new();
    let summary = json!({"StreamName": "mine"});
    let request = site.kinesis_request("DescribeStreamSummary", &summary, &site.admin);

    site.appliance.clock().advance_ms(301_000);

    refused(
        &client::send(&site.appliance, request),
        "InvalidSignatureException",
        "Signature expired: 20231114T221323Z is now earlier than 20231114T221324Z (20231114T221824Z - 5 min.)",
    );
}

#[test]
fn a_request_changed_after_signing_is_refused() {
    let site = Site::new();
    let mut changed = site.kinesis_request("DeleteStream", &json!({"StreamName": "other"}), &site.admin);
    changed.body = json!({"StreamName": "mine"}).to_string().into_bytes();

    refused(
        &client::send(&site.appliance, changed),
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details.",
    );
}

/// Every byte of a captured request that its signature covers, and of the signature itself.
#[test]
fn no_signed_byte_can_be_changed() {
    let site = Site::new();
    let reader = site.reader();
    let captured = site.kinesis_request("DescribeStreamSummary", &json!({"StreamName": "other"}), &reader);
    assert_eq!(site.send(captured.clone()).status, 200);
    let is_refused = |request: RawRequest, what: &str| {
        let reply = site.send(request);
        let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
        let code = body["__type"].as_str().unwrap_or_default().to_owned();
        let known =
            ["InvalidSignature", "IncompleteSignature", "UnrecognizedClient", "MissingAuthenticationToken"];
        let unknown = ["UnknownOperation", "AccessDenied", "Serialization"];
        let is_known = known.iter().chain(&unknown).any(|own| code == format!("{own}Exception"));
        assert!((400..404).contains(&reply.status) && is_known, "{what}: {} {code}", reply.status);
    };
    let flip = |bytes: &mut [u8], at: usize| bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };

    for at in 0..captured.body.len() {
        let mut request = captured.clone();
        flip(&mut request.body, at);
        is_refused(request, &format!("body {at}"));
    }
    for header in 0..captured.headers.len() {
        for at in 0..captured.headers[header].1.len() {
            let mut request = captured.clone();
            flip(&mut request.headers[header].1, at);
            is_refused(request, &format!("{} {at}", captured.headers[header].0));
        }
    }
    for (path, query) in [("/a", ""), ("/%2F", ""), ("/", "a=b")] {
        let request = RawRequest { path: path.into(), query: query.into(), ..captured.clone() };
        is_refused(request, path);
    }
    is_refused(RawRequest { method: "GET".into(), ..captured.clone() }, "method");
}

#[test]
fn sessions_of_before_a_time_are_revoked_by_a_policy() {
    let site = Site::new();
    let summary = json!({"StreamName": "other"});
    let old = site.reader();
    let captured = site.kinesis_request("DescribeStreamSummary", &summary, &old);
    site.appliance.clock().advance_ms(10_000);
    let revoked = site.appliance.clock().now().wall.to_iso8601();
    let policy = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"DateLessThan": {"aws:TokenIssueTime": revoked}},
    }});
    let policy = policy.to_string();
    site.iam(
        "PutRolePolicy",
        &[("RoleName", "reader"), ("PolicyName", "revoke"), ("PolicyDocument", &policy)],
    );

    let reply = site.send(captured);
    assert!(text(&reply).contains("AccessDeniedException") && text(&reply).contains("explicit deny"));
    site.appliance.clock().advance_ms(1_000);
    assert_eq!(site.kinesis("DescribeStreamSummary", &summary, &site.reader()).status, 200);
}

#[test]
fn strangers_are_refused() {
    let site = Site::new();
    let stranger = Key { id: "AKIAIOSFODNN7EXAMPLE".into(), ..site.admin.clone() };
    let unsigned = request("Kinesis_20131202.ListStreams", &json!({}));

    refused(
        &site.kinesis("ListStreams", &json!({}), &stranger),
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    );
    refused(
        &client::send(&site.appliance, unsigned),
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    );
}

#[test]
fn a_presigned_request_proves_who_made_it_until_it_expires() {
    let site = Site::new();
    let ask = client::plain("GET", "/", "Action=GetCallerIdentity&Version=2011-06-15", &[], b"");
    let proof = client::presign(&site.appliance, ask, "sts", &site.sensor, 60);

    let reply = client::send(&site.appliance, proof.clone());
    assert_eq!(reply.status, 200, "{}", text(&reply));
    assert!(text(&reply).contains("<Arn>arn:aws:iam::000000000000:user/sensor</Arn>"), "{}", text(&reply));

    site.appliance.clock().advance_ms(61_000);
    let reply = client::send(&site.appliance, proof);
    assert_eq!(reply.status, 403, "{}", text(&reply));
    assert!(text(&reply).contains("<Code>SignatureDoesNotMatch</Code>"), "{}", text(&reply));
}
