//! Beginning sessions.

use super::session::Session;
use super::{Caller, PrincipalError, Principals, Role, SessionCredentials, ids};
use millpond_base::{LineMs, Now, WallMs};
use millpond_policy::Policy;

/// What is decided about a new session before it begins.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The session's name.
    pub name: String,
    /// How long it lasts, in seconds.
    pub secs: u64,
    /// Policies that limit it; one of them, or of the managed ones, must allow. With neither, a role's session has no
    /// limit, and a federated user may do nothing.
    pub policies: Vec<String>,
    /// ARNs of managed policies that limit it. Each is looked up at every call; one that is gone allows nothing.
    pub policy_arns: Vec<String>,
    /// Tags, keys distinct without regard to case; those of the role come in addition.
    pub tags: Vec<(String, String)>,
    /// Tag keys that go along into the next role.
    pub transitive: Vec<String>,
    /// The identity that stays with every session that follows.
    pub source_identity: Option<String>,
    /// When a code of an MFA device was believed.
    pub mfa: Option<WallMs>,
    /// The ARN of the identity provider that vouches for the caller.
    pub federated: Option<String>,
    /// What the provider said that policies may ask of every call of the session: condition keys in lower case, such as
    /// `saml:sub` or `id.example.com:sub`. One that is repeated has several values.
    pub claims: Vec<(String, String)>,
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
        let is_limited = !new.policies.is_empty() || !new.policy_arns.is_empty();
        let named = self.begin_named(new, now)?;
        let session = Session {
            of_role: true,
            name: role.name.clone(),
            principal_id: role.role_id.clone(),
            policies: named.policies.clone().filter(|_| is_limited),
            ..named
        };
        Ok(self.credentials(session))
    }

    /// Begins a session of somebody whom the calling user vouches for, and whose rights are those that the user and the
    /// session's policies have in common.
    ///
    /// # Errors
    /// [`PrincipalError::Malformed`] when a session policy cannot be used.
    pub fn federated_user_session(
        &self,
        caller: &Caller,
        new: NewSession,
        now: Now,
    ) -> Result<SessionCredentials, PrincipalError> {
        let named = self.begin_named(new, now)?;
        Ok(self.credentials(Session {
            name: caller.name.clone(),
            principal_id: caller.user_id.clone(),
            ..named
        }))
    }

    fn begin_named(&self, new: NewSession, now: Now) -> Result<Session, PrincipalError> {
        for document in &new.policies {
            Policy::parse_identity(document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
        }
        Ok(Session {
            session_name: Some(new.name),
            policies: Some(new.policies),
            policy_arns: new.policy_arns,
            tags: new.tags,
            transitive: new.transitive,
            source_identity: new.source_identity,
            mfa: new.mfa,
            federated: new.federated,
            claims: new.claims,
            ..self.begin(new.secs, now)
        })
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
            access_key_id: ids::access_key(ids::SESSION_KEY, &self.account, &*self.entropy),
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
            claims: Vec::new(),
            policy_arns: Vec::new(),
        }
    }

    fn credentials(&self, session: Session) -> SessionCredentials {
        let token = session.seal(&self.session_key, self.account.as_str(), &*self.entropy);
        let Session { access_key_id, secret, expires, .. } = session;
        SessionCredentials { access_key_id, secret, token, expires }
    }
}
