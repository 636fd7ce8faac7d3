//! When, for whom and for where. The kit signs whatever is claimed.

use crate::rig::{AUDIENCES, ISSUED, RECIPIENTS};
use millpond_base::WallMs;
use millpond_saml::{
    Assertion, Clock, Expected, Metadata, Refusal, TOLERANCE_MS, VALID_MS_MAX, peek, verify,
};
use millpond_testkit::saml::{Claims, Provider};

const ISSUED_SECS: u64 = ISSUED.0 / 1000;

fn claims() -> Claims {
    Claims::of_alice(&Provider::default(), ISSUED_SECS, "arn:role/r", "arn:saml-provider/p")
}

fn read_at(claims: &Claims, clock: Clock) -> Result<Assertion, Refusal> {
    read_text(&Provider::default().response(claims), clock)
}

/// Reads an assertion that was changed before it was signed.
fn read_changed(from: &str, to: &str) -> Result<Assertion, Refusal> {
    let change = |assertion: String| {
        assert!(assertion.contains(from), "{from} in {assertion}");
        assertion.replacen(from, to, 1)
    };
    read_text(&Provider::default().response_with(&claims(), change), Clock::Trusted(ISSUED))
}

fn read_text(response: &str, clock: Clock) -> Result<Assertion, Refusal> {
    let kit = Provider::default();
    let provider = Metadata::read(&kit.metadata()).unwrap();
    let asked = |id: &str| id == "_asked";
    let expected =
        Expected { provider: &provider, audiences: AUDIENCES, recipients: RECIPIENTS, clock, asked: &asked };
    verify(response.as_bytes(), &expected)
}

fn read(claims: &Claims) -> Result<Assertion, Refusal> {
    read_at(claims, Clock::Trusted(ISSUED))
}

fn trusted(ms: i64) -> Clock {
    Clock::Trusted(WallMs(ISSUED.0.saturating_add_signed(ms)))
}

fn at_least(ms: i64) -> Clock {
    Clock::AtLeast(WallMs(ISSUED.0.saturating_add_signed(ms)))
}

const TOLERANCE: i64 = TOLERANCE_MS.cast_signed();
const VALID: i64 = VALID_MS_MAX.cast_signed();

#[test]
fn another_issuer_is_refused() {
    assert_eq!(read(&Claims { issuer: "https://evil.example".into(), ..claims() }), Err(Refusal::Issuer));
}

#[test]
fn another_audience_is_refused() {
    for audience in ["https://other.example", "urn:amazon:webservices:evil", ""] {
        assert_eq!(read(&Claims { audience: audience.into(), ..claims() }), Err(Refusal::Audience));
    }
    assert!(read(&Claims { audience: AUDIENCES[1].into(), ..claims() }).is_ok());
}

#[test]
fn another_recipient_is_refused() {
    for recipient in ["https://other.example/saml", "https://signin.aws.amazon.com/saml/", ""] {
        assert_eq!(read(&Claims { recipient: recipient.into(), ..claims() }), Err(Refusal::Recipient));
    }
}

#[test]
fn an_answer_to_somebody_elses_request_is_refused() {
    let answer = |id: &str| Claims { in_response_to: Some(id.into()), ..claims() };

    assert!(read(&answer("_asked")).is_ok());
    assert_eq!(read(&answer("_other")), Err(Refusal::NotAsked));
}

#[test]
fn an_assertion_is_good_from_its_beginning_to_its_end() {
    let short = Claims { valid_secs: 60, ..claims() };

    assert_eq!(read_at(&short, trusted(-TOLERANCE - 1)), Err(Refusal::TooEarly));
    assert!(read_at(&short, trusted(-TOLERANCE)).is_ok());
    assert!(read_at(&short, trusted(60_000 + TOLERANCE - 1)).is_ok());
    assert_eq!(read_at(&short, trusted(60_000 + TOLERANCE)), Err(Refusal::Expired));
}

#[test]
fn an_assertion_must_be_used_soon_however_long_it_says_it_is_good() {
    let long = Claims { valid_secs: 86_400 * 365, ..claims() };

    assert!(read_at(&long, trusted(VALID + TOLERANCE - 1)).is_ok());
    assert_eq!(read_at(&long, trusted(VALID + TOLERANCE)), Err(Refusal::Stale));
    assert_eq!(read(&long).unwrap().usable_until, WallMs(ISSUED.0 + VALID_MS_MAX + TOLERANCE_MS));
    let short = Claims { valid_secs: 60, ..claims() };
    assert_eq!(read(&short).unwrap().usable_until, WallMs(ISSUED.0 + 60_000 + TOLERANCE_MS));
}

