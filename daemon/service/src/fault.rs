//! A refusal, in AWS's words. Storage errors become faults in each service's `fault.rs` and nowhere else.

use millpond_aws::errors::Detail;
use millpond_aws::schema::ErrorShape;

/// An error as the client will see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The code in JSON and CBOR replies: `ResourceNotFoundException`.
    pub code: &'static str,
    /// The code in query replies and in `x-amzn-query-error`.
    pub query_code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// HTTP status in the query protocol, where it may differ.
    pub query_status: u16,
    /// True when the caller is to blame.
    pub sender: bool,
    /// The text.
    pub message: String,
    /// What it says besides.
    pub detail: Option<Box<Detail>>,
}

impl Fault {
    /// A modelled error. JSON services answer every client error with 400, as AWS does.
    #[must_use]
    pub fn of(error: &'static ErrorShape, message: impl Into<String>) -> Self {
        let query_status = if error.status == 0 { 400 } else { error.status };
        Self {
            code: error.name,
            query_code: error.query_code,
            status: if error.sender { 400 } else { 500 },
            query_status,
            sender: error.sender,
            message: message.into(),
            detail: None,
        }
    }

    /// An error that no model lists, such as `ValidationException` or `AccessDeniedException`.
    #[must_use]
    pub fn code(code: &'static str, status: u16, message: impl Into<String>) -> Self {
        Self {
            code,
            query_code: code,
            status,
            query_status: status,
            sender: status < 500,
            message: message.into(),
            detail: None,
        }
    }

    /// The same fault with another code in the query protocol.
    #[must_use]
    pub fn query(mut self, code: &'static str, status: u16) -> Self {
        self.query_code = code;
        self.query_status = status;
        self
    }

    /// The same fault, which says more than its text.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = Some(Box::new(detail));
        self
    }

    /// The same fault with another HTTP status in the JSON protocols.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Something failed on our side. The cause goes to the log, never to the client.
    #[must_use]
    pub fn internal() -> Self {
        Self::code(
            "InternalFailure",
            500,
            "The request processing has failed because of an unknown error, exception or failure.",
        )
    }
}
