//! What another gateway says of the entries it forwards. It decides what is taken, so it has to be signed like the rest.

use crate::wire::RawRequest;
use millpond_base::{PROVENANCE_HEADER, Provenance};
use millpond_service::Fault;

/// Reads the header; `None` for everybody but gateways.
pub(crate) fn provenance(request: &RawRequest) -> Result<Option<Box<Provenance>>, Fault> {
    let Some(text) = request.header(PROVENANCE_HEADER) else { return Ok(None) };
    let unsigned = request.header("authorization").is_some_and(|header| !signs(header));
    if unsigned {
        let text = format!("'{PROVENANCE_HEADER}' must be a 'SignedHeader' in the AWS Authorization.");
        return Err(Fault::code("InvalidSignatureException", 403, text));
    }
    let parsed = Provenance::parse(text);
    parsed
        .map(|provenance| Some(Box::new(provenance)))
        .map_err(|error| Fault::code("ValidationException", 400, error.to_string()))
}

/// Whether the reply may be compressed: other gateways may ask for it, as their links are paid for by the byte. No service of AWS does
/// so, whatever a client says that it accepts.
pub(crate) fn takes_gzip(request: &RawRequest) -> bool {
    let accepts = request.header("accept-encoding").is_some_and(|value| value.eq_ignore_ascii_case("gzip"));
    accepts && request.header(PROVENANCE_HEADER).is_some()
}

fn signs(authorization: &str) -> bool {
    let signed = authorization.split_once("SignedHeaders=").map_or("", |(_, rest)| rest);
    let signed = signed.split([',', ' ']).next().unwrap_or_default();
    signed.split(';').any(|name| name == PROVENANCE_HEADER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{IpAddr, Ipv4Addr};

    const TEXT: &str = "1 07070707070707070707070707070707 0000000000000009 200 100 100";

    fn request(headers: &[(&str, &str)]) -> RawRequest {
        RawRequest {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
                .collect(),
            body: Vec::new(),
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
            secure: true,
        }
    }

    fn signed(headers: &str) -> String {
        format!(
            "AWS4-HMAC-SHA256 Credential=A/20260101/r/s/aws4_request, SignedHeaders={headers}, Signature=0"
        )
    }

    #[test]
    fn only_what_is_signed_is_believed() {
        let with =
            |signed: &str| provenance(&request(&[(PROVENANCE_HEADER, TEXT), ("authorization", signed)]));

        assert!(with(&signed("host;x-millpond-provenance")).unwrap().is_some());
        assert_eq!(with(&signed("host;x-millpond-provenance2")).unwrap_err().status, 403);
        assert_eq!(with(&signed("host")).unwrap_err().code, "InvalidSignatureException");
    }

    #[test]
    fn only_gateways_get_compressed_replies() {
        assert!(takes_gzip(&request(&[(PROVENANCE_HEADER, TEXT), ("accept-encoding", "gzip")])));
        assert!(!takes_gzip(&request(&[("accept-encoding", "gzip")])));
        assert!(!takes_gzip(&request(&[(PROVENANCE_HEADER, TEXT)])));
        assert!(!takes_gzip(&request(&[(PROVENANCE_HEADER, TEXT), ("accept-encoding", "identity")])));
    }

    #[test]
    fn others_say_nothing_and_nonsense_is_refused() {
        assert!(provenance(&request(&[])).unwrap().is_none());
        assert_eq!(
            provenance(&request(&[(PROVENANCE_HEADER, "x")])).unwrap_err().code,
            "ValidationException"
        );
    }
}
