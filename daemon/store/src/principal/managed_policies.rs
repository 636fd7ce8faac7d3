//! Changing managed policies, and where they are attached.

use super::managed::{self, ManagedPolicy, PolicyVersion};
use super::record::{Bounded, Holder, Record};
use super::{Kind, PrincipalError, Principals, ids, policies};
use millpond_base::Now;
use millpond_policy::Policy;
use std::collections::HashMap;
use std::sync::Arc;

/// What CreatePolicy decides about a new policy.
#[derive(Clone, Debug, Default)]
pub struct NewPolicy {
    /// The name.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// The first version.
    pub document: String,
    /// Free text.
    pub description: Option<String>,
    /// Tags, keys distinct.
    pub tags: Vec<(String, String)>,
}

/// How often a managed policy is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// By users, groups and roles that it is attached to.
    pub attached: usize,
    /// By users and roles that it bounds.
    pub bounds: usize,
}

impl Principals {
    /// The ARN a managed policy of this path and name has or would have.
    #[must_use]
    pub fn policy_arn(&self, path: &str, name: &str) -> String {
        managed::arn(self.account.as_str(), path, name)
    }

    /// A managed policy by its ARN, one of AWS's included.
    #[must_use]
    pub fn managed(&self, arn: &str) -> Option<Arc<ManagedPolicy>> {
        let of_aws = || self.aws_managed.iter().find(|policy| policy.arn == arn).cloned();
        self.by_arn(arn).or_else(of_aws)
    }

    /// The managed policies that AWS publishes.
    #[must_use]
    pub fn aws_managed(&self) -> &[Arc<ManagedPolicy>] {
        &self.aws_managed
    }

    /// Creates a managed policy, attached to nobody, of at most `chars_max` characters that are not white space.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `policies_max`, [`PrincipalError::TooLong`],
    /// [`PrincipalError::Malformed`], [`PrincipalError::Catalog`].
    pub fn create_policy(
        &self,
        new: NewPolicy,
        policies_max: usize,
        chars_max: usize,
        now: Now,
    ) -> Result<Arc<ManagedPolicy>, PrincipalError> {
        let policy = read(&new.document, chars_max)?;
        let _changing = self.change();
        self.may_create::<ManagedPolicy>(&new.name, policies_max)?;
        self.keep(ManagedPolicy {
            number: self.catalog.next_id()?,
            arn: self.policy_arn(&new.path, &new.name),
            name: new.name,
            path: new.path,
            policy_id: ids::principal(ids::POLICY, &*self.entropy),
            created: now.wall,
            updated: now.wall,
            tags: new.tags,
            description: new.description,
            versions: vec![PolicyVersion { number: 1, created: now.wall, document: new.document, policy }],
            default: 1,
            next: 2,
        })
    }

    /// Deletes a managed policy that nobody uses and that has no version beside the default.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::InUse`], [`PrincipalError::HasVersions`],
    /// [`PrincipalError::Catalog`].
    pub fn delete_policy(&self, arn: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let policy = self.wanted_policy(arn)?;
        if self.usage().contains_key(arn) {
            return Err(PrincipalError::InUse);
        }
        if policy.versions.len() > 1 {
            return Err(PrincipalError::HasVersions);
        }
        self.forget(&*policy)
    }

    /// Adds a version to a managed policy, and puts it in force if so told. There may be `versions_max`.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Limit`], [`PrincipalError::TooLong`],
    /// [`PrincipalError::Malformed`], [`PrincipalError::Catalog`].
    pub fn create_policy_version(
        &self,
        arn: &str,
        document: &str,
        as_default: bool,
        (versions_max, chars_max): (usize, usize),
        now: Now,
    ) -> Result<PolicyVersion, PrincipalError> {
        let read = read(document, chars_max)?;
        self.change_policy(arn, |policy| {
            if policy.versions.len() >= versions_max {
                return Err(PrincipalError::Limit { max: versions_max });
            }
            let version = PolicyVersion {
                number: policy.next,
                created: now.wall,
                document: document.to_owned(),
                policy: read,
            };
            policy.next += 1;
            policy.updated = now.wall;
            policy.versions.push(version.clone());
            if as_default {
                policy.default = version.number;
            }
            Ok(version)
        })
    }

