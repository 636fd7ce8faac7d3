//! Credentials in the environment.

use crate::Lookup;
use crate::answer::Issued;
use millpond_aws::iso8601;
use millpond_base::{Secret, WallMs};
use std::fmt;

/// What the environment lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomplete(pub &'static str);

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the environment of the gateway has no {}; set it where the service is started", self.0)
    }
}

impl std::error::Error for Incomplete {}

/// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and `AWS_CREDENTIAL_EXPIRATION`.
///
/// # Errors
/// Names the first of the two that must be there and is not.
pub fn environment(look: Lookup<'_>) -> Result<Issued, Incomplete> {
    let get = |name: &'static str| look(name).filter(|text| !text.is_empty()).ok_or(Incomplete(name));
    let access_key_id = get("AWS_ACCESS_KEY_ID")?;
    let secret = Secret::new(get("AWS_SECRET_ACCESS_KEY")?.into_bytes());
    let end = get("AWS_CREDENTIAL_EXPIRATION").ok().and_then(|text| iso8601::read(&text));
    Ok(Issued {
        access_key_id,
        secret,
        token: get("AWS_SESSION_TOKEN").ok(),
        ends: end.and_then(|ms| u64::try_from(ms).ok()).map(WallMs),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Issued, Incomplete> {
        let look = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        environment(&look)
    }

    #[test]
    fn a_key_needs_its_secret_and_nothing_else() {
        let key = ("AWS_ACCESS_KEY_ID", "AKIA");
        let secret = ("AWS_SECRET_ACCESS_KEY", "s");

        let issued = read(&[key, secret]).unwrap();

        assert_eq!((issued.token, issued.ends), (None, None));
        assert_eq!(read(&[key]).unwrap_err(), Incomplete("AWS_SECRET_ACCESS_KEY"));
        assert_eq!(read(&[secret, ("AWS_ACCESS_KEY_ID", "")]).unwrap_err(), Incomplete("AWS_ACCESS_KEY_ID"));
    }

    #[test]
    fn a_session_has_its_token_and_its_end() {
        let issued = read(&[
            ("AWS_ACCESS_KEY_ID", "ASIA"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
            ("AWS_SESSION_TOKEN", "t"),
            ("AWS_CREDENTIAL_EXPIRATION", "1970-01-01T00:00:05Z"),
        ]);

        let issued = issued.unwrap();

        assert_eq!((issued.token.as_deref(), issued.ends), (Some("t"), Some(WallMs(5_000))));
    }
}
