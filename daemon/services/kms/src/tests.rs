//! Every operation, called as the gateway calls it: judged, then run.

use crate::api::{
    CancelKeyDeletion, CancelKeyDeletionInput, CreateAlias, CreateAliasInput, CreateKey, CreateKeyInput,
    Decrypt, DecryptInput, DescribeKey, DescribeKeyInput, DisableKey, DisableKeyInput, EnableKey,
    EnableKeyInput, Encrypt, EncryptInput, GenerateDataKey, GenerateDataKeyInput,
    GenerateDataKeyWithoutPlaintext, GenerateDataKeyWithoutPlaintextInput, GenerateRandom,
    GenerateRandomInput, KeyMetadata, ListAliases, ListAliasesInput, ListKeys, ListKeysInput, RecipientInfo,
    Tag,
};
use crate::api::{ScheduleKeyDeletion, ScheduleKeyDeletionInput};
use crate::service;
use millpond_aws::{FromValue, IntoValue, Op};
use millpond_base::{AccountId, Clock, Entropy, ManualClock, Region, SeededEntropy, WallMs};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Log, Options};
use millpond_service::{Access, Answer, Audit, Call, Context, Fault};
use millpond_store::catalog::Image;
use millpond_store::keyring::{Purpose, RootKey};
use millpond_store::principal::Caller;
use millpond_store::{Catalog, Parts, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

mod grants;
mod importing;
mod naming;
mod pairs;
mod rotating;
mod states;

const ACCOUNT: &str = "000000000000";
const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/";
const NOWHERE: &str = "01234567-89ab-cdef-0123-456789abcdef";

struct Rig {
    store: Store,
    caller: Caller,
    call: Call,
    clock: Arc<ManualClock>,
}

struct NoAudit;

impl Audit for NoAudit {
    fn append_success(&self, _: &mut Batch) {}
}

impl Rig {
    fn new() -> Self {
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(1));
        let clock = Arc::new(ManualClock::at_ms(1_700_000_000_123));
        let root = RootKey::generate(&*entropy);
        let catalog =
            Catalog::from_image(&Image::default(), root.derive(Purpose::Catalog), &*entropy).unwrap();
        let disk = Arc::new(SimDisk::new(1));
        let options = Options { budget_bytes: 64 << 20, ..Options::default() };
        Log::create(&*disk, &options, &*entropy).unwrap();
        let (log, _) = Log::open(disk, options, &*entropy, WallMs(0)).unwrap();
        let account = AccountId::parse(ACCOUNT).unwrap();
        let region = Region::parse("us-east-1").unwrap();
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::new(catalog),
            root: &root,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            entropy,
            account: account.clone(),
            region: region.clone(),
        });
        let store = store.unwrap();
        let caller = store.principals().bench_caller();
        let call = Call {
            request_id: "r".to_owned(),
            account,
            region,
            origin: "http://127.0.0.1:4566".to_owned(),
            source_ip: [127, 0, 0, 1].into(),
            user_agent: String::new(),
            query: false,
            secure: false,
            provenance: None,
        };
        Self { store, caller, call, clock }
    }

    /// Runs an operation through the table the gateway uses.
    fn call<O: Op>(&self, input: O::Input) -> Result<O::Output, Fault> {
        let service = service();
        let handler = service.handler(O::operation().name).expect("honoured");
        let mut prepared = handler.prepare(input.into_value());
        let mut context = Context::new(&self.store, self.clock.now(), &self.caller, &self.call, &NoAudit);
        match prepared.run(&mut context)? {
            Answer::Now(value) => Ok(O::Output::from_value(value)),
            _ => panic!("KMS answers at once"),
        }
    }

    /// What an operation asks the policies.
    fn access<O: Op>(&self, input: O::Input) -> Vec<(&'static str, String)> {
        let service = service();
        let handler = service.handler(O::operation().name).expect("honoured");
        let accesses = handler.prepare(input.into_value()).access(&self.call, &self.store);
        accesses.into_iter().map(|Access { action, resource, .. }| (action, resource)).collect()
    }

    fn refused<O: Op>(&self, input: O::Input) -> (&'static str, String) {
        let fault = self.call::<O>(input).err().expect("refused");
        assert_eq!((fault.status, fault.sender), (400, true), "{fault:?}");
        (fault.code, fault.message)
    }

    fn key(&self) -> KeyMetadata {
        self.call::<CreateKey>(CreateKeyInput::default()).unwrap().key_metadata.unwrap()
    }

    fn key_of(&self, spec: &str, usage: &str) -> KeyMetadata {
        let input =
            CreateKeyInput { key_spec: text(spec), key_usage: text(usage), ..CreateKeyInput::default() };
        self.call::<CreateKey>(input).unwrap().key_metadata.unwrap()
    }

    fn external(&self, spec: &str, usage: &str) -> KeyMetadata {
        let (key_spec, key_usage, origin) = (text(spec), text(usage), text("EXTERNAL"));
        let input = CreateKeyInput { key_spec, key_usage, origin, ..CreateKeyInput::default() };
        self.call::<CreateKey>(input).unwrap().key_metadata.unwrap()
    }

    fn shown(&self, id: &str) -> KeyMetadata {
        self.call::<DescribeKey>(describe(id)).unwrap().key_metadata.unwrap()
    }

    fn days(&self, days: u64) {
        self.clock.advance_ms(days * 86_400_000);
        self.store.maintain(self.clock.now()).unwrap();
    }

    fn alias(&self, name: &str, target: &str) {
        let input = CreateAliasInput { alias_name: name.to_owned(), target_key_id: target.to_owned() };
        self.call::<CreateAlias>(input).unwrap();
    }

    fn encrypt(&self, key: &str, plaintext: &[u8]) -> Vec<u8> {
        self.call::<Encrypt>(encrypt(key, plaintext)).unwrap().ciphertext_blob.unwrap()
    }
}

