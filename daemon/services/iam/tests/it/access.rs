use crate::rig::{Rig, TRUST, role, some};
use millpond_aws::{FromValue, Op, Value};
use millpond_iam::api::{self, CreateRoleInput, CreateUserInput, ListRolesInput, ListUsersInput};
use millpond_service::Access;
use millpond_store::principal::User;

/// Asks with every text member set to `name`.
fn named<O: Op>(rig: &Rig, name: &str) -> Access {
    let members = match &O::operation().input.kind {
        millpond_aws::schema::Kind::Structure(members) => members,
        _ => panic!("an input is a structure"),
    };
    let slots = members.iter().map(|_| Value::Text(name.to_owned())).collect();
    let [access] = rig.access::<O>(O::Input::from_value(Value::Struct(slots))).try_into().unwrap();
    access
}

#[test]
fn every_operation_asks_for_its_own_action_on_its_own_resource() {
    let rig = Rig::new();
    let user = CreateUserInput { path: some("/p/"), user_name: "x".to_owned(), ..CreateUserInput::default() };
    rig.call::<api::CreateUser>(user).unwrap();
    rig.call::<api::CreateRole>(CreateRoleInput { path: some("/p/"), ..role("x", TRUST) }).unwrap();
    let on_user = "arn:aws:iam::123456789012:user/p/x";
    let on_role = "arn:aws:iam::123456789012:role/p/x";

    for (access, action, resource) in [
        (named::<api::GetUser>(&rig, "x"), "iam:GetUser", on_user),
        (named::<api::DeleteUser>(&rig, "x"), "iam:DeleteUser", on_user),
        (named::<api::PutUserPolicy>(&rig, "x"), "iam:PutUserPolicy", on_user),
        (named::<api::GetUserPolicy>(&rig, "x"), "iam:GetUserPolicy", on_user),
        (named::<api::DeleteUserPolicy>(&rig, "x"), "iam:DeleteUserPolicy", on_user),
        (named::<api::ListUserPolicies>(&rig, "x"), "iam:ListUserPolicies", on_user),
        (named::<api::CreateAccessKey>(&rig, "x"), "iam:CreateAccessKey", on_user),
        (named::<api::UpdateAccessKey>(&rig, "x"), "iam:UpdateAccessKey", on_user),
        (named::<api::DeleteAccessKey>(&rig, "x"), "iam:DeleteAccessKey", on_user),
        (named::<api::ListAccessKeys>(&rig, "x"), "iam:ListAccessKeys", on_user),
        (named::<api::GetRole>(&rig, "x"), "iam:GetRole", on_role),
        (named::<api::DeleteRole>(&rig, "x"), "iam:DeleteRole", on_role),
        (named::<api::PutRolePolicy>(&rig, "x"), "iam:PutRolePolicy", on_role),
        (named::<api::GetRolePolicy>(&rig, "x"), "iam:GetRolePolicy", on_role),
        (named::<api::DeleteRolePolicy>(&rig, "x"), "iam:DeleteRolePolicy", on_role),
        (named::<api::ListRolePolicies>(&rig, "x"), "iam:ListRolePolicies", on_role),
    ] {
        assert_eq!(access, Access::new(action, resource));
    }
}

#[test]
fn what_is_named_by_its_arn_is_asked_for_under_it() {
    let rig = Rig::new();
    let arn = "arn:aws:iam::123456789012:policy/p/x";

    for (access, action) in [
        (named::<api::GetPolicy>(&rig, arn), "iam:GetPolicy"),
        (named::<api::DeletePolicy>(&rig, arn), "iam:DeletePolicy"),
        (named::<api::CreatePolicyVersion>(&rig, arn), "iam:CreatePolicyVersion"),
        (named::<api::SetDefaultPolicyVersion>(&rig, arn), "iam:SetDefaultPolicyVersion"),
        (named::<api::DeletePolicyVersion>(&rig, arn), "iam:DeletePolicyVersion"),
        (named::<api::GetPolicyVersion>(&rig, arn), "iam:GetPolicyVersion"),
        (named::<api::ListPolicyVersions>(&rig, arn), "iam:ListPolicyVersions"),
        (named::<api::ListEntitiesForPolicy>(&rig, arn), "iam:ListEntitiesForPolicy"),
        (named::<api::TagPolicy>(&rig, arn), "iam:TagPolicy"),
        (named::<api::UntagPolicy>(&rig, arn), "iam:UntagPolicy"),
        (named::<api::DeleteSAMLProvider>(&rig, arn), "iam:DeleteSAMLProvider"),
        (named::<api::DeleteOpenIDConnectProvider>(&rig, arn), "iam:DeleteOpenIDConnectProvider"),
        (named::<api::DeleteVirtualMFADevice>(&rig, arn), "iam:DeleteVirtualMFADevice"),
        (named::<api::SimulatePrincipalPolicy>(&rig, arn), "iam:SimulatePrincipalPolicy"),
    ] {
        assert_eq!(access, Access::new(action, arn));
    }
}

#[test]
fn an_attachment_brings_the_policy_and_the_boundary_it_is_judged_by() {
    let rig = Rig::new();
    rig.user("ann");
    let arn = "arn:aws:iam::aws:policy/IAMFullAccess";
    rig.store.principals().set_boundary::<User>("ann", Some(arn)).unwrap();
    let input = api::AttachUserPolicyInput { user_name: "ann".to_owned(), policy_arn: arn.to_owned() };

    let [access] = rig.access::<api::AttachUserPolicy>(input).try_into().unwrap();

    assert_eq!(access.resource, "arn:aws:iam::123456789012:user/ann");
    assert_eq!(access.key("iam:policyarn"), Some(vec![arn.to_owned()]));
    assert_eq!(access.key("iam:permissionsboundary"), Some(vec![arn.to_owned()]));
    assert_eq!(access.key("iam:other"), None);
}

#[test]
fn what_is_created_or_listed_is_asked_for_by_its_path() {
    let rig = Rig::new();
    let path = some("/p/");

    let user =
        CreateUserInput { path: path.clone(), user_name: "x".to_owned(), ..CreateUserInput::default() };
    let role = CreateRoleInput { path: path.clone(), ..role("x", TRUST) };
    let users = ListUsersInput { path_prefix: path, ..ListUsersInput::default() };

    let arn = |rest: &str| format!("arn:aws:iam::123456789012:{rest}");
    assert_eq!(rig.access::<api::CreateUser>(user), [Access::new("iam:CreateUser", arn("user/p/x"))]);
    assert_eq!(rig.access::<api::CreateRole>(role), [Access::new("iam:CreateRole", arn("role/p/x"))]);
    assert_eq!(rig.access::<api::ListUsers>(users), [Access::new("iam:ListUsers", arn("user/p/"))]);
    let all = rig.access::<api::ListRoles>(ListRolesInput::default());
    assert_eq!(all, [Access::new("iam:ListRoles", arn("role/"))]);
}
