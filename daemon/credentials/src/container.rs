//! Where a container asks for credentials.

use crate::Lookup;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where ECS's agent listens.
///
/// # Source
/// Amazon ECS Developer Guide, "Task IAM role".
const ECS: &str = "http://169.254.170.2";

/// Hosts besides this machine that may be asked without TLS: the agents of ECS and EKS.
///
/// # Source
/// AWS SDKs and Tools Reference Guide, "Container credential provider".
const AGENTS: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23)),
];

/// Where to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Scheme, host and port: `http://169.254.170.2`.
    pub origin: String,
    /// Path and query, with its slash.
    pub path: String,
    /// What to say in `Authorization`.
    pub token: Option<TokenFrom>,
}

/// Where the token for a container's agent is.
#[derive(Clone, PartialEq, Eq)]
pub enum TokenFrom {
    /// Here.
    Value(String),
    /// In this file, which changes: it is read for each call.
    File(String),
}

impl fmt::Debug for TokenFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(..)"),
            Self::File(path) => write!(f, "File({path:?})"),
        }
    }
}

/// Nothing to ask, or nobody that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Forbidden {
    /// No variable names an agent.
    Nowhere,
    /// It is no URL.
    NoUrl(String),
    /// Credentials would cross a network in clear.
    InClear(String),
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => f.write_str(
                "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set; is this \
                 container given a role?",
            ),
            Self::NoUrl(url) => write!(f, "AWS_CONTAINER_CREDENTIALS_FULL_URI is {url:?}, which is no URL"),
            Self::InClear(host) => write!(
                f,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names {host:?} without TLS; only this machine and the agents of ECS \
                 and EKS are asked so: use https"
            ),
        }
    }
}

impl std::error::Error for Forbidden {}

/// Reads where to ask from the environment.
///
/// # Errors
/// When no variable says where, or what it says must not be asked.
pub fn container_endpoint(look: Lookup<'_>) -> Result<Container, Forbidden> {
    let get = |name: &str| look(name).filter(|text| !text.is_empty());
    let file = get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").map(TokenFrom::File);
    let token = file.or_else(|| get("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(TokenFrom::Value));
    if let Some(path) = get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        return Ok(Container { origin: ECS.into(), path, token });
    }
    let url = get("AWS_CONTAINER_CREDENTIALS_FULL_URI").ok_or(Forbidden::Nowhere)?;
    let no_url = || Forbidden::NoUrl(url.clone());
    let (scheme, rest) = url.split_once("://").ok_or_else(no_url)?;
    let (authority, path) = match rest.find(['/', '?']) {
        Some(at) if rest[at..].starts_with('/') => (&rest[..at], rest[at..].to_owned()),
        Some(at) => (&rest[..at], format!("/{}", &rest[at..])),
        None => (rest, "/".to_owned()),
    };
    if authority.is_empty() || authority.contains('@') {
        return Err(no_url());
    }
    match scheme {
        "https" => {}
        "http" if is_near(host(authority)) => {}
        "http" => return Err(Forbidden::InClear(host(authority).to_owned())),
        _ => return Err(no_url()),
    }
    Ok(Container { origin: format!("{scheme}://{authority}"), path, token })
}

/// The host of `host:port`, an address of version 6 without its brackets.
fn host(authority: &str) -> &str {
    match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, _)) => host,
        None => authority.split_once(':').map_or(authority, |(host, _)| host),
    }
}

fn is_near(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || AGENTS.contains(&address),
        // Any other name may lead anywhere.
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(set: &[(&str, &str)]) -> Result<Container, Forbidden> {
        let look = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        container_endpoint(&look)
    }

    fn full(url: &str) -> Result<(String, String), Forbidden> {
        let found = asked(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)])?;
        Ok((found.origin, found.path))
    }

    #[test]
    fn a_relative_address_outranks_a_full_one() {
        let relative = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/7");
        let full = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://a.example/x");

        let found = asked(&[relative, full]).unwrap();

        assert_eq!((found.origin.as_str(), found.path.as_str()), (ECS, "/v2/credentials/7"));
    }

    #[test]
    fn a_token_in_a_file_outranks_one_in_the_environment() {
        let relative = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x");
        let value = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc");
        let file = ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/token");

        assert_eq!(
            asked(&[relative, value, file]).unwrap().token,
            Some(TokenFrom::File("/run/token".into()))
        );
        assert_eq!(asked(&[relative, value]).unwrap().token, Some(TokenFrom::Value("Basic abc".into())));
        assert!(!format!("{:?}", asked(&[relative, value])).contains("abc"));
    }

    #[test]
    fn only_this_machine_and_the_agents_are_asked_without_tls() {
        for near in [
            "http://127.0.0.1:8080",
            "http://localhost/x",
            "http://[::1]:80",
            "http://169.254.170.2",
            "http://169.254.170.23/v1/credentials",
            "http://[fd00:ec2::23]/v1",
            "https://vault.example",
        ] {
            assert!(full(near).is_ok(), "{near}");
        }
        for far in
            ["http://192.0.2.1/x", "http://169.254.169.254/", "http://localhost.example", "http://[fd00::1]"]
        {
            assert!(matches!(full(far), Err(Forbidden::InClear(_))), "{far}");
        }
        for wrong in ["ftp://127.0.0.1", "127.0.0.1", "http://", "http://u@127.0.0.1/"] {
            assert!(matches!(full(wrong), Err(Forbidden::NoUrl(_))), "{wrong}");
        }
        assert_eq!(asked(&[]), Err(Forbidden::Nowhere));
    }

    #[test]
    fn a_url_is_split_before_its_path() {
        let split = |url: &str| full(url).unwrap();

        assert_eq!(split("https://a.example:1/b?c=d"), ("https://a.example:1".into(), "/b?c=d".into()));
        assert_eq!(split("https://a.example?c=d"), ("https://a.example".into(), "/?c=d".into()));
        assert_eq!(split("https://a.example"), ("https://a.example".into(), "/".into()));
    }
}
