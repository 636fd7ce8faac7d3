use crate::rig::{Rig, some, told};
use millpond_base::Clock;
use millpond_iam::api::{
    CreateAccessKey, CreateAccessKeyInput, DeleteAccessKey, DeleteAccessKeyInput, DeleteUser,
    DeleteUserInput, GetUser, GetUserInput, ListAccessKeys, ListAccessKeysInput, UpdateAccessKey,
    UpdateAccessKeyInput,
};
use millpond_store::principal::{Caller, KeyError, NewSession};

fn create(rig: &Rig, name: &str) -> String {
    let input = CreateAccessKeyInput { user_name: some(name) };
    rig.call::<CreateAccessKey>(input).unwrap().access_key.access_key_id
}

fn update(name: Option<&str>, id: &str, status: &str) -> UpdateAccessKeyInput {
    UpdateAccessKeyInput {
        user_name: name.map(str::to_owned),
        access_key_id: id.to_owned(),
        status: status.to_owned(),
    }
}

fn find(rig: &Rig, id: &str) -> Result<Caller, KeyError> {
    rig.store.principals().find(id, None, rig.clock.now()).map(|(_, caller)| caller)
}

#[test]
fn a_new_key_opens_the_door_and_shows_its_secret_once() {
    let rig = Rig::new();
    rig.user("ann");

    let input = CreateAccessKeyInput { user_name: some("ann") };
    let key = rig.call::<CreateAccessKey>(input).unwrap().access_key;

    assert_eq!((key.user_name.as_str(), key.status.as_str()), ("ann", "Active"));
    assert_eq!((key.access_key_id.len(), key.secret_access_key.len()), (20, 40));
    let (secret, caller) = rig.store.principals().find(&key.access_key_id, None, rig.clock.now()).unwrap();
    assert_eq!(secret.expose(), key.secret_access_key.as_bytes());
    assert_eq!(caller.arn, "arn:aws:iam::123456789012:user/ann");
}

#[test]
fn a_user_has_two_keys_at_most() {
    let rig = Rig::new();
    rig.user("ann");
    let first = create(&rig, "ann");
    create(&rig, "ann");

    let refused = rig.refused::<CreateAccessKey>(CreateAccessKeyInput { user_name: some("ann") });
    let text = "Cannot exceed quota for AccessKeysPerUser: 2".to_owned();
    assert_eq!(refused, ("LimitExceeded", 409, text));
    let input = DeleteAccessKeyInput { user_name: some("ann"), access_key_id: first };
    rig.call::<DeleteAccessKey>(input).unwrap();
    create(&rig, "ann");
}

#[test]
fn a_key_is_switched_off_and_on() {
    let rig = Rig::new();
    rig.user("ann");
    let id = create(&rig, "ann");

    rig.call::<UpdateAccessKey>(update(Some("ann"), &id, "Inactive")).unwrap();
    assert_eq!(find(&rig, &id).unwrap_err(), KeyError::Inactive);
    let list = ListAccessKeysInput { user_name: some("ann"), ..ListAccessKeysInput::default() };
    let listed = rig.call::<ListAccessKeys>(list).unwrap().access_key_metadata;
    assert_eq!(listed[0].status.as_deref(), Some("Inactive"));
    rig.call::<UpdateAccessKey>(update(Some("ann"), &id, "Active")).unwrap();
    assert!(find(&rig, &id).is_ok());
}

#[test]
fn a_key_that_is_not_the_users_is_not_found() {
    let rig = Rig::new();
    rig.user("ann");
    rig.user("bob");
    let id = create(&rig, "ann");
    let missing = ("NoSuchEntity", 404, format!("The Access Key with id {id} cannot be found."));

    assert_eq!(rig.refused::<UpdateAccessKey>(update(Some("bob"), &id, "Inactive")), missing);
    let input = DeleteAccessKeyInput { user_name: some("bob"), access_key_id: id.clone() };
    assert_eq!(rig.refused::<DeleteAccessKey>(input), missing);
    assert_eq!(
        rig.refused::<UpdateAccessKey>(update(Some("carl"), &id, "Active")).2,
        "The user with name carl cannot be found."
    );
}

#[test]
fn without_a_name_it_is_the_callers_own() {
    let rig = Rig::new();
    rig.user("ann");
    let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*AccessKey*",
        "Resource":"arn:aws:iam::123456789012:user/${aws:username}"}}"#;
    rig.store.principals().put_user_policy("ann", "own", policy, 2048).unwrap();
    let caller = find(&rig, &create(&rig, "ann")).unwrap();

    let reply = rig.call_as::<CreateAccessKey>(&caller, CreateAccessKeyInput::default()).unwrap();
    assert_eq!(reply.access_key.user_name, "ann");
    let reply = rig.call_as::<ListAccessKeys>(&caller, ListAccessKeysInput::default()).unwrap();
    assert_eq!((reply.access_key_metadata.len(), reply.is_truncated), (2, Some(false)));
    let denied = told(rig.call_as::<GetUser>(&caller, GetUserInput::default()).err().unwrap());
    let text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:GetUser on resource: \
                arn:aws:iam::123456789012:user/ann because no identity-based policy allows the iam:GetUser action";
    assert_eq!(denied, ("AccessDenied", 403, text.to_owned()));
}

#[test]
fn a_session_of_a_role_must_name_a_user() {
    let rig = Rig::new();
    rig.role("r");
    let principals = rig.store.principals();
    let role = principals.role("r").unwrap();
    let new = NewSession { name: "s".to_owned(), secs: 900, ..NewSession::default() };
    let session = principals.assume(&role, new, rig.clock.now()).unwrap();
    let found = principals.find(&session.access_key_id, Some(&session.token), rig.clock.now());

    let caller = found.unwrap().1;
    let refused = told(rig.call_as::<GetUser>(&caller, GetUserInput::default()).err().unwrap());

    let text = "Must specify userName when calling with non-User credentials".to_owned();
    assert_eq!(refused, ("ValidationError", 400, text));
}

#[test]
fn a_user_with_keys_is_not_deleted() {
    let rig = Rig::new();
    rig.user("ann");
    create(&rig, "ann");

    let refused = rig.refused::<DeleteUser>(DeleteUserInput { user_name: "ann".to_owned() });

    let text = "Cannot delete entity, must delete access keys first.".to_owned();
    assert_eq!(refused, ("DeleteConflict", 409, text));
}
