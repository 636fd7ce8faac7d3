//! Random policies and requests, decided here and by `iam-rs`, which shares no code with us.
//!
//! Where the two differ, the difference must belong to a class of [`CLASSES`]: the case has what the class names, and
//! once every statement that has it is taken out of both, the two agree. A sample runs always;
//! `MILLPOND_POLICY_CASES=100000` runs as many as it says.

use iam_rs::{Arn, Context, ContextValue, IAMPolicy, IAMRequest, PolicyEvaluator, Principal, PrincipalId};
use millpond_policy::{Decision, Policy, PrincipalView, Request, evaluate};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Classes of difference: a name, who follows AWS's documentation, and why.
const CLASSES: [(&str, &str); 8] = [
    ("arn-equals", "ArnEquals takes wildcards, as ArnLike does (IAM user guide); iam-rs compares letters"),
    ("arn-parts", "ArnLike compares each of the six parts; in iam-rs a star runs over colons"),
    (
        "variable-in-condition",
        "variables have values in string and ARN conditions; iam-rs compares their text",
    ),
    (
        "variable-in-resource",
        "a missing value matches nothing and a value's star is a character; iam-rs takes a missing one for the empty text and a star for a wildcard",
    ),
    (
        "several-values",
        "a negated operator holds when no value matches; iam-rs is content with one that does not",
    ),
    ("set-if-exists", "IfExists goes together with set operators; iam-rs does not know the pair"),
    ("binary-case", "BinaryEquals compares byte for byte; iam-rs ignores case and padding"),
    ("oracle-refuses", "a date may lack its time (W3C); iam-rs refuses to decide, if it gets that far"),
];

/// Numbers that look random and are the same in every run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One text, or a list of up to three.
    fn some(&mut self, from: &[&str]) -> Value {
        if self.one_in(2) {
            return json!(self.pick(from));
        }
        let n = 1 + self.below(3);
        Value::Array((0..n).map(|_| json!(self.pick(from))).collect())
    }
}

const ACTIONS: [&str; 12] = [
    "*",
    "sqs:*",
    "sqs:SendMessage",
    "SQS:sendmessage",
    "sqs:Send*",
    "sqs:*Message",
    "sqs:?endMessage",
    "kinesis:*",
    "kinesis:Put*",
    "kms:Decrypt",
    "kinesis:PutRecord?",
    "sqs:S*M*e",
];
const ASKED: [&str; 6] = [
    "sqs:SendMessage",
    "sqs:SendMessageBatch",
    "sqs:ReceiveMessage",
    "kinesis:PutRecord",
    "kinesis:PutRecords",
    "kms:Decrypt",
];
const RESOURCES: [&str; 13] = [
    "*",
    "arn:aws:sqs:eu-west-1:111122223333:orders",
    "arn:aws:sqs:*:111122223333:orders",
    "arn:aws:sqs:*:*:*",
    "arn:aws:sqs:eu-*-1:111122223333:ord*",
    "arn:aws:sqs:eu-west-?:111122223333:order?",
    "arn:aws:sqs:*:*:${aws:username}",
    "arn:aws:sqs:*:*:${aws:username, 'orders'}",
    "arn:aws:sqs:*:*:${aws:PrincipalTag/team}*",
    "arn:aws:kinesis:*:111122223333:stream/*",
    "arn:aws:kinesis:eu-west-1:*:stream/s?",
    "arn:aws:sqs:*:999999999999:*",
    "arn:aws:sqs:us-east-1:111122223333:orders",
];
const ON: [&str; 6] = [
    "arn:aws:sqs:eu-west-1:111122223333:orders",
    "arn:aws:sqs:us-east-1:111122223333:orders",
    "arn:aws:sqs:eu-west-1:111122223333:ann",
    "arn:aws:kinesis:eu-west-1:111122223333:stream/s1",
    "arn:aws:sqs:eu-west-1:999999999999:orders",
    "arn:aws:sqs:eu-west-1:111122223333:Orders",
];
const TEXTS: [&str; 10] = ["a", "A", "ab", "a*", "?b", "orders", "ann", "*", "${aws:username}", "b"];
const GIVEN: [&str; 8] = ["a", "A", "ab", "b", "orders", "ann", "a*", "abc"];
const NUMBERS: [&str; 6] = ["0", "1", "10", "10.0", "-5", "2.5"];
const DATES: [&str; 6] = [
    "2026-01-01T00:00:00Z",
    "2026-01-01T01:00:00+01:00",
    "1767225600",
    "2025-06-01T12:00:00Z",
    "2027-01-01T00:00:00Z",
    "2026-01-01",
];
const NETWORKS: [&str; 6] =
    ["10.0.0.0/8", "10.1.2.3/32", "192.168.0.0/16", "0.0.0.0/0", "2001:db8::/32", "10.1.0.0/16"];
