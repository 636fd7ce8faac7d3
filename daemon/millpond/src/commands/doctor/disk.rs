//! Where the data lies: file system, mount options, room, and what the device says of its own wear.

use super::Finding;
use crate::care::{bytes, data_device};
use crate::config::Config;
use crate::datadir::DataDir;
use std::fs;
use std::path::Path;

/// A line of `/proc/self/mounts`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mount {
    device: String,
    at: String,
    kind: String,
    options: Vec<String>,
}

pub(super) fn examine(data: &DataDir, config: &Config) -> Vec<Finding> {
    let path = fs::canonicalize(data.path()).unwrap_or_else(|_| data.path().to_owned());
    let mut findings = Vec::new();
    match mount_of(&path, &fs::read_to_string("/proc/self/mounts").unwrap_or_default()) {
        Some(mount) => findings.extend(judge(&mount)),
        None => findings
            .push(Finding::unknown("file system", "the kernel does not say what the directory lies on")),
    }
    findings.extend(room(&path, config));
    findings.extend(flash(&path));
    findings
}

/// The mount that holds a path: of those above it the longest, and of equal ones the last, which hides the others.
fn mount_of(path: &Path, mounts: &str) -> Option<Mount> {
    let parse = |line: &str| {
        let mut words = line.split(' ').map(unescaped);
        let (device, at, kind) = (words.next()?, words.next()?, words.next()?);
        let options = words.next()?.split(',').map(str::to_owned).collect();
        Some(Mount { device, at, kind, options })
    };
    let above = mounts.lines().filter_map(parse).filter(|mount| path.starts_with(&mount.at));
    above.max_by_key(|mount| mount.at.len())
}

/// # Source
/// proc_pid_mounts(5): blanks, tabs, line feeds and backslashes are written in octal.
fn unescaped(word: &str) -> String {
    let plain = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    plain.iter().fold(word.to_owned(), |word, (code, text)| word.replace(code, text))
}

fn judge(mount: &Mount) -> Vec<Finding> {
    let has = |option: &str| mount.options.iter().any(|found| found == option);
    let place = format!("{} on {}", mount.kind, mount.at);
    let mut findings = vec![match mount.kind.as_str() {
        "ext4" | "f2fs" | "xfs" | "btrfs" => Finding::good("file system", place),
        "tmpfs" | "ramfs" => Finding::bad(
            "file system",
            format!("{place} is memory: a power cut takes everything"),
            "move the data to flash",
        ),
        "vfat" | "exfat" | "msdos" | "ntfs" | "ntfs3" => Finding::bad(
            "file system",
            format!("{place} keeps no journal and no owners: a power cut may take whole files"),
            "make an ext4 or f2fs partition for the data",
        ),
        "nfs" | "nfs4" | "cifs" | "smb3" | "fuse.sshfs" => Finding::bad(
            "file system",
            format!("{place} lies across a network, which may be away"),
            "move the data to local flash",
        ),
        "overlay" | "aufs" => Finding::advice(
            "file system",
            format!("{place} is a layer over others; in many images it is memory"),
            "give the data a partition of its own",
        ),
        _ => Finding::unknown(
            "file system",
            format!("{place} is not known to us; millpond powercut-test tries it out"),
        ),
    }];
    let barriers = ["nobarrier", "barrier=0"].into_iter().find(|option| has(option));
    if let Some(option) = barriers {
        findings.push(Finding::bad(
            "mount options",
            format!("{option}: the device may lose what it was told to keep"),
            format!("remove {option} from {} in /etc/fstab", mount.at),
        ));
    }
    if has("ro") {
        findings.push(Finding::bad(
            "mount options",
            "read-only",
            "remount it: mount -o remount,rw; if the kernel made it so, it found damage: dmesg and fsck say which",
        ));
    }
    if has("data=writeback") {
        findings.push(Finding::advice(
            "mount options",
            "data=writeback may show old blocks in new files after a power cut",
            format!(
                "remove it from {} in /etc/fstab; the log checks every block and needs nothing of it",
                mount.at
            ),
        ));
    }
    if !has("noatime") && matches!(mount.kind.as_str(), "ext4" | "f2fs" | "xfs" | "btrfs") {
        findings.push(Finding::advice(
            "mount options",
            "times of access are written",
            format!("add noatime to {} in /etc/fstab: it saves writes", mount.at),
        ));
    }
    if findings.len() == 1 && findings[0].verdict == super::Verdict::Good {
        findings.push(Finding::good("mount options", mount.options.join(",")));
    }
    findings
}

