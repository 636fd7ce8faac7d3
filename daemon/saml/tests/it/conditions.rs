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
    let kit = Provider::default();
    let provider = Metadata::read(&kit.metadata()).unwrap();
    let asked = |id: &str| id == "_asked";
    let expected =
        Expected { provider: &provider, audiences: AUDIENCES, recipients: RECIPIENTS, clock, asked: &asked };
    verify(kit.response(claims).as_bytes(), &expected)
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
