use crate::rig::{Rig, TRUST, role, some};
use millpond_aws::{FromValue, Op, Value};
use millpond_iam::api::{self, CreateRoleInput, CreateUserInput, ListRolesInput, ListUsersInput};
use millpond_service::Access;

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