fn encrypt(key: &str, plaintext: &[u8]) -> EncryptInput {
    EncryptInput { key_id: key.to_owned(), plaintext: plaintext.to_vec(), ..EncryptInput::default() }
}

fn decrypt(ciphertext: &[u8]) -> DecryptInput {
    DecryptInput { ciphertext_blob: Some(ciphertext.to_vec()), ..DecryptInput::default() }
}

fn describe(name: &str) -> DescribeKeyInput {
    DescribeKeyInput { key_id: name.to_owned(), ..DescribeKeyInput::default() }
}

fn data_key(key: &str, spec: Option<&str>, bytes: Option<i64>) -> GenerateDataKeyInput {
    let (key_id, key_spec) = (key.to_owned(), spec.map(str::to_owned));
    GenerateDataKeyInput { key_id, key_spec, number_of_bytes: bytes, ..GenerateDataKeyInput::default() }
}

fn pairs(list: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    Some(list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn validation(text: &str) -> (&'static str, String) {
    ("ValidationException", text.to_owned())
}

#[test]
fn the_handlers_are_the_honoured_operations() {
    let mut handled: Vec<_> = service().handlers.iter().map(|h| h.operation().name).collect();
    handled.sort_unstable();
    let honoured: Vec<_> =
        service().schema.operations.iter().filter(|o| o.honoured).map(|o| o.name).collect();

    assert_eq!(handled, honoured);
}

#[test]
fn a_new_key_is_described_as_aws_describes_it() {
    let rig = Rig::new();
    let input = CreateKeyInput { description: text("test key 123"), ..CreateKeyInput::default() };

    let made = rig.call::<CreateKey>(input).unwrap().key_metadata.unwrap();

    let expected = KeyMetadata {
        aws_account_id: text(ACCOUNT),
        key_id: made.key_id.clone(),
        arn: Some(format!("{KEY}{}", made.key_id)),
        creation_date: Some(1_700_000_000_123),
        enabled: Some(true),
        description: text("test key 123"),
        key_usage: text("ENCRYPT_DECRYPT"),
        key_state: text("Enabled"),
        origin: text("AWS_KMS"),
        key_manager: text("CUSTOMER"),
        customer_master_key_spec: text("SYMMETRIC_DEFAULT"),
        key_spec: text("SYMMETRIC_DEFAULT"),
        encryption_algorithms: Some(vec!["SYMMETRIC_DEFAULT".to_owned()]),
        multi_region: Some(false),
        current_key_material_id: made.current_key_material_id.clone(),
        ..KeyMetadata::default()
    };
    assert!(made == expected);
    assert_eq!(made.current_key_material_id.unwrap().len(), 64);
    assert_eq!((made.key_id.len(), &made.key_id[14..15]), (36, "4"));
}

#[test]
fn a_key_is_described_under_each_of_its_names() {
    let rig = Rig::new();
    let key = rig.key();
    rig.alias("alias/x", &key.key_id);

    for name in [&key.key_id, &key.arn.unwrap(), "alias/x", "arn:aws:kms:us-east-1:000000000000:alias/x"] {
        let found = rig.call::<DescribeKey>(describe(name)).unwrap().key_metadata.unwrap();
        assert_eq!(found.key_id, key.key_id);
    }
}

#[test]
fn names_that_lead_nowhere_are_refused_in_awss_words() {
    let rig = Rig::new();
    let not_found = |name: &str, text: String| {
        assert_eq!(rig.refused::<DescribeKey>(describe(name)), ("NotFoundException", text.clone()));
        assert_eq!(rig.refused::<Encrypt>(encrypt(name, b"x")), ("NotFoundException", text));
    };

    not_found("fake-key-id", "Invalid keyId 'fake-key-id'".to_owned());
    not_found("mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'".to_owned());
    not_found(NOWHERE, format!("Key '{KEY}{NOWHERE}' does not exist"));
    not_found(&format!("{KEY}{NOWHERE}"), format!("Key '{KEY}{NOWHERE}' does not exist"));
    not_found("alias/no", "Alias arn:aws:kms:us-east-1:000000000000:alias/no is not found.".to_owned());
    not_found(
        &format!("arn:aws:kms:ap-southeast-1:000000000000:key/{NOWHERE}"),
        "Invalid arn ap-southeast-1".to_owned(),
    );
    let (code, _) = rig.refused::<DescribeKey>(describe("arn:aws:s3:::bucket"));
    assert_eq!(code, "InvalidArnException");
}

#[test]
fn kinds_of_key_that_do_not_fit_or_are_not_there_are_refused() {
    let rig = Rig::new();
    let refused = |change: fn(&mut CreateKeyInput)| {
        let mut input = CreateKeyInput::default();
        change(&mut input);
        rig.refused::<CreateKey>(input)
    };
    let unsupported = |text: &str| ("UnsupportedOperationException", text.to_owned());

    assert_eq!(
        refused(|i| {
            i.key_spec = text("SM2");
            i.key_usage = text("SIGN_VERIFY");
        }),
        unsupported("KeySpec SM2 is not supported")
    );
    assert_eq!(
        refused(|i| i.customer_master_key_spec = text("HMAC_256")),
        validation(
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
        )
    );
    assert_eq!(
        refused(|i| i.key_usage = text("KEY_AGREEMENT")),
        validation("KeyUsage KEY_AGREEMENT is not compatible with KeySpec SYMMETRIC_DEFAULT")
    );
    assert_eq!(
        refused(|i| {
            i.key_spec = text("SYMMETRIC_DEFAULT");
            i.customer_master_key_spec = text("SYMMETRIC_DEFAULT");
        }),
        validation(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. \
             CustomerMasterKeySpec is deprecated."
        )
    );
    assert_eq!(
        refused(|i| i.origin = text("AWS_CLOUDHSM")),
        unsupported("Origin AWS_CLOUDHSM is not supported")
    );
    assert_eq!(
        refused(|i| {
            i.origin = text("EXTERNAL");
            i.key_spec = text("ML_KEM_512");
            i.key_usage = text("ENCAPSULATE_DECAPSULATE");
        }),
        unsupported("Origin EXTERNAL is not supported for KeySpec ML_KEM_512")
    );
    assert_eq!(
        refused(|i| i.custom_key_store_id = text("cks-1")),
        unsupported("Custom key stores are not supported")
    );
    assert!(rig.store.keyring().keys(None, 9).iter().all(|k| k.manager().as_str() == "AWS"));
}

#[test]
fn spelled_out_defaults_are_accepted() {
    let rig = Rig::new();
    let input = CreateKeyInput {
        key_usage: text("ENCRYPT_DECRYPT"),
        customer_master_key_spec: text("SYMMETRIC_DEFAULT"),
        origin: text("AWS_KMS"),
        multi_region: Some(false),
        bypass_policy_lockout_safety_check: Some(false),
        ..CreateKeyInput::default()
    };

    assert!(rig.call::<CreateKey>(input).is_ok());
}

#[test]
fn tags_follow_awss_rules() {
    let rig = Rig::new();
    let with = |keys: &[&str]| {
        let tag = |key: &&str| Tag { tag_key: (*key).to_owned(), tag_value: "v".to_owned() };
        CreateKeyInput { tags: Some(keys.iter().map(tag).collect()), ..CreateKeyInput::default() }
    };
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let refused = |text: &str| ("TagException", text.to_owned());

    assert_eq!(rig.refused::<CreateKey>(with(&["a", "a"])), refused("Duplicate tag keys"));
    assert_eq!(rig.refused::<CreateKey>(with(&many)), refused("Too many tags"));
    assert_eq!(rig.refused::<CreateKey>(with(&["AWS:x"])), refused("Tags beginning with aws: are reserved"));
    let made = rig.call::<CreateKey>(with(&many[..50])).unwrap().key_metadata.unwrap();
    assert_eq!(rig.store.keyring().resolve(&made.key_id).unwrap().tags().len(), 50);
}

fn with_policy(statements: &str) -> CreateKeyInput {
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    CreateKeyInput { policy: Some(policy), ..CreateKeyInput::default() }
}

const ROOT_MAY_ALL: &str = r#"{"Sid":"Enable IAM User Permissions","Effect":"Allow",
    "Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"kms:*","Resource":"*"}"#;

#[test]
fn a_key_policy_that_hands_over_to_identity_policies_is_kept() {
    let rig = Rig::new();
    let other = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:role/r"},
        "Action":["kms:Encrypt"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}"#;

    for statements in [ROOT_MAY_ALL.to_owned(), format!("{other},{ROOT_MAY_ALL}")] {
        let input = with_policy(&statements);
        let policy = input.policy.clone();
        let made = rig.call::<CreateKey>(input).unwrap().key_metadata.unwrap();
        assert_eq!(rig.store.keyring().resolve(&made.key_id).unwrap().policy(), policy.as_deref());
    }
}

#[test]
fn a_key_policy_that_locks_everybody_out_is_refused_unless_that_is_wanted() {
    let rig = Rig::new();
    let locked = (
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.".to_owned(),
    );
    let user = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/u"},
        "Action":"kms:*","Resource":"*"}"#;
    let deny = ROOT_MAY_ALL
        .replace("Enable IAM", "No")
        .replace("Allow", "Deny")
        .replace("kms:*", "kms:PutKeyPolicy");

    assert_eq!(rig.refused::<CreateKey>(with_policy(user)), locked);
    assert_eq!(rig.refused::<CreateKey>(with_policy(&format!("{ROOT_MAY_ALL},{deny}"))), locked);
    let bypass = CreateKeyInput { bypass_policy_lockout_safety_check: Some(true), ..with_policy(user) };
    rig.call::<CreateKey>(bypass).unwrap();
    let broken = CreateKeyInput { policy: text("{"), ..CreateKeyInput::default() };
    assert_eq!(rig.refused::<CreateKey>(broken).0, "MalformedPolicyDocumentException");
    let nobody = with_policy(r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#);
    assert_eq!(rig.refused::<CreateKey>(nobody).0, "MalformedPolicyDocumentException");
    let long = with_policy(&format!("{ROOT_MAY_ALL}{}", " ".repeat(32_768)));
    assert_eq!(rig.refused::<CreateKey>(long).0, "LimitExceededException");
}

#[test]
fn an_alias_is_named_as_aws_allows() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    rig.alias("alias/a-b_c/d", &key);
    let refused = |name: &str, target: &str| {
        let input = CreateAliasInput { alias_name: name.to_owned(), target_key_id: target.to_owned() };
        rig.refused::<CreateAlias>(input)
    };

    assert_eq!(
        refused("name", &key),
        validation(
            "Alias must start with the prefix \"alias/\". Please see \
             https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
        )
    );
    assert_eq!(
        refused("alias/Service:Test", &key),
        validation("alias/Service:Test contains invalid characters for an alias")
    );
    assert_eq!(refused("alias/aws/mine", &key), ("NotAuthorizedException", String::new()));
    assert_eq!(refused("alias/x", "alias/a-b_c/d"), validation("Aliases must refer to keys. Not aliases"));
    assert_eq!(
        refused("alias/a-b_c/d", &key),
        (
            "AlreadyExistsException",
            "An alias with the name arn:aws:kms:us-east-1:000000000000:alias/a-b_c/d already exists"
                .to_owned()
        )
    );
    assert_eq!(refused("alias/x", NOWHERE).0, "NotFoundException");
    for n in 1..50 {
        rig.alias(&format!("alias/{n}"), &key);
    }
    assert_eq!(refused("alias/x", &key).0, "LimitExceededException");
}

#[test]
fn what_was_encrypted_decrypts_without_naming_the_key() {
    let rig = Rig::new();
    let key = rig.key();
    let context = pairs(&[("purpose", "test"), ("Purpose", "x")]);
    let input = EncryptInput { encryption_context: context.clone(), ..encrypt(&key.key_id, b"secret") };

    let sealed = rig.call::<Encrypt>(input).unwrap();
    let blob = sealed.ciphertext_blob.unwrap();
    let opened = rig.call::<Decrypt>(DecryptInput { encryption_context: context, ..decrypt(&blob) }).unwrap();

    assert_eq!((sealed.key_id, sealed.encryption_algorithm), (key.arn.clone(), text("SYMMETRIC_DEFAULT")));
    assert_eq!(opened.plaintext.as_deref(), Some(&b"secret"[..]));
    assert_eq!((opened.key_id, opened.encryption_algorithm), (key.arn, text("SYMMETRIC_DEFAULT")));
    assert_eq!(opened.key_material_id, key.current_key_material_id);
    assert!(blob.len() <= 6144 - 4096 + 6);
}

#[test]
fn what_does_not_decrypt_is_refused_without_a_word() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let blob = rig.encrypt(&key, b"secret");
    let silent = ("InvalidCiphertextException", String::new());

    let mut bad = blob.clone();
    *bad.last_mut().unwrap() ^= 1;
    assert_eq!(rig.refused::<Decrypt>(decrypt(&bad)), silent);
    assert_eq!(rig.refused::<Decrypt>(decrypt(b"nonsense")), silent);
    let wrong = DecryptInput { encryption_context: pairs(&[("a", "b")]), ..decrypt(&blob) };
    assert_eq!(rig.refused::<Decrypt>(wrong), silent);
    let named = DecryptInput { key_id: Some(key), ..decrypt(&bad) };
    assert_eq!(rig.refused::<Decrypt>(named), silent);
    assert_eq!(
        rig.refused::<Decrypt>(DecryptInput::default()),
        validation(
            "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: \
             Member must not be null"
        )
    );
}

