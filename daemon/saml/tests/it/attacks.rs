//! Everything else that a forger tries. Each case begins with a message that is believed.

use crate::rig::{ASSERTION, EC, ISSUED, OTHER, RESPONSE, RSA, changed, cut, metadata, read, read_with};
use millpond_saml::{Clock, Refusal};

fn refused(message: &str, why: &Refusal) {
    assert!(read(ASSERTION).is_ok());
    assert_eq!(read(message).as_ref(), Err(why), "{message}");
}

#[test]
fn an_unsigned_message_is_refused() {
    for signed in [ASSERTION, RESPONSE] {
        let (_, unsigned) = cut(signed, "<ds:Signature", "</ds:Signature>");

        refused(&unsigned, &Refusal::SignaturePlace);
    }
}

#[test]
fn tampered_text_is_refused() {
    for (from, to) in [
        ("ali<!-- nothing -->ce", "malice"),
        ("role/operator", "role/admin"),
        ("alice@example.com", "bob@example.com"),
        ("2023-11-15T02:13:20Z", "2033-11-15T02:13:20Z"),
        ("FriendlyName=\"edu&#10;Person\"", "FriendlyName=\"edu Person\""),
        ("&#13;", "&#10;"),
        ("    <Subject>", "   <Subject>"),
    ] {
        for signed in [ASSERTION, RESPONSE] {
            let from = if signed.contains(from) {
                from
            } else {
                &from.replace("&#10;", "&#xA;").replace("&#13;", "&#xD;")
            };
            refused(&changed(signed, from, to), &Refusal::SignatureInvalid);
        }
    }
}

#[test]
fn every_changed_character_of_the_signature_is_refused() {
    let (value, _) = cut(ASSERTION, "<ds:SignatureValue>", "</ds:SignatureValue>");
    let (digest, _) = cut(ASSERTION, "<ds:DigestValue>", "</ds:DigestValue>");
    for part in [value, digest] {
        let text = part.find('>').unwrap() + 1..part.rfind('<').unwrap();
        for at in text.step_by(7).filter(|at| part.as_bytes()[*at].is_ascii_alphanumeric()) {
            let mut other = part.clone();
            other.replace_range(at..=at, if &part[at..=at] == "A" { "B" } else { "A" });
            assert!(read(&changed(ASSERTION, &part, &other)).is_err(), "{at}");
        }
    }
}

#[test]
fn a_key_that_is_not_in_the_metadata_is_refused_although_the_message_brings_its_certificate() {
    let message = include_str!("../fixtures/other-key.xml");

    assert!(read_with(message, &metadata(&[OTHER]), Clock::Trusted(ISSUED)).is_ok());
    refused(message, &Refusal::SignatureInvalid);
    assert!(message.contains("<ds:X509Certificate>"));
    assert_eq!(
        read_with(ASSERTION, &metadata(&[EC, OTHER]), Clock::Trusted(ISSUED)),
        Err(Refusal::SignatureInvalid)
    );
}

#[test]
fn a_comment_within_a_name_cuts_nothing_off() {
    let admin = changed(ASSERTION, "ali<!-- nothing -->ce", "alice<!-- -->.evil.example");

    refused(&admin, &Refusal::SignatureInvalid);
    assert_eq!(read(ASSERTION).unwrap().subject, "alice");
}

#[test]
fn document_types_and_entities_are_refused() {
    let (_, bare) = cut(ASSERTION, "<?xml", "?>");
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    for front in ["<!DOCTYPE samlp:Response>", bomb, "<!DOCTYPE r SYSTEM \"http://evil.example/\">"] {
        refused(&format!("{front}{bare}"), &Refusal::Unreadable);
    }
    let declared =
        format!("<!DOCTYPE r [<!ENTITY who \"alice\">]>{}", changed(&bare, "ali<!-- nothing -->ce", "&who;"));
    refused(&declared, &Refusal::Unreadable);
    refused(&changed(ASSERTION, "ali<!-- nothing -->ce", "&who;"), &Refusal::Unreadable);
    refused(&changed(ASSERTION, "<Subject>", "<?php evil ?><Subject>"), &Refusal::Unreadable);
    refused(&changed(ASSERTION, "?>", "?><?xml-stylesheet href=\"evil.xsl\"?>"), &Refusal::Unreadable);
}

#[test]
fn an_id_that_is_given_twice_is_refused_in_whatever_spelling() {
    for twin in ["ID=\"_a1\"", "Id=\"_a1\"", "id=\"_a1\"", "xml:id=\"_a1\"", "xs:ID=\"_a1\""] {
        refused(
            &changed(ASSERTION, "<samlp:Status>", &format!("<samlp:Status {twin}>")),
            &Refusal::AmbiguousId,
        );
    }
}

