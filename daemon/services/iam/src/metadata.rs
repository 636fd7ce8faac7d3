//! The metadata of SAML providers: is it what it should be, and for how long.

use crate::fault;
use crate::limits::SAML_METADATA_BYTES_MAX;
use millpond_base::{Now, WallMs};
use millpond_saml::Metadata;
use millpond_service::Fault;

/// How long metadata holds that does not say.
///
/// # Source
/// As AWS's replies show it: a hundred years.
const VALID_MS: u64 = 36_525 * 86_400_000;

/// Reads a metadata document, and until when it is valid.
pub(crate) fn read(document: String, now: Now) -> Result<(String, WallMs), Fault> {
    if document.len() > SAML_METADATA_BYTES_MAX {
        let text = format!("Cannot exceed quota for SAMLMetadataDocumentSize: {SAML_METADATA_BYTES_MAX}");
        return Err(fault::limit_exceeded(text));
    }
    // What could not sign anybody in is refused now, and not when somebody stands at the gate.
    let metadata = Metadata::read(&document).map_err(|_| fault::invalid_input("Could not parse metadata"))?;
    let until = metadata.valid_until.unwrap_or(WallMs(now.wall.0.saturating_add(VALID_MS)));
    Ok((document, until))
}

/// Refuses encrypted assertions: the private keys for them are not kept here.
pub(crate) fn refuse_encryption(mode: Option<&str>, key: Option<&str>) -> Result<(), Fault> {
    if mode == Some("Required") || key.is_some() {
        return Err(fault::invalid_input("Encrypted SAML assertions are not supported by this endpoint."));
    }
    Ok(())
}
