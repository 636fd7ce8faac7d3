//! Gets the service models: botocore's wheel from PyPI, kept under `target/`, pinned by hash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the generated files name as their source.
pub(super) const SOURCE: &str = "botocore 1.44.5";

const REQUIREMENT: &str = "botocore==1.44.5";
const WHEEL: &str = "botocore-1.44.5-py3-none-any.whl";
/// SHA-256 of the wheel, as PyPI lists it.
const SHA256: &str = "8f16a56d1dff125dd65322ae021efa7ba5195a6db5102b96862566055b748921";

/// Checks the wheel and prints a service's newest model. The standard library of Python has zip, gzip and SHA-256.
const EXTRACT: &str = "
import gzip, hashlib, sys, zipfile
wheel, sha256, service = sys.argv[1:]
if hashlib.sha256(open(wheel, 'rb').read()).hexdigest() != sha256:
    sys.exit(wheel + ' is not the pinned one; delete it and run again')
archive = zipfile.ZipFile(wheel)
prefix, suffix = 'botocore/data/' + service + '/', '/service-2.json.gz'
models = sorted(n for n in archive.namelist() if n.startswith(prefix) and n.endswith(suffix))
if not models:
    sys.exit('botocore has no service ' + service)
sys.stdout.buffer.write(gzip.decompress(archive.read(models[-1])))
";

/// The wheel on disk; downloaded by pip when it is not there yet.
pub(super) fn wheel(cache: &Path) -> Result<PathBuf, String> {
    let wheel = cache.join(WHEEL);
    if wheel.exists() {
        return Ok(wheel);
    }
    fs::create_dir_all(cache).map_err(|e| format!("{}: {e}", cache.display()))?;
    let pin = cache.join("requirements.txt");
    fs::write(&pin, format!("{REQUIREMENT} --hash=sha256:{SHA256}\n"))
        .map_err(|e| format!("{}: {e}", pin.display()))?;
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "-r",
    ]);
    pip.arg(&pin).arg("-d").arg(cache);
    let status = pip.status().map_err(|e| format!("python3 -m pip: {e}"))?;
    if status.success() { Ok(wheel) } else { Err(format!("pip could not download {REQUIREMENT}: {status}")) }
}

/// The JSON text of a service's model.
pub(super) fn model(wheel: &Path, service: &str) -> Result<Vec<u8>, String> {
    let output = Command::new("python3")
        .args(["-c", EXTRACT])
        .arg(wheel)
        .args([SHA256, service])
        .output()
        .map_err(|e| format!("python3: {e}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
