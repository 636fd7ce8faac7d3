//! Metadata that is taken and metadata that is not.

use crate::rig::{EC, RSA, changed, metadata_text};
use millpond_base::WallMs;
use millpond_saml::{Binding, Metadata, MetadataError, SignOn};

#[test]
fn what_is_needed_is_read() {
    let text =
        changed(&metadata_text(&[RSA, EC]), "entityID", "validUntil=\"2030-01-01T00:00:00Z\" entityID");
    let text = changed(
        &text,
        "<md:IDPSSODescriptor",
        "<md:IDPSSODescriptor WantAuthnRequestsSigned=\"true\" validUntil=\"2029-01-01T00:00:00Z\"",
    );

    let metadata = Metadata::read(&text).unwrap();

    assert_eq!(metadata.entity_id, "https://idp.example/metadata");
    assert_eq!(metadata.valid_until, Some(WallMs(1_861_920_000_000)));
    assert!(metadata.wants_signed_requests);
    let place = |binding, location: &str| SignOn { binding, location: location.into() };
    assert_eq!(
        metadata.sign_on,
        [place(Binding::Post, "https://idp/post"), place(Binding::Redirect, "https://idp/get")]
    );
    assert_eq!(metadata.redirect_location(), Some("https://idp/get"));
}

#[test]
fn a_key_for_encryption_is_no_key_for_signatures() {
    let text = metadata_text(&[RSA]);

    assert!(Metadata::read(&text.replace("use=\"signing\"", "")).is_ok());
    assert_eq!(Metadata::read(&text.replace("signing", "encryption")), Err(MetadataError::Keys));
}

#[test]
fn what_is_no_provider_is_refused() {
    let good = metadata_text(&[RSA]);
    for (from, to, why) in [
        ("<?xml version=\"1.0\"?>", "<!DOCTYPE a>", MetadataError::Unreadable),
        ("md:EntityDescriptor xmlns", "md:EntitiesDescriptor xmlns", MetadataError::Unreadable),
        ("entityID=\"https://idp.example/metadata\"", "entityID=\"\"", MetadataError::NotAProvider),
        ("SAML:2.0:metadata", "SAML:2.0:other", MetadataError::NotAProvider),
        ("SAML:2.0:protocol", "SAML:1.1:protocol", MetadataError::NotAProvider),
        ("entityID", "validUntil=\"tomorrow\" entityID", MetadataError::Date),
        ("MII", "!!!", MetadataError::Keys),
        ("<ds:X509Certificate>", "<ds:X509Certificate>AAAA", MetadataError::Keys),
    ] {
        assert_eq!(Metadata::read(&changed(&good, from, to)), Err(why), "{to}");
    }
    assert_eq!(Metadata::read(&metadata_text(&[])), Err(MetadataError::Keys));
    assert_eq!(Metadata::read(&metadata_text(&[RSA; 17])), Err(MetadataError::Keys));
    let nowhere = good.replace("https://idp/", "javascript:");
    assert_eq!(Metadata::read(&nowhere), Err(MetadataError::NotAProvider));
    let long = changed(&good, "<?xml version=\"1.0\"?>", &format!("<!--{}-->", "x".repeat(131_072)));
    assert_eq!(Metadata::read(&long), Err(MetadataError::Unreadable));
}

#[test]
fn every_truncation_is_refused() {
    let text = metadata_text(&[RSA]);

    for length in 0..text.len() {
        assert!(Metadata::read(&text[..length]).is_err(), "{length}");
    }
}
