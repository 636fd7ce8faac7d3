//! The keyring as a whole, on a catalog in memory.

use super::envelope::{HEADER_BYTES, TAG_BYTES};
use super::key::KeyDocument;
use super::*;
use crate::catalog::{CatalogError, Image};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use aws_lc_rs::hmac;
use millpond_base::{ManualClock, SeededEntropy};
use proptest::prelude::{Strategy, any, prop_oneof, proptest};
use std::collections::{BTreeMap, BTreeSet};

const ACCOUNT: &str = "000000000000";
const REGION: &str = "us-east-1";

fn root() -> RootKey {
    RootKey::from_bytes([42; 32])
}

fn context(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

/// A random source that fails in the worst way.
struct Stuck;

impl Entropy for Stuck {
    fn fill(&self, out: &mut [u8]) {
        out.fill(0x5a);
    }
}

pub(super) struct Rig {
    pub(super) keyring: Keyring,
    catalog: Arc<Catalog>,
}

impl Rig {
    pub(super) fn new(seed: u64) -> Self {
        Self::on(&Image::default(), Arc::new(SeededEntropy::new(seed)))
    }

    fn on(image: &Image, entropy: Arc<dyn Entropy>) -> Self {
        let catalog = Catalog::from_image(image, root().derive(Purpose::Catalog), &*entropy).unwrap();
        let catalog = Arc::new(catalog);
        let keyring = open(&catalog, &root(), entropy).unwrap();
        Self { keyring, catalog }
    }

    fn reopened(&self, seed: u64) -> Self {
        Self::on(&self.catalog.image().unwrap(), Arc::new(SeededEntropy::new(seed)))
    }

    pub(super) fn key(&self) -> Arc<KmsKey> {
        self.keyring.create_key(NewKey::default()).unwrap()
    }

    /// Rewrites a key's document as a later version of the appliance might, and opens the result.
    fn with_document(&self, change: impl FnOnce(&mut KeyDocument)) -> Result<Keyring, KeyringError> {
        let (number, bytes) = self.catalog.all(key::KIND).unwrap().remove(0);
        let mut document = KeyDocument::decode(&bytes).unwrap();
        change(&mut document);
        self.catalog.put(key::KIND, number, &document.encode()).unwrap();
        open(&self.catalog, &root(), Arc::new(SeededEntropy::new(99)))
    }
}

fn open(catalog: &Arc<Catalog>, root: &RootKey, entropy: Arc<dyn Entropy>) -> Result<Keyring, KeyringError> {
    let account = AccountId::parse(ACCOUNT).unwrap();
    let region = Region::parse(REGION).unwrap();
    let clock = Arc::new(ManualClock::at_ms(1_700_000_000_000));
    Keyring::open(Arc::clone(catalog), root, account, region, entropy, clock)
}

#[test]
fn a_message_comes_back_under_its_context() {
    let rig = Rig::new(1);
    let key = rig.key();

    for length in [0, 1, 31, 32, 33, 4096] {
        let plaintext = vec![7; length];
        for pairs in [&[][..], &[("purpose", "test"), ("a", "")]] {
            let ciphertext = rig.keyring.encrypt(&key, &plaintext, &context(pairs)).unwrap();
            let decrypted = rig.keyring.decrypt(&ciphertext, &context(pairs)).unwrap();

            assert_eq!(*decrypted.plaintext, plaintext);
            assert_eq!(decrypted.key.id(), key.id());
            assert_eq!(Some(decrypted.material), key.material());
            assert_eq!(ciphertext.len(), length + HEADER_BYTES + TAG_BYTES);
        }
    }
}

#[test]
fn every_flipped_bit_of_a_ciphertext_is_refused() {
    let rig = Rig::new(1);
    rig.keyring.rotate(rig.key().id()).unwrap();
    let key = rig.keyring.keys(None, 1).remove(0);
    let ciphertext = rig.keyring.encrypt(&key, b"attack at dawn", &context(&[("k", "v")])).unwrap();

    for bit in 0..ciphertext.len() * 8 {
        let mut bad = ciphertext.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let refused = rig.keyring.decrypt(&bad, &context(&[("k", "v")])).err();
        assert_eq!(refused, Some(DecryptError::Invalid), "bit {bit}");
    }
}

#[test]
fn shorter_and_longer_ciphertexts_are_refused() {
    let rig = Rig::new(1);
    let ciphertext = rig.keyring.encrypt(&rig.key(), b"x", &context(&[])).unwrap();

    for length in 0..ciphertext.len() {
        assert!(rig.keyring.decrypt(&ciphertext[..length], &context(&[])).is_err(), "length {length}");
    }
    assert!(rig.keyring.decrypt(&[&ciphertext[..], &[0]].concat(), &context(&[])).is_err());
}

#[test]
fn another_context_is_refused() {
    let rig = Rig::new(1);
    let sealed = rig.keyring.encrypt(&rig.key(), b"x", &context(&[("k", "v"), ("l", "w")])).unwrap();

    let others: [&[(&str, &str)]; 6] = [
        &[],
        &[("k", "v")],
        &[("k", "v"), ("l", "W")],
        &[("K", "v"), ("l", "w")],
        &[("k", "w"), ("l", "v")],
        &[("k", "v"), ("l", "w"), ("m", "")],
    ];
    for other in others {
        assert_eq!(rig.keyring.decrypt(&sealed, &context(other)).err(), Some(DecryptError::Invalid));
    }
    assert!(rig.keyring.decrypt(&sealed, &context(&[("l", "w"), ("k", "v")])).is_ok());
}

#[test]
fn old_ciphertexts_outlive_rotations_and_restarts() {
    let rig = Rig::new(1);
    let first = rig.key();
    let old = rig.keyring.encrypt(&first, b"old", &context(&[])).unwrap();

    let second = rig.keyring.rotate(first.id()).unwrap();
    let new = rig.keyring.encrypt(&second, b"new", &context(&[])).unwrap();
    let rig = rig.reopened(2);

    let (old, new) = (
        rig.keyring.decrypt(&old, &context(&[])).unwrap(),
        rig.keyring.decrypt(&new, &context(&[])).unwrap(),
    );
    assert_eq!((&**old.plaintext, &**new.plaintext), (&b"old"[..], &b"new"[..]));
    assert_eq!((Some(old.material), Some(new.material)), (first.material(), second.material()));
    assert_ne!(first.material(), second.material());
    assert_eq!(rig.keyring.key(first.id()).unwrap().material(), second.material());
}

#[test]
fn a_ciphertext_of_another_gateway_is_refused() {
    let (here, there) = (Rig::new(1), Rig::new(2));
    let foreign = there.keyring.encrypt(&there.key(), b"x", &context(&[])).unwrap();

    assert_eq!(here.keyring.decrypt(&foreign, &context(&[])).err(), Some(DecryptError::Invalid));
    assert!(here.keyring.claimed_key(&foreign).is_none());
}

#[test]
fn data_keys_come_back_after_a_restart() {
    let rig = Rig::new(1);
    let (key, wrapped) = rig.keyring.new_data_key(None).unwrap();
    let (other, _) = rig.keyring.new_data_key(None).unwrap();

    let rig = rig.reopened(2);
    let opened = rig.keyring.unwrap(&WrappedKeys::from_bytes(wrapped.as_bytes().to_vec())).unwrap();

    assert_eq!(opened.len(), 1);
    assert_eq!((opened[0].expose(), opened[0].version()), (key.expose(), 1));
    assert_ne!(other.expose(), key.expose());
    assert_eq!(wrapped.kms_key(), Some(rig.keyring.resolve("alias/aws/millpond").unwrap().id()));
}

#[test]
fn every_flipped_bit_of_a_wrapped_key_is_refused() {
    let rig = Rig::new(1);
    let (_, wrapped) = rig.keyring.new_data_key(None).unwrap();

    // When it was drawn and what it sealed are bound by the document's own seal.
    let known = 8..17 * 8;
    for bit in (0..wrapped.as_bytes().len() * 8).filter(|bit| !known.contains(bit)) {
        let mut bad = wrapped.as_bytes().to_vec();
        bad[bit / 8] ^= 1 << (bit % 8);
        let refused = rig.keyring.unwrap(&WrappedKeys::from_bytes(bad));
        assert!(matches!(refused, Err(KeyringError::Unwrap)), "bit {bit}");
    }
}

#[test]
fn one_kind_of_sealed_thing_never_opens_as_another() {
    let rig = Rig::new(1);
    let (_, wrapped) = rig.keyring.new_data_key(None).unwrap();
    let key = rig.keyring.resolve("alias/aws/millpond").unwrap();
    let message = rig.keyring.encrypt(&key, &[0; 34], &context(&[])).unwrap();

    let wrapped = &wrapped.as_bytes()[17..];
    assert!(rig.keyring.decrypt(wrapped, &context(&[])).is_err());
    assert!(rig.keyring.unwrap(&WrappedKeys::from_bytes(message.clone())).is_err());
    // Nor when the content byte is rewritten to pass the first check.
    let relabelled = |bytes: &[u8], content| [&[bytes[0], content], &bytes[2..]].concat();
    assert!(rig.keyring.decrypt(&relabelled(wrapped, 1), &context(&[])).is_err());
    assert!(rig.keyring.unwrap(&WrappedKeys::from_bytes(relabelled(&message, 2))).is_err());
}

#[test]
fn the_appliances_own_keys_are_made_once() {
    let rig = Rig::new(1);

    let (_, first) = rig.keyring.new_data_key(None).unwrap();
    let (_, second) = rig.keyring.new_data_key(Some("alias/aws/millpond")).unwrap();
    let (_, kinesis) = rig.keyring.new_data_key(Some("alias/aws/kinesis")).unwrap();
    let rig = rig.reopened(2);
    let (_, third) = rig.keyring.new_data_key(None).unwrap();

    assert_eq!(first.kms_key(), second.kms_key());
    assert_eq!(first.kms_key(), third.kms_key());
    assert_ne!(first.kms_key(), kinesis.kms_key());
    assert_eq!(rig.keyring.keys(None, 10).len(), 2);
    assert!(rig.keyring.keys(None, 10).iter().all(|k| k.manager() == KeyManager::Aws));
    let unknown = rig.keyring.new_data_key(Some("alias/aws/rds")).unwrap_err();
    assert!(matches!(unknown, KeyringError::Name(NameError::NoAlias { .. })));
}

#[test]
fn a_key_is_disabled_and_enabled_and_stays_so_after_a_restart() {
    let rig = Rig::new(1);
    let key = rig.key();
    let message = rig.keyring.encrypt(&key, b"x", &context(&[])).unwrap();

    rig.keyring.enable(key.id(), false).unwrap();

    let rig = rig.reopened(2);
    assert!(matches!(rig.keyring.decrypt(&message, &context(&[])), Err(DecryptError::Disabled { .. })));
    rig.keyring.enable(key.id(), true).unwrap();
    let rig = rig.reopened(3);
    assert_eq!(*rig.keyring.decrypt(&message, &context(&[])).unwrap().plaintext, b"x");
    let unknown = rig.keyring.enable(KeyId([9; 16]), false);
    assert!(matches!(unknown, Err(KeyringError::Name(NameError::NoKey { .. }))));
}

#[test]
fn a_disabled_key_seals_nothing_but_still_opens_the_appliances_data() {
    let rig = Rig::new(1);
    let (data_key, wrapped) = rig.keyring.new_data_key(None).unwrap();
    let key = rig.keyring.resolve("alias/aws/millpond").unwrap();
    let message = rig.keyring.encrypt(&key, b"x", &context(&[])).unwrap();

    let keyring = rig.with_document(|document| document.state = KeyState::Disabled).unwrap();

    let key = keyring.resolve("alias/aws/millpond").unwrap();
    let arn = key.arn().to_owned();
    assert!(matches!(keyring.encrypt(&key, b"x", &context(&[])), Err(KeyringError::Disabled { .. })));
    assert!(matches!(keyring.new_data_key(None), Err(KeyringError::Disabled { .. })));
    let refused = keyring.renew_data_key(&wrapped, millpond_log::SegmentUses::default());
    assert!(matches!(refused, Err(KeyringError::Disabled { .. })));
    assert_eq!(keyring.decrypt(&message, &context(&[])).err(), Some(DecryptError::Disabled { arn }));
    assert_eq!(keyring.unwrap(&wrapped).unwrap()[0].expose(), data_key.expose());
}

#[test]
fn a_wrong_root_key_is_named_as_such() {
    let rig = Rig::new(1);
    rig.key();
    let wrong = RootKey::from_bytes([43; 32]);

    let refused = open(&rig.catalog, &wrong, Arc::new(Stuck)).err().unwrap();

    let expected = root().fingerprint();
    assert!(matches!(refused, KeyringError::WrongRoot { expected: e, .. } if e == expected));
    assert!(refused.to_string().ends_with("put back the root.key of this directory"), "{refused}");

    // With the catalog itself opened under the wrong key, the catalog says the same.
    let image = rig.catalog.image().unwrap();
    let catalog = Catalog::from_image(&image, wrong.derive(Purpose::Catalog), &Stuck).unwrap();
    let refused = open(&Arc::new(catalog), &wrong, Arc::new(Stuck)).err().unwrap();
    assert!(matches!(refused, KeyringError::Catalog(CatalogError::Sealed { .. })));
}

#[test]
fn a_document_with_a_foreign_or_broken_backing_key_stops_the_opening() {
    let changes: [fn(&mut KeyDocument); 3] =
        [|d| d.backing[0][80] ^= 1, |d| d.id = KeyId([1; 16]), |d| d.backing.push(d.backing[0].clone())];
    for change in changes {
        let rig = Rig::new(1);
        rig.key();

        let refused = rig.with_document(change).err().unwrap();

        assert!(matches!(refused, KeyringError::Damaged { kind: "kms_key", .. }), "{refused}");
        assert!(refused.to_string().contains("root.key"));
    }
}

#[test]
fn a_key_has_four_names() {
    let rig = Rig::new(1);
    let key = rig.key();
    rig.keyring.create_alias("alias/a/b", key.id()).unwrap();
    let rig = rig.reopened(2);

    let id = key.id().to_string();
    let alias_arn = format!("arn:aws:kms:{REGION}:{ACCOUNT}:alias/a/b");
    for name in [id.as_str(), key.arn(), "alias/a/b", &alias_arn, &id.to_uppercase()] {
        assert_eq!(rig.keyring.resolve(name).unwrap().id(), key.id(), "{name}");
        assert_eq!(rig.keyring.arn_of(name), key.arn());
    }
    assert_eq!(KeyId::parse(&id), Some(key.id()));
    assert_eq!(key.arn(), format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/{id}"));
}

#[test]
fn names_that_lead_nowhere_say_why() {
    let rig = Rig::new(1);
    let id = "01234567-89ab-cdef-0123-456789abcdef";
    let arn = |region, account, resource: &str| format!("arn:aws:kms:{region}:{account}:{resource}");
    let refused = |name: &str| rig.keyring.resolve(name).err().unwrap();

    let no_key = NameError::NoKey { arn: arn(REGION, ACCOUNT, &format!("key/{id}")) };
    assert_eq!(refused(id), no_key);
    assert_eq!(refused(&arn(REGION, ACCOUNT, &format!("key/{id}"))), no_key);
    let multi = "mrk-d3b95762d3b95762d3b95762d3b95762";
    assert_eq!(refused(multi), NameError::NoKey { arn: arn(REGION, ACCOUNT, &format!("key/{multi}")) });
    let other_account = arn(REGION, "111111111111", &format!("key/{id}"));
    assert_eq!(refused(&other_account), NameError::NoKey { arn: other_account.clone() });
    assert_eq!(refused("alias/no"), NameError::NoAlias { arn: arn(REGION, ACCOUNT, "alias/no") });
    let elsewhere = arn("eu-west-1", ACCOUNT, &format!("key/{id}"));
    assert_eq!(refused(&elsewhere), NameError::Region { region: "eu-west-1".to_owned() });
    for bad in ["x", "", "mrk-x", "134f2428cec14b25a1ae9048164dba47", "é1234567-89ab-cdef-0123-456789abcdef"]
    {
        assert_eq!(refused(bad), NameError::Invalid { name: bad.to_owned() });
    }
    for bad in ["arn:", "arn:aws:s3:::b", &arn(REGION, ACCOUNT, "stream/x")] {
        assert_eq!(refused(bad), NameError::Invalid { name: bad.to_owned() });
    }
}

#[test]
fn what_policies_judge_does_not_depend_on_whether_the_key_exists() {
    let rig = Rig::new(1);

    assert_eq!(rig.keyring.arn_of("x"), format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/x"));
    assert_eq!(rig.keyring.arn_of("alias/x"), format!("arn:aws:kms:{REGION}:{ACCOUNT}:alias/x"));
    assert_eq!(rig.keyring.arn_of("arn:aws:kms:a:b:key/c"), "arn:aws:kms:a:b:key/c");
}

#[test]
fn keys_and_aliases_are_listed_in_pages() {
    let rig = Rig::new(1);
    let ids: BTreeSet<KeyId> = (0..5).map(|_| rig.key().id()).collect();
    let target = *ids.first().unwrap();
    for name in ["alias/c", "alias/a", "alias/b"] {
        rig.keyring.create_alias(name, target).unwrap();
    }
    rig.keyring.create_alias("alias/other", *ids.last().unwrap()).unwrap();

    let page = rig.keyring.keys(None, 3);
    let rest = rig.keyring.keys(Some(page[2].id()), 3);
    let listed: Vec<KeyId> = page.iter().chain(&rest).map(|k| k.id()).collect();
    assert_eq!(listed, ids.iter().copied().collect::<Vec<_>>());

    let names = |found: Vec<Arc<Alias>>| found.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(rig.keyring.aliases(None, None, 2)), ["alias/a", "alias/b"]);
    assert_eq!(names(rig.keyring.aliases(None, Some("alias/b"), 9)), ["alias/c", "alias/other"]);
    assert_eq!(names(rig.keyring.aliases(Some(target), Some("alias/a"), 9)), ["alias/b", "alias/c"]);
}

#[test]
fn an_alias_name_is_used_once_and_a_key_has_at_most_fifty() {
    let rig = Rig::new(1);
    let key = rig.key();
    for n in 0..50 {
        rig.keyring.create_alias(&format!("alias/{n}"), key.id()).unwrap();
    }

    let again = rig.keyring.create_alias("alias/7", rig.key().id());
    let over = rig.keyring.create_alias("alias/50", key.id());

    assert!(matches!(again, Err(KeyringError::AliasExists { arn }) if arn.ends_with(":alias/7")));
    assert!(matches!(over, Err(KeyringError::TooManyAliases { limit: 50 })));
}

#[test]
fn keys_may_take_a_bounded_room_and_the_appliances_own_still_fit() {
    let rig = Rig::new(1);
    let new = NewKey { policy: Some("x".repeat(1 << 20)), ..NewKey::default() };
    for _ in 0..3 {
        rig.keyring.create_key(new.clone()).unwrap();
    }

    let refused = rig.keyring.create_key(new).unwrap_err();

    assert!(matches!(refused, KeyringError::Full { limit_bytes: 4_194_304, .. }), "{refused}");
    assert_eq!(rig.keyring.keys(None, 10).len(), 3);
    rig.keyring.new_data_key(None).unwrap();
}

/// The key a header leads to, computed without the code under test.
fn derived(secret: &[u8; 32], sealed: &[u8]) -> [u8; 32] {
    let mac = |key: &[u8], data: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data);
    let info = [b"millpond keyring v1", &sealed[1..30]].concat();
    let prk = mac(&sealed[38..70], secret);
    mac(prk.as_ref(), &[&info[..], &[1]].concat()).as_ref().try_into().unwrap()
}

fn nonce(sealed: &[u8]) -> [u8; 12] {
    [&[0; 4], &sealed[30..38]].concat().try_into().unwrap()
}

#[test]
fn an_independent_aes_gcm_opens_and_makes_the_same_bytes() {
    let rig = Rig::new(1);
    let key = rig.key();
    let secret = rig.keyring.backing(&key.document, 1).unwrap();

    for length in 0..200 {
        let plaintext: Vec<u8> = (0..=255).cycle().take(length).collect();
        let pairs = context(&[("k", &"v".repeat(length))]);
        let sealed = rig.keyring.encrypt(&key, &plaintext, &pairs).unwrap();

        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(derived(&secret, &sealed)));
        let aad = [&sealed[..HEADER_BYTES], &context::canonical(&pairs)].concat();
        let body = Payload { msg: &sealed[HEADER_BYTES..], aad: &aad };
        let nonce = Nonce::from(nonce(&sealed));
        assert_eq!(cipher.decrypt(&nonce, body).unwrap(), plaintext);
        let again = cipher.encrypt(&nonce, Payload { msg: &plaintext, aad: &aad }).unwrap();
        assert_eq!(again, sealed[HEADER_BYTES..]);
    }
}

