//! Queues under a KMS key that the customer chose. Who may use a key is shown with the gateway.

use crate::rig::{Rig, bodies, handle, message, receive, refused};
use millpond_base::Clock;
use millpond_service::Fault;
use millpond_sqs::api;
use millpond_store::keyring::{KeyId, KeySpec, KeyUsage, KmsKey, NewKey};
use std::collections::BTreeSet;
use std::sync::Arc;

/// KMS's words as SQS passes them on.
fn told(text: &str, code: &str) -> String {
    format!("{text} (Service: AWSKMS; Status Code: 400; Error Code: {code}; Request ID: test; Proxy: null)")
}

/// Neither sending nor receiving works, for the same reason.
#[track_caller]
fn sealed(rig: &Rig, url: &str, code: &str, legacy: &str, text: &str) {
    refused(rig.try_send(message(url, "a")), code, legacy, text);
    refused(rig.try_receive(receive(url)), code, legacy, text);
}

#[test]
fn a_queue_is_of_no_use_while_its_key_is_not() {
    let rig = Rig::new();
    let key = rig.store.keyring().create_key(NewKey::default()).unwrap();
    let url = rig.create("q", &[("KmsMasterKeyId", key.arn())]);
    rig.send(&url, "kept");

    rig.store.keyring().enable(key.id(), false).unwrap();
    let text = told(&format!("{} is disabled.", key.arn()), "DisabledException");
    sealed(&rig, &url, "KmsDisabled", "KMS.DisabledException", &text);
    rig.create("born-disabled", &[("KmsMasterKeyId", key.arn())]);

    rig.store.keyring().enable(key.id(), true).unwrap();
    assert_eq!(rig.receive(&url).len(), 1);

    rig.store.keyring().schedule_deletion(key.id(), 1 << 40, rig.clock.now()).unwrap();
    let text = told(&format!("{} is pending deletion.", key.arn()), "KMSInvalidStateException");
    sealed(&rig, &url, "KmsInvalidState", "KMS.InvalidStateException", &text);
    let rig = rig.cut(1);
    sealed(&rig, &url, "KmsInvalidState", "KMS.InvalidStateException", &text);

    rig.clock.advance_ms(30_000);
    rig.set(&url, &[("SqsManagedSseEnabled", "true")]).unwrap();
    let refusal = rig.try_receive(receive(&url));
    refused(refusal, "KmsInvalidState", "KMS.InvalidStateException", &text);
    rig.store.keyring().cancel_deletion(key.id()).unwrap();
    rig.store.keyring().enable(key.id(), true).unwrap();
    assert_eq!(rig.receive(&url).len(), 1);
}

/// Makes a key, names it for a queue, and sends a message.
fn under(rig: &Rig, url: &str, body: &str) -> Arc<KmsKey> {
    let key = rig.store.keyring().create_key(NewKey::default()).unwrap();
    rig.clock.advance_ms(1_000);
    rig.set(url, &[("KmsMasterKeyId", key.arn())]).unwrap();
    rig.clock.advance_ms(1_000);
    rig.send(url, body);
    key
}

fn all(url: &str) -> api::ReceiveMessageInput {
    let ten = Some(10);
    api::ReceiveMessageInput { max_number_of_messages: ten, visibility_timeout: Some(0), ..receive(url) }
}