fn room(path: &Path, config: &Config) -> Option<Finding> {
    let found = rustix::fs::statvfs(path).ok()?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let wanted = config.storage.budget_mib.0 << 20;
    let there: u64 = fs::read_dir(path.join("log"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some(entry.metadata().ok()?.len()))
        .sum();
    let missing = wanted.saturating_sub(there);
    Some(if found.f_favail == 0 && found.f_files > 0 {
        Finding::bad(
            "room",
            "the file system has no inodes left",
            "delete small files, or make it anew with more inodes",
        )
    } else if free < missing {
        Finding::bad(
            "room",
            format!("{} free, and the log may grow by {}", bytes(free), bytes(missing)),
            "free space, or lower budget_mib in [storage]: a full file system refuses records before the log is full",
        )
    } else {
        Finding::good("room", format!("{} free, the log may grow by {}", bytes(free), bytes(missing)))
    })
}

fn flash(path: &Path) -> Option<Finding> {
    let device = data_device(path)?;
    let worst = device.life_used_tenths.map(|(a, b)| a.max(b));
    let spares = device.spares.as_deref();
    let name = format!("{} ({}) {}", device.name, device.kind, device.model);
    Some(match (worst, spares) {
        (Some(11..), _) | (_, Some("urgent")) => Finding::bad(
            "flash",
            format!("{} says that its life is over", name.trim_end()),
            "replace it now; millpond salvage copies what it holds",
        ),
        (Some(9..), _) | (_, Some("warning")) => Finding::advice(
            "flash",
            format!("{} is in the last tenths of its life", name.trim_end()),
            "plan to replace it; millpond wear says how fast it goes",
        ),
        (None, None) => Finding::unknown("flash", format!("{} shows no wear to the kernel", name.trim_end())),
        _ => Finding::good("flash", format!("{} has life left", name.trim_end())),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    const MOUNTS: &str = "\
/dev/root / ext4 rw,noatime 0 0
tmpfs /run tmpfs rw,nosuid 0 0
/dev/mmcblk0p3 /var/lib/mill\\040pond f2fs rw,noatime,nobarrier 0 0
/dev/sda1 /media vfat ro 0 0
";

    fn of(path: &str) -> (Mount, Vec<Verdict>) {
        let mount = mount_of(Path::new(path), MOUNTS).unwrap();
        let verdicts = judge(&mount).iter().map(|finding| finding.verdict).collect();
        (mount, verdicts)
    }

    #[test]
    fn the_deepest_mount_above_a_path_holds_it() {
        assert_eq!(of("/var/lib/mill pond/data").0.device, "/dev/mmcblk0p3");
        assert_eq!(of("/var/lib/millpond").0.at, "/", "a name that only begins alike is another");
        assert_eq!(of("/run/x").0.kind, "tmpfs");
    }

    #[test]
    fn what_loses_data_is_bad_and_what_wears_is_advised_against() {
        assert_eq!(of("/srv").1, [Verdict::Good, Verdict::Good]);
        assert_eq!(of("/run").1, [Verdict::Bad]);
        assert_eq!(of("/var/lib/mill pond").1, [Verdict::Good, Verdict::Bad], "nobarrier");
        assert_eq!(of("/media").1, [Verdict::Bad, Verdict::Bad], "no journal, read-only");
        let plain =
            Mount { device: "d".into(), at: "/".into(), kind: "ext4".into(), options: vec!["rw".into()] };
        assert_eq!(judge(&plain)[1].verdict, Verdict::Advice);
    }
}
