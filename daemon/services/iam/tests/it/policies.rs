use crate::rig::{Rig, allow};
use millpond_base::Clock;
use millpond_iam::api::{
    DeleteRole, DeleteRoleInput, DeleteRolePolicy, DeleteRolePolicyInput, DeleteUser, DeleteUserInput,
    DeleteUserPolicy, DeleteUserPolicyInput, GetRolePolicy, GetRolePolicyInput, GetUserPolicy,
    GetUserPolicyInput, ListRolePolicies, ListRolePoliciesInput, ListUserPolicies, ListUserPoliciesInput,
    PutRolePolicy, PutRolePolicyInput, PutUserPolicy, PutUserPolicyInput,
};
use millpond_policy::Decision;

fn put(user: &str, policy: &str, document: String) -> PutUserPolicyInput {
    PutUserPolicyInput {
        user_name: user.to_owned(),
        policy_name: policy.to_owned(),
        policy_document: document,
    }
}

fn put_on_role(role: &str, policy: &str, document: String) -> PutRolePolicyInput {
    PutRolePolicyInput {
        role_name: role.to_owned(),
        policy_name: policy.to_owned(),
        policy_document: document,
    }
}

#[test]
fn a_policy_holds_from_the_next_call_on() {
    let rig = Rig::new();
    rig.user("ann");
    let principals = rig.store.principals();
    let key = principals.create_access_key("ann", 2, rig.clock.now()).unwrap().0.id;
    let decide = || {
        let (_, caller) = principals.find(&key, None, rig.clock.now()).unwrap();
        principals.decide(&caller, "sqs:SendMessage", "*", &|_| None) == Decision::Allow
    };

    assert!(!decide());
    rig.call::<PutUserPolicy>(put("ann", "send", allow(r#""sqs:*""#))).unwrap();
    assert!(decide());
    let input = DeleteUserPolicyInput { user_name: "ann".to_owned(), policy_name: "send".to_owned() };
    rig.call::<DeleteUserPolicy>(input).unwrap();
    assert!(!decide());
}

#[test]
fn a_policy_comes_back_percent_encoded() {
    let rig = Rig::new();
    rig.user("Ann");
    rig.role("r");
    let document = r#"{"Version": "2012-10-17", "Statement": []}"#
        .replace("[]", r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#);
    rig.call::<PutUserPolicy>(put("ann", "p", document.clone())).unwrap();
    rig.call::<PutRolePolicy>(put_on_role("r", "p", document)).unwrap();
    let encoded = "%7B%22Version%22%3A%20%222012-10-17%22%2C%20%22Statement%22%3A%20%7B%22Effect%22%3A%22Deny%22%2C\
                   %22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D";

    let input = GetUserPolicyInput { user_name: "ann".to_owned(), policy_name: "p".to_owned() };
    let of_user = rig.call::<GetUserPolicy>(input).unwrap();
    let input = GetRolePolicyInput { role_name: "r".to_owned(), policy_name: "p".to_owned() };
    let of_role = rig.call::<GetRolePolicy>(input).unwrap();

    assert_eq!((of_user.user_name.as_str(), of_user.policy_document.as_str()), ("Ann", encoded));
    assert_eq!(of_role.policy_document, encoded);
}

#[test]
fn a_malformed_policy_is_refused_and_the_old_one_stays() {
    let rig = Rig::new();
    rig.user("ann");
    rig.call::<PutUserPolicy>(put("ann", "p", allow(r#""sqs:*""#))).unwrap();

    for (document, text) in [
        ("{", "Syntax errors in policy."),
        (
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*"}}"#,
            "Policy statement must contain resources.",
        ),
        (
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"Send","Resource":"*"}}"#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
    ] {
        let refused = rig.refused::<PutUserPolicy>(put("ann", "p", document.to_owned()));
        assert_eq!(refused, ("MalformedPolicyDocument", 400, text.to_owned()));
    }
    let user = rig.store.principals().user("ann").unwrap();
    assert_eq!(user.policies.document("p"), Some(allow(r#""sqs:*""#).as_str()));
}

#[test]
fn policies_keep_to_their_room() {
    let rig = Rig::new();
    rig.user("ann");
    rig.role("r");
    let long = |chars: usize| allow(&format!(r#""sqs:{}""#, "a".repeat(chars)));

    rig.call::<PutUserPolicy>(put("ann", "p", long(1500))).unwrap();
    let refused = rig.refused::<PutUserPolicy>(put("ann", "q", long(600)));
    let text = "Maximum policy size of 2048 bytes exceeded for user ann".to_owned();
    assert_eq!(refused, ("LimitExceeded", 409, text));
    rig.call::<PutUserPolicy>(put("ann", "p", long(600))).unwrap();
    rig.call::<PutUserPolicy>(put("ann", "q", long(600))).unwrap();
    rig.call::<PutRolePolicy>(put_on_role("r", "p", long(10_000))).unwrap();
    let refused = rig.refused::<PutRolePolicy>(put_on_role("r", "q", long(600)));
    assert_eq!(refused.2, "Maximum policy size of 10240 bytes exceeded for role r");
}

#[test]
fn what_is_not_there_is_missed_in_iams_words() {
    let rig = Rig::new();
    rig.user("ann");
    rig.role("r");
    let (user_name, role_name, policy_name) = ("ann".to_owned(), "r".to_owned(), "p".to_owned());
    let missing = |text: &str| ("NoSuchEntity", 404, text.to_owned());

    let input = GetUserPolicyInput { user_name: user_name.clone(), policy_name: policy_name.clone() };
    let of_user = missing("The user policy with name p cannot be found.");
    assert_eq!(rig.refused::<GetUserPolicy>(input), of_user);
    let input = DeleteUserPolicyInput { user_name, policy_name: policy_name.clone() };
    assert_eq!(rig.refused::<DeleteUserPolicy>(input), of_user);
    let of_role = missing("The role policy with name p cannot be found.");
    let input = GetRolePolicyInput { role_name: role_name.clone(), policy_name: policy_name.clone() };
    assert_eq!(rig.refused::<GetRolePolicy>(input), of_role);
    let input = DeleteRolePolicyInput { role_name, policy_name };
    assert_eq!(rig.refused::<DeleteRolePolicy>(input), of_role);
    let refused = rig.refused::<PutUserPolicy>(put("bob", "p", allow(r#""*""#)));
    assert_eq!(refused, missing("The user with name bob cannot be found."));
    let refused = rig.refused::<PutRolePolicy>(put_on_role("s", "p", allow(r#""*""#)));
    assert_eq!(refused, missing("The role with name s cannot be found."));
}

#[test]
fn whoever_has_policies_is_not_deleted() {
    let rig = Rig::new();
    rig.user("ann");
    rig.role("r");
    rig.call::<PutUserPolicy>(put("ann", "p", allow(r#""*""#))).unwrap();
    rig.call::<PutRolePolicy>(put_on_role("r", "p", allow(r#""*""#))).unwrap();
    let conflict = ("DeleteConflict", 409, "Cannot delete entity, must delete policies first.".to_owned());

    assert_eq!(rig.refused::<DeleteUser>(DeleteUserInput { user_name: "ann".to_owned() }), conflict);
    assert_eq!(rig.refused::<DeleteRole>(DeleteRoleInput { role_name: "r".to_owned() }), conflict);
}

#[test]
fn names_of_policies_are_listed_in_pages() {
    let rig = Rig::new();
    rig.user("ann");
    rig.role("r");
    for name in ["c", "a", "b"] {
        rig.call::<PutUserPolicy>(put("ann", name, allow(r#""sqs:*""#))).unwrap();
        rig.call::<PutRolePolicy>(put_on_role("r", name, allow(r#""sqs:*""#))).unwrap();
    }

    let input = ListUserPoliciesInput { user_name: "ann".to_owned(), max_items: Some(2), marker: None };
    let first = rig.call::<ListUserPolicies>(input).unwrap();
    assert_eq!((first.policy_names, first.is_truncated), (vec!["a".to_owned(), "b".to_owned()], Some(true)));
    let input =
        ListUserPoliciesInput { user_name: "ann".to_owned(), max_items: Some(2), marker: first.marker };
    let rest = rig.call::<ListUserPolicies>(input).unwrap();
    assert_eq!(
        (rest.policy_names, rest.is_truncated, rest.marker),
        (vec!["c".to_owned()], Some(false), None)
    );
    let input = ListRolePoliciesInput { role_name: "r".to_owned(), ..ListRolePoliciesInput::default() };
    assert_eq!(rig.call::<ListRolePolicies>(input).unwrap().policy_names, ["a", "b", "c"]);
}
