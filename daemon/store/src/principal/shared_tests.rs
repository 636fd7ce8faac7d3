//! Groups, managed policies, boundaries, devices and providers: what they grant, and that all of it survives.

use super::tests::{ACCOUNT, ALL, SEND, at, decide, fresh, open, role, session, user};
use super::*;
use crate::catalog::Image;
use millpond_base::WallMs;
use millpond_policy::{Decision, Layer};

const DENY: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:DeleteQueue","Resource":"*"}}"#;

fn policy(principals: &Principals, name: &str, document: &str) -> String {
    let new =
        NewPolicy { name: name.into(), path: "/".into(), document: document.into(), ..NewPolicy::default() };
    principals.create_policy(new, 10, 6144, at(1)).unwrap().arn.clone()
}

fn caller(principals: &Principals, key: &str) -> Caller {
    principals.find(key, None, at(2)).unwrap().1
}

#[test]
fn a_user_has_what_its_groups_have_until_it_leaves() {
    let principals = fresh();
    let key = user(&principals, "ann");
    principals.create_group("pumps", "/site/", 10, at(1)).unwrap();
    principals.put_policy::<Group>("PUMPS", "send", SEND, 5120).unwrap();
    let before = caller(&principals, &key);

    principals.add_to_group("pumps", "Ann", 10).unwrap();

    let inside = caller(&principals, &key);
    principals.remove_from_group("pumps", "ann").unwrap();
    let after = caller(&principals, &key);
    assert_eq!(decide(&principals, &before, "sqs:SendMessage"), Decision::ImplicitDeny(Layer::Identity));
    assert_eq!(decide(&principals, &inside, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&principals, &after, "sqs:SendMessage"), Decision::ImplicitDeny(Layer::Identity));
}

#[test]
fn a_managed_policy_holds_wherever_it_is_attached_in_its_default_version() {
    let principals = fresh();
    let (ann, bob) = (user(&principals, "ann"), user(&principals, "bob"));
    principals.create_group("pumps", "/", 10, at(1)).unwrap();
    principals.add_to_group("pumps", "bob", 10).unwrap();
    let arn = policy(&principals, "send", SEND);
    principals.attach::<User>("ann", &arn, 10).unwrap();
    principals.attach::<Group>("pumps", &arn, 10).unwrap();
    let decide_both =
        |action: &str| [&ann, &bob].map(|key| decide(&principals, &caller(&principals, key), action));

    assert_eq!(decide_both("sqs:SendMessage"), [Decision::Allow; 2]);
    let version = principals.create_policy_version(&arn, ALL, false, (5, 6144), at(2)).unwrap();
    assert_eq!(decide_both("sqs:DeleteQueue"), [Decision::ImplicitDeny(Layer::Identity); 2]);
    principals.set_default_version(&arn, &version.id(), at(3)).unwrap();
    assert_eq!(decide_both("sqs:DeleteQueue"), [Decision::Allow; 2]);
    principals.detach::<User>("ann", &arn).unwrap();
    let denied = Decision::ImplicitDeny(Layer::Identity);
    assert_eq!(decide_both("sqs:SendMessage"), [denied, Decision::Allow]);
}

#[test]
fn a_deny_of_a_group_wins_over_what_the_user_has() {
    let principals = fresh();
    let key = user(&principals, "ann");
    principals.attach::<User>("ann", "arn:aws:iam::aws:policy/AdministratorAccess", 10).unwrap();
    principals.create_group("pumps", "/", 10, at(1)).unwrap();
    principals.put_policy::<Group>("pumps", "no", DENY, 5120).unwrap();
    principals.add_to_group("pumps", "ann", 10).unwrap();

    let caller = caller(&principals, &key);

    assert_eq!(decide(&principals, &caller, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&principals, &caller, "sqs:DeleteQueue"), Decision::ExplicitDeny(Layer::Identity));
}

