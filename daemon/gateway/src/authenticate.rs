//! Step 2: who sent a request, proven by its signature.

use crate::encode::Protocol;
use crate::identify::Target;
use crate::wire::RawRequest;
use millpond_aws::sigv4::{self, AuthError, AuthErrorKind, Expected, ReplayGuard, SigningKeys};
use millpond_base::{LineMs, Now};
use millpond_service::Fault;
use millpond_store::Store;
use millpond_store::principal::{Caller, KeyError};
use std::sync::Mutex;

/// At most this many refusals of strangers leave a trace per second, so that noise cannot wear out the flash.
const STRANGERS_PER_SECOND: u32 = 10;

/// A request whose sender is not proven.
pub(crate) struct Unproven {
    /// What the sender is told.
    pub(crate) fault: Fault,
    /// True when it does not say who it is; false when what it says is wrong.
    pub(crate) unsigned: bool,
}

/// Proves callers; remembers what it needs to do so quickly and only once.
pub(crate) struct Authenticator {
    on: bool,
    keys: SigningKeys,
    replays: ReplayGuard,
    strangers: Mutex<(LineMs, u32)>,
}

impl Authenticator {
    /// `on` is false for test benches only.
    pub(crate) fn new(on: bool) -> Self {
        Self { on, keys: SigningKeys::new(), replays: ReplayGuard::new(), strangers: Mutex::default() }
    }

    /// False for test benches only.
    pub(crate) const fn is_on(&self) -> bool {
        self.on
    }

    /// Finds out who sent the request.
    pub(crate) fn authenticate(
        &self,
        store: &Store,
        request: &RawRequest,
        target: &Target<'_>,
        now: Now,
    ) -> Result<Caller, Unproven> {
        if !self.on {
            return Ok(store.principals().bench_caller());
        }
        self.prove(store, request, target, now).map_err(|error| {
            let ((code, status), (query_code, query_status)) = (error.kind.json(), error.kind.query());
            // The query services have a text of their own for this.
            let message = match (error.kind, target.protocol) {
                (AuthErrorKind::MissingToken, Protocol::Query) => {
                    "Request is missing Authentication Token".to_owned()
                }
                _ => error.message,
            };
            let fault = Fault::code(code, status, message).query(query_code, query_status);
            Unproven { fault, unsigned: error.kind == AuthErrorKind::MissingToken }
        })
    }

    fn prove(
        &self,
        store: &Store,
        request: &RawRequest,
        target: &Target<'_>,
        now: Now,
    ) -> Result<Caller, AuthError> {
        let headers: Vec<(&str, &[u8])> =
            request.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        let raw = sigv4::RawRequest {
            method: &request.method,
            path: &request.path,
            query: &request.query,
            headers: &headers,
        };
        let claim = sigv4::parse(&raw)?;
        // The region only has to be consistent within the signature: devices are addressed by endpoint, and clients
        // of global services sign for us-east-1 wherever they are.
        let expected = Expected { service: target.service.schema.signing_name, regions: &[], now };
        claim.check(&expected)?;
        let found = store.principals().find(claim.access_key_id(), claim.session_token(), now);
        let (secret, caller) = found.map_err(|error| match error {
            KeyError::Expired => AuthError::expired_token(),
            _ => AuthError::unknown_key(),
        })?;
        claim.verify(&raw, &sigv4::sha256(&request.body), &secret, &expected, &self.keys)?;
        self.replays.admit(claim.access_key_id(), claim.date(), now)?;
        Ok(caller)
    }

    /// Whether the refusal of someone unproven may leave a trace now.
    pub(crate) fn may_trace_stranger(&self, now: Now) -> bool {
        let mut strangers = self.strangers.lock().expect("no holder of this lock can panic");
        if now.line.since_ms(strangers.0) >= 1000 {
            *strangers = (now.line, 0);
        }
        strangers.1 += 1;
        strangers.1 <= STRANGERS_PER_SECOND
    }
}
