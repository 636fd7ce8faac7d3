//! Where the keys of an issuer come from, and what happens without them.

use crate::issuer::{Issuer, signing_in, trusted};
use crate::rig::{Rig, told};
use millpond_store::principal::FetchFailure;
use serde_json::json;

const WEB: &str = r#""sts:AssumeRoleWithWebIdentity""#;
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference \
                      AssumeRoleWithWebIdentity documentation for requirements";
const NO_ANSWER: &str =
    "The identity provider could not be reached to verify the identity token. Retry the request.";

#[test]
fn a_call_waits_for_keys_that_were_never_fetched_and_says_why_there_are_none() {
    for (failure, code, text) in [
        (None, "IDPCommunicationError", NO_ANSWER),
        (Some(FetchFailure::Unreachable), "IDPCommunicationError", NO_ANSWER),
        (Some(FetchFailure::Unusable), "InvalidIdentityToken", NO_KEY),
        (
            Some(FetchFailure::Untrusted),
            "InvalidIdentityToken",
            "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        ),
    ] {
        let rig = Rig::new();
        let issuer = Issuer::unknown(&rig);
        let role = rig.role_for("r", &trusted(&issuer), WEB, "{}");
        if let Some(failure) = failure {
            issuer.fails(&rig, failure);
        }

        let fault = rig.sign_in(signing_in(&role, &issuer.token(&json!({})))).err().unwrap();

        assert_eq!(told(&fault), (code, 400, text));
        assert_eq!(rig.waited.get(), 1);
        issuer.answers(&rig);
        assert!(rig.sign_in(signing_in(&role, &issuer.token(&json!({})))).is_ok());
        assert_eq!(rig.waited.get(), 1);
    }
}

#[test]
fn a_new_key_is_asked_for_once_a_minute() {
    let rig = Rig::new();
    let issuer = Issuer::known(&rig);
    let role = rig.role_for("r", &trusted(&issuer), WEB, "{}");
    let newer = issuer.rotated();

    for _ in 0..3 {
        let fault = rig.sign_in(signing_in(&role, &newer.token(&json!({})))).err().unwrap();
        assert_eq!(told(&fault), ("InvalidIdentityToken", 400, NO_KEY));
    }
    assert_eq!(rig.waited.get(), 1);
    newer.answers(&rig);
    assert!(rig.sign_in(signing_in(&role, &newer.token(&json!({})))).is_ok());
    let fault = rig.sign_in(signing_in(&role, &issuer.token(&json!({})))).err().unwrap();
    assert_eq!(told(&fault), ("InvalidIdentityToken", 400, NO_KEY), "the old key is withdrawn");
}

#[test]
fn without_its_issuer_a_token_is_believed_for_the_grace_and_the_trail_says_so() {
    let rig = Rig::new();
    let issuer = Issuer::known(&rig);
    let role = rig.role_for("r", &trusted(&issuer), WEB, "{}");
    let exp = rig.now().wall.secs() + 400_000_000;
    let sign_in = || rig.sign_in(signing_in(&role, &issuer.token(&json!({"exp": exp}))));
    issuer.fails(&rig, FetchFailure::Unreachable);

    rig.clock.advance_ms(3_600_000);
    assert!(sign_in().is_ok());
    let told_trail = rig.told.borrow().additional.clone();
    assert_eq!(
        told_trail,
        [
            ("identityProviderKeys", "cached".to_owned()),
            ("identityProviderKeysAgeSeconds", "3600".to_owned())
        ]
    );
    let unknown = issuer.rotated();
    let fault = rig.sign_in(signing_in(&role, &unknown.token(&json!({"exp": exp})))).err().unwrap();
    assert_eq!(told(&fault), ("IDPCommunicationError", 400, NO_ANSWER));
    rig.clock.advance_ms(7 * 24 * 3_600_000);
    let fault = sign_in().err().unwrap();
    assert_eq!(told(&fault), ("IDPCommunicationError", 400, NO_ANSWER));
}

#[test]
fn a_deleted_provider_ends_signing_in_and_leaves_sessions() {
    let rig = Rig::new();
    let issuer = Issuer::known(&rig);
    let role = rig.role_for("r", &trusted(&issuer), WEB, "{}");
    let session = rig.sign_in(signing_in(&role, &issuer.token(&json!({})))).unwrap().credentials.unwrap();

    rig.store.principals().delete_oidc(&issuer.provider.arn).unwrap();

    let fault = rig.sign_in(signing_in(&role, &issuer.token(&json!({})))).err().unwrap();
    let text = "No OpenIDConnect provider found in your account for https://id.example.com/site";
    assert_eq!(told(&fault), ("InvalidIdentityToken", 400, text));
    assert!(rig.find(&session).is_ok());
    rig.store.principals().delete_role("r").unwrap();
    assert!(rig.find(&session).is_err());
}
