//! Verifying: what a request claims about its sender, and whether that is true.

use super::canonical::{Canonical, PathRule, scope};
use super::error::AuthError;
use super::key::{KeyScope, SigningKeys, derive, mac};
use super::{ALGORITHM, AmzDate, AuthErrorKind, RawRequest, TERMINATOR, hex};
use millpond_base::{Now, Secret};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// How far a signature's time may lie from ours.
///
/// # Source
/// AWS's own refusals: "(... - 5 min.)"; S3 allows 15.
const SKEW_SECS_MAX: u64 = 300;
const SKEW_S3_SECS_MAX: u64 = 900;
/// How long a presigned request may stay good.
///
/// # Source
/// Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters": seven days.
const EXPIRES_SECS_MAX: u64 = 604_800;

const PRESIGNED: [&str; 5] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature"];

/// What a request says about its sender. Nothing in it is proven until [`Claim::verify`] says so.
#[derive(Clone, Debug)]
pub struct Claim {
    access_key_id: String,
    session_token: Option<String>,
    date: AmzDate,
    day: String,
    region: String,
    service: String,
    terminator: String,
    signed_headers: Vec<String>,
    signature: String,
    /// Seconds for which a presigned request is good; `None` for one signed by header.
    expires_secs: Option<u64>,
    presigned: bool,
}

/// What the gateway expects of a claim.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The signing name of the service the request was routed to.
    pub service: &'a str,
    /// The regions that may be named; empty for any.
    pub regions: &'a [&'a str],
    /// The time; its `trusted` decides whether time alone can refuse a request.
    pub now: Now,
}

/// Reads the claim of a request from its `Authorization` header or its query.
///
/// # Errors
/// [`AuthErrorKind::MissingToken`] without any signature, [`AuthErrorKind::Incomplete`] when a part is missing or
/// malformed, [`AuthErrorKind::InvalidSignature`] with both kinds at once.
pub fn parse(request: &RawRequest<'_>) -> Result<Claim, AuthError> {
    let header = request.header("authorization");
    let presigned = request.parameter("X-Amz-Algorithm").is_some();
    match (header, presigned) {
        (Some(_), true) => Err(AuthError::invalid(
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
        )),
        (Some(header), false) if header.starts_with("AWS4-") => from_header(request, header),
        (None, true) => from_query(request),
        _ => Err(AuthError::new(AuthErrorKind::MissingToken, "Missing Authentication Token")),
    }
}

fn from_header(request: &RawRequest<'_>, header: &str) -> Result<Claim, AuthError> {
    let (algorithm, rest) = header.split_once(' ').unwrap_or((header, ""));
    let mut parts = BTreeMap::new();
    for part in rest.split([',', ' ']).filter(|part| !part.is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            return Err(AuthError::incomplete(format!(
                "'{part}' not a valid key=value pair (missing equal-sign) in Authorization header: '{header}'."
            )));
        };
        parts.entry(key).or_insert(value);
    }
    let mut missing = String::new();
    for name in ["Credential", "Signature", "SignedHeaders"] {
        if parts.get(name).is_none_or(|value| value.is_empty()) {
            missing.push_str(&format!("Authorization header requires '{name}' parameter. "));
        }
    }
    let date = request.header("x-amz-date").or_else(|| request.header("date"));
    if date.is_none() {
        missing.push_str(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
        );
    }
    if !missing.is_empty() {
        return Err(AuthError::incomplete(format!("{missing}Authorization={header}")));
    }
    let part = |name| parts.get(name).copied().unwrap_or_default();
    let token = request
        .header("x-amz-security-token")
        .map(str::to_owned)
        .or_else(|| request.parameter("X-Amz-Security-Token"));
    Claim::assemble(&Parts {
        algorithm,
        credential: part("Credential"),
        signed_headers: part("SignedHeaders"),
        signature: part("Signature"),
        date: date.unwrap_or_default(),
        expires: None,
        presigned: false,
        token,
    })
}

