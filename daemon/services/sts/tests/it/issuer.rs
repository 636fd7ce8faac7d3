//! An OpenID Connect provider in IAM, and the private key behind it.

use crate::rig::{Rig, START_MS};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_jose::KeySet;
use millpond_service::Fault;
use millpond_store::principal::{FetchFailure, Fetched, OidcProvider};
use millpond_sts::api::{
    AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput,
};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const URL: &str = "id.example.com/site";
pub(crate) const START_SECS: u64 = START_MS / 1000;

pub(crate) struct Issuer {
    pub(crate) provider: Arc<OidcProvider>,
    pair: EcdsaKeyPair,
    kid: &'static str,
}

impl Issuer {
    /// A provider whose keys were fetched already.
    pub(crate) fn known(rig: &Rig) -> Self {
        let issuer = Self::unknown(rig);
        issuer.answers(rig);
        issuer
    }

    /// A provider whose keys nobody fetched yet.
    pub(crate) fn unknown(rig: &Rig) -> Self {
        let clients = vec!["console".to_owned(), "tool".to_owned()];
        let provider =
            rig.store.principals().create_oidc(URL, clients, vec![], vec![], 10, rig.now()).unwrap();
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { provider, pair, kid: "k1" }
    }

    /// The same provider with another key.
    pub(crate) fn rotated(&self) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { provider: Arc::clone(&self.provider), pair, kid: "k2" }
    }

    pub(crate) fn answers(&self, rig: &Rig) {
        let (_, point) = self.pair.public_key().as_ref().split_at(1);
        let (x, y) = point.split_at(32);
        let key = json!({
            "kty": "EC", "crv": "P-256", "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        });
        let keys = KeySet::parse(json!({ "keys": [key] }).to_string().as_bytes()).unwrap();
        rig.store.issuer_answered(self.number(rig), Ok(Fetched { keys, secs: None })).unwrap();
    }

    pub(crate) fn fails(&self, rig: &Rig, failure: FetchFailure) {
        rig.store.issuer_answered(self.number(rig), Err(failure)).unwrap();
    }

    fn number(&self, rig: &Rig) -> u64 {
        let errands = rig
            .store
            .principals()
            .errands(millpond_base::Now { line: millpond_base::LineMs(u64::MAX), ..rig.now() });
        let own = |errand: &&millpond_store::principal::Errand| errand.provider.arn == self.provider.arn;
        errands.iter().find(own).map(|errand| errand.number).unwrap()
    }

    /// A token with these claims beside, or in place of, the usual ones.
    pub(crate) fn token(&self, changes: &Value) -> String {
        let mut claims = json!({
            "iss": format!("https://{URL}"),
            "sub": "pump-7",
            "aud": "console",
            "iat": START_SECS,
            "exp": START_SECS + 3600,
        });
        for (name, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => _ = claims.as_object_mut().unwrap().remove(name),
                value => claims[name] = value.clone(),
            }
        }
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(json!({"alg": "ES256", "kid": self.kid})), part(claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The trust in the provider, as a role's `Principal`.
pub(crate) fn trusted(issuer: &Issuer) -> String {
    json!({ "Federated": issuer.provider.arn }).to_string()
}

pub(crate) fn signing_in(arn: &str, token: &str) -> AssumeRoleWithWebIdentityInput {
    AssumeRoleWithWebIdentityInput {
        role_arn: arn.to_owned(),
        role_session_name: "session".to_owned(),
        web_identity_token: token.to_owned(),
        ..AssumeRoleWithWebIdentityInput::default()
    }
}

impl Rig {
    pub(crate) fn sign_in(
        &self,
        input: AssumeRoleWithWebIdentityInput,
    ) -> Result<AssumeRoleWithWebIdentityOutput, Fault> {
        let stranger = self.store.principals().stranger("127.0.0.1");
        self.call::<AssumeRoleWithWebIdentity>(&stranger, input)
    }
}
