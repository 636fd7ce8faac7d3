//! A request and a reply as bytes.

use std::net::IpAddr;

/// A request as it arrived. Signatures are computed over exactly this, so nothing may be normalised before.
#[derive(Clone, Debug)]
pub struct RawRequest {
    /// `POST`.
    pub method: String,
    /// The path as sent, still percent-encoded.
    pub path: String,
    /// What follows `?`, as sent; empty when there is none.
    pub query: String,
    /// Header names in lower case, values as sent, in order, repeated where repeated.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The whole body.
    pub body: Vec<u8>,
    /// Where the request came from.
    pub peer: IpAddr,
    /// True when it came over TLS.
    pub secure: bool,
}

impl RawRequest {
    /// The first value of a header as text; `None` when absent or not text. `name` is in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(n, _)| n == name)?;
        std::str::from_utf8(value).ok().map(str::trim)
    }

    /// Scheme and host as the client addressed us: `http://127.0.0.1:4566`.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.header("host").unwrap_or("localhost"))
    }
}

/// A reply, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawReply {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}
