//! Grants and key policies, as they decide.

use super::*;
use crate::api::{
    CreateGrant, CreateGrantInput, CreateGrantOutput, GrantConstraints, ListGrants, ListGrantsInput,
    ListRetirableGrants, ListRetirableGrantsInput, PutKeyPolicy, PutKeyPolicyInput, RetireGrant,
    RetireGrantInput, RevokeGrant, RevokeGrantInput,
};
use millpond_policy::Decision;
use millpond_store::principal::NewUser;

const ANN: &str = "arn:aws:iam::000000000000:user/ann";

fn order(key: &str, operations: &[&str]) -> CreateGrantInput {
    CreateGrantInput {
        key_id: key.to_owned(),
        grantee_principal: text(ANN),
        operations: operations.iter().map(|operation| (*operation).to_owned()).collect(),
        ..CreateGrantInput::default()
    }
}

impl Rig {
    /// A user without any policy.
    fn ann(&self) -> Caller {
        self.user("ann")
    }

    fn user(&self, name: &str) -> Caller {
        let (principals, now) = (self.store.principals(), self.clock.now());
        let new =
            NewUser { name: name.to_owned(), path: "/".to_owned(), tags: Vec::new(), ..NewUser::default() };
        principals.create_user(new, 9, now).unwrap();
        let (key, _) = principals.create_access_key(name, 2, now).unwrap();
        principals.find(&key.id, None, now).unwrap().1
    }

    fn grant(&self, input: CreateGrantInput) -> CreateGrantOutput {
        self.call::<CreateGrant>(input).unwrap()
    }

    /// Whether somebody may make a call, as the gateway asks it.
    fn may<O: Op>(&self, who: &Caller, input: O::Input) -> bool {
        let service = service();
        let handler = service.handler(O::operation().name).expect("honoured");
        let accesses = handler.prepare(input.into_value()).access(&self.call, &self.store);
        accesses.iter().all(|access| {
            let keys = |name: &str| access.key(name);
            let verdict = self.store.judge(who, access.action, &access.resource, &keys, None);
            verdict.decision == Decision::Allow
        })
    }
}

#[test]
fn a_grant_allows_what_it_says_until_it_is_taken_back() {
    let rig = Rig::new();
    let (key, other, ann) = (rig.key().key_id, rig.key().key_id, rig.ann());
    assert!(!rig.may::<Encrypt>(&ann, encrypt(&key, b"x")));

    let made = rig.grant(order(&key, &["Encrypt", "DescribeKey"]));

    assert!(rig.may::<Encrypt>(&ann, encrypt(&key, b"x")));
    assert!(rig.may::<DescribeKey>(&ann, describe(&key)));
    assert!(!rig.may::<Decrypt>(&ann, decrypt(&rig.encrypt(&key, b"x"))));
    assert!(!rig.may::<Encrypt>(&ann, encrypt(&other, b"x")));
    let tokens = EncryptInput { grant_tokens: Some(vec![made.grant_token.unwrap()]), ..encrypt(&key, b"x") };
    assert!(rig.call::<Encrypt>(tokens).is_ok());
    let nonsense = EncryptInput { grant_tokens: Some(vec!["x".to_owned()]), ..encrypt(&key, b"x") };
    assert_eq!(rig.refused::<Encrypt>(nonsense).0, "InvalidGrantTokenException");
    let revoke =
        || RevokeGrantInput { key_id: key.clone(), grant_id: made.grant_id.clone().unwrap(), dry_run: None };
    let dry = RevokeGrantInput { dry_run: Some(true), ..revoke() };
    assert_eq!(rig.refused::<RevokeGrant>(dry).0, "DryRunOperationException");
    rig.call::<RevokeGrant>(revoke()).unwrap();
    assert!(!rig.may::<Encrypt>(&ann, encrypt(&key, b"x")));
    assert_eq!(rig.refused::<RevokeGrant>(revoke()).0, "InvalidGrantIdException");
}

#[test]
fn a_grant_is_bound_to_an_encryption_context() {
    let rig = Rig::new();
    let ann = rig.ann();
    let with = |key: &str, context: &[(&str, &str)]| EncryptInput {
        encryption_context: pairs(context),
        ..encrypt(key, b"x")
    };
    for equals in [true, false] {
        let key = rig.key().key_id;
        let wanted = pairs(&[("Site", "7")]);
        let constraints = if equals {
            GrantConstraints { encryption_context_equals: wanted, ..GrantConstraints::default() }
        } else {
            GrantConstraints { encryption_context_subset: wanted, ..GrantConstraints::default() }
        };
        let input = order(&key, &["Encrypt", "DescribeKey", "CreateGrant"]);
        rig.grant(CreateGrantInput { constraints: Some(constraints), ..input });

        assert!(rig.may::<Encrypt>(&ann, with(&key, &[("Site", "7")])));
        assert_eq!(rig.may::<Encrypt>(&ann, with(&key, &[("Site", "7"), ("a", "b")])), !equals);
        for wrong in [&[][..], &[("Site", "8")], &[("site", "7")], &[("site", "7"), ("Site", "8")]] {
            assert!(!rig.may::<Encrypt>(&ann, with(&key, wrong)), "{wrong:?}");
        }
        assert!(rig.may::<DescribeKey>(&ann, describe(&key)));
        assert!(!rig.may::<CreateGrant>(&ann, order(&key, &["Encrypt"])));
    }
}

#[test]
fn nobody_passes_on_more_than_was_granted() {
    let rig = Rig::new();
    let (key, ann) = (rig.key().key_id, rig.ann());
    rig.grant(order(&key, &["CreateGrant", "Encrypt"]));

    assert!(rig.may::<CreateGrant>(&ann, order(&key, &["Encrypt"])));
    assert!(!rig.may::<CreateGrant>(&ann, order(&key, &["Encrypt", "Decrypt"])));
}

