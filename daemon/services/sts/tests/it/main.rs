//! The service's operations, called as the gateway calls them, over a store on a simulated disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod assuming;
mod devices;
mod federated_users;
mod issuer;
mod others;
mod outbound;
mod rig;
mod saml;
mod tokens;
mod web_identity;
mod web_identity_keys;
