//! Tokens of the account's own, and why a call was denied.

use crate::rig::{BY_ACCOUNT, Rig, asking, told};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_jose::{KeySet, Token};
use millpond_service::Fault;
use millpond_store::principal::Caller;
use millpond_sts::api::{
    DecodeAuthorizationMessage, DecodeAuthorizationMessageInput, GetWebIdentityToken,
    GetWebIdentityTokenInput, GetWebIdentityTokenOutput, Tag,
};
use serde_json::{Value, json};

const ORIGIN: &str = "https://gateway.example";

fn asked(audience: &[&str], algorithm: &str) -> GetWebIdentityTokenInput {
    GetWebIdentityTokenInput {
        audience: audience.iter().map(|one| (*one).to_owned()).collect(),
        signing_algorithm: algorithm.to_owned(),
        ..GetWebIdentityTokenInput::default()
    }
}

fn ask(
    rig: &Rig,
    caller: &Caller,
    input: GetWebIdentityTokenInput,
) -> Result<GetWebIdentityTokenOutput, Fault> {
    rig.call::<GetWebIdentityToken>(caller, input)
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a_token_says_who_calls_and_is_verified_with_the_published_keys() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let issuer = rig.store.principals().enable_outbound(ORIGIN, rig.now()).unwrap();
    let path = format!("{}/.well-known/jwks.json", issuer.strip_prefix(ORIGIN).unwrap());
    let published = rig.store.principals().outbound().document(&path).unwrap();
    let keys = KeySet::parse(published.as_bytes()).unwrap();

    for algorithm in ["RS256", "ES384"] {
        let mut input = asked(&["https://api.example"], algorithm);
        input.tags = Some(vec![Tag { key: "job".into(), value: "7".into() }]);
        let reply = ask(&rig, &ann, input).unwrap();

        let text = reply.web_identity_token.unwrap();
        assert_eq!(keys.verify(&Token::parse(&text).unwrap()), Ok(()));
        assert_eq!(reply.expiration, Some(1_700_000_300_000));
        let mut claims = claims(&text);
        assert_eq!(claims["jti"].take().as_str().unwrap().len(), 36);
        let own = json!({"aws_account": "123456789012", "source_region": "us-east-1", "request_tags": {"job": "7"}});
        assert_eq!(
            claims,
            json!({
                "iss": issuer, "aud": "https://api.example", "sub": ann.arn, "jti": null,
                "iat": 1_700_000_000, "exp": 1_700_000_300, "https://sts.amazonaws.com/": own,
            })
        );
    }
    let two = ask(&rig, &ann, asked(&["a", "b"], "ES384")).unwrap().web_identity_token.unwrap();
    assert_eq!(claims(&two)["aud"], json!(["a", "b"]));
}

#[test]
fn a_session_is_its_role_and_no_token_outlives_it() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    let everything = crate::rig::allow(r#""sts:*""#);
    rig.store.principals().put_role_policy("r", "p", &everything, 2048).unwrap();
    rig.store.principals().enable_outbound(ORIGIN, rig.now()).unwrap();
    let session = rig.find(&rig.assume(&ann, asking(&arn)).unwrap().credentials.unwrap()).unwrap();
    let lasting = |secs| GetWebIdentityTokenInput { duration_seconds: Some(secs), ..asked(&["a"], "ES384") };

    let token = ask(&rig, &session, lasting(3600)).unwrap().web_identity_token.unwrap();
    assert_eq!(claims(&token)["sub"], arn.as_str());
    rig.clock.advance_ms(1000);
    let fault = ask(&rig, &session, lasting(3600)).err().unwrap();
    assert_eq!((fault.query_code, fault.query_status), ("SessionDurationEscalationException", 403));
    assert!(ask(&rig, &session, lasting(3599)).is_ok());
    for secs in [59, 3601] {
        assert_eq!(ask(&rig, &ann, lasting(secs)).err().unwrap().query_code, "ValidationError");
    }
}

