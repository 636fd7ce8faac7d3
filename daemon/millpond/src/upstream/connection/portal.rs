//! Captive portals: something on the way that answers in place of the upstream, with a redirection or a page.

use hyper::Response;
use hyper::header::{CONTENT_TYPE, LOCATION};

/// What people are told.
pub(crate) const SAYS: &str = "something on the way answers in place of the upstream (a sign-in page?)";

/// Headers that every AWS service, and every Millpond, sends with each answer.
const REQUEST_IDS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"];

/// True when an answer cannot be one of an API: it carries no request's name and redirects, is a page, or says that a
/// sign-in is needed.
///
/// A page with a 5xx or 413 comes from a load balancer as well as from anything else, and its status already says enough.
///
/// # Source
/// RFC 6585, section 6, for status 511.
pub(super) fn is_foreign<B>(answer: &Response<B>) -> bool {
    let headers = answer.headers();
    if is_of_an_api(answer) {
        return false;
    }
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.as_bytes().to_ascii_lowercase();
        kind.starts_with(b"text/html") || kind.starts_with(b"application/xhtml")
    });
    match answer.status().as_u16() {
        511 => true,
        413 | 500.. => false,
        300..=399 => is_page || headers.contains_key(LOCATION),
        _ => is_page,
    }
}

/// True when an answer carries a request's name, as only an API's does.
pub(super) fn is_of_an_api<B>(answer: &Response<B>) -> bool {
    REQUEST_IDS.iter().any(|name| answer.headers().contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)]) -> Response<()> {
        let start = Response::builder().status(status);
        headers.iter().fold(start, |made, (name, value)| made.header(*name, *value)).body(()).unwrap()
    }

    #[test]
    fn pages_and_redirections_are_foreign() {
        let page = [("content-type", "Text/HTML; charset=utf-8")];

        assert!(is_foreign(&answer(200, &page)));
        assert!(is_foreign(&answer(403, &page)));
        assert!(is_foreign(&answer(302, &[("location", "http://login.example/")])));
        assert!(is_foreign(&answer(511, &[])));
    }

    #[test]
    fn answers_of_an_api_are_not() {
        let json = [("content-type", "application/x-amz-json-1.1")];
        let wrong_region = [("x-amz-request-id", "7"), ("location", "https://bucket.example/")];

        assert!(!is_foreign(&answer(200, &json)));
        assert!(!is_foreign(&answer(400, &json)));
        assert!(!is_foreign(&answer(200, &[("content-type", "text/html"), ("x-amzn-RequestId", "7")])));
        assert!(!is_foreign(&answer(301, &wrong_region)));
        assert!(!is_foreign(&answer(503, &[("content-type", "text/html")])), "a load balancer's");
        assert!(!is_foreign(&answer(204, &[])));
    }
}
