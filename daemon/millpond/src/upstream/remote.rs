//! An upstream: where it is, how to sign for it, and what its answers mean.

use super::connection::{self, Connection};
use super::dead_letters::Reason;
use crate::config::{self, Endpoint};
use crate::entropy::KernelEntropy;
use crate::journal;
use crate::trouble::Trouble;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{DATE, HOST};
use hyper::{Request, Response};
use millpond_aws::schema::{Operation, ServiceSchema};
use millpond_aws::sigv4::{self, sha256};
use millpond_aws::{FromValue, IntoValue, Op, Value, errors, json, query, xml};
use millpond_base::{LineMs, Secret, WallMs};
use millpond_forward::{
    Credentials, Failure, FetchError, SKEW_CODES, Session, Source, Standing, UpstreamClock,
};
use millpond_store::Store;
use millpond_sts::api::{AssumeRole, AssumeRoleInput};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;
use tokio_rustls::TlsConnector;

/// An upstream, shared by its routes.
pub(super) struct Remote {
    config: config::Upstream,
    tls: TlsConnector,
    store: Arc<Store>,
    /// Held while a role is being assumed, so that lanes that need it ask once.
    session: tokio::sync::Mutex<Session>,
    clock: Mutex<UpstreamClock>,
    /// Counts how often the upstream came back.
    returns: watch::Sender<u64>,
    away: AtomicBool,
    /// What was last said about a call that failed, and when.
    said: Mutex<(String, LineMs)>,
}

/// How long the same failure is not said again: an upstream may be away for days.
const SAY_AGAIN_MS: u64 = 60_000;

/// A call that did not succeed.
struct Refusal {
    failure: Failure,
    code: String,
    signed: WallMs,
}

/// A call before it is signed.
struct Call<'a> {
    service: &'static ServiceSchema,
    operation: &'static Operation,
    endpoint: Endpoint,
    content_type: String,
    target: Option<String>,
    body: &'a Bytes,
}

impl Remote {
    pub(super) fn new(
        config: &config::Upstream,
        secret: Secret,
        ca: Option<&Path>,
        store: Arc<Store>,
    ) -> Result<Self, Trouble> {
        let key = Credentials { access_key_id: config.access_key_id.clone(), secret, token: None };
        let source = if config.role_arn.is_some() { Source::Role } else { Source::Key };
        Ok(Self {
            config: config.clone(),
            tls: connection::tls(ca)?,
            store,
            session: tokio::sync::Mutex::new(Session::new(source, key)),
            clock: Mutex::default(),
            returns: watch::Sender::new(0),
            away: AtomicBool::new(false),
            said: Mutex::default(),
        })
    }

    /// Calls a JSON operation.
    pub(super) async fn call<O: Op>(
        &self,
        connection: &mut Connection,
        service: &'static ServiceSchema,
        input: O::Input,
    ) -> Result<O::Output, Failure> {
        let operation = O::operation();
        let mut body = Vec::new();
        json::encode(operation.input, &input.into_value(), &mut body);
        let body = Bytes::from(body);
        let call = Call {
            service,
            operation,
            endpoint: self.endpoint(service),
            content_type: format!("application/x-amz-json-{}", service.json_version),
            target: Some(format!("{}.{}", service.target_prefix, operation.name)),
            body: &body,
        };
        let credentials = self.credentials().await?;
        let answer = self.exchange(connection, &call, &credentials).await?;
        match json::decode(operation.output, answer.body()) {
            Ok(value) => Ok(O::Output::from_value(value)),
            // It says success and cannot be read: what took effect is unknown.
            Err(_) => Err(Failure::Unreachable),
        }
    }

    /// Changes whenever the upstream answers after it had not.
    pub(super) fn returns(&self) -> watch::Receiver<u64> {
        self.returns.subscribe()
    }

    /// Notes that the credentials last used are not accepted.
    pub(super) async fn renew(&self) {
        let mut session = self.session.lock().await;
        let now = self.store.clock().now().line;
        let refused = match session.standing(now) {
            Standing::Ready { credentials, .. } => Some(credentials.access_key_id.clone()),
            _ => None,
        };
        if let Some(id) = refused {
            session.refused(&id);
        }
    }

    /// Credentials to sign with; asks for them when there are none or they are about to end.
    async fn credentials(&self) -> Result<Credentials, Failure> {
        let mut session = self.session.lock().await;
        let old = match session.standing(self.store.clock().now().line) {
            Standing::Ready { credentials, renew: false } => return Ok(credentials.clone()),
            Standing::Ready { credentials, renew: true } => Some(credentials.clone()),
            Standing::Wait { failure, .. } => return Err(failure),
            Standing::Fetch => None,
        };
        let fetched = self.assume_role(session.key()).await;
        let now = self.store.clock().now().line;
        match fetched {
            Ok((credentials, life_ms)) => {
                journal::info(
                    "assumed the upstream's role",
                    &[("upstream", &self.config.name.as_str()), ("seconds", &(life_ms / 1000))],
                );
                session.fetched(credentials.clone(), life_ms, now);
                Ok(credentials)
            }
            Err(failure) => {
                session.failed(FetchError(failure), now, &KernelEntropy);
                old.ok_or(failure)
            }
        }
    }

