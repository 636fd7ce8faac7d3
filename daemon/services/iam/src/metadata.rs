//! The metadata of SAML providers: is it what it should be, and for how long.

use crate::fault;
use crate::limits::SAML_METADATA_BYTES_MAX;
use millpond_aws::xml;
use millpond_base::{Now, WallMs};
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
    let unreadable = || fault::invalid_input("Could not parse metadata");
    let texts = |path: &[&str]| xml::texts(document.as_bytes(), path).map_err(|_| unreadable());
    let certificates = texts(&[
        "EntityDescriptor",
        "IDPSSODescriptor",
        "KeyDescriptor",
        "KeyInfo",
        "X509Data",
        "X509Certificate",
    ])?;
    let services = texts(&["EntityDescriptor", "IDPSSODescriptor", "SingleSignOnService"])?;
    if services.is_empty() || !certificates.iter().any(|text| is_base64(text)) {
        return Err(unreadable());
    }
    let until = match valid_until(&document) {
        None => WallMs(now.wall.0.saturating_add(VALID_MS)),
        Some(text) => WallMs(date(text).ok_or_else(unreadable)?),
    };
    Ok((document, until))
}

/// Refuses encrypted assertions: the private keys for them are not kept here.
pub(crate) fn refuse_encryption(mode: Option<&str>, key: Option<&str>) -> Result<(), Fault> {
    if mode == Some("Required") || key.is_some() {
        return Err(fault::invalid_input("Encrypted SAML assertions are not supported by this endpoint."));
    }
    Ok(())
}

fn is_base64(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"+/= \r\n\t".contains(&b);
    text.trim().len() > 100 && text.bytes().all(inner)
}

/// The value of the outermost element's `validUntil`.
fn valid_until(document: &str) -> Option<&str> {
    let tag = &document[document.find("EntityDescriptor")?..];
    let tag = &tag[..tag.find('>')?];
    let (_, rest) = tag.split_once("validUntil")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    rest[1..].split(quote).next()
}

/// `2026-07-16T12:00:00Z`, with or without a fraction, in milliseconds since 1970.
fn date(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let numbers = |text: &str, separator: char| -> Option<Vec<i64>> {
        text.split(separator).map(|part| part.parse().ok()).collect()
    };
    let [year, month, day] = numbers(date, '-')?.try_into().ok()?;
    let time = time.split('.').next()?;
    let [hour, minute, second] = numbers(time, ':')?.try_into().ok()?;
    let sane = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..61).contains(&second)
        && (1970..10_000).contains(&year);
    let secs = millpond_base::days_from_civil(year, month, day) * 86_400 + (hour * 60 + minute) * 60 + second;
    sane.then(|| u64::try_from(secs * 1000).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_validity_is_found() {
        let document = r#"<?xml version="1.0"?><md:EntityDescriptor entityID="x" validUntil = '2026-07-16T12:00:00.5Z'><a validUntil="no"/>"#;

        assert_eq!(valid_until(document).and_then(date), Some(1_784_203_200_000));
        assert_eq!(valid_until("<EntityDescriptor>"), None);
        for text in
            ["2026-07-16", "2026-13-01T00:00:00Z", "soon", "2026-07-16T12:00:00", "-5-01-01T00:00:00Z"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
