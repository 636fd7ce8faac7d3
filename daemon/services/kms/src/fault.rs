//! KMS's refusals, in AWS's words.

use crate::api::error;
use millpond_aws::constraints::{self, Violation};
use millpond_service::Fault;
use millpond_store::keyring::{DecryptError, ImportError, KeyringError, NameError, UseError};

/// A request that breaks the model's constraints.
pub(crate) fn validation(violations: &[Violation]) -> Fault {
    invalid(constraints::message(violations))
}

/// A request that breaks a rule the model does not state.
pub(crate) fn invalid(text: impl Into<String>) -> Fault {
    Fault::code("ValidationException", 400, text)
}

/// A part of the API that is not honoured.
pub(crate) fn unsupported(text: impl Into<String>) -> Fault {
    Fault::of(&error::UNSUPPORTED_OPERATION_EXCEPTION, text)
}

/// Everything was in order, and the caller asked that it not be done.
pub(crate) fn dry_run() -> Fault {
    let text = "The request would have succeeded, but the DryRun option is set.";
    Fault::of(&error::DRY_RUN_OPERATION_EXCEPTION, text)
}

/// A name that leads to no key.
pub(crate) fn name(error: NameError) -> Fault {
    match error {
        NameError::Invalid { name } if name.starts_with("arn:") => {
            Fault::of(&error::INVALID_ARN_EXCEPTION, format!("Invalid arn {name}"))
        }
        NameError::Invalid { name } => not_found(format!("Invalid keyId '{name}'")),
        NameError::NoKey { arn } => not_found(format!("Key '{arn}' does not exist")),
        NameError::NoAlias { arn } => not_found(format!("Alias {arn} is not found.")),
        NameError::Region { region } => not_found(format!("Invalid arn {region}")),
        _ => internal(),
    }
}

/// What the keyring refuses.
pub(crate) fn keyring(error: KeyringError) -> Fault {
    match error {
        KeyringError::Name(cause) => name(cause),
        KeyringError::Disabled { arn } => disabled(&arn),
        KeyringError::PendingDeletion { arn } => pending_deletion(&arn),
        KeyringError::PendingImport { arn } => pending_import(&arn),
        KeyringError::TooManyRotations { arn } => limit_exceeded(format!(
            "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be \
             performed for this key: {arn}"
        )),
        KeyringError::NothingWaits { arn } => {
            invalid_state(format!("No available key material pending rotation for the key: {arn}."))
        }
        KeyringError::NoGrant => Fault::of(&error::INVALID_GRANT_ID_EXCEPTION, ""),
        KeyringError::Busy { .. } => {
            Fault::code("ThrottlingException", 400, "You have exceeded the rate at which you may call KMS.")
        }
        KeyringError::NotPending { arn } => invalid_state(format!("{arn} is not pending deletion.")),
        KeyringError::AliasExists { arn } => {
            let text = format!("An alias with the name {arn} already exists");
            Fault::of(&error::ALREADY_EXISTS_EXCEPTION, text)
        }
        KeyringError::TooManyAliases { limit } => {
            limit_exceeded(format!("A key can have at most {limit} aliases."))
        }
        KeyringError::Full { .. } => limit_exceeded("The keys of this gateway take all the room they may."),
        _ => internal(),
    }
}

/// A ciphertext that does not decrypt. AWS says nothing about it, and so do we.
pub(crate) fn decrypt(error: DecryptError) -> Fault {
    match error {
        DecryptError::Disabled { arn } => disabled(&arn),
        DecryptError::PendingDeletion { arn } => pending_deletion(&arn),
        DecryptError::PendingImport { arn } => pending_import(&arn),
        _ => Fault::of(&error::INVALID_CIPHERTEXT_EXCEPTION, ""),
    }
}

/// A key that did not do what it was asked for; `unfit` is what there is to say when it does not fit.
pub(crate) fn use_of(error: UseError, unfit: impl FnOnce() -> Fault) -> Fault {
    match error {
        UseError::Key(cause) => keyring(cause),
        _ => unfit(),
    }
}

/// Key material that is not taken.
pub(crate) fn import(error: ImportError, arn: &str) -> Fault {
    match error {
        ImportError::Key(cause) => keyring(cause),
        ImportError::Token => Fault::of(&error::INVALID_IMPORT_TOKEN_EXCEPTION, ""),
        ImportError::Expired => Fault::of(&error::EXPIRED_IMPORT_TOKEN_EXCEPTION, ""),
        ImportError::Wrapped => Fault::of(&error::INVALID_CIPHERTEXT_EXCEPTION, ""),
        ImportError::Waiting => {
            invalid_state(format!("{arn} already has key material that is pending rotation."))
        }
        _ => Fault::of(&error::INCORRECT_KEY_MATERIAL_EXCEPTION, ""),
    }
}

/// A quota is reached.
pub(crate) fn limit_exceeded(text: impl Into<String>) -> Fault {
    Fault::of(&error::LIMIT_EXCEEDED_EXCEPTION, text)
}

pub(crate) fn not_found(text: String) -> Fault {
    Fault::of(&error::NOT_FOUND_EXCEPTION, text)
}

pub(crate) fn pending_deletion(arn: &str) -> Fault {
    invalid_state(format!("{arn} is pending deletion."))
}

pub(crate) fn pending_import(arn: &str) -> Fault {
    invalid_state(format!("{arn} is pending import."))
}

fn invalid_state(text: String) -> Fault {
    Fault::of(&error::KMS_INVALID_STATE_EXCEPTION, text)
}

pub(crate) fn disabled(arn: &str) -> Fault {
    Fault::of(&error::DISABLED_EXCEPTION, format!("{arn} is disabled."))
}

pub(crate) fn internal() -> Fault {
    Fault::of(&error::KMS_INTERNAL_EXCEPTION, "An internal error occurred; the request can be retried.")
}