const ADDRESSES: [&str; 5] = ["10.1.2.3", "10.200.0.1", "192.168.7.7", "203.0.113.5", "2001:db8::1"];
const ARNS: [&str; 7] = [
    "arn:aws:sns:eu-west-1:1:t",
    "arn:aws:sns:*:*:t",
    "arn:aws:sns:*:*:*",
    "arn:aws:sns*",
    "arn:aws:s?s:eu-west-1:1:t",
    "arn:*:sns:eu-*:1:t*",
    "arn:aws:sns:*:t",
];
const GIVEN_ARNS: [&str; 3] =
    ["arn:aws:sns:eu-west-1:1:t", "arn:aws:sns:us-east-1:1:topic", "arn:aws:sqs:eu-west-1:1:t"];

/// A condition: operator, key, wanted.
fn condition(random: &mut Random) -> (String, &'static str, Value) {
    let (operator, key, wanted) = match random.below(8) {
        0 | 1 => {
            let operator = *random.pick(&[
                "StringEquals",
                "StringNotEquals",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                "StringLike",
                "StringNotLike",
            ]);
            (operator, "k:text", random.some(&TEXTS))
        }
        2 => {
            let operator = *random.pick(&[
                "NumericEquals",
                "NumericNotEquals",
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
            ]);
            (operator, "k:number", random.some(&NUMBERS))
        }
        3 => {
            let operator = *random.pick(&[
                "DateEquals",
                "DateNotEquals",
                "DateLessThan",
                "DateLessThanEquals",
                "DateGreaterThan",
                "DateGreaterThanEquals",
            ]);
            (operator, "k:date", random.some(&DATES))
        }
        4 => ("Bool", "k:flag", json!(random.one_in(2))),
        5 => (*random.pick(&["IpAddress", "NotIpAddress"]), "k:ip", random.some(&NETWORKS)),
        6 => {
            let operator = *random.pick(&["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]);
            (operator, "k:arn", random.some(&ARNS))
        }
        _ if random.one_in(2) => {
            let key = *random.pick(&["k:text", "k:number", "k:arn"]);
            return ("Null".to_owned(), key, json!(if random.one_in(2) { "true" } else { "false" }));
        }
        _ => ("BinaryEquals", "k:binary", json!(random.pick(&["QUJD", "qujd", "QUJE"]))),
    };
    let takes_sets = matches!(key, "k:text" | "k:arn" | "k:flag");
    let mut operator = operator.to_owned();
    if takes_sets && random.one_in(3) {
        operator = format!("{}:{operator}", random.pick(&["ForAllValues", "ForAnyValue"]));
        if random.one_in(8) {
            operator.push_str("IfExists");
        }
    } else if random.one_in(4) {
        operator.push_str("IfExists");
    }
    (operator, key, wanted)
}

fn statement(random: &mut Random) -> Value {
    let mut statement = Map::new();
    let effect = if random.one_in(4) { "Deny" } else { "Allow" };
    statement.insert("Effect".to_owned(), json!(effect));
    let action = if random.one_in(6) { "NotAction" } else { "Action" };
    statement.insert(action.to_owned(), random.some(&ACTIONS));
    let resource = if random.one_in(6) { "NotResource" } else { "Resource" };
    statement.insert(resource.to_owned(), random.some(&RESOURCES));
    let mut conditions: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for _ in 0..random.below(3) {
        let (operator, key, wanted) = condition(random);
        conditions.entry(operator).or_default().insert(key.to_owned(), wanted);
    }
    if !conditions.is_empty() {
        statement.insert("Condition".to_owned(), json!(conditions));
    }
    Value::Object(statement)
}

type Keys = BTreeMap<&'static str, Vec<String>>;

fn keys(random: &mut Random) -> Keys {
    let mut keys = Keys::new();
    let sources: [(&'static str, &[&str]); 8] = [
        ("k:text", &GIVEN),
        ("k:number", &NUMBERS),
        ("k:date", &DATES[..5]),
        ("k:flag", &["true", "false"]),
        ("k:ip", &ADDRESSES),
        ("k:arn", &GIVEN_ARNS),
        ("k:binary", &["QUJD", "QUJE"]),
        ("aws:username", &["ann", "orders", "o*"]),
    ];
    for (key, from) in sources {
        if random.one_in(5) {
            continue;
        }
        let several = matches!(key, "k:text" | "k:arn") && random.one_in(4);
        let n = if several { 2 } else { 1 };
        keys.insert(key, (0..n).map(|_| (*random.pick(from)).to_owned()).collect());
    }
    if random.one_in(3) {
        keys.insert("aws:principaltag/team", vec!["ord".to_owned()]);
    }
    keys
}

struct Case {
    statements: Vec<Value>,
    action: &'static str,
    resource: &'static str,
    keys: Keys,
}

/// The three decisions both sides know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Allow,
    Deny,
    Nothing,
}

impl Case {
    fn random(random: &mut Random) -> Self {
        let n = 1 + random.below(4);
        Self {
            statements: (0..n).map(|_| statement(random)).collect(),
            action: random.pick::<&str>(&ASKED),
            resource: random.pick::<&str>(&ON),
            keys: keys(random),
        }
    }

    fn document(&self) -> String {
        json!({"Version": "2012-10-17", "Statement": self.statements}).to_string()
    }

    fn ours(&self) -> Told {
        if self.statements.is_empty() {
            return Told::Nothing;
        }
        let policy = Policy::parse(&self.document()).unwrap_or_else(|e| panic!("{e}: {}", self.document()));
        let principal = PrincipalView::Aws {
            account: "111122223333".to_owned(),
            arn: "arn:aws:iam::111122223333:user/ann".to_owned(),
            role_arn: None,
        };
        let keys = |name: &str| self.keys.get(name).cloned();
        let request =
            Request { action: self.action, resource: self.resource, principal: &principal, keys: &keys };
        match evaluate(&request, &[&policy]) {
            Decision::Allow => Told::Allow,
            Decision::ExplicitDeny(_) => Told::Deny,
            Decision::ImplicitDeny(_) => Told::Nothing,
        }
    }

    /// `None` when the other side refuses to decide.
    fn theirs(&self) -> Option<Told> {
        if self.statements.is_empty() {
            return Some(Told::Nothing);
        }
        let policy: IAMPolicy = serde_json::from_str(&self.document()).ok()?;
        let mut context = Context::new();
        for (key, values) in &self.keys {
            let value = match (*key, values.as_slice()) {
                ("k:flag", [flag]) => ContextValue::Boolean(flag == "true"),
                (_, [one]) => ContextValue::String(one.clone()),
                (_, many) => ContextValue::StringList(many.to_vec()),
            };
            context.data.insert((*key).to_owned(), value);
        }
        let request = IAMRequest::new_with_context(
            Principal::Aws(PrincipalId::String("arn:aws:iam::111122223333:user/ann".to_owned())),
            self.action,
            Arn::parse(self.resource).ok()?,
            context,
        );
        let result = PolicyEvaluator::with_policies(vec![policy]).evaluate(&request).ok()?;
        Some(match result.decision {
            iam_rs::Decision::Allow => Told::Allow,
            iam_rs::Decision::Deny => Told::Deny,
            iam_rs::Decision::NotApplicable => Told::Nothing,
        })
    }

    /// True when a statement has what the class names.
    fn has(&self, statement: &Value, class: &str) -> bool {
        let conditions = statement["Condition"].as_object();
        let any = |test: &dyn Fn(&str, &str, &Value) -> bool| {
            conditions.is_some_and(|conditions| {
                conditions.iter().any(|(operator, keys)| {
                    keys.as_object().is_some_and(|keys| keys.iter().any(|(k, v)| test(operator, k, v)))
                })
            })
        };
        match class {
            "arn-equals" => {
                any(&|operator, _, _| operator.contains("ArnEquals") || operator.contains("ArnNotEquals"))
            }
            "arn-parts" => {
                any(&|operator, _, _| operator.contains("ArnLike") || operator.contains("ArnNotLike"))
            }
            "variable-in-condition" => any(&|_, _, wanted| wanted.to_string().contains("${")),
            "variable-in-resource" => {
                ["Resource", "NotResource"].iter().any(|r| statement[r].to_string().contains("${"))
            }
            "several-values" => any(&|operator, key, _| {
                !operator.starts_with("For") && self.keys.get(key).is_some_and(|values| values.len() > 1)
            }),
            "set-if-exists" => {
                any(&|operator, _, _| operator.starts_with("For") && operator.ends_with("IfExists"))
            }
            "binary-case" => any(&|operator, _, _| operator.starts_with("Binary")),
            "oracle-refuses" => any(&|_, _, wanted| wanted.to_string().contains("\"2026-01-01\"")),
            _ => false,
        }
    }

    /// The same case without the statements of a class.
    fn without(&self, class: &str) -> Self {
        let statements = self.statements.iter().filter(|statement| !self.has(statement, class));
        let statements = statements.cloned().collect();
        Self { statements, action: self.action, resource: self.resource, keys: self.keys.clone() }
    }

    /// The classes that explain a difference; empty when none does.
    fn explained(&self) -> Vec<&'static str> {
        let mut rest = self.without("");
        let mut classes = Vec::new();
        for (class, _) in CLASSES {
            let next = rest.without(class);
            if next.statements.len() == rest.statements.len() {
                continue;
            }
            classes.push(class);
            rest = next;
            if rest.theirs() == Some(rest.ours()) {
                return classes;
            }
        }
        Vec::new()
    }
}

#[test]
fn an_independent_evaluator_agrees_or_the_difference_is_explained() {
    let cases = std::env::var("MILLPOND_POLICY_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(5_000_u64);
    let mut told: BTreeMap<&str, u64> = BTreeMap::new();
    let mut decisions = [0_u64; 3];
    let mut differences = 0_u64;
    for seed in 0..cases {
        let case = Case::random(&mut Random(seed));
        let ours = case.ours();
        decisions[ours as usize] += 1;
        if case.theirs() == Some(ours) {
            continue;
        }
        differences += 1;
        let classes = case.explained();
        assert!(
            !classes.is_empty(),
            "case {seed}: ours {ours:?}, theirs {:?}: {} on {} with {:?}: {}",
            case.theirs(),
            case.action,
            case.resource,
            case.keys,
            case.document()
        );
        for class in classes {
            *told.entry(class).or_default() += 1;
        }
    }
    println!("{cases} cases, decisions {decisions:?}, {differences} differences, all explained:");
    for (class, why) in CLASSES {
        println!("{:>7} {class}: {why}", told.get(class).copied().unwrap_or_default());
    }
    assert!(decisions.iter().all(|n| n * 20 > cases), "every decision is common: {decisions:?}");
}