fn from_query(request: &RawRequest<'_>) -> Result<Claim, AuthError> {
    let mut missing = String::new();
    let mut take = |name: &str| {
        let value = request.parameter(name).unwrap_or_default();
        if value.is_empty() {
            missing.push_str(&format!("AWS query-string parameters must include '{name}'. "));
        }
        value
    };
    let [algorithm, credential, date, signed_headers, signature] = PRESIGNED.map(&mut take);
    if !missing.is_empty() {
        return Err(AuthError::incomplete(format!("{missing}Re-examine the query-string parameters.")));
    }
    let token = request
        .parameter("X-Amz-Security-Token")
        .or_else(|| request.header("x-amz-security-token").map(str::to_owned));
    Claim::assemble(&Parts {
        algorithm: &algorithm,
        credential: &credential,
        signed_headers: &signed_headers,
        signature: &signature,
        date: &date,
        expires: request.parameter("X-Amz-Expires"),
        presigned: true,
        token,
    })
}

struct Parts<'a> {
    algorithm: &'a str,
    credential: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
    date: &'a str,
    expires: Option<String>,
    presigned: bool,
    token: Option<String>,
}

impl Claim {
    fn assemble(parts: &Parts<'_>) -> Result<Self, AuthError> {
        let date = AmzDate::parse_basic(parts.date)
            .or_else(|| AmzDate::parse_http(parts.date))
            .ok_or_else(|| {
                AuthError::incomplete(format!(
                    "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
                    parts.date
                ))
            })?;
        let signed_headers = signed_headers(parts.signed_headers)?;
        if parts.algorithm != ALGORITHM {
            return Err(AuthError::incomplete(format!(
                "Unsupported AWS 'algorithm': '{}' (only {ALGORITHM} for now). ",
                parts.algorithm
            )));
        }
        let words: Vec<&str> = parts.credential.trim_end_matches('/').split('/').collect();
        let [key, day, region, service, terminator] = words[..] else {
            return Err(AuthError::incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, \
                 got '{}'",
                parts.credential
            )));
        };
        Ok(Self {
            access_key_id: key.to_owned(),
            session_token: parts.token.clone().filter(|token| !token.is_empty()),
            date,
            day: day.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            terminator: terminator.to_owned(),
            signed_headers,
            signature: parts.signature.to_owned(),
            expires_secs: parts.expires.as_deref().map(expires).transpose()?,
            presigned: parts.presigned,
        })
    }

    /// The access key the request is signed with.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The session token sent along, from the header or the query.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// When the request says it was signed.
    #[must_use]
    pub const fn date(&self) -> AmzDate {
        self.date
    }

    /// The service named in the scope; it routes requests that name no target.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The region named in the scope.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// True when the signature came in the query.
    #[must_use]
    pub const fn is_presigned(&self) -> bool {
        self.presigned
    }

    /// Judges time and scope, which AWS does before it looks at the access key.
    ///
    /// # Errors
    /// [`AuthErrorKind::InvalidSignature`], with every fault of the scope in one text.
    pub fn check(&self, expected: &Expected<'_>) -> Result<(), AuthError> {
        if expected.now.trusted {
            self.check_time(expected)?;
        }
        let mut faults = Vec::new();
        if !expected.regions.is_empty() && !expected.regions.contains(&self.region.as_str()) {
            faults.push(format!("Credential should be scoped to a valid region, not '{}'.", self.region));
        }
        if self.service != expected.service {
            faults.push(format!("Credential should be scoped to correct service: '{}'.", expected.service));
        }
        if self.terminator != TERMINATOR {
            faults.push(format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
                self.terminator
            ));
        }
        let day = self.date.day();
        if self.day != day {
            faults.push(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{}' != '{day}', from '{}'.",
                self.day, self.date
            ));
        }
        if faults.is_empty() { Ok(()) } else { Err(AuthError::invalid(faults.join(" "))) }
    }

    fn check_time(&self, expected: &Expected<'_>) -> Result<(), AuthError> {
        let now = AmzDate::at(expected.now.wall);
        let skew_secs = if expected.service == "s3" { SKEW_S3_SECS_MAX } else { SKEW_SECS_MAX };
        let good_secs = self.expires_secs.unwrap_or(skew_secs);
        let oldest = now.before_secs(good_secs);
        if self.date < oldest {
            return Err(AuthError::invalid(format!(
                "Signature expired: {} is now earlier than {oldest} ({now} - {} min.)",
                self.date,
                good_secs / 60
            )));
        }
        let newest = now.after_secs(skew_secs);
        if self.date > newest {
            return Err(AuthError::invalid(format!(
                "Signature not yet current: {} is still later than {newest} ({now} + {} min.)",
                self.date,
                skew_secs / 60
            )));
        }
        Ok(())
    }

    /// Proves the claim: time, scope, body and signature.
    ///
    /// `body_sha256` is of the body as received; a caller that streams the body passes the hash of nothing, which
    /// is what such clients sign.
    ///
    /// # Errors
    /// [`AuthErrorKind::InvalidSignature`], with AWS's text.
    pub fn verify(
        &self,
        request: &RawRequest<'_>,
        body_sha256: &[u8; 32],
        secret: &Secret,
        expected: &Expected<'_>,
        keys: &SigningKeys,
    ) -> Result<(), AuthError> {
        self.check(expected)?;
        let is_s3 = expected.service == "s3";
        let payload = self.payload(request, body_sha256, is_s3)?;
        let key_scope = KeyScope {
            access_key_id: self.access_key_id.clone(),
            day: self.day.clone(),
            region: self.region.clone(),
            service: self.service.clone(),
        };
        let kept = keys.find(&key_scope, secret);
        let fresh = kept.is_none();
        let key = kept.unwrap_or_else(|| derive(secret, &self.day, &self.region, &self.service));
        let rule = PathRule::of_service(expected.service);
        if !self.is_signed_by(request, rule, &payload, key.as_slice()) {
            return Err(AuthError::mismatch());
        }
        if fresh {
            keys.keep(key_scope, secret, key);
        }
        Ok(())
    }

    /// Compares signatures. A token in a presigned query may have been added after signing.
    pub(super) fn is_signed_by(
        &self,
        request: &RawRequest<'_>,
        rule: PathRule,
        payload: &str,
        key: &[u8],
    ) -> bool {
        let exceptions: &[&[&str]] = if self.presigned {
            &[&["X-Amz-Signature"], &["X-Amz-Signature", "X-Amz-Security-Token"]]
        } else {
            &[&[]]
        };
        let tries = if self.session_token.is_some() { exceptions } else { &exceptions[..1] };
        tries.iter().any(|except| {
            let canonical =
                Canonical { request, rule, signed_headers: &self.signed_headers, payload, except };
            let text = canonical.string_to_sign(self.date, &scope(&self.day, &self.region, &self.service));
            let ours = hex(mac(key, text.as_bytes()).as_slice());
            bool::from(ours.as_bytes().ct_eq(self.signature.as_bytes()))
        })
    }

    /// What stands for the body, once it is known to be true of it.
    fn payload(
        &self,
        request: &RawRequest<'_>,
        body_sha256: &[u8; 32],
        is_s3: bool,
    ) -> Result<String, AuthError> {
        let ours = hex(body_sha256);
        match request.header("x-amz-content-sha256") {
            Some(said) if is_s3 && (said == "UNSIGNED-PAYLOAD" || said.starts_with("STREAMING-")) => {
                Ok(said.to_owned())
            }
            Some(said) if !said.eq_ignore_ascii_case(&ours) => Err(AuthError::mismatch()),
            None if is_s3 && self.presigned => Ok("UNSIGNED-PAYLOAD".to_owned()),
            // In the client's own spelling, because that is what it signed.
            Some(said) => Ok(said.to_owned()),
            None => Ok(ours),
        }
    }
}

