use crate::rig::{BY_ACCOUNT, Rig, asking, told};
use millpond_store::principal::{CallerKind, KeyError};
use millpond_sts::api::{GetCallerIdentity, GetCallerIdentityInput, GetSessionToken, GetSessionTokenInput};

fn lasting(secs: i64) -> GetSessionTokenInput {
    GetSessionTokenInput { duration_seconds: Some(secs), ..GetSessionTokenInput::default() }
}

#[test]
fn a_caller_without_any_right_may_know_who_it_is() {
    let rig = Rig::new();
    let ann = rig.user("ann", "");

    let reply = rig.call::<GetCallerIdentity>(&ann, GetCallerIdentityInput {}).unwrap();

    assert_eq!(reply.account.as_deref(), Some("123456789012"));
    assert_eq!(reply.arn.as_deref(), Some("arn:aws:iam::123456789012:user/ann"));
    assert_eq!(reply.user_id, Some(ann.user_id));
}

#[test]
fn a_users_session_lasts_half_a_day_and_ends() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sqs:*""#);

    let reply = rig.call::<GetSessionToken>(&ann, GetSessionTokenInput::default()).unwrap();

    let credentials = reply.credentials.unwrap();
    assert_eq!(credentials.expiration, 1_700_043_200_000);
    let caller = rig.find(&credentials).unwrap();
    assert_eq!((caller.kind, caller.arn.as_str()), (CallerKind::UserSession, ann.arn.as_str()));
    assert!(rig.may(&caller, "sqs:SendMessage"));
    rig.clock.advance_ms(43_200_000);
    assert_eq!(rig.find(&credentials).unwrap_err(), KeyError::Expired);
}

#[test]
fn a_session_cannot_ask_for_another_of_its_kind() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    let of_user = rig.call::<GetSessionToken>(&ann, lasting(900)).unwrap().credentials.unwrap();
    let of_role = rig.assume(&ann, asking(&arn)).unwrap().credentials.unwrap();

    for credentials in [of_user, of_role] {
        let caller = rig.find(&credentials).unwrap();
        let fault = rig.call::<GetSessionToken>(&caller, lasting(900)).err().unwrap();
        let text = "Cannot call GetSessionToken with session credentials";
        assert_eq!(told(&fault), ("AccessDenied", 403, text));
    }
}

#[test]
fn a_users_session_may_take_on_a_role() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    let session = rig.call::<GetSessionToken>(&ann, lasting(900)).unwrap().credentials.unwrap();

    let caller = rig.find(&session).unwrap();

    assert!(rig.assume(&caller, asking(&arn)).is_ok());
}
