//! How the root key is kept, seen from outside: stolen storage, a lost secret, another key, another seal, and memory.

use crate::aws::{self, kinesis, sqs};
use crate::pond::Pond;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};

const PASSPHRASE: &str = "correct horse battery staple 7c1f";
/// In every name, key and body that is stored.
const CANARY: &str = "canary-in-the-mill-pond";

/// A secret beside the data directory, as on a stick.
fn stick(pond: &Pond) -> PathBuf {
    let path = pond.data().with_file_name("stick");
    fs::write(&path, PASSPHRASE).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

fn keys(pond: &Pond, args: &[&str], stdin: &str) -> Output {
    pond.run(&[&["keys"], args].concat(), stdin.as_bytes())
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn call(pond: &Pond, service: &str, target: &str, body: &Value) -> Value {
    let answer = aws::call_on(&mut pond.connect(), pond, service, target, body);
    assert_eq!(answer.status, 200, "{target}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// Something in every place that clients can write to.
fn fill(pond: &Pond) {
    let name = |kind: &str| format!("{CANARY}-{kind}");
    kinesis(pond, "CreateStream", &json!({ "StreamName": name("stream"), "ShardCount": 1 }));
    for turn in 0..20 {
        let data = base64(&format!("{CANARY} record {turn}"));
        let record = json!({ "StreamName": name("stream"), "Data": data, "PartitionKey": name("partition") });
        kinesis(pond, "PutRecord", &record);
    }
    let url = sqs(pond, "CreateQueue", &json!({ "QueueName": name("queue") }))["QueueUrl"].clone();
    let attribute = json!({ name("attribute"): { "DataType": "String", "StringValue": name("value") } });
    let message = json!({ "QueueUrl": url, "MessageBody": name("body"), "MessageAttributes": attribute });
    sqs(pond, "SendMessage", &message);
    let key = call(pond, "kms", "TrentService.CreateKey", &json!({ "Description": name("key") }));
    let alias = json!({ "AliasName": format!("alias/{CANARY}"), "TargetKeyId": key["KeyMetadata"]["KeyId"] });
    let answer = aws::call_on(&mut pond.connect(), pond, "kms", "TrentService.CreateAlias", &alias);
    assert_eq!(answer.status, 200);
    let table = json!({
        "TableName": name("table"), "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
    });
    call(pond, "dynamodb", "DynamoDB_20120810.CreateTable", &table);
    let item = json!({ "TableName": name("table"), "Item": { "id": { "S": name("item") } } });
    call(pond, "dynamodb", "DynamoDB_20120810.PutItem", &item);
    let secret = pond.run(&["secret", "set", "cloud"], name("secret").as_bytes());
    assert!(secret.status.success());
}

/// Every file of a directory, whole: what somebody has who takes the storage away.
fn image(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            files.extend(image(&entry.path()));
        } else if kind.is_file() {
            files.push((entry.path(), fs::read(entry.path()).unwrap()));
        }
    }
    files
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[test]
fn stolen_storage_without_its_secret_gives_nothing_away() {
    let mut pond = Pond::init();
    let secret = stick(&pond);
    done(&keys(&pond, &["rotate-root"], ""));
    done(&keys(&pond, &["reseal", "--to", &format!("passphrase-file:{}", secret.display())], ""));
    pond.serve();
    fill(&pond);
    pond.kill();
    let access_key = pond.made["secret_access_key"].as_str().unwrap().to_owned();
    let stolen = image(&pond.data());
    assert!(
        stolen.iter().any(|(path, bytes)| path.starts_with(pond.data().join("log")) && bytes.len() > 100_000)
    );

    let in_base64 = base64(CANARY);
    for (path, bytes) in &stolen {
        let canaries = [CANARY, &in_base64[..28], PASSPHRASE, &access_key];
        for canary in canaries {
            let utf16: Vec<u8> = canary.bytes().flat_map(|byte| [byte, 0]).collect();
            assert!(!holds(bytes, canary.as_bytes()), "{canary} in {}", path.display());
            assert!(!holds(bytes, &utf16), "{canary} in {}", path.display());
        }
    }

    // Whoever has it cannot use it either, whatever he puts in the place of the secret.
    fs::write(&secret, "incorrect horse battery staple").unwrap();
    for args in [&["env"][..], &["device", "--id", "1"], &["verify", "--deep"], &["keys", "export-recovery"]]
    {
        let output = pond.run(args, b"");
        assert!(!output.status.success(), "{args:?}");
        assert!(!holds(&output.stdout, access_key.as_bytes()));
    }
    fs::remove_file(&secret).unwrap();
    assert!(refused(&pond.run(&["env"], b"")).contains("secret"));

    // With the secret it is all there: the test would notice if nothing had been stored.
    stick(&pond);
    assert!(done(&pond.run(&["env"], b"")).contains(&access_key));
    pond.serve();
    assert_eq!(aws::records(&pond, &format!("{CANARY}-stream")).len(), 20);
}

#[test]
fn a_lost_secret_is_replaced_by_the_recovery_code_and_by_nothing_else() {
    let mut pond = Pond::init();
    let secret = stick(&pond);
    done(&keys(&pond, &["reseal", "--to", &format!("passphrase-file:{}", secret.display())], ""));
    let exported = keys(&pond, &["export-recovery"], "");
    let code = done(&exported);
    assert!(String::from_utf8_lossy(&exported.stderr).contains("THIS CODE IS THE ROOT KEY"));
    pond.serve();
    kinesis(&pond, "CreateStream", &json!({ "StreamName": "s", "ShardCount": 1 }));
    kinesis(&pond, "PutRecord", &json!({ "StreamName": "s", "Data": "AQ==", "PartitionKey": "k" }));
    assert!(refused(&keys(&pond, &["recover"], &code)).contains("another millpond serves"));
    pond.terminate();
    fs::remove_file(secret).unwrap();
    assert!(!pond.run(&["env"], b"").status.success());

    let before = fs::read(pond.data().join("root.key")).unwrap();
    let mut other = code.clone();
    other.replace_range(0..1, if code.starts_with('0') { "1" } else { "0" });
    assert!(refused(&keys(&pond, &["recover", "--to", "plain"], &other)).contains("group by group"));
    let foreign = Pond::init();
    let foreign_code = done(&keys(&foreign, &["export-recovery"], ""));
    assert!(refused(&keys(&pond, &["recover", "--to", "plain"], &foreign_code)).contains("does not belong"));
    assert_eq!(fs::read(pond.data().join("root.key")).unwrap(), before);

    done(&keys(&pond, &["recover", "--to", "plain"], &code.to_lowercase()));
    pond.serve();
    assert_eq!(aws::records(&pond, "s"), ["AQ=="]);

    // Also where root.key itself is gone.
    pond.terminate();
    fs::remove_file(pond.data().join("root.key")).unwrap();
    done(&keys(&pond, &["recover"], &code));
    pond.serve();
    assert_eq!(aws::records(&pond, "s"), ["AQ=="]);
}

#[test]
fn another_root_key_leaves_data_sensors_and_clients_as_they_were() {
    let mut pond = Pond::start();
    kinesis(&pond, "CreateStream", &json!({ "StreamName": "s", "ShardCount": 1 }));
    kinesis(&pond, "PutRecord", &json!({ "StreamName": "s", "Data": "AQ==", "PartitionKey": "k" }));
    assert!(refused(&keys(&pond, &["rotate-root"], "")).contains("another millpond serves"));
    let status = done(&keys(&pond, &["status"], ""));
    assert!(status.contains("IN CLEAR") && status.contains("the device's first"), "{status}");
    pond.terminate();
    let sensor = done(&pond.run(&["device", "--id", "7"], b""));
    let old = fs::read(pond.data().join("root.key")).unwrap();

    done(&keys(&pond, &["rotate-root"], ""));

    assert!(done(&keys(&pond, &["status"], "")).contains("a later one"));
    assert_eq!(done(&pond.run(&["device", "--id", "7"], b"")), sensor);
    assert!(pond.run(&["verify", "--deep"], b"").status.success());
    pond.serve();
    assert_eq!(aws::records(&pond, "s"), ["AQ=="]);
    pond.terminate();
    let new = fs::read(pond.data().join("root.key")).unwrap();
    fs::write(pond.data().join("root.key"), old).unwrap();
    assert!(!pond.run(&["device", "--id", "7"], b"").status.success());
    fs::write(pond.data().join("root.key"), new).unwrap();
    pond.serve();
    assert_eq!(aws::records(&pond, "s"), ["AQ=="]);
}

#[test]
fn the_seal_of_the_root_key_and_the_keys_of_a_stream_change_under_traffic() {
    let mut pond = Pond::start();
    let secret = stick(&pond);
    kinesis(&pond, "CreateStream", &json!({ "StreamName": "s", "ShardCount": 1 }));
    let ids: Vec<Value> = (0..2)
        .map(|_| call(&pond, "kms", "TrentService.CreateKey", &json!({}))["KeyMetadata"]["KeyId"].clone())
        .collect();
    let quiet = pond.status()["log"].clone();
    done(&keys(&pond, &["reseal"], ""));
    let after = pond.status()["log"].clone();
    assert_eq!(
        quiet["device_bytes_written"], after["device_bytes_written"],
        "a seal of keys writes no record"
    );

    let (stop, pond_ref) = (AtomicBool::new(false), &pond);
    let sent = std::thread::scope(|scope| {
        let traffic = scope.spawn(|| {
            let mut connection = pond_ref.connect();
            let record = json!({ "StreamName": "s", "Data": base64(&"x".repeat(900)), "PartitionKey": "k" });
            let mut sent = 0;
            while !stop.load(Ordering::Relaxed) || sent < 50 {
                let target = "Kinesis_20131202.PutRecord";
                let answer = aws::call_on(&mut connection, pond_ref, "kinesis", target, &record);
                assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
                sent += 1;
            }
            sent
        });
        let sealed = format!("passphrase-file:{}", secret.display());
        for (to, id) in [(&sealed[..], &ids[0]), ("plain", &ids[1]), (&sealed, &ids[0])] {
            done(&keys(pond_ref, &["reseal", "--to", to], ""));
            let choice = json!({ "StreamName": "s", "EncryptionType": "KMS", "KeyId": id });
            let target = "Kinesis_20131202.StartStreamEncryption";
            let answer = aws::call_on(&mut pond_ref.connect(), pond_ref, "kinesis", target, &choice);
            assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        }
        stop.store(true, Ordering::Relaxed);
        traffic.join().unwrap()
    });
    let loaded = pond.status()["log"].clone();
    let payload = loaded["payload_bytes"].as_u64().unwrap() - after["payload_bytes"].as_u64().unwrap();
    // A record is about a KiB with its audit event's share; twice the data would show that records were sealed anew.
    assert!(payload < sent * 1_900 + 40_000, "{payload} B for {sent} records");

    pond.kill();
    pond.serve();
    assert_eq!(aws::records(&pond, "s").len() as u64, sent);
}

#[test]
fn a_credential_and_a_program_unseal_the_key() {
    let pond = Pond::init();
    let folder = pond.data().with_file_name("credentials");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("millpond-root"), "0123456789abcdef0123456789abcdef").unwrap();
    let with_credentials = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_millpond"));
        command.args(args).arg("--data").arg(pond.data()).env("CREDENTIALS_DIRECTORY", &folder);
        command.output().unwrap()
    };
    done(&with_credentials(&["keys", "reseal", "--to", "credential:millpond-root"]));
    assert!(done(&keys(&pond, &["status"], "")).contains("credential:millpond-root"));
    assert!(refused(&pond.run(&["env"], b"")).contains("LoadCredentialEncrypted=millpond-root"));
    done(&with_credentials(&["env"]));

    let program = pond.data().with_file_name("hsm");
    fs::write(&program, "#!/bin/sh\necho \"a secret that $1 and $2 keep\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let to = format!("command:{} card slot", program.display());
    done(&with_credentials(&["keys", "reseal", "--to", &to]));
    done(&pond.run(&["env"], b""));
    fs::write(&program, "#!/bin/sh\nexit 3\n").unwrap();
    assert!(refused(&pond.run(&["env"], b"")).contains("gave no secret"));
}

/// Needs root, as only root may look into a process that must not be dumped.
#[test]
fn neither_the_root_key_nor_its_secret_stay_in_the_memory_of_a_gateway() {
    if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) != 0) {
        return;
    }
    let mut pond = Pond::init();
    let root: Vec<u8> = fs::read(pond.data().join("root.key")).unwrap()[12..44].to_vec();
    let secret = stick(&pond);
    done(&keys(&pond, &["reseal", "--to", &format!("passphrase-file:{}", secret.display())], ""));
    pond.serve();
    fill(&pond);

    let pid = pond.status()["pid"].as_u64().unwrap();
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"));
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let memory = fs::File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut seen_something = false;
    for line in
        maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw")))
    {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let number = |text: &str| u64::from_str_radix(text, 16).unwrap();
        let mut bytes = vec![0; usize::try_from(number(to) - number(from)).unwrap()];
        if memory.read_exact_at(&mut bytes, number(from)).is_err() {
            continue;
        }
        assert!(!holds(&bytes, &root), "the root key in {line}");
        assert!(!holds(&bytes, PASSPHRASE.as_bytes()), "the secret in {line}");
        seen_something |= holds(&bytes, CANARY.as_bytes());
    }
    assert!(seen_something, "names of streams are in memory, or the search finds nothing");
}
