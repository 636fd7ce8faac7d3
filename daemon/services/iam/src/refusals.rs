//! Why operations are refused that no gateway can do.

use crate::api::SERVICE;
use millpond_service::Handler;

/// A handler for each operation that has a reason.
pub(crate) fn handlers() -> impl Iterator<Item = Handler> {
    let refused = SERVICE.operations.iter().filter(|operation| !operation.honoured);
    refused.filter_map(|operation| Some(Handler::refusing(operation, reason(operation.name)?)))
}

/// The reason, as a sentence for the client.
fn reason(operation: &str) -> Option<&'static str> {
    let find = |needle: &str| operation.contains(needle);
    let reasons = [
        (
            find("LoginProfile") || find("Password"),
            "Nobody signs in with a password here: use access keys or roles.",
        ),
        (find("InstanceProfile"), "No machine here takes its role from a metadata service: use roles."),
        (
            find("ServiceLinkedRole"),
            "No service here acts on its own: create a role and name the service in its policy.",
        ),
        (
            find("SSHPublicKey") || find("ServiceSpecificCredential"),
            "Neither CodeCommit nor Keyspaces is served here.",
        ),
        (find("ServerCertificate"), "The certificate for TLS is configured with the gateway."),
        (find("SigningCertificate"), "Requests are signed with access keys alone."),
        (
            find("Delegat") || find("AcquireRole") || find("RoleTemplate") || find("HumanReadable"),
            "Delegation requests and role templates need AWS itself.",
        ),
        (find("Organization"), "The account belongs to no organization."),
        (
            find("CredentialReport") || find("LastAccessed") || find("GrantingServiceAccess"),
            "Use GetAccountAuthorizationDetails and the audit trail.",
        ),
        (
            find("AccountProperties") || find("SecurityTokenServicePreferences"),
            "The account has no settings but its alias.",
        ),
    ];
    reasons.into_iter().find(|(fits, _)| *fits).map(|(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refused_operation_has_its_reason() {
        let refused = SERVICE.operations.iter().filter(|operation| !operation.honoured);

        for operation in refused {
            assert!(reason(operation.name).is_some(), "{}", operation.name);
        }
    }
}
