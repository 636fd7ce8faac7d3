use super::*;
use crate::full::tests::{Rig, policies};
use millpond_base::WallMs;

fn datum(name: &str, value: f64) -> Datum {
    Datum {
        name: name.to_owned(),
        dimensions: vec![("a".to_owned(), "b".to_owned())],
        unit: "Count".to_owned(),
        at: WallMs(1_700_000_000_000),
        resolution_s: 60,
        figures: Figures::Values(vec![(value, 2.0)]),
    }
}

fn put(rig: &Rig, data: &[Datum]) {
    let mut batch = Batch::new();
    rig.store.metrics().append(&mut batch, "Mill", data).unwrap();
    drop(rig.store.stage(batch, rig.now()));
    while rig.store.commit(rig.now()).unwrap().is_some() {}
}

fn all(rig: &Rig) -> Vec<(String, Datum)> {
    let mut all = Vec::new();
    rig.store.metrics().each(|namespace, datum| all.push((namespace.to_owned(), datum))).unwrap();
    all
}

#[test]
fn measurements_read_back_and_no_truncation_does() {
    let figures = Figures::Statistics { count: 1.0, sum: 2.0, minimum: 3.0, maximum: 4.0 };
    let data = [datum("x", 1.5), Datum { dimensions: Vec::new(), figures, ..datum("y", 0.0) }];
    let bytes = datum::encode("Mill", &data);

    assert_eq!(datum::decode(&bytes), Some(("Mill".to_owned(), data.to_vec())));
    for end in 0..bytes.len() {
        assert_eq!(datum::decode(&bytes[..end]), None, "cut at {end}");
    }
}

#[test]
fn metrics_survive_a_start() {
    let rig = Rig::new(policies(&[], &[]));
    assert_eq!(all(&rig), []);
    put(&rig, &[datum("x", 1.0), datum("y", 2.0)]);

    let rig = rig.cut(7);

    let names: Vec<String> = all(&rig).into_iter().map(|(_, datum)| datum.name).collect();
    assert_eq!(names, ["x", "y"]);
    put(&rig, &[datum("z", 1.0)]);
    assert_eq!(all(&rig).len(), 3);
}

#[test]
fn metrics_never_fill_the_log() {
    let rig = Rig::new(policies(&[], &[]));
    let many: Vec<Datum> = (0..100).map(|n| datum(&format!("metric {n}"), 1.0)).collect();
    for _ in 0..400 {
        put(&rig, &many);
        rig.store.maintain(rig.now()).unwrap();
        while rig.store.commit(rig.now()).unwrap().is_some() {}
    }

    let track = rig.store.metrics().track().unwrap();
    assert!(rig.store.log().bounds(track).bytes < 100 << 10);
    assert!(!all(&rig).is_empty());
    assert_eq!(rig.store.log().bounds(track).next.0, 400, "none was refused");
}

/// Golden: these bytes are on flash somewhere.
const HEX: &str = include_str!("record_v1.hex");

#[test]
fn the_bytes_of_measurements_are_frozen() {
    let figures = Figures::Statistics { count: 1.0, sum: 2.0, minimum: 3.0, maximum: 4.0 };
    let data = [datum("x", 1.5), Datum { dimensions: Vec::new(), figures, ..datum("y", 0.0) }];

    assert_eq!(millpond_base::hex(&datum::encode("Mill", &data)), HEX.trim());
}
