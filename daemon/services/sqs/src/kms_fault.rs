//! Refusals for the sake of a KMS key: KMS's words, with who said them as AWS's SDK adds it, under this service's codes.
//!
//! # Source
//! Replies of SQS in issue reports: `... (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request
//! ID: ...; Proxy: null)`.

use crate::api::error;
use millpond_aws::schema::ErrorShape;
use millpond_service::{Call, Fault};
use millpond_store::keyring::NameError;

fn of(shape: &'static ErrorShape, code: &str, text: &str, call: &Call) -> Fault {
    let id = &call.request_id;
    let who =
        format!("(Service: AWSKMS; Status Code: 400; Error Code: {code}; Request ID: {id}; Proxy: null)");
    Fault::of(shape, format!("{text} {who}"))
}

/// A name that leads to no key.
pub(crate) fn name(cause: &NameError, call: &Call) -> Fault {
    let text = match cause {
        NameError::NoKey { arn } => format!("Key '{arn}' does not exist"),
        NameError::NoAlias { arn } => format!("Alias {arn} is not found."),
        NameError::Region { region } => format!("Invalid arn {region}"),
        NameError::Invalid { name } => format!("Invalid keyId '{name}'"),
        _ => "The key is not found.".to_owned(),
    };
    of(&error::KMS_NOT_FOUND, "NotFoundException", &text, call)
}

pub(crate) fn disabled(arn: &str, call: &Call) -> Fault {
    of(&error::KMS_DISABLED, "DisabledException", &format!("{arn} is disabled."), call)
}

/// A key that is neither enabled nor disabled: `PendingDeletion` becomes "is pending deletion".
pub(crate) fn state(arn: &str, state: &str, call: &Call) -> Fault {
    let mut words = String::new();
    for c in state.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    of(&error::KMS_INVALID_STATE, "KMSInvalidStateException", &format!("{arn} is {words}."), call)
}

pub(crate) fn usage(arn: &str, usage: &str, action: &str, call: &Call) -> Fault {
    let operation = action.trim_start_matches("kms:");
    let text = format!("{arn} key usage is {usage} which is not valid for {operation}.");
    of(&error::KMS_INVALID_KEY_USAGE, "InvalidKeyUsageException", &text, call)
}

/// Which key it was is not said, as at AWS.
pub(crate) fn denied(call: &Call) -> Fault {
    let text = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are \
                not allowed to access.";
    of(&error::KMS_ACCESS_DENIED, "AccessDeniedException", text, call)
}
