//! `millpond env`: the exports that point any AWS SDK or CLI at the gateway.

use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::config::{Auth, Config};
use crate::secrets::{self, FirstAccessKey};
use crate::trouble::Trouble;
use crate::{appliance, status};
use lexopt::{Arg, Parser};
use std::net::SocketAddr;

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let mut data = None;
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let root = data.read_root_key()?;
    let config = appliance::read_config(&data, None)?;
    let key = match config.auth {
        Auth::On => secrets::load_first(&data, &root)?,
        // Clients refuse to call without credentials, and an open gateway takes any.
        Auth::Off => {
            FirstAccessKey { access_key_id: "AKIAANYKEYWILLDO0000".into(), secret_access_key: "any".into() }
        }
    };
    // A running gateway may listen elsewhere than its configuration says.
    let listen = status::ask(&data)?.and_then(|status| status.listen.parse().ok()).unwrap_or(config.listen);
    print(&exports(&config, listen, &key))
}

fn exports(config: &Config, listen: SocketAddr, key: &FirstAccessKey) -> Vec<String> {
    let region = config.region.0.as_str();
    [
        ("AWS_ENDPOINT_URL", endpoint(listen).as_str()),
        ("AWS_REGION", region),
        ("AWS_DEFAULT_REGION", region),
        ("AWS_ACCESS_KEY_ID", key.access_key_id.as_str()),
        ("AWS_SECRET_ACCESS_KEY", key.secret_access_key.as_str()),
        // Older botocore otherwise sends SQS calls to AWS's old host names, whatever the endpoint. Version 1.46 of the
        // AWS CLI has a list of such names of its own, and for SQS obeys nothing but `--endpoint-url`.
        ("BOTO_DISABLE_COMMONNAME", "true"),
    ]
    .iter()
    .map(|(name, value)| format!("export {name}={}", quoted(value)))
    .collect()
}

/// Quoted only where a shell needs it, so that plainer readers than a shell can take the lines apart too.
fn quoted(value: &str) -> String {
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+=:.-_".contains(&b));
    if plain { value.to_owned() } else { format!("'{value}'") }
}

/// The address as a URL that works on this machine: a wildcard address is reached through loopback.
pub(super) fn endpoint(listen: SocketAddr) -> String {
    let mut address = listen;
    if listen.ip().is_unspecified() {
        address.set_ip(match listen {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    format!("http://{address}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exports_can_be_evaluated_by_a_shell() {
        let key = FirstAccessKey { access_key_id: "AKIA1".into(), secret_access_key: "a/b+c".into() };
        let config = Config::default();

        let lines = exports(&config, config.listen, &key);

        assert_eq!(lines[0], "export AWS_ENDPOINT_URL=http://127.0.0.1:4566");
        assert_eq!(quoted("http://[::1]:80"), "'http://[::1]:80'");
        assert_eq!(lines[4], "export AWS_SECRET_ACCESS_KEY=a/b+c");
    }

    #[test]
    fn a_wildcard_address_is_reached_through_loopback() {
        assert_eq!(endpoint("0.0.0.0:80".parse().unwrap()), "http://127.0.0.1:80");
        assert_eq!(endpoint("[::]:80".parse().unwrap()), "http://[::1]:80");
        assert_eq!(endpoint("192.0.2.1:80".parse().unwrap()), "http://192.0.2.1:80");
    }
}
