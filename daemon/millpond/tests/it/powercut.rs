//! `millpond powercut-test`: what it finds on a good directory, and on one that lost something.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_millpond");

/// A directory to test, and what a writer on it said.
struct Bench {
    home: PathBuf,
    ledger: String,
}

impl Bench {
    fn new(name: &str) -> Self {
        let home = std::env::temp_dir().join(format!("millpond-powercut-it-{}-{name}", std::process::id()));
        fs::create_dir_all(home.join("device")).unwrap();
        Self { home, ledger: String::new() }
    }

    fn device(&self) -> PathBuf {
        self.home.join("device")
    }

    fn run(&self, more: &[&str]) -> Output {
        Command::new(BINARY).arg("powercut-test").arg(self.device()).args(more).output().unwrap()
    }

    /// Lets a writer make so many commits and kills it.
    fn write(&mut self, commits: usize) {
        let mut command = Command::new(BINARY);
        command.arg("powercut-test").arg(self.device()).arg("write").stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        for line in lines.by_ref().take(commits + 1) {
            self.ledger += &format!("{line}\n");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        lines.for_each(|line| self.ledger += &format!("{line}\n"));
    }

    fn check(&self) -> (bool, Value, String) {
        let ledger = self.home.join("ledger");
        fs::write(&ledger, &self.ledger).unwrap();
        let output = self.run(&["check", "--json", "--ledger", ledger.to_str().unwrap()]);
        let verdict = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.success(), verdict, String::from_utf8(output.stderr).unwrap())
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
}

#[test]
fn killed_writers_lose_nothing_and_leave_nothing_behind() {
    let bench = Bench::new("kills");

    let output = bench.run(&["--cuts", "3", "--json"]);

    let said = String::from_utf8_lossy(&output.stderr);
    let report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert!(output.status.success(), "{report}");
    assert_eq!((&report["process_kills"]["kills"], &report["process_kills"]["bad"]), (&3.into(), &0.into()));
    assert!(report["process_kills"]["acknowledged"].as_u64() > Some(0));
    assert!(report["device"]["overwriting"]["median_us"].as_u64().is_some());
    assert_eq!(report["power_tested"], false);
    assert_eq!(fs::read_dir(bench.device()).unwrap().count(), 0);
}

#[test]
fn the_report_for_people_says_what_it_did_not_test() {
    let output = Bench::new("text").run(&["--cuts", "1"]);

    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("not tested    the power itself"), "{text}");
    assert!(text.contains("write | tee ledger") && text.contains("check --ledger ledger"), "{text}");
}

#[test]
fn everything_a_killed_writer_said_is_found_again_and_again() {
    let mut bench = Bench::new("good");

    for round in 0..3 {
        bench.write(20);
        let (good, verdict, text) = bench.check();
        assert!(good, "round {round}: {verdict} {text}");
        assert_eq!(verdict["ok"], verdict["owed"]);
        assert!(verdict["owed"].as_u64() >= Some(20));
    }
}

#[test]
fn a_device_that_forgets_its_last_writes_is_found_out() {
    let mut bench = Bench::new("liar");
    bench.write(10);
    let earlier = bench.home.join("earlier");
    copy(&bench.device(), &earlier);
    bench.write(10);

    fs::remove_dir_all(bench.device()).unwrap();
    fs::rename(&earlier, bench.device()).unwrap();

    let (good, verdict, text) = bench.check();
    assert!(!good && text.contains("does not keep what it promises"), "{text}");
    assert!(verdict["lost_at_end"].as_u64() >= Some(10), "{verdict}");
    assert_eq!(verdict["lost_before"], 0);
}

#[test]
fn a_device_that_damages_old_data_is_found_out() {
    let mut bench = Bench::new("rot");
    bench.write(30);
    let segment = bench.device().join("millpond-powercut-test/log/arena/s00000");
    let mut bytes = fs::read(&segment).unwrap();
    bytes[9_000..9_600].fill(0xa5);
    fs::write(&segment, bytes).unwrap();

    let (good, verdict, text) = bench.check();

    assert!(!good, "{verdict} {text}");
    // Where the bytes fall decides whether a record is there and changed, or its frame is no longer one.
    let (damaged, lost) = (verdict["damaged"].as_u64(), verdict["lost_before"].as_u64());
    assert!(damaged > Some(0) || lost > Some(0), "{verdict}");
    assert_eq!(verdict["lost_at_end"], 0, "{verdict}");
}

#[test]
fn a_directory_that_lost_everything_is_said_to_have() {
    let mut bench = Bench::new("empty");
    bench.write(3);
    fs::remove_dir_all(bench.device().join("millpond-powercut-test")).unwrap();

    let (good, _, text) = bench.check();

    assert!(!good && text.contains("lost all of it"), "{text}");
}

#[test]
fn a_ledger_on_the_tested_device_is_refused() {
    let bench = Bench::new("ledger");
    let ledger = bench.home.join("ledger");

    let output = bench.run(&["write", "--ledger", ledger.to_str().unwrap()]);

    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("lies on the device under test"));
}

#[test]
fn a_ledger_of_another_run_and_arguments_that_miss_something_are_refused() {
    let mut bench = Bench::new("refused");
    bench.write(1);
    bench.ledger = "run 0000000000000000\nack 0 1\n".to_owned();
    assert!(bench.check().2.contains("another run"));

    let refusal = |more: &[&str]| String::from_utf8(bench.run(more).stderr).unwrap();
    assert!(refusal(&["check"]).contains("--ledger FILE"));
    assert!(refusal(&["erase"]).contains("not \"erase\""));
    assert!(refusal(&[]).contains("earlier test"));
}