    /// Puts another version of a managed policy in force.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchVersion`], [`PrincipalError::Catalog`].
    pub fn set_default_version(&self, arn: &str, id: &str, now: Now) -> Result<(), PrincipalError> {
        self.change_policy(arn, |policy| {
            let version = policy.version(id).ok_or_else(|| PrincipalError::NoSuchVersion(id.to_owned()))?;
            policy.default = version.number;
            policy.updated = now.wall;
            Ok(())
        })
    }

    /// Deletes a version of a managed policy that is not in force.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchVersion`], [`PrincipalError::IsDefault`],
    /// [`PrincipalError::Catalog`].
    pub fn delete_policy_version(&self, arn: &str, id: &str) -> Result<(), PrincipalError> {
        self.change_policy(arn, |policy| {
            let version = policy.version(id).ok_or_else(|| PrincipalError::NoSuchVersion(id.to_owned()))?;
            if policy.is_default(version) {
                return Err(PrincipalError::IsDefault);
            }
            let number = version.number;
            policy.versions.retain(|version| version.number != number);
            Ok(())
        })
    }

    /// How often each managed policy is used, by ARN; those that are not used are left out.
    #[must_use]
    pub fn usage(&self) -> HashMap<String, Usage> {
        let held = self.read();
        let mut all: HashMap<String, Usage> = HashMap::new();
        let mut attached = |arns: &[String]| {
            for arn in arns {
                all.entry(arn.clone()).or_default().attached += 1;
            }
        };
        held.users.values().for_each(|user| attached(&user.attached));
        held.groups.values().for_each(|group| attached(&group.attached));
        held.roles.values().for_each(|role| attached(&role.attached));
        let bounds = held.users.values().filter_map(|user| user.boundary.as_ref());
        for arn in bounds.chain(held.roles.values().filter_map(|role| role.boundary.as_ref())) {
            all.entry(arn.clone()).or_default().bounds += 1;
        }
        all
    }

    /// The records a managed policy is attached to, by name.
    #[must_use]
    pub fn holders<T: Holder>(&self, arn: &str) -> Vec<Arc<T>> {
        let holds = |holder: &Arc<T>| holder.attached().iter().any(|own| own == arn);
        self.listed::<T>().into_iter().filter(holds).collect()
    }

    /// The records a managed policy bounds, by name.
    #[must_use]
    pub fn bounded_by<T: Bounded>(&self, arn: &str) -> Vec<Arc<T>> {
        self.listed::<T>().into_iter().filter(|holder| holder.boundary() == Some(arn)).collect()
    }

    fn wanted_policy(&self, arn: &str) -> Result<Arc<ManagedPolicy>, PrincipalError> {
        self.by_arn(arn).ok_or_else(|| PrincipalError::NoSuch(Kind::Policy, arn.to_owned()))
    }

    fn change_policy<R>(
        &self,
        arn: &str,
        change: impl FnOnce(&mut ManagedPolicy) -> Result<R, PrincipalError>,
    ) -> Result<R, PrincipalError> {
        let policy = self.wanted_policy(arn)?;
        self.change_record(policy.name(), change)
    }

    /// How many records of a kind there are.
    #[must_use]
    pub fn count<T: Record>(&self) -> usize {
        T::shelf(&self.read()).len()
    }
}

fn read(document: &str, chars_max: usize) -> Result<Arc<Policy>, PrincipalError> {
    if policies::chars(document) > chars_max {
        return Err(PrincipalError::TooLong { max: chars_max });
    }
    let policy = Policy::parse_identity(document).map_err(|e| PrincipalError::Malformed(e.to_string()))?;
    Ok(Arc::new(policy))
}