/// Seals a few of everything and notes which (key, nonce) each used.
fn note_seals(rig: &Rig, ledger: &mut Vec<([u8; 32], [u8; 12])>) {
    let key = rig.keyring.resolve_or_make(None).unwrap();
    let key = rig.keyring.rotate(key.id()).unwrap();
    let wrapping: [u8; 32] = root().derive(Purpose::BackingKeys).expose().try_into().unwrap();
    let newest = key.document.backing.last().unwrap();
    ledger.push((derived(&wrapping, newest), nonce(newest)));
    let secret = rig.keyring.backing(&key.document, key.version()).unwrap();
    for _ in 0..50 {
        let message = rig.keyring.encrypt(&key, b"x", &context(&[])).unwrap();
        let (_, wrapped) = rig.keyring.new_data_key(None).unwrap();
        for sealed in [&message[..], wrapped.as_bytes()] {
            ledger.push((derived(&secret, sealed), nonce(sealed)));
        }
    }
}

fn assert_unique(mut ledger: Vec<([u8; 32], [u8; 12])>) {
    let count = ledger.len();
    ledger.sort_unstable();
    ledger.dedup();
    assert_eq!(ledger.len(), count, "a key sealed twice with one nonce");
}

#[test]
fn no_key_and_nonce_repeat_when_the_random_source_is_stuck() {
    let mut ledger = Vec::new();
    let mut image = Image::default();

    for _ in 0..4 {
        let rig = Rig::on(&image, Arc::new(Stuck));
        note_seals(&rig, &mut ledger);
        image = rig.catalog.image().unwrap();
    }

    assert_unique(ledger);
}

