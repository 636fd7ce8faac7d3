//! Refusals for the sake of a KMS key, in KMS's words and under this service's codes.

use crate::api::error;
use crate::fault;
use millpond_base::AccountId;
use millpond_policy::{Decision, denial_text};
use millpond_service::Fault;
use millpond_store::keyring::{KeyringError, NameError};
use millpond_store::principal::Caller;
use millpond_store::stream::{ChangeError, RekeyError};

pub(crate) fn not_found(text: impl Into<String>) -> Fault {
    Fault::of(&error::KMS_NOT_FOUND_EXCEPTION, text)
}

/// The key is gone.
pub(crate) fn no_key(arn: &str) -> Fault {
    not_found(format!("Key '{arn}' does not exist"))
}

pub(crate) fn disabled(arn: &str) -> Fault {
    Fault::of(&error::KMS_DISABLED_EXCEPTION, format!("{arn} is disabled."))
}

pub(crate) fn pending_deletion(arn: &str) -> Fault {
    Fault::of(&error::KMS_INVALID_STATE_EXCEPTION, format!("{arn} is pending deletion."))
}

pub(crate) fn pending_import(arn: &str) -> Fault {
    Fault::of(&error::KMS_INVALID_STATE_EXCEPTION, format!("{arn} is pending import."))
}

/// The key does something else. Kinesis has no error of its own for it.
pub(crate) fn usage(arn: &str, usage: &str, action: &str) -> Fault {
    let operation = action.trim_start_matches("kms:");
    fault::invalid(format!("{arn} key usage is {usage} which is not valid for {operation}."))
}

pub(crate) fn denied(caller: &Caller, action: &str, key_arn: &str, decision: Decision) -> Fault {
    let text = denial_text(&caller.arn, action, key_arn, decision);
    Fault::of(&error::KMS_ACCESS_DENIED_EXCEPTION, text)
}

/// The encryption type is not the one there is.
pub(crate) fn not_kms(word: &str) -> Fault {
    fault::invalid(format!("EncryptionType {word} is not valid. The only valid value is KMS."))
}

/// Why another key was not chosen.
pub(crate) fn rekey(cause: &ChangeError<RekeyError>, stream: &str, account: &AccountId) -> Fault {
    match cause {
        ChangeError::Unknown => fault::stream_not_found(stream, account.as_str()),
        ChangeError::Refused(RekeyError::Key(cause)) => key(cause),
        ChangeError::Refused(RekeyError::TooOften { max }) => fault::limit_exceeded(format!(
            "Encryption of stream {stream} under account {account} can be changed at most {max} times in 24 hours."
        )),
        _ => Fault::internal(),
    }
}

fn key(cause: &KeyringError) -> Fault {
    match cause {
        KeyringError::Name(NameError::NoKey { arn }) => no_key(arn),
        KeyringError::Name(NameError::NoAlias { arn }) => not_found(format!("Alias {arn} is not found.")),
        KeyringError::Name(NameError::Region { region }) => not_found(format!("Invalid arn {region}")),
        KeyringError::Name(NameError::Invalid { name }) => not_found(format!("Invalid keyId '{name}'")),
        KeyringError::Disabled { arn } => disabled(arn),
        KeyringError::PendingDeletion { arn } => pending_deletion(arn),
        _ => Fault::internal(),
    }
}
