//! Who a client is, and what it may do.
//!
//! A user name is an access key id. Its password is one of two: a presigned URL, which holds for as long as it says and never shows
//! the secret; or a password derived from the secret, for clients that cannot sign. docs/mqtt.md has both.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_aws::sigv4::{self, Expected, RawRequest, ReplayGuard, SigningKeys};
use millpond_base::{LineMs, Now, Secret};
use millpond_broker::Action;
use millpond_broker::codec::{Connect, Reason};
use millpond_policy::Decision;
use millpond_store::Store;
use millpond_store::principal::{Caller, Callers};
use std::net::IpAddr;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What a presigned URL is signed for.
///
/// # Source
/// AWS IoT Core Developer Guide, "MQTT over the WebSocket protocol": service `iotdevicegateway`, path `/mqtt`.
const SERVICE: &str = "iotdevicegateway";
const PATH: &str = "/mqtt";
/// What stands before the secret in the key of a derived password, so that it is of no use for anything else.
const DERIVED: &str = "MILLPOND-MQTT1";
/// How long what was found out about a caller is believed. Ours: a key that is switched off stops working within a second.
const FRESH_MS: u64 = 1_000;

/// A proven client.
pub(super) enum Who {
    /// Authentication is off.
    Anyone,
    /// A user, a role, or a session of one.
    Known(Box<Known>),
}

pub(super) struct Known {
    caller: Arc<Caller>,
    /// How it is found again.
    proof: Proof,
    found: LineMs,
}

enum Proof {
    /// Its access key, with the token of a session.
    Key(Option<Box<str>>),
    /// The ARN a certificate stands for.
    Certificate,
}

/// Proves clients.
pub(super) struct Gate {
    is_on: bool,
    keys: SigningKeys,
    replays: ReplayGuard,
    callers: Callers,
    /// `arn:aws:iot:REGION:ACCOUNT:`.
    prefix: String,
    arn: String,
}

/// What a connection shows besides its CONNECT.
pub(super) struct Shown {
    /// The ARN its certificate stands for.
    pub(super) certificate: Option<String>,
}

/// What conditions may ask of a connection.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) client: &'a str,
    pub(super) peer: IpAddr,
    pub(super) is_secure: bool,
    pub(super) now: Now,
}

impl Gate {
    pub(super) fn new(store: &Store, is_on: bool) -> Self {
        Self {
            is_on,
            keys: SigningKeys::new(),
            replays: ReplayGuard::new(),
            callers: Callers::default(),
            prefix: format!("arn:aws:iot:{}:{}:", store.region(), store.account()),
            arn: String::new(),
        }
    }

    /// Finds out who a client is. Anonymous ones are nobody.
    pub(super) fn prove(
        &self,
        store: &Store,
        connect: &Connect<'_>,
        shown: &Shown,
        now: Now,
    ) -> Result<Who, Reason> {
        if !self.is_on {
            return Ok(Who::Anyone);
        }
        let (caller, proof) = match (connect.user, &shown.certificate) {
            (Some(user), _) => {
                let password = connect.password.ok_or(Reason::BadCredentials)?;
                self.by_password(store, user, password, now)?
            }
            (None, Some(arn)) => {
                let caller = store.principals().caller_by_arn(arn).ok_or(Reason::BadCredentials)?;
                (caller, Proof::Certificate)
            }
            (None, None) => return Err(Reason::BadCredentials),
        };
        store.principals().note_use(&caller.access_key_id, SERVICE, store.region().as_str(), now);
        // Callers are shared by access key, and a certificate has none.
        let caller = match proof {
            Proof::Key(_) => self.callers.share(Arc::new(caller)),
            Proof::Certificate => Arc::new(caller),
        };
        Ok(Who::Known(Box::new(Known { caller, proof, found: now.line })))
    }

    fn by_password(
        &self,
        store: &Store,
        user: &str,
        password: &[u8],
        now: Now,
    ) -> Result<(Caller, Proof), Reason> {
        let wrong = |_| Reason::BadCredentials;
        let text = std::str::from_utf8(password).map_err(|_| Reason::BadCredentials)?;
        let Some((host, query)) = presigned(text) else {
            let (secret, caller) = store.principals().find(user, None, now).map_err(wrong)?;
            if !is_derived(user, &secret, text) {
                return Err(Reason::BadCredentials);
            }
            return Ok((caller, Proof::Key(None)));
        };
        let headers = [("host", host.as_bytes())];
        let request = RawRequest { method: "GET", path: PATH, query, headers: &headers };
        let expected = Expected { service: SERVICE, regions: &[], now };
        let claim = sigv4::parse(&request).map_err(|_| Reason::BadCredentials)?;
        if claim.access_key_id() != user {
            return Err(Reason::BadCredentials);
        }
        let token = claim.session_token();
        let (secret, caller) = store.principals().find(user, token, now).map_err(wrong)?;
        let body = sigv4::sha256(b"");
        claim.verify(&request, &body, &secret, &expected, &self.keys).map_err(|_| Reason::BadCredentials)?;
        self.replays.admit(user, claim.date(), now).map_err(|_| Reason::BadCredentials)?;
        Ok((caller, Proof::Key(token.map(Into::into))))
    }

    /// Looks a caller up again when it was found a while ago: its policies may have changed. False when it is nobody any more.
    pub(super) fn refresh(&self, store: &Store, who: &mut Who, now: Now) -> bool {
        let Who::Known(known) = who else { return true };
        if now.line.since_ms(known.found) < FRESH_MS {
            return true;
        }
        let found = match &known.proof {
            Proof::Key(token) => {
                let found = store.principals().find(&known.caller.access_key_id, token.as_deref(), now);
                found.ok().map(|(_, caller)| self.callers.share(Arc::new(caller)))
            }
            Proof::Certificate => store.principals().caller_by_arn(&known.caller.arn).map(Arc::new),
        };
        let Some(caller) = found else { return false };
        known.caller = caller;
        known.found = now.line;
        true
    }

