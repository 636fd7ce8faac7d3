//! Finding the caller an access key stands for, and deciding what it may do.

use super::caller::{Attached, Limits};
use super::session::Session;
use super::{Caller, CallerKind, KeyError, Principals, User, ids};
use millpond_base::{Now, Secret};
use millpond_policy::{Decision, Keys, Policy};
use std::sync::Arc;

impl Principals {
    /// Finds the secret and the caller an access key stands for.
    ///
    /// # Errors
    /// [`KeyError`]; a client is told of [`KeyError::Expired`] and of nothing else.
    pub fn find(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
        now: Now,
    ) -> Result<(Secret, Caller), KeyError> {
        if access_key_id.starts_with(ids::SESSION_KEY) {
            let token = session_token.ok_or(KeyError::TokenMissing)?;
            return self.find_session(access_key_id, token, now);
        }
        if session_token.is_some() {
            return Err(KeyError::TokenInvalid);
        }
        let held = self.read();
        let user = held.keys.get(access_key_id).and_then(|name| held.users.get(name));
        let user = user.ok_or(KeyError::Unknown)?;
        let key = user.keys.iter().find(|key| key.id == access_key_id).ok_or(KeyError::Unknown)?;
        if !key.active {
            return Err(KeyError::Inactive);
        }
        Ok((key.secret.clone(), self.caller_of_user(user, access_key_id)))
    }

    fn find_session(&self, access_key_id: &str, token: &str, now: Now) -> Result<(Secret, Caller), KeyError> {
        let session = Session::open(&self.session_key, self.account.as_str(), token)?;
        if session.access_key_id != access_key_id {
            return Err(KeyError::TokenInvalid);
        }
        if session.has_ended(now) {
            return Err(KeyError::Expired);
        }
        let caller =
            if session.of_role { self.caller_of_role(&session)? } else { self.caller_of_key(&session)? };
        Ok((session.secret, caller))
    }

    fn caller_of_user(&self, user: &User, access_key_id: &str) -> Caller {
        Caller {
            account: self.account.clone(),
            arn: user.arn.clone(),
            user_id: user.user_id.clone(),
            kind: CallerKind::User,
            access_key_id: access_key_id.to_owned(),
            name: user.name.clone(),
            role_arn: None,
            policies: Arc::clone(&user.policies),
            session: None,
            tags: user.tags.clone(),
        }
    }

    fn caller_of_key(&self, session: &Session) -> Result<Caller, KeyError> {
        let user = self.user(&session.name).filter(|u| u.user_id == session.principal_id);
        let user = user.ok_or(KeyError::Unknown)?;
        let limits = Limits { issued: session.issued, ..Limits::default() };
        Ok(Caller {
            kind: CallerKind::UserSession,
            session: Some(Arc::new(limits)),
            ..self.caller_of_user(&user, &session.access_key_id)
        })
    }

    fn caller_of_role(&self, session: &Session) -> Result<Caller, KeyError> {
        let role = self.role(&session.name).filter(|r| r.role_id == session.principal_id);
        let role = role.ok_or(KeyError::Unknown)?;
        let policies = session.policies.as_ref().map(|documents| {
            documents.iter().map(|d| Policy::parse_identity(d)).collect::<Result<Vec<_>, _>>()
        });
        let limits = Limits {
            policies: policies.transpose().map_err(|_| KeyError::TokenInvalid)?,
            transitive: session.transitive.clone(),
            source_identity: session.source_identity.clone(),
            issued: session.issued,
        };
        let session_name = session.session_name.as_deref().unwrap_or_default();
        let own = role.tags.iter().filter(|(key, _)| {
            !session.tags.iter().any(|(session_key, _)| session_key.eq_ignore_ascii_case(key))
        });
        Ok(Caller {
            account: self.account.clone(),
            arn: self.session_arn(&role.name, session_name),
            user_id: format!("{}:{session_name}", role.role_id),
            kind: CallerKind::RoleSession,
            access_key_id: session.access_key_id.clone(),
            name: role.name.clone(),
            role_arn: Some(role.arn.clone()),
            policies: Arc::clone(&role.policies),
            session: Some(Arc::new(limits)),
            tags: own.chain(&session.tags).cloned().collect(),
        })
    }

    /// The ARN of a role's session; the role's path is not part of it.
    #[must_use]
    pub fn session_arn(&self, role: &str, session: &str) -> String {
        format!("arn:aws:sts::{}:assumed-role/{role}/{session}", self.account)
    }

    /// The caller of every request when authentication is off, for test benches: the administrator, with no key.
    #[must_use]
    pub fn bench_caller(&self) -> Caller {
        self.caller_of_user(&self.admin_or_stand_in(), "")
    }

    /// The caller of a request that nobody signed, known by where it comes from.
    ///
    /// # Source
    /// SQS API Reference, `SenderId`: the IP address, if anonymous access is allowed. CloudTrail user guide,
    /// `userIdentity`: `ANONYMOUS_PRINCIPAL`.
    #[must_use]
    pub fn stranger(&self, address: &str) -> Caller {
        Caller {
            account: self.account.clone(),
            arn: "anonymous".to_owned(),
            user_id: address.to_owned(),
            kind: CallerKind::Stranger,
            access_key_id: String::new(),
            name: String::new(),
            role_arn: None,
            policies: Arc::default(),
            session: None,
            tags: Vec::new(),
        }
    }

    /// Decides whether a caller may do `action` to `resource` by its own policies.
    #[must_use]
    pub fn decide(&self, caller: &Caller, action: &str, resource: &str, keys: &Keys<'_>) -> Decision {
        caller.judge(action, resource, keys, Attached::default()).decision
    }
}