#[test]
fn broken_digests_and_shared_secrets_are_refused_although_they_verify() {
    for (message, what) in [
        (include_str!("../fixtures/sha1.xml"), "the signature's algorithm"),
        (include_str!("../fixtures/sha1-digest.xml"), "the digest's algorithm"),
        (include_str!("../fixtures/hmac.xml"), "the signature's algorithm"),
    ] {
        refused(message, &Refusal::SignatureForm(what));
    }
    for method in [
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
        "none",
        "",
    ] {
        let other = changed(ASSERTION, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", method);
        refused(&other, &Refusal::SignatureForm("the signature's algorithm"));
    }
}

#[test]
fn transforms_that_select_or_compute_are_refused_although_they_verify() {
    for message in [
        include_str!("../fixtures/xpath.xml"),
        include_str!("../fixtures/xslt.xml"),
        include_str!("../fixtures/inclusive.xml"),
    ] {
        refused(message, &Refusal::SignatureForm("the transforms"));
    }
    let enveloped = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    let (exclusive, _) = cut(
        ASSERTION,
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">",
        "</ds:Transform>",
    );
    for transforms in [
        String::new(),
        enveloped.to_owned(),
        exclusive.clone(),
        format!("{exclusive}{enveloped}"),
        format!("{exclusive}{exclusive}"),
        format!("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>{exclusive}"),
        format!("{enveloped}{enveloped}{exclusive}"),
        format!(
            "{enveloped}{exclusive}<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>"
        ),
        format!("{enveloped}{}", exclusive.replacen("c14n#\"", "c14n#WithComments\"", 1)),
    ] {
        let message = changed(ASSERTION, &format!("{enveloped}{exclusive}"), &transforms);
        refused(&message, &Refusal::SignatureForm("the transforms"));
    }
}

#[test]
fn a_second_reference_and_a_reference_elsewhere_are_refused() {
    let (reference, _) = cut(ASSERTION, "<ds:Reference", "</ds:Reference>");
    refused(
        &changed(ASSERTION, &reference, &format!("{reference}{reference}")),
        &Refusal::SignatureForm("one reference"),
    );
    refused(&changed(ASSERTION, &reference, ""), &Refusal::SignatureForm("one reference"));
    let elsewhere = Refusal::SignatureForm("the reference is not to the element around the signature");
    for uri in ["#_r1", "", "#", "#xpointer(/)", "#xpointer(id('_a1'))", "_a1", "http://evil.example/#_a1"] {
        refused(&changed(ASSERTION, "URI=\"#_a1\"", &format!("URI=\"{uri}\"")), &elsewhere);
    }
    refused(&changed(ASSERTION, " URI=\"#_a1\"", ""), &elsewhere);
}

#[test]
fn objects_and_manifests_in_a_signature_are_refused() {
    let form = Refusal::SignatureForm("what is in the signature");
    for object in ["<ds:Object/>", "<ds:Object><ds:Manifest/></ds:Object>", "<ds:KeyInfo/>", "text"] {
        refused(&changed(ASSERTION, "</ds:Signature>", &format!("{object}</ds:Signature>")), &form);
    }
}

#[test]
fn names_of_other_namespaces_are_other_names() {
    let evil = "urn:evil:names:tc:SAML:2.0:assertion";
    refused(&changed(ASSERTION, "xmlns:samlp=\"urn:oasis", "xmlns:samlp=\"urn:evil"), &Refusal::NotAResponse);
    refused(
        &changed(
            ASSERTION,
            "<Assertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"",
            &format!("<Assertion xmlns=\"{evil}\""),
        ),
        &Refusal::NotOneAssertion,
    );
    // The same prefix for another namespace, further in.
    let inner = changed(ASSERTION, "<Subject>", &format!("<Subject xmlns=\"{evil}\">"));
    refused(&inner, &Refusal::SignatureInvalid);
    let signature = changed(
        ASSERTION,
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
        "<ds:Signature xmlns:ds=\"urn:evil\"",
    );
    refused(&signature, &Refusal::SignaturePlace);
    // A namespace that the signer listed as shown may not be changed either.
    refused(
        &changed(ASSERTION, "http://www.w3.org/2001/XMLSchema\"", "urn:evil\""),
        &Refusal::SignatureInvalid,
    );
    // One that nothing within uses is no part of what is signed.
    assert!(read(&changed(ASSERTION, "urn:unused", "urn:other")).is_ok());
}

#[test]
fn encrypted_parts_are_refused_with_a_text_of_their_own() {
    for name in ["EncryptedAssertion", "EncryptedID", "EncryptedAttribute"] {
        let element = format!("<{name} xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/><samlp:Status>");
        refused(&changed(ASSERTION, "<samlp:Status>", &element), &Refusal::Encrypted);
    }
    let (assertion, _) = cut(ASSERTION, "<Assertion ", "</Assertion>");
    let only = changed(
        ASSERTION,
        &assertion,
        "<EncryptedAssertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>",
    );
    refused(&only, &Refusal::Encrypted);
}

#[test]
fn a_bare_assertion_and_other_messages_are_no_response() {
    let (assertion, _) = cut(ASSERTION, "<Assertion ", "</Assertion>");

    refused(&assertion, &Refusal::NotAResponse);
    refused("<a/>", &Refusal::NotAResponse);
    refused(&changed(ASSERTION, "Version=\"2.0\"", "Version=\"1.1\""), &Refusal::NotAResponse);
    refused("", &Refusal::Unreadable);
    let (_, none) = cut(ASSERTION, "<Assertion ", "</Assertion>");
    refused(&none, &Refusal::NotOneAssertion);
}

#[test]
fn a_response_that_is_too_large_or_deep_is_refused() {
    let padded = changed(ASSERTION, "<!-- what counts -->", &format!("<!--{}-->", "x".repeat(75_000)));
    refused(&padded, &Refusal::Unreadable);
    let deep = format!("{}{}", "<x>".repeat(40), "</x>".repeat(40));
    refused(&changed(ASSERTION, "<!-- what counts -->", &deep), &Refusal::Unreadable);
}

#[test]
fn every_truncation_is_refused() {
    let end = ASSERTION.trim_end().len();
    for length in (0..end).filter(|length| ASSERTION.is_char_boundary(*length)) {
        assert!(read(&ASSERTION[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_signature_by_a_key_of_another_kind_is_refused() {
    let response = changed(ASSERTION, "xmldsig-more#rsa-sha256", "xmldsig-more#ecdsa-sha256");
    for keys in [&[RSA][..], &[EC], &[RSA, EC]] {
        let read = read_with(&response, &metadata(keys), Clock::Trusted(ISSUED));
        assert_eq!(read, Err(Refusal::SignatureInvalid));
    }
}
