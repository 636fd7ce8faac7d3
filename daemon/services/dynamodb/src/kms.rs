//! The KMS key that a table's owner chose: which one it is, and whether it may be used for the table's items.
//!
//! # Source
//! DynamoDB Developer Guide, "DynamoDB encryption at rest": with no key named, AWS's key for the service; the encryption
//! context is the table's name and the account. Replies of DynamoDB in issue reports: `KMS key access denied error:
//! com.amazonaws.services.kms.model.AWSKMSException: ... (Service: AWSKMS; Status Code: 400; Error Code:
//! AccessDeniedException; Request ID: ...; Proxy: null)`, with the code AccessDeniedException.

use crate::{api, fault};
use millpond_policy::Decision;
use millpond_service::{Context, Fault};
use millpond_store::keyring::{KeyManager, KeyState};
use millpond_store::table::Table;

/// The key that AWS keeps for this service. Its policy lets everybody use it through the service.
const MANAGED: &str = "alias/aws/dynamodb";

/// The key that a specification names; `None` for the gateway's own, which AWS calls its own.
pub(crate) fn chosen(sse: Option<&api::SSESpecification>) -> Result<Option<String>, Fault> {
    let Some(sse) = sse else { return Ok(None) };
    match (sse.enabled, &sse.kms_master_key_id) {
        (Some(true), Some(name)) => Ok(Some(name.clone())),
        (Some(true), None) => Ok(Some(MANAGED.to_owned())),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(fault::parameters(
            "KMSMasterKeyId cannot be specified when SSEType is not KMS or SSESpecification is not enabled",
        )),
    }
}

/// Refuses when the table's key may not be used by the caller.
pub(crate) fn check(ctx: &Context<'_>, table: &Table) -> Result<(), Fault> {
    let Some(id) = table.kms_key() else { return Ok(()) };
    let keyring = ctx.store.keyring();
    let key = keyring.key(id).ok_or_else(|| {
        refused(ctx, "NotFoundException", &format!("Key '{}' does not exist", keyring.key_arn(id)))
    })?;
    let arn = key.arn();
    match key.state() {
        KeyState::Enabled => {}
        KeyState::Disabled => return Err(refused(ctx, "DisabledException", &format!("{arn} is disabled."))),
        KeyState::PendingDeletion => {
            return Err(refused(ctx, "KMSInvalidStateException", &format!("{arn} is pending deletion.")));
        }
        KeyState::PendingImport => {
            return Err(refused(ctx, "KMSInvalidStateException", &format!("{arn} is pending import.")));
        }
    }
    if key.manager() == KeyManager::Aws {
        return Ok(());
    }
    let name = table.definition().name.clone();
    let keys = |key: &str| match key {
        "kms:viaservice" => Some(vec![format!("dynamodb.{}.amazonaws.com", ctx.call.region)]),
        "kms:calleraccount" | "kms:encryptioncontext:aws:dynamodb:subscriberid" => {
            Some(vec![ctx.call.account.to_string()])
        }
        "kms:encryptioncontext:aws:dynamodb:tablename" => Some(vec![name.clone()]),
        "kms:encryptioncontextkeys" => {
            Some(["aws:dynamodb:tableName", "aws:dynamodb:subscriberId"].map(str::to_owned).into())
        }
        _ => None,
    };
    match ctx.judge("kms:Decrypt", arn, &keys, None).decision {
        Decision::Allow => Ok(()),
        _ => Err(refused(
            ctx,
            "AccessDeniedException",
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you \
             are not allowed to access.",
        )),
    }
}

/// What AWS says whatever it is that KMS refused.
fn refused(ctx: &Context<'_>, code: &str, text: &str) -> Fault {
    let id = &ctx.call.request_id;
    let text = format!(
        "KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: {text} (Service: AWSKMS; Status \
         Code: 400; Error Code: {code}; Request ID: {id}; Proxy: null)"
    );
    Fault::code("AccessDeniedException", 400, text)
}
