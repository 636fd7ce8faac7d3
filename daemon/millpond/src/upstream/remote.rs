//! An upstream: where it is, who we are there, and what its answers mean.

use super::connection::{self, Connection, Proxy, Way};
use super::credentials::{Issuer, NoCredentials};
use super::desk::Desk;
use super::lock;
use super::once::Once;
use super::wire::{Call, Refusal, Signer, Wire};
use crate::config::{self, Endpoint, UpstreamKind};
use crate::entropy::KernelEntropy;
use crate::journal;
use crate::secrets::Vault;
use crate::trouble::Trouble;
use hyper::Response;
use hyper::body::Bytes;
use millpond_aws::cbor::{self, Dialect};
use millpond_aws::gzip;
use millpond_aws::schema::ServiceSchema;
use millpond_aws::{FromValue, IntoValue, Op, Value, json};
use millpond_base::{Clock, Entropy, LineMs, PROVENANCE_HEADER, WallMs};
use millpond_credentials::Kept;
use millpond_forward::{Credentials, Failure, FetchError, NEVER, Session, Standing};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Of an answer that says success and cannot be read: what took effect is unknown.
const UNREADABLE: &str = "the answer cannot be read; something on the way answers in place of the upstream";

/// How long the same want of credentials is not said again.
const SAY_AGAIN_MS: u64 = 600_000;

/// An upstream, shared by its routes.
pub(super) struct Remote {
    wire: Wire,
    /// Grants the calls of all lanes.
    desk: Arc<Desk>,
    vault: Arc<Vault>,
    /// What a change of the configuration replaces.
    issuer: Mutex<Arc<Issuer>>,
    session: Mutex<Session>,
    /// Held while credentials are asked for, so that lanes that need them ask once.
    asking: tokio::sync::Mutex<()>,
    /// Why there are no credentials, and when that was last said.
    trouble: Mutex<(String, LineMs)>,
    /// What is to be kept on flash once the upstream has accepted it.
    unproven: Mutex<Option<Kept>>,
    /// The key of what is on flash.
    on_flash: Mutex<Option<String>>,
    /// The key and end of what was found on flash, until the upstream's clock is known.
    unanchored: Mutex<Option<(String, WallMs)>>,
    /// It is another gateway.
    is_millpond: bool,
    /// Tells this start from others.
    start: u64,
}

/// How a call is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner<'a> {
    /// In CBOR, in which bytes need no base64.
    pub(super) cbor: bool,
    /// Compressed as a whole.
    pub(super) gzip: bool,
    /// What another gateway is told of the entries.
    pub(super) provenance: Option<&'a str>,
}

