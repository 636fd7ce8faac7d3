//! Vectors made by OpenSSL, and what attackers send.

use crate::{Algorithm, KeySet, Malformed, Signer, Token, Unsignable, Unusable, Unverified};
use serde_json::{Value, json};

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn set() -> KeySet {
    KeySet::parse(vectors()["set"].to_string().as_bytes()).unwrap()
}

fn token(name: &str) -> String {
    vectors()["tokens"][name].as_str().unwrap().to_owned()
}

const ALGORITHMS: [&str; 9] =
    ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

/// The set with one key changed.
fn changed(kid: &str, change: impl Fn(&mut Value)) -> KeySet {
    let mut set = vectors()["set"].clone();
    for key in set["keys"].as_array_mut().unwrap().iter_mut().filter(|key| key["kid"] == kid) {
        change(key);
    }
    KeySet::parse(set.to_string().as_bytes()).unwrap()
}

#[test]
fn what_openssl_signed_is_verified_with_every_algorithm() {
    let set = set();
    for name in ALGORITHMS {
        let text = token(name);

        let token = Token::parse(&text).unwrap();

        assert_eq!(token.algorithm().name(), name);
        assert_eq!(Algorithm::named(name), Some(token.algorithm()));
        assert_eq!(token.claims()["sub"], "pump-7");
        assert_eq!(set.verify(&token), Ok(()), "{name}");
    }
    assert_eq!(set.verify(&Token::parse(&token("no_kid")).unwrap()), Ok(()));
}

#[test]
fn the_set_written_again_verifies_the_same_and_has_no_secret_key() {
    let again = set().to_json();

    assert!(!again.contains("oct") && !again.contains("weak"));
    let again = KeySet::parse(again.as_bytes()).unwrap();
    assert_eq!(again, set());
    for name in ALGORITHMS {
        assert_eq!(again.verify(&Token::parse(&token(name)).unwrap()), Ok(()), "{name}");
    }
}

#[test]
fn no_changed_character_and_no_missing_one_is_believed() {
    let set = set();
    for name in ["RS256", "PS384", "ES512"] {
        let text = token(name);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(bytes).unwrap();
            let believed = Token::parse(&altered).is_ok_and(|token| set.verify(&token).is_ok());
            assert!(!believed, "{name} {at}");
            let believed = Token::parse(&text[..at]).is_ok_and(|token| set.verify(&token).is_ok());
            assert!(!believed, "{name} cut at {at}");
        }
    }
}

