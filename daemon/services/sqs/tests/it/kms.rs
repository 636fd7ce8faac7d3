//! Queues under a KMS key that the customer chose. Who may use a key is shown with the gateway.

use crate::rig::{Rig, message, receive, refused};
use millpond_base::Clock;
use millpond_service::Fault;
use millpond_store::keyring::NewKey;

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

    rig.set(&url, &[("SqsManagedSseEnabled", "true")]).unwrap();
    assert_eq!(rig.receive(&url).len(), 1);
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
    use millpond_sqs::api;
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
