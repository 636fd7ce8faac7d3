//! JSON web tokens and the keys that verify them: a set of keys, a line feed, a token.

use millpond_jose::{KeySet, Token};
use serde::Deserialize;
use std::collections::BTreeMap;

const VECTORS: &str = include_str!("../../jose/src/tests/vectors.json");

#[derive(Deserialize)]
struct Vectors {
    set: serde_json::Value,
    tokens: BTreeMap<String, String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(VECTORS).expect("the vectors are JSON")
}

pub(crate) fn run(bytes: &[u8]) {
    let (set, token) = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, bytes),
    };
    if let Ok(set) = KeySet::parse(set) {
        let again = KeySet::parse(set.to_json().as_bytes()).expect("what is written can be read");
        assert_eq!(again, set);
    }
    let Ok(text) = str::from_utf8(token) else { return };
    let Ok(token) = Token::parse(text) else { return };
    let Vectors { set, tokens } = vectors();
    let genuine = KeySet::parse(set.to_string().as_bytes()).expect("a set of keys");
    if genuine.verify(&token).is_ok() {
        assert!(tokens.values().any(|own| own == text), "nobody else has the private keys");
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let Vectors { set, tokens } = vectors();
    let seed = |token: &String| format!("{set}\n{token}").into_bytes();
    ["RS256", "ES256", "PS512", "crit", "none"].iter().map(|name| seed(&tokens[*name])).collect()
}
