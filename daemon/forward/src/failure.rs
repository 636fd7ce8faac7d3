//! What an upstream's answer means for the forwarder.

/// Why a whole call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// No answer, or one that says the upstream itself is at fault. The call may have taken effect.
    Unreachable,
    /// Too much at once.
    Throttled,
    /// The credentials are not accepted, or not allowed to do this.
    Refused,
    /// The stream or queue is not there.
    Missing,
    /// The content is not accepted. Sending the same again is of no use.
    Rejected,
}

/// What became of one entry of a call that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The upstream has it.
    Accepted,
    /// Too much at once.
    Throttled,
    /// The upstream failed to store it.
    Failed,
    /// The content is not accepted.
    Rejected,
}

/// Codes that say the signing time was off.
///
/// # Source
/// The clock-skew codes of the AWS SDKs' standard retry mode.
pub const SKEW_CODES: [&str; 6] = [
    "InvalidSignatureException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestInTheFuture",
    "SignatureDoesNotMatch",
    "AuthFailure",
];

const REFUSED: [&str; 24] = [
    "AccessDenied",
    "AccessDeniedException",
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSecurity",
    "InvalidSignatureException",
    "InvalidToken",
    "KMSAccessDeniedException",
    "KmsAccessDenied",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "NotAuthorized",
    "OptInRequired",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "UnauthorizedOperation",
    "UnrecognizedClientException",
];

const THROTTLED: [&str; 14] = [
    "BandwidthLimitExceeded",
    "KMSThrottlingException",
    "KmsThrottled",
    "LimitExceededException",
    "OverLimit",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

const MISSING: [&str; 9] = [
    "AWS.SimpleQueueService.NonExistentQueue",
    "KMSDisabledException",
    "KMSInvalidStateException",
    "KMSNotFoundException",
    "NoSuchEntity",
    "QueueDoesNotExist",
    "ResourceNotFoundException",
    "UnknownOperationException",
    "UnsupportedOperationException",
];

/// Codes that come with a 4xx status and still mean that the upstream is at fault or too slow.
const TRANSIENT: [&str; 7] = [
    "IDPCommunicationError",
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
];

impl Failure {
    /// The meaning of an error answer: its HTTP status and its code, without namespace; empty when it has none.
    #[must_use]
    pub fn of(status: u16, code: &str) -> Self {
        if THROTTLED.contains(&code) || status == 429 {
            Self::Throttled
        } else if REFUSED.contains(&code) {
            Self::Refused
        } else if MISSING.contains(&code) {
            Self::Missing
        } else if status >= 500 || matches!(status, 408 | 421 | 425) || TRANSIENT.contains(&code) {
            Self::Unreachable
        } else if matches!(status, 401 | 403) {
            Self::Refused
        } else if (400..500).contains(&status) {
            Self::Rejected
        } else {
            // A redirect, or a success that cannot be read: something between us and the upstream answers.
            Self::Unreachable
        }
    }
}

impl Outcome {
    /// The same of a whole call.
    pub(crate) const fn as_failure(self) -> Failure {
        match self {
            Self::Throttled => Failure::Throttled,
            Self::Rejected => Failure::Rejected,
            Self::Accepted | Self::Failed => Failure::Unreachable,
        }
    }

    /// The meaning of a failed entry: its code, and whether the upstream blames the sender.
    #[must_use]
    pub fn of(code: &str, sender: bool) -> Self {
        if THROTTLED.contains(&code) {
            Self::Throttled
        } else if sender && !TRANSIENT.contains(&code) {
            Self::Rejected
        } else {
            Self::Failed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart_by_what_can_be_done_about_them() {
        for (status, code, failure) in [
            (400, "ProvisionedThroughputExceededException", Failure::Throttled),
            (400, "ThrottlingException", Failure::Throttled),
            (429, "", Failure::Throttled),
            (503, "SlowDown", Failure::Throttled),
            (400, "ExpiredTokenException", Failure::Refused),
            (403, "AccessDenied", Failure::Refused),
            (403, "", Failure::Refused),
            (400, "ResourceNotFoundException", Failure::Missing),
            (400, "QueueDoesNotExist", Failure::Missing),
            (500, "InternalFailure", Failure::Unreachable),
            (400, "InternalFailure", Failure::Unreachable),
            (502, "", Failure::Unreachable),
            (302, "", Failure::Unreachable),
            (200, "", Failure::Unreachable),
            (400, "ValidationException", Failure::Rejected),
            (413, "RequestEntityTooLargeException", Failure::Rejected),
        ] {
            assert_eq!(Failure::of(status, code), failure, "{status} {code}");
        }
    }

    #[test]
    fn a_failed_entry_is_the_senders_fault_only_when_the_upstream_says_so() {
        assert_eq!(Outcome::of("ProvisionedThroughputExceededException", false), Outcome::Throttled);
        assert_eq!(Outcome::of("InternalFailure", false), Outcome::Failed);
        assert_eq!(Outcome::of("InternalError", true), Outcome::Failed);
        assert_eq!(Outcome::of("InvalidMessageContents", true), Outcome::Rejected);
    }
}
