//! What issuers answer, in one shape.

use millpond_aws::iso8601;
use millpond_base::{Secret, WallMs};
use serde::Deserialize;
use std::fmt;

/// Credentials as they were issued.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Names the key.
    pub access_key_id: String,
    /// Signs.
    pub secret: Secret,
    /// Sent along with a temporary key.
    pub token: Option<String>,
    /// When they end, by the issuer's clock; `None` when nobody said.
    pub ends: Option<WallMs>,
}

/// An answer that holds no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is not the JSON document expected.
    NoJson,
    /// It lacks a member.
    Missing(&'static str),
    /// It is of a version nobody knows.
    Version(i64),
    /// Its end is no time.
    Time(String),
    /// It says why there are none.
    Refused {
        /// The code.
        code: String,
        /// The text.
        message: String,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJson => f.write_str("what came is no JSON document with credentials"),
            Self::Missing(name) => write!(f, "what came has no {name}"),
            Self::Version(version) => write!(f, "what came is of version {version}, and only 1 is known"),
            Self::Time(text) => write!(f, "what came ends at {text:?}, which is no time"),
            Self::Refused { code, message } => write!(f, "{code}: {message}"),
        }
    }
}

impl std::error::Error for Unreadable {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Upper {
    version: Option<i64>,
    code: Option<String>,
    message: Option<String>,
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    token: Option<String>,
    session_token: Option<String>,
    expiration: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lower {
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    session_token: Option<String>,
    expiration: Option<String>,
}

/// Reads what a `credential_process` prints: version 1, with or without a token and an end.
///
/// # Errors
/// When it is anything else.
pub fn process(text: &[u8]) -> Result<Issued, Unreadable> {
    let read: Upper = serde_json::from_slice(text).map_err(|_| Unreadable::NoJson)?;
    match read.version {
        Some(1) => {}
        Some(other) => return Err(Unreadable::Version(other)),
        None => return Err(Unreadable::Missing("Version")),
    }
    issued(read.access_key_id, read.secret_access_key, read.session_token, read.expiration)
}

/// Reads what a container's agent answers.
///
/// # Errors
/// When it holds no credentials.
pub fn container(text: &[u8]) -> Result<Issued, Unreadable> {
    let read: Upper = serde_json::from_slice(text).map_err(|_| Unreadable::NoJson)?;
    if read.access_key_id.is_none()
        && let Some(code) = read.code
    {
        return Err(Unreadable::Refused { code, message: read.message.unwrap_or_default() });
    }
    issued(read.access_key_id, read.secret_access_key, read.token, read.expiration)
}

/// Reads what an instance's metadata answer for a role.
///
/// # Errors
/// When it holds no credentials, or says why not.
pub fn instance(text: &[u8]) -> Result<Issued, Unreadable> {
    let read: Upper = serde_json::from_slice(text).map_err(|_| Unreadable::NoJson)?;
    if let Some(code) = read.code.filter(|code| code != "Success") {
        return Err(Unreadable::Refused { code, message: read.message.unwrap_or_default() });
    }
    issued(read.access_key_id, read.secret_access_key, read.token, read.expiration)
}

/// Reads what AWS IoT's credentials provider answers.
///
/// # Errors
/// When it holds no credentials.
pub fn iot(text: &[u8]) -> Result<Issued, Unreadable> {
    #[derive(Deserialize)]
    struct Answer {
        credentials: Option<Lower>,
    }
    let read: Answer = serde_json::from_slice(text).map_err(|_| Unreadable::NoJson)?;
    lower(read.credentials.ok_or(Unreadable::Missing("credentials"))?)
}

/// Reads what CreateSession of IAM Roles Anywhere answers.
///
/// # Errors
/// When it holds no credentials.
pub fn roles_anywhere(text: &[u8]) -> Result<Issued, Unreadable> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        credential_set: Option<Vec<Set>>,
    }
    #[derive(Deserialize)]
    struct Set {
        credentials: Option<Lower>,
    }
    let read: Answer = serde_json::from_slice(text).map_err(|_| Unreadable::NoJson)?;
    let sets = read.credential_set.ok_or(Unreadable::Missing("credentialSet"))?;
    let first = sets.into_iter().next().and_then(|set| set.credentials);
    lower(first.ok_or(Unreadable::Missing("credentials"))?)
}

fn lower(read: Lower) -> Result<Issued, Unreadable> {
    issued(read.access_key_id, read.secret_access_key, read.session_token, read.expiration)
}

