//! Responses that are believed, signed by xmlsec1 in every accepted form.

use crate::rig::{ASSERTION, BOTH, EC, ISSUED, OTHER, RESPONSE, RSA, changed, metadata, read, read_with};
use millpond_base::WallMs;
use millpond_saml::{Clock, RolePair, peek};

#[test]
fn a_signed_assertion_is_read_with_everything_it_says() {
    let assertion = read(ASSERTION).unwrap();

    assert_eq!((assertion.id.as_str(), assertion.issuer.as_str()), ("_a1", "https://idp.example/metadata"));
    assert_eq!((assertion.subject.as_str(), assertion.subject_type.as_str()), ("alice", "persistent"));
    assert_eq!(assertion.recipient, "https://signin.aws.amazon.com/saml");
    assert_eq!((assertion.issued, assertion.usable_until), (ISSUED, WallMs(ISSUED.0 + 480_000)));
    assert_eq!(assertion.session_secs_max, Some(4 * 3600));
    assert_eq!(assertion.session_name(), Some("alice@example.com"));
    let provider = "arn:aws:iam::123456789012:saml-provider/plant".to_owned();
    let pair = |role: &str| RolePair {
        role: format!("arn:aws:iam::123456789012:role/{role}"),
        provider: provider.clone(),
    };
    assert_eq!(assertion.roles(), [pair("operator"), pair("reader")]);
    assert_eq!(assertion.principal_tags(), [("site".to_owned(), "Mühle & \"pond\" <7>\r\t".to_owned())]);
    let last = assertion.attributes.last().unwrap();
    assert_eq!(millpond_saml::attribute_key(&last.name), Some("edupersonaffiliation"));
    assert_eq!(last.values, ["staff & guests"]);
}

#[test]
fn a_signed_response_says_the_same() {
    assert_eq!(read(RESPONSE).unwrap(), read(ASSERTION).unwrap());
}

#[test]
fn where_both_are_signed_both_must_hold() {
    assert_eq!(read(BOTH).unwrap(), read(ASSERTION).unwrap());
    let outer = changed(BOTH, "ID=\"_r1\" Version", "ID=\"_r1\" Consent=\"x\" Version");
    assert!(read(&outer).is_err());
}

#[test]
fn stronger_digests_and_elliptic_curves_are_believed_too() {
    for response in [include_str!("../fixtures/sha384.xml"), include_str!("../fixtures/sha512.xml")] {
        assert_eq!(read(response).unwrap(), read(ASSERTION).unwrap());
    }
    let provider = metadata(&[EC]);
    let ec = read_with(include_str!("../fixtures/ec.xml"), &provider, Clock::Trusted(ISSUED));
    assert_eq!(ec.unwrap(), read(ASSERTION).unwrap());
}

#[test]
fn any_of_several_keys_will_do_while_they_roll_over() {
    let provider = metadata(&[OTHER, EC, RSA]);

    assert!(read_with(ASSERTION, &provider, Clock::Trusted(ISSUED)).is_ok());
    assert!(read_with(include_str!("../fixtures/ec.xml"), &provider, Clock::Trusted(ISSUED)).is_ok());
}

#[test]
fn a_comment_and_another_notation_change_nothing_of_what_is_signed() {
    let noted = changed(ASSERTION, "<!-- nothing -->", "<!-- another -->");
    let noted = changed(
        &noted,
        "<Issuer>https://idp.example/metadata</Issuer>",
        "<Issuer\n>&#104;ttps://idp.example/metadata</Issuer >",
    );

    assert_eq!(read(&noted).unwrap(), read(ASSERTION).unwrap());
}

#[test]
fn the_issuer_is_told_before_anything_is_verified() {
    let envelope = peek(ASSERTION.as_bytes()).unwrap();

    assert_eq!(envelope.issuer, "https://idp.example/metadata");
    assert!(peek(b"<a/>").is_err() && peek(b"").is_err());
}

#[test]
fn what_the_kit_of_tests_signs_is_believed() {
    let kit = millpond_testkit::saml::Provider::default();
    let claims =
        millpond_testkit::saml::Claims::of_alice(&kit, 1_700_000_000, "arn:role/r", "arn:saml-provider/p");
    let provider = millpond_saml::Metadata::read(&kit.metadata()).unwrap();

    let assertion = read_with(&kit.response(&claims), &provider, Clock::Trusted(ISSUED)).unwrap();

    assert_eq!(assertion.subject, "alice");
}