#[test]
fn nothing_and_shared_secrets_are_no_signatures() {
    assert_eq!(Token::parse(&token("none")).err(), Some(Malformed::Algorithm));
    assert_eq!(Token::parse(&token("HS256_with_public_key")).err(), Some(Malformed::Algorithm));
    let rest = token("RS256").split_once('.').unwrap().1.to_owned();
    for alg in ["none", "None", "NONE", "nOnE", "HS256", "HS512", "rs256", "RS1", "EdDSA", "dir", ""] {
        let header = crate::strict::text(format!(r#"{{"alg":"{alg}","kid":"rsa"}}"#).as_bytes());
        assert_eq!(Token::parse(&format!("{header}.{rest}")).err(), Some(Malformed::Algorithm), "{alg}");
    }
    for header in [r#"{"kid":"rsa"}"#, r#"{"alg":null}"#, r#"{"alg":["RS256"]}"#] {
        let header = crate::strict::text(header.as_bytes());
        assert_eq!(Token::parse(&format!("{header}.{rest}")).err(), Some(Malformed::Algorithm));
    }
}

#[test]
fn an_algorithm_is_bound_to_the_kind_and_the_use_of_its_key() {
    let verify = |set: &KeySet, name: &str| set.verify(&Token::parse(&token(name)).unwrap());

    assert_eq!(verify(&set(), "ES256_as_RS256"), Err(Unverified::NoSuchKey));
    assert_eq!(verify(&set(), "RS256_1024"), Err(Unverified::NoSuchKey), "1,024 bits are no key");
    assert_eq!(verify(&set(), "RS256_other_key"), Err(Unverified::WrongSignature));
    assert_eq!(verify(&set(), "ES256_DER"), Err(Unverified::WrongSignature));
    let bound = changed("rsa", |key| key["alg"] = "PS256".into());
    assert_eq!(verify(&bound, "PS256"), Ok(()));
    assert_eq!(verify(&bound, "RS256"), Err(Unverified::NoSuchKey));
    let unknown = changed("rsa", |key| key["alg"] = "RSA-OAEP".into());
    assert_eq!(verify(&unknown, "RS256"), Err(Unverified::NoSuchKey));
    let encrypting = changed("rsa", |key| key["use"] = "enc".into());
    assert_eq!(verify(&encrypting, "RS256"), Err(Unverified::NoSuchKey));
    let wrapping = changed("ec256", |key| key["key_ops"] = json!(["wrapKey"]));
    assert_eq!(verify(&wrapping, "ES256"), Err(Unverified::NoSuchKey));
    let renamed = changed("rsa", |key| key["kid"] = "next".into());
    assert_eq!(verify(&renamed, "RS256"), Err(Unverified::NoSuchKey));
    let off_curve = changed("ec256", |key| key["x"] = key["y"].clone());
    assert_eq!(verify(&off_curve, "ES256"), Err(Unverified::WrongSignature));
    let relabelled = changed("ec256", |key| key["crv"] = "P-384".into());
    assert_eq!(verify(&relabelled, "ES256"), Err(Unverified::NoSuchKey));
}

#[test]
fn what_two_readers_could_read_differently_is_refused() {
    assert_eq!(Token::parse(&token("duplicate")).err(), Some(Malformed::Form));
    assert_eq!(Token::parse(&token("crit")).err(), Some(Malformed::Critical));
    let text = token("RS256");
    let (header, rest) = text.split_once('.').unwrap();
    for odd in [
        format!("{text}="),
        format!("{text}\n"),
        format!("{text}."),
        format!(".{text}"),
        format!("{header}=.{rest}"),
        format!("{}.{rest}", crate::strict::text(b"[]")),
        format!("{}.{rest}", crate::strict::text(br#"{"alg":"RS256","alg":"RS256"}"#)),
        format!("{}.{rest}", crate::strict::text(br#"{"alg":"RS256","kid":7}"#)),
        format!("{}.{rest}", crate::strict::text(br#"{"alg":"RS256"} x"#)),
        text.replace('.', ""),
        "a".repeat(20_001),
        String::new(),
    ] {
        assert_eq!(Token::parse(&odd).err(), Some(Malformed::Form), "{odd}");
    }
}

#[test]
fn a_set_without_a_key_to_verify_with_is_unusable() {
    for odd in [
        "",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":[]}"#,
        r#"{"keys":[7,null,{}]}"#,
        r#"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#,
        r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#,
        r#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#,
    ] {
        assert_eq!(KeySet::parse(odd.as_bytes()), Err(Unusable), "{odd}");
    }
    let long = format!(r#"{{"keys":[],"x":"{}"}}"#, "x".repeat(262_144));
    assert_eq!(KeySet::parse(long.as_bytes()), Err(Unusable));
    let deep = format!(r#"{{"keys":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    assert_eq!(KeySet::parse(deep.as_bytes()), Err(Unusable));
}

#[test]
fn damaged_keys_take_no_others_along() {
    let mut set = vectors()["set"].clone();
    set["keys"].as_array_mut().unwrap().insert(0, json!({"kty": "RSA", "kid": "rsa", "n": "!", "e": "AQAB"}));

    let set = KeySet::parse(set.to_string().as_bytes()).unwrap();

    assert_eq!(set.verify(&Token::parse(&token("RS256")).unwrap()), Ok(()));
}

#[test]
fn what_is_signed_here_is_verified_with_the_published_key() {
    for algorithm in [Algorithm::Rs256, Algorithm::Es384] {
        let (signer, der) = Signer::generate(algorithm).unwrap();
        let again = Signer::from_pkcs8(algorithm, &der).unwrap();
        let set = json!({ "keys": [again.public("k1").unwrap()] });
        let set = KeySet::parse(set.to_string().as_bytes()).unwrap();

        let text = signer.sign("k1", &json!({"sub": "pump-7"})).unwrap();

        let token = Token::parse(&text).unwrap();
        assert_eq!((token.algorithm(), token.key_id()), (algorithm, Some("k1")));
        assert_eq!(set.verify(&token), Ok(()));
        assert_eq!(token.claims()["sub"], "pump-7");
    }
    assert_eq!(Signer::generate(Algorithm::Ps512).err(), Some(Unsignable));
    assert_eq!(Signer::from_pkcs8(Algorithm::Rs256, b"no key").err(), Some(Unsignable));
}
