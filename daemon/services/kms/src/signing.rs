//! What is signed, as Sign and Verify share it.

use crate::{access, fault, limits};
use millpond_service::{Access, Fault};
use millpond_store::keyring::{Message, SigningAlgorithm};

/// An access with the condition keys of signatures.
pub(crate) fn with_keys(access: Access, algorithm: &str, kind: Option<&str>) -> Access {
    let access = access::with_word(access, "kms:SigningAlgorithm", Some(algorithm));
    access::with_word(access, "kms:MessageType", Some(kind.unwrap_or("RAW")))
}

/// The message of a call, when it is of the kind that the algorithm signs.
pub(crate) fn message<'a>(
    algorithm: SigningAlgorithm,
    kind: Option<&str>,
    bytes: &'a [u8],
) -> Result<Message<'a>, Fault> {
    let word = algorithm.as_str();
    match (kind, algorithm.digest()) {
        // What is signed is the digest, and nobody is to think that the message was.
        (None | Some("RAW"), _) if algorithm == SigningAlgorithm::Ed25519Prehashed => {
            Err(fault::invalid(format!("MessageType RAW is not valid for algorithm {word}.")))
        }
        (None | Some("RAW"), _) => Ok(Message::Raw(bytes)),
        (Some("DIGEST"), Some(sha)) if bytes.len() == sha.bytes() => Ok(Message::Digest(bytes)),
        (Some("DIGEST"), Some(_)) => {
            Err(fault::invalid(format!("Digest is invalid length for algorithm {word}.")))
        }
        (Some("EXTERNAL_MU"), None) if algorithm == SigningAlgorithm::MlDsa => {
            if bytes.len() != limits::MU_BYTES {
                return Err(fault::invalid(format!("Digest is invalid length for algorithm {word}.")));
            }
            Ok(Message::Mu(bytes))
        }
        (Some(kind), _) => {
            Err(fault::invalid(format!("MessageType {kind} is not valid for algorithm {word}.")))
        }
    }
}