#[test]
fn a_named_key_must_be_the_one_that_encrypted() {
    let rig = Rig::new();
    let (right, wrong) = (rig.key().key_id, rig.key().key_id);
    rig.alias("alias/right", &right);
    let blob = rig.encrypt(&right, b"secret");
    let under = |name: &str| DecryptInput { key_id: text(name), ..decrypt(&blob) };

    assert!(rig.call::<Decrypt>(under(&right)).is_ok());
    assert!(rig.call::<Decrypt>(under("alias/right")).is_ok());
    assert_eq!(
        rig.refused::<Decrypt>(under(&wrong)),
        (
            "IncorrectKeyException",
            "The key ID in the request does not identify a CMK that can perform this operation.".to_owned()
        )
    );
    assert_eq!(rig.refused::<Decrypt>(under(NOWHERE)).0, "NotFoundException");
}

#[test]
fn another_algorithm_is_refused() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let blob = rig.encrypt(&key, b"x");
    let rsa = || text("RSAES_OAEP_SHA_256");
    let expected = (
        "InvalidKeyUsageException",
        "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.".to_owned(),
    );

    let encrypting = EncryptInput { encryption_algorithm: rsa(), ..encrypt(&key, b"x") };
    assert_eq!(rig.refused::<Encrypt>(encrypting), expected);
    let decrypting = DecryptInput { encryption_algorithm: rsa(), ..decrypt(&blob) };
    assert_eq!(rig.refused::<Decrypt>(decrypting), expected);
}

