//! Changing users and their access keys.

use super::user;
use super::{AccessKey, Kind, Policies, PrincipalError, Principals, User, ids};
use millpond_base::{Now, Secret, WallMs};
use std::sync::Arc;

/// The first user's name and its policy.
const ADMIN: &str = "admin";
const ADMIN_POLICY: &str = "AdministratorAccess";
pub(super) const ADMIN_DOCUMENT: &str =
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
    /// The ARN of the managed policy that bounds what the user may do.
    pub boundary: Option<String>,
}

impl Principals {
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
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `users_max`, [`PrincipalError::NoSuch`] for the
    /// boundary, [`PrincipalError::Catalog`].
    pub fn create_user(&self, new: NewUser, users_max: usize, now: Now) -> Result<Arc<User>, PrincipalError> {
        let _changing = self.change();
        self.may_create::<User>(&new.name, users_max)?;
        self.wanted_boundary(new.boundary.as_deref())?;
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
            attached: Vec::new(),
            boundary: new.boundary,
            groups: Vec::new(),
        };
        self.keep(user)
    }

    /// A boundary must be a managed policy that exists.
    pub(super) fn wanted_boundary(&self, arn: Option<&str>) -> Result<(), PrincipalError> {
        match arn {
            Some(arn) if self.managed(arn).is_none() => {
                Err(PrincipalError::NoSuch(Kind::Policy, arn.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Deletes a user that has no keys, policies, groups and device. Its sessions end.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::HasKeys`], [`PrincipalError::HasPolicies`],
    /// [`PrincipalError::HasAttached`], [`PrincipalError::HasGroups`], [`PrincipalError::HasDevice`],
    /// [`PrincipalError::Catalog`].
    pub fn delete_user(&self, name: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let user = self.wanted::<User>(name)?;
        if !user.keys.is_empty() {
            return Err(PrincipalError::HasKeys);
        }
        if !user.policies.is_empty() {
            return Err(PrincipalError::HasPolicies);
        }
        if !user.attached.is_empty() {
            return Err(PrincipalError::HasAttached);
        }
        if !user.groups.is_empty() {
            return Err(PrincipalError::HasGroups);
        }
        if !self.devices_of(&user).is_empty() {
            return Err(PrincipalError::HasDevice);
        }
        self.forget(&*user)
    }

    /// [`Principals::put_policy`] of a user.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As there.
    pub fn put_user_policy(
        &self,
        user: &str,
        policy: &str,
        document: &str,
        chars_max: usize,
    ) -> Result<(), PrincipalError> {
        self.put_policy::<User>(user, policy, document, chars_max)
    }

    /// [`Principals::remove_policy`] of a user.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As there.
    pub fn delete_user_policy(&self, user: &str, policy: &str) -> Result<(), PrincipalError> {
        self.remove_policy::<User>(user, policy)
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
        self.change_record(user, |user: &mut User| {
            if user.keys.len() >= keys_max {
                return Err(PrincipalError::Limit { max: keys_max });
            }
            let key = self.new_key(now);
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
        self.change_record(user, |user: &mut User| {
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
        self.change_record(user, |user: &mut User| {
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
        let _changing = self.change();
        if self.user(ADMIN).is_some() {
            return Err(PrincipalError::Exists(Kind::User, ADMIN.to_owned()));
        }
        let key = self.new_key(now);
        let secret = key.secret.clone();
        // One document, so that a power cut leaves no administrator without a key.
        self.keep(User {
            number: self.catalog.next_id()?,
            user_id: ids::principal(ids::USER, &*self.entropy),
            created: now.wall,
            keys: vec![key.clone()],
            ..self.stand_in()
        })?;
        Ok((key, secret))
    }

    /// The administrator; when there is none, someone with the same name and rights who is kept nowhere.
    pub(super) fn admin_or_stand_in(&self) -> Arc<User> {
        self.user(ADMIN).unwrap_or_else(|| Arc::new(self.stand_in()))
    }

    fn stand_in(&self) -> User {
        let mut policies = Policies::default();
        let put = policies.put(ADMIN_POLICY, ADMIN_DOCUMENT, usize::MAX);
        put.expect("the administrator's policy is well formed");
        User {
            number: 0,
            name: ADMIN.to_owned(),
            path: "/".to_owned(),
            user_id: format!("{}BENCHBENCHBENCHBE", ids::USER),
            arn: self.user_arn("/", ADMIN),
            created: WallMs(0),
            tags: Vec::new(),
            policies: Arc::new(policies),
            keys: Vec::new(),
            attached: Vec::new(),
            boundary: None,
            groups: Vec::new(),
        }
    }

    fn new_key(&self, now: Now) -> AccessKey {
        AccessKey {
            id: ids::access_key(ids::USER_KEY, &self.account, &*self.entropy),
            secret: ids::secret(&*self.entropy),
            active: true,
            created: now.wall,
        }
    }
}
