//! Grants as callers write and see them.

use crate::api::{GrantConstraints, GrantListEntry, error};
use crate::{fault, limits};
use millpond_service::{Context, Fault};
use millpond_store::keyring::{
    Constraint, Grant, GrantId, GrantOperation, KeySpec, KeyUsage, Keyring, KmsKey,
};

/// Refuses tokens that are not ours. Grants count at once, so that a token says nothing more.
pub(crate) fn check_tokens(context: &Context<'_>, tokens: Option<&Vec<String>>) -> Result<(), Fault> {
    let keyring = context.store.keyring();
    let mut tokens = tokens.map(Vec::as_slice).unwrap_or_default().iter();
    if tokens.all(|token| keyring.read_grant_token(token).is_some()) {
        return Ok(());
    }
    Err(Fault::of(&error::INVALID_GRANT_TOKEN_EXCEPTION, "Invalid grant token."))
}

/// A grant in a listing.
pub(crate) fn entry(context: &Context<'_>, grant: &Grant) -> GrantListEntry {
    let account = context.store.account();
    GrantListEntry {
        key_id: Some(context.store.keyring().key_arn(grant.key)),
        grant_id: Some(grant.id.to_string()),
        name: grant.name.clone(),
        creation_date: Some(grant.created.0.cast_signed()),
        grantee_principal: Some(grant.grantee.clone()),
        retiring_principal: grant.retiring.clone(),
        issuing_account: Some(format!("arn:aws:iam::{account}:root")),
        operations: Some(grant.operations().into_iter().map(str::to_owned).collect()),
        constraints: constraints(grant),
        ..GrantListEntry::default()
    }
}

fn constraints(grant: &Grant) -> Option<GrantConstraints> {
    if grant.constraint.is_none() && grant.source_arn.is_none() {
        return None;
    }
    let (equals, subset) = match &grant.constraint {
        Some(Constraint::Equals(pairs)) => (Some(pairs.clone()), None),
        Some(Constraint::Subset(pairs)) => (None, Some(pairs.clone())),
        None => (None, None),
    };
    Some(GrantConstraints {
        encryption_context_equals: equals,
        encryption_context_subset: subset,
        source_arn: grant.source_arn.clone(),
    })
}

/// Refuses what is no principal.
pub(crate) fn check_principal(arn: &str) -> Result<(), Fault> {
    if Keyring::is_principal(arn) {
        return Ok(());
    }
    let text = format!("ARN does not refer to a valid principal: {arn}");
    Err(Fault::of(&error::INVALID_ARN_EXCEPTION, text))
}

/// Reads the id that a call gives.
pub(crate) fn id(text: &str) -> Result<GrantId, Fault> {
    GrantId::parse(text).ok_or_else(|| Fault::of(&error::INVALID_GRANT_ID_EXCEPTION, ""))
}

/// Reads the constraint of a new grant.
pub(crate) fn constraint(given: Option<GrantConstraints>) -> Result<Option<Constraint>, Fault> {
    let Some(given) = given else { return Ok(None) };
    let (constraint, pairs) = match (given.encryption_context_equals, given.encryption_context_subset) {
        (Some(_), Some(_)) => {
            return Err(fault::invalid(
                "Specify either EncryptionContextEquals or EncryptionContextSubset, but not both.",
            ));
        }
        (Some(pairs), None) => (Constraint::Equals(pairs.clone()), pairs),
        (None, Some(pairs)) => (Constraint::Subset(pairs.clone()), pairs),
        (None, None) => return Ok(None),
    };
    if pairs.len() > limits::CONSTRAINT_PAIRS_MAX {
        let most = limits::CONSTRAINT_PAIRS_MAX;
        return Err(fault::invalid(format!("A grant constraint can have at most {most} pairs.")));
    }
    if pairs.values().any(|value| value.chars().count() > limits::CONSTRAINT_VALUE_MAX) {
        let most = limits::CONSTRAINT_VALUE_MAX;
        return Err(fault::invalid(format!(
            "A value in a grant constraint can have at most {most} characters."
        )));
    }
    Ok(Some(constraint))
}

/// Reads the operations of a new grant; each must be one the key can do, and with a constraint one with an encryption
/// context.
pub(crate) fn operations(
    key: &KmsKey,
    words: &[String],
    constrained: bool,
) -> Result<Vec<GrantOperation>, Fault> {
    let read = |word: &String| {
        let operation = GrantOperation::parse(word).filter(|o| fits(key, o.as_str(), constrained));
        operation.ok_or_else(|| {
            let (spec, usage) = (key.spec().as_str(), key.usage().as_str());
            let with = if constrained { " with an encryption context constraint" } else { "" };
            fault::invalid(format!(
                "Grant operation {word} is not supported{with} for keys with KeySpec {spec} and KeyUsage {usage}."
            ))
        })
    };
    words.iter().map(read).collect()
}

/// # Source
/// AWS KMS developer guide, "Grant operations".
fn fits(key: &KmsKey, operation: &str, constrained: bool) -> bool {
    let symmetric = key.spec() == KeySpec::SymmetricDefault;
    match operation {
        "DescribeKey" | "RetireGrant" => true,
        "CreateGrant" => symmetric || !constrained,
        "GetPublicKey" => key.spec().is_pair() && !constrained,
        "Encrypt" | "Decrypt" | "ReEncryptFrom" | "ReEncryptTo" => {
            key.usage() == KeyUsage::EncryptDecrypt && (symmetric || !constrained)
        }
        "Sign" | "Verify" => key.usage() == KeyUsage::SignVerify && !constrained,
        "GenerateMac" | "VerifyMac" => key.usage() == KeyUsage::GenerateVerifyMac && !constrained,
        "DeriveSharedSecret" => key.usage() == KeyUsage::KeyAgreement && !constrained,
        "Encapsulate" | "Decapsulate" => key.usage() == KeyUsage::EncapsulateDecapsulate && !constrained,
        _ => symmetric,
    }
}
