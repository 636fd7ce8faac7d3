//! Changing roles.

use super::role;
use super::{PrincipalError, Principals, Role, ids};
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
    /// The ARN of the managed policy that bounds what the role may do.
    pub boundary: Option<String>,
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
    /// the trust policy, [`PrincipalError::NoSuch`] for the boundary, [`PrincipalError::Catalog`].
    pub fn create_role(&self, new: NewRole, roles_max: usize, now: Now) -> Result<Arc<Role>, PrincipalError> {
        let trust =
            Policy::parse_trust(&new.trust_document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
        let _changing = self.change();
        self.may_create::<Role>(&new.name, roles_max)?;
        self.wanted_boundary(new.boundary.as_deref())?;
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
            attached: Vec::new(),
            boundary: new.boundary,
        };
        self.keep(role)
    }

    /// Deletes a role that has no policies. Its sessions end.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::HasPolicies`], [`PrincipalError::HasAttached`],
    /// [`PrincipalError::Catalog`].
    pub fn delete_role(&self, name: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let role = self.wanted::<Role>(name)?;
        if !role.policies.is_empty() {
            return Err(PrincipalError::HasPolicies);
        }
        if !role.attached.is_empty() {
            return Err(PrincipalError::HasAttached);
        }
        self.forget(&*role)
    }

    /// Replaces the trust policy; sessions that began before go on.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Malformed`], [`PrincipalError::Catalog`].
    pub fn set_trust(&self, name: &str, document: &str) -> Result<(), PrincipalError> {
        let trust = Policy::parse_trust(document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
        self.change_record(name, |role: &mut Role| {
            document.clone_into(&mut role.trust_document);
            role.trust = Arc::new(trust);
            Ok(())
        })
    }

    /// Changes the description, the longest session, or both.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`].
    pub fn update_role(
        &self,
        name: &str,
        description: Option<&str>,
        session_secs_max: Option<u64>,
    ) -> Result<(), PrincipalError> {
        self.change_record(name, |role: &mut Role| {
            if let Some(text) = description {
                role.description = Some(text.to_owned());
            }
            role.session_secs_max = session_secs_max.unwrap_or(role.session_secs_max);
            Ok(())
        })
    }

    /// [`Principals::put_policy`] of a role.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As there.
    pub fn put_role_policy(
        &self,
        role: &str,
        policy: &str,
        document: &str,
        chars_max: usize,
    ) -> Result<(), PrincipalError> {
        self.put_policy::<Role>(role, policy, document, chars_max)
    }

    /// [`Principals::remove_policy`] of a role.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As there.
    pub fn delete_role_policy(&self, role: &str, policy: &str) -> Result<(), PrincipalError> {
        self.remove_policy::<Role>(role, policy)
    }
}
