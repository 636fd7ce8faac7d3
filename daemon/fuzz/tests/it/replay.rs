//! Replays, and a mutation loop that stands in for a fuzzer where there is none.

use std::panic::catch_unwind;

use millpond_base::{Entropy, SeededEntropy};
use millpond_fuzz::{TARGETS, Target};

use crate::corpus::files;

fn draw(chance: &SeededEntropy, below: usize) -> usize {
    usize::try_from(u64::from_le_bytes(chance.bytes()) % below.max(1) as u64).unwrap()
}

/// Values that decoders tend to trip over.
const EDGES: [u8; 8] = [0, 1, 0x7f, 0x80, 0xff, 0xbf, 0x1b, b'"'];

/// Changes an input in one to four places.
fn mutate(bytes: &mut Vec<u8>, other: &[u8], chance: &SeededEntropy) {
    for _ in 0..=draw(chance, 4) {
        let at = draw(chance, bytes.len());
        let count = draw(chance, 9).min(bytes.len() - at.min(bytes.len()));
        match draw(chance, 7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << draw(chance, 8),
            1 if !bytes.is_empty() => bytes[at] = EDGES[draw(chance, EDGES.len())],
            2 if !bytes.is_empty() => bytes[at] = chance.bytes::<1>()[0],
            3 => drop(bytes.drain(at..at + count)),
            4 => {
                let copy = bytes[at..at + count].to_vec();
                let to = draw(chance, bytes.len());
                bytes.splice(to..to, copy);
            }
            5 => {
                let from = draw(chance, other.len());
                let piece = &other[from..(from + draw(chance, 33)).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {
                let fill = [EDGES[draw(chance, EDGES.len())]; 8];
                bytes.splice(at..at + count, fill);
            }
        }
    }
}

/// Feeds the target, and on a panic says how to feed it the same again.
fn feed(target: &Target, bytes: &[u8], what: &str) {
    if catch_unwind(|| (target.run)(bytes)).is_err() {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        panic!("{}, {what}: keep these bytes as a file in corpus/{}: {hex}", target.name, target.name);
    }
}

/// Mutations per corpus file are multiplied by `MILLPOND_MUTATIONS`, 1 unless set.
fn factor() -> u32 {
    std::env::var("MILLPOND_MUTATIONS")
        .map_or(1, |factor| factor.parse().expect("MILLPOND_MUTATIONS is a number"))
}

fn replay(targets: &[Target]) {
    for target in targets {
        let kept = files(target);
        for (seed, (name, bytes)) in (0u64..).zip(&kept) {
            feed(target, bytes, name);
            let chance = SeededEntropy::new(seed + 1);
            for number in 0..target.mutations * factor() {
                let mut mutated = bytes.clone();
                mutate(&mut mutated, &kept[draw(&chance, kept.len())].1, &chance);
                feed(target, &mutated, &format!("mutation {number} of {name}"));
            }
        }
    }
}

// Two halves, so that they run beside each other.

#[test]
fn the_corpus_and_its_mutations_break_no_promise_on_flash_and_in_files() {
    replay(&TARGETS[..9]);
}

#[test]
fn the_corpus_and_its_mutations_break_no_promise_on_the_wire_and_in_the_store() {
    replay(&TARGETS[9..]);
}

#[test]
fn every_truncation_of_the_corpus_breaks_no_promise() {
    for target in &TARGETS {
        for (name, bytes) in files(target) {
            let step = (bytes.len() / 200).max(1);
            for end in (0..bytes.len()).step_by(step) {
                feed(target, &bytes[..end], &format!("{name} cut at {end}"));
            }
        }
    }
}
