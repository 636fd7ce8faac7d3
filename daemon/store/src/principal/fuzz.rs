//! Doors to the private decoders, for daemon/fuzz alone.

use super::account::Account;
use super::assertions::Used;
use super::group::Group;
use super::managed::ManagedPolicy;
use super::mfa::MfaDevice;
use super::oidc::OidcProvider;
use super::role::Role;
use super::saml::SamlProvider;
use super::session::Session;
use super::user::User;
use super::uses;
use millpond_base::SeededEntropy;

const KEY: [u8; 32] = [6; 32];
const ACCOUNT: &str = "000000000000";

/// Reads every kind of catalog document, and the inside of a session token.
pub fn documents(bytes: &[u8]) {
    let _ = User::decode(1, ACCOUNT, bytes);
    let _ = Role::decode(1, ACCOUNT, bytes);
    let _ = Group::decode(1, ACCOUNT, bytes);
    let _ = ManagedPolicy::decode(1, ACCOUNT, bytes);
    let _ = MfaDevice::decode(1, ACCOUNT, bytes);
    let _ = SamlProvider::decode(1, ACCOUNT, bytes);
    let _ = OidcProvider::decode(1, ACCOUNT, bytes);
    super::issuers::fuzz_document(bytes);
    super::outbound::fuzz_document(bytes);
    let _ = Account::decode(bytes);
    let _ = uses::decode(bytes);
    let _ = Used::decode(bytes);
    let _ = Session::decode(bytes);
}

/// The token of a session, given the inside of one.
#[must_use]
pub fn token(document: &[u8]) -> Option<String> {
    Session::decode(document).ok().map(|session| session.seal(&KEY, ACCOUNT, &SeededEntropy::new(1)))
}

/// Opens a session token: nothing but `genuine` does.
pub fn open_token(text: &str, genuine: &str) {
    assert!(Session::open(&KEY, ACCOUNT, text).is_err() || text == genuine);
}
