//! The technician's commands, on directories that the binary made and a test damages.

use crate::aws::{kinesis, records, sqs};
use crate::pond::Pond;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Output;

const BLOCK: usize = 4096;

/// A gateway with a stream and a queue that hold something.
fn filled() -> Pond {
    let pond = Pond::start();
    kinesis(&pond, "CreateStream", &json!({ "StreamName": "field", "ShardCount": 1 }));
    let url = sqs(&pond, "CreateQueue", &json!({ "QueueName": "alarms" }))["QueueUrl"].clone();
    for _ in 0..20 {
        kinesis(&pond, "PutRecord", &json!({ "StreamName": "field", "Data": "AQID", "PartitionKey": "k" }));
        sqs(&pond, "SendMessage", &json!({ "QueueUrl": url, "MessageBody": "hot" }));
    }
    pond
}

fn segment(pond: &Pond, number: u32) -> PathBuf {
    pond.data().join(format!("log/arena/s{number:05}"))
}

/// Blocks of a segment that hold anything.
fn used_blocks(path: &Path) -> Vec<usize> {
    let bytes = fs::read(path).unwrap();
    let used = bytes.chunks(BLOCK).enumerate().filter(|(_, block)| block.iter().any(|byte| *byte != 0));
    used.map(|(number, _)| number).collect()
}

fn flip(path: &Path, at: usize) {
    let file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at as u64).unwrap();
    file.write_all_at(&[byte[0] ^ 4], at as u64).unwrap();
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn holders(report: &Value) -> Vec<String> {
    let found = report["findings"].as_array().unwrap();
    found.iter().filter_map(|found| Some(found["holder"].as_str()?.to_owned())).collect()
}

/// Every file below a folder with its bytes.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(everything(&path));
        } else if path.is_file() {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

#[test]
fn a_sound_directory_verifies_at_rest_and_running_and_is_left_as_it_was() {
    let mut pond = filled();
    let online = pond.run(&["verify", "--json"], b"");
    assert_eq!(online.status.code(), Some(0), "{online:?}");
    assert_eq!((&report(&online)["sound"], &report(&online)["mode"]), (&json!(true), &json!("online")));
    assert_eq!(pond.terminate(), Some(0));
    let before = everything(&pond.data());

    let offline = pond.run(&["verify", "--json", "--deep"], b"");

    assert_eq!(offline.status.code(), Some(0), "{offline:?}");
    let report = report(&offline);
    assert_eq!((&report["deep"], &report["opened"]), (&json!(true), &report["chunks"]));
    assert!(report["chunks"].as_u64().unwrap() >= 40 && report["findings"] == json!([]), "{report}");
    assert!(before == everything(&pond.data()), "verify changed a file");
}

#[test]
fn a_flipped_bit_is_found_at_rest_with_the_names_of_what_lay_there() {
    let mut pond = filled();
    assert_eq!(pond.terminate(), Some(0));
    let path = segment(&pond, 0);
    let used = used_blocks(&path);

    let mut named = Vec::new();
    for block in [used[5], used[used.len() / 2], used[used.len() - 2]] {
        flip(&path, block * BLOCK + 1_000);
        let output = pond.run(&["verify", "--json"], b"");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("docs/care.md"), "{output:?}");
        named.extend(holders(&report(&output)));
        flip(&path, block * BLOCK + 1_000);
    }

    assert!(named.iter().any(|holder| holder == "stream field, shard 0"), "{named:?}");
    assert!(pond.run(&["verify"], b"").status.success());
    flip(&pond.data().join("catalog.db"), 100);
    assert_eq!(pond.run(&["verify"], b"").status.code(), Some(1), "a damaged catalog is damage");
}

