//! What all records of identity have in common: a name that is unique without regard to case, an ARN, and one document in
//! the catalog. Most have tags as well.

use super::policies::Policies;
use super::{
    Held, Kind, ManagedPolicy, MfaDevice, OidcProvider, PrincipalError, Principals, Role, SamlProvider, User,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Records by name in lower case.
pub(super) type Shelf<T> = BTreeMap<String, Arc<T>>;

/// A record of identity: a user, a group, a role, a managed policy, an identity provider, or a device.
pub trait Record: Clone + Sized {
    /// The kind of its documents.
    #[doc(hidden)]
    const KIND: &'static str;
    /// What it is, for messages.
    const WHAT: Kind;

    /// Its number in the catalog.
    #[doc(hidden)]
    fn number(&self) -> u64;
    /// Its name.
    fn name(&self) -> &str;
    /// Its ARN.
    fn arn(&self) -> &str;
    #[doc(hidden)]
    fn shelf(held: &Held) -> &BTreeMap<String, Arc<Self>>;
    #[doc(hidden)]
    fn shelf_mut(held: &mut Held) -> &mut BTreeMap<String, Arc<Self>>;
    #[doc(hidden)]
    fn document(&self) -> Zeroizing<Vec<u8>>;
    #[doc(hidden)]
    fn reindex(_: &mut Held, _old: Option<&Self>, _new: Option<&Self>) {}

    /// The name at the end of an ARN.
    #[doc(hidden)]
    fn name_of_arn(arn: &str) -> Option<&str> {
        arn.rsplit_once('/').map(|(_, name)| name)
    }
}

/// What every [`Record`] gives of its own fields: of which one is its name, and of the shelf it stands on.
macro_rules! record_fields {
    ($name:ident, $shelf:ident) => {
        fn number(&self) -> u64 {
            self.number
        }

        fn name(&self) -> &str {
            &self.$name
        }

        fn arn(&self) -> &str {
            &self.arn
        }

        fn shelf(held: &Held) -> &Shelf<Self> {
            &held.$shelf
        }

        fn shelf_mut(held: &mut Held) -> &mut Shelf<Self> {
            &mut held.$shelf
        }

        fn document(&self) -> Zeroizing<Vec<u8>> {
            self.encode()
        }
    };
}
pub(super) use record_fields;

/// A record that can be tagged.
pub trait Tagged: Record {
    /// Its tags, in the order given.
    fn tags(&self) -> &[(String, String)];
    #[doc(hidden)]
    fn tags_mut(&mut self) -> &mut Vec<(String, String)>;
}

macro_rules! tagged {
    ($($record:ident),*) => {
        $(impl Tagged for $record {
            fn tags(&self) -> &[(String, String)] {
                &self.tags
            }

            fn tags_mut(&mut self) -> &mut Vec<(String, String)> {
                &mut self.tags
            }
        })*
    };
}
tagged!(ManagedPolicy, MfaDevice, OidcProvider, Role, SamlProvider, User);

/// A record that policies can be given to.
pub trait Holder: Record {
    #[doc(hidden)]
    fn policies_mut(&mut self) -> &mut Arc<Policies>;
    /// ARNs of its managed policies.
    fn attached(&self) -> &[String];
    #[doc(hidden)]
    fn attached_mut(&mut self) -> &mut Vec<String>;
}

/// A holder that can have a permissions boundary.
pub trait Bounded: Holder {
    /// The ARN of its permissions boundary.
    fn boundary(&self) -> Option<&str>;
    #[doc(hidden)]
    fn boundary_mut(&mut self) -> &mut Option<String>;
}

impl Principals {
    /// A record by name, without regard to case.
    #[must_use]
    pub fn named<T: Record>(&self, name: &str) -> Option<Arc<T>> {
        T::shelf(&self.read()).get(&name.to_lowercase()).cloned()
    }

    /// A record by its ARN, which is exact in every letter.
    #[must_use]
    pub fn by_arn<T: Record>(&self, arn: &str) -> Option<Arc<T>> {
        self.named::<T>(T::name_of_arn(arn)?).filter(|record| record.arn() == arn)
    }

    /// Every record of a kind, by name.
    #[must_use]
    pub fn listed<T: Record>(&self) -> Vec<Arc<T>> {
        T::shelf(&self.read()).values().cloned().collect()
    }

    /// The tags of whatever record of identity has this ARN.
    #[must_use]
    pub fn tags_by_arn(&self, arn: &str) -> Option<Vec<(String, String)>> {
        let resource = arn.splitn(6, ':').nth(5)?;
        match resource.split('/').next()? {
            "user" => self.tags_of::<User>(arn),
            "role" => self.tags_of::<Role>(arn),
            "policy" => self.tags_of::<ManagedPolicy>(arn),
            "mfa" => self.tags_of::<MfaDevice>(arn),
            "saml-provider" => self.tags_of::<SamlProvider>(arn),
            "oidc-provider" => self.tags_of::<OidcProvider>(arn),
            _ => None,
        }
    }

    fn tags_of<T: Tagged>(&self, arn: &str) -> Option<Vec<(String, String)>> {
        self.by_arn::<T>(arn).map(|record| record.tags().to_vec())
    }

    /// Sets tags of a record: keys that are there already, without regard to case, get the new value.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Limit`] beyond `tags_max`, [`PrincipalError::Catalog`].
    pub fn tag<T: Tagged>(
        &self,
        name: &str,
        tags: Vec<(String, String)>,
        tags_max: usize,
    ) -> Result<(), PrincipalError> {
        self.change_record::<T, ()>(name, |record| {
            let own = record.tags_mut();
            for (key, value) in tags {
                match own.iter_mut().find(|(k, _)| k.to_lowercase() == key.to_lowercase()) {
                    Some(tag) => *tag = (key, value),
                    None => own.push((key, value)),
                }
            }
            if own.len() > tags_max { Err(PrincipalError::Limit { max: tags_max }) } else { Ok(()) }
        })
    }

    /// Takes tags off a record; keys that are not there are passed over.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`].
    pub fn untag<T: Tagged>(&self, name: &str, keys: &[String]) -> Result<(), PrincipalError> {
        let keys: Vec<String> = keys.iter().map(|key| key.to_lowercase()).collect();
        self.change_record::<T, ()>(name, |record| {
            record.tags_mut().retain(|(key, _)| !keys.contains(&key.to_lowercase()));
            Ok(())
        })
    }

    /// Adds or replaces a policy that only this user, group or role has; all of them keep to `chars_max`.
    ///
    /// # Durability
    /// On flash when this returns; calls that began before decide by the old policies.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Malformed`], [`PrincipalError::Limit`],
    /// [`PrincipalError::Catalog`].
    pub fn put_policy<T: Holder>(
        &self,
        holder: &str,
        policy: &str,
        document: &str,
        chars_max: usize,
    ) -> Result<(), PrincipalError> {
        self.change_record::<T, ()>(holder, |holder| {
            Arc::make_mut(holder.policies_mut()).put(policy, document, chars_max)
        })
    }

    /// Removes a policy that only this user, group or role has.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NoSuchPolicy`], [`PrincipalError::Catalog`].
    pub fn remove_policy<T: Holder>(&self, holder: &str, policy: &str) -> Result<(), PrincipalError> {
        self.change_record::<T, ()>(holder, |holder| Arc::make_mut(holder.policies_mut()).remove(policy))
    }

    /// Attaches a managed policy; attaching it again changes nothing. A holder may have `attached_max`.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`] for holder and policy, [`PrincipalError::Limit`], [`PrincipalError::Catalog`].
    pub fn attach<T: Holder>(
        &self,
        name: &str,
        arn: &str,
        attached_max: usize,
    ) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let mut holder = T::clone(&*self.wanted::<T>(name)?);
        self.managed(arn).ok_or_else(|| PrincipalError::NoSuch(Kind::Policy, arn.to_owned()))?;
        if holder.attached().iter().any(|own| own == arn) {
            return Ok(());
        }
        if holder.attached().len() >= attached_max {
            return Err(PrincipalError::Limit { max: attached_max });
        }
        holder.attached_mut().push(arn.to_owned());
        self.keep(holder).map(|_| ())
    }

    /// Detaches a managed policy.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::NotAttached`], [`PrincipalError::Catalog`].
    pub fn detach<T: Holder>(&self, name: &str, arn: &str) -> Result<(), PrincipalError> {
        self.change_record::<T, ()>(name, |holder| {
            let at = holder.attached().iter().position(|own| own == arn);
            holder.attached_mut().remove(at.ok_or_else(|| PrincipalError::NotAttached(arn.to_owned()))?);
            Ok(())
        })
    }

    /// Sets or removes the permissions boundary.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`] for holder and policy, [`PrincipalError::NotAttached`] when there is none to remove,
    /// [`PrincipalError::Catalog`].
    pub fn set_boundary<T: Bounded>(&self, name: &str, arn: Option<&str>) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let mut holder = T::clone(&*self.wanted::<T>(name)?);
        if let Some(arn) = arn {
            self.managed(arn).ok_or_else(|| PrincipalError::NoSuch(Kind::Policy, arn.to_owned()))?;
        } else if holder.boundary().is_none() {
            return Err(PrincipalError::NotAttached(String::new()));
        }
        *holder.boundary_mut() = arn.map(str::to_owned);
        self.keep(holder).map(|_| ())
    }

    pub(super) fn wanted<T: Record>(&self, name: &str) -> Result<Arc<T>, PrincipalError> {
        self.named(name).ok_or_else(|| PrincipalError::NoSuch(T::WHAT, name.to_owned()))
    }

    /// Changes a record in memory, then on flash, then for everybody.
    pub(super) fn change_record<T: Record, R>(
        &self,
        name: &str,
        change: impl FnOnce(&mut T) -> Result<R, PrincipalError>,
    ) -> Result<R, PrincipalError> {
        let _changing = self.change();
        let mut record = T::clone(&*self.wanted::<T>(name)?);
        let result = change(&mut record)?;
        self.keep(record)?;
        Ok(result)
    }

    /// Refuses a name that is taken, or one record too many.
    pub(super) fn may_create<T: Record>(&self, name: &str, records_max: usize) -> Result<(), PrincipalError> {
        let held = self.read();
        let shelf = T::shelf(&held);
        if shelf.contains_key(&name.to_lowercase()) {
            return Err(PrincipalError::Exists(T::WHAT, name.to_owned()));
        }
        if shelf.len() >= records_max { Err(PrincipalError::Limit { max: records_max }) } else { Ok(()) }
    }

    /// Writes a record, new or changed. The caller holds `changing`.
    pub(super) fn keep<T: Record>(&self, record: T) -> Result<Arc<T>, PrincipalError> {
        self.catalog.put(T::KIND, record.number(), &record.document())?;
        Ok(self.write().place(record))
    }

    /// Writes a record that was called `old_name`. The caller holds `changing`.
    pub(super) fn keep_renamed<T: Record>(&self, old_name: &str, record: T) -> Result<(), PrincipalError> {
        self.catalog.put(T::KIND, record.number(), &record.document())?;
        let mut held = self.write();
        held.take::<T>(old_name);
        held.place(record);
        Ok(())
    }

    /// Removes a record. The caller holds `changing`.
    pub(super) fn forget<T: Record>(&self, record: &T) -> Result<(), PrincipalError> {
        self.catalog.remove(T::KIND, record.number())?;
        self.write().take::<T>(record.name());
        Ok(())
    }
}

impl Held {
    pub(super) fn place<T: Record>(&mut self, record: T) -> Arc<T> {
        let record = Arc::new(record);
        let old = T::shelf_mut(self).insert(record.name().to_lowercase(), Arc::clone(&record));
        T::reindex(self, old.as_deref(), Some(&record));
        self.grants = Default::default();
        record
    }

    fn take<T: Record>(&mut self, name: &str) {
        let old = T::shelf_mut(self).remove(&name.to_lowercase());
        T::reindex(self, old.as_deref(), None);
        self.grants = Default::default();
    }
}
