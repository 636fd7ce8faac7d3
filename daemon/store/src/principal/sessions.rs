//! Beginning sessions.

use super::session::Session;
use super::{Caller, PrincipalError, Principals, Role, SessionCredentials, ids};
use millpond_base::{LineMs, Now, WallMs};
use millpond_policy::Policy;

/// What AssumeRole decides about a new session.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The session's name.
    pub name: String,
    /// How long it lasts, in seconds.
    pub secs: u64,
    /// Policies that limit it; one of them must allow. None means no limit.
    pub policies: Vec<String>,
    /// Tags, keys distinct without regard to case; those of the role come in addition.
    pub tags: Vec<(String, String)>,
    /// Tag keys that go along into the next role.
    pub transitive: Vec<String>,
    /// The identity that stays with every session that follows.
    pub source_identity: Option<String>,
    /// When a code of an MFA device was believed.
    pub mfa: Option<WallMs>,
    /// The identity provider that vouches for the caller.
    pub federated: Option<String>,
}

impl Principals {
    /// Begins a session of a role.
    ///
    /// # Errors
    /// [`PrincipalError::Malformed`] when a session policy cannot be used.
    pub fn assume(
        &self,
        role: &Role,
        new: NewSession,
        now: Now,
    ) -> Result<SessionCredentials, PrincipalError> {
        for document in &new.policies {
            Policy::parse_identity(document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
        }
        let session = Session {
            of_role: true,
            name: role.name.clone(),
            principal_id: role.role_id.clone(),
            session_name: Some(new.name),
            policies: if new.policies.is_empty() { None } else { Some(new.policies) },
            tags: new.tags,
            transitive: new.transitive,
            source_identity: new.source_identity,
            mfa: new.mfa,
            federated: new.federated,
            ..self.begin(new.secs, now)
        };
        Ok(self.credentials(session))
    }

    /// Begins a session of a user, which signs with the user's own rights save those on IAM.
    /// `mfa` tells when a code of an MFA device was believed.
    #[must_use]
    pub fn user_session(
        &self,
        caller: &Caller,
        secs: u64,
        mfa: Option<WallMs>,
        now: Now,
    ) -> SessionCredentials {
        let session = Session {
            mfa,
            name: caller.name.clone(),
            principal_id: caller.user_id.clone(),
            ..self.begin(secs, now)
        };
        self.credentials(session)
    }

    fn begin(&self, secs: u64, now: Now) -> Session {
        let ms = secs.saturating_mul(1000);
        Session {
            access_key_id: ids::access_key(ids::SESSION_KEY, &*self.entropy),
            secret: ids::secret(&*self.entropy),
            of_role: false,
            name: String::new(),
            principal_id: String::new(),
            session_name: None,
            policies: None,
            tags: Vec::new(),
            transitive: Vec::new(),
            source_identity: None,
            issued: now.wall,
            expires: WallMs(now.wall.0.saturating_add(ms)),
            expires_line: LineMs(now.line.0.saturating_add(ms)),
            trusted: now.trusted,
            mfa: None,
            federated: None,
        }
    }

    fn credentials(&self, session: Session) -> SessionCredentials {
        let token = session.seal(&self.session_key, self.account.as_str(), &*self.entropy);
        let Session { access_key_id, secret, expires, .. } = session;
        SessionCredentials { access_key_id, secret, token, expires }
    }
}
