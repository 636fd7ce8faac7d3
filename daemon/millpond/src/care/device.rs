//! What the kernel says, without privileges, about the device that holds a directory.
//!
//! # Source
//! Linux `Documentation/ABI/testing/sysfs-bus-mmc` (`life_time`, `pre_eol_info`, from the EXT_CSD registers of JEDEC
//! JESD84-B51) and `Documentation/block/stat.rst` (`stat`, seventh number: sectors of 512 B written since boot).

use serde::Serialize;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A block device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Device {
    /// The whole device's name, such as `mmcblk0`.
    pub(crate) name: String,
    /// `eMMC`, `SD card`, `NVMe` or `disk`.
    pub(crate) kind: String,
    /// What the device calls itself.
    pub(crate) model: String,
    /// When it was made, as it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) made: Option<String>,
    /// eMMC: estimates of the life used of its two kinds of memory, tenths; 11 is beyond its rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) life_used_tenths: Option<(u8, u8)>,
    /// eMMC: spare blocks: `normal`, `warning` (80 % used) or `urgent` (90 % used).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) spares: Option<String>,
    /// Bytes that everybody wrote to the device since the machine started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) written_since_boot: Option<u64>,
}

/// The device that holds a directory; `None` when its file system names none.
pub(crate) fn data_device(directory: &Path) -> Option<Device> {
    let dev = fs::metadata(directory).ok()?.dev();
    device(Path::new("/sys"), rustix::fs::major(dev), rustix::fs::minor(dev))
}

fn device(sys: &Path, major: u32, minor: u32) -> Option<Device> {
    let node = fs::canonicalize(sys.join(format!("dev/block/{major}:{minor}"))).ok()?;
    // A partition lies in the folder of its disk.
    let disk = if node.join("partition").exists() { node.parent()?.to_owned() } else { node };
    let name = disk.file_name()?.to_string_lossy().into_owned();
    let about = disk.join("device");
    let bus = text(&about.join("type"));
    let kind = match bus.as_deref() {
        Some("MMC") => "eMMC",
        Some("SD") => "SD card",
        _ if name.starts_with("nvme") => "NVMe",
        _ => "disk",
    };
    Some(Device {
        model: text(&about.join("model")).or_else(|| text(&about.join("name"))).unwrap_or_default(),
        made: text(&about.join("date")),
        life_used_tenths: text(&about.join("life_time")).and_then(|text| life_time(&text)),
        spares: text(&about.join("pre_eol_info")).and_then(|text| pre_eol(&text)),
        written_since_boot: text(&disk.join("stat")).and_then(|text| written(&text)),
        kind: kind.into(),
        name,
    })
}

fn text(path: &PathBuf) -> Option<String> {
    fs::read_to_string(path).ok().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Two hexadecimal numbers; 0 means that the device does not say.
fn life_time(text: &str) -> Option<(u8, u8)> {
    let mut numbers = text.split_whitespace().map(hexadecimal);
    let (a, b) = (numbers.next()??, numbers.next()??);
    (a > 0 || b > 0).then_some((a, b))
}

fn pre_eol(text: &str) -> Option<String> {
    let word = match hexadecimal(text)? {
        1 => "normal",
        2 => "warning",
        3 => "urgent",
        _ => return None,
    };
    Some(word.into())
}

fn hexadecimal(text: &str) -> Option<u8> {
    u8::from_str_radix(text.strip_prefix("0x").unwrap_or(text), 16).ok()
}

fn written(stat: &str) -> Option<u64> {
    stat.split_whitespace().nth(6)?.parse::<u64>().ok()?.checked_mul(512)
}

impl Device {
    /// What is known, as lines for a person.
    pub(crate) fn lines(&self) -> Vec<String> {
        let made = self.made.as_ref().map_or(String::new(), |made| format!(", made {made}"));
        let mut lines = vec![format!("device        {} ({}) {}{made}", self.name, self.kind, self.model)];
        if let Some((a, b)) = self.life_used_tenths {
            lines.push(format!("              life used, as it says: {}, {}", tenths(a), tenths(b)));
        }
        if let Some(spares) = &self.spares {
            lines.push(format!("              spare blocks: {spares}"));
        }
        if self.life_used_tenths.is_none() && self.spares.is_none() {
            let hint = match self.kind.as_str() {
                "NVMe" | "disk" => "; smartctl, run as root, may",
                _ => "",
            };
            lines.push(format!("              the kernel shows no wear of it{hint}"));
        }
        if let Some(bytes) = self.written_since_boot {
            let bytes = crate::care::bytes(bytes);
            lines.push(format!("              {bytes} written by everybody since the machine started"));
        }
        lines
    }
}

fn tenths(number: u8) -> String {
    match number {
        0 => "not said".into(),
        1..=10 => format!("{} to {} %", (number - 1) * 10, number * 10),
        _ => "beyond its rating".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;
    use std::os::unix::fs::symlink;

    fn put(path: PathBuf, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn card(kind: &str) -> Scratch {
        let sys = Scratch::new();
        let disk = sys.path().join("devices/platform/mmc0/block/mmcblk0");
        let about = sys.path().join("devices/platform/mmc0/mmc0:0001");
        put(disk.join("stat"), "  10 0 80 1   20 0 4096 2 0 3 4\n");
        put(disk.join("mmcblk0p2/partition"), "2\n");
        put(about.join("type"), &format!("{kind}\n"));
        put(about.join("name"), "ABC128\n");
        put(about.join("date"), "04/2025\n");
        symlink(&about, disk.join("device")).unwrap();
        fs::create_dir_all(sys.path().join("dev/block")).unwrap();
        symlink(disk.join("mmcblk0p2"), sys.path().join("dev/block/179:2")).unwrap();
        symlink(disk, sys.path().join("dev/block/179:0")).unwrap();
        sys
    }

    #[test]
    fn an_emmc_tells_its_wear_through_a_partition() {
        let sys = card("MMC");
        let about = sys.path().join("devices/platform/mmc0/mmc0:0001");
        put(about.join("life_time"), "0x02 0x0b\n");
        put(about.join("pre_eol_info"), "0x01\n");

        let found = device(sys.path(), 179, 2).unwrap();

        assert_eq!(
            (found.name.as_str(), found.kind.as_str(), found.model.as_str()),
            ("mmcblk0", "eMMC", "ABC128")
        );
        assert_eq!((found.life_used_tenths, found.written_since_boot), (Some((2, 11)), Some(2_097_152)));
        let lines = found.lines().join("\n");
        assert!(lines.contains("10 to 20 %, beyond its rating") && lines.contains("normal"), "{lines}");
    }

    #[test]
    fn an_sd_card_tells_only_what_it_is() {
        let sys = card("SD");

        let found = device(sys.path(), 179, 0).unwrap();

        assert_eq!((found.kind.as_str(), found.made.as_deref()), ("SD card", Some("04/2025")));
        assert!(found.lines().join("\n").contains("shows no wear"));
        assert_eq!(device(sys.path(), 8, 1), None, "a file system without a device");
    }
}
