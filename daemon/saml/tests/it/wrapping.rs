//! The eight published forms of signature wrapping: the signed assertion is kept somewhere in the message so that its
//! signature holds, and a forged one stands where a careless reader looks.
//!
//! # Source
//! Somorovsky and others, "On Breaking SAML: Be Whoever You Want to Be", USENIX Security 2012; numbered as in SAML Raider.

use millpond_saml::Refusal;

use crate::rig::{ASSERTION, RESPONSE, changed, cut, read};

const END: &str = "</Assertion>";
const SIGNATURE_END: &str = "</ds:Signature>";

/// The signed assertion and the message with a mark in its place.
fn taken(message: &str) -> (String, String) {
    let (assertion, _) = cut(message, "<Assertion ", END);
    let rest = message.replacen(&assertion, "<mark/>", 1);
    (assertion, rest)
}

/// What the attacker would like to be: another id, another subject, no signature.
fn forged(assertion: &str) -> String {
    let forged = changed(assertion, "ID=\"_a1\"", "ID=\"_evil\"");
    let forged = changed(&forged, "ali<!-- nothing -->ce", "mallory");
    if forged.contains("<ds:Signature") { cut(&forged, "<ds:Signature", SIGNATURE_END).1 } else { forged }
}

/// The same with the signature still in it.
fn forged_with_signature(assertion: &str) -> String {
    changed(&changed(assertion, "ID=\"_a1\"", "ID=\"_evil\""), "ali<!-- nothing -->ce", "mallory")
}

fn signature_of(message: &str) -> String {
    cut(message, "<ds:Signature", SIGNATURE_END).0
}

/// Puts an element inside a signature, as an object of it.
fn with_object(signature: &str, object: &str) -> String {
    changed(signature, SIGNATURE_END, &format!("<ds:Object>{object}</ds:Object>{SIGNATURE_END}"))
}

fn refused(message: &str) {
    assert!(read(ASSERTION).is_ok() && read(RESPONSE).is_ok());
    assert!(message.contains("mallory") && message.contains("ali<!-- nothing -->ce"), "{message}");
    // For what it is made of, and not because of how this test cut it: the signature is not even looked at.
    let structural = |why: &Refusal| {
        matches!(
            why,
            Refusal::NotOneAssertion
                | Refusal::AmbiguousId
                | Refusal::SignaturePlace
                | Refusal::SignatureForm(_)
        )
    };
    assert!(read(message).as_ref().is_err_and(structural), "{:?} {message}", read(message));
}

/// The signed response without its declaration, to be put somewhere else.
fn signed_response() -> String {
    cut(RESPONSE, "<samlp:Response", "</samlp:Response>").0
}

fn forged_response() -> String {
    let evil = changed(&signed_response(), "ID=\"_r1\"", "ID=\"_evil\"");
    changed(&changed(&evil, "ali<!-- nothing -->ce", "mallory"), "ID=\"_a1\"", "ID=\"_a2\"")
}

#[test]
fn xsw1_a_forged_response_whose_signature_holds_the_signed_response() {
    let bare = cut(&signed_response(), "<ds:Signature", SIGNATURE_END).1;
    let signature = with_object(&signature_of(RESPONSE), &bare);
    let (_, without) = cut(&forged_response(), "<ds:Signature", SIGNATURE_END);

    refused(&changed(&without, "<samlp:Status>", &format!("{signature}<samlp:Status>")));
}

#[test]
fn xsw2_a_forged_response_beside_whose_signature_the_signed_response_stands() {
    let bare = cut(&signed_response(), "<ds:Signature", SIGNATURE_END).1;
    let (_, without) = cut(&forged_response(), "<ds:Signature", SIGNATURE_END);
    let beside = format!("{bare}{}<samlp:Status>", signature_of(RESPONSE));

    refused(&changed(&without, "<samlp:Status>", &beside));
    let extension = format!("<samlp:Extensions>{}</samlp:Extensions><samlp:Status>", signed_response());
    refused(&changed(&without, "<samlp:Status>", &extension));
}

#[test]
fn xsw3_a_forged_assertion_before_the_signed_one() {
    let (assertion, rest) = taken(ASSERTION);

    refused(&changed(&rest, "<mark/>", &format!("{}{assertion}", forged(&assertion))));
    refused(&changed(&rest, "<mark/>", &format!("{assertion}{}", forged(&assertion))));
}

#[test]
fn xsw4_the_signed_assertion_within_a_forged_one() {
    let (assertion, rest) = taken(ASSERTION);
    let around = changed(&forged(&assertion), END, &format!("{assertion}{END}"));

    refused(&changed(&rest, "<mark/>", &around));
    let advice = changed(
        &forged(&assertion),
        "<AuthnStatement",
        &format!("<Advice>{assertion}</Advice><AuthnStatement"),
    );
    refused(&changed(&rest, "<mark/>", &advice));
}

