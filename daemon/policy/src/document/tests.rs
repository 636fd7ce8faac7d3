use super::*;
use proptest::prelude::*;

fn identity(statement: &str) -> Result<Policy, String> {
    let document = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
    Policy::parse_identity(&document).map_err(|e| e.to_string())
}

#[test]
fn documents_that_iam_accepts_are_accepted() {
    for statement in [
        r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
        r#"[{"Sid":"","Effect":"Allow","Action":["sqs:*"],"Resource":["arn:aws:sqs:*:*:${aws:username}-*"]}]"#,
        r#"[{"Effect":"Deny","NotAction":"iam:*","NotResource":"arn:aws:s3:::b/*"}]"#,
        r#"{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringLike":{"aws:userid":["a*"]}}}"#,
    ] {
        assert!(identity(statement).is_ok(), "{statement}: {:?}", identity(statement));
    }
}

#[test]
fn documents_that_iam_refuses_are_refused_in_its_words() {
    let syntax = "Syntax errors in policy.";
    for (statement, wanted) in [
        ("[]", syntax),
        ("5", syntax),
        (r#"{"Effect":"allow","Action":"*","Resource":"*"}"#, syntax),
        (r#"{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"#, syntax),
        (r#"{"Effect":"Allow","Action":5,"Resource":"*"}"#, syntax),
        (r#"{"Effect":"Allow","Action":"*","Resource":"*","Extra":1}"#, syntax),
        (r#"{"Effect":"Allow","Resource":"*"}"#, "Policy statement must contain actions."),
        (r#"{"Effect":"Allow","Action":[],"Resource":"*"}"#, "Policy statement must contain actions."),
        (r#"{"Effect":"Allow","Action":"*"}"#, "Policy statement must contain resources."),
        (r#"{"Effect":"Allow","Action":"*","Resource":"b"}"#, r#"Resource b must be in ARN format or "*"."#),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"arn:ibm:s3:::b"}"#,
            r#"Partition "ibm" is not valid for resource "arn:ibm:s3:::b"."#,
        ),
        (
            r#"{"Effect":"Allow","Action":"PutObject","Resource":"*"}"#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (
            r#"{"Effect":"Allow","Action":"a:b:c","Resource":"*"}"#,
            "Actions/Condition can contain only one colon.",
        ),
        (r#"{"Effect":"Allow","Action":"a b:c","Resource":"*"}"#, "Vendor a b is not valid"),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#,
            "Policy document should not specify a principal.",
        ),
        (
            r#"[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},
                {"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]"#,
            "Statement IDs (SID) in a single policy must be unique.",
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a:b":"c"}}}"#,
            "Invalid Condition type : StringIs",
        ),
    ] {
        assert_eq!(identity(statement), Err(wanted.to_owned()), "{statement}");
    }
}

#[test]
fn a_document_is_neither_long_nor_deep() {
    let deep = format!(r#"{{"Version":"2012-10-17","Statement":{}{}}}"#, "[".repeat(9), "]".repeat(9));
    assert_eq!(Policy::parse(&deep).unwrap_err().to_string(), "Syntax errors in policy.");
    let long = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*"}}}}{}"#,
        " ".repeat(DOCUMENT_BYTES_MAX)
    );
    assert_eq!(Policy::parse(&long).unwrap_err().to_string(), "Syntax errors in policy.");
    assert_eq!(depth(r#"{"a":["[[[\"{{{"]}"#), 2);
}

#[test]
fn an_identity_policys_sids_are_letters_and_digits() {
    let told = identity(r#"{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}"#).unwrap_err();

    assert!(told.starts_with("Statement IDs (SID) must be alpha-numeric."), "{told}");
    assert!(
        Policy::parse(r#"{"Statement":{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}}"#).is_ok()
    );
}

#[test]
fn the_keys_a_policy_asks_for_are_told() {
    let policy = identity(
        r#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:sqs:*:*:${aws:username}",
            "Condition":{"StringLike":{"aws:UserAgent":["${aws:PrincipalTag/a, 'x'}"]},"Null":{"b":"true"}}}"#,
    );
    let keys: Vec<String> = policy.unwrap().condition_keys().into_iter().collect();

    assert_eq!(keys, ["aws:principaltag/a", "aws:useragent", "aws:username", "b"]);
}

#[test]
fn an_identity_policy_needs_the_new_version() {
    let old = r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let told = Policy::parse_identity(old).unwrap_err().to_string();

    assert_eq!(told, "Policy document must be version 2012-10-17 or greater.");
    assert!(Policy::parse(old).is_ok());
}

#[test]
fn a_trust_policy_names_principals_and_no_resource() {
    let told = |statement: &str| {
        let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        Policy::parse_trust(&json).map(|_| ()).map_err(|e| e.to_string())
    };

    assert_eq!(
        told(r#"{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}"#),
        Ok(())
    );
    assert_eq!(
        told(r#"{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}"#),
        Err("Has prohibited field Resource".into())
    );
    assert_eq!(
        told(r#"{"Effect":"Allow","Action":"sts:AssumeRole"}"#),
        Err("Missing required field Principal".into())
    );
    assert_eq!(
        told(r#"{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}"#),
        Err("AssumeRole policy may only specify STS AssumeRole actions.".into())
    );
    assert_eq!(Policy::parse_trust("{").unwrap_err().to_string(), "This policy contains invalid Json");
}

#[test]
fn a_resource_policy_speaks_about_its_resource_alone() {
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    let told = |statement: &str| {
        let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        Policy::parse_resource(&json, "kinesis", stream).map(|_| ()).map_err(|e| e.to_string())
    };
    let about = |action: &str, resource: &str| {
        told(&format!(r#"{{"Effect":"Allow","Principal":"*","Action":"{action}","Resource":"{resource}"}}"#))
    };

    for (action, resource) in
        [("kinesis:PutRecord", stream), ("Kinesis:*", "*"), ("*", "arn:aws:kinesis:*:*:stream/?")]
    {
        assert_eq!(about(action, resource), Ok(()), "{action} on {resource}");
    }
    assert_eq!(
        about("sqs:SendMessage", stream),
        Err(format!("Action sqs:SendMessage is not valid for the resource {stream}."))
    );
    let other = "arn:aws:kinesis:us-east-1:123456789012:stream/t";
    assert_eq!(about("kinesis:*", other), Err(format!("Resource {other} is not the resource {stream}.")));
    assert_eq!(
        told(r#"{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}"#),
        Err("Missing required field Principal".into())
    );
    assert_eq!(
        told(r#"{"Effect":"Allow","Principal":"*","Action":"kinesis:*"}"#),
        Err("Missing required field Resource".into())
    );
    assert_eq!(
        told(r#"{"Effect":"Deny","Principal":"*","Action":"kinesis:*","NotResource":"*"}"#),
        Err("Has prohibited field NotResource".into())
    );
    let broken = Policy::parse_resource("{", "kinesis", stream).unwrap_err();
    assert_eq!(broken.to_string(), "This policy contains invalid Json");
}

proptest! {
    #[test]
    fn no_text_makes_parsing_fail(text in ".{0,200}") {
        let _ = (Policy::parse(&text), Policy::parse_identity(&text), Policy::parse_trust(&text));
        let _ = Policy::parse_resource(&text, "kinesis", "arn:aws:kinesis:us-east-1:1:stream/s");
    }

    #[test]
    fn no_json_makes_parsing_fail(
        effect in "Allow|Deny|x", key in "Action|NotAction|Resource|Condition|Principal", value in "\"[a-z:*$\\{\\}]{0,9}\"|5|\\{\\}|\\[\\]"
    ) {
        let json = format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","{key}":{value}}}}}"#);
        let _ = (Policy::parse(&json), Policy::parse_identity(&json), Policy::parse_trust(&json));
    }
}
