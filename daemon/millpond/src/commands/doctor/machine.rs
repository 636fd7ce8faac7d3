//! The machine itself: its clock, its memory, and what a process may open.

use super::Finding;
use crate::clock::WALL_MIN;
use rustix::process::{Resource, getrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::path::Path;

/// What a gateway takes under load, with room for the page cache.
const MEMORY_KIB_MIN: u64 = 64 << 10;
/// 256 connections, segments and upstreams; see `LimitNOFILE` in systemd/README.md.
const FILES_MIN: u64 = 1_024;

pub(super) fn examine() -> Vec<Finding> {
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let files = getrlimit(Resource::Nofile).maximum;
    vec![clock(), rtc(), self::memory(&memory), open_files(files)]
}

fn clock() -> Finding {
    let wall = clock_gettime(ClockId::Realtime);
    let wall_ms = u64::try_from(wall.tv_sec).unwrap_or(0).saturating_mul(1_000);
    // Written by systemd-timesyncd, and by others that follow its example, once the clock was set.
    let synchronised =
        ["/run/systemd/timesync/synchronized", "/run/chrony"].iter().any(|path| Path::new(path).exists());
    if wall_ms < WALL_MIN.0 {
        return Finding::bad(
            "clock",
            "shows a time before this program was written",
            "let something set it: systemd-timesyncd, chrony, gpsd. Until then signatures are checked without their time, and upstream they follow the upstream's",
        );
    }
    match synchronised {
        true => Finding::good("clock", "is kept by a service"),
        false => Finding::advice(
            "clock",
            "nothing that we know of keeps it right",
            "enable systemd-timesyncd or chrony; where there is no network, an RTC or GPS",
        ),
    }
}

fn rtc() -> Finding {
    match Path::new("/sys/class/rtc/rtc0").exists() {
        true => Finding::good("RTC", "the clock goes on without power"),
        false => Finding::unknown(
            "RTC",
            "there is none: after a power cut the wall clock is wrong until it is set. Retention and deduplication do not need it",
        ),
    }
}

fn memory(meminfo: &str) -> Finding {
    let figure = |name: &str| {
        let line = meminfo.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok()
    };
    let Some(available) = figure("MemAvailable") else {
        return Finding::unknown("memory", "the kernel does not say how much there is");
    };
    let said = format!("{} MiB available", available >> 10);
    match available < MEMORY_KIB_MIN {
        false => Finding::good("memory", said),
        true => Finding::advice(
            "memory",
            said,
            "32 MiB are enough for the gateway; the rest is the page cache, which reading needs",
        ),
    }
}

/// `None` is no limit.
fn open_files(maximum: Option<u64>) -> Finding {
    match maximum {
        Some(maximum) if maximum < FILES_MIN => Finding::advice(
            "open files",
            format!("{maximum} at most"),
            "raise it: LimitNOFILE= in the unit, or ulimit -n",
        ),
        Some(maximum) => Finding::good("open files", format!("up to {maximum}")),
        None => Finding::good("open files", "without a limit"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn memory_is_what_is_available() {
        let of = |text| memory(text).verdict;

        assert_eq!(of("MemTotal: 999999 kB\nMemAvailable:   65536 kB\n"), Verdict::Good);
        assert_eq!(of("MemTotal: 999999 kB\nMemAvailable:   65535 kB\n"), Verdict::Advice);
        assert_eq!(of("MemTotal: 999999 kB\n"), Verdict::Unknown);
    }

    #[test]
    fn few_open_files_are_said() {
        assert_eq!(open_files(Some(256)).verdict, Verdict::Advice);
        assert_eq!(open_files(Some(1_024)).verdict, Verdict::Good);
        assert_eq!(open_files(None).verdict, Verdict::Good);
    }
}