#[test]
fn a_running_gateway_finds_what_changed_under_it_and_says_so() {
    let pond = filled();
    let path = segment(&pond, 0);
    let used = used_blocks(&path);
    for block in &used[4..used.len() - 4] {
        flip(&path, block * BLOCK + 300);
    }

    let output = pond.run(&["verify", "--json"], b"");

    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let holders = holders(&report(&output)).join("; ");
    assert!(holders.contains("stream field, shard 0") && holders.contains("queue alarms"), "{holders}");
    let status = pond.status();
    assert!(status["scrub"]["last_pass_damage"].as_u64().unwrap() > 10, "{status}");
    let told = pond.run(&["status"], b"");
    assert!(String::from_utf8_lossy(&told.stdout).contains("DAMAGED   rot"), "{told:?}");
    let deep = pond.run(&["verify", "--deep"], b"");
    assert_eq!(deep.status.code(), Some(2), "a running gateway is not verified deeply");
}

#[test]
fn after_a_clean_stop_rot_of_the_last_commit_is_told_from_a_torn_one() {
    let mut pond = filled();
    assert_eq!(pond.terminate(), Some(0));
    let path = segment(&pond, 0);
    let last = *used_blocks(&path).last().unwrap();

    flip(&path, last * BLOCK + 200);

    let output = pond.run(&["verify", "--json"], b"");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(report(&output)["findings"].as_array().unwrap().iter().any(|found| found["kind"] == "rot"));
}

#[test]
fn what_cannot_be_verified_is_not_called_damaged() {
    let mut pond = filled();
    assert_eq!(pond.terminate(), Some(0));

    assert_eq!(pond.run(&["verify", "--frobnicate"], b"").status.code(), Some(2));
    fs::rename(pond.data().join("root.key"), pond.data().join("elsewhere")).unwrap();
    assert_eq!(pond.run(&["verify", "--deep"], b"").status.code(), Some(2));
    fs::remove_dir_all(pond.data().join("log")).unwrap();
    assert_eq!(pond.run(&["verify"], b"").status.code(), Some(2));
}

#[test]
fn the_account_of_wear_goes_on_across_restarts() {
    let mut pond = filled();
    let online = report(&pond.run(&["wear", "--json"], b""));
    let written = |report: &Value| report["written_bytes"].as_u64().unwrap();
    assert!(
        online["causes"]["payload"].as_u64().unwrap() > 20 * 3 && written(&online) > 40 * 4096,
        "{online}"
    );
    assert_eq!(pond.terminate(), Some(0));

    let stopped = report(&pond.run(&["wear", "--json", "--tbw", "60"], b""));
    assert!(written(&stopped) >= written(&online), "{stopped}");
    assert_eq!((&stopped["rated_tb"], &stopped["since"]), (&json!(60), &online["since"]));

    pond.serve();
    let again = report(&pond.run(&["wear", "--json"], b""));
    assert!(written(&again) > written(&stopped), "{again}");
    let text = String::from_utf8(pond.run(&["wear"], b"").stdout).unwrap();
    assert!(text.contains("for each payload byte") && text.contains("today"), "{text}");
}

#[test]
fn what_the_catalog_writes_is_told_apart_from_what_records_cost() {
    const CALLS: u64 = 24;
    let pond = filled();
    let share = || report(&pond.run(&["wear", "--json"], b""))["causes"]["catalog"].as_u64().unwrap();

    let start = share();
    for _ in 0..CALLS {
        kinesis(&pond, "PutRecord", &json!({ "StreamName": "field", "Data": "AQID", "PartitionKey": "k" }));
    }
    let records = share() - start;
    for n in 0..CALLS {
        let name = format!("s{n}");
        kinesis(&pond, "CreateStream", &json!({ "StreamName": name, "ShardCount": 1 }));
    }
    let streams = share() - start - records;

    if counts_writes(&pond.data()) {
        assert!(streams >= CALLS * 4096, "{streams} bytes for {CALLS} documents");
        assert!(records < streams / 4, "{records} bytes for records, {streams} for documents");
    } else {
        assert_eq!((records, streams), (0, 0), "the kernel says nothing");
    }
    let text = String::from_utf8(pond.run(&["wear"], b"").stdout).unwrap();
    assert!(text.contains("catalog, files"), "{text}");
}

