use crate::rig::{Rig, TRUST, role, some};
use millpond_iam::api::{
    CreateRole, CreateRoleInput, DeleteRole, DeleteRoleInput, GetRole, GetRoleInput, ListRoles,
    ListRolesInput, RoleLastUsed, Tag,
};

fn get(name: &str) -> GetRoleInput {
    GetRoleInput { role_name: name.to_owned() }
}

#[test]
fn a_role_is_described_as_it_was_created() {
    let rig = Rig::new();
    let input = CreateRoleInput {
        path: some("/site/"),
        description: some("moves data on"),
        max_session_duration: Some(7200),
        tags: Some(vec![Tag { key: "team".to_owned(), value: "pumps".to_owned() }]),
        ..role("forwarder", TRUST)
    };

    let made = rig.call::<CreateRole>(input).unwrap().role;
    let mut found = rig.call::<GetRole>(get("Forwarder")).unwrap().role;

    assert_eq!(made.arn, "arn:aws:iam::123456789012:role/site/forwarder");
    assert_eq!((made.role_id.len(), &made.role_id[..4]), (21, "AROA"));
    assert_eq!((made.max_session_duration, made.description.as_deref()), (Some(7200), Some("moves data on")));
    assert!(
        made.assume_role_policy_document
            .as_deref()
            .unwrap()
            .starts_with("%7B%22Version%22%3A%222012-10-17%22")
    );
    assert!(found.role_last_used.take() == Some(RoleLastUsed::default()));
    assert!(found == made);
}

#[test]
fn a_session_lasts_an_hour_when_nobody_says() {
    let rig = Rig::new();

    assert_eq!(rig.role("r").max_session_duration, Some(3600));
    let input = CreateRoleInput { max_session_duration: Some(3599), ..role("s", TRUST) };
    assert_eq!(rig.refused::<CreateRole>(input).0, "ValidationError");
}

#[test]
fn a_trust_policy_is_checked() {
    let rig = Rig::new();
    let malformed = |document: &str| {
        let (code, status, text) = rig.refused::<CreateRole>(role("r", document));
        assert_eq!((code, status), ("MalformedPolicyDocument", 400));
        text
    };

    assert_eq!(malformed("{"), "This policy contains invalid Json");
    assert_eq!(
        malformed(&TRUST.replace(r#""Effect""#, r#""Resource":"*","Effect""#)),
        "Has prohibited field Resource"
    );
    assert_eq!(
        malformed(&TRUST.replace("123456789012", "bob")),
        "Invalid principal in policy: \"AWS\":\"bob\""
    );
    assert_eq!(
        malformed(&TRUST.replace("sts:AssumeRole", "sqs:SendMessage")),
        "AssumeRole policy may only specify STS AssumeRole actions."
    );
    let long = format!("{TRUST}{}", " ".repeat(2048));
    let text = "Cannot exceed quota for ACLSizePerRole: 2048".to_owned();
    assert_eq!(rig.refused::<CreateRole>(role("r", &long)), ("LimitExceeded", 409, text));
}

#[test]
fn a_role_is_there_once_until_it_is_deleted() {
    let rig = Rig::new();
    let id = rig.role("r").role_id;

    let text = "Role with name R already exists.".to_owned();
    assert_eq!(rig.refused::<CreateRole>(role("R", TRUST)), ("EntityAlreadyExists", 409, text));
    rig.call::<DeleteRole>(DeleteRoleInput { role_name: "r".to_owned() }).unwrap();
    let missing = ("NoSuchEntity", 404, "The role with name r cannot be found.".to_owned());
    assert_eq!(rig.refused::<GetRole>(get("r")), missing);
    assert_eq!(rig.refused::<DeleteRole>(DeleteRoleInput { role_name: "r".to_owned() }), missing);
    assert_ne!(rig.role("r").role_id, id);
}

#[test]
fn roles_are_listed_in_pages() {
    let rig = Rig::new();
    for name in ["b", "C", "a"] {
        rig.role(name);
    }
    let list = |marker: Option<String>| {
        let input = ListRolesInput { marker, max_items: Some(2), ..ListRolesInput::default() };
        let reply = rig.call::<ListRoles>(input).unwrap();
        let names: Vec<String> = reply.roles.into_iter().map(|role| role.role_name).collect();
        (names, reply.is_truncated, reply.marker)
    };

    let (names, is_truncated, marker) = list(None);
    assert_eq!((names, is_truncated), (vec!["a".to_owned(), "b".to_owned()], Some(true)));
    assert_eq!(list(marker), (vec!["C".to_owned()], Some(false), None));
}
