//! The KMS key that a customer chose for a queue: whether it may be used for what goes in and comes out.
//!
//! # Source
//! SQS Developer Guide, "Amazon SQS Key management": producers need `kms:GenerateDataKey` and `kms:Decrypt`, consumers
//! `kms:Decrypt`; the encryption context is the queue's ARN.

use crate::{fault, kms_fault};
use millpond_base::LineMs;
use millpond_policy::Decision;
use millpond_service::{Context, Fault};
use millpond_store::keyring::{KeyId, KeyManager, KeyState, KmsKey, NameError};
use millpond_store::queue::{Queue, Settings};
use std::collections::BTreeMap;

/// The key that AWS keeps for this service. Its policy lets everybody use it through the service.
const MANAGED: &str = "alias/aws/sqs";
/// What sending needs.
const SEND: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];
/// What receiving needs.
const RECEIVE: [&str; 1] = ["kms:Decrypt"];

/// Refuses to send when the queue's key may not be used; else sees to it that what is sent is sealed under it.
pub(crate) fn check_send(ctx: &Context<'_>, queue: &Queue, settings: &Settings) -> Result<(), Fault> {
    check_named(ctx, queue, settings, &SEND)?;
    ctx.store.queues().follow_key(queue, ctx.now).map_err(|cause| fault::change(&cause, ctx.call))
}

/// Refuses when the queue's key may not be used: there is none of that name, it is not enabled or of another kind, or
/// the caller may not do all of `actions` with it.
fn check_named(ctx: &Context<'_>, queue: &Queue, settings: &Settings, actions: &[&str]) -> Result<(), Fault> {
    let Some(name) = &settings.kms_key else { return Ok(()) };
    let keyring = ctx.store.keyring();
    if name == MANAGED || *name == keyring.alias_arn(MANAGED) {
        return Ok(());
    }
    let key = keyring.resolve(name).map_err(|cause| kms_fault::name(&cause, ctx.call))?;
    check(ctx, queue, &key, actions)
}

/// The times whose messages a caller may not receive, because of the KMS key that was chosen then.
pub(crate) struct Barred {
    /// From when and until when.
    pub(crate) times: Vec<(LineMs, LineMs)>,
    /// What is said about each.
    faults: Vec<Fault>,
}

impl Barred {
    /// Why a message that came at `line` may not be received.
    pub(crate) fn why(&self, line: LineMs) -> Option<&Fault> {
        let at = self.times.iter().position(|(from, until)| *from <= line && line < *until)?;
        self.faults.get(at)
    }
}

/// Refuses to receive when the queue's key may not be used; else finds out what the caller may not receive of what was sent
/// under others.
pub(crate) fn check_receive(ctx: &Context<'_>, queue: &Queue, settings: &Settings) -> Result<Barred, Fault> {
    check_named(ctx, queue, settings, &RECEIVE)?;
    let eras = settings.encryption.eras();
    let mut barred = Barred { times: Vec::new(), faults: Vec::new() };
    let mut judged: BTreeMap<KeyId, Option<Fault>> = BTreeMap::new();
    for (at, era) in eras.iter().enumerate() {
        // The last era is that of the key which was just looked at, or none can be sent to.
        let (Some(key), Some(next)) = (&era.key, eras.get(at + 1)) else { continue };
        let refusal = judged.entry(key.id).or_insert_with(|| check_kept(ctx, queue, key.id).err());
        if let Some(refusal) = refusal {
            barred.times.push((era.from, next.from));
            barred.faults.push(refusal.clone());
        }
    }
    Ok(barred)
}

fn check_kept(ctx: &Context<'_>, queue: &Queue, id: KeyId) -> Result<(), Fault> {
    let keyring = ctx.store.keyring();
    let gone = || kms_fault::name(&NameError::NoKey { arn: keyring.key_arn(id) }, ctx.call);
    let key = keyring.key(id).ok_or_else(gone)?;
    check(ctx, queue, &key, &RECEIVE)
}

fn check(ctx: &Context<'_>, queue: &Queue, key: &KmsKey, actions: &[&str]) -> Result<(), Fault> {
    let keyring = ctx.store.keyring();
    check_kind(ctx, key, actions[0])?;
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
