//! Where the engines write: a file system of its own on a loop device when we are root, so that its block device counts
//! every byte and flush, journal included; else a plain directory.

use crate::engines::said;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the block device has written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) flushes: u64,
}

impl Written {
    /// What was written since `before`.
    pub(crate) fn since(self, before: Self) -> Self {
        Self { bytes: self.bytes - before.bytes, flushes: self.flushes - before.flushes }
    }
}

/// A directory to measure in; what it set up is gone when it is dropped.
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    mounted: Option<Mounted>,
}

struct Mounted {
    image: PathBuf,
    device: String,
    mount: PathBuf,
}

impl Place {
    /// A private ext4 of `bytes` below `dir`, or a plain directory there.
    pub(crate) fn open(dir: &Path, bytes: u64) -> Result<Self, String> {
        let base = dir.join(format!("millpond-against-{}", std::process::id()));
        fs::create_dir_all(&base).map_err(said)?;
        let (image, mount) = (base.join("image"), base.join("mount"));
        let mut place = Self { dir: base, mounted: None };
        match mount_image(&image, &mount, bytes) {
            Ok(device) => {
                place.mounted = Some(Mounted { image, device, mount: mount.clone() });
                place.dir = mount;
            }
            Err(error) => {
                eprintln!("no private file system ({error}): device bytes are those of /proc/self/io only");
                let _ = fs::remove_file(&image);
            }
        }
        Ok(place)
    }

    /// True when the block device is ours alone.
    pub(crate) fn is_private(&self) -> bool {
        self.mounted.is_some()
    }

    /// Syncs, and reads the device's counters; zeros on a shared device.
    pub(crate) fn written(&self) -> Result<Written, String> {
        let dir = fs::File::open(&self.dir).map_err(said)?;
        rustix::fs::syncfs(&dir).map_err(said)?;
        let Some(mounted) = &self.mounted else { return Ok(Written::default()) };
        let name = mounted.device.trim_start_matches("/dev/");
        let stat = fs::read_to_string(format!("/sys/block/{name}/stat")).map_err(said)?;
        let field = |at: usize| stat.split_whitespace().nth(at).and_then(|text| text.parse::<u64>().ok());
        // Documentation/block/stat.rst: sectors of 512 bytes written; flush requests since Linux 5.5.
        let sectors = field(6).ok_or("the device's counters cannot be read")?;
        Ok(Written { bytes: sectors * 512, flushes: field(15).unwrap_or(0) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(mounted) = &self.mounted {
            let _ = run("umount", &[&mounted.mount.to_string_lossy()]);
            let _ = run("losetup", &["--detach", &mounted.device]);
            let _ = fs::remove_file(&mounted.image);
            let _ = fs::remove_dir(&mounted.mount);
            if let Some(base) = mounted.image.parent() {
                let _ = fs::remove_dir(base);
            }
        } else {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

fn mount_image(image: &Path, mount: &Path, bytes: u64) -> Result<String, String> {
    if !rustix::process::geteuid().is_root() {
        return Err("not root".into());
    }
    // Written, not only reserved: else each first write would change the file system below too.
    fill(image, bytes)?;
    let image = image.to_string_lossy();
    let device = run("losetup", &["--find", "--show", "--direct-io=on", &image])?.trim().to_owned();
    let finish = || -> Result<(), String> {
        // Nothing is left for the kernel to initialise in the background.
        let eager = "lazy_itable_init=0,lazy_journal_init=0";
        run("mkfs.ext4", &["-q", "-m", "0", "-E", eager, &device])?;
        fs::create_dir_all(mount).map_err(said)?;
        run("mount", &["-o", "noatime", &device, &mount.to_string_lossy()]).map(|_| ())
    };
    finish().inspect_err(|_| {
        let _ = run("losetup", &["--detach", &device]);
    })?;
    Ok(device)
}

fn fill(path: &Path, bytes: u64) -> Result<(), String> {
    use std::io::Write;
    let mut file = fs::File::create(path).map_err(said)?;
    let zeros = vec![0; 1 << 20];
    for _ in 0..bytes >> 20 {
        file.write_all(&zeros).map_err(said)?;
    }
    file.sync_all().map_err(said)
}

fn run(program: &str, args: &[&str]) -> Result<String, String> {
    let done = Command::new(program).args(args).output().map_err(|e| format!("{program}: {e}"))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&done.stderr).trim()))
    }
}
