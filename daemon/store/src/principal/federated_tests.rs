//! Sessions that somebody else vouches for.

use super::tests::{ALL, SEND, at, decide, fresh, role, session, user};
use super::*;
use crate::principal::caller::Attached;
use millpond_policy::{Decision, Layer, Policy};

const PROVIDER: &str = "arn:aws:iam::123456789012:oidc-provider/id.example";

fn found(principals: &Principals, credentials: &SessionCredentials) -> Caller {
    principals.find(&credentials.access_key_id, Some(&credentials.token), at(2)).unwrap().1
}

#[test]
fn what_a_provider_said_is_asked_for_by_every_later_call() {
    let principals = fresh();
    let role = role(&principals, "r");
    let new = NewSession {
        federated: Some(PROVIDER.into()),
        claims: vec![
            ("id.example:sub".into(), "pump-7".into()),
            ("id.example:amr".into(), "pwd".into()),
            ("id.example:amr".into(), "otp".into()),
        ],
        ..session("s")
    };

    let caller = found(&principals, &principals.assume(&role, new, at(1)).unwrap());

    assert_eq!(caller.condition_key("aws:federatedprovider"), Some(vec![PROVIDER.into()]));
    assert_eq!(caller.condition_key("id.example:sub"), Some(vec!["pump-7".into()]));
    assert_eq!(caller.condition_key("id.example:amr"), Some(vec!["pwd".into(), "otp".into()]));
    assert_eq!(caller.condition_key("id.example:aud"), None);
    assert_eq!(caller.identity().kind, "AssumedRole");
}

#[test]
fn a_trust_policy_names_the_provider() {
    let principals = fresh();
    let trusts = |principal: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{{"StringEquals":{{"aws:FederatedProvider":"{PROVIDER}"}}}}}}}}"#
        );
        let policy = Policy::parse_trust(&text).unwrap();
        let attached = Attached { trust: Some(&policy), ..Attached::default() };
        let caller = principals.vouched_by(PROVIDER);
        caller.judge("sts:AssumeRoleWithWebIdentity", "arn:r", &|_| None, attached).decision
    };

    assert_eq!(trusts(&format!(r#"{{"Federated":"{PROVIDER}"}}"#)), Decision::Allow);
    assert_eq!(trusts(&format!(r#"{{"Federated":"{PROVIDER}/x"}}"#)), Decision::ImplicitDeny(Layer::Trust));
    assert_eq!(trusts(r#"{"AWS":"123456789012"}"#), Decision::ImplicitDeny(Layer::Trust));
}

#[test]
fn managed_session_policies_are_read_at_every_call() {
    let principals = fresh();
    let role = role(&principals, "r");
    principals.put_role_policy("r", "all", ALL, 2048).unwrap();
    let new = NewPolicy {
        name: "send".into(),
        path: "/".into(),
        document: SEND.into(),
        description: None,
        tags: Vec::new(),
    };
    let arn = principals.create_policy(new, 10, 6144, at(1)).unwrap().arn.clone();
    let new = NewSession { policy_arns: vec![arn.clone()], ..session("s") };
    let credentials = principals.assume(&role, new, at(1)).unwrap();

    let before = found(&principals, &credentials);
    principals.delete_policy(&arn).unwrap();
    let after = found(&principals, &credentials);

    assert_eq!(decide(&principals, &before, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&principals, &before, "sqs:DeleteQueue"), Decision::ImplicitDeny(Layer::Session));
    assert_eq!(decide(&principals, &after, "sqs:SendMessage"), Decision::ImplicitDeny(Layer::Session));
}

#[test]
fn a_federated_user_has_what_its_user_and_its_policies_have_in_common() {
    let principals = fresh();
    let key = principals.create_first_admin(at(1)).unwrap().0.id;
    let admin = principals.find(&key, None, at(1)).unwrap().1;
    let begin = |new| found(&principals, &principals.federated_user_session(&admin, new, at(1)).unwrap());

    let bare = begin(session("bob"));
    let limited = begin(NewSession { policies: vec![SEND.into()], ..session("bob") });
    let all = begin(NewSession { policies: vec![ALL.into()], ..session("bob") });

    assert_eq!((bare.kind, bare.user_id.as_str()), (CallerKind::FederatedUser, "123456789012:bob"));
    assert_eq!(bare.arn, "arn:aws:sts::123456789012:federated-user/bob");
    assert_eq!(decide(&principals, &bare, "sqs:SendMessage"), Decision::ImplicitDeny(Layer::Session));
    assert_eq!(decide(&principals, &limited, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&principals, &limited, "sqs:DeleteQueue"), Decision::ImplicitDeny(Layer::Session));
    for closed in ["iam:ListUsers", "sts:AssumeRole", "sts:GetFederationToken"] {
        assert_eq!(decide(&principals, &all, closed), Decision::ImplicitDeny(Layer::Session), "{closed}");
    }
    assert_eq!(all.condition_key("aws:principaltype"), Some(vec!["FederatedUser".into()]));
    assert_eq!(all.condition_key("aws:principalarn"), Some(vec![all.arn.clone()]));
    assert_eq!((all.condition_key("aws:username"), all.identity().kind.as_str()), (None, "FederatedUser"));
}

#[test]
fn a_resource_policy_that_names_the_federated_user_suffices_and_one_that_names_its_user_is_limited() {
    let principals = fresh();
    user(&principals, "ann");
    let key = principals.user("ann").unwrap().keys[0].id.clone();
    let ann = principals.find(&key, None, at(1)).unwrap().1;
    let session = principals.federated_user_session(&ann, session("bob"), at(1)).unwrap();
    let bob = found(&principals, &session);
    let decide = |principal: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sqs:*","Resource":"arn:q"}}}}"#
        );
        let policy = Policy::parse_resource(&text, "sqs", "arn:q").unwrap();
        let attached = Attached { resource: Some(&policy), ..Attached::default() };
        bob.judge("sqs:SendMessage", "arn:q", &|_| None, attached).decision
    };

    assert_eq!(decide("arn:aws:sts::123456789012:federated-user/bob"), Decision::Allow);
    assert_eq!(decide("arn:aws:iam::123456789012:user/ann"), Decision::ImplicitDeny(Layer::Session));
}
