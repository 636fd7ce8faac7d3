//! Gets each language's pinned clients, and its tools where a machine has none.

use crate::dist;
use crate::run::{Failure, failed, root, run, target_dir};
use std::env;
use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod foreign;

/// The folder beside the build products where all of it goes.
pub(crate) struct Tools {
    home: PathBuf,
}

impl Tools {
    pub(crate) fn beside(home: PathBuf) -> Self {
        Self { home }
    }

    /// A virtual environment with the pinned Python packages.
    pub(crate) fn python(&self) -> Result<PathBuf, Failure> {
        self.environment("venv", &source("requirements.txt"))
    }

    /// Another one, for libraries that want another version of the SDK.
    pub(crate) fn peers(&self) -> Result<PathBuf, Failure> {
        self.environment("peers", &source("peers/requirements.txt"))
    }

    /// A third, with an SDK from before SQS's clients spoke JSON.
    pub(crate) fn old(&self) -> Result<PathBuf, Failure> {
        self.environment("old", &source("old/requirements.txt"))
    }

    /// One for a task queue.
    pub(crate) fn celery(&self) -> Result<PathBuf, Failure> {
        self.environment("celery", &source("celery/requirements.txt"))
    }

    /// One for a SAML identity provider, whose signatures are those of Debian's xmlsec1.
    pub(crate) fn saml(&self) -> Result<PathBuf, Failure> {
        if !found("xmlsec1") {
            debian(&["xmlsec1"])?;
        }
        self.environment("saml", &source("saml/requirements.txt"))
    }

    /// moto's server, as the benchmarks pin it.
    pub(crate) fn moto(&self) -> Result<PathBuf, Failure> {
        let python = self.environment("moto", &peers("moto/requirements.txt"))?;
        Ok(python.with_file_name("moto_server"))
    }

    /// Servers of the Kinesis API, as the benchmarks pin them: the folder of their modules.
    pub(crate) fn kinesis_peers(&self) -> Result<PathBuf, Failure> {
        let folder = self.home.join("kinesis-peers");
        let names = ["package.json", "package-lock.json"];
        install(&names.map(peers), &folder, || {
            for name in names {
                fs::copy(peers(name), folder.join(name)).map_err(|e| failed(name, e))?;
            }
            // LevelDB comes compiled in its package: no script of a package has to run.
            let words = ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"];
            run(Command::new("npm").args(words).current_dir(&folder))
        })?;
        Ok(folder.join("node_modules"))
    }

    /// ElasticMQ, as the benchmarks pin it: its archives are in `dependency`.
    pub(crate) fn elasticmq(&self) -> Result<PathBuf, Failure> {
        self.maven("elasticmq", &peers("elasticmq"))
    }

    /// Two proxies of Debian's: tinyproxy and microsocks. Gives the folder that stands for `/`.
    pub(crate) fn proxies(&self) -> Result<PathBuf, Failure> {
        self.unpacked("proxies")
    }

    /// Debian's NATS server.
    pub(crate) fn nats(&self) -> Result<PathBuf, Failure> {
        Ok(self.unpacked("nats")?.join("usr/sbin/nats-server"))
    }