#[test]
fn what_a_key_cannot_do_cannot_be_granted() {
    let rig = Rig::new();
    let (symmetric, signs) = (rig.key().key_id, rig.key_of("ECC_NIST_P256", "SIGN_VERIFY").key_id);

    for (key, operation) in [(&symmetric, "Sign"), (&signs, "Encrypt"), (&signs, "GenerateDataKey")] {
        let refused = rig.refused::<CreateGrant>(order(key, &[operation]));
        assert_eq!(refused.0, "ValidationException", "{operation}");
    }
    let nobody = CreateGrantInput { grantee_principal: text("bob"), ..order(&symmetric, &["Encrypt"]) };
    assert_eq!(rig.refused::<CreateGrant>(nobody).0, "InvalidArnException");
    let dry = CreateGrantInput { dry_run: Some(true), ..order(&symmetric, &["Encrypt"]) };
    assert_eq!(rig.refused::<CreateGrant>(dry).0, "DryRunOperationException");
}

#[test]
fn the_same_grant_with_a_name_is_made_once() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let named = || CreateGrantInput { name: text("n"), ..order(&key, &["Encrypt"]) };
    let (first, second) = (rig.grant(named()), rig.grant(named()));
    assert_eq!(first.grant_id, second.grant_id);
    assert_ne!(first.grant_token, second.grant_token);
    rig.grant(order(&key, &["Encrypt"]));
    rig.grant(order(&key, &["Encrypt"]));

    let page = ListGrantsInput { key_id: key.clone(), limit: Some(2), ..ListGrantsInput::default() };
    let listed = rig.call::<ListGrants>(page.clone()).unwrap();
    let rest =
        rig.call::<ListGrants>(ListGrantsInput { marker: listed.next_marker, ..page.clone() }).unwrap();

    assert_eq!((listed.grants.unwrap().len(), rest.grants.unwrap().len()), (2, 1));
    let one = ListGrantsInput { grant_id: first.grant_id, ..page.clone() };
    let one = rig.call::<ListGrants>(one).unwrap().grants.unwrap();
    assert_eq!((one.len(), one[0].name.as_deref()), (1, Some("n")));
    let none = ListGrantsInput { grant_id: text("x"), ..page };
    assert_eq!(rig.refused::<ListGrants>(none).0, "InvalidGrantIdException");
}

#[test]
fn a_grant_is_retired_by_who_was_meant_to() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let bob = "arn:aws:iam::000000000000:user/bob";
    let made = rig.grant(CreateGrantInput { retiring_principal: text(bob), ..order(&key, &["Encrypt"]) });
    let token = RetireGrantInput { grant_token: made.grant_token, ..RetireGrantInput::default() };
    let by = |who: Caller, input: &RetireGrantInput| {
        let rig = &rig;
        let service = service();
        let mut prepared = service.handler("RetireGrant").unwrap().prepare(input.clone().into_value());
        let mut context = Context::new(&rig.store, rig.clock.now(), &who, &rig.call, &NoAudit);
        prepared.run(&mut context).map(drop).map_err(|fault| fault.code)
    };
    let listed = ListRetirableGrantsInput { retiring_principal: text(bob), ..Default::default() };
    assert_eq!(rig.call::<ListRetirableGrants>(listed).unwrap().grants.unwrap().len(), 1);

    assert_eq!(by(rig.ann(), &token), Err("AccessDeniedException"));
    assert_eq!(by(rig.user("bob"), &token), Ok(()));

    assert_eq!(rig.refused::<RetireGrant>(token).0, "NotFoundException");
    let nonsense = RetireGrantInput { grant_token: text("x"), ..RetireGrantInput::default() };
    assert_eq!(rig.refused::<RetireGrant>(nonsense).0, "InvalidGrantTokenException");
    assert_eq!(rig.refused::<RetireGrant>(RetireGrantInput::default()).0, "ValidationException");
}

#[test]
fn the_policy_of_a_key_decides_who_may_at_all() {
    let rig = Rig::new();
    let (key, ann) = (rig.key().key_id, rig.ann());
    let put = |statements: &str| PutKeyPolicyInput {
        key_id: key.clone(),
        policy: format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#),
        bypass_policy_lockout_safety_check: Some(true),
        ..PutKeyPolicyInput::default()
    };
    let ann_may = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANN}"}},"Action":"kms:Encrypt","Resource":"*",
            "Condition":{{"StringEquals":{{"kms:EncryptionContext:site":"7","kms:KeySpec":"SYMMETRIC_DEFAULT"}}}}}}"#
    );
    let at =
        |site: &str| EncryptInput { encryption_context: pairs(&[("site", site)]), ..encrypt(&key, b"x") };
    assert!(rig.may::<Encrypt>(&rig.caller, at("7")) && !rig.may::<Encrypt>(&ann, at("7")));

    rig.call::<PutKeyPolicy>(put(&ann_may)).unwrap();

    assert!(rig.may::<Encrypt>(&ann, at("7")) && !rig.may::<Encrypt>(&ann, at("8")));
    // The account is not asked any more, whatever its identity policies say.
    assert!(!rig.may::<Encrypt>(&rig.caller, at("7")));
    let deny =
        ROOT_MAY_ALL.replace("Enable IAM", "No").replace("Allow", "Deny").replace("kms:*", "kms:Encrypt");
    rig.call::<PutKeyPolicy>(put(&format!("{ROOT_MAY_ALL},{deny}"))).unwrap();
    rig.grant(order(&key, &["Encrypt"]));
    assert!(!rig.may::<Encrypt>(&rig.caller, at("7")) && !rig.may::<Encrypt>(&ann, at("7")));
}