#[test]
fn what_is_asked_for_keeps_to_the_rules() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let fault = ask(&rig, &ann, asked(&["a"], "ES384")).err().unwrap();
    let text = "The outbound web identity federation feature is not enabled for this account.";
    assert_eq!(told(&fault), ("OutboundWebIdentityFederationDisabledException", 403, text));
    rig.store.principals().enable_outbound(ORIGIN, rig.now()).unwrap();

    assert_eq!(ask(&rig, &ann, asked(&["a"], "HS256")).err().unwrap().query_code, "ValidationError");
    assert_eq!(ask(&rig, &ann, asked(&[], "ES384")).err().unwrap().query_code, "ValidationError");
    let many: Vec<Tag> = (0..50).map(|n| Tag { key: format!("k{n}"), value: "x".repeat(200) }).collect();
    let large = GetWebIdentityTokenInput { tags: Some(many), ..asked(&["a"], "ES384") };
    assert_eq!(ask(&rig, &ann, large).err().unwrap().query_code, "JWTPayloadSizeExceededException");
    let twice = vec![Tag { key: "a".into(), value: "1".into() }, Tag { key: "A".into(), value: "2".into() }];
    let twice = GetWebIdentityTokenInput { tags: Some(twice), ..asked(&["a"], "ES384") };
    assert_eq!(ask(&rig, &ann, twice).err().unwrap().query_code, "InvalidParameterValue");
}

#[test]
fn policies_decide_by_audience_algorithm_and_duration() {
    let rig = Rig::new();
    let bob = rig.user("bob", "");
    let document = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:GetWebIdentityToken","Resource":"*",
        "Condition":{"ForAllValues:StringEquals":{"sts:IdentityTokenAudience":"https://api.example"},
            "NumericLessThanEquals":{"sts:DurationSeconds":"300"},"StringEquals":{"sts:SigningAlgorithm":"ES384"}}}}"#;
    rig.store.principals().put_user_policy("bob", "p", document, 2048).unwrap();
    let bob = rig.store.principals().find(&bob.access_key_id, None, rig.now()).unwrap().1;
    rig.store.principals().enable_outbound(ORIGIN, rig.now()).unwrap();
    let refused = |input| ask(&rig, &bob, input).err().unwrap().query_code;

    assert!(ask(&rig, &bob, asked(&["https://api.example"], "ES384")).is_ok());
    assert_eq!(refused(asked(&["https://api.example"], "RS256")), "AccessDenied");
    assert_eq!(refused(asked(&["https://api.example", "b"], "ES384")), "AccessDenied");
    let long =
        GetWebIdentityTokenInput { duration_seconds: Some(301), ..asked(&["https://api.example"], "ES384") };
    assert_eq!(refused(long), "AccessDenied");
    let tags = Some(vec![Tag { key: "a".into(), value: "b".into() }]);
    assert_eq!(
        refused(GetWebIdentityTokenInput { tags, ..asked(&["https://api.example"], "ES384") }),
        "AccessDenied"
    );
}

#[test]
fn a_denial_is_decoded_by_those_who_may() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:DecodeAuthorizationMessage""#);
    let bob = rig.user("bob", "");
    let message = rig.store.principals().seal_denial(r#"{"allowed":false}"#, rig.now()).unwrap();
    let decode = |caller: &Caller, message: &str| {
        let input = DecodeAuthorizationMessageInput { encoded_message: message.to_owned() };
        rig.call::<DecodeAuthorizationMessage>(caller, input)
    };

    let reply = decode(&ann, &message).unwrap();
    assert_eq!(reply.decoded_message.as_deref(), Some(r#"{"allowed":false}"#));
    assert_eq!(decode(&bob, &message).err().unwrap().query_code, "AccessDenied");
    let fault = decode(&ann, &message[1..]).err().unwrap();
    assert_eq!(told(&fault), ("InvalidAuthorizationMessageException", 400, "Message is not valid"));
    rig.clock.advance_ms(86_400_001);
    assert!(decode(&ann, &message).is_err());
}
