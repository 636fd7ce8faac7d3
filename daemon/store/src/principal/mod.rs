//! Principals: users, roles, access keys and the sessions made from them.
//!
//! Goals: memory holds what the catalog holds, and a change reaches the catalog first; finding a caller takes a read
//! lock for a moment and touches no flash; secrets are wiped, and shown by nothing.
//! Non-goals: IAM's error texts and quotas (the iam service), managed policies, groups, the account's root user,
//! which cannot log in here.
//!
//! Names of users are unique without regard to case, and so are names of roles, as in IAM.

mod caller;
mod cbor;
mod error;
mod ids;
mod policies;
mod role;
mod session;
#[cfg(test)]
mod tests;
mod user;

pub use caller::{Caller, CallerKind};
pub use error::{KeyError, Kind, PrincipalError};
pub use policies::Policies;
pub use role::Role;
pub use session::SessionCredentials;
pub use user::{AccessKey, User};

use crate::Catalog;
use crate::keyring::{Purpose, RootKey};
use caller::Limits;
use millpond_base::{AccountId, Entropy, LineMs, Now, Secret, WallMs};
use millpond_policy::{Decision, Keys, Policy};
use session::Session;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use zeroize::Zeroizing;

/// The first user's name and its policy.
const ADMIN: &str = "admin";
const ADMIN_POLICY: &str = "AdministratorAccess";
const ADMIN_DOCUMENT: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// What CreateUser decides about a new user.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// The name.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// Tags, keys distinct.
    pub tags: Vec<(String, String)>,
}

/// What CreateRole decides about a new role.
#[derive(Clone, Debug, Default)]
pub struct NewRole {
    /// The name.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// Tags, keys distinct.
    pub tags: Vec<(String, String)>,
    /// The trust policy.
    pub trust_document: String,
    /// Free text.
    pub description: Option<String>,
    /// The longest session that may be asked for, in seconds.
    pub session_secs_max: u64,
}

/// What AssumeRole decides about a new session.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The session's name.
    pub name: String,
    /// How long it lasts, in seconds.
    pub secs: u64,
    /// Policies that limit it; each must allow. None means no limit.
    pub policies: Vec<String>,
    /// Tags, keys distinct without regard to case; those of the role come in addition.
    pub tags: Vec<(String, String)>,
    /// Tag keys that go along into the next role.
    pub transitive: Vec<String>,
    /// The identity that stays with every session that follows.
    pub source_identity: Option<String>,
}

/// Every user and role of the account.
pub struct Principals {
    catalog: Arc<Catalog>,
    entropy: Arc<dyn Entropy>,
    account: AccountId,
    session_key: Zeroizing<[u8; 32]>,
    held: RwLock<Held>,
    /// Held through a change, catalog included; readers go on meanwhile.
    changing: Mutex<()>,
}

#[derive(Default)]
struct Held {
    /// By name in lower case.
    users: BTreeMap<String, Arc<User>>,
    roles: BTreeMap<String, Arc<Role>>,
    /// The lower-case name of an access key's user.
    keys: HashMap<String, String>,
}

impl Held {
    fn put_user(&mut self, user: User) -> Arc<User> {
        let (name, user) = (user.name.to_lowercase(), Arc::new(user));
        if let Some(old) = self.users.insert(name.clone(), Arc::clone(&user)) {
            for key in &old.keys {
                self.keys.remove(&key.id);
            }
        }
        for key in &user.keys {
            self.keys.insert(key.id.clone(), name.clone());
        }
        user
    }
}