#[test]
fn a_boundary_bounds_users_and_sessions_of_roles() {
    let principals = fresh();
    let key = user(&principals, "ann");
    let reader = role(&principals, "reader");
    let send = policy(&principals, "send", SEND);
    principals.put_user_policy("ann", "all", ALL, 2048).unwrap();
    principals.put_role_policy("reader", "all", ALL, 2048).unwrap();
    principals.set_boundary::<User>("ann", Some(&send)).unwrap();
    principals.set_boundary::<Role>("reader", Some(&send)).unwrap();
    let credentials = principals.assume(&reader, session("s"), at(1)).unwrap();

    let session = principals.find(&credentials.access_key_id, Some(&credentials.token), at(2)).unwrap().1;
    for caller in [caller(&principals, &key), session] {
        assert_eq!(decide(&principals, &caller, "sqs:SendMessage"), Decision::Allow);
        let bounded = Decision::ImplicitDeny(Layer::Boundary);
        assert_eq!(decide(&principals, &caller, "sqs:DeleteQueue"), bounded);
    }
    assert!(matches!(principals.delete_policy(&send), Err(PrincipalError::InUse)));
    principals.set_boundary::<User>("ann", None).unwrap();
    let free = caller(&principals, &key);
    assert_eq!(decide(&principals, &free, "sqs:DeleteQueue"), Decision::Allow);
    let none = principals.set_boundary::<User>("ann", None);
    assert!(matches!(none, Err(PrincipalError::NotAttached(_))));
}

#[test]
fn everything_shared_survives_reopening() {
    let (catalog, principals) = open(&Image::default(), 1);
    let key = user(&principals, "ann");
    principals.create_group("pumps", "/site/", 10, at(1)).unwrap();
    principals.add_to_group("pumps", "ann", 10).unwrap();
    let arn = policy(&principals, "send", SEND);
    principals.create_policy_version(&arn, ALL, true, (5, 6144), at(2)).unwrap();
    principals.tag::<ManagedPolicy>("send", vec![("team".into(), "pumps".into())], 50).unwrap();
    principals.attach::<Group>("pumps", &arn, 10).unwrap();
    principals.create_saml("idp", ("<x/>".into(), WallMs(9)), vec![], 10, at(1)).unwrap();
    principals.create_oidc("id.example/a/b", vec!["c".into()], vec![], vec![], 10, at(1)).unwrap();
    let device = principals.create_device("phone", "/", vec![], 10, at(1)).unwrap();
    principals.set_account_alias("plant").unwrap();
    principals.note_use(&key, "sqs", "eu-west-1", at(50));
    principals.write_uses(at(51)).unwrap();

    let (_, again) = open(&catalog.image().unwrap(), 2);

    assert_eq!(decide(&again, &caller(&again, &key), "sqs:DeleteQueue"), Decision::Allow);
    let found = again.by_arn::<ManagedPolicy>(&arn).unwrap();
    assert_eq!((found.versions.len(), found.tags.len(), found.default_version().id()), (2, 1, "v2".into()));
    assert_eq!(again.members(&again.named::<Group>("pumps").unwrap()).len(), 1);
    assert_eq!(again.named::<SamlProvider>("IDP").unwrap().metadata, "<x/>");
    let oidc = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/id.example/a/b");
    assert_eq!(again.by_arn::<OidcProvider>(&oidc).unwrap().client_ids, ["c"]);
    let seed = again.by_arn::<MfaDevice>(&device.arn).unwrap();
    assert_eq!(*seed.base32_seed(), *device.base32_seed());
    assert_eq!(again.account_alias().as_deref(), Some("plant"));
    let last = again.last_use(&key).unwrap();
    assert_eq!(
        (last.when, last.service.as_str(), last.region.as_str()),
        (WallMs(50_000), "sqs", "eu-west-1")
    );
}

#[test]
fn no_seed_stands_in_the_catalog_in_clear() {
    let (catalog, principals) = open(&Image::default(), 1);
    let device = principals.create_device("canary-phone", "/", vec![], 10, at(1)).unwrap();

    let image = format!("{:?}", catalog.image().unwrap());

    assert!(!image.contains("canary-phone") && !image.contains(device.base32_seed().as_str()));
}

