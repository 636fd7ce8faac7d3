//! Nodes on a catalog in memory, opened again as after a power cut.

use super::*;
use crate::catalog::Image;
use crate::keyring::{Purpose, RootKey};
use millpond_base::{AccountId, ManualClock, Region, SeededEntropy};
use std::collections::BTreeSet;

const NOW: WallMs = WallMs(1_700_000_000_000);

struct Rig {
    nodes: Nodes,
    catalog: Arc<Catalog>,
}

impl Rig {
    fn on(image: &Image, seed: u64) -> Self {
        let root = RootKey::from_bytes([42; 32]);
        let entropy = Arc::new(SeededEntropy::new(seed));
        let catalog = Arc::new(Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap());
        let keyring = Keyring::open(
            Arc::clone(&catalog),
            &root,
            AccountId::parse("000000000000").unwrap(),
            Region::parse("us-east-1").unwrap(),
            entropy,
            Arc::new(ManualClock::at_ms(NOW.0)),
        );
        let nodes = Nodes::open(Arc::clone(&catalog), Arc::new(keyring.unwrap())).unwrap();
        Self { nodes, catalog }
    }

    fn reopened(&self) -> Self {
        Self::on(&self.catalog.image().unwrap(), 99)
    }

    fn add(&self, name: &str) -> (Arc<Node>, Zeroizing<[u8; 32]>) {
        self.nodes.add(new(name), |_| false, NOW).unwrap()
    }
}

fn rig() -> Rig {
    Rig::on(&Image::default(), 1)
}

fn new(name: &str) -> NewNode {
    NewNode { name: name.into(), home: Home::Stream("readings".into()), commands: None }
}

#[test]
fn every_node_and_generation_has_a_key_of_its_own() {
    let rig = rig();
    let mut keys = BTreeSet::new();

    for name in ["a", "b", "c"] {
        let (_, key) = rig.add(name);
        assert_eq!(*rig.nodes.keys_of(name).unwrap().current, *key);
        keys.insert(*key);
        rig.nodes.rotate(name).unwrap();
        keys.insert(*rig.nodes.keys_of(name).unwrap().next.unwrap().1);
    }

    assert_eq!(keys.len(), 6);
}

#[test]
fn what_is_known_of_nodes_outlives_a_restart() {
    let rig = rig();
    let (a, key) = rig.add("a");
    let commands = Some("orders".to_owned());
    let b = NewNode { home: Home::Queue("q".into()), commands, ..new("b") };
    let (b, _) = rig.nodes.add(b, |_| false, NOW).unwrap();
    rig.nodes.rotate("b").unwrap();
    rig.add("c");
    rig.nodes.revoke("c", WallMs(NOW.0 + 1)).unwrap();

    let again = rig.reopened();

    assert_eq!(again.nodes.list(), rig.nodes.list());
    assert_eq!(*again.nodes.keys_of("a").unwrap().current, *key);
    let mut speak = Vec::new();
    again.nodes.keys(|node, keys| speak.push((node.number, keys.next.map(|(next, _)| next)))).unwrap();
    assert_eq!(speak, [(a.number, None), (b.number, Some(1))]);
}

#[test]
fn a_revoked_node_stays_revoked_and_its_name_comes_back_with_another_number_and_key() {
    let rig = rig();
    let (first, first_key) = rig.add("a");
    rig.nodes.revoke("a", NOW).unwrap();
    let rig = rig.reopened();

    assert!(matches!(rig.nodes.revoke("a", NOW), Err(NodeError::Unknown { .. })));
    assert!(matches!(rig.nodes.rotate("a"), Err(NodeError::Unknown { .. })));
    assert!(matches!(rig.nodes.keys_of("a"), Err(NodeError::Unknown { .. })));
    let (second, second_key) = rig.add("a");

    assert_ne!(first.number, second.number);
    assert_ne!(*first_key, *second_key);
    assert_eq!(rig.nodes.list().iter().map(|node| node.revoked).collect::<Vec<_>>(), [Some(NOW), None]);
}

