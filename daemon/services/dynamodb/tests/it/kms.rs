//! Tables under a KMS key that their owner chose.

use crate::rig::{Rig, get, item, put};
use millpond_base::Clock;
use millpond_dynamodb::api::{self, SSESpecification};
use millpond_service::Fault;
use millpond_store::keyring::{KmsKey, NewKey};
use std::sync::Arc;

fn sse(key: Option<&str>) -> Option<SSESpecification> {
    let kms_master_key_id = key.map(str::to_owned);
    Some(SSESpecification { enabled: Some(true), sse_type: Some("KMS".to_owned()), kms_master_key_id })
}

fn update(
    rig: &Rig,
    sse_specification: Option<SSESpecification>,
) -> Result<Option<api::SSEDescription>, Fault> {
    let input = api::UpdateTableInput {
        table_name: "locks".to_owned(),
        sse_specification,
        ..api::UpdateTableInput::default()
    };
    Ok(rig.call::<api::UpdateTable>(input)?.table_description.unwrap().sse_description)
}

fn key(rig: &Rig) -> Arc<KmsKey> {
    rig.store.keyring().create_key(NewKey::default()).unwrap()
}

fn text(rig: &Rig) -> (String, String) {
    let fault = rig.call::<api::GetItem>(get("locks", "a")).err().unwrap();
    (fault.code.to_string(), fault.message.to_string())
}

#[test]
fn a_table_is_of_no_use_while_its_key_is_not_and_whole_again_afterwards() {
    let rig = Rig::with_table("locks");
    rig.put("locks", item("a", "before")).unwrap();
    let chosen = key(&rig);
    let shown = update(&rig, sse(Some(chosen.arn()))).unwrap().unwrap();
    rig.put("locks", item("b", "after")).unwrap();
    assert_eq!(
        (shown.status.as_deref(), shown.kms_master_key_arn.as_deref()),
        (Some("ENABLED"), Some(chosen.arn()))
    );

    rig.store.keyring().enable(chosen.id(), false).unwrap();
    let said = format!(
        "KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: {} is disabled. (Service: AWSKMS; \
         Status Code: 400; Error Code: DisabledException; Request ID: test; Proxy: null)",
        chosen.arn()
    );
    assert_eq!(text(&rig), ("AccessDeniedException".to_owned(), said));
    assert_eq!(rig.put("locks", item("c", "x")).err().unwrap().code, "AccessDeniedException");
    let rig = rig.cut(1);
    assert_eq!(text(&rig).0, "AccessDeniedException");

    rig.store.keyring().enable(chosen.id(), true).unwrap();
    let rig = rig.cut(2);
    assert!(rig.item("locks", "a") == Some(item("a", "before")));
    assert!(rig.item("locks", "b") == Some(item("b", "after")));
    assert!(rig.item("locks", "c").is_none());
}

#[test]
fn keys_change_and_the_one_before_may_go() {
    let rig = Rig::with_table("locks");
    let (first, second) = (key(&rig), key(&rig));
    update(&rig, sse(Some(first.arn()))).unwrap();
    rig.put("locks", item("a", "first")).unwrap();
    let again = update(&rig, sse(Some(first.arn()))).err().unwrap();
    assert!(
        again.message.ends_with("Table is already encrypted by given KMSMasterKeyId"),
        "{}",
        again.message
    );
    let unknown = update(&rig, sse(Some("alias/none"))).err().unwrap();
    assert_eq!(unknown.code, "ValidationException");

    update(&rig, sse(Some(second.arn()))).unwrap();
    rig.store.keyring().schedule_deletion(first.id(), 1_000, rig.clock.now()).unwrap();
    rig.clock.advance_ms(2_000);
    rig.store.maintain(rig.clock.now()).unwrap();

    assert!(rig.store.keyring().key(first.id()).is_none());
    assert!(rig.item("locks", "a") == Some(item("a", "first")));
    let default = update(&rig, sse(None)).unwrap().unwrap();
    let own = rig.store.keyring().resolve("alias/aws/dynamodb").unwrap();
    assert_eq!(default.kms_master_key_arn.as_deref(), Some(own.arn()));
    let off = SSESpecification { enabled: Some(false), ..SSESpecification::default() };
    assert!(update(&rig, Some(off)).unwrap().is_none());
    let rig = rig.cut(1);
    assert!(rig.item("locks", "a") == Some(item("a", "first")));
    rig.call::<api::PutItem>(put("locks", item("a", "still"))).map(drop).unwrap();
}