    /// Asks the upstream's STS for the role; also says for how long it holds, by the upstream's clock.
    async fn assume_role(&self, key: &Credentials) -> Result<(Credentials, u64), Failure> {
        let service = &millpond_sts::api::SERVICE;
        let operation = AssumeRole::operation();
        let input = AssumeRoleInput {
            role_arn: self.config.role_arn.clone().unwrap_or_default(),
            role_session_name: self.config.role_session_name.clone(),
            duration_seconds: i64::try_from(self.config.role_session_secs.0.0).ok(),
            ..AssumeRoleInput::default()
        };
        let body = Bytes::from(query::encode(service, operation, &input.into_value()));
        let call = Call {
            service,
            operation,
            endpoint: self.endpoint(service),
            content_type: "application/x-www-form-urlencoded; charset=utf-8".into(),
            target: None,
            body: &body,
        };
        let answer = self.exchange(&mut Connection::default(), &call, key).await?;
        let value = xml::decode_result(operation, answer.body()).unwrap_or(Value::Null);
        let output = <AssumeRole as Op>::Output::from_value(value);
        let Some(held) = output.credentials else { return Err(Failure::Unreachable) };
        let theirs = date(&answer).unwrap_or_else(|| self.store.clock().now().wall);
        let ends = u64::try_from(held.expiration).unwrap_or(0);
        let credentials = Credentials {
            access_key_id: held.access_key_id,
            secret: Secret::new(held.secret_access_key.into_bytes()),
            token: Some(held.session_token),
        };
        Ok((credentials, ends.saturating_sub(theirs.0)))
    }

    /// Signs, sends, and once more when the answer shows that our clock was to blame.
    async fn exchange(
        &self,
        connection: &mut Connection,
        call: &Call<'_>,
        credentials: &Credentials,
    ) -> Result<Response<Bytes>, Failure> {
        let refusal = match self.attempt(connection, call, credentials).await {
            Ok(answer) => return Ok(answer),
            Err(refusal) => refusal,
        };
        let skewed = SKEW_CODES.contains(&refusal.code.as_str())
            && self.clock().explains(refusal.signed, self.store.clock().now());
        if !skewed {
            return Err(refusal.failure);
        }
        journal::warn(
            "our clock and the upstream's differ; signing by theirs",
            &[("upstream", &self.config.name.as_str())],
        );
        self.attempt(connection, call, credentials).await.map_err(|refusal| refusal.failure)
    }

    async fn attempt(
        &self,
        connection: &mut Connection,
        call: &Call<'_>,
        credentials: &Credentials,
    ) -> Result<Response<Bytes>, Refusal> {
        let before = self.store.clock().now();
        let signed = self.clock().signing_time(before);
        let request = self.request(call, credentials, signed);
        let answer = match connection.call(&call.endpoint, &self.tls, request).await {
            Ok(answer) => answer,
            Err(cause) => {
                self.away.store(true, Ordering::Relaxed);
                self.report(call, &cause);
                return Err(Refusal { failure: Failure::Unreachable, code: String::new(), signed });
            }
        };
        if self.away.swap(false, Ordering::Relaxed) {
            self.returns.send_modify(|count| *count += 1);
        }
        if let Some(date) = date(&answer) {
            self.clock().learn(date, before.line, self.store.clock().now().line);
        }
        if answer.status().is_success() {
            return Ok(answer);
        }
        let reply = errors::parse(answer.body()).unwrap_or_default();
        let status = answer.status().as_u16();
        self.report(call, &format!("{status} {} {}", reply.code, reply.message));
        connection.refused(Reason { code: reply.code.clone(), message: reply.message });
        Err(Refusal { failure: Failure::of(status, &reply.code), code: reply.code, signed })
    }

    fn request(&self, call: &Call<'_>, credentials: &Credentials, signed: WallMs) -> Request<Full<Bytes>> {
        let mut headers = vec![
            (HOST.as_str(), call.endpoint.authority.as_str()),
            ("content-type", call.content_type.as_str()),
        ];
        headers.extend(call.target.as_deref().map(|target| ("x-amz-target", target)));
        let raw: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        let added = sigv4::sign(
            &sigv4::RawRequest { method: "POST", path: "/", query: "", headers: &raw },
            &sha256(call.body),
            &sigv4::Credentials {
                access_key_id: &credentials.access_key_id,
                secret: &credentials.secret,
                session_token: credentials.token.as_deref(),
            },
            &sigv4::Target { service: call.service.signing_name, region: self.config.region.0.as_str() },
            signed,
        );
        let mut request = Request::post("/");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        for (name, value) in added {
            request = request.header(name, value);
        }
        let agent = concat!("millpond/", env!("CARGO_PKG_VERSION"));
        let request = request.header("user-agent", agent).body(Full::new(call.body.clone()));
        request.expect("endpoints, targets and signatures are plain ASCII")
    }

    fn endpoint(&self, service: &ServiceSchema) -> Endpoint {
        let own = if service.id == "sts" { self.config.sts_endpoint.as_ref() } else { None };
        own.or(self.config.endpoint.as_ref()).cloned().unwrap_or_else(|| {
            let region = self.config.region.0.as_str();
            Endpoint::try_from(format!("https://{}.{region}.amazonaws.com", service.id))
                .expect("a valid host name")
        })
    }

    fn report(&self, call: &Call<'_>, cause: &dyn std::fmt::Display) {
        let text = format!("{} {cause}", call.operation.name);
        let now = self.store.clock().now().line;
        let mut said = self.said.lock().expect("no holder of this lock can panic");
        if said.0 == text && now < said.1.after_ms(SAY_AGAIN_MS) {
            return;
        }
        *said = (text, now);
        journal::warn(
            "a call upstream failed",
            &[
                ("upstream", &self.config.name.as_str()),
                ("operation", &call.operation.name),
                ("cause", cause),
            ],
        );
    }

    fn clock(&self) -> std::sync::MutexGuard<'_, UpstreamClock> {
        self.clock.lock().expect("no holder of this lock can panic")
    }
}

fn date(answer: &Response<Bytes>) -> Option<WallMs> {
    WallMs::parse_http_date(answer.headers().get(DATE)?.to_str().ok()?)
}
