use crate::pond::{Pond, run};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn init_prints_exactly_what_scripts_read() {
    let pond = Pond::init();

    let keys: BTreeSet<&str> = pond.made.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = ["access_key_id", "account", "config", "endpoint", "region", "secret_access_key"];
    assert_eq!(keys, BTreeSet::from(wanted));
    assert_eq!(pond.made["endpoint"], "http://127.0.0.1:4566");
    assert_eq!(pond.made["account"], "000000000000");
    assert!(Path::new(pond.made["config"].as_str().unwrap()).is_absolute());
}

#[test]
fn nothing_in_a_data_directory_is_open_to_others() {
    let mut pond = Pond::start();
    pond.terminate();

    let mut folders = vec![pond.data()];
    while let Some(folder) = folders.pop() {
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o077, 0, "{folder:?}");
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let about = path.symlink_metadata().unwrap();
            assert_eq!(about.permissions().mode() & 0o077, 0, "{path:?}");
            if about.is_dir() {
                folders.push(path);
            }
        }
    }
}

#[test]
fn init_leaves_existing_data_alone() {
    let pond = Pond::init();
    let key = std::fs::read(pond.data().join("root.key")).unwrap();

    let again = pond.run(&["init"], b"");

    assert!(!again.status.success());
    assert!(text(&again.stderr).contains("is not empty"), "{again:?}");
    assert_eq!(std::fs::read(pond.data().join("root.key")).unwrap(), key);
}

#[test]
fn env_names_the_address_the_gateway_really_has() {
    let mut pond = Pond::init();
    assert!(text(&pond.run(&["env"], b"").stdout).contains("AWS_ENDPOINT_URL=http://127.0.0.1:4566\n"));

    pond.serve();

    let exports = text(&pond.run(&["env"], b"").stdout);
    assert!(exports.contains(&format!("export AWS_ENDPOINT_URL=http://{}\n", pond.address)), "{exports}");
    assert!(exports.contains(pond.made["secret_access_key"].as_str().unwrap()), "{exports}");
}

#[test]
fn status_says_when_nothing_runs() {
    let mut pond = Pond::start();
    assert!(pond.run(&["status"], b"").status.success());

    pond.terminate();

    let output = pond.run(&["status"], b"");
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("no millpond serves"), "{output:?}");
}

#[test]
fn two_gateways_cannot_share_a_directory() {
    let pond = Pond::start();

    let second = pond.run(&["serve", "--listen", "127.0.0.1:0"], b"");

    assert!(!second.status.success());
    assert!(text(&second.stderr).contains("another millpond serves"), "{second:?}");
    assert!(pond.run(&["status"], b"").status.success(), "the first goes on");
}

#[test]
fn an_open_gateway_stays_on_loopback_and_says_what_it_is() {
    let mut pond = Pond::init();
    pond.reconfigure("auth = \"on\"", "auth = \"off\"");

    let exposed = pond.run(&["serve", "--listen", "0.0.0.0:0"], b"");
    assert!(!exposed.status.success());
    assert!(text(&exposed.stderr).contains("loopback"), "{exposed:?}");

    pond.serve();
    assert!(text(&pond.run(&["status"], b"").stdout).contains("auth      OFF"));
}

#[test]
fn a_sensor_key_depends_on_sensor_generation_and_root_key() {
    let (pond, other) = (Pond::init(), Pond::init());
    let key = |pond: &Pond, more: &[&str]| text(&pond.run(&[&["device"], more].concat(), b"").stdout);

    let first = key(&pond, &["--id", "7"]);

    assert_eq!(first.trim().len(), 64);
    assert_eq!(first, key(&pond, &["--id", "7", "--generation", "0"]));
    assert_ne!(first, key(&pond, &["--id", "7", "--generation", "1"]));
    assert_ne!(first, key(&pond, &["--id", "8"]));
    assert_ne!(first, key(&other, &["--id", "7"]));
}

#[test]
fn an_upstream_without_its_secret_is_named_with_the_remedy() {
    let pond = Pond::init();
    pond.configure(
        "[[upstream]]\nname = \"hub\"\nregion = \"us-east-1\"\naccess_key_id = \"AKIA\"\nsecret = \"hub-secret\"\n",
    );

    let output = pond.run(&["serve", "--listen", "127.0.0.1:0"], b"");

    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("millpond secret set"), "{output:?}");
}

#[test]
fn a_secret_never_lies_open() {
    let pond = Pond::init();

    assert!(pond.run(&["secret", "set", "hub"], b"canary-canary\n").status.success());
    assert!(!pond.run(&["secret", "set", "../hub"], b"canary\n").status.success());
    assert!(!pond.run(&["secret", "set", "empty"], b"\n").status.success());

    let sealed = std::fs::read(pond.data().join("secrets/hub")).unwrap();
    assert!(!sealed.windows(6).any(|part| part == b"canary"));
}

#[test]
fn a_root_key_that_others_can_read_is_refused() {
    let pond = Pond::init();
    let key = pond.data().join("root.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();

    let output = run(&pond.data(), &["env"], b"");

    assert!(text(&output.stderr).contains("chmod 600"), "{output:?}");
}