impl Remote {
    pub(super) fn new(
        config: &config::Upstream,
        vault: &Arc<Vault>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Trouble> {
        let issuer = Issuer::new(config.clone(), Arc::clone(vault))?;
        let calls_max = config.calls_max.map_or(16, |calls| u32::try_from(calls.0).unwrap_or(u32::MAX));
        let desk = Arc::new(Desk::new(calls_max, Arc::clone(&clock)));
        let remote = Self {
            wire: Wire::new(config.name.as_str(), way(config, vault)?, clock),
            desk,
            vault: Arc::clone(vault),
            issuer: Mutex::new(Arc::new(issuer)),
            session: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
            trouble: Mutex::default(),
            unproven: Mutex::default(),
            on_flash: Mutex::default(),
            unanchored: Mutex::default(),
            is_millpond: config.kind == UpstreamKind::Millpond,
            start: u64::from_be_bytes(KernelEntropy.bytes()),
        };
        remote.restore();
        Ok(remote)
    }

    /// True for another gateway.
    pub(super) const fn is_millpond(&self) -> bool {
        self.is_millpond
    }

    /// What another gateway is told of a lane of `route` that reads `track`, whose next record has the place `next`.
    pub(super) fn once(&self, route: &str, track: u32, next: u64) -> Option<Once> {
        let name = format!("{}/{route}/{track}", self.wire.name());
        self.is_millpond.then(|| Once::new(self.vault.origin(&name), self.start, next))
    }

    /// Calls a JSON operation.
    pub(super) async fn call<O: Op>(
        &self,
        connection: &mut Connection,
        service: &'static ServiceSchema,
        input: O::Input,
    ) -> Result<O::Output, Failure> {
        self.call_in::<O>(connection, service, input, Manner::default()).await
    }

    /// Calls an operation in a manner that the service understands.
    pub(super) async fn call_in<O: Op>(
        &self,
        connection: &mut Connection,
        service: &'static ServiceSchema,
        input: O::Input,
        manner: Manner<'_>,
    ) -> Result<O::Output, Failure> {
        let operation = O::operation();
        let (mut body, value) = (Vec::new(), input.into_value());
        let form = if manner.cbor { "cbor" } else { "json" };
        match manner.cbor {
            true => cbor::encode(Dialect::Amz, operation.input, &value, &mut body),
            false => json::encode(operation.input, &value, &mut body),
        }
        drop(value);
        let media_type = format!("application/x-amz-{form}-{}", service.json_version);
        let answer = self.post(connection, service, operation.name, &media_type, body, manner).await?;
        let output = match manner.cbor {
            true => cbor::decode(Dialect::Amz, operation.output, answer.body()).ok(),
            false => json::decode(operation.output, answer.body()).ok(),
        };
        read::<O>(connection, output)
    }

    async fn post(
        &self,
        connection: &mut Connection,
        service: &'static ServiceSchema,
        operation: &'static str,
        media_type: &str,
        body: Vec<u8>,
        manner: Manner<'_>,
    ) -> Result<Response<Bytes>, Failure> {
        let target = format!("{}.{operation}", service.target_prefix);
        let mut headers = vec![("content-type", media_type), ("x-amz-target", &target)];
        headers.extend(manner.provenance.map(|text| (PROVENANCE_HEADER, text)));
        headers.extend(manner.gzip.then_some(("content-encoding", "gzip")));
        let both_ways = manner.gzip && manner.provenance.is_some();
        headers.extend(both_ways.then_some(("accept-encoding", "gzip")));
        let body = if manner.gzip { gzip::deflate(&body) } else { body };
        let call = Call {
            service: service.signing_name,
            operation,
            endpoint: &endpoint(self.issuer().config(), service.id),
            method: "POST",
            path: "/",
            headers: &headers,
            body: &Bytes::from(body),
        };
        self.send(connection, &call).await
    }

    /// Makes a call that is signed with the upstream's credentials.
    pub(super) async fn send(
        &self,
        connection: &mut Connection,
        call: &Call<'_>,
    ) -> Result<Response<Bytes>, Failure> {
        let issuer = self.issuer();
        let credentials = match self.credentials().await {
            Ok(credentials) => credentials,
            Err(failure) => {
                connection.explain(lock(&self.trouble).0.clone());
                return Err(failure);
            }
        };
        connection.signs_as(&credentials.access_key_id);
        let signer = Signer::Key(&credentials, issuer.region());
        let answer = self.wire.exchange(connection, call, signer).await.map_err(|refusal| {
            connection.refused(refusal.reason());
            connection.explain(refusal.words);
            refusal.failure
        })?;
        self.prove(&credentials);
        Ok(answer)
    }

    /// Where a service is, and whether the configuration says so rather than AWS.
    pub(super) fn endpoint(&self, service: &str) -> (Endpoint, bool) {
        let issuer = self.issuer();
        (endpoint(issuer.config(), service), issuer.config().endpoint.is_some())
    }

    /// Where lanes get their calls granted.
    pub(super) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk)
    }

    /// Changes whenever the upstream answers after it had not, or may again.
    pub(super) fn returns(&self) -> watch::Receiver<u64> {
        self.wire.returns()
    }

    /// True since a call got no answer.
    pub(super) fn is_away(&self) -> bool {
        self.wire.is_away()
    }

    /// The upstream may be reachable again: whoever waits asks now.
    pub(super) fn nudge(&self) {
        self.wire.nudge();
    }

    /// Notes that the credentials which a connection used last are not accepted. What the configuration says of them is read anew,
    /// so that a key, a secret or a region that was mended meanwhile needs no restart.
    pub(super) fn renew(&self, connection: &Connection) {
        let id = connection.signed_as();
        lock(&self.session).refused(id);
        lock(&self.unproven).take_if(|kept| kept.access_key_id == id);
        lock(&self.unanchored).take_if(|(kept, _)| kept == id);
        if lock(&self.on_flash).take_if(|kept| kept == id).is_some() {
            self.vault.forget_session(self.wire.name());
        }
        self.read_anew();
    }

    fn read_anew(&self) {
        let old = self.issuer();
        let config = match self.vault.read_config() {
            Ok(config) => config,
            Err(trouble) => {
                let cause = trouble.lines().join(": ");
                let fields: [(&str, &dyn std::fmt::Display); 2] =
                    [("upstream", &self.wire.name()), ("cause", &cause)];
                return journal::warn(
                    "the configuration cannot be read anew; the upstream keeps what it had",
                    &fields,
                );
            }
        };
        let Some(new) = config.upstream.into_iter().find(|new| new.name == old.config().name) else { return };
        if new.identity() == old.config().identity() {
            return;
        }
        // How to reach it was settled at start.
        let new = config::Upstream { ca: old.config().ca.clone(), ..new };
        match Issuer::new(new, Arc::clone(&self.vault)) {
            Ok(issuer) => {
                journal::info("an upstream's credentials are set anew", &[("upstream", &self.wire.name())]);
                *lock(&self.session) = Session::default();
                *lock(&self.issuer) = Arc::new(issuer);
            }
            Err(trouble) => {
                let cause = trouble.lines().join(": ");
                let fields: [(&str, &dyn std::fmt::Display); 2] =
                    [("upstream", &self.wire.name()), ("cause", &cause)];
                journal::warn("an upstream's new settings cannot be used", &fields);
            }
        }
    }

    /// Credentials to sign with; asks for them when there are none or they are about to end.
    async fn credentials(&self) -> Result<Credentials, Failure> {
        self.anchor();
        let old = match self.standing()? {
            Found::Good(credentials) => return Ok(credentials),
            // They still hold, so nobody waits for whoever asks already.
            Found::Ending(old) => match self.asking.try_lock() {
                Ok(asking) => (Some(old), asking),
                Err(_) => return Ok(old),
            },
            Found::None => (None, self.asking.lock().await),
        };
        let (old, _asking) = old;
        // Somebody else may have asked in the meantime.
        match self.standing()? {
            Found::Good(credentials) => return Ok(credentials),
            Found::Ending(_) | Found::None => {}
        }
        let issuer = self.issuer();
        let issued = issuer.issue(&self.wire, &mut |_| ()).await;
        let now = self.wire.now().line;
        match issued {
            Ok(fresh) => {
                let ends_at = fresh.life_ms.map_or(NEVER, |life_ms| now.after_ms(life_ms));
                self.tell(&fresh.from, ends_at, now);
                lock(&self.session).fetched(fresh.credentials.clone(), ends_at, now, &KernelEntropy);
                *lock(&self.unproven) = fresh.kept(issuer.fingerprint(), ends_at);
                *lock(&self.unanchored) = None;
                Ok(fresh.credentials)
            }
            Err(NoCredentials { failure, why }) => {
                self.complain(&why, now);
                lock(&self.session).failed(FetchError(failure), now, &KernelEntropy);
                old.ok_or(failure)
            }
        }
    }

    /// Says why there are no credentials, to the journal once in a while: a site may be cut off for days.
    fn complain(&self, why: &str, now: LineMs) {
        let text = format!("no credentials: {why}");
        let mut trouble = lock(&self.trouble);
        if trouble.0 == text && now < trouble.1.after_ms(SAY_AGAIN_MS) {
            return;
        }
        let fields: [(&str, &dyn std::fmt::Display); 2] = [("upstream", &self.wire.name()), ("cause", &why)];
        journal::warn("an upstream's credentials cannot be had", &fields);
        *trouble = (text, now);
    }

    fn standing(&self) -> Result<Found, Failure> {
        match lock(&self.session).standing(self.wire.now().line) {
            Standing::Ready { credentials, renew: false } => Ok(Found::Good(credentials.clone())),
            Standing::Ready { credentials, renew: true } => Ok(Found::Ending(credentials.clone())),
            Standing::Fetch => Ok(Found::None),
            Standing::Wait { failure, .. } => Err(failure),
        }
    }

    fn tell(&self, from: &str, ends_at: LineMs, now: LineMs) {
        if ends_at != NEVER {
            let fields: [(&str, &dyn std::fmt::Display); 3] = [
                ("upstream", &self.wire.name()),
                ("from", &from),
                ("seconds", &(ends_at.since_ms(now) / 1_000)),
            ];
            journal::info("an upstream issued credentials", &fields);
        }
    }

    /// Takes up what was kept on flash, so that a restart without a link needs no issuer.
    fn restore(&self) {
        let issuer = self.issuer();
        let Some(kept) = self.vault.session(self.wire.name()) else { return };
        let now = self.wire.now().line;
        if kept.settings != issuer.fingerprint() || kept.ends_line <= now {
            return self.vault.forget_session(self.wire.name());
        }
        *lock(&self.on_flash) = Some(kept.access_key_id.clone());
        *lock(&self.unanchored) = Some((kept.access_key_id.clone(), kept.ends));
        let credentials =
            Credentials { access_key_id: kept.access_key_id, secret: kept.secret, token: Some(kept.token) };
        lock(&self.session).fetched(credentials, kept.ends_line, now, &KernelEntropy);
    }

    /// Corrects the end of what was found on flash: the device timeline stood still while there was no power, the issuer's clock did
    /// not.
    fn anchor(&self) {
        let Some(theirs) = self.wire.theirs() else { return };
        let Some((id, ends)) = lock(&self.unanchored).take() else { return };
        let now = self.wire.now().line;
        let ends_at = now.after_ms(ends.0.saturating_sub(theirs.0));
        lock(&self.session).corrected(&id, ends_at, now, &KernelEntropy);
    }

    /// Keeps on flash what the upstream has just accepted, once. What it never accepts is never written.
    fn prove(&self, credentials: &Credentials) {
        let kept = lock(&self.unproven).take_if(|kept| kept.access_key_id == credentials.access_key_id);
        if let Some(kept) = kept {
            *lock(&self.on_flash) = Some(kept.access_key_id.clone());
            let (vault, name) = (Arc::clone(&self.vault), self.wire.name().to_owned());
            // A sync may take a while; the call's answer does not wait for it.
            tokio::task::spawn_blocking(move || {
                if let Err(trouble) = vault.keep_session(&name, &kept) {
                    let cause = trouble.lines().join(": ");
                    let fields: [(&str, &dyn std::fmt::Display); 2] =
                        [("upstream", &name), ("cause", &cause)];
                    journal::warn(
                        "credentials cannot be kept; after a restart they are asked for anew",
                        &fields,
                    );
                }
            });
        }
    }

    fn issuer(&self) -> Arc<Issuer> {
        Arc::clone(&lock(&self.issuer))
    }
}