#[test]
fn no_key_and_nonce_repeat_when_an_old_image_is_restored() {
    let first = Rig::new(1);
    first.keyring.new_data_key(None).unwrap();
    let image = first.catalog.image().unwrap();
    let mut ledger = Vec::new();

    for seed in 2..6 {
        note_seals(&Rig::on(&image, Arc::new(SeededEntropy::new(seed))), &mut ledger);
    }

    assert_unique(ledger);
}

#[derive(Clone, Debug)]
enum Step {
    Create,
    Alias(u8),
    Rotate(u8),
    Encrypt(u8),
    DataKey,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        proptest::strategy::Just(Step::Create),
        any::<u8>().prop_map(Step::Alias),
        any::<u8>().prop_map(Step::Rotate),
        any::<u8>().prop_map(Step::Encrypt),
        proptest::strategy::Just(Step::DataKey),
        proptest::strategy::Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_keyring_holds_what_a_plain_model_holds(steps in proptest::collection::vec(step(), 1..40)) {
        let mut rig = Rig::new(7);
        let (mut keys, mut aliases): (Vec<KeyId>, BTreeMap<String, KeyId>) = Default::default();
        let (mut messages, mut data_keys) = (Vec::new(), Vec::new());
        for (n, step) in steps.into_iter().enumerate() {
            let pick = |i: u8| keys.get(usize::from(i) % keys.len().max(1)).copied();
            match step {
                Step::Create => keys.push(rig.key().id()),
                Step::Alias(i) => {
                    if let Some(id) = pick(i) {
                        let name = format!("alias/{}", i % 8);
                        let made = rig.keyring.create_alias(&name, id).is_ok();
                        assert_eq!(made, !aliases.contains_key(&name));
                        aliases.entry(name).or_insert(id);
                    }
                }
                Step::Rotate(i) => drop(pick(i).map(|id| rig.keyring.rotate(id).unwrap())),
                Step::Encrypt(i) => {
                    if let Some(id) = pick(i) {
                        let key = rig.keyring.key(id).unwrap();
                        messages.push((n, id, rig.keyring.encrypt(&key, &n.to_le_bytes(), &context(&[])).unwrap()));
                    }
                }
                Step::DataKey => data_keys.push(rig.keyring.new_data_key(None).unwrap()),
                Step::Reopen => rig = rig.reopened(n as u64 + 100),
            }
        }
        for (name, id) in &aliases {
            assert_eq!(rig.keyring.resolve(name).unwrap().id(), *id);
        }
        for (n, id, ciphertext) in &messages {
            let decrypted = rig.keyring.decrypt(ciphertext, &context(&[])).unwrap();
            assert_eq!((&**decrypted.plaintext, decrypted.key.id()), (&n.to_le_bytes()[..], *id));
        }
        for (key, wrapped) in &data_keys {
            assert_eq!(rig.keyring.unwrap(wrapped).unwrap()[0].expose(), key.expose());
        }
        let own = usize::from(!data_keys.is_empty());
        assert_eq!(rig.keyring.keys(None, 1000).len(), keys.len() + own);
        assert_eq!(rig.keyring.aliases(None, None, 1000).len(), aliases.len() + own);
    }
}

