//! A real ext4 on the recorded disk: formatted, mounted through a loop device, unmounted.
//!
//! Everything is mounted in a mount namespace of this process, and the loop devices free themselves when unmounted. So
//! the kernel takes all of it away when this process ends, however it ends.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::Duration;

use fuser::BackgroundSession;

use crate::failure::{Failure, Step};
use crate::recorder::{Disk, FILE};

/// Large enough for ext4 with its smallest journal and the driver's log.
pub(crate) const DISK_BYTES: usize = 32 << 20;
/// Blocks of ext4's block groups; small, so that the second one has a copy of the super block.
const GROUP_BLOCKS: &str = "2048";
const BLOCK_BYTES: &str = "4096";
/// Set in the process that runs inside its own mount namespace.
const INSIDE: &str = "MILLPOND_POWERCUT_INSIDE";
/// How often, and how long apart, a busy file system is asked to go.
const UNMOUNT_TRIES: u32 = 200;
const UNMOUNT_WAIT: Duration = Duration::from_millis(20);

/// Starts this program again, with the same arguments, in a mount namespace of its own; `None` when it runs in one.
pub(crate) fn enter_namespace() -> Result<Option<ExitStatus>, Failure> {
    if env::var_os(INSIDE).is_some() {
        return Ok(None);
    }
    let missing = missing();
    if !missing.is_empty() {
        return Err(Failure::new(format!(
            "cuts of a real file system need what this machine lacks: {}",
            missing.join("; ")
        )));
    }
    let own = env::current_exe().step("cannot find this program")?;
    let mut outer = Command::new("unshare");
    outer.args(["--mount", "--propagation", "private"]).arg(own).args(env::args_os().skip(1));
    outer.env(INSIDE, "1").env("PATH", path()).status().step("cannot run unshare").map(Some)
}

/// What is needed and not there, each with its remedy.
fn missing() -> Vec<String> {
    let mut missing = Vec::new();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let root =
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"));
    if !root {
        missing.push("root (mounting needs it)".to_owned());
    }
    for device in ["/dev/fuse", "/dev/loop-control"] {
        if !fs::metadata(device).is_ok_and(|found| found.file_type().is_char_device()) {
            missing.push(format!("{device} (the kernel's fuse and loop drivers, visible in this container)"));
        }
    }
    for (program, package) in [("mount", "mount"), ("umount", "mount"), ("unshare", "util-linux")] {
        if !installed(program) {
            missing.push(format!("the program {program} (Debian package {package})"));
        }
    }
    // The only package that a plain Debian image may lack.
    let quiet = ["-qq", "install", "--yes", "--no-install-recommends", "e2fsprogs"];
    if !installed("mkfs.ext4") && root {
        let done = Command::new("apt-get").args(quiet).env("DEBIAN_FRONTEND", "noninteractive").status();
        if done.is_err() {
            missing.push("the program apt-get, to install e2fsprogs".to_owned());
        }
    }
    if !installed("mkfs.ext4") {
        missing.push("the program mkfs.ext4 (Debian package e2fsprogs)".to_owned());
    }
    missing
}

fn installed(program: &str) -> bool {
    env::split_paths(&path()).any(|folder| folder.join(program).is_file())
}

/// Where programs are; what formats and mounts is often not in a user's own path.
fn path() -> OsString {
    let own = env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"].map(PathBuf::from);
    env::join_paths(env::split_paths(&own).chain(usual)).unwrap_or(own)
}

/// The recorded disk and where its file system is mounted.
pub(crate) struct Volume {
    folder: PathBuf,
    pub(crate) disk: Disk,
    /// Ends before the folder goes.
    fuse: Option<BackgroundSession>,
}

impl Volume {
    /// A disk without a file system.
    pub(crate) fn new() -> Result<Self, Failure> {
        let folder = env::temp_dir().join(format!("millpond-powercut-{}", std::process::id()));
        for part in ["device", "mounted"] {
            fs::create_dir_all(folder.join(part)).step("cannot make a folder to mount at")?;
        }
        let disk = Disk::default();
        let fuse = disk.mount(&folder.join("device")).step("cannot mount the recorder (FUSE)")?;
        Ok(Self { folder, disk, fuse: Some(fuse) })
    }

    /// Puts in an empty disk and makes an ext4 on it; gives the disk.
    pub(crate) fn format(&self) -> Result<Vec<u8>, Failure> {
        self.disk.insert(vec![0; DISK_BYTES]);
        // Nothing may be initialised later, by a kernel thread, while the history is recorded.
        let whole = "lazy_itable_init=0,lazy_journal_init=0,nodiscard";
        tool(
            Command::new("mkfs.ext4")
                .args(["-q", "-F", "-b", BLOCK_BYTES, "-g", GROUP_BLOCKS, "-J", "size=4", "-E", whole])
                .arg(self.file()),
        )?;
        Ok(self.disk.image())
    }

    fn file(&self) -> PathBuf {
        self.folder.join("device").join(FILE)
    }

    /// Repairs a file system that cannot be mounted, with the copy of its super block, as an administrator would.
    pub(crate) fn repair(&self) -> Result<(), Failure> {
        let mut check = Command::new("e2fsck");
        check.args(["-f", "-y", "-b", GROUP_BLOCKS, "-B", BLOCK_BYTES]).arg(self.file()).env("PATH", path());
        let output = check.output().step("cannot run e2fsck")?;
        // 1: errors were corrected.
        match output.status.code() {
            Some(0 | 1) => Ok(()),
            _ => Err(Failure::because("e2fsck", String::from_utf8_lossy(&output.stdout).trim())),
        }
    }

    /// Mounts what is on the disk; the file system repairs itself from its journal, as after any cut.
    pub(crate) fn mount(&self) -> Result<Mounted<'_>, Failure> {
        let at = self.folder.join("mounted");
        tool(Command::new("mount").args(["-t", "ext4", "-o", "loop,noatime"]).arg(self.file()).arg(&at))?;
        Ok(Mounted { volume: self, mounted: true })
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        drop(self.fuse.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A mounted file system; unmounted at the end at the latest.
pub(crate) struct Mounted<'v> {
    volume: &'v Volume,
    mounted: bool,
}

impl Mounted<'_> {
    /// Where the log lies.
    pub(crate) fn log(&self) -> PathBuf {
        self.root().join("log")
    }

    fn root(&self) -> PathBuf {
        self.volume.folder.join("mounted")
    }

    /// Unmounts; the disk can then be exchanged.
    pub(crate) fn unmount(mut self) -> Result<(), Failure> {
        self.mounted = false;
        unmount(&self.root())
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        if self.mounted {
            let _ = unmount(&self.root());
        }
    }
}

fn unmount(at: &Path) -> Result<(), Failure> {
    // A process that was killed may hold its files a moment longer.
    for _ in 1..UNMOUNT_TRIES {
        if tool(Command::new("umount").arg(at)).is_ok() {
            return Ok(());
        }
        thread::sleep(UNMOUNT_WAIT);
    }
    tool(Command::new("umount").arg(at))
}

/// Runs a program to its end; what it complains of is the failure.
fn tool(command: &mut Command) -> Result<(), Failure> {
    let output = command.env("PATH", path()).output().step("cannot run a tool")?;
    if output.status.success() {
        return Ok(());
    }
    let name = command.get_program().to_string_lossy().into_owned();
    Err(Failure::because(&name, String::from_utf8_lossy(&output.stderr).trim()))
}
