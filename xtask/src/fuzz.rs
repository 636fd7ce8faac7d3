//! `cargo xtask fuzz`: every decoder under libFuzzer. The same targets and corpus are replayed by
//! `cargo test -p millpond-fuzz`, which needs no fuzzer.

use crate::run::{Failure, failed, output, root, run, step, target_dir};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What `cargo fuzz` passes, but for the address sanitizer: there is no unsafe code to watch, and without it
/// the stable compiler does.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0";

/// Memory a target may take: a decoder that takes more than its input's worth shows here.
const MEMORY_MIB_MAX: u32 = 512;

struct Order {
    target: Option<String>,
    seconds: u32,
}

fn order(mut arguments: impl Iterator<Item = OsString>) -> Result<Order, Failure> {
    let mut order = Order { target: None, seconds: 60 };
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy().into_owned();
        if text == "--seconds" {
            let value = arguments.next().unwrap_or_default();
            let value = value.to_string_lossy();
            order.seconds = value.parse().map_err(|e| failed(format!("--seconds {value}"), e))?;
        } else {
            order.target = Some(text);
        }
    }
    Ok(order)
}

/// Builds the targets and runs one or all of them.
pub(crate) fn fuzz(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let order = order(arguments)?;
    let package = root().join("daemon/fuzz/libfuzzer");
    let targets = targets(&package.join("fuzz_targets"))?;
    if let Some(unknown) = order.target.as_ref().filter(|name| !targets.contains(name)) {
        return Err(Failure(format!("no target {unknown}; there are: {}", targets.join(" "))));
    }
    let host = host()?;
    let built = target_dir().join("fuzz");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    step("build targets", || {
        run(Command::new(&cargo)
            .args(["build", "--release", "--quiet", "--locked", "--target", &host, "--manifest-path"])
            .arg(package.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", &built)
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", COVERAGE))
    })?;
    let binaries = built.join(&host).join("release");
    for name in targets.iter().filter(|name| order.target.as_ref().is_none_or(|one| one == *name)) {
        let found = built.join("corpus").join(name);
        let broken = built.join("broken");
        for folder in [&found, &broken] {
            fs::create_dir_all(folder).map_err(|e| failed(folder.display(), e))?;
        }
        step(name, || {
            run(Command::new(binaries.join(name))
                .arg(&found)
                .arg(root().join("daemon/fuzz/corpus").join(name))
                .arg(format!("-max_total_time={}", order.seconds))
                .arg(format!("-rss_limit_mb={MEMORY_MIB_MAX}"))
                .arg(format!("-artifact_prefix={}/{name}-", broken.display()))
                .args(["-timeout=10", "-max_len=8192", "-print_final_stats=1", "-verbosity=0"]))
        })
        .map_err(|failure| {
            Failure(format!(
                "{failure}\nthe input is in {}; keep it in daemon/fuzz/corpus/{name}",
                broken.display()
            ))
        })?;
    }
    Ok(())
}

fn targets(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(|e| failed(folder.display(), e))?;
    let names = entries.filter_map(|e| Some(e.ok()?.path().file_stem()?.to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(names)
}

/// The machine's own target. Named explicitly, so that build scripts are not instrumented too.
fn host() -> Result<String, Failure> {
    let said = output(Command::new("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure("rustc -vV names no host".to_owned()))
}
