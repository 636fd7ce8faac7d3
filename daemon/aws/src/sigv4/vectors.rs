//! The published SigV4 test suite, in both directions. The files are in `tests/sigv4`, with their licence.

use super::canonical::{Canonical, PathRule, scope};
use super::key::derive;
use super::sign::{presign_with, sign_with};
use super::{AmzDate, Credentials, RawRequest, Target, hex, parse, sha256};
use millpond_base::Secret;
use std::fs;
use std::path::{Path, PathBuf};

struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let line = lines.next().unwrap();
        let (method, rest) = line.split_once(' ').unwrap();
        let target = rest.strip_suffix(" HTTP/1.1").unwrap_or(rest);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            match line.split_once(':') {
                Some((name, value)) if !line.starts_with(' ') => headers.push((name.into(), value.into())),
                _ => {
                    let folded = &mut headers.last_mut().unwrap().1;
                    folded.push('\n');
                    folded.push_str(line);
                }
            }
        }
        let (method, path, query) = (method.into(), path.into(), query.into());
        Self { method, path, query, headers, body: body.trim_end_matches('\n').into() }
    }

    fn with<T>(&self, use_it: impl FnOnce(&RawRequest<'_>) -> T) -> T {
        let headers: Vec<(&str, &[u8])> =
            self.headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes())).collect();
        use_it(&RawRequest { method: &self.method, path: &self.path, query: &self.query, headers: &headers })
    }
}

struct Vector {
    folder: PathBuf,
    secret: Secret,
    token: Option<String>,
    token_after: bool,
    rule: PathRule,
    sign_body: bool,
    date: AmzDate,
}

impl Vector {
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join("context.json")).ok()?;
        let context: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&context["region"], &context["service"]), (&"us-east-1".into(), &"service".into()));
        let credentials = &context["credentials"];
        Some(Self {
            folder: folder.to_owned(),
            secret: Secret::new(credentials["secret_access_key"].as_str().unwrap().into()),
            token: credentials["token"].as_str().map(str::to_owned),
            token_after: context["omit_session_token"] == true,
            rule: if context["normalize"] == true { PathRule::Normalized } else { PathRule::Raw },
            sign_body: context["sign_body"] == true,
            date: AmzDate::parse_basic(&context["timestamp"].as_str().unwrap().replace(['-', ':'], ""))
                .unwrap(),
        })
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap().trim_end_matches('\n').to_owned()
    }

    fn key(&self) -> impl AsRef<[u8]> {
        derive(&self.secret, &self.date.day(), "us-east-1", "service").to_vec()
    }

    /// Checks canonical request, string to sign and signature of an already signed request.
    fn verifies(&self, kind: &str) {
        let request = Request::read(&self.text(&format!("{kind}-signed-request.txt")));
        let payload = hex(&sha256(request.body.as_bytes()));
        let mut except: Vec<&str> = vec!["X-Amz-Signature"];
        if self.token_after {
            except.push("X-Amz-Security-Token");
        }
        request.with(|raw| {
            let claim = parse(raw).unwrap();
            let line = self.text(&format!("{kind}-canonical-request.txt"));
            let names: Vec<String> =
                line.lines().rev().nth(1).unwrap().split(';').map(str::to_owned).collect();
            let canonical = Canonical {
                request: raw,
                rule: self.rule,
                signed_headers: &names,
                payload: &payload,
                except: &except,
            };
            assert_eq!(String::from_utf8(canonical.bytes()).unwrap(), line, "{:?} {kind}", self.folder);
            let scope = scope(&self.date.day(), "us-east-1", "service");
            let text = self.text(&format!("{kind}-string-to-sign.txt"));
            assert_eq!(canonical.string_to_sign(self.date, &scope), text, "{:?} {kind}", self.folder);
            let key = self.key();
            assert!(claim.is_signed_by(raw, self.rule, &payload, key.as_ref()), "{:?} {kind}", self.folder);
            assert!(!claim.is_signed_by(raw, self.rule, "", key.as_ref()), "{:?} {kind}", self.folder);
        });
    }

    /// Signs the bare request and compares with the published signature.
    fn signs(&self) {
        let mut request = Request::read(&self.text("request.txt"));
        // The suite's own request line is not what its signed requests carry when the path has a space.
        request.path = Request::read(&self.text("header-signed-request.txt")).path;
        let token = self.token.as_deref().filter(|_| !self.token_after);
        let credentials =
            Credentials { access_key_id: "AKIDEXAMPLE", secret: &self.secret, session_token: token };
        let target = Target { service: "service", region: "us-east-1" };
        let payload = hex(&sha256(request.body.as_bytes()));

        let query = request
            .with(|raw| presign_with(raw, &payload, &credentials, &target, (self.date, 3600), self.rule));
        let wanted = self.text("query-signature.txt");
        assert!(query.ends_with(&format!("X-Amz-Signature={wanted}")), "{:?}", self.folder);

        if self.sign_body {
            request.headers.push(("x-amz-content-sha256".into(), payload.clone()));
        }
        let added = request.with(|raw| sign_with(raw, &payload, &credentials, &target, self.date, self.rule));
        let wanted = self.text("header-signature.txt");
        let (name, value) = added.last().unwrap();
        assert_eq!(*name, "authorization");
        assert!(value.ends_with(&format!("Signature={wanted}")), "{:?}\n{value}", self.folder);
    }
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sigv4/v4")
}

#[test]
fn the_published_suite_passes_in_both_directions() {
    let mut passed = 0;
    for entry in fs::read_dir(suite()).unwrap() {
        if let Some(vector) = Vector::read(&entry.unwrap().path()) {
            vector.verifies("header");
            vector.verifies("query");
            vector.signs();
            passed += 1;
        }
    }
    assert_eq!(passed, 38);
}

#[test]
fn paths_that_are_already_encoded_are_encoded_again() {
    for name in ["double-encode-path", "double-url-encode"] {
        let folder = suite().join(name);
        let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
        let mut request = Request::read(&text("request.txt"));
        for (_, value) in request.headers.iter_mut().filter(|(n, _)| n.eq_ignore_ascii_case("x-amz-date")) {
            *value = "20210511T154045Z".into();
        }
        let names = ["host".to_owned(), "x-amz-date".to_owned()];
        let payload = hex(&sha256(b""));

        let bytes = request.with(|raw| {
            let (rule, signed_headers) = (PathRule::Normalized, &names[..]);
            Canonical { request: raw, rule, signed_headers, payload: &payload, except: &[] }.bytes()
        });

        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            text("header-canonical-request.txt").trim_end(),
            "{name}"
        );
    }
}
