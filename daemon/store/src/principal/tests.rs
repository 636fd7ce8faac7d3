use super::users::ADMIN_DOCUMENT;
use super::*;
use crate::catalog::Image;
use millpond_base::{LineMs, Now, SeededEntropy, WallMs};
use millpond_policy::{Decision, Layer};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ACCOUNT: &str = "123456789012";
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}"#;
pub(super) const SEND: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}"#;
pub(super) const ALL: &str = ADMIN_DOCUMENT;

pub(super) fn at(secs: u64) -> Now {
    Now { wall: WallMs(secs * 1000), line: LineMs(secs * 1000), trusted: true }
}

fn root() -> RootKey {
    RootKey::from_bytes([3; 32])
}

pub(super) fn open(image: &Image, seed: u64) -> (Arc<Catalog>, Principals) {
    let key = root().derive(Purpose::Catalog);
    let entropy = Arc::new(SeededEntropy::new(seed));
    let catalog = Arc::new(Catalog::from_image(image, key, &*entropy).unwrap());
    let account = AccountId::parse(ACCOUNT).unwrap();
    let principals = Principals::open(Arc::clone(&catalog), &root(), account, entropy).unwrap();
    (catalog, principals)
}

pub(super) fn fresh() -> Principals {
    open(&Image::default(), 1).1
}

pub(super) fn user(principals: &Principals, name: &str) -> String {
    let new = NewUser {
        name: name.into(),
        path: "/".into(),
        tags: vec![("team".into(), "pumps".into())],
        ..NewUser::default()
    };
    principals.create_user(new, 10, at(1)).unwrap();
    principals.create_access_key(name, 2, at(1)).unwrap().0.id
}

pub(super) fn role(principals: &Principals, name: &str) -> Arc<Role> {
    let new = NewRole {
        name: name.into(),
        path: "/site/".into(),
        trust_document: TRUST.into(),
        session_secs_max: 3600,
        ..NewRole::default()
    };
    principals.create_role(new, 10, at(1)).unwrap()
}

pub(super) fn session(name: &str) -> NewSession {
    NewSession { name: name.into(), secs: 900, ..NewSession::default() }
}

pub(super) fn decide(principals: &Principals, caller: &Caller, action: &str) -> Decision {
    principals.decide(caller, action, "arn:aws:sqs:us-east-1:123456789012:q", &|_| None)
}

#[test]
fn the_first_administrator_may_do_everything_and_is_made_once() {
    let principals = fresh();
    let (key, secret) = principals.create_first_admin(at(1)).unwrap();

    let (found, caller) = principals.find(&key.id, None, at(2)).unwrap();

    assert_eq!(found.expose(), secret.expose());
    assert_eq!(caller.arn, "arn:aws:iam::123456789012:user/admin");
    assert_eq!(decide(&principals, &caller, "sqs:DeleteQueue"), Decision::Allow);
    assert!(matches!(principals.create_first_admin(at(2)), Err(PrincipalError::Exists(Kind::User, _))));
}

