use super::*;
use crate::catalog::Image;
use crate::principal::tests::{at, fresh, open};
use millpond_jose::{KeySet, Token};

const DAY: u64 = 24 * 3600;
const ORIGIN: &str = "https://gateway.example:4566";

fn keys(principals: &Principals) -> KeySet {
    let url = principals.outbound().issuer().unwrap();
    let path = format!("{}/.well-known/jwks.json", url.strip_prefix(ORIGIN).unwrap());
    KeySet::parse(principals.outbound().document(&path).unwrap().as_bytes()).unwrap()
}

fn token(principals: &Principals, algorithm: Algorithm, secs: u64) -> String {
    principals.outbound().sign(algorithm, json!({"sub": "a"}), at(secs)).unwrap().unwrap()
}

#[test]
fn tokens_are_verified_with_what_the_issuer_publishes() {
    let principals = fresh();
    assert_eq!(principals.outbound().issuer(), None);
    assert_eq!(principals.outbound().sign(Algorithm::Es384, json!({}), at(1)).unwrap(), None);

    let url = principals.enable_outbound(ORIGIN, at(1)).unwrap();

    assert!(url.starts_with("https://gateway.example:4566/oidc/"));
    let discovery = format!("{}/.well-known/openid-configuration", url.strip_prefix(ORIGIN).unwrap());
    let document: Value = serde_json::from_str(&principals.outbound().document(&discovery).unwrap()).unwrap();
    assert_eq!(document["issuer"], url.as_str());
    assert_eq!(document["jwks_uri"], format!("{url}/.well-known/jwks.json"));
    for algorithm in ALGORITHMS {
        let text = token(&principals, algorithm, 2);
        let token = Token::parse(&text).unwrap();
        assert_eq!((token.algorithm(), &token.claims()["iss"]), (algorithm, &Value::from(url.as_str())));
        assert_eq!(keys(&principals).verify(&token), Ok(()));
    }
    for other in ["/", "/oidc/", "/oidc/x/.well-known/jwks.json", &url, &format!("{discovery}/x")] {
        assert_eq!(principals.outbound().document(other), None, "{other}");
    }
}

#[test]
fn an_issuer_stays_the_same_and_its_keys_do_after_it_stopped() {
    let (catalog, principals) = open(&Image::default(), 1);
    let url = principals.enable_outbound(ORIGIN, at(1)).unwrap();
    let text = token(&principals, Algorithm::Es384, 2);
    assert!(matches!(principals.enable_outbound(ORIGIN, at(2)), Err(PrincipalError::InUse)));

    principals.disable_outbound().unwrap();
    assert!(matches!(principals.disable_outbound(), Err(PrincipalError::NotAttached(_))));
    assert_eq!(principals.outbound().sign(Algorithm::Es384, json!({}), at(3)).unwrap(), None);
    let path = format!("{}/.well-known/jwks.json", url.strip_prefix(ORIGIN).unwrap());
    assert!(principals.outbound().document(&path).is_some());

    let (_, again) = open(&catalog.image().unwrap(), 2);
    assert_eq!(again.enable_outbound("http://elsewhere", at(4)).unwrap(), url);
    assert_eq!(keys(&again).verify(&Token::parse(&text).unwrap()), Ok(()));
}

#[test]
fn a_new_key_is_published_a_day_before_it_signs_and_an_old_one_a_day_after() {
    let principals = fresh();
    principals.enable_outbound(ORIGIN, at(0)).unwrap();
    let key_of = |secs| {
        let text = token(&principals, Algorithm::Es384, secs);
        Token::parse(&text).unwrap().key_id().unwrap().to_owned()
    };
    let published = || {
        serde_json::from_str::<Value>(&keys(&principals).to_json()).unwrap()["keys"].as_array().unwrap().len()
    };
    let first = key_of(1);

    principals.rotate_outbound(at(90 * DAY - 1)).unwrap();
    assert_eq!(published(), 2);
    principals.rotate_outbound(at(90 * DAY)).unwrap();
    assert_eq!((published(), key_of(91 * DAY - 1)), (4, first.clone()));
    principals.rotate_outbound(at(91 * DAY)).unwrap();
    let second = key_of(91 * DAY);
    assert_ne!(second, first);
    assert_eq!(published(), 4);
    principals.rotate_outbound(at(92 * DAY)).unwrap();
    assert_eq!((published(), key_of(92 * DAY)), (2, second));
}

#[test]
fn the_published_form_is_frozen_and_every_truncation_refused() {
    let issuer = Issuer {
        url: "https://a/oidc/b".into(),
        enabled: true,
        keys: vec![Key {
            id: "k".into(),
            algorithm: Algorithm::Es384,
            made: LineMs(7),
            pkcs8: Secret::new(b"canary".to_vec()),
        }],
    };
    let whole = issuer.encode();

    let text: String = whole.iter().map(|b| format!("{b:02x}")).collect();

    assert_eq!(text, include_str!("outbound_v1.hex").trim());
    assert_eq!(*Issuer::decode(&whole).unwrap().encode(), *whole);
    for length in 0..whole.len() {
        assert!(Issuer::decode(&whole[..length]).is_err(), "{length}");
    }
    assert!(!format!("{issuer:?}").contains("canary"));
}