/// How an upstream is reached.
pub(super) fn way(config: &config::Upstream, vault: &Vault) -> Result<Way, Trouble> {
    let ca = config.ca.as_ref().map(|path| vault.resolve(path));
    let tls = connection::tls(ca.as_deref(), &config.pin, None)?;
    let password = config.proxy_secret.as_ref().map(|name| vault.secret(name.as_str()).map(Arc::new));
    let password = password.transpose()?;
    let proxy = config.proxy.clone().map(|address| Proxy { address, password });
    Ok(Way::through(tls, proxy, config.no_proxy.clone()))
}

/// Makes one call of a JSON operation.
pub(super) async fn call<O: Op>(
    wire: &Wire,
    config: &config::Upstream,
    connection: &mut Connection,
    service: &'static ServiceSchema,
    input: O::Input,
    signer: Signer<'_>,
) -> Result<O::Output, Refusal> {
    let operation = O::operation();
    let mut body = Vec::new();
    json::encode(operation.input, &input.into_value(), &mut body);
    let content_type = format!("application/x-amz-json-{}", service.json_version);
    let target = format!("{}.{}", service.target_prefix, operation.name);
    let call = Call {
        service: service.signing_name,
        operation: operation.name,
        endpoint: &endpoint(config, service.id),
        method: "POST",
        path: "/",
        headers: &[("content-type", &content_type), ("x-amz-target", &target)],
        body: &Bytes::from(body),
    };
    let answer = wire.exchange(connection, &call, signer).await?;
    match json::decode(operation.output, answer.body()) {
        Ok(value) => Ok(O::Output::from_value(value)),
        Err(_) => Err(Refusal::ours(Failure::Unreachable, UNREADABLE)),
    }
}

fn read<O: Op>(connection: &mut Connection, value: Option<Value>) -> Result<O::Output, Failure> {
    let value = value.ok_or(Failure::Unreachable).inspect_err(|_| connection.explain(UNREADABLE))?;
    Ok(O::Output::from_value(value))
}

/// What there is to sign with.
enum Found {
    Good(Credentials),
    /// Good, and about to end.
    Ending(Credentials),
    None,
}

/// Where a service of an upstream is.
pub(super) fn endpoint(config: &config::Upstream, service: &str) -> Endpoint {
    let own = if service == "sts" { config.sts_endpoint.as_ref() } else { None };
    own.or(config.endpoint.as_ref())
        .cloned()
        .unwrap_or_else(|| aws_endpoint(config.region.0.as_str(), service))
}

/// Where AWS has a service in a region.
pub(super) fn aws_endpoint(region: &str, service: &str) -> Endpoint {
    let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    Endpoint::try_from(format!("https://{service}.{region}.{domain}")).expect("a valid host name")
}
