//! What an upstream holds against us, in words that say what to do.

use crate::failure::Failure;
use std::fmt;

/// Longest part of an upstream's own text that is repeated, in characters.
const TEXT_CHARS_MAX: usize = 300;

/// Why a call was refused or failed, as finely as its answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The session has ended.
    Expired,
    /// The signature's time is off.
    Clock,
    /// The signature names another region than the upstream's.
    Region,
    /// The signature names another service than the endpoint's.
    Service,
    /// The access key is not known there, or no longer.
    Key,
    /// The token does not belong to the key.
    Token,
    /// The secret does not belong to the key.
    Signature,
    /// The call arrived without its signature.
    Unsigned,
    /// A statement forbids it in so many words, as those do that revoke sessions.
    ExplicitDeny,
    /// No statement allows it.
    Denied,
    /// The account has not opted in to the region or service.
    OptIn,
    /// Refused with nothing but a status.
    Refused,
    /// The target is not there.
    Missing,
    /// The content is not accepted.
    Rejected,
    /// Too much at once.
    Throttled,
    /// The upstream itself is at fault, or does not answer.
    Unreachable,
}

impl Cause {
    /// The cause behind an error answer: what it means, its code without namespace, and its text.
    #[must_use]
    pub fn of(failure: Failure, code: &str, message: &str) -> Self {
        match failure {
            Failure::Unreachable => Self::Unreachable,
            Failure::Throttled => Self::Throttled,
            Failure::Missing => Self::Missing,
            Failure::Rejected => Self::Rejected,
            Failure::Refused => Self::of_refusal(code, message),
        }
    }

    fn of_refusal(code: &str, message: &str) -> Self {
        let says = |text: &str| message.contains(text);
        // Before the codes: several of these come as one and the same.
        if says("valid region") || (says("the region '") && says("is wrong")) {
            return Self::Region;
        }
        if says("correct service") {
            return Self::Service;
        }
        if says("Signature expired") || says("Signature not yet current") {
            return Self::Clock;
        }
        match code {
            "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => Self::Expired,
            "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => Self::Clock,
            "InvalidClientTokenId" | "InvalidAccessKeyId" | "UnrecognizedClientException" | "AuthFailure" => {
                Self::Key
            }
            "InvalidToken" | "InvalidSecurity" | "InvalidIdentityToken" => Self::Token,
            "InvalidSignatureException" | "SignatureDoesNotMatch" => Self::Signature,
            "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "IncompleteSignature"
            | "IncompleteSignatureException" => Self::Unsigned,
            "OptInRequired" | "RegionDisabledException" => Self::OptIn,
            "" => Self::Refused,
            _ if says("explicit deny") => Self::ExplicitDeny,
            _ => Self::Denied,
        }
    }

    /// What it is and what to do, in one sentence without its full stop.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Expired => "the session has expired; new credentials are asked for",
            Self::Clock => {
                "the signature's time is too far from the upstream's clock; correct the clock of whichever is wrong"
            }
            Self::Region => {
                "the signature is for another region than the upstream's; set region of its [[upstream]]"
            }
            Self::Service => "the endpoint belongs to another service; correct endpoint of the [[upstream]]",
            Self::Key => {
                "the upstream does not know the access key, or it was deactivated; create one and set it with its secret"
            }
            Self::Token => "the upstream does not accept the token; new credentials are asked for",
            Self::Signature => {
                "the secret is not that of the access key; set it anew with millpond secret set"
            }
            Self::Unsigned => "the signature did not arrive whole; something on the way changes headers",
            Self::ExplicitDeny => {
                "the upstream forbids the call by an explicit deny, as when sessions were revoked; remove it, or wait for \
                 new credentials"
            }
            Self::Denied => "no policy upstream allows the call; allow it to the identity that is named",
            Self::OptIn => "the upstream's account has not enabled this region or service; enable it there",
            Self::Refused => "the upstream refuses the call and does not say why",
            Self::Missing => "the target does not exist upstream; create it, or correct to of the route",
            Self::Rejected => "the upstream rejects the content",
            Self::Throttled => "the upstream asks to slow down",
            Self::Unreachable => "the upstream does not answer, or is itself at fault",
        }
    }

    /// The advice, and behind it what the upstream said in its own words.
    #[must_use]
    pub fn words(self, code: &str, message: &str) -> String {
        let message: String = message.chars().filter(|c| !c.is_control()).take(TEXT_CHARS_MAX).collect();
        match (code, message.as_str()) {
            ("", "") => self.advice().to_owned(),
            (code, "") => format!("{} ({code})", self.advice()),
            ("", message) => format!("{} ({message})", self.advice()),
            (code, message) => format!("{} ({code}: {message})", self.advice()),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.advice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart_by_what_can_be_done_about_them() {
        for (code, message, cause) in [
            (
                "ExpiredTokenException",
                "The security token included in the request is expired",
                Cause::Expired,
            ),
            (
                "InvalidSignatureException",
                "Signature expired: 20261130T0800Z is now earlier than ..",
                Cause::Clock,
            ),
            ("SignatureDoesNotMatch", "Signature not yet current: ..", Cause::Clock),
            ("RequestTimeTooSkewed", "", Cause::Clock),
            ("InvalidSignatureException", "Credential should be scoped to a valid region. ", Cause::Region),
            (
                "SignatureDoesNotMatch",
                "Credential should be scoped to a valid region, not 'eu-west-1'. ",
                Cause::Region,
            ),
            (
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region 'a' is wrong; expecting 'b'",
                Cause::Region,
            ),
            (
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'sqs'. ",
                Cause::Service,
            ),
            (
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                Cause::Key,
            ),
            ("InvalidClientTokenId", "", Cause::Key),
            (
                "InvalidSignatureException",
                "The request signature we calculated does not match ..",
                Cause::Signature,
            ),
            ("MissingAuthenticationTokenException", "Missing Authentication Token", Cause::Unsigned),
            (
                "AccessDeniedException",
                "User: .. is not authorized to perform: .. with an explicit deny ..",
                Cause::ExplicitDeny,
            ),
            ("AccessDenied", "User: .. is not authorized to perform: ..", Cause::Denied),
            ("KMSAccessDeniedException", "", Cause::Denied),
            ("OptInRequired", "", Cause::OptIn),
            ("", "", Cause::Refused),
        ] {
            assert_eq!(Cause::of(Failure::Refused, code, message), cause, "{code} {message}");
        }
        assert_eq!(Cause::of(Failure::Missing, "ResourceNotFoundException", ""), Cause::Missing);
    }

    #[test]
    fn the_upstream_s_own_words_follow_bounded_and_in_one_line() {
        assert_eq!(Cause::Refused.words("", ""), "the upstream refuses the call and does not say why");
        let words = Cause::Denied.words("AccessDenied", &format!("a\nb{}", "c".repeat(5_000)));

        assert!(words.contains("(AccessDenied: abccc"), "{words}");
        assert!(words.len() < 450);
    }
}
