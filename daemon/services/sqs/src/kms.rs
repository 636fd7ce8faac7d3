//! The KMS key that a customer chose for a queue: whether it may be used for what goes in and comes out.
//!
//! # Source
//! SQS Developer Guide, "Amazon SQS Key management": producers need `kms:GenerateDataKey` and `kms:Decrypt`, consumers
//! `kms:Decrypt`; the encryption context is the queue's ARN.

use crate::kms_fault;
use millpond_policy::Decision;
use millpond_service::{Context, Fault};
use millpond_store::keyring::{KeyManager, KeyState, KmsKey};
use millpond_store::queue::{Queue, Settings};

/// The key that AWS keeps for this service. Its policy lets everybody use it through the service.
const MANAGED: &str = "alias/aws/sqs";
/// What sending needs.
pub(crate) const SEND: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];
/// What receiving needs.
pub(crate) const RECEIVE: [&str; 1] = ["kms:Decrypt"];

/// Refuses when the queue's key may not be used: there is none of that name, it is not enabled or of another kind, or
/// the caller may not do all of `actions` with it.
pub(crate) fn check(
    ctx: &Context<'_>,
    queue: &Queue,
    settings: &Settings,
    actions: &[&str],
) -> Result<(), Fault> {
    let Some(name) = &settings.kms_key else { return Ok(()) };
    let keyring = ctx.store.keyring();
    if name == MANAGED || *name == keyring.alias_arn(MANAGED) {
        return Ok(());
    }
    let key = keyring.resolve(name).map_err(|cause| kms_fault::name(&cause, ctx.call))?;
    check_kind(ctx, &key, actions[0])?;
    if key.manager() == KeyManager::Aws {
        let own = keyring.resolve(MANAGED).is_ok_and(|own| own.id() == key.id());
        return if own { Ok(()) } else { Err(kms_fault::denied(ctx.call)) };
    }
    let keys = |name: &str| match name {
        "kms:viaservice" => Some(vec![format!("sqs.{}.amazonaws.com", ctx.call.region)]),
        "kms:calleraccount" => Some(vec![ctx.call.account.to_string()]),
        "kms:encryptioncontext:aws:sqs:arn" => Some(vec![queue.arn().to_owned()]),
        "kms:encryptioncontextkeys" => Some(vec!["aws:sqs:arn".to_owned()]),
        _ => None,
    };
    let may = |action: &&str| ctx.judge(action, key.arn(), &keys, None).decision == Decision::Allow;
    if actions.iter().all(may) { Ok(()) } else { Err(kms_fault::denied(ctx.call)) }
}

fn check_kind(ctx: &Context<'_>, key: &KmsKey, action: &str) -> Result<(), Fault> {
    let (arn, state, usage) = (key.arn(), key.state(), key.usage().as_str());
    if key.spec().as_str() != "SYMMETRIC_DEFAULT" || usage != "ENCRYPT_DECRYPT" {
        return Err(kms_fault::usage(arn, usage, action, ctx.call));
    }
    if state == KeyState::Disabled {
        return Err(kms_fault::disabled(arn, ctx.call));
    }
    if state != KeyState::Enabled {
        return Err(kms_fault::state(arn, state.as_str(), ctx.call));
    }
    Ok(())
}
