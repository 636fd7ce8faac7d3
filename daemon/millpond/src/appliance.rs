//! Puts the parts together: log, catalog, store, services, gateway.

use crate::clock::DeviceClock;
use crate::config::{Auth, Config, Rates};
use crate::datadir::DataDir;
use crate::entropy::KernelEntropy;
use crate::fieldbus;
use crate::journal;
use crate::seal;
use crate::secrets::FirstAccessKey;
use crate::trouble::{Step, Trouble};
use millpond_base::Clock;
use millpond_gateway::Gateway;
use millpond_log::disk::RealDisk;
use millpond_log::{Log, Options};
use millpond_service::Service;
use millpond_store::keyring::{Purpose, RootKey};
use millpond_store::renewing::RenewAfter;
use millpond_store::{Catalog, Parts, Store};
use std::path::Path;
use std::sync::Arc;

/// Reads the configuration: the named file, or the data directory's own.
pub(crate) fn read_config(data: &DataDir, named: Option<&Path>) -> Result<Config, Trouble> {
    let own = data.config();
    let path = named.unwrap_or(&own);
    let text = std::fs::read_to_string(path).step(|| format!("cannot read {}", path.display()))?;
    Config::parse(&text).step(|| format!("{} cannot be used", path.display()))
}

/// Makes an empty log in a new data directory.
pub(crate) fn create_log(data: &DataDir, config: &Config) -> Result<(), Trouble> {
    let cannot = || format!("cannot make the log in {}", data.log().display());
    let disk = RealDisk::open(data.log()).step(cannot)?;
    Log::create(&disk, &log_options(config), &KernelEntropy).step(cannot)
}

/// Opens everything the gateway keeps. The caller holds the directory's lock.
pub(crate) fn open_store(
    data: &DataDir,
    root: &RootKey,
    config: &Config,
    clock: &Arc<DeviceClock>,
) -> Result<Arc<Store>, Trouble> {
    let cannot = || format!("cannot open the log in {}", data.log().display());
    let disk = RealDisk::open(data.log()).step(cannot)?;
    let options = Options { suite: seal::choose(config.storage.seal), ..log_options(config) };
    let (log, recovered) =
        Log::open(Arc::new(disk), options, &KernelEntropy, clock.now().wall).step(cannot)?;
    clock.resume(recovered.line, recovered.wall);
    let catalog = Catalog::open(&data.catalog(), root.derive(Purpose::Catalog), &KernelEntropy)
        .step(|| format!("cannot open {}", data.catalog().display()))?;
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let store = Store::open(Parts {
        log: Arc::new(log),
        catalog: Arc::new(catalog),
        root,
        clock,
        entropy: Arc::new(KernelEntropy),
        account: config.account.0.clone(),
        region: config.region.0.clone(),
    })
    .step(|| format!("cannot open the data in {}", data.path().display()))?;
    store.renew_keys_after(config.keys.renew_after());
    store.full().set(config.full.policies());
    store.streams().set_quotas(config.retention.quotas());
    if let Some(issuer) = &config.identity.issuer {
        let scheme = if issuer.tls { "https" } else { "http" };
        store.principals().outbound().set_origin(format!("{scheme}://{}", issuer.authority));
    }
    store.principals().issuers().set_grace_ms(config.identity.oidc_grace_hours.0 * 3_600_000);
    store.streams().throttle().set(config.kinesis.limits == Rates::Aws);
    store.suspect(recovered.rot.into_iter().flat_map(|damage| damage.tracks));
    fieldbus::register(&store)?;
    store.log().forget_unregistered();
    // What was let go of before the start holds its segments again until it is let go of anew; a full log takes nothing
    // before that. A log that was just opened has not failed.
    let _ = store.maintain(store.clock().now());
    Ok(Arc::new(store))
}

/// Makes the administrator and the first access key.
pub(crate) fn first_access_key(store: &Store) -> Result<FirstAccessKey, Trouble> {
    let cannot = || "cannot make the administrator".into();
    let (key, secret) = store.principals().create_first_admin(store.clock().now()).step(cannot)?;
    let secret_access_key = String::from_utf8(secret.expose().to_vec()).step(cannot)?;
    Ok(FirstAccessKey { access_key_id: key.id, secret_access_key })
}

/// The gateway with every service this binary honours.
pub(crate) fn gateway(store: &Arc<Store>, config: &Config) -> Gateway {
    let options = millpond_gateway::Options {
        authenticate: config.auth == Auth::On,
        encode_denials: config.identity.encode_denials,
    };
    if config.auth == Auth::Off {
        journal::warn(
            "authentication is off: anyone on this machine may do anything; for test benches only",
            &[],
        );
    }
    Gateway::new(Arc::clone(store), services(), options)
}

fn services() -> Vec<Service> {
    vec![
        millpond_kinesis::service(),
        millpond_sqs::service(),
        millpond_kms::service(),
        millpond_sts::service(),
        millpond_iam::service(),
        millpond_dynamodb::service(),
        millpond_cloudwatch::service(),
    ]
}

/// How the log of a data directory is opened.
pub(crate) fn log_options(config: &Config) -> Options {
    let RenewAfter { bytes, ms } = config.keys.renew_after();
    Options {
        budget_bytes: config.storage.budget_mib.0 << 20,
        epoch_bytes_max: bytes,
        epoch_ms_max: ms,
        ..Options::default()
    }
}
