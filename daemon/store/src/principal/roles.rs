//! Changing roles.

use super::role;
use super::{Kind, PrincipalError, Principals, Role, ids};
use millpond_base::Now;
use millpond_policy::Policy;
use std::sync::Arc;

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

impl Principals {
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

    fn keep_role(&self, role: Role) -> Result<Arc<Role>, PrincipalError> {
        self.catalog.put(role::KIND, role.number, &role.encode())?;
        let role = Arc::new(role);
        self.write().roles.insert(role.name.to_lowercase(), Arc::clone(&role));
        Ok(role)
    }

    fn wanted_role(&self, name: &str) -> Result<Arc<Role>, PrincipalError> {
        self.role(name).ok_or_else(|| PrincipalError::NoSuch(Kind::Role, name.to_owned()))
    }
}
