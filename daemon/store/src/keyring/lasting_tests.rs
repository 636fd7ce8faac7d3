//! What is known of keys outlives a restart, and does not grow without bound.

use super::*;
use crate::catalog::Image;
use millpond_base::{LineMs, ManualClock, SeededEntropy, WallMs};
use std::collections::BTreeMap;

const DAY_MS: u64 = 86_400_000;

fn opened(image: &Image, seed: u64) -> (Keyring, Arc<Catalog>) {
    let root = RootKey::from_bytes([42; 32]);
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(seed));
    let catalog = Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap();
    let catalog = Arc::new(catalog);
    let account = AccountId::parse("000000000000").unwrap();
    let region = Region::parse("us-east-1").unwrap();
    let clock = Arc::new(ManualClock::at_ms(1_700_000_000_000));
    let keyring = Keyring::open(Arc::clone(&catalog), &root, account, region, entropy, clock).unwrap();
    (keyring, catalog)
}

fn at_days(days: u64) -> Now {
    let (wall, line) = (WallMs(1_700_000_000_000 + days * DAY_MS), LineMs(days * DAY_MS));
    Now { wall, line, ..ManualClock::at_ms(0).now() }
}

fn of(spec: KeySpec, usage: KeyUsage) -> NewKey {
    NewKey { spec, usage, ..NewKey::default() }
}

#[test]
fn keys_of_every_kind_come_back_as_they_were() {
    let (keyring, catalog) = opened(&Image::default(), 1);
    let mut keys = Vec::new();
    for spec in KeySpec::all() {
        for usage in spec.usages() {
            keys.push(keyring.create_key(of(spec, *usage)).unwrap());
        }
    }
    keys.push(keyring.create_key(NewKey { multi_region: true, ..NewKey::default() }).unwrap());
    let signs = keys.iter().find(|key| key.spec() == KeySpec::EccNistP256).unwrap();
    let algorithm = SigningAlgorithm::Ecdsa(Sha::Sha256);
    let signature = keyring.sign(signs, algorithm, Message::Raw(b"m")).unwrap();

    let (again, _) = opened(&catalog.image().unwrap(), 2);

    for key in &keys {
        let back = again.key(key.id()).unwrap();
        assert_eq!((back.arn(), &back.document, &back.materials), (key.arn(), &key.document, &key.materials));
        assert_eq!(again.resolve(&key.id().to_string()).unwrap().id(), key.id());
        assert_eq!(again.resolve(key.arn()).unwrap().id(), key.id());
    }
    let back = again.key(signs.id()).unwrap();
    again.verify(&back, algorithm, Message::Raw(b"m"), &signature).unwrap();
}

#[test]
fn rotation_grants_tags_policies_and_uses_come_back() {
    let (keyring, catalog) = opened(&Image::default(), 1);
    let id = keyring.create_key(NewKey::default()).unwrap().id();
    keyring.rotate_every(id, 90, at_days(0)).unwrap();
    keyring.care(at_days(90));
    keyring.describe(id, "d".to_owned()).unwrap();
    keyring.tag(id, |tags| tags.push(("k".to_owned(), "v".to_owned()))).unwrap();
    keyring.put_policy(id, "{\"Statement\":[]}".to_owned()).unwrap();
    let new = NewGrant {
        grantee: "arn:aws:iam::000000000000:user/u".to_owned(),
        retiring: None,
        operations: vec![GrantOperation::parse("Encrypt").unwrap()],
        name: None,
        constraint: Some(Constraint::Equals(BTreeMap::from([("a".to_owned(), "b".to_owned())]))),
        source_arn: None,
    };
    let grant = keyring.create_grant(&keyring.key(id).unwrap(), new, at_days(90)).unwrap();
    keyring.note_use(id, UsedFor::Encrypt, "r", at_days(90));
    keyring.care(at_days(91));

    let (again, _) = opened(&catalog.image().unwrap(), 2);

    let (key, back) = (keyring.key(id).unwrap(), again.key(id).unwrap());
    assert_eq!(back.document, key.document);
    assert_eq!(back.backing_keys().len(), 2);
    assert_eq!(back.rotation().unwrap().next_line, LineMs(180 * DAY_MS));
    assert_eq!(again.grants_of(id)[0].encode(), grant.encode());
    assert_eq!(again.read_grant_token(&keyring.grant_token(&grant)), Some((id, grant.id)));
    assert_eq!(again.last_use(id), keyring.last_use(id));
    keyring.schedule_deletion(id, DAY_MS, at_days(91)).unwrap();
    keyring.care(at_days(92));
    let (again, _) = opened(&catalog.image().unwrap(), 3);
    assert!(again.grants_of(id).is_empty() && again.key(id).is_none());
}

#[test]
fn a_damaged_grant_is_told_from_a_good_one() {
    let (keyring, catalog) = opened(&Image::default(), 1);
    keyring.create_key(NewKey::default()).unwrap();
    catalog.put(grant::KIND, 77, b"\x01\xa9").unwrap();

    let root = RootKey::from_bytes([42; 32]);
    let account = AccountId::parse("000000000000").unwrap();
    let region = Region::parse("us-east-1").unwrap();
    let entropy = Arc::new(SeededEntropy::new(2));
    let clock = Arc::new(ManualClock::at_ms(0));
    let opened = Keyring::open(Arc::clone(&catalog), &root, account, region, entropy, clock);

    assert!(matches!(opened, Err(KeyringError::Damaged { kind: grant::KIND, id: 77 })));
}

#[test]
fn grants_fill_the_room_and_give_it_back() {
    let (keyring, _) = opened(&Image::default(), 1);
    let key = keyring.create_key(NewKey::default()).unwrap();
    let pairs = (0..8).map(|n| (format!("{n}{}", "k".repeat(4_000)), "v".repeat(384))).collect();
    let new = NewGrant {
        grantee: "arn:aws:iam::000000000000:user/u".to_owned(),
        retiring: None,
        operations: vec![GrantOperation::parse("Encrypt").unwrap()],
        name: None,
        constraint: Some(Constraint::Subset(pairs)),
        source_arn: None,
    };
    let full = loop {
        if let Err(full) = keyring.create_grant(&key, new.clone(), at_days(0)) {
            break full;
        }
    };

    assert!(matches!(full, KeyringError::Full { .. }), "{full}");
    let first = keyring.grants_of(key.id())[0].id;
    keyring.remove_grant(key.id(), first).unwrap();
    keyring.create_grant(&key, new, at_days(0)).unwrap();
}

#[test]
fn only_symmetric_keys_wrap_data_keys() {
    let (keyring, _) = opened(&Image::default(), 1);
    for (spec, usage) in
        [(KeySpec::Hmac256, KeyUsage::GenerateVerifyMac), (KeySpec::EccNistP256, KeyUsage::SignVerify)]
    {
        let key = keyring.create_key(of(spec, usage)).unwrap();
        let refused = keyring.new_data_key(Some(key.arn())).err();
        assert!(matches!(refused, Some(KeyringError::NotSymmetric { .. })));
    }
}
