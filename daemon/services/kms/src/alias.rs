//! The names of aliases.

use crate::fault;
use millpond_service::{Context, Fault};
use millpond_store::keyring::{MANAGED_PREFIX, NameError};

/// Refuses names that no caller can give.
pub(crate) fn check_name(name: &str) -> Result<(), Fault> {
    let Some(rest) = name.strip_prefix("alias/") else {
        return Err(fault::invalid(
            "Alias must start with the prefix \"alias/\". Please see \
             https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
        ));
    };
    if name.starts_with(MANAGED_PREFIX) {
        return Err(Fault::code("NotAuthorizedException", 400, ""));
    }
    // The model's pattern lets a colon through, the service does not.
    if rest.is_empty() || rest.contains(':') {
        return Err(fault::invalid(format!("{name} contains invalid characters for an alias")));
    }
    Ok(())
}

/// A name that leads nowhere.
pub(crate) fn not_found(context: &Context<'_>, name: &str) -> Fault {
    fault::name(NameError::NoAlias { arn: context.store.keyring().alias_arn(name) })
}
