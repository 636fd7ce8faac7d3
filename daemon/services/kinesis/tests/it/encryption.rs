//! StartStreamEncryption and StopStreamEncryption, and what a key that may not be used keeps from whom.

use crate::rig::{ACCOUNT, Rig, bodies, entry, record, refused};
use millpond_base::Clock;
use millpond_kinesis::api;
use millpond_service::Fault;
use millpond_store::keyring::{KeyId, KeySpec, KeyState, KeyUsage, NewKey};

const SHARD: &str = "shardId-000000000000";

fn start(rig: &Rig, key: &str) -> Result<(), Fault> {
    let input = api::StartStreamEncryptionInput {
        stream_name: Some("s".to_owned()),
        encryption_type: "KMS".to_owned(),
        key_id: key.to_owned(),
        ..Default::default()
    };
    rig.call::<api::StartStreamEncryption>(input).map(drop)
}

fn stop(rig: &Rig, key: &str) -> Result<(), Fault> {
    let input = api::StopStreamEncryptionInput {
        stream_arn: Some(format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s")),
        encryption_type: "KMS".to_owned(),
        key_id: key.to_owned(),
        ..Default::default()
    };
    rig.call::<api::StopStreamEncryption>(input).map(drop)
}

/// A new key of a customer's: its id and its ARN.
fn key(rig: &Rig) -> (KeyId, String) {
    let key = rig.store.keyring().create_key(NewKey::default()).unwrap();
    (key.id(), key.arn().to_owned())
}

fn set(rig: &Rig, key: KeyId, state: KeyState) {
    rig.store.keyring().enable(key, state == KeyState::Enabled).unwrap();
}

/// Puts a record one millisecond later, so that it is of no earlier era.
fn put(rig: &Rig, body: &[u8]) -> Option<String> {
    rig.clock.advance_ms(1);
    let put = rig.put("s", "k", body).encryption_type;
    rig.clock.advance_ms(1);
    put
}

fn types(rig: &Rig) -> Vec<Option<String>> {
    rig.all("s", SHARD).into_iter().map(|record| record.encryption_type).collect()
}

fn kms() -> Option<String> {
    Some("KMS".to_owned())
}

#[test]
fn a_key_is_shown_where_aws_shows_it_and_for_the_records_of_its_time() {
    let rig = Rig::with_stream("s", 1);
    let (id, arn) = key(&rig);
    rig.store.keyring().create_alias("alias/site", id).unwrap();
    assert_eq!(put(&rig, b"before"), None);

    start(&rig, "alias/site").unwrap();

    assert_eq!(put(&rig, b"under"), kms());
    let input = api::PutRecordsInput {
        stream_name: Some("s".to_owned()),
        records: vec![entry("k", b"batch")],
        ..Default::default()
    };
    assert_eq!(rig.call::<api::PutRecords>(input).unwrap().encryption_type, kms());
    rig.clock.advance_ms(1);
    let rig = rig.reopen();
    let stream = rig.describe("s").unwrap();
    assert_eq!((stream.encryption_type, stream.key_id), (kms(), Some("alias/site".to_owned())));
    let input = api::DescribeStreamSummaryInput { stream_name: Some("s".to_owned()), ..Default::default() };
    let summary = rig.call::<api::DescribeStreamSummary>(input).unwrap().stream_description_summary;
    assert_eq!((summary.encryption_type, summary.key_id), (kms(), Some("alias/site".to_owned())));
    start(&rig, &arn).unwrap();
    assert_eq!(rig.describe("s").unwrap().key_id, Some(arn.clone()));
    stop(&rig, &arn).unwrap();
    assert_eq!(put(&rig, b"after"), None);
    let stream = rig.describe("s").unwrap();
    assert_eq!((stream.encryption_type.as_deref(), stream.key_id), (Some("NONE"), None));
    assert_eq!(types(&rig), [None, kms(), kms(), None]);
    assert_eq!(bodies(&rig.all("s", SHARD)), [&b"before"[..], b"under", b"batch", b"after"]);
}

#[test]
fn a_disabled_key_stops_puts_and_reads_and_takes_nothing_away() {
    let rig = Rig::with_stream("s", 1);
    let (id, arn) = key(&rig);
    put(&rig, b"before");
    start(&rig, &arn).unwrap();
    put(&rig, b"under");

    set(&rig, id, KeyState::Disabled);

    let rig = rig.reopen();
    let (code, text) = ("KMSDisabledException", format!("{arn} is disabled."));
    refused(rig.call::<api::PutRecord>(record("s", "k", b"x")), code, &text);
    let many = api::PutRecordsInput {
        stream_name: Some("s".to_owned()),
        records: vec![entry("k", b"x")],
        ..Default::default()
    };
    refused(rig.call::<api::PutRecords>(many), code, &text);
    let page = rig.get(&rig.iterator("s", SHARD, "TRIM_HORIZON"));
    assert_eq!(bodies(&page.records), [b"before"], "what was not under the key needs none");
    assert!(page.millis_behind_latest.unwrap() > 0);
    refused(rig.try_get(&page.next_shard_iterator.unwrap()), code, &text);
    refused(start(&rig, &arn), code, &text);
    let rig = rig.cut(3);
    set(&rig, id, KeyState::Enabled);
    assert_eq!(put(&rig, b"again"), kms());
    assert_eq!(bodies(&rig.all("s", SHARD)), [&b"before"[..], b"under", b"again"]);
}

#[test]
fn records_stay_with_the_key_they_came_under() {
    let rig = Rig::with_stream("s", 1);
    let ((first, first_arn), (_, second_arn)) = (key(&rig), key(&rig));
    start(&rig, &first_arn).unwrap();
    put(&rig, b"first");
    start(&rig, &second_arn).unwrap();
    let second = rig.put("s", "k", b"second");

    set(&rig, first, KeyState::Disabled);

    let (code, text) = ("KMSDisabledException", format!("{first_arn} is disabled."));
    refused(rig.try_get(&rig.iterator("s", SHARD, "TRIM_HORIZON")), code, &text);
    let at = api::GetShardIteratorInput {
        starting_sequence_number: Some(second.sequence_number),
        ..crate::rig::position("s", SHARD, "AT_SEQUENCE_NUMBER")
    };
    let page = rig.get(&rig.shard_iterator(at).unwrap());
    assert_eq!(bodies(&page.records), [b"second"]);
    stop(&rig, "whatever").unwrap();
    refused(rig.try_get(&rig.iterator("s", SHARD, "TRIM_HORIZON")), code, &text);
    set(&rig, first, KeyState::Enabled);
    assert_eq!(bodies(&rig.all("s", SHARD)), [&b"first"[..], b"second"]);
}

#[test]
fn the_service_s_own_key_needs_no_making() {
    let rig = Rig::with_stream("s", 1);

    start(&rig, "alias/aws/kinesis").unwrap();

    assert_eq!(put(&rig, b"x"), kms());
    let rig = rig.reopen();
    assert_eq!(rig.describe("s").unwrap().key_id.as_deref(), Some("alias/aws/kinesis"));
    assert_eq!(bodies(&rig.all("s", SHARD)), [b"x"]);
    let other = start(&rig, "alias/aws/millpond").unwrap_err();
    assert_eq!(other.code, "KMSAccessDeniedException");
}

#[test]
fn keys_that_do_not_exist_are_refused_in_kms_s_words() {
    let rig = Rig::with_stream("s", 1);
    let nowhere = "01234567-89ab-cdef-0123-456789abcdef";
    let code = "KMSNotFoundException";

    for (key, text) in [
        (nowhere, format!("Key 'arn:aws:kms:us-east-1:{ACCOUNT}:key/{nowhere}' does not exist")),
        ("alias/none", format!("Alias arn:aws:kms:us-east-1:{ACCOUNT}:alias/none is not found.")),
        ("???", "Invalid keyId '???'".to_owned()),
    ] {
        refused(start(&rig, key), code, &text);
    }

    let none = api::StartStreamEncryptionInput {
        stream_name: Some("s".to_owned()),
        encryption_type: "NONE".to_owned(),
        key_id: nowhere.to_owned(),
        ..Default::default()
    };
    refused(
        rig.call::<api::StartStreamEncryption>(none),
        "InvalidArgumentException",
        "EncryptionType NONE is not valid. The only valid value is KMS.",
    );
    assert_eq!(rig.describe("s").unwrap().encryption_type.as_deref(), Some("NONE"));
}

#[test]
fn a_key_that_signs_is_refused_and_nothing_is_changed() {
    let rig = Rig::with_stream("s", 1);
    let new = NewKey { spec: KeySpec::EccNistP256, usage: KeyUsage::SignVerify, ..NewKey::default() };
    let key = rig.store.keyring().create_key(new).unwrap();

    let text = format!("{} key usage is SIGN_VERIFY which is not valid for GenerateDataKey.", key.arn());
    refused(start(&rig, key.arn()), "InvalidArgumentException", &text);
    assert_eq!(rig.describe("s").unwrap().encryption_type.as_deref(), Some("NONE"));
    assert_eq!(put(&rig, b"under the own key"), None);
}

#[test]
fn stopping_what_was_never_started_changes_nothing() {
    let rig = Rig::with_stream("s", 1);

    stop(&rig, "alias/aws/kinesis").unwrap();

    assert_eq!(rig.describe("s").unwrap().encryption_type.as_deref(), Some("NONE"));
}

#[test]
fn a_long_page_ends_before_what_may_not_be_read() {
    let rig = Rig::large("s");
    let (id, arn) = key(&rig);
    let piece = vec![7; 900 << 10];
    for _ in 0..3 {
        put(&rig, &piece);
    }
    start(&rig, &arn).unwrap();
    put(&rig, b"under");
    set(&rig, id, KeyState::Disabled);

    let page = rig.get(&rig.iterator("s", SHARD, "TRIM_HORIZON"));

    assert_eq!(page.records.len(), 3);
    refused(
        rig.try_get(&page.next_shard_iterator.unwrap()),
        "KMSDisabledException",
        &format!("{arn} is disabled."),
    );
    set(&rig, id, KeyState::Enabled);
    assert_eq!(rig.all("s", SHARD).len(), 4);
}

#[test]
fn a_key_that_is_to_go_stops_its_stream_and_stays_while_the_stream_does() {
    let rig = Rig::with_stream("s", 1);
    let ((first, first_arn), (second, second_arn)) = (key(&rig), key(&rig));
    start(&rig, &first_arn).unwrap();
    put(&rig, b"first");
    start(&rig, &second_arn).unwrap();
    put(&rig, b"second");
    for id in [first, second] {
        rig.store.keyring().schedule_deletion(id, 1_000, rig.clock.now()).unwrap();
    }
    let (code, text) = ("KMSInvalidStateException", format!("{second_arn} is pending deletion."));
    refused(rig.call::<api::PutRecord>(record("s", "k", b"x")), code, &text);
    refused(start(&rig, &second_arn), code, &text);

    rig.clock.advance_ms(1_000);
    rig.store.maintain(rig.clock.now()).unwrap();

    let rig = rig.reopen();
    assert!(rig.store.keyring().key(first).is_none(), "nothing is sealed under it");
    refused(
        rig.try_get(&rig.iterator("s", SHARD, "TRIM_HORIZON")),
        "KMSNotFoundException",
        &format!("Key '{first_arn}' does not exist"),
    );
    rig.store.keyring().cancel_deletion(second).unwrap();
    set(&rig, second, KeyState::Enabled);
    assert_eq!(put(&rig, b"third"), kms());
    rig.store.keyring().schedule_deletion(second, 1_000, rig.clock.now()).unwrap();
    rig.delete("s").unwrap();
    rig.clock.advance_ms(2 * 3_600_000);
    rig.store.maintain(rig.clock.now()).unwrap();
    assert!(rig.store.keyring().key(second).is_none());
}
