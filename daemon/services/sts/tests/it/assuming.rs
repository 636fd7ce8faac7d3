use crate::rig::{BY_ACCOUNT, Rig, allow, asking, told};
use millpond_sts::api::{AssumeRoleInput, PolicyDescriptorType, ProvidedContext, Tag};

const USER: &str = "arn:aws:iam::123456789012:user/ann";

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.to_owned(), value: value.to_owned() }
}

#[test]
fn a_trusted_caller_becomes_the_role_for_an_hour() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("forwarder", BY_ACCOUNT, "{}");
    rig.store.principals().put_role_policy("forwarder", "p", &allow(r#""sqs:*""#), 2048).unwrap();

    let reply = rig.assume(&ann, asking(&arn)).unwrap();

    let credentials = reply.credentials.unwrap();
    let user = reply.assumed_role_user.unwrap();
    assert_eq!(user.arn, "arn:aws:sts::123456789012:assumed-role/forwarder/session");
    assert!(user.assumed_role_id.starts_with("AROA") && user.assumed_role_id.ends_with(":session"));
    assert!(credentials.access_key_id.starts_with("ASIA"));
    assert_eq!(credentials.expiration, 1_700_003_600_000);
    assert_eq!(reply.packed_policy_size, None);
    let caller = rig.find(&credentials).unwrap();
    assert_eq!((caller.arn, caller.user_id), (user.arn, user.assumed_role_id));
    let caller = rig.find(&credentials).unwrap();
    assert!(rig.may(&caller, "sqs:SendMessage") && !rig.may(&caller, "sts:AssumeRole"));
}

#[test]
fn trust_by_name_needs_no_permission_and_trust_by_account_does() {
    let rig = Rig::new();
    let ann = rig.user("ann", "");
    let named = rig.role("named", &format!(r#"{{"AWS":"{USER}"}}"#), "{}");
    let by_account = rig.role("account", BY_ACCOUNT, "{}");

    assert!(rig.assume(&ann, asking(&named)).is_ok());
    let fault = rig.assume(&ann, asking(&by_account)).err().unwrap();
    let text = format!("User: {USER} is not authorized to perform: sts:AssumeRole on resource: {by_account}");
    assert_eq!(told(&fault), ("AccessDenied", 403, text.as_str()));
}

#[test]
fn a_role_that_is_not_there_looks_like_one_that_may_not_be_taken_on() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");

    for absent in [
        "arn:aws:iam::123456789012:role/nobody",
        "arn:aws:iam::999999999999:role/site/r",
        "arn:aws:iam::123456789012:role/r",
        "arn:aws:iam::123456789012:role/site/R",
    ] {
        let fault = rig.assume(&ann, asking(absent)).err().unwrap();
        let text = format!("User: {USER} is not authorized to perform: sts:AssumeRole on resource: {absent}");
        assert_eq!(told(&fault), ("AccessDenied", 403, text.as_str()));
    }
    assert!(rig.assume(&ann, asking(&arn)).is_ok());
    let odd = "arn:aws:iam::123456789012:user/ann";
    let fault = rig.assume(&ann, asking(odd)).err().unwrap();
    assert_eq!(told(&fault), ("ValidationError", 400, "arn:aws:iam::123456789012:user/ann is invalid"));
}

#[test]
fn an_external_id_must_match() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, r#"{"StringEquals":{"sts:ExternalId":"blue"}}"#);
    let with = |id: Option<&str>| AssumeRoleInput { external_id: id.map(str::to_owned), ..asking(&arn) };

    assert!(rig.assume(&ann, with(Some("blue"))).is_ok());
    assert_eq!(rig.assume(&ann, with(Some("red"))).err().unwrap().query_code, "AccessDenied");
    assert_eq!(rig.assume(&ann, with(None)).err().unwrap().query_code, "AccessDenied");
}

#[test]
fn durations_keep_to_the_model_the_role_and_the_chain() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    rig.store.principals().put_role_policy("r", "p", &allow(r#""sts:AssumeRole""#), 2048).unwrap();
    let lasting = |secs| AssumeRoleInput { duration_seconds: Some(secs), ..asking(&arn) };

    let short = rig.assume(&ann, lasting(899)).err().unwrap();
    assert_eq!(
        told(&short),
        (
            "ValidationError",
            400,
            "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must \
             have value greater than or equal to 900"
        )
    );
    let long = rig.assume(&ann, lasting(7201)).err().unwrap();
    let text = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assert_eq!(told(&long), ("ValidationError", 400, text));
    let session = rig.assume(&ann, lasting(7200)).unwrap().credentials.unwrap();

    let chained = rig.find(&session).unwrap();
    assert!(rig.assume(&chained, lasting(3600)).is_ok());
    let text =
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
    assert_eq!(told(&rig.assume(&chained, lasting(3601)).err().unwrap()), ("ValidationError", 400, text));
}

#[test]
fn a_session_policy_is_an_intersection_and_must_be_well_formed() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    rig.store.principals().put_role_policy("r", "p", &allow(r#"["sqs:*"]"#), 2048).unwrap();
    let limited = |policy: String| AssumeRoleInput { policy: Some(policy), ..asking(&arn) };

    let reply = rig.assume(&ann, limited(allow(r#"["sqs:SendMessage","iam:*"]"#))).unwrap();
    assert!(reply.packed_policy_size.is_some_and(|percent| percent > 0));
    let caller = rig.find(&reply.credentials.unwrap()).unwrap();
    assert!(rig.may(&caller, "sqs:SendMessage"));
    assert!(!rig.may(&caller, "sqs:DeleteQueue") && !rig.may(&caller, "iam:CreateUser"));

    let bad = rig.assume(&ann, limited("{}".into())).err().unwrap();
    assert_eq!(told(&bad), ("MalformedPolicyDocument", 400, "Syntax errors in policy."));
    let big = rig.assume(&ann, limited(" ".repeat(4096))).err().unwrap();
    let text = "Packed policy consumes 200% of allotted space, please use smaller policy.";
    assert_eq!(told(&big), ("PackedPolicyTooLarge", 400, text));
}

#[test]
fn what_would_be_ignored_is_refused() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");

    let managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let policy_arns = Some(vec![PolicyDescriptorType { arn: Some(managed.to_owned()) }]);
    let fault = rig.assume(&ann, AssumeRoleInput { policy_arns, ..asking(&arn) }).err().unwrap();
    assert_eq!(told(&fault), ("ValidationError", 400, "arn:aws:iam::aws:policy/ReadOnlyAccess is invalid"));
    let context = ProvidedContext {
        provider_arn: Some(managed.to_owned()),
        context_assertion: Some("abcd".to_owned()),
    };
    let provided_contexts = Some(vec![context]);
    let fault = rig.assume(&ann, AssumeRoleInput { provided_contexts, ..asking(&arn) }).err().unwrap();
    let text = "ProvidedContexts is not supported by this endpoint.";
    assert_eq!(told(&fault), ("ValidationError", 400, text));
}

#[test]
fn managed_session_policies_limit_as_inline_ones_do() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    rig.store.principals().put_role_policy("r", "p", &allow(r#""*""#), 2048).unwrap();
    let by = |names: &[&str]| {
        let policy =
            |name: &&str| PolicyDescriptorType { arn: Some(format!("arn:aws:iam::aws:policy/{name}")) };
        AssumeRoleInput { policy_arns: Some(names.iter().map(policy).collect()), ..asking(&arn) }
    };

    let reply = rig.assume(&ann, by(&["AmazonSQSReadOnlyAccess", "AmazonKinesisFullAccess"])).unwrap();
    let caller = rig.find(&reply.credentials.unwrap()).unwrap();
    assert!(rig.may(&caller, "sqs:ListQueues") && rig.may(&caller, "kinesis:PutRecord"));
    assert!(!rig.may(&caller, "sqs:SendMessage") && !rig.may(&caller, "kms:Encrypt"));
    assert_eq!(reply.packed_policy_size, Some(5));

    let fault = rig.assume(&ann, by(&["AmazonSQSReadOnlyAccess"; 11])).err().unwrap();
    let text = "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length \
                less than or equal to 10";
    assert_eq!(told(&fault), ("ValidationError", 400, text));
}

#[test]
fn tags_are_distinct_and_go_along_when_transitive() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    rig.store.principals().put_role_policy("r", "p", &allow(r#""sts:*""#), 2048).unwrap();
    let tagged = |tags: Vec<Tag>, transitive: &[&str]| AssumeRoleInput {
        tags: Some(tags),
        transitive_tag_keys: Some(transitive.iter().map(|k| (*k).to_owned()).collect()),
        ..asking(&arn)
    };
    let refused = |caller, input| {
        let fault = rig.assume(caller, input).err().unwrap();
        assert_eq!((fault.query_code, fault.query_status), ("InvalidParameterValue", 400));
        fault.message
    };

    assert_eq!(
        refused(&ann, tagged(vec![tag("Team", "a"), tag("team", "b")], &[])),
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    );
    assert_eq!(
        refused(&ann, tagged(vec![tag("team", "a")], &["site"])),
        "The specified transitive tag key must be included in the requested tags."
    );
    let input = tagged(vec![tag("Team", "pumps"), tag("shift", "night")], &["Team"]);
    let session = rig.assume(&ann, input).unwrap().credentials.unwrap();
    let caller = rig.find(&session).unwrap();
    assert_eq!(
        refused(&caller, tagged(vec![tag("team", "b")], &["team"])),
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from \
         the calling session."
    );
    let session = rig.assume(&caller, asking(&arn)).unwrap().credentials.unwrap();
    let chained = rig.find(&session).unwrap();
    assert_eq!(chained.condition_key("aws:principaltag/team"), Some(vec!["pumps".to_owned()]));
    assert_eq!(chained.condition_key("aws:principaltag/shift"), None);
    let again = rig.assume(&chained, asking(&arn)).unwrap().credentials.unwrap();
    let again = rig.find(&again).unwrap();
    assert_eq!(again.condition_key("aws:principaltag/team"), Some(vec!["pumps".to_owned()]));
}

#[test]
fn tagging_a_session_is_a_permission_of_its_own() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:AssumeRole""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");

    let input = AssumeRoleInput { tags: Some(vec![tag("a", "b")]), ..asking(&arn) };
    let fault = rig.assume(&ann, input).err().unwrap();

    let text = format!("User: {USER} is not authorized to perform: sts:TagSession on resource: {arn}");
    assert_eq!(told(&fault), ("AccessDenied", 403, text.as_str()));
}

#[test]
fn a_source_identity_stays() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    rig.store.principals().put_role_policy("r", "p", &allow(r#""sts:*""#), 2048).unwrap();
    let named = |name: &str| AssumeRoleInput { source_identity: Some(name.to_owned()), ..asking(&arn) };

    let reply = rig.assume(&ann, named("ann")).unwrap();
    assert_eq!(reply.source_identity.as_deref(), Some("ann"));
    let caller = rig.find(&reply.credentials.unwrap()).unwrap();
    assert_eq!(rig.assume(&caller, asking(&arn)).unwrap().source_identity.as_deref(), Some("ann"));
    assert_eq!(rig.assume(&caller, named("bob")).err().unwrap().query_code, "AccessDenied");
}
