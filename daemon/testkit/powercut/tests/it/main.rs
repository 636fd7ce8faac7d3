//! A sample of the power cuts; `cargo xtask powercut --points 500` makes more.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::process::{Command, Output};

/// Set where neither /dev/fuse nor loop devices can be had. Nothing is tested then, and that is said.
const OPT_OUT: &str = "MILLPOND_WITHOUT_POWERCUT";

fn cuts(arguments: &[&str]) -> Option<Output> {
    if std::env::var_os(OPT_OUT).is_some() {
        eprintln!("{OPT_OUT} is set: no power was cut");
        return None;
    }
    Some(Command::new(env!("CARGO_BIN_EXE_millpond-powercut")).args(arguments).output().unwrap())
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_of_a_real_file_system_is_cut() {
    let Some(output) = cuts(&["--points", "10", "--seed", "1"]) else { return };

    let text = text(&output);
    assert!(output.status.success(), "{text}\n(to go without: {OPT_OUT}=1)");
    assert!(text.contains("10 cuts of ext4") && text.contains(" 0 wrong"), "{text}");
}

#[test]
fn a_device_that_ignores_flushes_is_found_out() {
    let Some(output) = cuts(&["--points", "6", "--seed", "1", "--lying-device"]) else { return };

    let text = text(&output);
    assert!(!output.status.success(), "{text}");
    assert!(text.contains("acknowledged records are lost"), "{text}\n(to go without: {OPT_OUT}=1)");
}

#[test]
fn a_misspelt_argument_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_millpond-powercut")).arg("--pionts").output().unwrap();

    assert!(!output.status.success());
    assert!(text(&output).contains("--points N"));
}