#[test]
fn a_dry_run_says_only_that_it_would_have_worked() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let blob = rig.encrypt(&key, b"x");
    let dry = Some(true);
    let expected = (
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.".to_owned(),
    );

    assert_eq!(rig.refused::<Encrypt>(EncryptInput { dry_run: dry, ..encrypt(&key, b"x") }), expected);
    assert_eq!(rig.refused::<Decrypt>(DecryptInput { dry_run: dry, ..decrypt(&blob) }), expected);
    let input = GenerateDataKeyInput { dry_run: dry, ..data_key(&key, None, Some(5)) };
    assert_eq!(rig.refused::<GenerateDataKey>(input), expected);
    let only_permission = DecryptInput {
        key_id: Some(key.clone()),
        dry_run: dry,
        dry_run_modifiers: Some(vec!["IGNORE_CIPHERTEXT".to_owned()]),
        ..DecryptInput::default()
    };
    assert_eq!(rig.refused::<Decrypt>(only_permission), expected);
    // What would have failed still says why.
    let failing = DecryptInput { dry_run: dry, ..decrypt(b"nonsense") };
    assert_eq!(rig.refused::<Decrypt>(failing).0, "InvalidCiphertextException");
}

#[test]
fn data_keys_have_the_length_asked_for_and_decrypt() {
    let rig = Rig::new();
    let key = rig.key();

    for (spec, bytes, length) in [
        (Some("AES_256"), None, 32),
        (Some("AES_128"), None, 16),
        (None, Some(1), 1),
        (None, Some(1024), 1024),
    ] {
        let context = pairs(&[("a", "b")]);
        let input = GenerateDataKeyInput {
            encryption_context: context.clone(),
            ..data_key(&key.key_id, spec, bytes)
        };
        let made = rig.call::<GenerateDataKey>(input).unwrap();
        let blob = made.ciphertext_blob.unwrap();
        let opened = rig.call::<Decrypt>(DecryptInput { encryption_context: context, ..decrypt(&blob) });
        let plaintext = made.plaintext.unwrap();
        assert_eq!(plaintext.len(), length);
        assert_eq!(opened.unwrap().plaintext, Some(plaintext));
        assert_eq!(
            (made.key_id, made.key_material_id),
            (key.arn.clone(), key.current_key_material_id.clone())
        );
    }
}

