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
mod find;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod ids;
mod policies;
mod role;
mod roles;
mod session;
mod sessions;
#[cfg(test)]
mod tests;
mod user;
mod users;

pub use caller::{Attached, Caller, CallerKind};
pub use error::{KeyError, Kind, PrincipalError};
pub use policies::Policies;
pub use role::Role;
pub use roles::NewRole;
pub use session::SessionCredentials;
pub use sessions::NewSession;
pub use user::{AccessKey, User};
pub use users::NewUser;

use crate::Catalog;
use crate::keyring::{Purpose, RootKey};
use millpond_base::{AccountId, Entropy};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use zeroize::Zeroizing;

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