/// True when the kernel counts what is written to this directory: not where it lies in memory.
fn counts_writes(folder: &Path) -> bool {
    let count = || fs::read_to_string("/proc/self/io").unwrap_or_default();
    let before = count();
    fs::write(folder.join("counted"), [1; 1 << 16]).unwrap();
    let line = |text: &str| text.lines().find(|line| line.starts_with("write_bytes")).map(str::to_owned);
    line(&before) != line(&count())
}

/// Salvages a pond into a new directory, which must verify and start, and returns the report and the pond's data.
fn salvaged(pond: &Pond, name: &str) -> (Value, Pond) {
    let before = everything(&pond.data());
    let mut new = pond.beside(name);
    let output = Pond::salvage(&pond.data(), &new.data());
    assert!(output.status.success(), "{name}: {output:?}");
    assert!(before == everything(&pond.data()), "{name}: salvage changed its source");
    let verified = new.run(&["verify", "--deep"], b"");
    assert_eq!(verified.status.code(), Some(0), "{name}: {verified:?}");
    new.serve();
    (report(&output), new)
}

#[test]
fn a_sound_directory_is_salvaged_whole() {
    let mut pond = filled();
    assert_eq!(pond.terminate(), Some(0));

    let (report, new) = salvaged(&pond, "whole");

    assert_eq!((&report["whole"], &report["gone"]), (&json!(true), &json!([])), "{report}");
    assert_eq!(records(&new, "field").len(), 20);
    kinesis(&new, "PutRecord", &json!({ "StreamName": "field", "Data": "AQID", "PartitionKey": "k" }));
    assert_eq!(records(&new, "field").len(), 21);
}

#[test]
fn every_kind_of_damage_leaves_a_directory_that_starts_and_a_list_of_what_is_gone() {
    let mut pond = filled();
    assert_eq!(pond.terminate(), Some(0));
    let sound = everything(&pond.data());
    let log = pond.data().join("log");
    let path = segment(&pond, 0);
    let used = used_blocks(&path);
    let kinds: [(&str, &dyn Fn()); 6] = [
        ("rot", &|| used[6..10].iter().for_each(|block| flip(&path, block * BLOCK + 900))),
        ("supers", &|| ["super.A", "super.B"].iter().for_each(|name| flip(&log.join(name), 40))),
        ("truncated", &|| {
            let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
            file.set_len((used[used.len() / 2] * BLOCK + 100) as u64).unwrap();
        }),
        ("missing", &|| fs::remove_file(&path).unwrap()),
        ("catalog", &|| {
            let catalog = pond.data().join("catalog.db");
            let mut bytes = fs::read(&catalog).unwrap();
            bytes.chunks_mut(BLOCK).skip(1).step_by(2).for_each(|page| page.fill(0xa5));
            fs::write(&catalog, bytes).unwrap();
        }),
        ("settings", &|| fs::write(pond.data().join("millpond.toml"), "\u{1}").unwrap()),
    ];

    for (name, damage) in kinds {
        damage();
        let (report, new) = salvaged(&pond, name);

        assert_eq!(report["whole"], json!(false), "{name}: {report}");
        if ["rot", "supers", "truncated", "settings"].contains(&name) {
            let kept = records(&new, "field").len();
            assert!(
                kept >= 10 && (kept == 20) == ["supers", "settings"].contains(&name),
                "{name}: {kept} kept"
            );
            let gone: Vec<&str> = report["gone"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|gone| gone["holder"].as_str())
                .collect();
            let unknown = report["unknown_places"].as_u64().unwrap();
            // Nothing behind a cut-off end says what was there; that it is cut off is told.
            let told =
                if name == "truncated" { unknown > 0 } else { gone.contains(&"stream field, shard 0") };
            assert!(kept == 20 || told, "{name}: {report}");
        }
        for (path, bytes) in &sound {
            fs::write(path, bytes).unwrap();
        }
    }
}