#[test]
fn a_data_key_needs_one_length() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let expected = validation("Please specify either number of bytes or key spec.");

    assert_eq!(rig.refused::<GenerateDataKey>(data_key(&key, None, None)), expected);
    assert_eq!(rig.refused::<GenerateDataKey>(data_key(&key, Some("AES_256"), Some(32))), expected);
}

#[test]
fn a_data_key_without_plaintext_decrypts_later() {
    let rig = Rig::new();
    let key = rig.key();
    let input = GenerateDataKeyWithoutPlaintextInput {
        key_id: key.key_id.clone(),
        key_spec: text("AES_256"),
        ..GenerateDataKeyWithoutPlaintextInput::default()
    };

    let made = rig.call::<GenerateDataKeyWithoutPlaintext>(input).unwrap();
    let opened = rig.call::<Decrypt>(decrypt(&made.ciphertext_blob.unwrap())).unwrap();

    assert_eq!(opened.plaintext.unwrap().len(), 32);
    assert_eq!(made.key_id, key.arn);
}

#[test]
fn random_bytes_come_in_the_number_asked_for() {
    let rig = Rig::new();
    let random = |n| GenerateRandomInput { number_of_bytes: n, ..GenerateRandomInput::default() };
    let draw = |n| rig.call::<GenerateRandom>(random(Some(n))).unwrap().plaintext.unwrap();

    for n in [1, 12, 1024] {
        assert_eq!(draw(n).len(), usize::try_from(n).unwrap());
    }
    assert_ne!(draw(32), draw(32));
    assert_eq!(rig.refused::<GenerateRandom>(random(None)), validation("NumberOfBytes is required."));
    let stored = GenerateRandomInput { custom_key_store_id: text("cks-1"), ..random(Some(1)) };
    assert_eq!(rig.refused::<GenerateRandom>(stored).0, "UnsupportedOperationException");
}