#[test]
fn xsw5_a_forged_assertion_that_took_the_signature_before_the_signed_one_without() {
    let (assertion, rest) = taken(ASSERTION);
    let bare = cut(&assertion, "<ds:Signature", SIGNATURE_END).1;

    refused(&changed(&rest, "<mark/>", &format!("{}{bare}", forged_with_signature(&assertion))));
    refused(&changed(&rest, "<mark/>", &format!("{bare}{}", forged_with_signature(&assertion))));
}

#[test]
fn xsw6_a_forged_assertion_whose_signature_holds_the_signed_one() {
    let (assertion, rest) = taken(ASSERTION);
    let (signature, bare) = cut(&assertion, "<ds:Signature", SIGNATURE_END);
    let around = changed(&forged_with_signature(&assertion), &signature, &with_object(&signature, &bare));

    refused(&changed(&rest, "<mark/>", &around));
}

#[test]
fn xsw7_a_forged_assertion_in_extensions_before_the_signed_one() {
    let (assertion, rest) = taken(ASSERTION);
    let extensions = format!("<samlp:Extensions>{}</samlp:Extensions>{assertion}", forged(&assertion));

    refused(&changed(&rest, "<mark/>", &extensions));
}

#[test]
fn xsw8_the_signed_assertion_in_an_object_of_a_forged_ones_signature() {
    let (assertion, rest) = taken(ASSERTION);
    let (signature, bare) = cut(&assertion, "<ds:Signature", SIGNATURE_END);
    let inner = changed(&signature, SIGNATURE_END, &format!("<ds:Object>{bare}</ds:Object>{SIGNATURE_END}"));
    let around = changed(&forged(&assertion), "<Subject>", &format!("{inner}<Subject>"));

    refused(&changed(&rest, "<mark/>", &around));
}

#[test]
fn a_signature_that_was_moved_out_of_what_it_signs_is_refused() {
    let (assertion, rest) = taken(ASSERTION);
    let (signature, bare) = cut(&assertion, "<ds:Signature", SIGNATURE_END);

    for message in [
        changed(&rest, "<mark/>", &format!("{signature}{bare}")),
        changed(&rest, "<mark/>", &format!("{bare}{signature}")),
        changed(
            &changed(&rest, "<mark/>", &bare),
            "<samlp:Status>",
            &format!("<samlp:Extensions>{signature}</samlp:Extensions><samlp:Status>"),
        ),
        changed(&rest, "<mark/>", &changed(&bare, "<NameID", &format!("{signature}<NameID"))),
    ] {
        assert!(read(&message).is_err(), "{message}");
    }
}

#[test]
fn a_forged_assertion_that_keeps_the_id_is_refused() {
    let (assertion, rest) = taken(ASSERTION);
    let forged = changed(&forged(&assertion), "ID=\"_evil\"", "ID=\"_a1\"");

    refused(&changed(&rest, "<mark/>", &format!("{forged}{assertion}")));
    refused(&changed(&rest, "<mark/>", &format!("{assertion}{forged}")));
}

#[test]
fn a_forged_assertion_in_an_assertion_of_another_name_is_refused() {
    let (assertion, rest) = taken(ASSERTION);
    let disguised = changed(&assertion, "<Assertion ", "<Evidence ");
    let disguised = changed(&disguised, END, "</Evidence>");

    refused(&changed(&rest, "<mark/>", &format!("{}{disguised}", forged(&assertion))));
    let lower = changed(
        &changed(&forged(&assertion), "<Assertion ", "<x:Assertion xmlns:x=\"urn:x\" "),
        END,
        "</x:Assertion>",
    );
    refused(&changed(&rest, "<mark/>", &format!("{lower}{assertion}")));
}

#[test]
fn a_signed_assertion_in_another_place_is_refused_although_nothing_of_it_was_changed() {
    let (assertion, rest) = taken(ASSERTION);

    for around in ["samlp:Extensions", "samlp:Status"] {
        let moved = changed(&rest, "<mark/>", &format!("<{around}>{assertion}</{around}>"));
        let refusal = if around == "samlp:Status" { Refusal::NotAResponse } else { Refusal::NotOneAssertion };
        assert_eq!(read(&moved), Err(refusal));
    }
}

#[test]
fn a_second_signature_beside_the_first_is_refused_for_being_there() {
    let signature = signature_of(ASSERTION);

    let twice = changed(ASSERTION, &signature, &format!("{signature}{signature}"));

    assert_eq!(read(&twice), Err(Refusal::SignaturePlace));
}