    /// The gateway itself, built to speak to NATS. A debug build, as it is only about whether that works.
    pub(crate) fn with_nats(&self) -> Result<PathBuf, Failure> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let build = ["build", "--quiet", "--locked", "--package", "millpond", "--features", "nats"];
        run(Command::new(cargo).args(build).current_dir(root()))?;
        let program = self.home.join("nats/millpond");
        fs::copy(target_dir().join("debug/millpond"), &program).map_err(|e| failed(program.display(), e))?;
        Ok(program)
    }

    /// The release binary for ARM gateways, each behind the emulator that runs it here: a JSON object of targets and programs.
    pub(crate) fn emulated(&self, all: bool) -> Result<String, Failure> {
        if !(found("qemu-aarch64-static") && found("qemu-arm-static")) {
            debian(&["qemu-user-static"])?;
        }
        let mut programs = Vec::new();
        for target in dist::TARGETS.iter().filter(|target| all || target.always) {
            let binary = dist::build(target)?;
            let folder = self.home.join("emulated").join(target.name);
            fs::create_dir_all(&folder).map_err(|e| failed(folder.display(), e))?;
            let (copy, wrapper) = (folder.join("millpond"), folder.join("emulated"));
            fs::copy(&binary, &copy).map_err(|e| failed(binary.display(), e))?;
            let script =
                format!("#!/bin/sh\nexec {} {:?} \"$@\"\n", target.emulator, copy.display().to_string());
            fs::write(&wrapper, script).map_err(|e| failed(wrapper.display(), e))?;
            fs::set_permissions(&wrapper, Permissions::from_mode(0o755))
                .map_err(|e| failed(wrapper.display(), e))?;
            programs.push(format!("{:?}:{:?}", target.name, wrapper.display().to_string()));
        }
        Ok(format!("{{{}}}", programs.join(",")))
    }

    /// Debian's packages, unpacked and not installed, as installing would start servers of the system. Gives the folder that
    /// stands for `/`.
    fn unpacked(&self, name: &str) -> Result<PathBuf, Failure> {
        let (folder, wanted) = (self.home.join(name), source(name).join("packages.txt"));
        install(std::slice::from_ref(&wanted), &folder, || {
            let names = fs::read_to_string(&wanted).map_err(|e| failed(wanted.display(), e))?;
            run(Command::new("apt-get").args(["update", "-qq"]))?;
            let download = ["-qq", "-o", "APT::Sandbox::User=", "download"];
            run(Command::new("apt-get").args(download).args(names.split_whitespace()).current_dir(&folder))?;
            for entry in fs::read_dir(&folder).map_err(|e| failed(folder.display(), e))? {
                let path = entry.map_err(|e| failed(folder.display(), e))?.path();
                if path.extension().is_some_and(|end| end == "deb") {
                    run(Command::new("dpkg").arg("--extract").arg(&path).arg(folder.join("root")))?;
                }
            }
            Ok(())
        })?;
        Ok(folder.join("root"))
    }

    /// A broker of MQTT and its clients.
    pub(crate) fn broker() -> Result<(), Failure> {
        // The broker lies where only root's path leads.
        let is_there = Path::new("/usr/sbin/mosquitto").is_file() && found("mosquitto_sub");
        if is_there { Ok(()) } else { debian(&["mosquitto", "mosquitto-clients"]) }
    }

    /// A machine with a microcontroller, for the firmware of nodes.
    pub(crate) fn emulator() -> Result<(), Failure> {
        if found("qemu-system-arm") { Ok(()) } else { debian(&["qemu-system-arm"]) }
    }

    /// The simulated sensor of this workspace, as a program of its own.
    pub(crate) fn sensor() -> Result<PathBuf, Failure> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run(Command::new(cargo)
            .args(["build", "--quiet", "--release", "-p", "millpond-node-sim", "--bin", "millpond-node"])
            .current_dir(root()))?;
        Ok(target_dir().join("release/millpond-node"))
    }

    /// A folder with the pinned Node packages.
    pub(crate) fn node(&self) -> Result<PathBuf, Failure> {
        self.packages("node")
    }

    /// One with an OpenID Connect provider.
    pub(crate) fn oidc(&self) -> Result<PathBuf, Failure> {
        self.packages("oidc")
    }

    /// One with a server of S3.
    pub(crate) fn s3rver(&self) -> Result<PathBuf, Failure> {
        self.packages("s3rver")
    }

    /// One with a library that signs SAML assertions.
    pub(crate) fn saml_node(&self) -> Result<PathBuf, Failure> {
        self.packages("saml-node")
    }

    fn packages(&self, name: &str) -> Result<PathBuf, Failure> {
        let (source, folder) = (source(name), self.home.join(name));
        let names = ["package.json", "package-lock.json"];
        install(&names.map(|name| source.join(name)), &folder, || {
            for name in names {
                fs::copy(source.join(name), folder.join(name)).map_err(|e| failed(name, e))?;
            }
            run(Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))
        })?;
        Ok(folder)
    }

    /// Version 2 of AWS's command line.
    pub(crate) fn aws_cli(&self) -> Result<PathBuf, Failure> {
        let (folder, wanted) = (self.home.join("cli"), source("cli/requirements.txt"));
        let unpack = source("cli/unpack.py");
        install(&[wanted.clone(), unpack.clone()], &folder, || {
            let python = self.python()?;
            run(Command::new(&python)
                .args(["-m", "pip", "download", "--quiet", "--no-deps", "--requirement"])
                .arg(&wanted)
                .arg("--dest")
                .arg(&folder))?;
            run(Command::new(&python).arg(&unpack).arg(&folder))
        })?;
        Ok(folder.join("dist/aws"))
    }

    /// The program with the SDK for Go.
    pub(crate) fn go(&self) -> Result<PathBuf, Failure> {
        let folder = self.home.join("go");
        let program = folder.join("hand");
        self.build_go("go", &["go.mod", "go.sum", "main.go"], &program, ".")?;
        Ok(program)
    }

    /// A folder with AWS's own helper for IAM Roles Anywhere, and its mock of an instance's metadata.
    pub(crate) fn issuers(&self) -> Result<PathBuf, Failure> {
        let programs = self.home.join("issuers/bin");
        fs::create_dir_all(&programs).map_err(|e| failed(programs.display(), e))?;
        self.build_go("issuers", &["go.mod", "go.sum"], &programs, "tool")?;
        Ok(programs)
    }

    /// Builds packages of a Go module.
    fn build_go(&self, module: &str, files: &[&str], output: &Path, packages: &str) -> Result<(), Failure> {
        let (module, folder) = (source(module), self.home.join(module));
        let files: Vec<PathBuf> = files.iter().map(|name| module.join(name)).collect();
        install(&files, &folder, || {
            let go = match found("go") {
                true => PathBuf::from("go"),
                false => {
                    let wanted = source("go").join("requirements.txt");
                    self.environment("go-toolchain", &wanted)?.with_file_name("go")
                }
            };
            run(Command::new(go)
                .args(["build", "-buildvcs=false", "-o"])
                .arg(output)
                .arg(packages)
                .current_dir(&module)
                .env("GOMODCACHE", folder.join("modules"))
                .env("GOCACHE", folder.join("cache"))
                // Otherwise the modules are read-only, and nobody could simply delete the build products.
                .env("GOFLAGS", "-modcacherw")
                .env("GOTOOLCHAIN", "local"))
        })
    }

    /// A Maven project: its `classes`, and what they need in `dependency`.
    pub(crate) fn java(&self, project: &str) -> Result<PathBuf, Failure> {
        self.maven(project, &source(project))
    }

    fn maven(&self, name: &str, source: &Path) -> Result<PathBuf, Failure> {
        let folder = self.home.join(name);
        install(&files_below(source)?, &folder, || {
            if !(found("mvn") && found("javac")) {
                debian(&["default-jdk-headless", "maven"])?;
            }
            run(Command::new("mvn")
                .args(["--quiet", "--batch-mode", "-Dstyle.color=never", "--file"])
                .arg(source.join("pom.xml"))
                .arg(setting("-Dmaven.repo.local=", &self.home.join("maven")))
                .arg(setting("-Dbuild.folder=", &folder))
                .args(["compile", "dependency:copy-dependencies"]))
        })?;
        Ok(folder)
    }

    /// The library of a token in software, for programs that speak PKCS#11; OpenSC's is one.
    pub(crate) fn token() -> Result<PathBuf, Failure> {
        if !(found("softhsm2-util") && found("pkcs11-tool")) {
            debian(&["softhsm2", "opensc"])?;
        }
        Ok(PathBuf::from("/usr/lib/softhsm/libsofthsm2.so"))
    }

    /// The program with the SDK for Rust, built in a workspace of its own.
    pub(crate) fn rust(&self) -> Result<PathBuf, Failure> {
        let target = self.home.join("rust");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run(Command::new(cargo)
            .args(["build", "--quiet", "--locked", "--manifest-path"])
            .arg(source("rust/Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target))?;
        Ok(target.join("debug/rust-client"))
    }

    /// The interpreter of a virtual environment with what a requirements file asks for.
    fn environment(&self, name: &str, wanted: &Path) -> Result<PathBuf, Failure> {
        let venv = self.home.join(name);
        let python = venv.join("bin/python");
        install(&[wanted.to_owned()], &venv, || {
            run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
            run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(wanted))
        })?;
        Ok(python)
    }
}

/// A file of the servers that the benchmarks compare with.
fn peers(name: &str) -> PathBuf {
    root().join("bench/peers").join(name)
}

fn source(name: &str) -> PathBuf {
    root().join("daemon/testkit/clients").join(name)
}

/// A path as part of an argument.
fn setting(name: &str, path: &Path) -> OsString {
    let mut words = OsString::from(name);
    words.push(path);
    words
}

/// All files of a folder, those of one run in the order of the next.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| failed(folder.display(), e))? {
        let path = entry.map_err(|e| failed(folder.display(), e))?.path();
        if path.is_dir() { files.extend(files_below(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

/// Whether this machine has a program.
fn found(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs packages of the system, which needs root.
fn debian(packages: &[&str]) -> Result<(), Failure> {
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    run(Command::new("apt-get")
        .args(["install", "-qq", "-y", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null()))
}

/// Runs `work` unless `folder` already holds what the files `wanted` ask for.
fn install(
    wanted: &[PathBuf],
    folder: &Path,
    work: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let stamp = folder.join("installed");
    let mut text = Vec::new();
    for file in wanted {
        text.extend(fs::read(file).map_err(|e| failed(file.display(), e))?);
    }
    if fs::read(&stamp).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|e| failed(folder.display(), e))?;
    work()?;
    fs::write(&stamp, text).map_err(|e| failed(stamp.display(), e))
}