#[test]
fn attestation_is_refused() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let recipient = || Some(RecipientInfo::default());
    let code = "UnsupportedOperationException";

    let input = DecryptInput { recipient: recipient(), ..decrypt(&rig.encrypt(&key, b"x")) };
    assert_eq!(rig.refused::<Decrypt>(input).0, code);
    let input = GenerateDataKeyInput { recipient: recipient(), ..data_key(&key, None, Some(1)) };
    assert_eq!(rig.refused::<GenerateDataKey>(input).0, code);
    let input = GenerateRandomInput {
        recipient: recipient(),
        number_of_bytes: Some(1),
        ..GenerateRandomInput::default()
    };
    assert_eq!(rig.refused::<GenerateRandom>(input).0, code);
}

#[test]
fn the_appliances_own_keys_cannot_be_used_directly() {
    let rig = Rig::new();
    let own = rig.call::<DescribeKey>(describe("alias/aws/millpond")).unwrap().key_metadata.unwrap();

    let (code, message) = rig.refused::<Encrypt>(encrypt("alias/aws/millpond", b"x"));

    assert_eq!(own.key_manager, text("AWS"));
    assert_eq!(code, "AccessDeniedException");
    let (caller, arn) = (&rig.caller.arn, own.arn.unwrap());
    assert_eq!(
        message,
        format!(
            "User: {caller} is not authorized to perform: kms:Encrypt on resource: {arn} \
             because no resource-based policy allows the kms:Encrypt action"
        )
    );
    assert_eq!(
        rig.refused::<GenerateDataKey>(data_key("alias/aws/millpond", None, Some(1))).0,
        "AccessDeniedException"
    );
}

#[test]
fn keys_are_listed_page_by_page() {
    let rig = Rig::new();
    let mut made: Vec<String> = (0..5).map(|_| rig.key().key_id).collect();
    made.push(rig.store.keyring().resolve("alias/aws/millpond").unwrap().id().to_string());
    made.sort();

    let mut listed = Vec::new();
    let mut marker = None;
    loop {
        let input = ListKeysInput { limit: Some(2), marker, ..ListKeysInput::default() };
        let page = rig.call::<ListKeys>(input).unwrap();
        let keys = page.keys.unwrap();
        assert!(keys.iter().all(|k| k.key_arn == Some(format!("{KEY}{}", k.key_id.as_ref().unwrap()))));
        listed.extend(keys.into_iter().map(|k| k.key_id.unwrap()));
        assert_eq!(page.truncated, Some(page.next_marker.is_some()));
        marker = page.next_marker;
        if marker.is_none() {
            break;
        }
    }

    assert_eq!(listed, made);
    let bad = ListKeysInput { marker: text("x"), ..ListKeysInput::default() };
    assert_eq!(rig.refused::<ListKeys>(bad).0, "InvalidMarkerException");
    let shared = vec!["OTHER_ACCOUNTS_VIA_RAM".to_owned()];
    let shared = ListKeysInput { resource_owners: Some(shared), ..ListKeysInput::default() };
    assert_eq!(rig.call::<ListKeys>(shared).unwrap().keys.map(|k| k.len()), Some(0));
}

