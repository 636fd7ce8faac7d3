//! Changing groups, and who is in them.

use super::{Group, Kind, PrincipalError, Principals, User, group, ids, user};
use millpond_base::Now;
use std::sync::Arc;

impl Principals {
    /// The ARN a group of this path and name has or would have.
    #[must_use]
    pub fn group_arn(&self, path: &str, name: &str) -> String {
        group::arn(self.account.as_str(), path, name)
    }

    /// Creates a group without policies and users.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `groups_max`, [`PrincipalError::Catalog`].
    pub fn create_group(
        &self,
        name: &str,
        path: &str,
        groups_max: usize,
        now: Now,
    ) -> Result<Arc<Group>, PrincipalError> {
        let _changing = self.change();
        self.may_create::<Group>(name, groups_max)?;
        self.keep(Group {
            number: self.catalog.next_id()?,
            name: name.to_owned(),
            path: path.to_owned(),
            group_id: ids::principal(ids::GROUP, &*self.entropy),
            arn: self.group_arn(path, name),
            created: now.wall,
            policies: Arc::default(),
            attached: Vec::new(),
        })
    }

    /// Deletes a group that has neither users nor policies.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::HasMembers`], [`PrincipalError::HasPolicies`],
    /// [`PrincipalError::HasAttached`], [`PrincipalError::Catalog`].
    pub fn delete_group(&self, name: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let group = self.wanted::<Group>(name)?;
        if !self.members(&group).is_empty() {
            return Err(PrincipalError::HasMembers);
        }
        if !group.attached.is_empty() {
            return Err(PrincipalError::HasAttached);
        }
        if !group.policies.is_empty() {
            return Err(PrincipalError::HasPolicies);
        }
        self.forget(&*group)
    }

    /// Gives a group another name, another path, or both.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Exists`], [`PrincipalError::Catalog`].
    pub fn update_group(
        &self,
        name: &str,
        new_name: Option<&str>,
        new_path: Option<&str>,
    ) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let mut group = Group::clone(&*self.wanted::<Group>(name)?);
        self.may_rename::<Group>(name, new_name)?;
        if let Some(path) = new_path {
            path.clone_into(&mut group.path);
        }
        if let Some(name) = new_name {
            name.clone_into(&mut group.name);
        }
        group.arn = self.group_arn(&group.path, &group.name);
        self.keep_renamed(name, group)
    }

    /// Gives a user another name, another path, or both. Its keys and sessions stay.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Exists`], [`PrincipalError::Catalog`].
    pub fn update_user(
        &self,
        name: &str,
        new_name: Option<&str>,
        new_path: Option<&str>,
    ) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let mut user = User::clone(&*self.wanted::<User>(name)?);
        self.may_rename::<User>(name, new_name)?;
        if let Some(path) = new_path {
            path.clone_into(&mut user.path);
        }
        if let Some(name) = new_name {
            name.clone_into(&mut user.name);
        }
        user.arn = user::arn(self.account.as_str(), &user.path, &user.name);
        self.keep_renamed(name, user)
    }

    fn may_rename<T: super::Record>(&self, name: &str, new: Option<&str>) -> Result<(), PrincipalError> {
        match new {
            Some(new) if new.to_lowercase() != name.to_lowercase() => self.may_create::<T>(new, usize::MAX),
            _ => Ok(()),
        }
    }

    /// Puts a user into a group; nothing happens when it is in it. A user may be in `groups_max`.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`] for group and user, [`PrincipalError::Limit`], [`PrincipalError::Catalog`].
    pub fn add_to_group(&self, group: &str, user: &str, groups_max: usize) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let number = self.wanted::<Group>(group)?.number;
        let mut user = User::clone(&*self.wanted::<User>(user)?);
        if user.groups.contains(&number) {
            return Ok(());
        }
        if user.groups.len() >= groups_max {
            return Err(PrincipalError::Limit { max: groups_max });
        }
        user.groups.push(number);
        self.keep(user).map(|_| ())
    }

    /// Takes a user out of a group.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`] for group and user, and for a user that is not in it, [`PrincipalError::Catalog`].
    pub fn remove_from_group(&self, group: &str, user: &str) -> Result<(), PrincipalError> {
        let number = self.wanted::<Group>(group)?.number;
        self.change_record::<User, ()>(user, |record| {
            let at = record.groups.iter().position(|own| *own == number);
            let absent = || PrincipalError::NoSuch(Kind::User, user.to_owned());
            record.groups.remove(at.ok_or_else(absent)?);
            Ok(())
        })
    }

    /// The users in a group, by name.
    #[must_use]
    pub fn members(&self, group: &Group) -> Vec<Arc<User>> {
        let held = self.read();
        held.users.values().filter(|user| user.groups.contains(&group.number)).cloned().collect()
    }

    /// The groups a user is in, by name.
    #[must_use]
    pub fn groups_of(&self, user: &User) -> Vec<Arc<Group>> {
        let held = self.read();
        held.groups.values().filter(|group| user.groups.contains(&group.number)).cloned().collect()
    }
}
