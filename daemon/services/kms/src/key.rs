//! A key as callers see it, and the checks that every use of one begins with.

use crate::api::error;
use crate::api::{KeyMetadata, MultiRegionConfiguration, MultiRegionKey};
use crate::{algorithm, fault, grants};
use millpond_service::{Context, Fault};
use millpond_store::keyring::{
    KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, KmsKey, NameError, UsedFor,
};
use std::sync::Arc;

/// What DescribeKey tells about a key.
pub(crate) fn metadata(account: &str, region: &str, key: &KmsKey) -> KeyMetadata {
    let external = key.origin() == KeyOrigin::External && key.state() != KeyState::PendingImport;
    let words = |words: Vec<&str>| {
        if words.is_empty() { None } else { Some(words.into_iter().map(str::to_owned).collect()) }
    };
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
        encryption_algorithms: words(algorithm::encryption(key)),
        signing_algorithms: words(algorithm::signing(key)),
        mac_algorithms: words(algorithm::mac(key).into_iter().collect()),
        key_agreement_algorithms: words(algorithm::agreement(key)),
        encapsulation_algorithms: words(algorithm::encapsulation(key)),
        multi_region: Some(key.is_multi_region()),
        multi_region_configuration: key.is_multi_region().then(|| multi_region(region, key)),
        deletion_date: key.deletion().map(|moment| moment.0.cast_signed()),
        valid_to: key.expires().map(|moment| moment.0.cast_signed()),
        expiration_model: external.then(|| expiration_model(key.expires().is_some()).to_owned()),
        current_key_material_id: current_material(key),
        ..KeyMetadata::default()
    }
}

/// AWS's word for whether material goes by itself.
pub(crate) const fn expiration_model(expires: bool) -> &'static str {
    if expires { "KEY_MATERIAL_EXPIRES" } else { "KEY_MATERIAL_DOES_NOT_EXPIRE" }
}

/// Only the backing keys of symmetric keys have names.
pub(crate) fn current_material(key: &KmsKey) -> Option<String> {
    let symmetric = key.spec() == KeySpec::SymmetricDefault;
    key.material().filter(|_| symmetric).map(|material| material.to_string())
}

/// There is one region here, so every such key is a primary key without replicas.
fn multi_region(region: &str, key: &KmsKey) -> MultiRegionConfiguration {
    let primary = MultiRegionKey { arn: Some(key.arn().to_owned()), region: Some(region.to_owned()) };
    MultiRegionConfiguration {
        multi_region_key_type: Some("PRIMARY".to_owned()),
        primary_key: Some(primary),
        replica_keys: Some(Vec::new()),
    }
}

/// A use of a key: what is called for, with what usage.
pub(crate) struct Use<'a> {
    pub name: &'a str,
    pub action: &'static str,
    pub usage: KeyUsage,
    pub tokens: Option<&'a Vec<String>>,
}

/// Finds a key for a cryptographic operation: one that may be used now, and for that.
pub(crate) fn ready(context: &Context<'_>, of: &Use<'_>) -> Result<Arc<KmsKey>, Fault> {
    grants::check_tokens(context, of.tokens)?;
    let key = usable(context, of.name, of.action)?;
    check_usage(&key, of.usage, operation(of.action))?;
    Ok(key)
}

/// The operation of an action.
fn operation(action: &'static str) -> &'static str {
    match action.strip_prefix("kms:").unwrap_or(action) {
        "ReEncryptFrom" | "ReEncryptTo" => "ReEncrypt",
        operation => operation,
    }
}

/// Refuses a key that was made for something else.
pub(crate) fn check_usage(key: &KmsKey, usage: KeyUsage, operation: &str) -> Result<(), Fault> {
    if key.usage() == usage {
        return Ok(());
    }
    let (arn, own) = (key.arn(), key.usage().as_str());
    let text = format!("{arn} key usage is {own} which is not valid for {operation}.");
    Err(Fault::of(&error::INVALID_KEY_USAGE_EXCEPTION, text))
}

/// Notes that a key was used, for GetKeyLastUsage.
pub(crate) fn used(context: &Context<'_>, key: &KmsKey, used_for: UsedFor) {
    context.store.keyring().note_use(key.id(), used_for, &context.call.request_id, context.now);
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
    let key = named(context, name)?;
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
        KeyState::PendingImport => Err(fault::pending_import(key.arn())),
    }
}

/// The key a call names by its id or ARN, to be told about.
pub(crate) fn named(context: &Context<'_>, name: &str) -> Result<Arc<KmsKey>, Fault> {
    let key = context.store.keyring().resolve(name).map_err(fault::name)?;
    if is_alias(name) {
        return Err(fault::name(NameError::Invalid { name: name.to_owned() }));
    }
    Ok(key)
}

/// Refuses keys whose material comes from elsewhere than `origin`.
pub(crate) fn check_origin(key: &KmsKey, origin: KeyOrigin) -> Result<(), Fault> {
    if key.origin() == origin {
        return Ok(());
    }
    let (arn, own) = (key.arn(), key.origin().as_str());
    Err(fault::unsupported(format!("{arn} origin is {own} which is not valid for this operation.")))
}

/// Refuses keys that are never made anew.
pub(crate) fn check_symmetric(key: &KmsKey) -> Result<(), Fault> {
    if key.spec() == KeySpec::SymmetricDefault { Ok(()) } else { Err(fault::unsupported("")) }
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