#[test]
fn without_a_clock_only_what_was_signed_before_tells_the_time() {
    let year = 86_400_000 * 365;

    assert!(read_at(&claims(), at_least(-year)).is_ok());
    assert!(read_at(&claims(), at_least(VALID + TOLERANCE - 1)).is_ok());
    assert_eq!(read_at(&claims(), at_least(VALID + TOLERANCE)), Err(Refusal::Stale));
}

#[test]
fn the_provider_may_shorten_the_session() {
    let until = |secs| Claims { session_until_secs: Some(secs), ..claims() };

    assert_eq!(read(&claims()).unwrap().session_secs_max, None);
    assert_eq!(read(&until(ISSUED_SECS + 900)).unwrap().session_secs_max, Some(900));
    assert_eq!(read_at(&until(ISSUED_SECS + 900), trusted(100_000)).unwrap().session_secs_max, Some(800));
    assert_eq!(read_at(&until(ISSUED_SECS + 900), at_least(100_000)).unwrap().session_secs_max, Some(900));
    assert_eq!(read(&until(ISSUED_SECS - 180)), Err(Refusal::Expired));
}

#[test]
fn what_stays_after_a_refused_status_is_its_code() {
    let text = Provider::default().response(&claims());
    let provider = Metadata::read(&Provider::default().metadata()).unwrap();
    let failed = text.replace(
        "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>",
        "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"><samlp:StatusCode \
         Value=\"urn:oasis:names:tc:SAML:2.0:status:AuthnFailed&lt;script\"/></samlp:StatusCode>",
    );
    let expected = Expected {
        provider: &provider,
        audiences: AUDIENCES,
        recipients: RECIPIENTS,
        clock: Clock::Trusted(ISSUED),
        asked: &|_| false,
    };

    assert_eq!(verify(failed.as_bytes(), &expected), Err(Refusal::Unsuccessful("AuthnFailedscript".into())));
}

#[test]
fn an_attribute_that_is_given_twice_is_refused() {
    let mut twice = claims();
    twice.attributes.push(twice.attributes[0].clone());

    assert!(matches!(read(&twice), Err(Refusal::Statement(_))));
}

#[test]
fn attributes_of_aws_are_read_by_their_names() {
    let given = claims()
        .with("SessionDuration", &["1800"])
        .with("SourceIdentity", &[" alice "])
        .with("PrincipalTag:site", &["mill"])
        .with("PrincipalTag:team", &["a"])
        .with("TransitiveTagKeys", &["site", "team"])
        .with("Role", &["arn:role/r,arn:saml-provider/p", "nonsense", "a:saml-provider/a,b:saml-provider/b"]);

    let read = read(&given).unwrap();

    let envelope = peek(Provider::default().response(&given).as_bytes()).unwrap();
    assert_eq!((envelope.session_duration(), envelope.roles()), (Some("1800"), read.roles()));
    assert_eq!(read.source_identity(), Some("alice"));
    let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(read.principal_tags(), [tag("site", "mill"), tag("team", "a")]);
    assert_eq!(read.transitive_tag_keys(), ["site", "team"]);
    assert_eq!(read.roles().len(), 1);
}

#[test]
fn the_assertions_own_issuer_counts_and_not_the_responses() {
    let issuer = "<saml:Issuer>https://idp.example/metadata</saml:Issuer>";

    assert_eq!(read_changed(issuer, "<saml:Issuer>https://evil.example</saml:Issuer>"), Err(Refusal::Issuer));
    let response = Provider::default().response(&claims());
    let from = ">https://idp.example/metadata</saml:Issuer><samlp:Status>";
    let outer = response.replacen(from, ">https://evil.example</saml:Issuer><samlp:Status>", 1);
    assert_ne!(outer, response);
    assert_eq!(read_text(&outer, Clock::Trusted(ISSUED)), Err(Refusal::Issuer));
}

#[test]
fn the_responses_own_destination_and_request_count_too() {
    let response = Provider::default().response(&claims());
    let with = |to: &str| {
        let changed = response.replacen(" Destination=\"https://signin.aws.amazon.com/saml\"", to, 1);
        assert_ne!(changed, response);
        read_text(&changed, Clock::Trusted(ISSUED))
    };

    assert_eq!(with(" Destination=\"https://evil.example\""), Err(Refusal::Recipient));
    assert_eq!(with(" InResponseTo=\"_other\""), Err(Refusal::NotAsked));
    assert!(
        with("").is_ok() && with(" Destination=\"\"").is_ok() && with(" InResponseTo=\"_asked\"").is_ok()
    );
}

