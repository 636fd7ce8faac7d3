//! A plain model driven by the same random steps, power cuts among them.

use super::super::*;
use super::rig::{Rig, body};
use std::collections::BTreeSet;

/// What clients were told, and what follows from it.
#[derive(Default)]
struct Told {
    put: BTreeSet<String>,
    acknowledged: BTreeSet<String>,
    /// The highest count anybody was shown.
    receives: BTreeMap<String, u32>,
    /// Handles by body, the last one given out.
    handles: BTreeMap<String, String>,
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn take(told: &mut Told, deliveries: Vec<Delivery>) {
    for delivery in deliveries {
        let name = body(&delivery).to_owned();
        assert!(!told.acknowledged.contains(&name), "{name} was acknowledged");
        assert!(told.put.contains(&name), "{name} was never put");
        let known = told.receives.entry(name.clone()).or_default();
        assert!(delivery.receives > *known, "{name}: {} after {known}", delivery.receives);
        *known = delivery.receives;
        told.handles.insert(name, delivery.handle);
    }
}

fn settle_some(rig: &Rig, queue: &StreamQueue, told: &mut Told, chance: &mut Chance) {
    let known = told.handles.len() as u64;
    if known == 0 {
        return;
    }
    let at = usize::try_from(chance.below(known)).unwrap();
    let name = told.handles.keys().nth(at).unwrap().clone();
    let handle = told.handles[&name].clone();
    let path = if chance.below(2) == 0 { Path::Normal } else { Path::DeadLetters };
    match chance.below(4) {
        0 | 1 => {
            if rig.settle(queue, |settling| settling.acknowledge(&handle, path)).is_ok() {
                told.acknowledged.insert(name.clone());
                told.handles.remove(&name);
            }
        }
        2 => {
            let secs = u32::try_from(chance.below(60)).unwrap();
            let _ = rig.settle(queue, |settling| settling.hide(&handle, secs, path));
        }
        _ => {
            if rig.settle(queue, |settling| settling.restore(&handle)).is_ok() {
                told.receives.remove(&name);
                told.handles.remove(&name);
            }
        }
    }
}

fn history(seed: u64) {
    let mut rig = Rig::new(3);
    let making = Making {
        settings: Settings { visibility_s: 20, receives_max: Some(3) },
        ..Rig::making("q", Start::TrimHorizon)
    };
    rig.try_queue(making).unwrap();
    let (mut told, mut chance) = (Told::default(), Chance(seed));
    for step in 0..150 {
        let queue = rig.find("q");
        match chance.below(12) {
            0..=2 => {
                for n in 0..chance.below(6) {
                    let name = format!("{step}.{n}");
                    rig.put(&name, &name);
                    told.put.insert(name);
                }
            }
            3..=5 => take(&mut told, rig.receive(&queue)),
            6 => take(&mut told, rig.receive_dead(&queue)),
            7 | 8 => settle_some(&rig, &queue, &mut told, &mut chance),
            9 => rig.advance(chance.below(30_000)),
            10 => {
                // Staged, and no reply given: the cut may undo it.
                let _ = rig.stage_receive(&queue, Path::Normal, Some(5));
                if chance.below(2) == 0 {
                    drop(queue);
                    rig.cut();
                } else {
                    rig.commit();
                    told.handles.clear();
                }
            }
            _ => {
                rig.store.maintain(rig.now()).unwrap();
                drop(queue);
                rig.cut();
            }
        }
    }
    let queue = rig.find("q");
    for _ in 0..8 {
        rig.advance(120_000);
        let mut gone = rig.drain(&queue);
        gone.extend(
            std::iter::from_fn(|| Some(rig.receive_dead(&queue)).filter(|page| !page.is_empty())).flatten(),
        );
        let names: Vec<(String, String)> =
            gone.iter().map(|delivery| (body(delivery).to_owned(), delivery.handle.clone())).collect();
        take(&mut told, gone);
        for (name, handle) in names {
            let done = [Path::Normal, Path::DeadLetters]
                .iter()
                .any(|path| rig.settle(&queue, |settling| settling.acknowledge(&handle, *path)).is_ok());
            assert!(done, "{name}");
            told.acknowledged.insert(name);
        }
    }
    assert_eq!(told.acknowledged, told.put, "every record was delivered until it was acknowledged");
}

#[test]
fn every_record_is_delivered_until_it_is_acknowledged_and_then_never_again() {
    for seed in 1..=24 {
        println!("seed {seed}");
        history(seed);
    }
}