#[test]
fn aliases_are_listed_by_name_and_by_key() {
    let rig = Rig::new();
    let (one, two) = (rig.key().key_id, rig.key().key_id);
    rig.alias("alias/b", &one);
    rig.alias("alias/a", &two);
    let list = |input: ListAliasesInput| rig.call::<ListAliases>(input).unwrap();
    let names = |input| -> Vec<String> {
        list(input).aliases.unwrap().into_iter().map(|a| a.alias_name.unwrap()).collect()
    };

    assert_eq!(names(ListAliasesInput::default()), ["alias/a", "alias/aws/millpond", "alias/b"]);
    assert_eq!(names(ListAliasesInput { key_id: text(&one), ..Default::default() }), ["alias/b"]);
    let page = list(ListAliasesInput { limit: Some(1), ..Default::default() });
    assert_eq!((page.truncated, page.next_marker.as_deref()), (Some(true), Some("alias/a")));
    let first = &page.aliases.unwrap()[0];
    assert_eq!(first.alias_arn, text("arn:aws:kms:us-east-1:000000000000:alias/a"));
    assert_eq!((&first.target_key_id, first.creation_date), (&Some(two), Some(1_700_000_000_123)));
    let rest = ListAliasesInput { marker: page.next_marker, ..Default::default() };
    assert_eq!(names(rest), ["alias/aws/millpond", "alias/b"]);

    let unknown = ListAliasesInput { key_id: text(NOWHERE), ..Default::default() };
    assert_eq!(rig.refused::<ListAliases>(unknown).0, "NotFoundException");
    let by_alias = ListAliasesInput { key_id: text("alias/a"), ..Default::default() };
    assert_eq!(
        rig.refused::<ListAliases>(by_alias),
        ("NotFoundException", "Invalid keyId 'alias/a'".to_owned())
    );
    let bad = ListAliasesInput { marker: text("x"), ..Default::default() };
    assert_eq!(rig.refused::<ListAliases>(bad).0, "InvalidMarkerException");
}

#[test]
fn policies_judge_the_key_and_not_its_name() {
    let rig = Rig::new();
    let key = rig.key();
    let arn = key.arn.unwrap();
    rig.alias("alias/x", &key.key_id);
    let blob = rig.encrypt(&key.key_id, b"x");

    let on = |action, resource: &str| vec![(action, resource.to_owned())];
    assert_eq!(rig.access::<Encrypt>(encrypt("alias/x", b"x")), on("kms:Encrypt", &arn));
    assert_eq!(rig.access::<DescribeKey>(describe(&key.key_id)), on("kms:DescribeKey", &arn));
    assert_eq!(rig.access::<Decrypt>(decrypt(&blob)), on("kms:Decrypt", &arn));
    assert_eq!(rig.access::<Decrypt>(decrypt(b"x")), on("kms:Decrypt", &format!("{KEY}*")));
    let named = DecryptInput { key_id: text(NOWHERE), ..decrypt(&blob) };
    assert_eq!(rig.access::<Decrypt>(named), on("kms:Decrypt", &format!("{KEY}{NOWHERE}")));
    assert_eq!(
        rig.access::<GenerateDataKey>(data_key("alias/x", None, Some(1))),
        on("kms:GenerateDataKey", &arn)
    );
    let alias = CreateAliasInput { alias_name: "alias/y".to_owned(), target_key_id: key.key_id.clone() };
    let expected = [
        ("kms:CreateAlias", "arn:aws:kms:us-east-1:000000000000:alias/y".to_owned()),
        ("kms:CreateAlias", arn.clone()),
    ];
    assert_eq!(rig.access::<CreateAlias>(alias), expected);
    assert_eq!(rig.access::<CreateKey>(CreateKeyInput::default()), on("kms:CreateKey", "*"));
    let tags = Some(vec![Tag { tag_key: "k".to_owned(), tag_value: String::new() }]);
    let tagged = CreateKeyInput { tags, ..CreateKeyInput::default() };
    assert_eq!(rig.access::<CreateKey>(tagged)[1], ("kms:TagResource", "*".to_owned()));
    assert_eq!(rig.access::<ListKeys>(ListKeysInput::default()), on("kms:ListKeys", "*"));
    assert_eq!(rig.access::<ListAliases>(ListAliasesInput::default()), on("kms:ListAliases", "*"));
    assert_eq!(rig.access::<GenerateRandom>(GenerateRandomInput::default()), on("kms:GenerateRandom", "*"));
}

