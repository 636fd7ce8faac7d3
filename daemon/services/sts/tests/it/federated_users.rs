//! GetFederationToken.

use crate::rig::{BY_ACCOUNT, Rig, allow, asking, told};
use millpond_service::Fault;
use millpond_store::principal::CallerKind;
use millpond_sts::api::{
    GetCallerIdentity, GetCallerIdentityInput, GetFederationToken, GetFederationTokenInput,
    GetFederationTokenOutput, GetSessionToken, GetSessionTokenInput, PolicyDescriptorType, Tag,
};

fn named(name: &str) -> GetFederationTokenInput {
    GetFederationTokenInput { name: name.to_owned(), ..GetFederationTokenInput::default() }
}

fn ask(
    rig: &Rig,
    caller: &millpond_store::principal::Caller,
    input: GetFederationTokenInput,
) -> Result<GetFederationTokenOutput, Fault> {
    rig.call::<GetFederationToken>(caller, input)
}

#[test]
fn a_user_vouches_for_somebody_for_half_a_day() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#"["sts:*","sqs:*"]"#);
    let input =
        GetFederationTokenInput { policy: Some(allow(r#"["sqs:SendMessage","kms:*"]"#)), ..named("bob") };

    let reply = ask(&rig, &ann, input).unwrap();

    let user = reply.federated_user.unwrap();
    assert_eq!(user.federated_user_id, "123456789012:bob");
    assert_eq!(user.arn, "arn:aws:sts::123456789012:federated-user/bob");
    assert!(reply.packed_policy_size.is_some());
    let credentials = reply.credentials.unwrap();
    assert_eq!(credentials.expiration, 1_700_043_200_000);
    let caller = rig.find(&credentials).unwrap();
    assert_eq!(caller.kind, CallerKind::FederatedUser);
    assert!(rig.may(&caller, "sqs:SendMessage"));
    for refused in ["sqs:DeleteQueue", "kms:Encrypt", "iam:ListUsers", "sts:AssumeRole"] {
        assert!(!rig.may(&caller, refused), "{refused}");
    }
    let who = rig.call::<GetCallerIdentity>(&caller, GetCallerIdentityInput {}).unwrap();
    assert_eq!((who.arn, who.user_id), (Some(user.arn), Some(user.federated_user_id)));
}

#[test]
fn without_a_policy_a_federated_user_may_do_nothing() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);

    let bob = rig.find(&ask(&rig, &ann, named("bob")).unwrap().credentials.unwrap()).unwrap();

    assert!(!rig.may(&bob, "sqs:SendMessage"));
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    assert_eq!(rig.assume(&bob, asking(&arn)).err().unwrap().query_code, "AccessDenied");
}

#[test]
fn managed_policies_and_tags_come_along() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);
    let arn = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess".to_owned();
    let input = GetFederationTokenInput {
        policy_arns: Some(vec![PolicyDescriptorType { arn: Some(arn) }]),
        tags: Some(vec![Tag { key: "team".into(), value: "pumps".into() }]),
        ..named("bob")
    };

    let bob = rig.find(&ask(&rig, &ann, input).unwrap().credentials.unwrap()).unwrap();

    assert!(rig.may(&bob, "sqs:ListQueues") && !rig.may(&bob, "sqs:SendMessage"));
    assert_eq!(bob.condition_key("aws:principaltag/team"), Some(vec!["pumps".to_owned()]));
}

#[test]
fn sessions_and_those_without_permission_are_refused() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:GetSessionToken""#);
    let session = rig.call::<GetSessionToken>(&ann, GetSessionTokenInput::default()).unwrap().credentials;
    let session = rig.find(&session.unwrap()).unwrap();

    let fault = ask(&rig, &session, named("bob")).err().unwrap();
    let text = "Cannot call GetFederationToken with session credentials";
    assert_eq!(told(&fault), ("AccessDenied", 403, text));
    let fault = ask(&rig, &ann, named("bob")).err().unwrap();
    let text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:GetFederationToken on \
                resource: arn:aws:sts::123456789012:federated-user/bob";
    assert_eq!(told(&fault), ("AccessDenied", 403, text));
    let tagless = rig.user("tom", r#""sts:GetFederationToken""#);
    let tags = Some(vec![Tag { key: "a".into(), value: "b".into() }]);
    let fault = ask(&rig, &tagless, GetFederationTokenInput { tags, ..named("bob") }).err().unwrap();
    assert!(fault.message.contains("sts:TagSession"));
}

#[test]
fn what_is_asked_keeps_to_the_limits() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);
    let code = |input| ask(&rig, &ann, input).err().unwrap();

    for secs in [899, 129_601] {
        let input = GetFederationTokenInput { duration_seconds: Some(secs), ..named("bob") };
        assert_eq!(code(input).query_code, "ValidationError");
    }
    let input = GetFederationTokenInput { duration_seconds: Some(129_600), ..named("bob") };
    assert!(ask(&rig, &ann, input).is_ok());
    assert_eq!(code(named("b")).query_code, "ValidationError");
    let malformed = GetFederationTokenInput { policy: Some("{}".into()), ..named("bob") };
    assert_eq!(told(&code(malformed)), ("MalformedPolicyDocument", 400, "Syntax errors in policy."));
    let arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess".to_owned();
    let large = GetFederationTokenInput {
        policy: Some(" ".repeat(2048)),
        policy_arns: Some(vec![PolicyDescriptorType { arn: Some(arn) }]),
        ..named("bob")
    };
    let text = "Packed policy consumes 102% of allotted space, please use smaller policy.";
    assert_eq!(told(&code(large)), ("PackedPolicyTooLarge", 400, text));
    let nobody = Some(vec![PolicyDescriptorType { arn: Some("arn:aws:iam::123456789012:policy/x".into()) }]);
    let fault = code(GetFederationTokenInput { policy_arns: nobody, ..named("bob") });
    assert_eq!(told(&fault), ("ValidationError", 400, "arn:aws:iam::123456789012:policy/x is invalid"));
}

#[test]
fn a_federated_users_rights_end_with_its_users() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);
    let input = GetFederationTokenInput { policy: Some(allow(r#""*""#)), ..named("bob") };
    let credentials = ask(&rig, &ann, input).unwrap().credentials.unwrap();
    assert!(rig.may(&rig.find(&credentials).unwrap(), "sqs:SendMessage"));

    rig.store.principals().delete_user_policy("ann", "p").unwrap();
    assert!(!rig.may(&rig.find(&credentials).unwrap(), "sqs:SendMessage"));
    rig.store.principals().delete_access_key("ann", &ann.access_key_id).unwrap();
    rig.store.principals().delete_user("ann").unwrap();
    assert!(rig.find(&credentials).is_err());
}
