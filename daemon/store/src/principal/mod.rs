//! Principals: users, groups, roles, their policies and access keys, MFA devices, identity providers, and the sessions
//! made from them.
//!
//! Goals: memory holds what the catalog holds, and a change reaches the catalog first; finding a caller takes a read
//! lock for a moment and touches no flash; secrets are wiped, and shown by nothing.
//! Non-goals: IAM's error texts and quotas (the iam service), and the account's root user, which cannot log in here.
//!
//! Names are unique among records of one kind without regard to case, as in IAM. What a user or role may do is gathered
//! from all of them once, and forgotten at the next change.

mod account;
mod assertions;
mod aws_managed;
mod caller;
mod callers;
mod cbor;
mod denials;
mod devices;
mod error;
#[cfg(test)]
mod federated_tests;
mod find;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod grants;
mod group;
mod groups;
mod ids;
mod issuers;
mod managed;
mod managed_policies;
mod mfa;
mod notes;
mod oidc;
mod outbound;
mod policies;
mod providers;
mod record;
mod role;
mod roles;
mod saml;
mod session;
mod sessions;
#[cfg(test)]
mod shared_tests;
#[cfg(test)]
mod tests;
mod totp;
mod user;
mod users;
mod uses;

pub use assertions::AssertionError;
pub use caller::{Attached, Caller, CallerKind};
pub use callers::Callers;
pub use error::{KeyError, Kind, PrincipalError};
pub use group::Group;
pub use issuers::{Errand, FetchFailure, Fetched, ISSUER_BELL, Issuers, Standing};
pub use managed::{ManagedPolicy, PolicyVersion};
pub use managed_policies::{NewPolicy, Usage};
pub use mfa::MfaDevice;
pub use oidc::OidcProvider;
pub use outbound::Outbound;
pub use policies::Policies;
pub use record::{Bounded, Holder, Record, Tagged};
pub use role::Role;
pub use roles::NewRole;
pub use saml::SamlProvider;
pub use session::SessionCredentials;
pub use sessions::NewSession;
pub use user::{AccessKey, User};
pub use users::NewUser;
pub use uses::KeyUse;

use self::account::Account;
use self::assertions::Assertions;
use self::grants::Grants;
use self::record::Shelf;
use self::uses::Uses;
use crate::Catalog;
use crate::keyring::{Purpose, RootKey};
use millpond_base::{AccountId, Entropy};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use zeroize::Zeroizing;

/// Every principal of the account.
pub struct Principals {
    catalog: Arc<Catalog>,
    entropy: Arc<dyn Entropy>,
    account: AccountId,
    session_key: Zeroizing<[u8; 32]>,
    aws_managed: Vec<Arc<ManagedPolicy>>,
    issuers: Issuers,
    outbound: Outbound,
    denial_key: Zeroizing<[u8; 32]>,
    held: RwLock<Held>,
    /// Held through a change, catalog included; readers go on meanwhile.
    changing: Mutex<()>,
    uses: Mutex<Uses>,
    assertions: Mutex<Assertions>,
}

/// What memory holds, each kind by name in lower case.
#[doc(hidden)]
#[derive(Default)]
pub struct Held {
    users: Shelf<User>,
    groups: Shelf<Group>,
    roles: Shelf<Role>,
    managed: Shelf<ManagedPolicy>,
    aws_managed: Vec<Arc<ManagedPolicy>>,
    devices: Shelf<MfaDevice>,
    saml: Shelf<SamlProvider>,
    oidc: Shelf<OidcProvider>,
    account: Account,
    /// The lower-case name of an access key's user.
    keys: HashMap<String, String>,
    /// The lower-case name of the user of an id.
    user_ids: HashMap<String, String>,
    /// What users and roles may do, by their numbers; gathered when first asked for.
    grants: Mutex<HashMap<u64, Arc<Grants>>>,
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
        let mut denial_key = Zeroizing::new([0; 32]);
        denial_key.copy_from_slice(root.derive(Purpose::Denials).expose());
        let aws_managed = aws_managed::all();
        let mut held = Held { aws_managed: aws_managed.clone(), ..Held::default() };
        let account_id = account.as_str();
        load(&catalog, &mut held, |id, document| User::decode(id, account_id, document))?;
        load(&catalog, &mut held, |id, document| Group::decode(id, account_id, document))?;
        load(&catalog, &mut held, |id, document| Role::decode(id, account_id, document))?;
        load(&catalog, &mut held, |id, document| ManagedPolicy::decode(id, account_id, document))?;
        load(&catalog, &mut held, |id, document| MfaDevice::decode(id, account_id, document))?;
        load(&catalog, &mut held, |id, document| SamlProvider::decode(id, account_id, document))?;
        load(&catalog, &mut held, |id, document| OidcProvider::decode(id, account_id, document))?;
        let unknown = |kind, id| move |cbor::Unreadable| PrincipalError::Document { kind, id };
        for (id, document) in catalog.all(account::KIND)? {
            held.account = Account::decode(&document).map_err(unknown(account::KIND, id))?;
        }
        let mut uses = Uses::default();
        for (id, document) in catalog.all(uses::KIND)? {
            uses.load(&document).map_err(unknown(uses::KIND, id))?;
        }
        let mut assertions = Assertions::default();
        for (id, document) in catalog.all(assertions::KIND)? {
            assertions.load(id, &document).map_err(unknown(assertions::KIND, id))?;
        }
        let issuers = Issuers::open(&catalog)?;
        let outbound = Outbound::open(&catalog)?;
        let (held, uses, assertions) = (RwLock::new(held), Mutex::new(uses), Mutex::new(assertions));
        Ok(Self {
            catalog,
            entropy,
            account,
            session_key,
            aws_managed,
            issuers,
            outbound,
            denial_key,
            held,
            changing: Mutex::new(()),
            uses,
            assertions,
        })
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

/// Loads every record of a kind.
fn load<T: Record>(
    catalog: &Catalog,
    held: &mut Held,
    decode: impl Fn(u64, &[u8]) -> Result<T, cbor::Unreadable>,
) -> Result<(), PrincipalError> {
    for (id, document) in catalog.all(T::KIND)? {
        let document = Zeroizing::new(document);
        let record = decode(id, &document)
            .map_err(|cbor::Unreadable| PrincipalError::Document { kind: T::KIND, id })?;
        held.place(record);
    }
    Ok(())
}
