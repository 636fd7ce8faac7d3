//! A key as callers see it, and the checks that every use of one begins with.

use crate::api::KeyMetadata;
use crate::api::error;
use crate::fault;
use millpond_service::{Context, Fault};
use millpond_store::keyring::{KeyManager, KeyState, KmsKey, NameError};
use std::sync::Arc;

/// The one algorithm of symmetric keys.
pub(crate) const SYMMETRIC_DEFAULT: &str = "SYMMETRIC_DEFAULT";

/// What DescribeKey tells about a key.
pub(crate) fn metadata(account: &str, key: &KmsKey) -> KeyMetadata {
    KeyMetadata {
        aws_account_id: Some(account.to_owned()),
        key_id: key.id().to_string(),
        arn: Some(key.arn().to_owned()),
        creation_date: Some(key.created().0.cast_signed()),
        enabled: Some(key.state() == KeyState::Enabled),
        description: Some(key.description().to_owned()),
        key_usage: Some(key.usage().as_str().to_owned()),
        key_state: Some(key.state().as_str().to_owned()),
        origin: Some(key.origin().as_str().to_owned()),
        key_manager: Some(key.manager().as_str().to_owned()),
        customer_master_key_spec: Some(key.spec().as_str().to_owned()),
        key_spec: Some(key.spec().as_str().to_owned()),
        encryption_algorithms: Some(vec![SYMMETRIC_DEFAULT.to_owned()]),
        multi_region: Some(false),
        deletion_date: key.deletion().map(|moment| moment.0.cast_signed()),
        current_key_material_id: Some(key.material().to_string()),
        ..KeyMetadata::default()
    }
}

/// Finds the key a call names and checks that the caller may use it for `action`.
///
/// The policy of an AWS managed key lets only the service it belongs to use it; identity policies cannot change that.
pub(crate) fn usable(context: &Context<'_>, name: &str, action: &str) -> Result<Arc<KmsKey>, Fault> {
    let key = context.store.keyring().resolve(name).map_err(fault::name)?;
    check_usable(context, &key, action)?;
    Ok(key)
}

/// The key a call names by its id or ARN, to be changed by the caller.
pub(crate) fn changeable(context: &Context<'_>, name: &str, action: &str) -> Result<Arc<KmsKey>, Fault> {
    let key = context.store.keyring().resolve(name).map_err(fault::name)?;
    if is_alias(name) {
        return Err(fault::name(NameError::Invalid { name: name.to_owned() }));
    }
    check_customers(context, &key, action)?;
    Ok(key)
}

/// Refuses a key that is the appliance's own.
fn check_customers(context: &Context<'_>, key: &KmsKey, action: &str) -> Result<(), Fault> {
    if key.manager() == KeyManager::Customer {
        return Ok(());
    }
    let (caller, arn) = (&context.caller.arn, key.arn());
    let text = format!(
        "User: {caller} is not authorized to perform: {action} on resource: {arn} \
         because no resource-based policy allows the {action} action"
    );
    Err(Fault::code("AccessDeniedException", 400, text))
}

/// As [`usable`], for a key that is already known.
pub(crate) fn check_usable(context: &Context<'_>, key: &KmsKey, action: &str) -> Result<(), Fault> {
    check_customers(context, key, action)?;
    match key.state() {
        KeyState::Enabled => Ok(()),
        KeyState::PendingDeletion => Err(fault::pending_deletion(key.arn())),
        KeyState::Disabled => Err(fault::disabled(key.arn())),
    }
}

/// Refuses every algorithm but the one of symmetric keys.
pub(crate) fn check_algorithm(algorithm: Option<&str>) -> Result<(), Fault> {
    match algorithm {
        None | Some(SYMMETRIC_DEFAULT) => Ok(()),
        Some(other) => Err(Fault::of(
            &error::INVALID_KEY_USAGE_EXCEPTION,
            format!("Algorithm {other} is incompatible with key spec {SYMMETRIC_DEFAULT}."),
        )),
    }
}

/// Refuses replies that only a Nitro enclave could read.
pub(crate) fn check_recipient<T>(recipient: Option<&T>) -> Result<(), Fault> {
    if recipient.is_none() {
        return Ok(());
    }
    Err(fault::unsupported("Recipient is not supported: this gateway has no Nitro attestation."))
}

/// True for an alias name or an alias's ARN.
pub(crate) fn is_alias(name: &str) -> bool {
    name.starts_with("alias/") || name.starts_with("arn:") && name.contains(":alias/")
}
