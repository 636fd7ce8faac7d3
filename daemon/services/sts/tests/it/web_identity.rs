//! Roles for those whom an OpenID Connect provider vouches for.

use crate::issuer::{Issuer, START_SECS, URL, signing_in, trusted};
use crate::rig::{BY_ACCOUNT, Rig, allow, told};
use millpond_sts::api::AssumeRoleWithWebIdentityInput;
use serde_json::{Value, json};

const WEB: &str = r#""sts:AssumeRoleWithWebIdentity""#;
const ALL: &str = r#"["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"]"#;

struct Site {
    rig: Rig,
    issuer: Issuer,
    role: String,
}

impl Site {
    fn new() -> Self {
        let rig = Rig::new();
        let issuer = Issuer::known(&rig);
        let role = rig.role_for("r", &trusted(&issuer), ALL, "{}");
        rig.store.principals().put_role_policy("r", "p", &allow(r#""sqs:*""#), 2048).unwrap();
        Self { rig, issuer, role }
    }

    fn refused(&self, claims: &Value) -> (&'static str, u16, String) {
        let fault = self.rig.sign_in(signing_in(&self.role, &self.issuer.token(claims))).err().unwrap();
        (fault.query_code, fault.query_status, fault.message)
    }
}

fn invalid(text: &str) -> (&'static str, u16, String) {
    ("InvalidIdentityToken", 400, text.to_owned())
}

#[test]
fn a_token_becomes_a_session_that_remembers_who_vouched() {
    let Site { rig, issuer, role } = Site::new();

    let reply = rig.sign_in(signing_in(&role, &issuer.token(&json!({"amr": ["pwd", "otp"]})))).unwrap();

    assert_eq!(reply.subject_from_web_identity_token.as_deref(), Some("pump-7"));
    assert_eq!(
        (reply.audience.as_deref(), reply.provider.as_deref()),
        (Some("console"), Some("https://id.example.com/site"))
    );
    assert_eq!((reply.packed_policy_size, reply.source_identity), (None, None));
    let user = reply.assumed_role_user.unwrap();
    assert_eq!(user.arn, "arn:aws:sts::123456789012:assumed-role/r/session");
    let credentials = reply.credentials.unwrap();
    assert_eq!(credentials.expiration, 1_700_003_600_000);
    let caller = rig.find(&credentials).unwrap();
    let key = |name: &str| caller.condition_key(name);
    assert_eq!(key("aws:federatedprovider"), Some(vec![issuer.provider.arn.clone()]));
    assert_eq!(key("id.example.com/site:sub"), Some(vec!["pump-7".to_owned()]));
    assert_eq!(key("id.example.com/site:aud"), Some(vec!["console".to_owned()]));
    assert_eq!(key("id.example.com/site:amr"), Some(vec!["pwd".to_owned(), "otp".to_owned()]));
    assert!(rig.may(&caller, "sqs:SendMessage") && !rig.may(&caller, "kinesis:PutRecord"));
    let told = rig.told.borrow();
    let who = told.identity.as_ref().unwrap();
    assert_eq!((who.kind.as_str(), who.name.as_str()), ("WebIdentityUser", "pump-7"));
    assert_eq!(who.principal_id, format!("{}:console:pump-7", issuer.provider.arn));
    assert!(told.additional.is_empty());
}

#[test]
fn the_trust_policy_decides_by_provider_action_audience_and_subject() {
    let Site { rig, issuer, .. } = Site::new();
    let federated = trusted(&issuer);
    let only = |key: &str, value: &str| format!(r#"{{"StringEquals":{{"{URL}:{key}":"{value}"}}}}"#);
    let other = issuer.provider.arn.replace("site", "plant");
    let refused: Vec<String> = vec![
        rig.role_for("a", BY_ACCOUNT, WEB, "{}"),
        rig.role_for("b", &format!(r#"{{"Federated":"{other}"}}"#), WEB, "{}"),
        rig.role_for("c", &federated, r#""sts:AssumeRole""#, "{}"),
        rig.role_for("d", &federated, WEB, &only("aud", "tool")),
        rig.role_for("e", &federated, WEB, &only("sub", "pump-8")),
        rig.role_for("f", &federated, WEB, r#"{"StringEquals":{"sts:RoleSessionName":"other"}}"#),
        "arn:aws:iam::123456789012:role/nobody".to_owned(),
    ];
    let taken: Vec<String> = vec![
        rig.role_for("g", &federated, WEB, &only("aud", "console")),
        rig.role_for("h", &federated, WEB, &only("sub", "pump-7")),
        rig.role_for("i", &federated, WEB, r#"{"StringLike":{"sts:RoleSessionName":"ses*"}}"#),
    ];

    for role in &refused {
        let fault = rig.sign_in(signing_in(role, &issuer.token(&json!({})))).err().unwrap();
        let text = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
        assert_eq!(told(&fault), ("AccessDenied", 403, text), "{role}");
    }
    for role in &taken {
        assert!(rig.sign_in(signing_in(role, &issuer.token(&json!({})))).is_ok(), "{role}");
    }
    let odd = rig.sign_in(signing_in("arn:aws:iam::123456789012:user/ann", &issuer.token(&json!({}))));
    assert_eq!(
        told(&odd.err().unwrap()),
        ("ValidationError", 400, "arn:aws:iam::123456789012:user/ann is invalid")
    );
}

#[test]
fn a_token_without_what_it_must_say_is_refused() {
    let site = Site::new();

    for name in ["iss", "sub", "aud", "iat", "exp"] {
        let mut claims = json!({});
        claims[name] = Value::Null;
        assert_eq!(site.refused(&claims), invalid(&format!("Missing a required claim: {name}")));
    }
    assert_eq!(site.refused(&json!({"exp": 1.5})), invalid("Missing a required claim: exp"));
    assert_eq!(site.refused(&json!({"exp": "1800000000"})), invalid("Missing a required claim: exp"));
    assert_eq!(site.refused(&json!({"aud": [7]})), invalid("Missing a required claim: aud"));
    assert_eq!(site.refused(&json!({"sub": ""})), invalid("Missing a required claim: sub"));
    let long = "x".repeat(256);
    assert_eq!(site.refused(&json!({"sub": long})), invalid("The subject of the identity token is too long"));
}

#[test]
fn another_issuer_and_another_audience_are_refused() {
    let site = Site::new();

    for issuer in ["https://id.example.com", "https://id.example.com/site/x", "https://id.example.com/SITE"] {
        let text = format!("No OpenIDConnect provider found in your account for {issuer}");
        assert_eq!(site.refused(&json!({"iss": issuer})), invalid(&text));
    }
    let plain = "http://id.example.com/site";
    let text = format!("No OpenIDConnect provider found in your account for {plain}");
    assert_eq!(site.refused(&json!({"iss": plain})), invalid(&text));
    assert_eq!(site.refused(&json!({"aud": "Console"})), invalid("Incorrect token audience"));
    assert_eq!(site.refused(&json!({"aud": ["a", "b"]})), invalid("Incorrect token audience"));
    // Who asked for the token counts, and not for whom it is.
    assert_eq!(site.refused(&json!({"azp": "stranger"})), invalid("Incorrect token audience"));
    let Site { rig, issuer, role } = site;
    let token = issuer.token(&json!({"aud": ["elsewhere"], "azp": "tool"}));
    let reply = rig.sign_in(signing_in(&role, &token)).unwrap();
    assert_eq!(reply.audience.as_deref(), Some("tool"));
    let caller = rig.find(&reply.credentials.unwrap()).unwrap();
    assert_eq!(caller.condition_key("id.example.com/site:aud"), Some(vec!["tool".to_owned()]));
    assert_eq!(caller.condition_key("id.example.com/site:oaud"), Some(vec!["elsewhere".to_owned()]));
    let slash = issuer.token(&json!({"iss": format!("https://{URL}/")}));
    let caller = rig.find(&rig.sign_in(signing_in(&role, &slash)).unwrap().credentials.unwrap()).unwrap();
    assert_eq!(caller.condition_key("id.example.com/site/:sub"), Some(vec!["pump-7".to_owned()]));
}

#[test]
fn times_are_kept_to_within_five_minutes() {
    let site = Site::new();
    let ends = |secs: u64| json!({"exp": START_SECS - secs});

    assert!(site.rig.sign_in(signing_in(&site.role, &site.issuer.token(&ends(299)))).is_ok());
    let (code, status, text) = site.refused(&ends(300));
    assert_eq!((code, status), ("ExpiredTokenException", 400));
    let expected = format!(
        "Token expired: current date/time {START_SECS} must be before the expiration date/time {}",
        START_SECS - 300
    );
    assert_eq!(text, expected);
    for name in ["iat", "nbf"] {
        let begins = |secs: u64| json!({name: START_SECS + secs});
        assert!(site.rig.sign_in(signing_in(&site.role, &site.issuer.token(&begins(300)))).is_ok());
        assert_eq!(site.refused(&begins(301)), invalid("The identity token is not valid yet"));
    }
}

#[test]
fn a_clock_that_is_not_trusted_refuses_only_what_the_issuer_itself_says_is_over() {
    let Site { rig, issuer, role } = Site::new();
    rig.clock.distrust();
    let sign_in = |claims| rig.sign_in(signing_in(&role, &issuer.token(&claims)));

    // As if the device thought it were 2023, and it is 2033.
    let (old, new) = (START_SECS + 300_000_000, START_SECS + 300_100_000);
    assert!(sign_in(json!({"iat": old, "exp": old + 3600})).is_ok());
    assert!(sign_in(json!({"iat": new, "exp": new + 3600})).is_ok());
    let fault = sign_in(json!({"iat": old, "exp": old + 3600})).err().unwrap();
    assert_eq!(fault.query_code, "ExpiredTokenException");
    rig.clock.advance_ms(3_900_000);
    let fault = sign_in(json!({"iat": new, "exp": new + 3600})).err().unwrap();
    assert_eq!(fault.query_code, "ExpiredTokenException");
}

#[test]
fn tags_and_source_identity_come_from_the_token_in_either_form() {
    let Site { rig, issuer, role } = Site::new();
    let nested = json!({
        "https://aws.amazon.com/tags": {
            "principal_tags": {"team": ["pumps"], "shift": ["night"]},
            "transitive_tag_keys": ["team"],
        },
        "https://aws.amazon.com/source_identity": "ann",
    });
    let flat = json!({
        "https://aws.amazon.com/tags/principal_tags/team": ["pumps"],
        "https://aws.amazon.com/tags/principal_tags/shift": "night",
        "https://aws.amazon.com/tags/transitive_tag_keys": ["team"],
        "https://aws.amazon.com/source_identity": "ann",
    });

    for claims in [nested, flat] {
        let reply = rig.sign_in(signing_in(&role, &issuer.token(&claims))).unwrap();

        assert_eq!(reply.source_identity.as_deref(), Some("ann"));
        assert_eq!(reply.packed_policy_size, Some(1));
        let caller = rig.find(&reply.credentials.unwrap()).unwrap();
        assert_eq!(caller.condition_key("aws:principaltag/shift"), Some(vec!["night".to_owned()]));
        assert_eq!(caller.transitive_tags(), [("team".to_owned(), "pumps".to_owned())]);
        assert_eq!(caller.source_identity(), Some("ann"));
        let tagless =
            rig.role_for(&format!("x{}", claims.as_object().unwrap().len()), &trusted(&issuer), WEB, "{}");
        let fault = rig.sign_in(signing_in(&tagless, &issuer.token(&claims))).err().unwrap();
        assert_eq!(told(&fault), ("AccessDenied", 403, "Not authorized to perform sts:TagSession"));
    }
    let named = rig.role_for(
        "named",
        &trusted(&issuer),
        r#"["sts:AssumeRoleWithWebIdentity","sts:TagSession"]"#,
        "{}",
    );
    let claims = json!({"https://aws.amazon.com/source_identity": "ann"});
    let fault = rig.sign_in(signing_in(&named, &issuer.token(&claims))).err().unwrap();
    assert_eq!(told(&fault), ("AccessDenied", 403, "Not authorized to perform sts:SetSourceIdentity"));
}

#[test]
fn tags_that_cannot_be_read_are_not_left_out() {
    let site = Site::new();
    let tags = "https://aws.amazon.com/tags";

    for odd in [
        json!({tags: "x"}),
        json!({tags: {"principal_tags": ["a"]}}),
        json!({tags: {"principal_tags": {"a": ["b", "c"]}}}),
        json!({tags: {"principal_tags": {"a": "x".repeat(257)}}}),
        json!({tags: {"principal_tags": {"": "x"}}}),
        json!({"https://aws.amazon.com/tags/other": "x"}),
    ] {
        assert_eq!(site.refused(&odd), invalid("The session tags of the identity token cannot be read"));
    }
    let odd = json!({"https://aws.amazon.com/source_identity": "a b"});
    assert_eq!(site.refused(&odd), invalid("The source identity of the identity token cannot be read"));
    let twice = json!({tags: {"principal_tags": {"a": "x", "A": "y"}}});
    let text = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    assert_eq!(site.refused(&twice), ("InvalidParameterValue", 400, text.to_owned()));
    let absent = json!({tags: {"principal_tags": {"a": "x"}, "transitive_tag_keys": ["b"]}});
    let text = "The specified transitive tag key must be included in the requested tags.";
    assert_eq!(site.refused(&absent), ("InvalidParameterValue", 400, text.to_owned()));
}

#[test]
fn session_policies_and_durations_are_those_of_any_role() {
    let Site { rig, issuer, role } = Site::new();
    let with = |change: fn(&mut AssumeRoleWithWebIdentityInput)| {
        let mut input = signing_in(&role, &issuer.token(&json!({})));
        change(&mut input);
        rig.sign_in(input)
    };

    let reply = with(|input| input.policy = Some(allow(r#""sqs:SendMessage""#))).unwrap();
    assert!(reply.packed_policy_size.is_some());
    let caller = rig.find(&reply.credentials.unwrap()).unwrap();
    assert!(rig.may(&caller, "sqs:SendMessage") && !rig.may(&caller, "sqs:DeleteQueue"));
    let fault = with(|input| input.policy = Some("{}".into())).err().unwrap();
    assert_eq!(told(&fault), ("MalformedPolicyDocument", 400, "Syntax errors in policy."));
    let fault = with(|input| {
        input.policy = Some(allow(r#""sqs:SendMessage""#) + &" ".repeat(1900));
        let arn = Some(format!("arn:aws:iam::aws:policy/{}", "AmazonSQSFullAccess"));
        input.policy_arns = Some(vec![millpond_sts::api::PolicyDescriptorType { arn }; 3]);
    });
    assert_eq!(fault.err().unwrap().query_code, "PackedPolicyTooLarge");
    let fault = with(|input| input.duration_seconds = Some(7201)).err().unwrap();
    let text = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assert_eq!(told(&fault), ("ValidationError", 400, text));
    assert!(with(|input| input.duration_seconds = Some(7200)).is_ok());
}

#[test]
fn what_is_no_signed_token_and_what_another_key_signed_are_refused() {
    let Site { rig, issuer, role } = Site::new();
    let refused = |token: &str| {
        let fault = rig.sign_in(signing_in(&role, token)).err().unwrap();
        (fault.query_code, fault.query_status, fault.message)
    };
    let text =
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";

    assert_eq!(refused("an-access-token"), invalid(text));
    let token = issuer.token(&json!({}));
    let forged = token.replace(&token[token.len() - 8..], "AAAAAAAA");
    assert_eq!(refused(&forged), invalid("Invalid signature of the identity token"));
    let (_, rest) = token.split_once('.').unwrap();
    // {"alg":"none"}, and {"alg":"HS256"}.
    for header in ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9"] {
        let text = "Invalid algorithm or header in the identity token";
        assert_eq!(refused(&format!("{header}.{rest}")), invalid(text));
    }
    let mut input = signing_in(&role, &token);
    input.provider_id = Some("www.amazon.com".to_owned());
    let fault = rig.sign_in(input).err().unwrap();
    assert_eq!((fault.query_code, fault.query_status), ("IDPRejectedClaim", 403));
}
