//! `cargo xtask clients`: suites that drive the release binary with software nobody here wrote.
//!
//! The clients are pinned in `daemon/testkit/clients` and installed beside the build products, so that a second run
//! downloads nothing. They are separate from this workspace: nothing of them reaches the product.

pub(crate) mod tools;

use crate::run::{Failure, failed, root, run, target_dir};
use lexopt::{Arg, Parser, ValueExt};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use tools::Tools;

/// What is to be run.
#[derive(Default)]
pub(crate) struct Wanted {
    /// Also those clients that take minutes to build or to run.
    all: bool,
    /// Only tests whose names match this expression of pytest's `-k`.
    only: Option<String>,
    /// Only the crash suite, with this many SIGKILLs.
    kills: Option<u32>,
}

impl Wanted {
    /// Reads what follows `cargo xtask clients`.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, Failure> {
        let (mut wanted, mut parser) = (Self::default(), Parser::from_args(arguments));
        let unknown =
            |error: lexopt::Error| failed("cargo xtask clients [--all] [--only WORDS] [--kills N]", error);
        while let Some(argument) = parser.next().map_err(unknown)? {
            match argument {
                Arg::Long("all") => wanted.all = true,
                Arg::Long("only") => {
                    let words = parser.value().and_then(ValueExt::string);
                    wanted.only = Some(words.map_err(unknown)?);
                }
                Arg::Long("kills") => {
                    let count = parser.value().and_then(|value| value.parse());
                    wanted.kills = Some(count.map_err(unknown)?);
                }
                other => return Err(unknown(other.unexpected())),
            }
        }
        Ok(wanted)
    }
}

/// Installs the clients when needed and runs the suites.
///
/// The environment variable `MILLPOND` names another binary than the release build.
pub(crate) fn clients(wanted: &Wanted) -> Result<(), Failure> {
    let home = target_dir().join("clients");
    let tools = Tools::beside(home.clone());
    let binary = env::var_os("MILLPOND").map_or_else(|| target_dir().join("release/millpond"), PathBuf::from);
    let mut suites = root().join("daemon/testkit/clients/suites");
    let mut pytest = Command::new(tools.python()?);
    pytest
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        // Data directories of a failed run are kept, to be looked at.
        .args(["--override-ini", "tmp_path_retention_policy=failed"])
        .env("MILLPOND", root().join(binary))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(&home);
    if let Some(words) = &wanted.only {
        pytest.args(["-k", words]);
    }
    if let Some(kills) = wanted.kills {
        suites.push("test_kills.py");
        pytest.env("MILLPOND_KILLS", kills.to_string());
    } else {
        pytest
            .env("MILLPOND_NODE_HOME", tools.node()?)
            .env("MILLPOND_AWS_CLI", tools.aws_cli()?)
            .env("MILLPOND_GO_CLIENT", tools.go()?)
            .env("MILLPOND_ISSUERS", tools.issuers()?)
            .env("MILLPOND_JAVA_CLIENT", tools.java("java")?)
            .env("MILLPOND_PKCS11_MODULE", Tools::token()?)
            .env("MILLPOND_PEERS_PYTHON", tools.peers()?)
            .env("MILLPOND_OLD_PYTHON", tools.old()?)
            .env("MILLPOND_CELERY_PYTHON", tools.celery()?)
            .env("MILLPOND_SAML_PYTHON", tools.saml()?)
            .env("MILLPOND_SAML_NODE", tools.saml_node()?)
            .env("MILLPOND_OIDC_HOME", tools.oidc()?)
            .env("MILLPOND_MOTO", tools.moto()?)
            .env("MILLPOND_KINESIS_PEERS", tools.kinesis_peers()?)
            .env("MILLPOND_ELASTICMQ", tools.elasticmq()?)
            .env("MILLPOND_PROXIES", tools.proxies()?)
            .env("MILLPOND_EMULATED", tools.emulated(wanted.all)?)
            .env("MILLPOND_S3RVER", tools.s3rver()?)
            .env("MILLPOND_SENSOR", Tools::sensor()?)
            .env("MILLPOND_NATS_SERVER", tools.nats()?)
            .env("MILLPOND_WITH_NATS", tools.with_nats()?);
        Tools::broker()?;
        Tools::emulator()?;
    }
    if wanted.all {
        pytest.env("MILLPOND_RUST_CLIENT", tools.rust()?).env("MILLPOND_KCL", tools.java("kcl")?);
        pytest.env("MILLPOND_BOOT", tools.machine()?);
    }
    run(pytest.arg(suites))
}