#[test]
fn what_is_in_use_is_not_deleted() {
    let principals = fresh();
    let key = user(&principals, "ann");
    principals.delete_access_key("ann", &key).unwrap();
    principals.create_group("pumps", "/", 10, at(1)).unwrap();
    principals.add_to_group("pumps", "ann", 10).unwrap();
    let arn = policy(&principals, "send", SEND);
    principals.attach::<User>("ann", &arn, 10).unwrap();

    assert!(matches!(principals.delete_group("pumps"), Err(PrincipalError::HasMembers)));
    assert!(matches!(principals.delete_user("ann"), Err(PrincipalError::HasAttached)));
    assert!(matches!(principals.delete_policy(&arn), Err(PrincipalError::InUse)));
    principals.detach::<User>("ann", &arn).unwrap();
    assert!(matches!(principals.delete_user("ann"), Err(PrincipalError::HasGroups)));
    principals.remove_from_group("pumps", "ann").unwrap();
    principals.create_policy_version(&arn, ALL, false, (5, 6144), at(2)).unwrap();
    assert!(matches!(principals.delete_policy(&arn), Err(PrincipalError::HasVersions)));
    assert!(matches!(principals.delete_policy_version(&arn, "v1"), Err(PrincipalError::IsDefault)));
    principals.delete_policy_version(&arn, "v2").unwrap();
    principals.delete_policy(&arn).unwrap();
    principals.delete_group("pumps").unwrap();
    principals.delete_user("ann").unwrap();
    assert_eq!(principals.usage().len(), 0);
}

#[test]
fn limits_of_shared_things_hold() {
    let principals = fresh();
    user(&principals, "ann");
    let arn = policy(&principals, "send", SEND);
    principals.create_group("a", "/", 2, at(1)).unwrap();
    principals.create_group("b", "/", 2, at(1)).unwrap();

    let limit = |result: Result<(), PrincipalError>| matches!(result, Err(PrincipalError::Limit { .. }));

    assert!(limit(principals.create_group("c", "/", 2, at(1)).map(|_| ())));
    principals.add_to_group("a", "ann", 1).unwrap();
    assert!(limit(principals.add_to_group("b", "ann", 1)));
    principals.add_to_group("a", "ann", 1).unwrap();
    assert!(limit(principals.attach::<User>("ann", &arn, 0)));
    assert!(limit(principals.create_policy_version(&arn, ALL, true, (1, 6144), at(1)).map(|_| ())));
    let long = principals.create_policy_version(&arn, ALL, true, (5, 10), at(1));
    assert!(matches!(long, Err(PrincipalError::TooLong { max: 10 })));
    let tags = vec![("a".into(), "b".into()), ("c".into(), "d".into())];
    assert!(limit(principals.tag::<User>("ann", tags, 2)));
    let none = principals.attach::<User>("ann", "arn:aws:iam::aws:policy/None", 10);
    assert!(matches!(none, Err(PrincipalError::NoSuch(Kind::Policy, _))));
}

#[test]
fn a_renamed_user_keeps_keys_groups_and_sessions() {
    let principals = fresh();
    let key = user(&principals, "ann");
    user(&principals, "bob");
    principals.put_user_policy("ann", "send", SEND, 2048).unwrap();
    let session = principals.user_session(&caller(&principals, &key), 900, None, at(1));

    principals.update_user("ann", Some("Anna"), Some("/site/")).unwrap();

    let renamed = caller(&principals, &key);
    assert_eq!(renamed.arn, "arn:aws:iam::123456789012:user/site/Anna");
    assert!(principals.user("ann").is_none() && principals.user("anna").is_some());
    let (_, found) = principals.find(&session.access_key_id, Some(&session.token), at(2)).unwrap();
    assert_eq!(found.name, "Anna");
    let taken = principals.update_user("anna", Some("BOB"), None);
    assert!(matches!(taken, Err(PrincipalError::Exists(Kind::User, _))));
    principals.update_user("anna", Some("ANNA"), None).unwrap();
    assert_eq!(principals.user("anna").unwrap().name, "ANNA");
}

