//! Where credentials for an upstream come from, as far as that needs no socket, no clock and no process.
//!
//! Goals: the sources that AWS's SDKs know, read as they read them; what a gateway has besides, its device certificate
//! ([`Identity`]); answers read into one shape ([`Issued`]); a form in which issued credentials outlive a restart
//! ([`Kept`]). Every refusal names the step and says what to do.
//! Non-goals: single sign-on and multi-factor codes, which need a person at a browser; making the calls.
//!
//! Invariants: no secret is shown by `Debug` or by an error; a private key leaves this crate only to whoever ends TLS with
//! it; metadata is never asked over a network without TLS.
//!
//! # Source
//! AWS SDKs and Tools Reference Guide, "Standardized credential providers"; AWS IoT Core Developer Guide, "Authorizing direct
//! calls to AWS services"; IAM Roles Anywhere User Guide, "Authentication".

mod answer;
mod container;
mod der;
mod environment;
mod identity;
mod ini;
mod kept;
mod pem;
mod profile;
mod words;

pub use answer::{Issued, Unreadable, container, instance, iot, process, roles_anywhere};
pub use container::{Container, Forbidden, TokenFrom, container_endpoint};
pub use der::common_name;
pub use environment::{Incomplete, environment};
pub use identity::{Identity, PrivateKey, Unusable, Validity};
pub use kept::Kept;
pub use profile::{Base, Files, ProfileError, Resolved, Role, default_profile, resolve};
pub use words::words;

/// Looks an environment variable up; `None` when it is not set or not UTF-8.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;
