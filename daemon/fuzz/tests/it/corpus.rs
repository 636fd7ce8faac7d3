//! Where the corpus lies, and that it is whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use millpond_fuzz::{TARGETS, Target};

pub(crate) fn folder(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name)
}

/// The kept files of a target, in order of their names.
pub(crate) fn files(target: &Target) -> Vec<(String, Vec<u8>)> {
    let entries =
        std::fs::read_dir(folder(target)).unwrap_or_else(|e| panic!("corpus of {}: {e}", target.name));
    let mut files: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_seeds_are_kept() {
    let rewrite = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    for target in &TARGETS {
        let folder = folder(target);
        for (number, seed) in (target.seeds)().into_iter().enumerate() {
            let path = folder.join(format!("seed-{number}"));
            if rewrite {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &seed).unwrap();
            }
            let kept = std::fs::read(&path).unwrap_or_default();
            assert!(kept == seed, "{} differs; UPDATE_GOLDEN=1 rewrites it", path.display());
        }
    }
}

#[test]
fn every_target_has_a_binary_and_a_small_corpus() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(here.join(folder)).unwrap();
        entries.map(|e| e.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
    };
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let manifest = std::fs::read_to_string(here.join("libfuzzer/Cargo.toml")).unwrap();

    assert_eq!(names("libfuzzer/fuzz_targets"), targets);
    assert_eq!(names("corpus"), targets);
    for target in &TARGETS {
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{} in the manifest", target.name);
        let files = files(target);
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(!files.is_empty() && bytes <= 64 * 1024, "{}: {} files, {bytes} B", target.name, files.len());
    }
}
