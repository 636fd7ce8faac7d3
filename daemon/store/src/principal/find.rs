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
        let caller = match (session.of_role, &session.session_name) {
            (true, _) => self.caller_of_role(&session, now)?,
            (false, Some(name)) => self.caller_of_federated_user(&session, name, now)?,
            (false, None) => self.caller_of_key(&session, now)?,
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
            behind: None,
            proved: false,
            grants,
            session: None,
            tags: user.tags.clone(),
        }
    }

    fn caller_of_key(&self, session: &Session, now: Now) -> Result<Caller, KeyError> {
        // By id: the user may have another name by now.
        let user = self.user_by_id(&session.principal_id).ok_or(KeyError::Unknown)?;
        let grants = self.read().grants_of_user(&user);
        let limits = Limits {
            issued: session.issued,
            ends: session.expires_line,
            mfa_age_secs: session.mfa_age_secs(now),
            ..Limits::default()
        };
        Ok(Caller {
            kind: CallerKind::UserSession,
            session: Some(Arc::new(limits)),
            ..self.caller_of_user(&user, grants, &session.access_key_id)
        })
    }

    fn caller_of_federated_user(&self, session: &Session, name: &str, now: Now) -> Result<Caller, KeyError> {
        let user = self.user_by_id(&session.principal_id).ok_or(KeyError::Unknown)?;
        let grants = self.read().grants_of_user(&user);
        let limits = self.limits(session, now)?;
        Ok(Caller {
            arn: self.federated_user_arn(name),
            user_id: format!("{}:{name}", self.account),
            kind: CallerKind::FederatedUser,
            name: name.to_owned(),
            behind: Some(user.arn.clone()),
            tags: with_tags(&user.tags, &session.tags),
            session: Some(Arc::new(limits)),
            ..self.caller_of_user(&user, grants, &session.access_key_id)
        })
    }

    /// What a session brings along. A managed policy that is gone allows nothing.
    fn limits(&self, session: &Session, now: Now) -> Result<Limits, KeyError> {
        let mut policies = None;
        if let Some(documents) = &session.policies {
            let parsed =
                documents.iter().map(|d| Policy::parse(d).map(Arc::new)).collect::<Result<Vec<_>, _>>();
            let mut parsed = parsed.map_err(|_| KeyError::TokenInvalid)?;
            let held = self.read();
            parsed.extend(session.policy_arns.iter().map(|arn| held.managed_or_nothing(arn)));
            policies = Some(parsed);
        }
        Ok(Limits {
            policies,
            transitive: session.transitive.clone(),
            source_identity: session.source_identity.clone(),
            issued: session.issued,
            ends: session.expires_line,
            mfa_age_secs: session.mfa_age_secs(now),
            federated: session.federated.clone(),
            claims: session.claims.clone(),
        })
    }

    fn caller_of_role(&self, session: &Session, now: Now) -> Result<Caller, KeyError> {
        let role = self.role(&session.name).filter(|r| r.role_id == session.principal_id);
        let role = role.ok_or(KeyError::Unknown)?;
        let limits = self.limits(session, now)?;
        let session_name = session.session_name.as_deref().unwrap_or_default();
        Ok(Caller {
            account: self.account.clone(),
            arn: self.session_arn(&role.name, session_name),
            user_id: format!("{}:{session_name}", role.role_id),
            kind: CallerKind::RoleSession,
            access_key_id: session.access_key_id.clone(),
            name: role.name.clone(),
            behind: Some(role.arn.clone()),
            proved: false,
            grants: self.read().grants_of_role(&role),
            session: Some(Arc::new(limits)),
            tags: with_tags(&role.tags, &session.tags),
        })
    }

    /// The account of an access key: ours for one that is known here, and else the one it tells. Whether it opens anything
    /// is another question.
    #[must_use]
    pub fn account_of_key(&self, access_key_id: &str) -> Option<String> {
        if self.read().keys.contains_key(access_key_id) {
            return Some(self.account.to_string());
        }
        ids::account_of_key(access_key_id)
    }

    /// The ARN of a role's session; the role's path is not part of it.
    #[must_use]
    pub fn session_arn(&self, role: &str, session: &str) -> String {
        format!("arn:aws:sts::{}:assumed-role/{role}/{session}", self.account)
    }

    /// The ARN of a federated user.
    #[must_use]
    pub fn federated_user_arn(&self, name: &str) -> String {
        format!("arn:aws:sts::{}:federated-user/{name}", self.account)
    }

    /// Somebody whom an identity provider vouches for, as a role's trust policy sees it: `Principal: {"Federated": ARN}`.
    #[must_use]
    pub fn vouched_by(&self, provider_arn: &str) -> Caller {
        Caller {
            arn: provider_arn.to_owned(),
            user_id: String::new(),
            kind: CallerKind::Federated,
            ..self.stranger("")
        }
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
            behind: Some(role.arn.clone()),
            proved: false,
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
            behind: None,
            proved: false,
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

/// Tags of a role or user with those of its session, which come before its own.
fn with_tags(own: &[(String, String)], session: &[(String, String)]) -> Vec<(String, String)> {
    let hidden = |key: &str| session.iter().any(|(other, _)| other.eq_ignore_ascii_case(key));
    own.iter().filter(|(key, _)| !hidden(key)).chain(session).cloned().collect()
}