/// Reads `host;x-amz-date` into sorted lower-case names.
fn signed_headers(text: &str) -> Result<Vec<String>, AuthError> {
    let mut names: Vec<String> =
        text.split(';').filter(|name| !name.is_empty()).map(str::to_ascii_lowercase).collect();
    names.sort_unstable();
    names.dedup();
    if names.iter().any(|name| name == "host" || name == ":authority") {
        return Ok(names);
    }
    Err(AuthError::invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."))
}

fn expires(text: &str) -> Result<u64, AuthError> {
    match text.parse::<u64>() {
        Ok(secs) if (1..=EXPIRES_SECS_MAX).contains(&secs) => Ok(secs),
        _ => Err(AuthError::incomplete(format!(
            "X-Amz-Expires must be between 1 and {EXPIRES_SECS_MAX} seconds, got '{text}'"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Credentials, Target, sha256, sign};
    use super::*;
    use millpond_base::{LineMs, WallMs};

    const AT_SECS: u64 = 1_440_938_160;
    const SECRET: &[u8] = b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const BODY: &[u8] = b"{}";

    fn now(secs: u64, trusted: bool) -> Now {
        Now { wall: WallMs(secs * 1000), line: LineMs(0), trusted }
    }

    fn expected(now: Now) -> Expected<'static> {
        Expected { service: "kinesis", regions: &["us-east-1"], now }
    }

    fn signed(extra: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = vec![
            ("Host".into(), "127.0.0.1:4566".into()),
            ("X-Amz-Target".into(), "Kinesis_20131202.ListStreams".into()),
        ];
        headers.extend(extra.iter().map(|(n, v)| ((*n).into(), (*v).into())));
        let view: Vec<(&str, &[u8])> = headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes())).collect();
        let request = RawRequest { method: "POST", path: "/", query: "", headers: &view };
        let secret = Secret::new(SECRET.to_vec());
        let credentials = Credentials { access_key_id: "AKIDEXAMPLE", secret: &secret, session_token: None };
        let target = Target { service: "kinesis", region: "us-east-1" };
        let added = sign(&request, &sha256(BODY), &credentials, &target, WallMs(AT_SECS * 1000));
        headers.extend(added.into_iter().map(|(n, v)| (n.to_owned(), v)));
        headers
    }

    fn verdict(headers: &[(String, String)], body: &[u8], expected: &Expected<'_>) -> Result<(), String> {
        let view: Vec<(&str, &[u8])> = headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes())).collect();
        let request = RawRequest { method: "POST", path: "/", query: "", headers: &view };
        let claim = parse(&request).map_err(|e| e.message)?;
        let secret = Secret::new(SECRET.to_vec());
        claim.verify(&request, &sha256(body), &secret, expected, &SigningKeys::new()).map_err(|e| e.message)
    }

    fn with_authorization(change: impl Fn(&str) -> String) -> Result<(), String> {
        let mut headers = signed(&[]);
        let last = headers.last_mut().unwrap();
        last.1 = change(&last.1);
        verdict(&headers, BODY, &expected(now(AT_SECS, true)))
    }

    #[test]
    fn a_request_signed_here_is_believed_here() {
        assert_eq!(verdict(&signed(&[]), BODY, &expected(now(AT_SECS + 300, true))), Ok(()));
    }

    #[test]
    fn commas_need_no_space_behind_them() {
        assert_eq!(with_authorization(|a| a.replace(", ", ",")), Ok(()));
        assert_eq!(with_authorization(|a| a.replace(", ", "   ,   ")), Ok(()));
    }

    #[test]
    fn a_changed_body_header_or_signature_is_refused() {
        let ok = expected(now(AT_SECS, true));
        let mismatch = Err(AuthError::mismatch().message);

        assert_eq!(verdict(&signed(&[]), b"{ }", &ok), mismatch);
        let mut headers = signed(&[]);
        headers[1].1 = "Kinesis_20131202.DeleteStream".into();
        assert_eq!(verdict(&headers, BODY, &ok), mismatch);
        let mut headers = signed(&[]);
        headers.push(("x-amz-target".into(), "Kinesis_20131202.DeleteStream".into()));
        assert_eq!(verdict(&headers, BODY, &ok), mismatch);
        assert_eq!(with_authorization(|a| a[..a.len() - 1].to_owned()), mismatch);
    }

    #[test]
    fn a_stated_payload_hash_must_be_true_and_signed_outside_s3() {
        let ok = expected(now(AT_SECS, true));
        let true_hash = hex(&sha256(BODY));

        assert_eq!(verdict(&signed(&[("x-amz-content-sha256", &true_hash)]), BODY, &ok), Ok(()));
        let mismatch = Err(AuthError::mismatch().message);
        let lie = hex(&sha256(b"other"));
        assert_eq!(verdict(&signed(&[("x-amz-content-sha256", &lie)]), BODY, &ok), mismatch);
        let unsigned = signed(&[("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]);
        assert_eq!(verdict(&unsigned, BODY, &ok), mismatch);
    }

    #[test]
    fn a_signature_is_good_for_five_minutes_either_way() {
        let old = verdict(&signed(&[]), BODY, &expected(now(AT_SECS + 301, true)));
        let early = verdict(&signed(&[]), BODY, &expected(now(AT_SECS - 301, true)));

        assert_eq!(
            old,
            Err("Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z \
                 (20150830T124101Z - 5 min.)"
                .into())
        );
        assert_eq!(
            early,
            Err("Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z \
                 (20150830T123059Z + 5 min.)"
                .into())
        );
    }

    #[test]
    fn an_untrusted_clock_refuses_nothing_by_itself() {
        assert_eq!(verdict(&signed(&[]), BODY, &expected(now(0, false))), Ok(()));
    }

    #[test]
    fn every_fault_of_the_scope_is_told() {
        let verdict = with_authorization(|a| {
            a.replace("/20150830/us-east-1/kinesis/aws4_request", "/20150829/mars/sqs/aws5")
        });

        assert_eq!(
            verdict,
            Err("Credential should be scoped to a valid region, not 'mars'. Credential should be scoped to correct \
                 service: 'kinesis'. Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. \
                 Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '20150829' != '20150830', from '20150830T123600Z'."
                .into())
        );
    }

    #[test]
    fn each_missing_piece_is_named() {
        let cut = |name: &str| {
            with_authorization(|a| {
                let parts: Vec<&str> = a.split(", ").collect();
                let kept: Vec<&str> = parts.into_iter().filter(|p| !p.contains(name)).collect();
                let kept = kept.join(", ");
                if kept.starts_with("AWS4") { kept } else { format!("AWS4-HMAC-SHA256 {kept}") }
            })
        };

        for name in ["Credential", "SignedHeaders", "Signature"] {
            let text = cut(&format!("{name}=")).unwrap_err();
            let wanted =
                format!("Authorization header requires '{name}' parameter. Authorization=AWS4-HMAC-SHA256");
            assert!(text.starts_with(&wanted), "{text}");
        }
        let text = with_authorization(|_| "AWS4-HMAC-SHA256".into()).unwrap_err();
        assert_eq!(
            text,
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' \
             parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256"
        );
    }

    #[test]
    fn malformed_pieces_are_explained() {
        let told = |change: fn(&str) -> String| with_authorization(change).unwrap_err();

        assert!(told(|a| a.replace("Signature=", "Signature")).contains("(missing equal-sign)"));
        assert_eq!(
            told(|a| a.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")),
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now). "
        );
        assert_eq!(
            told(|a| a.replace("/kinesis", "")),
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got \
             'AKIDEXAMPLE/20150830/us-east-1/aws4_request'"
        );
        assert_eq!(
            told(|a| a.replace("host;", "")),
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        );
    }

    #[test]
    fn no_signature_both_signatures_and_no_date_are_told_apart() {
        let told = |query: &str, headers: &[(&str, &[u8])]| {
            let error = parse(&RawRequest { method: "POST", path: "/", query, headers }).unwrap_err();
            (error.kind, error.message)
        };

        let missing = (AuthErrorKind::MissingToken, "Missing Authentication Token".to_owned());
        assert_eq!(told("", &[]), missing);
        assert_eq!(told("", &[("authorization", b"Basic YTpi")]), missing);
        let both = told("X-Amz-Algorithm=AWS4-HMAC-SHA256", &[("Authorization", b"AWS4-HMAC-SHA256 a=b")]);
        assert_eq!(both.0, AuthErrorKind::InvalidSignature);
        assert_eq!(
            both.1,
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
        );
        let undated =
            told("", &[("Authorization", b"AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b")]);
        assert!(undated.1.starts_with(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization="
        ));
        let bare = told("X-Amz-Algorithm=AWS4-HMAC-SHA256", &[]);
        assert_eq!(
            bare.1,
            "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include \
             'X-Amz-Date'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string \
             parameters must include 'X-Amz-Signature'. Re-examine the query-string parameters."
        );
    }

    #[test]
    fn a_date_header_serves_where_there_is_no_amz_date() {
        let headers: &[(&str, &[u8])] = &[
            ("date", b"Sun, 30 Aug 2015 12:36:00 GMT"),
            ("authorization", b"AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=b"),
        ];

        let claim = parse(&RawRequest { method: "GET", path: "/", query: "", headers }).unwrap();

        assert_eq!(claim.date().to_string(), "20150830T123600Z");
    }

    #[test]
    fn a_secret_in_debug_output_would_be_seen_here() {
        let keys = SigningKeys::new();

        assert_eq!(format!("{keys:?}"), "SigningKeys(..)");
    }

    proptest::proptest! {
        #[test]
        fn no_request_makes_parsing_fail(query in ".{0,80}", auth in "AWS4-HMAC-SHA256 .{0,80}", date in ".{0,20}") {
            let headers: &[(&str, &[u8])] =
                &[("authorization", auth.as_bytes()), ("x-amz-date", date.as_bytes())];
            let _ = parse(&RawRequest { method: "GET", path: "/", query: &query, headers });
            let _ = parse(&RawRequest { method: "GET", path: "/", query: &query, headers: &[] });
        }
    }
}