fn at_days(days: u64) -> Now {
    let clock = ManualClock::at_ms(1_700_000_000_000);
    clock.advance_ms(days * 86_400_000);
    clock.now()
}

#[test]
fn a_key_goes_when_its_time_has_come_and_takes_its_aliases_along() {
    let rig = Rig::new(1);
    let (key, other) = (rig.key(), rig.key());
    rig.keyring.create_alias("alias/a", key.id()).unwrap();
    let (_, wrapped) = rig.keyring.new_data_key(Some("alias/a")).unwrap();
    let message = rig.keyring.encrypt(&key, b"x", &context(&[])).unwrap();

    let going = rig.keyring.schedule_deletion(key.id(), 7 * 86_400_000, at_days(0)).unwrap();

    let arn = key.arn().to_owned();
    assert_eq!(going.deletion(), Some(at_days(7).wall));
    let rig = rig.reopened(2);
    let pending = rig.keyring.decrypt(&message, &context(&[])).err();
    assert_eq!(pending, Some(DecryptError::PendingDeletion { arn }));
    assert!(matches!(rig.keyring.new_data_key(Some("alias/a")), Err(KeyringError::PendingDeletion { .. })));
    assert!(matches!(rig.keyring.enable(key.id(), true), Err(KeyringError::PendingDeletion { .. })));
    let twice = rig.keyring.schedule_deletion(key.id(), 1, at_days(0));
    assert!(matches!(twice, Err(KeyringError::PendingDeletion { .. })));
    let left = |days| {
        rig.keyring.delete_due(at_days(days));
        rig.keyring.key(key.id()).is_some() && rig.keyring.unwrap(&wrapped).is_ok()
    };
    rig.catalog.put("queue", 1, &[&b"any"[..], wrapped.as_bytes(), b"thing"].concat()).unwrap();
    assert!(left(6), "not yet");
    assert!(left(7), "something is sealed under it");
    rig.catalog.remove("queue", 1).unwrap();
    assert!(left(7), "it is looked into once an hour");
    assert!(!left(8));
    for rig in [rig.reopened(3), rig] {
        assert!(rig.keyring.key(key.id()).is_none() && rig.keyring.key(other.id()).is_some());
        assert!(rig.keyring.aliases(None, None, 9).iter().all(|alias| alias.name != "alias/a"));
        assert!(rig.keyring.unwrap(&wrapped).is_err());
    }
}

#[test]
fn a_key_stays_when_it_was_thought_better_of() {
    let rig = Rig::new(1);
    let key = rig.key();
    let never = rig.keyring.cancel_deletion(key.id());
    assert!(matches!(never, Err(KeyringError::NotPending { .. })));
    rig.keyring.schedule_deletion(key.id(), 1, at_days(0)).unwrap();

    let stays = rig.keyring.cancel_deletion(key.id()).unwrap();

    assert_eq!((stays.state(), stays.deletion()), (KeyState::Disabled, None));
    let rig = rig.reopened(2);
    rig.keyring.delete_due(at_days(99));
    assert_eq!(rig.keyring.key(key.id()).unwrap().state(), KeyState::Disabled);
}
