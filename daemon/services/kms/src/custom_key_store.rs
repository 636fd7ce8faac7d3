//! Custom key stores keep keys in a CloudHSM cluster or behind a proxy, which are no place on this device: there is none, and
//! none can be made.

use crate::api::error;
use millpond_service::Fault;

/// What there is to say about any of them.
pub(crate) fn not_found(name: &str) -> Fault {
    let text = format!("Cannot find the custom key store {name}.");
    Fault::of(&error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION, text)
}
