//! Roles for those for whom a SAML provider vouches.

use crate::rig::{Rig, START_MS, allow, told};
use millpond_base::{Clock, Now};
use millpond_service::Fault;
use millpond_store::principal::{CallerKind, NewRole};
use millpond_sts::api::{AssumeRoleWithSAML, AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput};
use millpond_testkit::saml::{Claims, Provider};

const PROVIDER: &str = "arn:aws:iam::123456789012:saml-provider/plant";
const ROLE: &str = "arn:aws:iam::123456789012:role/operator";
const START_SECS: u64 = START_MS / 1000;

/// A rig with a provider, and a role that trusts it under `condition`.
fn rig(condition: &str) -> Rig {
    let rig = Rig::new();
    let principals = rig.store.principals();
    let until = millpond_base::WallMs(START_MS + 86_400_000);
    principals
        .create_saml("plant", (Provider::default().metadata(), until), vec![], 10, rig.clock.now())
        .unwrap();
    let trust_document = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"Federated":"{PROVIDER}"}},
            "Action":["sts:AssumeRoleWithSAML","sts:TagSession","sts:SetSourceIdentity"],"Condition":{condition}}}}}"#
    );
    let new = NewRole {
        name: "operator".into(),
        path: "/".into(),
        trust_document,
        session_secs_max: 7200,
        ..NewRole::default()
    };
    principals.create_role(new, 100, rig.clock.now()).unwrap();
    principals.put_role_policy("operator", "p", &allow(r#""kinesis:ListStreams""#), 2048).unwrap();
    rig
}

fn claims() -> Claims {
    Claims::of_alice(&Provider::default(), START_SECS, ROLE, PROVIDER)
}

fn asking(claims: &Claims) -> AssumeRoleWithSAMLInput {
    AssumeRoleWithSAMLInput {
        role_arn: ROLE.into(),
        principal_arn: PROVIDER.into(),
        saml_assertion: Provider::default().response_base64(claims),
        ..AssumeRoleWithSAMLInput::default()
    }
}

fn assume(rig: &Rig, input: AssumeRoleWithSAMLInput) -> Result<AssumeRoleWithSAMLOutput, Fault> {
    let nobody = rig.store.principals().stranger("127.0.0.1");
    rig.call::<AssumeRoleWithSAML>(&nobody, input)
}

fn refused(rig: &Rig, input: AssumeRoleWithSAMLInput) -> (&'static str, String) {
    let fault = assume(rig, input).err().unwrap();
    let (code, status, text) = told(&fault);
    assert_eq!(status, if matches!(code, "AccessDenied" | "IDPRejectedClaim") { 403 } else { 400 });
    (code, text.to_owned())
}

#[test]
fn whom_the_provider_vouches_for_gets_the_role_and_what_it_may_do() {
    let rig = rig("{}");

    let output = assume(&rig, asking(&claims())).unwrap();

    assert_eq!(
        (output.subject.as_deref(), output.subject_type.as_deref()),
        (Some("alice"), Some("persistent"))
    );
    assert_eq!(output.issuer.as_deref(), Some("https://idp.example/metadata"));
    assert_eq!(output.audience.as_deref(), Some("https://signin.aws.amazon.com/saml"));
    let user = output.assumed_role_user.unwrap();
    assert_eq!(user.arn, "arn:aws:sts::123456789012:assumed-role/operator/alice@example.com");
    let credentials = output.credentials.unwrap();
    assert_eq!(credentials.expiration, i64::try_from(START_MS).unwrap() + 3_600_000);
    let caller = rig.find(&credentials).unwrap();
    assert_eq!(caller.kind, CallerKind::RoleSession);
    assert!(rig.may(&caller, "kinesis:ListStreams") && !rig.may(&caller, "kinesis:PutRecord"));
    assert_eq!(caller.condition_key("aws:federatedprovider"), Some(vec![PROVIDER.into()]));
    assert_eq!(caller.condition_key("saml:sub"), Some(vec!["alice".into()]));
    assert_eq!(caller.condition_key("saml:namequalifier"), output.name_qualifier.map(|name| vec![name]));
}

#[test]
fn an_assertion_is_used_once_and_a_refused_call_does_not_use_it() {
    let rig = rig("{}");
    let too_long = AssumeRoleWithSAMLInput { duration_seconds: Some(7201), ..asking(&claims()) };
    assert_eq!(refused(&rig, too_long).0, "ValidationError");

    assert!(assume(&rig, asking(&claims())).is_ok());

    let (code, text) = refused(&rig, asking(&claims()));
    assert_eq!((code, text.as_str()), ("InvalidIdentityToken", "The SAML assertion was used before."));
    assert!(assume(&rig, asking(&Claims { id: "_a2".into(), ..claims() })).is_ok());
}

#[test]
fn the_trust_policy_may_ask_for_what_the_provider_said() {
    let all = format!(
        r#"{{"StringEquals":{{"SAML:aud":"https://signin.aws.amazon.com/saml","SAML:iss":"https://idp.example/metadata",
            "SAML:sub":"alice","SAML:sub_type":"persistent","SAML:doc":"123456789012/plant",
            "saml:edupersonaffiliation":"staff","sts:RoleSessionName":"alice@example.com",
            "aws:FederatedProvider":"{PROVIDER}"}},
            "StringLike":{{"saml:namequalifier":"?*"}}}}"#
    );
    let mut staff = claims();
    staff.attributes.push(("urn:oid:1.3.6.1.4.1.5923.1.1.1.1".into(), vec!["guest".into(), "staff".into()]));

    assert!(
        assume(&rig(&all.replace("\"StringEquals\"", "\"ForAnyValue:StringEquals\"")), asking(&staff))
            .is_ok()
    );
    assert_eq!(
        refused(&rig(r#"{"StringEquals":{"SAML:sub":"bob"}}"#), asking(&claims())),
        ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML".into())
    );
    assert_eq!(refused(&rig(r#"{"StringEquals":{"saml:mail":"a"}}"#), asking(&claims())).0, "AccessDenied");
}

#[test]
fn role_and_provider_must_be_a_pair_of_the_assertion() {
    let rig = rig("{}");
    let denied = ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML".to_owned());
    let other = "arn:aws:iam::123456789012:role/other";

    assert_eq!(
        refused(&rig, AssumeRoleWithSAMLInput { role_arn: other.into(), ..asking(&claims()) }),
        denied
    );
    assert_eq!(refused(&rig, asking(&claims().with("Role", &[&format!("{other},{PROVIDER}")]))), denied);
    assert_eq!(refused(&rig, asking(&claims().with("Role", &[&format!("{ROLE},{PROVIDER}x")]))), denied);
    assert_eq!(refused(&rig, asking(&claims().with("Role", &[ROLE]))), denied);
    let absent = AssumeRoleWithSAMLInput { principal_arn: format!("{PROVIDER}x"), ..asking(&claims()) };
    assert_eq!(refused(&rig, absent), ("InvalidIdentityToken", "Specified provider doesn't exist.".into()));
}

#[test]
fn what_is_wrong_with_an_assertion_is_told_in_awss_words() {
    let rig = rig("{}");
    let of = |claims: Claims| refused(&rig, asking(&claims));
    let token = |text: &str| ("InvalidIdentityToken", text.to_owned());

    assert_eq!(
        of(Claims { issuer: "https://evil".into(), ..claims() }),
        token("Issuer not present in specified provider")
    );
    assert_eq!(
        of(Claims { audience: "https://evil".into(), ..claims() }),
        token("Response does not contain the required audience.")
    );
    assert_eq!(
        of(Claims { recipient: "https://evil".into(), ..claims() }),
        token("the response is for another recipient")
    );
    let stale = of(Claims { issued_secs: START_SECS - 480, valid_secs: 3600, ..claims() });
    assert_eq!(
        stale,
        ("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance".into())
    );
    let expired = of(Claims { issued_secs: START_SECS - 250, valid_secs: 60, ..claims() });
    assert_eq!(expired.0, "ExpiredTokenException");
    assert_eq!(
        of(claims().with("RoleSessionName", &["a b"])),
        token("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}")
    );
    let mut nameless = claims();
    nameless.attributes.pop();
    assert_eq!(of(nameless), token("RoleSessionName is required in AuthnResponse"));
    assert_eq!(
        of(claims().with("SourceIdentity", &["aws:x"])),
        token("Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"")
    );
    let nonsense = AssumeRoleWithSAMLInput { saml_assertion: "%%%%".into(), ..asking(&claims()) };
    assert_eq!(refused(&rig, nonsense), token("Invalid base64 SAMLResponse"));
    let text = Provider::default().response(&claims());
    let with = |from: &str, to: &str| {
        use base64::Engine;
        let response = base64::engine::general_purpose::STANDARD.encode(text.replacen(from, to, 1));
        refused(&rig, AssumeRoleWithSAMLInput { saml_assertion: response, ..asking(&claims()) })
    };
    assert_eq!(with("alice", "malice"), token("Response signature invalid"));
    assert_eq!(with("status:Success", "status:Requester").0, "IDPRejectedClaim");
}

#[test]
fn the_shortest_of_three_durations_counts() {
    let asked = |secs, until: u64| {
        let claims = Claims { session_until_secs: Some(START_SECS + until), ..claims() };
        let input = AssumeRoleWithSAMLInput { duration_seconds: secs, ..asking(&claims) };
        let output = assume(&rig("{}"), input).unwrap();
        (output.credentials.unwrap().expiration / 1000) - i64::try_from(START_SECS).unwrap()
    };

    assert_eq!(asked(None, 86_400), 3600);
    assert_eq!(asked(Some(7200), 86_400), 7200);
    assert_eq!(asked(Some(7200), 1800), 1800);
    assert_eq!(asked(Some(900), 1800), 900);
}

#[test]
fn tags_and_source_identity_come_from_the_provider() {
    let rig = rig("{}");
    let tagged = claims()
        .with("PrincipalTag:site", &["mill"])
        .with("TransitiveTagKeys", &["site"])
        .with("SourceIdentity", &["alice"]);

    let output = assume(&rig, asking(&tagged)).unwrap();

    assert_eq!(output.source_identity.as_deref(), Some("alice"));
    let caller = rig.find(&output.credentials.unwrap()).unwrap();
    assert_eq!(caller.condition_key("aws:principaltag/site"), Some(vec!["mill".into()]));
    assert_eq!(caller.transitive_tags(), [("site".to_owned(), "mill".to_owned())]);
    let twice = claims().with("PrincipalTag:site", &["a", "b"]);
    assert_eq!(refused(&rig, asking(&twice)).0, "InvalidParameterValue");
    let missing = claims().with("TransitiveTagKeys", &["absent"]);
    assert_eq!(refused(&rig, asking(&missing)).0, "InvalidParameterValue");
    let long = claims().with("PrincipalTag:site", &[&"x".repeat(257)]);
    assert_eq!(refused(&rig, asking(&long)).0, "InvalidIdentityToken");
}

#[test]
fn session_policies_limit_it_and_must_be_policies() {
    let rig = rig("{}");
    let with = |policy: String| AssumeRoleWithSAMLInput { policy: Some(policy), ..asking(&claims()) };

    assert_eq!(refused(&rig, with("{".into())).0, "MalformedPolicyDocument");
    let mut tagged = claims();
    for number in 0..=50 {
        tagged = tagged.with(&format!("PrincipalTag:t{number}"), &["x"]);
    }
    assert_eq!(refused(&rig, asking(&tagged)).0, "PackedPolicyTooLarge");
    let output = assume(&rig, with(allow(r#""sqs:*""#))).unwrap();
    let caller = rig.find(&output.credentials.unwrap()).unwrap();
    assert!(!rig.may(&caller, "kinesis:ListStreams"));
}

#[test]
fn metadata_that_has_expired_vouches_for_nobody() {
    let rig = rig("{}");
    rig.clock.advance_ms(86_400_000);

    let late = Claims { issued_secs: START_SECS + 86_400, ..claims() };

    let (code, text) = refused(&rig, asking(&late));
    assert_eq!((code, text.as_str()), ("InvalidIdentityToken", "The provider's metadata has expired."));
}

#[test]
fn without_a_trusted_clock_the_newest_signature_tells_the_time() {
    let rig = rig("{}");
    rig.clock.distrust();
    let Now { trusted, .. } = rig.clock.now();
    assert!(!trusted);
    // Hours from now, as far as this clock knows; but who can say?
    let later = Claims { issued_secs: START_SECS + 7200, id: "_later".into(), ..claims() };

    assert!(assume(&rig, asking(&later)).is_ok());

    let older = Claims { id: "_older".into(), ..claims() };
    assert_eq!(refused(&rig, asking(&older)).0, "ExpiredTokenException");
    assert_eq!(refused(&rig, asking(&later)).0, "InvalidIdentityToken");
}
