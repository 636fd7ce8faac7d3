//! `millpond keys`: how the root key is kept, and how that, or the key, is changed.

use crate::appliance;
use crate::care::CatalogCopy;
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::config::Unseal;
use crate::datadir::{self, DataDir};
use crate::entropy::KernelEntropy;
use crate::keys::{self, rotate};
use crate::trouble::{Step, Trouble};
use lexopt::{Arg, Parser, ValueExt};
use millpond_store::Catalog;
use millpond_store::keyring::{Purpose, RootFile, RootKey, Stretch, belongs};
use std::fs;
use std::io::{IsTerminal, Read};
use zeroize::Zeroizing;

const HOW: &str =
    "what to do with the keys is expected: status, reseal, rotate-root, export-recovery or recover";
/// Far more than a recovery code takes with blanks.
const CODE_BYTES_MAX: u64 = 1024;

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut to, mut word) = (None, None, None);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("to") => to = Some(args.value().and_then(|value| value.parse()).map_err(usage)?),
            Arg::Value(value) if word.is_none() => word = Some(value.string().map_err(usage)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    match (word.as_deref(), to) {
        (Some("status"), None) => status(&data),
        (Some("reseal"), to) => reseal(&data, to.as_ref()),
        (Some("rotate-root"), None) => rotate_root(&data),
        (Some("export-recovery"), None) => export_recovery(&data),
        (Some("recover"), to) => recover(&data, to),
        (Some("status" | "rotate-root" | "export-recovery"), Some(_)) => {
            Err(Trouble::new("--to goes with reseal and recover only"))
        }
        _ => Err(Trouble::new(HOW)),
    }
}

/// What can be said without unsealing anything.
fn status(data: &DataDir) -> Result<(), Trouble> {
    let file = keys::read_file(data)?;
    let config = appliance::read_config(data, None);
    let unseal = config.map_or_else(|trouble| format!("unknown: {trouble}"), |c| c.keys.unseal.to_string());
    let form = match &file {
        RootFile::Clear(_) => "IN CLEAR: whoever gets this directory can read everything in it".to_owned(),
        RootFile::Sealed(sealed) => match sealed.stretch() {
            Stretch::None => "sealed under a secret that a machine keeps".to_owned(),
            Stretch::Argon2id { memory_kib, passes, .. } => {
                format!("sealed under a passphrase, Argon2id with {} MiB, {passes} passes", memory_kib >> 10)
            }
        },
    };
    let fingerprint: String = file.fingerprint().iter().map(|byte| format!("{byte:02x}")).collect();
    let first =
        if data.root_heritage().exists() { "a later one of this device" } else { "the device's first" };
    let mut lines = vec![
        format!("root key     {form}"),
        format!("unsealed by  {unseal}"),
        format!("fingerprint  {fingerprint}, {first}"),
    ];
    if data.former_root_key().exists() || rotate::is_due(data) {
        lines.push(
            "unfinished   a change was cut short; the next start, or any command, finishes it".to_owned(),
        );
    }
    print(&lines)
}

/// Seals the key anew: as `to` says, which is then also what the configuration says, or as the configuration says.
fn reseal(data: &DataDir, to: Option<&Unseal>) -> Result<(), Trouble> {
    let root = keys::open(data, None)?;
    let config = appliance::read_config(data, None)?;
    let unseal = to.unwrap_or(&config.keys.unseal);
    keys::reseal(data, &root, unseal)?;
    let mut lines = vec![format!("root.key is sealed anew: unseal = \"{unseal}\".")];
    if *unseal == Unseal::Plain {
        lines = vec!["root.key stands IN CLEAR now: whoever gets this directory can read it all.".to_owned()];
    }
    lines.push("No record was touched. The blocks of the flash that held the former root.key may".to_owned());
    lines.push("hold it until they are used again; where it stood in clear, rotate-root as well.".to_owned());
    print(&lines)
}

fn rotate_root(data: &DataDir) -> Result<(), Trouble> {
    let _lock = data.lock()?;
    rotate::finish(data, &mut || Ok(()))?;
    let old = keys::open(data, None)?;
    let config = appliance::read_config(data, None)?;
    rotate::rotate(data, &old, &config.keys.unseal, &mut || Ok(()))?;
    print(&[
        "The directory has a new root key. Sensors and the loss ledger's signature keep their keys; temporary",
        "credentials, and KMS's grant and import tokens, ended. Recovery codes and copies of root.key from before",
        "open only older copies of this directory: make new ones with millpond keys export-recovery.",
    ])
}

fn export_recovery(data: &DataDir) -> Result<(), Trouble> {
    let code = keys::open(data, None)?.recovery_code();
    eprint(&[
        "THIS CODE IS THE ROOT KEY. Whoever has it and this device's storage can read everything. Write it on paper,",
        "keep it away from the device, and let nobody photograph it. millpond keys recover takes it.",
        "",
    ]);
    print(&[&*code])
}

/// Rebuilds `root.key` from a code, once that has proven to be this directory's.
fn recover(data: &DataDir, to: Option<Unseal>) -> Result<(), Trouble> {
    let _lock = data.lock()?;
    rotate::finish(data, &mut || Ok(()))?;
    if std::io::stdin().is_terminal() {
        eprint(&["Type the recovery code, then press Enter and Ctrl-D:"]);
    }
    let mut code = Zeroizing::new(String::with_capacity(1024));
    std::io::stdin().take(CODE_BYTES_MAX).read_to_string(&mut code).step(|| "cannot read the code".into())?;
    let root = RootKey::from_recovery_code(&code).step(|| "no key can be made of this code".into())?;
    let foreign = || format!("the code does not belong to {}; nothing was changed", data.path().display());
    {
        let copy = CatalogCopy::take(data)?;
        let catalog =
            Catalog::open(&copy.path(), root.derive(Purpose::Catalog), &KernelEntropy).step(foreign)?;
        belongs(&catalog, &root).step(foreign)?;
    }
    match to {
        Some(unseal) => keys::reseal(data, &root, &unseal)?,
        None => {
            let config = appliance::read_config(data, None)?;
            datadir::replace(&data.root_key(), &keys::seal(&root, &config.keys.unseal)?)?;
        }
    }
    let _ = fs::remove_file(data.former_root_key());
    print(&[
        "root.key is there again. The code still opens it: keep it as before, or rotate-root and export another.",
    ])
}

/// A closed standard error must not keep a key from being exported.
fn eprint(lines: &[&str]) {
    use std::io::Write;
    let mut out = std::io::stderr().lock();
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
}
