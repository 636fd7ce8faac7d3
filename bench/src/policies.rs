//! A caller with as many policies as IAM's quotas let it have, and what they say.

use crate::client::{Client, Keys};
use crate::rig::Rig;
use crate::sqs_query::{escaped, texts};
use millpond_aws::sigv4::sha256;
use millpond_base::Secret;

/// The queue that is asked for.
pub(crate) const QUEUE: &str = "orders";
/// Policies of a user or of a group: those attached to it, and its own.
const ATTACHED: usize = 8;
const OWN: usize = 2;

/// What policies speak of.
#[derive(Clone, Copy)]
pub(crate) enum Set {
    /// Ten services in turn.
    Mixed,
    /// The service that is called: other actions, other resources, or the very call under conditions that it does not fulfil.
    OneService,
}

/// The document at a place of so many: only the last one allows the call.
pub(crate) fn document(set: Set, number: usize, count: usize) -> String {
    const SERVICES: [(&str, [&str; 3]); 10] = [
        ("s3", ["GetObject", "PutObject", "ListBucket"]),
        ("sqs", ["SendMessage", "ReceiveMessage", "DeleteMessage"]),
        ("kinesis", ["PutRecord*", "GetRecords", "DescribeStream*"]),
        ("dynamodb", ["GetItem", "Query", "BatchGet*"]),
        ("kms", ["Decrypt", "GenerateDataKey*", "DescribeKey"]),
        ("lambda", ["InvokeFunction", "Get*", "List*"]),
        ("sns", ["Publish", "Subscribe", "ListTopics"]),
        ("logs", ["CreateLogStream", "PutLogEvents", "Describe*"]),
        ("ssm", ["GetParameter*", "DescribeParameters", "PutParameter"]),
        ("cloudwatch", ["PutMetricData", "GetMetric*", "ListMetrics"]),
    ];
    let (actions, resource, condition) = if number + 1 == count {
        let actions = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"].map(str::to_owned).to_vec();
        (
            actions,
            format!("arn:aws:sqs:*:*:{QUEUE}"),
            r#"{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}"#,
        )
    } else {
        match set {
            Set::Mixed => {
                let (service, actions) = SERVICES[number % SERVICES.len()];
                let actions = actions.iter().map(|action| format!("{service}:{action}")).collect();
                (
                    actions,
                    format!("arn:aws:{service}:*:*:plant-{number}-*"),
                    r#"{"Bool":{"aws:SecureTransport":"true"}}"#,
                )
            }
            Set::OneService => {
                let call = || vec!["sqs:Get*".to_owned(), "sqs:List*".to_owned()];
                let all = format!("arn:aws:sqs:*:*:{}*", &QUEUE[..3]);
                match number % 4 {
                    0 => (vec!["sqs:SendMessage".to_owned(), "sqs:Delete*".to_owned()], all, "{}"),
                    1 => (call(), format!("arn:aws:sqs:*:*:plant-{number}-*"), "{}"),
                    2 => (call(), all, r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}}"#),
                    _ => (call(), all, r#"{"StringLike":{"aws:PrincipalTag/site":["mill-*","pond-*"]}}"#),
                }
            }
        }
    };
    let actions = actions.iter().map(|action| format!("\"{action}\"")).collect::<Vec<_>>().join(",");
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"N{number}","Effect":"Allow","Action":[{actions}],"Resource":"{resource}","Condition":{condition}}}]}}"#
    )
}

/// IAM, as the first user may use it.
pub(crate) struct Account<'a> {
    client: Client,
    rig: &'a Rig,
}

impl<'a> Account<'a> {
    pub(crate) fn new(rig: &'a Rig) -> Result<Self, String> {
        Ok(Self { client: rig.client()?, rig })
    }

    /// Makes a user with so many policies: its own and attached ones, and beyond them those of groups. One is its own.
    pub(crate) fn user(&mut self, name: &str, set: Set, count: usize) -> Result<Keys, String> {
        self.call("CreateUser", &[("UserName", name)])?;
        let mut left = 0..count;
        self.policies("User", name, set, count, &mut left)?;
        while !left.is_empty() {
            // In the order of their names groups come after each other.
            let group = format!("{name}-{:03}", left.start);
            self.call("CreateGroup", &[("GroupName", &group)])?;
            self.policies("Group", &group, set, count, &mut left)?;
            self.call("AddUserToGroup", &[("GroupName", &group), ("UserName", name)])?;
        }
        let made = self.call("CreateAccessKey", &[("UserName", name)])?;
        let text = |element| texts(&made, element).next().map(str::to_owned).ok_or("no access key came");
        Ok(Keys {
            access_key_id: text("AccessKeyId")?,
            secret: Secret::new(text("SecretAccessKey")?.into_bytes()),
            region: self.rig.keys().region.clone(),
        })
    }

    /// Gives a user or group its share of the documents that are left.
    fn policies(
        &mut self,
        kind: &str,
        name: &str,
        set: Set,
        count: usize,
        left: &mut std::ops::Range<usize>,
    ) -> Result<(), String> {
        let holder = format!("{kind}Name");
        for number in left.by_ref().take(OWN) {
            let (policy, text) = (format!("own-{number:03}"), document(set, number, count));
            let with = [(&*holder, name), ("PolicyName", &*policy), ("PolicyDocument", &*text)];
            self.call(&format!("Put{kind}Policy"), &with)?;
        }
        for number in left.by_ref().take(ATTACHED) {
            let (policy, text) = (format!("{name}-{number:03}"), document(set, number, count));
            let made = self.call("CreatePolicy", &[("PolicyName", &policy), ("PolicyDocument", &text)])?;
            let arn = texts(&made, "Arn").next().ok_or("a policy without ARN")?;
            self.call(&format!("Attach{kind}Policy"), &[(&*holder, name), ("PolicyArn", arn)])?;
        }
        Ok(())
    }

    fn call(&mut self, action: &str, parameters: &[(&str, &str)]) -> Result<Vec<u8>, String> {
        let mut form = format!("Action={action}&Version=2010-05-08");
        for (name, value) in parameters {
            form.push_str(&format!("&{name}={}", escaped(value)));
        }
        let reply = self.client.query("iam", form.as_bytes(), &sha256(form.as_bytes()));
        reply.map_err(|cause| format!("{action}: {cause}"))
    }
}
