//! The data directory: whether it is one, whose it is, how its root key is kept, and whether a gateway runs on it.

use super::Finding;
use crate::datadir::DataDir;
use crate::status;
use millpond_store::keyring::RootFile;
use std::fs;
use std::os::unix::fs::MetadataExt;

pub(super) fn examine(data: &DataDir) -> Vec<Finding> {
    let path = data.path();
    let found = match fs::metadata(path) {
        Ok(found) if found.is_dir() => found,
        Ok(_) => {
            return vec![Finding::bad(
                "directory",
                format!("{} is a file", path.display()),
                "name a directory",
            )];
        }
        Err(error) => {
            let remedy = format!("make it: millpond init --data {}", path.display());
            return vec![Finding::bad("directory", format!("{}: {error}", path.display()), remedy)];
        }
    };
    let mut findings = vec![match found.mode() & 0o077 {
        0 => Finding::good("directory", format!("{} is its owner's alone", path.display())),
        mode => Finding::bad(
            "directory",
            format!("others may look into {} (mode {:03o})", path.display(), found.mode() & 0o777),
            format!("chmod 700 {}; mode {mode:03o} was granted to others", path.display()),
        ),
    }];
    findings.push(root_key(data));
    findings.push(match status::ask(data) {
        Ok(Some(status)) => Finding::good("gateway", format!("runs and answers at {}", status.listen)),
        Ok(None) => Finding::unknown("gateway", "does not run on this directory"),
        Err(trouble) => Finding::bad(
            "gateway",
            trouble.lines().join(": "),
            "it runs and does not answer; its journal says why, and systemd starts it again by itself",
        ),
    });
    findings
}

fn root_key(data: &DataDir) -> Finding {
    match crate::keys::read_file(data) {
        Ok(RootFile::Clear(_)) => Finding::advice(
            "root key",
            "stands in clear: whoever takes this storage away can read all of it",
            "seal it: millpond keys reseal --to HOW (a TPM, a passphrase or a token; see systemd/README.md)",
        ),
        Ok(_) => Finding::good("root key", "is sealed"),
        Err(trouble) => Finding::bad(
            "root key",
            trouble.lines().join(": "),
            "run this as the service's user; if the file is gone put its copy back, or use millpond keys recover",
        ),
    }
}