#[test]
fn users_roles_and_keys_survive_reopening() {
    let (catalog, principals) = open(&Image::default(), 1);
    let key = user(&principals, "ann");
    principals.put_user_policy("ann", "send", SEND, 2048).unwrap();
    let role = role(&principals, "forwarder");
    principals.put_role_policy("forwarder", "send", SEND, 2048).unwrap();
    let credentials = principals.assume(&role, session("s"), at(1)).unwrap();
    let (secret, _) = principals.find(&key, None, at(1)).unwrap();

    let (_, again) = open(&catalog.image().unwrap(), 2);

    let (found, caller) = again.find(&key, None, at(2)).unwrap();
    assert_eq!(found.expose(), secret.expose());
    assert_eq!(decide(&again, &caller, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(caller.condition_key("aws:principaltag/team"), Some(vec!["pumps".into()]));
    let (_, caller) = again.find(&credentials.access_key_id, Some(&credentials.token), at(2)).unwrap();
    assert_eq!(caller.arn, "arn:aws:sts::123456789012:assumed-role/forwarder/s");
    assert_eq!(caller.user_id, format!("{}:s", role.role_id));
    assert_eq!(decide(&again, &caller, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&again, &caller, "sqs:DeleteQueue"), Decision::ImplicitDeny(Layer::Identity));
}

#[test]
fn neither_names_nor_secrets_are_in_the_catalog_in_clear() {
    let (catalog, principals) = open(&Image::default(), 1);
    let (_, secret) = principals.create_first_admin(at(1)).unwrap();
    let key = std::str::from_utf8(secret.expose()).unwrap();

    let image = format!("{:?}", catalog.image().unwrap());

    assert!(!image.contains(key) && !image.contains("AdministratorAccess"));
}

#[test]
fn an_inactive_key_and_a_deleted_one_find_nobody() {
    let principals = fresh();
    let key = user(&principals, "ann");

    principals.set_access_key("ann", &key, false).unwrap();
    assert_eq!(principals.find(&key, None, at(2)).unwrap_err(), KeyError::Inactive);
    principals.set_access_key("ANN", &key, true).unwrap();
    assert!(principals.find(&key, None, at(2)).is_ok());
    principals.delete_access_key("ann", &key).unwrap();
    assert_eq!(principals.find(&key, None, at(2)).unwrap_err(), KeyError::Unknown);
    assert!(matches!(principals.delete_access_key("ann", &key), Err(PrincipalError::NoSuchKey(_))));
}

#[test]
fn a_token_belongs_to_its_key_alone() {
    let principals = fresh();
    let key = user(&principals, "ann");
    let role = role(&principals, "r");
    let one = principals.assume(&role, session("one"), at(1)).unwrap();
    let two = principals.assume(&role, session("two"), at(1)).unwrap();

    let error = |key: &str, token: Option<&str>| principals.find(key, token, at(2)).unwrap_err();

    assert_eq!(error(&one.access_key_id, Some(&two.token)), KeyError::TokenInvalid);
    assert_eq!(error(&one.access_key_id, None), KeyError::TokenMissing);
    assert_eq!(error(&one.access_key_id, Some("AAAA")), KeyError::TokenInvalid);
    assert_eq!(error(&key, Some(&one.token)), KeyError::TokenInvalid);
    assert_eq!(error("AKIANOBODY", None), KeyError::Unknown);
}

#[test]
fn a_session_ends_in_time_and_with_its_role() {
    let principals = fresh();
    let old = role(&principals, "r");
    let credentials = principals.assume(&old, session("s"), at(1)).unwrap();
    let find = |secs| {
        principals.find(&credentials.access_key_id, Some(&credentials.token), at(secs)).map(|(_, c)| c.arn)
    };

    assert!(find(900).is_ok());
    assert_eq!(find(901), Err(KeyError::Expired));
    principals.delete_role("r").unwrap();
    assert_eq!(find(2), Err(KeyError::Unknown));
    role(&principals, "r");
    assert_eq!(find(2), Err(KeyError::Unknown), "a role of the same name is another role");
}

#[test]
fn a_session_policy_takes_away_and_never_adds() {
    let principals = fresh();
    let role = role(&principals, "r");
    principals.put_role_policy("r", "all", ALL, 2048).unwrap();
    let new = NewSession { policies: vec![SEND.into()], ..session("s") };
    let credentials = principals.assume(&role, new, at(1)).unwrap();

    let (_, caller) = principals.find(&credentials.access_key_id, Some(&credentials.token), at(2)).unwrap();

    assert_eq!(decide(&principals, &caller, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&principals, &caller, "sqs:DeleteQueue"), Decision::ImplicitDeny(Layer::Session));
    let bad = NewSession { policies: vec!["{".into()], ..session("s") };
    assert!(matches!(principals.assume(&role, bad, at(1)), Err(PrincipalError::Malformed(_))));
}

#[test]
fn tags_of_a_session_override_the_roles_and_transitive_ones_go_along() {
    let principals = fresh();
    let new = NewRole {
        name: "r".into(),
        path: "/".into(),
        tags: vec![("Team".into(), "role".into()), ("Site".into(), "north".into())],
        trust_document: TRUST.into(),
        ..NewRole::default()
    };
    let role = principals.create_role(new, 10, at(1)).unwrap();
    let new = NewSession {
        tags: vec![("team".into(), "session".into())],
        transitive: vec!["team".into()],
        source_identity: Some("ann".into()),
        ..session("s")
    };
    let credentials = principals.assume(&role, new, at(1)).unwrap();

    let (_, caller) = principals.find(&credentials.access_key_id, Some(&credentials.token), at(2)).unwrap();

    assert_eq!(caller.condition_key("aws:principaltag/team"), Some(vec!["session".into()]));
    assert_eq!(caller.condition_key("aws:principaltag/site"), Some(vec!["north".into()]));
    assert_eq!(caller.transitive_tags(), [("team".into(), "session".into())]);
    assert_eq!(caller.source_identity(), Some("ann"));
    assert_eq!(caller.condition_key("aws:username"), None);
    assert_eq!(caller.condition_key("aws:principalarn"), Some(vec![role.arn.clone()]));
}

#[test]
fn a_users_session_has_the_users_rights_but_none_on_iam() {
    let principals = fresh();
    let key = principals.create_first_admin(at(1)).unwrap().0.id;
    let (_, caller) = principals.find(&key, None, at(1)).unwrap();
    let credentials = principals.user_session(&caller, 900, None, at(1));

    let (_, caller) = principals.find(&credentials.access_key_id, Some(&credentials.token), at(2)).unwrap();

    assert_eq!(caller.kind, CallerKind::UserSession);
    assert_eq!(caller.arn, "arn:aws:iam::123456789012:user/admin");
    assert_eq!(decide(&principals, &caller, "sqs:SendMessage"), Decision::Allow);
    assert_eq!(decide(&principals, &caller, "iam:CreateUser"), Decision::ImplicitDeny(Layer::Session));
}

#[test]
fn names_are_unique_without_regard_to_case() {
    let principals = fresh();
    user(&principals, "Ann");

    let again = NewUser { name: "aNN".into(), path: "/".into(), ..NewUser::default() };

    assert!(matches!(principals.create_user(again, 10, at(1)), Err(PrincipalError::Exists(Kind::User, _))));
    assert_eq!(principals.user("ANN").unwrap().name, "Ann");
}

#[test]
fn what_is_still_in_use_is_not_deleted() {
    let principals = fresh();
    let key = user(&principals, "ann");

    assert!(matches!(principals.delete_user("ann"), Err(PrincipalError::HasKeys)));
    principals.delete_access_key("ann", &key).unwrap();
    principals.put_user_policy("ann", "p", SEND, 2048).unwrap();
    assert!(matches!(principals.delete_user("ann"), Err(PrincipalError::HasPolicies)));
    principals.delete_user_policy("ann", "p").unwrap();
    principals.delete_user("ann").unwrap();
    assert!(principals.user("ann").is_none());
    assert!(matches!(principals.delete_user("ann"), Err(PrincipalError::NoSuch(Kind::User, _))));
}

#[test]
fn limits_hold() {
    let principals = fresh();
    user(&principals, "ann");

    principals.create_access_key("ann", 2, at(1)).unwrap();
    assert!(matches!(principals.create_access_key("ann", 2, at(1)), Err(PrincipalError::Limit { max: 2 })));
    assert!(matches!(
        principals.put_user_policy("ann", "p", SEND, 50),
        Err(PrincipalError::Limit { max: 50 })
    ));
    let spaced = SEND.replace('{', "{  \n");
    principals.put_user_policy("ann", "p", &spaced, SEND.len()).unwrap();
    principals.put_user_policy("ann", "p", SEND, SEND.len()).unwrap();
    let over = principals.put_user_policy("ann", "q", SEND, SEND.len());
    assert!(matches!(over, Err(PrincipalError::Limit { .. })));
    let new = NewUser { name: "bob".into(), path: "/".into(), ..NewUser::default() };
    assert!(matches!(principals.create_user(new, 1, at(1)), Err(PrincipalError::Limit { max: 1 })));
}

#[test]
fn a_verdict_is_explained_with_the_policys_name() {
    let principals = fresh();
    let key = user(&principals, "ann");
    principals.put_user_policy("ann", "senders", SEND, 2048).unwrap();
    let (_, caller) = principals.find(&key, None, at(2)).unwrap();

    let verdict = caller.judge("sqs:SendMessage", "*", &|_| None, Attached::default());

    assert_eq!(caller.explain(&verdict), "allowed by statement 1 of identity-based policy 1 (\"senders\")");
}

#[test]
fn the_bench_caller_is_the_administrator_even_when_there_is_none() {
    let principals = fresh();

    let caller = principals.bench_caller();

    assert_eq!(caller.arn, "arn:aws:iam::123456789012:user/admin");
    assert_eq!(decide(&principals, &caller, "iam:CreateUser"), Decision::Allow);
}

/// What a change does to a plain model: for each user its policies and its number of keys, and the roles' policies.
#[derive(Clone, Debug, PartialEq, Default)]
struct Model {
    users: BTreeMap<String, (BTreeSet<String>, usize)>,
    roles: BTreeMap<String, BTreeSet<String>>,
}

impl Model {
    fn of(principals: &Principals) -> Self {
        let names = |policies: &Policies| policies.names().map(str::to_owned).collect();
        let user = |u: Arc<User>| (u.name.clone(), (names(&u.policies), u.keys.len()));
        Self {
            users: principals.users().into_iter().map(user).collect(),
            roles: principals.roles().into_iter().map(|r| (r.name.clone(), names(&r.policies))).collect(),
        }
    }

    /// Does `step` here and there; both must agree on whether it is possible.
    fn step(&mut self, principals: &Principals, (what, who, policy): (u8, u8, u8)) -> bool {
        let (who, policy) = (format!("n{who}"), format!("p{policy}"));
        let new_user = NewUser { name: who.clone(), path: "/".into(), ..NewUser::default() };
        let new_role = NewRole {
            name: who.clone(),
            path: "/".into(),
            trust_document: TRUST.into(),
            ..NewRole::default()
        };
        let (done, expected) = match what {
            0 => (principals.create_user(new_user, 3, at(1)).is_ok(), {
                let fits = !self.users.contains_key(&who) && self.users.len() < 3;
                fits && self.users.insert(who, Default::default()).is_none()
            }),
            1 => (principals.delete_user(&who).is_ok(), {
                let empty = self.users.get(&who).is_some_and(|(p, keys)| p.is_empty() && *keys == 0);
                empty && self.users.remove(&who).is_some()
            }),
            2 => (
                principals.put_user_policy(&who, &policy, SEND, 2048).is_ok(),
                self.users.get_mut(&who).map(|(p, _)| p.insert(policy)).is_some(),
            ),
            3 => (
                principals.delete_user_policy(&who, &policy).is_ok(),
                self.users.get_mut(&who).is_some_and(|(p, _)| p.remove(&policy)),
            ),
            4 => (
                principals.create_access_key(&who, 2, at(1)).is_ok(),
                self.users.get_mut(&who).is_some_and(|(_, keys)| {
                    let fits = *keys < 2;
                    *keys += usize::from(fits);
                    fits
                }),
            ),
            5 => {
                let oldest = principals.user(&who).and_then(|u| Some(u.keys.first()?.id.clone()));
                let id = oldest.unwrap_or_default();
                (
                    principals.delete_access_key(&who, &id).is_ok()
                        && principals.find(&id, None, at(1)).is_err(),
                    self.users.get_mut(&who).is_some_and(|(_, keys)| {
                        let has = *keys > 0;
                        *keys -= usize::from(has);
                        has
                    }),
                )
            }
            6 => (
                principals.create_role(new_role, 9, at(1)).is_ok(),
                !self.roles.contains_key(&who) && self.roles.insert(who, BTreeSet::new()).is_none(),
            ),
            7 => (
                principals.delete_role(&who).is_ok(),
                self.roles.get(&who).is_some_and(BTreeSet::is_empty) && self.roles.remove(&who).is_some(),
            ),
            8 => (
                principals.put_role_policy(&who, &policy, SEND, 2048).is_ok(),
                self.roles.get_mut(&who).map(|p| p.insert(policy)).is_some(),
            ),
            _ => (
                principals.delete_role_policy(&who, &policy).is_ok(),
                self.roles.get_mut(&who).is_some_and(|p| p.remove(&policy)),
            ),
        };
        done == expected
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn principals_behave_as_a_plain_map_also_after_reopening(
        steps in proptest::collection::vec((0_u8..10, 0_u8..4, 0_u8..2), 0..60), reopen_after in 0_usize..60
    ) {
        let (mut catalog, mut principals) = open(&Image::default(), 1);
        let mut model = Model::default();
        for (n, step) in steps.into_iter().enumerate() {
            prop_assert!(model.step(&principals, step), "{step:?}");
            prop_assert_eq!(&Model::of(&principals), &model);
            if n == reopen_after {
                let image = catalog.image().unwrap();
                (catalog, principals) = open(&image, 2);
                prop_assert_eq!(&Model::of(&principals), &model);
            }
        }
        let keys: usize = model.users.values().map(|(_, keys)| keys).sum();
        prop_assert_eq!(principals.read().keys.len(), keys);
    }
}