#[test]
fn there_must_be_an_audience_and_no_condition_that_nobody_knows() {
    let restriction = "<saml:AudienceRestriction><saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction>";
    let other = restriction.replace("urn:amazon:webservices", "https://other.example");
    let both = restriction.replace(
        "</saml:AudienceRestriction>",
        "<saml:Audience>x</saml:Audience></saml:AudienceRestriction>",
    );

    assert_eq!(read_changed(restriction, ""), Err(Refusal::Audience));
    assert_eq!(read_changed(restriction, &format!("{restriction}{other}")), Err(Refusal::Audience));
    assert!(read_changed(restriction, &both).is_ok());
    let once = format!(
        "{restriction}<saml:OneTimeUse></saml:OneTimeUse><saml:ProxyRestriction></saml:ProxyRestriction>"
    );
    assert!(read_changed(restriction, &once).is_ok());
    assert_eq!(
        read_changed(restriction, &format!("{restriction}<saml:Condition></saml:Condition>")),
        Err(Refusal::Conditions)
    );
    assert_eq!(
        read_changed("<saml:Conditions NotBefore=\"2023-", "<saml:Conditions NotBefore=\"23-"),
        Err(Refusal::Conditions)
    );
    assert_eq!(
        read_changed("<saml:Conditions NotBefore=\"2023-", "<saml:Conditions NotBefore=\"2024-"),
        Err(Refusal::TooEarly)
    );
}

#[test]
fn the_subject_is_confirmed_once_by_whoever_bears_it() {
    let one = |from: &str, to: &str| match read_changed(from, to) {
        Err(Refusal::Subject(what)) => what,
        other => panic!("{other:?}"),
    };

    assert_eq!(one("cm:bearer", "cm:sender-vouches"), "the method bearer");
    assert_eq!(
        one(
            "SubjectConfirmationData NotOnOrAfter",
            "SubjectConfirmationData NotBefore=\"2023-11-14T22:13:20Z\" NotOnOrAfter"
        ),
        "no NotBefore"
    );
    assert_eq!(one(" Recipient=\"https://signin.aws.amazon.com/saml\"", ""), "a Recipient");
    assert_eq!(
        one("SubjectConfirmationData NotOnOrAfter=\"2023-11-14T22:18:20Z\"", "SubjectConfirmationData"),
        "a NotOnOrAfter"
    );
    let end = "</saml:SubjectConfirmation>";
    let second = "<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"></saml:SubjectConfirmation>";
    assert_eq!(one(end, &format!("{end}{second}")), "exactly one SubjectConfirmation");
    let name =
        "<saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">alice</saml:NameID>";
    assert_eq!(one(name, ""), "a NameID");
    assert_eq!(one(">alice<", "><saml:x></saml:x><"), "a NameID of text");
    let early = "SubjectConfirmationData NotOnOrAfter=\"2023-11-14T22:10:20Z\"";
    assert_eq!(
        read_changed("SubjectConfirmationData NotOnOrAfter=\"2023-11-14T22:18:20Z\"", early),
        Err(Refusal::Expired)
    );
    let asked = "SubjectConfirmationData InResponseTo=\"_other\" NotOnOrAfter";
    assert_eq!(read_changed("SubjectConfirmationData NotOnOrAfter", asked), Err(Refusal::NotAsked));
}

#[test]
fn somebody_must_have_signed_in() {
    let response = Provider::default().response_with(&claims(), |assertion| {
        let (begin, end) = ("<saml:AuthnStatement", "</saml:AuthnStatement>");
        let (from, to) = (assertion.find(begin).unwrap(), assertion.find(end).unwrap() + end.len());
        format!("{}{}", &assertion[..from], &assertion[to..])
    });

    assert_eq!(read_text(&response, Clock::Trusted(ISSUED)), Err(Refusal::Statement("an AuthnStatement")));
}

#[test]
fn what_was_issued_in_the_future_is_refused_whatever_its_conditions_say() {
    let future = Claims { issued_secs: ISSUED_SECS + 1000, ..claims() };
    let response = Provider::default().response_with(&future, |assertion| {
        assertion.replacen("NotBefore=\"2023-11-14T22:30:00Z\"", "NotBefore=\"2023-11-14T22:13:20Z\"", 1)
    });

    assert!(response.contains("NotBefore=\"2023-11-14T22:13:20Z\""));
    assert_eq!(read_text(&response, Clock::Trusted(ISSUED)), Err(Refusal::TooEarly));
}