/// The KMS keys that the data keys of a queue are wrapped under, without repetition, and how many versions there are.
fn wrapped(rig: &Rig, name: &str) -> (BTreeSet<KeyId>, usize) {
    let catalog = rig.store.catalog();
    let document = |(kind, id): (String, u64)| {
        let bytes = catalog.document(&kind, id).unwrap();
        (kind == "queue" && bytes.windows(name.len()).any(|part| part == name.as_bytes())).then_some(bytes)
    };
    let bytes = catalog.names().unwrap().into_iter().find_map(document).unwrap();
    let id = |key: &KmsKey| -> Vec<u8> {
        let digits = key.id().to_string().replace('-', "");
        (0..16).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    let begins = |key: &KmsKey| [&[1, 2][..], &id(key)].concat();
    let keys = rig.store.keyring().keys(None, 100);
    let count = |key: &KmsKey| bytes.windows(18).filter(|part| *part == begins(key)).count();
    let found = keys.iter().filter(|key| count(key) > 0).map(|key| key.id()).collect();
    (found, keys.iter().map(|key| count(key)).sum())
}

#[test]
fn messages_stay_under_the_key_that_was_named_when_they_came() {
    let (rig, url) = Rig::with_queue("q");
    rig.send(&url, "before");
    let first = under(&rig, &url, "one");
    let second = under(&rig, &url, "two");

    assert_eq!(bodies(&rig.try_receive(all(&url)).unwrap()), ["before", "one", "two"]);
    rig.store.keyring().enable(first.id(), false).unwrap();
    assert_eq!(bodies(&rig.try_receive(all(&url)).unwrap()), ["before", "two"], "what may be read is given");
    let rig = rig.cut(1);
    assert_eq!(bodies(&rig.try_receive(all(&url)).unwrap()), ["before", "two"]);

    for message in rig.try_receive(all(&url)).unwrap() {
        rig.delete(&url, handle(&message)).unwrap();
    }
    let text = told(&format!("{} is disabled.", first.arn()), "DisabledException");
    refused(rig.try_receive(all(&url)), "KmsDisabled", "KMS.DisabledException", &text);
    rig.send(&url, "three");
    assert_eq!(bodies(&rig.try_receive(all(&url)).unwrap()), ["three"]);
    rig.store.keyring().enable(first.id(), true).unwrap();
    let [one, three] = &rig.try_receive(all(&url)).unwrap()[..] else { panic!("both") };
    assert_eq!((&*one.body.clone().unwrap(), &*three.body.clone().unwrap()), ("one", "three"));
    rig.store.keyring().enable(second.id(), false).unwrap();
    let text = told(&format!("{} is disabled.", second.arn()), "DisabledException");
    sealed(&rig, &url, "KmsDisabled", "KMS.DisabledException", &text);
}

#[test]
fn a_message_that_could_not_be_read_was_not_received() {
    let (rig, url) = Rig::with_queue("q");
    let dead = rig.create("dead", &[]);
    let arn = rig.attributes(&dead, &["QueueArn"]).unwrap()["QueueArn"].clone();
    let redrive = format!(r#"{{"deadLetterTargetArn":"{arn}","maxReceiveCount":2}}"#);
    rig.set(&url, &[("RedrivePolicy", &redrive)]).unwrap();
    let first = under(&rig, &url, "one");
    rig.clock.advance_ms(1_000);
    rig.set(&url, &[("KmsMasterKeyId", "")]).unwrap();

    rig.store.keyring().enable(first.id(), false).unwrap();
    (0..5).for_each(|_| assert_eq!(rig.try_receive(all(&url)).err().unwrap().code, "KmsDisabled"));
    assert_eq!(rig.counts(&url), ["1", "0", "0"].map(str::to_owned));
    rig.store.keyring().enable(first.id(), true).unwrap();

    let asking = api::ReceiveMessageInput {
        attribute_names: Some(vec!["ApproximateReceiveCount".to_owned()]),
        ..all(&url)
    };
    let [message] = &rig.try_receive(asking).unwrap()[..] else { panic!("it is there") };
    assert_eq!(message.attributes.as_ref().unwrap()["ApproximateReceiveCount"], "1");
    assert!(rig.receive(&dead).is_empty());
}

#[test]
fn a_group_waits_for_its_message_that_cannot_be_read() {
    let rig = Rig::new();
    let url = rig.create("q.fifo", &[("FifoQueue", "true")]);
    let key = rig.store.keyring().create_key(NewKey::default()).unwrap();
    rig.set(&url, &[("KmsMasterKeyId", key.arn())]).unwrap();
    rig.send_fifo(&url, "g", "one");
    rig.clock.advance_ms(1_000);
    rig.set(&url, &[("SqsManagedSseEnabled", "true")]).unwrap();
    rig.send_fifo(&url, "g", "two");

    rig.store.keyring().enable(key.id(), false).unwrap();
    assert_eq!(rig.try_receive(all(&url)).err().unwrap().code, "KmsDisabled");
    rig.store.keyring().enable(key.id(), true).unwrap();

    assert_eq!(rig.try_receive(all(&url)).unwrap().len(), 2);
}

#[test]
fn each_key_that_is_named_brings_a_data_key_and_nothing_hangs_on_the_one_before() {
    let (rig, url) = Rig::with_queue("keyed");
    let own = wrapped(&rig, "keyed");
    let first = under(&rig, &url, "one");
    let one = wrapped(&rig, "keyed");
    rig.set(&url, &[("KmsMasterKeyId", first.arn()), ("DelaySeconds", "0")]).unwrap();
    let same = wrapped(&rig, "keyed");
    let second = under(&rig, &url, "two");
    let two = wrapped(&rig, "keyed");

    assert_eq!((own.1, one), (1, ([first.id()].into(), 2)));
    assert_eq!(same.1, 2, "the same key again changes nothing");
    assert_eq!(two, ([second.id()].into(), 3));
    rig.store.keyring().schedule_deletion(first.id(), 1_000, rig.clock.now()).unwrap();
    rig.clock.advance_ms(2_000);
    rig.store.maintain(rig.clock.now()).unwrap();
    assert!(rig.store.keyring().key(first.id()).is_none(), "it is gone, and what came under it with it");
    let [two] = &rig.try_receive(all(&url)).unwrap()[..] else { panic!("two") };
    rig.delete(&url, handle(two)).unwrap();
    let text = told(&format!("Key '{}' does not exist", first.arn()), "NotFoundException");
    refused(rig.try_receive(all(&url)), "KmsNotFound", "KMS.NotFoundException", &text);
}

#[test]
fn a_queue_follows_an_alias_that_leads_elsewhere_or_comes_to_be() {
    let rig = Rig::new();
    let url = rig.create("followed", &[("KmsMasterKeyId", "alias/late")]);
    assert_eq!(rig.try_send(message(&url, "a")).err().unwrap().code, "KmsNotFound");
    let keyring = rig.store.keyring();
    let [first, second] = [1, 2].map(|_| keyring.create_key(NewKey::default()).unwrap());

    keyring.create_alias("alias/late", first.id()).unwrap();
    rig.clock.advance_ms(1_000);
    rig.send(&url, "one");
    assert_eq!(wrapped(&rig, "followed").0, [first.id()].into());
    keyring.update_alias("alias/late", second.id()).unwrap();
    rig.clock.advance_ms(1_000);
    rig.send(&url, "two");

    assert_eq!(wrapped(&rig, "followed"), ([second.id()].into(), 3));
    keyring.enable(first.id(), false).unwrap();
    assert_eq!(bodies(&rig.try_receive(all(&url)).unwrap()), ["two"]);
}

#[test]
fn keys_change_as_often_as_can_be_remembered_for_what_is_still_kept() {
    let (rig, url) = Rig::with_queue("q");
    rig.set(&url, &[("MessageRetentionPeriod", "3600")]).unwrap();
    let keys = [1, 2].map(|_| rig.store.keyring().create_key(NewKey::default()).unwrap());
    let change = |turn: usize| {
        rig.clock.advance_ms(10);
        rig.set(&url, &[("KmsMasterKeyId", keys[turn % 2].arn())])
    };
    (0..256).for_each(|turn| change(turn).unwrap());

    let often = change(256);
    rig.send(&url, "kept");
    rig.clock.advance_ms(4_000_000);

    refused(often, "RequestThrottled", "RequestThrottled", "The KMS key was changed too often.");
    change(256).unwrap();
    assert!(rig.try_receive(all(&url)).unwrap().is_empty(), "retention has passed");
}

#[test]
fn a_key_that_does_not_encrypt_is_refused_as_such() {
    let rig = Rig::new();
    let new = NewKey { spec: KeySpec::EccNistP256, usage: KeyUsage::SignVerify, ..NewKey::default() };
    let key = rig.store.keyring().create_key(new).unwrap();
    let url = rig.create("q", &[("KmsMasterKeyId", key.arn())]);

    for (operation, outcome) in [
        ("GenerateDataKey", rig.try_send(message(&url, "a")).err()),
        ("Decrypt", rig.try_receive(receive(&url)).err()),
    ] {
        let text = format!("{} key usage is SIGN_VERIFY which is not valid for {operation}.", key.arn());
        let text = told(&text, "InvalidKeyUsageException");
        refused(Err::<(), _>(outcome.unwrap()), "KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException", &text);
    }
}

#[test]
fn any_name_is_taken_for_a_key_and_missed_when_it_is_needed() {
    let rig = Rig::new();
    for (name, text) in [
        ("alias/none", "Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found."),
        ("no key", "Invalid keyId 'no key'"),
        ("arn:aws:kms:eu-west-1:000000000000:alias/x", "Invalid arn eu-west-1"),
    ] {
        let url = rig.create("q", &[]);
        rig.set(&url, &[("KmsMasterKeyId", name)]).unwrap();
        sealed(&rig, &url, "KmsNotFound", "KMS.NotFoundException", &told(text, "NotFoundException"));
    }
}

#[test]
fn the_service_s_own_key_is_everybody_s_and_that_of_another_service_is_not() {
    let rig = Rig::new();
    let other = rig.create("other", &[("KmsMasterKeyId", "alias/aws/kinesis")]);
    let text = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you \
                are not allowed to access.";
    sealed(
        &rig,
        &other,
        "KmsAccessDenied",
        "KMS.AccessDeniedException",
        &told(text, "AccessDeniedException"),
    );

    let arn = "arn:aws:kms:us-east-1:000000000000:alias/aws/sqs";
    for (name, key) in [("late", "alias/aws/sqs"), ("early", "alias/aws/sqs"), ("full", arn)] {
        let url =
            rig.create(name, if name == "early" { &[("KmsMasterKeyId", "alias/aws/sqs")] } else { &[] });
        rig.set(&url, &[("KmsMasterKeyId", key)]).unwrap();
        rig.send(&url, "a");
        assert_eq!(rig.receive(&url).len(), 1, "{name}");
    }
    let own = rig.store.keyring().resolve("alias/aws/sqs").unwrap();
    rig.set(&other, &[("KmsMasterKeyId", own.arn())]).unwrap();
    rig.send(&other, "a");
}

#[test]
fn a_batch_is_refused_as_a_whole() {
    let rig = Rig::new();
    let url = rig.create("q", &[("KmsMasterKeyId", "alias/none")]);
    let entry = api::SendMessageBatchRequestEntry {
        id: "a".to_owned(),
        message_body: "b".to_owned(),
        ..Default::default()
    };
    let send = |entries| -> Result<(), Fault> {
        let input = api::SendMessageBatchInput { queue_url: url.clone(), entries };
        rig.call::<api::SendMessageBatch>(input).map(drop)
    };

    assert_eq!(send(vec![entry.clone()]).unwrap_err().code, "KmsNotFound");
    assert_eq!(send(vec![entry.clone(), entry]).unwrap_err().code, "BatchEntryIdsNotDistinct");
}