#[test]
fn a_key_changes_only_when_the_node_was_heard_with_the_next() {
    let rig = rig();
    let (node, old) = rig.add("a");
    let next = rig.nodes.rotate("a").unwrap().next.unwrap();
    let again = rig.reopened();
    let keys = again.nodes.keys_of("a").unwrap();
    assert_eq!(*keys.current, *old);
    assert!(
        matches!(again.nodes.rotate("a"), Err(NodeError::Rotating { generation, .. }) if generation == next)
    );

    // Neither another generation nor another node changes anything.
    again.nodes.rotated(node.number, next + 1).unwrap();
    again.nodes.rotated(node.number + 1, next).unwrap();
    assert_eq!(again.nodes.list()[0].generation, 0);
    again.nodes.rotated(node.number, next).unwrap();
    again.nodes.rotated(node.number, next).unwrap();

    let after = again.reopened().nodes.keys_of("a").unwrap();
    assert_eq!(*after.current, *keys.next.unwrap().1);
    assert!(after.next.is_none());
}

#[test]
fn a_rotation_that_was_under_way_ends_with_a_revocation() {
    let rig = rig();
    let (node, _) = rig.add("a");
    rig.nodes.rotate("a").unwrap();
    rig.nodes.revoke("a", NOW).unwrap();

    rig.nodes.rotated(node.number, 1).unwrap();

    let kept = &rig.reopened().nodes.list()[0];
    assert_eq!((kept.generation, kept.next, kept.revoked), (0, None, Some(NOW)));
}

#[test]
fn names_are_checked_and_numbers_that_others_use_are_left_out() {
    let rig = rig();
    let long = "n".repeat(NAME_BYTES_MAX + 1);
    for name in ["", ".a", "-a", "a b", "ä", &long] {
        assert!(matches!(rig.nodes.add(new(name), |_| false, NOW), Err(NodeError::Name { .. })), "{name:?}");
    }
    let (first, _) = rig.add("a");
    assert!(matches!(rig.nodes.add(new("a"), |_| false, NOW), Err(NodeError::Exists { .. })));

    let (second, _) = rig.nodes.add(new("b"), |number| number == first.number + 1, NOW).unwrap();

    assert_eq!(second.number, first.number + 2);
}

#[test]
fn there_is_room_for_so_many_and_no_more() {
    let rig = rig();
    for n in 0..NODES_MAX {
        rig.add(&format!("n{n}"));
    }
    assert!(matches!(rig.nodes.add(new("more"), |_| false, NOW), Err(NodeError::TooMany)));

    rig.nodes.revoke("n7", NOW).unwrap();

    rig.add("more");
}

#[test]
fn a_catalog_that_takes_nothing_changes_nothing() {
    let rig = rig();
    rig.add("a");
    let before = rig.nodes.list();
    rig.catalog.refuse_writes();

    assert!(matches!(rig.nodes.rotate("a"), Err(NodeError::Catalog(_))));
    assert!(matches!(rig.nodes.revoke("a", NOW), Err(NodeError::Catalog(_))));

    assert_eq!(rig.nodes.list(), before);
}

#[test]
fn a_document_reads_back_and_every_truncation_is_refused() {
    let node = Node {
        number: 7,
        name: "pump-7".into(),
        generation: 3,
        next: Some(4),
        enrolled: NOW,
        revoked: Some(WallMs(NOW.0 + 5)),
        home: Home::Queue("q".into()),
        commands: Some("orders".into()),
    };
    let bytes = document::encode(&node);

    assert_eq!(document::decode(7, &bytes).as_ref(), Some(&node));
    for end in 0..bytes.len() {
        assert_eq!(document::decode(7, &bytes[..end]), None, "cut at {end}");
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "01a7016670756d702d37020303 04041b0000018bcfe56800051b0000018bcfe5680507617108666f7264657273"
            .replace(' ', "")
    );
}
