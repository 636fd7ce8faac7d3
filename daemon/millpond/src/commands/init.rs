//! `millpond init`: makes a data directory.

use crate::appliance;
use crate::clock::DeviceClock;
use crate::commands::{data_dir, env, print, read_data_dir, usage};
use crate::config::{Config, Unseal};
use crate::datadir::{self, DataDir};
use crate::entropy::KernelEntropy;
use crate::keys;
use crate::secrets::{self, FirstAccessKey};
use crate::trouble::{Step, Trouble};
use lexopt::{Arg, Parser, ValueExt};
use millpond_store::keyring::RootKey;
use std::path::absolute;
use std::sync::Arc;

const TEMPLATE: &str = include_str!("init_config.toml");

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut json) = (None, false);
    let mut config = Config::default();
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("json") => json = true,
            Arg::Long("unseal") => {
                config.keys.unseal = args.value().and_then(|value| value.parse()).map_err(usage)?;
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let key = create(&data, &config)?;
    let file = absolute(data.config()).step(|| "cannot name the configuration".into())?;
    if json {
        let fields = [
            ("access_key_id", key.access_key_id.as_str()),
            ("secret_access_key", &key.secret_access_key),
            ("account", config.account.0.as_str()),
            ("region", config.region.0.as_str()),
            ("endpoint", &env::endpoint(config.listen)),
            ("config", &file.to_string_lossy()),
        ];
        let fields: serde_json::Map<_, _> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
        return print(&[serde_json::Value::from(fields).to_string()]);
    }
    let dir = data.path().display();
    print(&[
        format!("Made {dir}. {}", root_key_advice(&config.keys.unseal)),
        String::new(),
        format!("  configuration      {}", file.display()),
        format!("  access key id      {}", key.access_key_id),
        format!("  secret access key  {}", key.secret_access_key),
        String::new(),
        "The secret is shown only now. Next:".to_owned(),
        String::new(),
        format!("  millpond serve --data {dir}"),
        format!("  eval \"$(millpond env --data {dir})\""),
    ])
}

/// Makes the directory and everything in it. The root key comes first, so that nothing is ever sealed under a key
/// that is not on flash.
pub(crate) fn create(data: &DataDir, config: &Config) -> Result<FirstAccessKey, Trouble> {
    data.create()?;
    let _lock = data.lock()?;
    let root = RootKey::generate(&KernelEntropy);
    datadir::write_new(&data.root_key(), &keys::seal(&root, &config.keys.unseal)?)?;
    certificate(data)?;
    appliance::create_log(data, config)?;
    let clock = Arc::new(DeviceClock::new());
    let store = appliance::open_store(data, &root, config, &clock)?;
    let key = appliance::first_access_key(&store)?;
    secrets::store_first(data, &root, &key)?;
    let text = config_text(config);
    datadir::write_new(&data.config(), text.as_bytes())?;
    Ok(key)
}

/// The configuration file with every key explained.
pub(crate) fn config_text(config: &Config) -> String {
    let text = TEMPLATE.replace("{region}", config.region.0.as_str());
    text.replace("{account}", config.account.0.as_str()).replace("\"{unseal}\"", &config.keys.unseal.quoted())
}

/// What a person should do now about the root key.
const fn root_key_advice(unseal: &Unseal) -> &'static str {
    match unseal {
        Unseal::Plain => {
            "Its root.key stands IN CLEAR and opens everything in it: keep a copy elsewhere, and see millpond keys."
        }
        _ => "Its root.key is sealed. Without the secret it is lost: see millpond keys export-recovery.",
    }
}

/// A self-signed certificate for this machine.
fn certificate(data: &DataDir) -> Result<(), Trouble> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    if !host.is_empty() && !names.contains(&host) {
        names.push(host);
    }
    let made = rcgen::generate_simple_self_signed(names).step(|| "cannot make a certificate".into())?;
    datadir::write_new(&data.resolve("tls/cert.pem".as_ref()), made.cert.pem().as_bytes())?;
    let key = zeroize::Zeroizing::new(made.signing_key.serialize_pem());
    datadir::write_new(&data.resolve("tls/key.pem".as_ref()), key.as_bytes())
}