#[test]
fn a_disabled_key_is_of_no_use_until_it_is_enabled() {
    let rig = Rig::new();
    let key = rig.key();
    let (id, arn) = (key.key_id.clone(), key.arn.unwrap());
    let blob = rig.encrypt(&id, b"x");
    let disable = |name: &str| DisableKeyInput { key_id: name.to_owned() };
    let enable = |name: &str| EnableKeyInput { key_id: name.to_owned() };

    rig.call::<DisableKey>(disable(&id)).unwrap();
    rig.call::<DisableKey>(disable(&arn)).unwrap();

    let told = ("DisabledException", format!("{arn} is disabled."));
    assert_eq!(rig.refused::<Encrypt>(encrypt(&id, b"x")), told);
    assert_eq!(rig.refused::<Decrypt>(decrypt(&blob)), told);
    let shown = rig.call::<DescribeKey>(describe(&id)).unwrap().key_metadata.unwrap();
    assert_eq!((shown.enabled, shown.key_state.as_deref()), (Some(false), Some("Disabled")));
    rig.call::<EnableKey>(enable(&arn)).unwrap();
    assert_eq!(rig.call::<Decrypt>(decrypt(&blob)).unwrap().plaintext.unwrap(), b"x");
    rig.alias("alias/x", &id);
    let told = ("NotFoundException", "Invalid keyId 'alias/x'".to_owned());
    assert_eq!(rig.refused::<DisableKey>(disable("alias/x")), told);
    assert_eq!(rig.access::<EnableKey>(enable(&id)), [("kms:EnableKey", arn.clone())]);
    rig.store.keyring().new_data_key(None).unwrap();
    let own = rig.store.keyring().resolve("alias/aws/millpond").unwrap().id().to_string();
    assert_eq!(rig.refused::<DisableKey>(disable(&own)).0, "AccessDeniedException");
}

#[test]
fn a_key_waits_for_its_deletion_goes_or_stays() {
    let rig = Rig::new();
    let (going, staying) = (rig.key(), rig.key());
    let (id, arn) = (going.key_id.clone(), going.arn.unwrap());
    let schedule =
        |name: &str, days| ScheduleKeyDeletionInput { key_id: name.to_owned(), pending_window_in_days: days };
    let cancel = |name: &str| CancelKeyDeletionInput { key_id: name.to_owned() };
    let due = rig.clock.now().wall.0.cast_signed() + 30 * 86_400_000;

    let output = rig.call::<ScheduleKeyDeletion>(schedule(&id, None)).unwrap();
    rig.call::<ScheduleKeyDeletion>(schedule(&staying.key_id, Some(7))).unwrap();

    assert_eq!((output.key_id, output.deletion_date), (Some(arn.clone()), Some(due)));
    assert_eq!(
        (output.key_state.as_deref(), output.pending_window_in_days),
        (Some("PendingDeletion"), Some(30))
    );
    let told = ("KMSInvalidStateException", format!("{arn} is pending deletion."));
    assert_eq!(rig.refused::<Encrypt>(encrypt(&id, b"x")), told);
    assert_eq!(rig.refused::<EnableKey>(EnableKeyInput { key_id: id.clone() }), told);
    assert_eq!(rig.refused::<ScheduleKeyDeletion>(schedule(&id, Some(7))), told);
    let early = rig.refused::<ScheduleKeyDeletion>(schedule(&staying.key_id, Some(31)));
    assert_eq!(early, validation("PendingWindowInDays must be between 7 and 30."));
    rig.call::<CancelKeyDeletion>(cancel(&staying.key_id)).unwrap();
    let shown = rig.call::<DescribeKey>(describe(&staying.key_id)).unwrap().key_metadata.unwrap();
    assert_eq!((shown.key_state.as_deref(), shown.deletion_date), (Some("Disabled"), None));
    rig.clock.advance_ms(30 * 86_400_000);
    rig.store.maintain(rig.clock.now()).unwrap();
    let gone = ("NotFoundException", format!("Key '{arn}' does not exist"));
    assert_eq!(rig.refused::<DescribeKey>(describe(&id)), gone);
    assert_eq!(rig.refused::<CancelKeyDeletion>(cancel(&id)), gone);
}