fn issued(
    access_key_id: Option<String>,
    secret: Option<String>,
    token: Option<String>,
    expiration: Option<String>,
) -> Result<Issued, Unreadable> {
    let full = |text: &String| !text.is_empty();
    // Wrapped first, so that it is wiped whatever is wrong with the rest.
    let secret = secret.filter(full).map(|secret| Secret::new(secret.into_bytes()));
    let access_key_id = access_key_id.filter(full).ok_or(Unreadable::Missing("AccessKeyId"))?;
    let secret = secret.ok_or(Unreadable::Missing("SecretAccessKey"))?;
    let ends = expiration.filter(full).map(|text| {
        let ms = iso8601::read(&text).and_then(|ms| u64::try_from(ms).ok());
        ms.map(WallMs).ok_or(Unreadable::Time(text))
    });
    Ok(Issued { access_key_id, secret, token: token.filter(full), ends: ends.transpose()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(read: Result<Issued, Unreadable>) -> (String, String, Option<String>, Option<u64>) {
        let issued = read.unwrap();
        let secret = String::from_utf8(issued.secret.expose().to_vec()).unwrap();
        (issued.access_key_id, secret, issued.token, issued.ends.map(|end| end.0))
    }

    #[test]
    fn every_issuer_s_answer_is_read() {
        let end = Some(1_764_000_000_000);
        let expected = ("ASIA".to_owned(), "s/+".to_owned(), Some("t".to_owned()), end);
        let upper = |token: &str, rest: &str| {
            format!(
                r#"{{{rest}"AccessKeyId":"ASIA","SecretAccessKey":"s/+","{token}":"t","Expiration":"2025-11-24T16:00:00Z"}}"#
            )
        };
        let lower = r#"{"accessKeyId":"ASIA","secretAccessKey":"s/+","sessionToken":"t","expiration":"2025-11-24T16:00:00Z"}"#;

        assert_eq!(told(process(upper("SessionToken", r#""Version":1,"#).as_bytes())), expected);
        assert_eq!(told(container(upper("Token", r#""RoleArn":"x","#).as_bytes())), expected);
        assert_eq!(
            told(instance(upper("Token", r#""Code":"Success","Type":"AWS-HMAC","#).as_bytes())),
            expected
        );
        assert_eq!(told(iot(format!(r#"{{"credentials":{lower}}}"#).as_bytes())), expected);
        let set =
            format!(r#"{{"credentialSet":[{{"credentials":{lower},"roleArn":"r"}}],"subjectArn":"s"}}"#);
        assert_eq!(told(roles_anywhere(set.as_bytes())), expected);
    }

    #[test]
    fn a_process_may_leave_out_token_and_end() {
        let read = process(br#"{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s","Expiration":""}"#);

        assert_eq!(told(read), ("AKIA".to_owned(), "s".to_owned(), None, None));
    }

    #[test]
    fn what_holds_no_credentials_is_refused_with_what_it_lacks() {
        let failed = |read: Result<Issued, Unreadable>| read.unwrap_err();

        assert_eq!(failed(process(b"{}")), Unreadable::Missing("Version"));
        assert_eq!(failed(process(br#"{"Version":2}"#)), Unreadable::Version(2));
        assert_eq!(failed(process(br#"{"Version":1}"#)), Unreadable::Missing("AccessKeyId"));
        assert_eq!(
            failed(process(br#"{"Version":1,"AccessKeyId":"a"}"#)),
            Unreadable::Missing("SecretAccessKey")
        );
        let late = br#"{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"tomorrow"}"#;
        assert_eq!(failed(process(late)), Unreadable::Time("tomorrow".into()));
        let refused = br#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"no trust"}"#;
        let why =
            Unreadable::Refused { code: "AssumeRoleUnauthorizedAccess".into(), message: "no trust".into() };
        assert_eq!(failed(instance(refused)), why);
        assert_eq!(failed(container(br#"{"code":"x"}"#)), Unreadable::Missing("AccessKeyId"));
        assert_eq!(failed(iot(b"{}")), Unreadable::Missing("credentials"));
        assert_eq!(failed(roles_anywhere(br#"{"credentialSet":[]}"#)), Unreadable::Missing("credentials"));
        assert_eq!(failed(container(b"<html>")), Unreadable::NoJson);
    }

    #[test]
    fn a_secret_is_never_shown() {
        let issued = process(br#"{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"sesame"}"#).unwrap();

        assert!(!format!("{issued:?}").contains("sesame"));
    }
}