impl Principals {
    /// Loads users and roles.
    ///
    /// # Errors
    /// [`PrincipalError::Catalog`], or [`PrincipalError::Document`] for one a newer binary wrote.
    pub fn open(
        catalog: Arc<Catalog>,
        root: &RootKey,
        account: AccountId,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PrincipalError> {
        let mut session_key = Zeroizing::new([0; 32]);
        session_key.copy_from_slice(root.derive(Purpose::SessionTokens).expose());
        let mut held = Held::default();
        for (id, document) in catalog.all(user::KIND)? {
            let document = Zeroizing::new(document);
            let user = User::decode(id, account.as_str(), &document)
                .map_err(|cbor::Unreadable| PrincipalError::Document { kind: user::KIND, id })?;
            held.put_user(user);
        }
        for (id, document) in catalog.all(role::KIND)? {
            let role = Role::decode(id, account.as_str(), &document)
                .map_err(|cbor::Unreadable| PrincipalError::Document { kind: role::KIND, id })?;
            held.roles.insert(role.name.to_lowercase(), Arc::new(role));
        }
        let held = RwLock::new(held);
        Ok(Self { catalog, entropy, account, session_key, held, changing: Mutex::new(()) })
    }

    // ---- finding callers ----

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
        let user = self.user(ADMIN).unwrap_or_else(|| {
            Arc::new(User {
                number: 0,
                name: ADMIN.to_owned(),
                path: "/".to_owned(),
                user_id: format!("{}BENCHBENCHBENCHBE", ids::USER),
                arn: user::arn(self.account.as_str(), "/", ADMIN),
                created: WallMs(0),
                tags: Vec::new(),
                policies: Arc::new(admin_policies()),
                keys: Vec::new(),
            })
        });
        self.caller_of_user(&user, "")
    }

    /// Decides whether a caller may do `action` to `resource`.
    #[must_use]
    pub fn decide(&self, caller: &Caller, action: &str, resource: &str, keys: &Keys<'_>) -> Decision {
        caller.judge(action, resource, keys, None).decision
    }

