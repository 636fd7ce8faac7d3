use crate::rig::{Rig, some};
use millpond_iam::api::{
    CreateUser, CreateUserInput, DeleteUser, DeleteUserInput, GetUser, GetUserInput, ListUsers,
    ListUsersInput, Tag,
};

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.to_owned(), value: value.to_owned() }
}

fn delete(name: &str) -> DeleteUserInput {
    DeleteUserInput { user_name: name.to_owned() }
}

#[test]
fn a_user_is_described_as_it_was_created() {
    let rig = Rig::new();
    let input = CreateUserInput {
        path: some("/site/north/"),
        user_name: "Ann".to_owned(),
        tags: Some(vec![tag("team", "pumps")]),
        ..CreateUserInput::default()
    };

    let made = rig.call::<CreateUser>(input).unwrap().user.unwrap();
    let found = rig.call::<GetUser>(GetUserInput { user_name: some("ann") }).unwrap().user;

    assert_eq!(made.arn, "arn:aws:iam::123456789012:user/site/north/Ann");
    assert_eq!(made.create_date, 1_700_000_000_000);
    assert_eq!((made.user_id.len(), &made.user_id[..4]), (21, "AIDA"));
    assert!(found == made);
    assert_eq!(found.tags.unwrap()[0].value, "pumps");
}

#[test]
fn names_are_taken_without_regard_to_case() {
    let rig = Rig::new();
    rig.user("Ann");

    let input = CreateUserInput { user_name: "ANN".to_owned(), ..CreateUserInput::default() };

    let text = "User with name ANN already exists.".to_owned();
    assert_eq!(rig.refused::<CreateUser>(input), ("EntityAlreadyExists", 409, text));
}

#[test]
fn the_model_and_the_tags_are_checked() {
    let rig = Rig::new();
    let user = |name: &str| CreateUserInput { user_name: name.to_owned(), ..CreateUserInput::default() };

    let text = "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the \
                following: +=,.@_-";
    assert_eq!(rig.refused::<CreateUser>(user("a b")), ("ValidationError", 400, text.to_owned()));
    let (code, status, text) = rig.refused::<CreateUser>(user(&"a".repeat(65)));
    assert_eq!((code, status), ("ValidationError", 400));
    assert!(text.ends_with("Member must have length less than or equal to 64"), "{text}");
    let tags = Some(vec![tag("team", "a"), tag("Team", "b")]);
    let text = "Duplicate tag keys found. Please note that Tag keys are case insensitive.".to_owned();
    let refused = rig.refused::<CreateUser>(CreateUserInput { tags, ..user("a") });
    assert_eq!(refused, ("InvalidInput", 400, text));
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let refused = rig.refused::<CreateUser>(CreateUserInput { permissions_boundary: some(arn), ..user("a") });
    let text = format!("Scope ARN: {arn} does not exist or is not attachable.");
    assert_eq!(refused, ("NoSuchEntity", 404, text));
}

#[test]
fn a_user_that_is_not_there_is_missed_in_iams_words() {
    let rig = Rig::new();
    let missing = ("NoSuchEntity", 404, "The user with name bob cannot be found.".to_owned());

    assert_eq!(rig.refused::<GetUser>(GetUserInput { user_name: some("bob") }), missing);
    assert_eq!(rig.refused::<DeleteUser>(delete("bob")), missing);
}

#[test]
fn a_deleted_user_is_gone() {
    let rig = Rig::new();
    rig.user("ann");

    rig.call::<DeleteUser>(delete("ann")).unwrap();

    assert_eq!(rig.refused::<DeleteUser>(delete("ann")).0, "NoSuchEntity");
    assert_ne!(rig.user("ann").user_id, "");
}

#[test]
fn a_listing_is_sorted_filtered_and_paged() {
    let rig = Rig::new();
    for (path, name) in [("/", "dora"), ("/a/", "Bob"), ("/a/", "ann"), ("/a/b/", "carl"), ("/b/", "eve")] {
        let (path, user_name) = (some(path), name.to_owned());
        rig.call::<CreateUser>(CreateUserInput { path, user_name, ..CreateUserInput::default() }).unwrap();
    }
    let list = |path: Option<&str>, max: i64, marker: Option<String>| {
        let path_prefix = path.map(str::to_owned);
        let reply =
            rig.call::<ListUsers>(ListUsersInput { path_prefix, marker, max_items: Some(max) }).unwrap();
        let names: Vec<String> = reply.users.into_iter().map(|user| user.user_name).collect();
        (names, reply.is_truncated, reply.marker)
    };

    assert_eq!(list(None, 100, None).0, ["ann", "Bob", "carl", "dora", "eve"]);
    assert_eq!(list(Some("/a/"), 100, None).0, ["ann", "Bob", "carl"]);
    let (first, truncated, marker) = list(Some("/a/"), 2, None);
    assert_eq!((first.len(), truncated), (2, Some(true)));
    rig.call::<DeleteUser>(delete("Bob")).unwrap();
    let (rest, truncated, marker) = list(Some("/a/"), 2, marker);
    assert_eq!((rest, truncated, marker), (vec!["carl".to_owned()], Some(false), None));
}
