//! KMS keys that a customer chose for a stream: whether they may be used, and what replies say about them.

use crate::{address, kms_fault};
use millpond_base::LineMs;
use millpond_policy::Decision;
use millpond_service::{Context, Fault};
use millpond_store::encryption::ChosenKey;
use millpond_store::keyring::{KeyId, KeyManager, KeySpec, KeyState, KmsKey};
use millpond_store::stream::Stream;
use std::collections::BTreeMap;

/// AWS's word for a record or stream under a KMS key.
pub(crate) const KMS: &str = "KMS";
/// AWS's word for a stream without a KMS key of the customer's choice; the data is sealed all the same.
const NONE: &str = "NONE";
/// The key that AWS keeps for this service.
const MANAGED: &str = "alias/aws/kinesis";

/// What a key is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Writing.
    Encrypt,
    /// Reading.
    Decrypt,
}

/// What a description says: the type, and the key as it was named.
pub(crate) fn describe(stream: &Stream) -> (Option<String>, Option<String>) {
    let key = stream.extras.encryption.key();
    let word = if key.is_some() { KMS } else { NONE };
    (Some(word.to_owned()), key.map(|key| key.name.clone()))
}

/// Refuses a write when the stream's key may not be used; else what is said about what is written.
pub(crate) fn check_write(ctx: &Context<'_>, stream: &Stream) -> Result<Option<String>, Fault> {
    let Some(key) = stream.extras.encryption.key() else { return Ok(None) };
    check_kept(ctx, stream, key, Use::Encrypt)?;
    Ok(Some(KMS.to_owned()))
}

/// The times whose records a caller may not read, because of the KMS key that was chosen then.
pub(crate) struct Barred {
    /// From when, until when, and what is said about it.
    times: Vec<(LineMs, LineMs, Fault)>,
    eras: usize,
    last: LineMs,
}

impl Barred {
    /// Why a record that came at `line` may not be read; `None` when it may.
    pub(crate) fn at(&self, line: LineMs) -> Option<&Fault> {
        let time = self.times.iter().find(|(from, until, _)| *from <= line && line < *until)?;
        Some(&time.2)
    }

    /// True when another key was chosen for the stream since, so that this says nothing about its newest records.
    pub(crate) fn is_outdated(&self, stream: &Stream) -> bool {
        (self.eras, self.last) != eras_of(stream)
    }
}

/// Finds out what the caller may not read of a stream.
pub(crate) fn barred(ctx: &Context<'_>, stream: &Stream) -> Barred {
    let all = stream.extras.encryption.eras();
    let mut judged: BTreeMap<KeyId, Option<Fault>> = BTreeMap::new();
    let mut times = Vec::new();
    for (at, era) in all.iter().enumerate() {
        let Some(key) = &era.key else { continue };
        let refusal =
            judged.entry(key.id).or_insert_with(|| check_kept(ctx, stream, key, Use::Decrypt).err());
        if let Some(refusal) = refusal {
            let until = all.get(at + 1).map_or(LineMs(u64::MAX), |next| next.from);
            times.push((era.from, until, refusal.clone()));
        }
    }
    let (eras, last) = eras_of(stream);
    Barred { times, eras, last }
}

/// Refuses unless the caller may read all of a stream, where records of any time may be given out.
pub(crate) fn check_read_all(ctx: &Context<'_>, stream: &Stream) -> Result<(), Fault> {
    match barred(ctx, stream).times.pop() {
        Some((.., refusal)) => Err(refusal),
        None => Ok(()),
    }
}

fn eras_of(stream: &Stream) -> (usize, LineMs) {
    let eras = stream.extras.encryption.eras();
    (eras.len(), eras.last().map_or(LineMs(0), |era| era.from))
}

fn check_kept(ctx: &Context<'_>, stream: &Stream, key: &ChosenKey, of: Use) -> Result<(), Fault> {
    let keyring = ctx.store.keyring();
    let found = keyring.key(key.id).ok_or_else(|| kms_fault::no_key(&keyring.key_arn(key.id)))?;
    check(ctx, &stream.name, &found, of)
}

/// Refuses when a key may not be used for a stream: it is of another kind or not enabled, or the caller lacks the permission.
pub(crate) fn check(ctx: &Context<'_>, stream: &str, key: &KmsKey, of: Use) -> Result<(), Fault> {
    if key.spec() != KeySpec::SymmetricDefault {
        return Err(kms_fault::usage(key.arn(), key.usage().as_str(), action(of)));
    }
    match key.state() {
        KeyState::Enabled => {}
        KeyState::Disabled => return Err(kms_fault::disabled(key.arn())),
        KeyState::PendingDeletion => return Err(kms_fault::pending_deletion(key.arn())),
        KeyState::PendingImport => return Err(kms_fault::pending_import(key.arn())),
    }
    if key.manager() == KeyManager::Aws {
        // The policy of the service's own key lets everybody use it through the service; others are not the service's.
        let own = ctx.store.keyring().resolve(MANAGED).is_ok_and(|own| own.id() == key.id());
        let (action, denied) = (action(of), Decision::ImplicitDeny(millpond_policy::Layer::Resource));
        return if own { Ok(()) } else { Err(kms_fault::denied(ctx.caller, action, key.arn(), denied)) };
    }
    let arn = address::arn(ctx.call, stream);
    let keys = |name: &str| match name {
        "kms:viaservice" => Some(vec![format!("kinesis.{}.amazonaws.com", ctx.call.region)]),
        "kms:calleraccount" => Some(vec![ctx.call.account.to_string()]),
        "kms:encryptioncontext:aws:kinesis:arn" => Some(vec![arn.clone()]),
        "kms:encryptioncontextkeys" => Some(vec!["aws:kinesis:arn".to_owned()]),
        _ => None,
    };
    match ctx.judge(action(of), key.arn(), &keys, None).decision {
        Decision::Allow => Ok(()),
        decision => Err(kms_fault::denied(ctx.caller, action(of), key.arn(), decision)),
    }
}

const fn action(of: Use) -> &'static str {
    match of {
        Use::Encrypt => "kms:GenerateDataKey",
        Use::Decrypt => "kms:Decrypt",
    }
}