    // ---- sessions ----

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
            ..self.begin(new.secs, now)
        };
        Ok(self.credentials(session))
    }

    /// Begins a session of a user, which signs with the user's own rights save those on IAM.
    #[must_use]
    pub fn user_session(&self, caller: &Caller, secs: u64, now: Now) -> SessionCredentials {
        let session = Session {
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
        }
    }

    fn credentials(&self, session: Session) -> SessionCredentials {
        let token = session.seal(&self.session_key, self.account.as_str(), &*self.entropy);
        let Session { access_key_id, secret, expires, .. } = session;
        SessionCredentials { access_key_id, secret, token, expires }
    }

    // ---- users ----

    /// A user by name, without regard to case.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<Arc<User>> {
        self.read().users.get(&name.to_lowercase()).cloned()
    }

    /// Every user, by name.
    #[must_use]
    pub fn users(&self) -> Vec<Arc<User>> {
        self.read().users.values().cloned().collect()
    }

    /// The user an access key belongs to.
    #[must_use]
    pub fn owner(&self, access_key_id: &str) -> Option<Arc<User>> {
        let held = self.read();
        held.users.get(held.keys.get(access_key_id)?).cloned()
    }

    /// The ARN a user of this path and name has or would have.
    #[must_use]
    pub fn user_arn(&self, path: &str, name: &str) -> String {
        user::arn(self.account.as_str(), path, name)
    }

    /// Creates a user without any rights.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `users_max`, [`PrincipalError::Catalog`].
    pub fn create_user(&self, new: NewUser, users_max: usize, now: Now) -> Result<Arc<User>, PrincipalError> {
        let _changing = self.change();
        let count = {
            let held = self.read();
            if held.users.contains_key(&new.name.to_lowercase()) {
                return Err(PrincipalError::Exists(Kind::User, new.name));
            }
            held.users.len()
        };
        if count >= users_max {
            return Err(PrincipalError::Limit { max: users_max });
        }
        let user = User {
            number: self.catalog.next_id()?,
            arn: self.user_arn(&new.path, &new.name),
            name: new.name,
            path: new.path,
            user_id: ids::principal(ids::USER, &*self.entropy),
            created: now.wall,
            tags: new.tags,
            policies: Arc::default(),
            keys: Vec::new(),
        };
        self.keep_user(user)
    }

    /// Deletes a user that has neither keys nor policies. Its sessions end.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::HasKeys`], [`PrincipalError::HasPolicies`],
    /// [`PrincipalError::Catalog`].
    pub fn delete_user(&self, name: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let user = self.wanted_user(name)?;
        if !user.keys.is_empty() {
            return Err(PrincipalError::HasKeys);
        }
        if !user.policies.is_empty() {
            return Err(PrincipalError::HasPolicies);
        }
        self.catalog.remove(user::KIND, user.number)?;
        self.write().users.remove(&name.to_lowercase());
        Ok(())
    }

    /// Adds or replaces one of a user's policies; all of them keep to `chars_max`.
    ///
    /// # Durability
    /// On flash when this returns; calls that began before decide by the old policies.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Malformed`], [`PrincipalError::Limit`],
    /// [`PrincipalError::Catalog`].
    pub fn put_user_policy(
        &self,
        user: &str,
        policy: &str,
        document: &str,
        chars_max: usize,
    ) -> Result<(), PrincipalError> {
        self.change_user(user, |user| Arc::make_mut(&mut user.policies).put(policy, document, chars_max))
    }

    /// Removes one of a user's policies.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchPolicy`], [`PrincipalError::Catalog`].
    pub fn delete_user_policy(&self, user: &str, policy: &str) -> Result<(), PrincipalError> {
        self.change_user(user, |user| Arc::make_mut(&mut user.policies).remove(policy))
    }

    /// Gives a user an access key; it may have `keys_max`.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Limit`], [`PrincipalError::Catalog`].
    pub fn create_access_key(
        &self,
        user: &str,
        keys_max: usize,
        now: Now,
    ) -> Result<(AccessKey, Secret), PrincipalError> {
        self.change_user(user, |user| {
            if user.keys.len() >= keys_max {
                return Err(PrincipalError::Limit { max: keys_max });
            }
            let key = AccessKey {
                id: ids::access_key(ids::USER_KEY, &*self.entropy),
                secret: ids::secret(&*self.entropy),
                active: true,
                created: now.wall,
            };
            user.keys.push(key.clone());
            let secret = key.secret.clone();
            Ok((key, secret))
        })
    }

    /// Switches one of a user's access keys on or off.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchKey`], [`PrincipalError::Catalog`].
    pub fn set_access_key(&self, user: &str, id: &str, active: bool) -> Result<(), PrincipalError> {
        self.change_user(user, |user| {
            let key = user.keys.iter_mut().find(|key| key.id == id);
            key.ok_or_else(|| PrincipalError::NoSuchKey(id.to_owned()))?.active = active;
            Ok(())
        })
    }

    /// Deletes one of a user's access keys.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchKey`], [`PrincipalError::Catalog`].
    pub fn delete_access_key(&self, user: &str, id: &str) -> Result<(), PrincipalError> {
        self.change_user(user, |user| {
            let at = user.keys.iter().position(|key| key.id == id);
            user.keys.remove(at.ok_or_else(|| PrincipalError::NoSuchKey(id.to_owned()))?);
            Ok(())
        })
    }

    /// Creates the user `admin`, who may do everything, and its access key: the first one of a new device.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`] when it was created before, [`PrincipalError::Catalog`].
    pub fn create_first_admin(&self, now: Now) -> Result<(AccessKey, Secret), PrincipalError> {
        let new = NewUser { name: ADMIN.to_owned(), path: "/".to_owned(), tags: Vec::new() };
        self.create_user(new, usize::MAX, now)?;
        self.put_user_policy(ADMIN, ADMIN_POLICY, ADMIN_DOCUMENT, usize::MAX)?;
        self.create_access_key(ADMIN, 1, now)
    }

    // ---- roles ----

    /// A role by name, without regard to case.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<Arc<Role>> {
        self.read().roles.get(&name.to_lowercase()).cloned()
    }

    /// A role by its ARN, which is exact in every letter.
    #[must_use]
    pub fn role_by_arn(&self, arn: &str) -> Option<Arc<Role>> {
        let (_, name) = arn.rsplit_once('/')?;
        self.role(name).filter(|role| role.arn == arn)
    }

    /// Every role, by name.
    #[must_use]
    pub fn roles(&self) -> Vec<Arc<Role>> {
        self.read().roles.values().cloned().collect()
    }

    /// The ARN a role of this path and name has or would have.
    #[must_use]
    pub fn role_arn(&self, path: &str, name: &str) -> String {
        role::arn(self.account.as_str(), path, name)
    }

    /// Creates a role without any rights.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `roles_max`, [`PrincipalError::Malformed`] for
    /// the trust policy, [`PrincipalError::Catalog`].
    pub fn create_role(&self, new: NewRole, roles_max: usize, now: Now) -> Result<Arc<Role>, PrincipalError> {
        let trust =
            Policy::parse_trust(&new.trust_document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
        let _changing = self.change();
        let count = {
            let held = self.read();
            if held.roles.contains_key(&new.name.to_lowercase()) {
                return Err(PrincipalError::Exists(Kind::Role, new.name));
            }
            held.roles.len()
        };
        if count >= roles_max {
            return Err(PrincipalError::Limit { max: roles_max });
        }
        let role = Role {
            number: self.catalog.next_id()?,
            arn: self.role_arn(&new.path, &new.name),
            name: new.name,
            path: new.path,
            role_id: ids::principal(ids::ROLE, &*self.entropy),
            created: now.wall,
            tags: new.tags,
            policies: Arc::default(),
            trust_document: new.trust_document,
            trust: Arc::new(trust),
            description: new.description,
            session_secs_max: new.session_secs_max,
        };
        self.keep_role(role)
    }

    /// Deletes a role that has no policies. Its sessions end.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::HasPolicies`], [`PrincipalError::Catalog`].
    pub fn delete_role(&self, name: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let role = self.wanted_role(name)?;
        if !role.policies.is_empty() {
            return Err(PrincipalError::HasPolicies);
        }
        self.catalog.remove(role::KIND, role.number)?;
        self.write().roles.remove(&name.to_lowercase());
        Ok(())
    }

    /// Adds or replaces one of a role's policies; all of them keep to `chars_max`.
    ///
    /// # Durability
    /// On flash when this returns; calls that began before decide by the old policies.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Malformed`], [`PrincipalError::Limit`],
    /// [`PrincipalError::Catalog`].
    pub fn put_role_policy(
        &self,
        role: &str,
        policy: &str,
        document: &str,
        chars_max: usize,
    ) -> Result<(), PrincipalError> {
        self.change_role(role, |role| Arc::make_mut(&mut role.policies).put(policy, document, chars_max))
    }

    /// Removes one of a role's policies.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchPolicy`], [`PrincipalError::Catalog`].
    pub fn delete_role_policy(&self, role: &str, policy: &str) -> Result<(), PrincipalError> {
        self.change_role(role, |role| Arc::make_mut(&mut role.policies).remove(policy))
    }

    // ---- helpers ----

    fn change_user<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut User) -> Result<T, PrincipalError>,
    ) -> Result<T, PrincipalError> {
        let _changing = self.change();
        let mut user = User::clone(&*self.wanted_user(name)?);
        let result = change(&mut user)?;
        self.keep_user(user)?;
        Ok(result)
    }

    fn change_role<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Role) -> Result<T, PrincipalError>,
    ) -> Result<T, PrincipalError> {
        let _changing = self.change();
        let mut role = Role::clone(&*self.wanted_role(name)?);
        let result = change(&mut role)?;
        self.keep_role(role)?;
        Ok(result)
    }

    fn keep_user(&self, user: User) -> Result<Arc<User>, PrincipalError> {
        self.catalog.put(user::KIND, user.number, &user.encode())?;
        Ok(self.write().put_user(user))
    }

    fn keep_role(&self, role: Role) -> Result<Arc<Role>, PrincipalError> {
        self.catalog.put(role::KIND, role.number, &role.encode())?;
        let role = Arc::new(role);
        self.write().roles.insert(role.name.to_lowercase(), Arc::clone(&role));
        Ok(role)
    }

    fn wanted_user(&self, name: &str) -> Result<Arc<User>, PrincipalError> {
        self.user(name).ok_or_else(|| PrincipalError::NoSuch(Kind::User, name.to_owned()))
    }

    fn wanted_role(&self, name: &str) -> Result<Arc<Role>, PrincipalError> {
        self.role(name).ok_or_else(|| PrincipalError::NoSuch(Kind::Role, name.to_owned()))
    }

    fn change(&self) -> std::sync::MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn admin_policies() -> Policies {
    let mut policies = Policies::default();
    policies
        .put(ADMIN_POLICY, ADMIN_DOCUMENT, usize::MAX)
        .expect("the administrator's policy is well formed");
    policies
}