#[test]
fn a_device_belongs_to_one_user_and_its_codes_are_believed_once() {
    let principals = fresh();
    user(&principals, "ann");
    user(&principals, "bob");
    let device = principals.create_device("phone", "/", vec![], 10, at(1)).unwrap();
    let codes = |step| {
        let code = |step| totp::code(device.seed.expose(), step);
        [code(step), code(step + 1)]
    };
    let enable = |who: &str, codes: &[String; 2]| {
        principals.enable_device(who, &device.arn, codes.each_ref().map(String::as_str), 8, at(3000))
    };

    assert!(matches!(enable("ann", &codes(500)), Err(PrincipalError::WrongCode)));
    enable("ann", &codes(100)).unwrap();
    assert!(matches!(enable("bob", &codes(100)), Err(PrincipalError::InUse)));
    let (ann, bob) = (principals.user("ann").unwrap(), principals.user("bob").unwrap());
    let believe = |user: &User, step| principals.believe(user, &device.arn, &codes(step)[0], at(step * 30));
    assert!(matches!(believe(&ann, 101), Err(PrincipalError::WrongCode)), "it was spent by enabling");
    believe(&ann, 102).unwrap();
    assert!(matches!(believe(&ann, 102), Err(PrincipalError::WrongCode)));
    assert!(matches!(believe(&bob, 103), Err(PrincipalError::NoSuch(Kind::Mfa, _))));
    assert!(matches!(principals.delete_device(&device.arn), Err(PrincipalError::InUse)));
    principals.deactivate_device("ann", &device.arn).unwrap();
    principals.delete_device(&device.arn).unwrap();
}

#[test]
fn an_mfa_code_opens_iam_to_a_users_session() {
    let principals = fresh();
    let key = principals.create_first_admin(at(1)).unwrap().0.id;
    let admin = caller(&principals, &key);
    let vouched = principals.user_session(&admin, 900, Some(WallMs(1000)), at(1));

    let (_, caller) = principals.find(&vouched.access_key_id, Some(&vouched.token), at(31)).unwrap();

    assert_eq!(decide(&principals, &caller, "iam:CreateUser"), Decision::Allow);
    assert_eq!(caller.condition_key("aws:multifactorauthpresent"), Some(vec!["true".into()]));
    assert_eq!(caller.condition_key("aws:multifactorauthage"), Some(vec!["30".into()]));
    assert_eq!(admin.condition_key("aws:multifactorauthpresent"), None);
}

#[test]
fn a_key_in_use_costs_one_write_an_hour() {
    let (catalog, principals) = open(&Image::default(), 1);
    let key = user(&principals, "ann");
    let image = || format!("{:?}", catalog.image().unwrap());
    principals.note_use(&key, "sqs", "eu-west-1", at(10));
    principals.write_uses(at(10)).unwrap();
    let written = image();

    for secs in 11..3_600 {
        principals.note_use(&key, "kinesis", "eu-west-1", at(secs));
        principals.write_uses(at(secs)).unwrap();
    }

    assert_eq!(image(), written);
    assert_eq!(principals.last_use(&key).unwrap().when, WallMs(3_599_000));
    principals.write_uses(at(3_610)).unwrap();
    assert_ne!(image(), written);
    principals.note_use("ASIAAAAAAAAAAAAAAAAA", "sqs", "eu-west-1", at(1));
    assert_eq!(principals.last_use("ASIAAAAAAAAAAAAAAAAA"), None);
}

#[test]
fn the_alias_is_the_accounts_only_one() {
    let principals = fresh();
    principals.set_account_alias("one").unwrap();
    principals.set_account_alias("two").unwrap();

    assert!(matches!(principals.delete_account_alias("one"), Err(PrincipalError::NoSuch(Kind::Alias, _))));
    principals.delete_account_alias("two").unwrap();
    assert_eq!(principals.account_alias(), None);
}

#[test]
fn a_refused_write_changes_nothing() {
    let (catalog, principals) = open(&Image::default(), 1);
    let key = user(&principals, "ann");
    let arn = policy(&principals, "send", SEND);
    catalog.refuse_writes();

    assert!(matches!(principals.attach::<User>("ann", &arn, 10), Err(PrincipalError::Catalog(_))));
    assert!(matches!(principals.create_group("pumps", "/", 10, at(1)), Err(PrincipalError::Catalog(_))));
    assert!(matches!(principals.update_user("ann", Some("bob"), None), Err(PrincipalError::Catalog(_))));
    let caller = caller(&principals, &key);
    assert_eq!(decide(&principals, &caller, "sqs:SendMessage"), Decision::ImplicitDeny(Layer::Identity));
    assert!(principals.named::<Group>("pumps").is_none() && principals.user("ann").is_some());
}
