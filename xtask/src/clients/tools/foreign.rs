//! Debian's packages of another architecture, for a machine that is emulated. The system's own list of architectures stays as it is.

use super::{Tools, debian, found, install, source};
use crate::run::{Failure, failed, output, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ARCHITECTURE: &str = "arm64";

impl Tools {
    /// A kernel for the gateway's static binary and the commands of its start, unpacked. Gives the folder that stands for `/`.
    pub(crate) fn machine(&self) -> Result<PathBuf, Failure> {
        if !(found("mkfs.ext4") || Path::new("/usr/sbin/mkfs.ext4").is_file()) {
            debian(&["e2fsprogs"])?;
        }
        let (folder, wanted) = (self.home.join("boot"), source("boot").join("packages.txt"));
        let root = folder.join("root");
        install(std::slice::from_ref(&wanted), &folder, || {
            let names = fs::read_to_string(&wanted).map_err(|e| failed(wanted.display(), e))?;
            let apt = Apt::beside(&folder)?;
            run(apt.command("apt-get").args(["update", "-qq"]))?;
            // A second kernel would leave open which one is started.
            if root.exists() {
                fs::remove_dir_all(&root).map_err(|e| failed(root.display(), e))?;
            }
            for name in names.split_whitespace() {
                let archives = folder.join("archives").join(name);
                fs::create_dir_all(&archives).map_err(|e| failed(archives.display(), e))?;
                let package = apt.meant_by(name)?;
                run(apt.command("apt-get").args(["-qq", "download", &package]).current_dir(&archives))?;
                for entry in fs::read_dir(&archives).map_err(|e| failed(archives.display(), e))? {
                    let path = entry.map_err(|e| failed(archives.display(), e))?.path();
                    run(Command::new("dpkg").arg("--extract").arg(&path).arg(&root))?;
                    fs::remove_file(&path).map_err(|e| failed(path.display(), e))?;
                }
            }
            Ok(())
        })?;
        Ok(root)
    }
}

/// apt with the system's sources and keys, and with lists of its own.
struct Apt {
    settings: Vec<String>,
}

impl Apt {
    fn beside(folder: &Path) -> Result<Self, Failure> {
        let (lists, cache, status) = (folder.join("lists"), folder.join("cache"), folder.join("status"));
        for folder in [lists.join("partial"), cache.join("archives/partial")] {
            fs::create_dir_all(&folder).map_err(|e| failed(folder.display(), e))?;
        }
        // Nothing is installed on that machine.
        fs::write(&status, "").map_err(|e| failed(status.display(), e))?;
        let settings = [
            format!("APT::Architecture={ARCHITECTURE}"),
            format!("APT::Architectures::={ARCHITECTURE}"),
            // As root only root may write here.
            "APT::Sandbox::User=".to_owned(),
            format!("Dir::State::lists={}", lists.display()),
            format!("Dir::State::status={}", status.display()),
            format!("Dir::Cache={}", cache.display()),
        ];
        Ok(Self { settings: settings.into() })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for setting in &self.settings {
            command.args(["-o", setting]);
        }
        command
    }

    /// Debian's name for the newest kernel is a package that is empty and depends on it.
    fn meant_by(&self, name: &str) -> Result<String, Failure> {
        let told = output(self.command("apt-cache").args(["depends", "--important", name]))?;
        let kernel = told.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
        let mut kernel = kernel.filter(|package| package.starts_with("linux-image-"));
        Ok(kernel.next().unwrap_or(name).to_owned())
    }
}