    /// Whether a client may connect under an identifier.
    pub(super) fn may_connect(&mut self, store: &Store, who: &Who, setting: Setting<'_>) -> bool {
        self.judge(store, who, "iot:Connect", "client/", setting.client, setting)
    }

    /// Whether a client may do something to a topic or filter.
    ///
    /// # Source
    /// AWS IoT Core Developer Guide, "AWS IoT Core policy actions" and "Action resources".
    pub(super) fn may(
        &mut self,
        store: &Store,
        who: &Who,
        action: Action,
        name: &str,
        setting: Setting<'_>,
    ) -> bool {
        let (action, kind) = match action {
            Action::Publish => ("iot:Publish", "topic/"),
            Action::RetainPublish => ("iot:RetainPublish", "topic/"),
            Action::Subscribe => ("iot:Subscribe", "topicfilter/"),
            Action::Receive => ("iot:Receive", "topic/"),
        };
        self.judge(store, who, action, kind, name, setting)
    }

    fn judge(
        &mut self,
        store: &Store,
        who: &Who,
        action: &str,
        kind: &str,
        name: &str,
        setting: Setting<'_>,
    ) -> bool {
        let Who::Known(known) = who else { return true };
        self.arn.clear();
        self.arn.push_str(&self.prefix);
        self.arn.push_str(kind);
        self.arn.push_str(name);
        let keys = |key: &str| setting.key(key, store);
        store.judge(&known.caller, action, &self.arn, &keys, None).decision == Decision::Allow
    }
}

impl Who {
    /// The proven caller; `None` where authentication is off.
    pub(super) fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Anyone => None,
            Self::Known(known) => Some(&known.caller),
        }
    }
}

impl Setting<'_> {
    /// Condition keys about the connection, by lower-case name.
    ///
    /// # Source
    /// IAM user guide, "AWS global condition context keys"; AWS IoT Core Developer Guide, "Basic policy variables".
    fn key(&self, name: &str, store: &Store) -> Option<Vec<String>> {
        let text = match name {
            "iot:clientid" => self.client.to_owned(),
            "aws:sourceip" | "iot:sourceip" => self.peer.to_string(),
            "aws:securetransport" => self.is_secure.to_string(),
            "aws:currenttime" => self.now.wall.to_iso8601(),
            "aws:epochtime" => self.now.wall.secs().to_string(),
            "aws:requestedregion" => store.region().to_string(),
            "aws:viaawsservice" => "false".to_owned(),
            _ => return None,
        };
        Some(vec![text])
    }
}

/// Host and query of a presigned URL of ours; `None` for any other text, which a derived password never is.
fn presigned(text: &str) -> Option<(&str, &str)> {
    let (_, rest) = text.split_once("://")?;
    let (authority, query) = rest.split_once('?')?;
    Some((authority.strip_suffix(PATH)?, query))
}

/// The password derived from a secret: the base64url, without padding, of HMAC-SHA256 over the access key id, whose key is
/// `MILLPOND-MQTT1` and the secret.
pub(crate) fn derived_password(access_key_id: &str, secret: &[u8]) -> Zeroizing<String> {
    let tag = hmac::sign(&derived_key(secret), access_key_id.as_bytes());
    Zeroizing::new(URL_SAFE_NO_PAD.encode(tag.as_ref()))
}

fn derived_key(secret: &[u8]) -> hmac::Key {
    let mut key = Zeroizing::new(Vec::with_capacity(DERIVED.len() + secret.len()));
    key.extend_from_slice(DERIVED.as_bytes());
    key.extend_from_slice(secret);
    hmac::Key::new(hmac::HMAC_SHA256, &key)
}

/// Compares in constant time.
fn is_derived(access_key_id: &str, secret: &Secret, text: &str) -> bool {
    let Ok(tag) = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map(Zeroizing::new) else {
        return false;
    };
    hmac::verify(&derived_key(secret.expose()), access_key_id.as_bytes(), &tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_password_is_of_its_key_alone() {
        let secret = Secret::new(b"wJalrXUtnFEMI/K7MDENG".to_vec());
        let password = derived_password("AKIA1", secret.expose());

        // printf AKIA1 | openssl dgst -sha256 -hmac MILLPOND-MQTT1wJalrXUtnFEMI/K7MDENG -binary | basenc --base64url
        assert_eq!(&*password, "oWJAfPBdPUsSjmi19ytphY31TBm4h3QKzeZs8HAA5lo");
        assert!(is_derived("AKIA1", &secret, &password));
        assert!(is_derived("AKIA1", &secret, &format!("{}=", &*password)), "as openssl and basenc pad it");
        assert!(!is_derived("AKIA2", &secret, &password));
        assert!(!is_derived("AKIA1", &Secret::new(b"other".to_vec()), &password));
        for text in ["", "=", "AAAA", &password[1..]] {
            assert!(!is_derived("AKIA1", &secret, text), "{text:?}");
        }
    }

    #[test]
    fn only_a_url_of_ours_is_presigned() {
        assert_eq!(presigned("mqtt://h:1883/mqtt?X-Amz-Date=1"), Some(("h:1883", "X-Amz-Date=1")));
        assert_eq!(presigned("wss://h/mqtt?a"), Some(("h", "a")));
        assert_eq!(presigned("mqtt://h/other?a"), None);
        assert_eq!(presigned("F_x"), None);
    }
}
