//! Finding the caller an access key stands for, and deciding what it may do.

use super::caller::{Attached, Limits};
use super::grants::Grants;
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
        Ok((key.secret.clone(), self.caller_of_user(user, held.grants_of_user(user), access_key_id)))
    }

    fn find_session(&self, access_key_id: &str, token: &str, now: Now) -> Result<(Secret, Caller), KeyError> {
        let session = Session::open(&self.session_key, self.account.as_str(), token)?;
        if session.access_key_id != access_key_id {
            return Err(KeyError::TokenInvalid);
        }
        if session.has_ended(now) {
            return Err(KeyError::Expired);
        }
        let caller = if session.of_role {
            self.caller_of_role(&session, now)?
        } else {
            self.caller_of_key(&session, now)?
        };
        Ok((session.secret, caller))
    }

    fn caller_of_user(&self, user: &User, grants: Arc<Grants>, access_key_id: &str) -> Caller {
        Caller {
            account: self.account.clone(),
            arn: user.arn.clone(),
            user_id: user.user_id.clone(),
            kind: CallerKind::User,
            access_key_id: access_key_id.to_owned(),
            name: user.name.clone(),
            role_arn: None,
            grants,
            session: None,
            tags: user.tags.clone(),
        }
    }

    fn caller_of_key(&self, session: &Session, now: Now) -> Result<Caller, KeyError> {
        // By id: the user may have another name by now.
        let user = self.user_by_id(&session.principal_id).ok_or(KeyError::Unknown)?;
        let grants = self.read().grants_of_user(&user);
        let limits =
            Limits { issued: session.issued, mfa_age_secs: session.mfa_age_secs(now), ..Limits::default() };
        Ok(Caller {
            kind: CallerKind::UserSession,
            session: Some(Arc::new(limits)),
            ..self.caller_of_user(&user, grants, &session.access_key_id)
        })
    }

    fn caller_of_role(&self, session: &Session, now: Now) -> Result<Caller, KeyError> {
        let role = self.role(&session.name).filter(|r| r.role_id == session.principal_id);
        let role = role.ok_or(KeyError::Unknown)?;
        let policies = session
            .policies
            .as_ref()
            .map(|documents| documents.iter().map(|d| Policy::parse(d)).collect::<Result<Vec<_>, _>>());
        let limits = Limits {
            policies: policies.transpose().map_err(|_| KeyError::TokenInvalid)?,
            transitive: session.transitive.clone(),
            source_identity: session.source_identity.clone(),
            issued: session.issued,
            mfa_age_secs: session.mfa_age_secs(now),
            federated: session.federated.clone(),
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
            grants: self.read().grants_of_role(&role),
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
        let admin = self.admin_or_stand_in();
        // One who is kept nowhere has nothing but its own policies, and is not to be remembered.
        let grants = match admin.number {
            0 => Arc::new(Grants::own(&admin.policies)),
            _ => self.read().grants_of_user(&admin),
        };
        self.caller_of_user(&admin, grants, "")
    }

    /// A user or role as a caller, for questions about what it may do.
    #[must_use]
    pub fn caller_by_arn(&self, arn: &str) -> Option<Caller> {
        if let Some(user) = self.by_arn::<User>(arn) {
            let grants = self.read().grants_of_user(&user);
            return Some(self.caller_of_user(&user, grants, ""));
        }
        let role = self.role_by_arn(arn)?;
        Some(Caller {
            account: self.account.clone(),
            arn: role.arn.clone(),
            user_id: role.role_id.clone(),
            kind: CallerKind::RoleSession,
            access_key_id: String::new(),
            name: role.name.clone(),
            role_arn: Some(role.arn.clone()),
            grants: self.read().grants_of_role(&role),
            session: None,
            tags: role.tags.clone(),
        })
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
            grants: Arc::default(),
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
