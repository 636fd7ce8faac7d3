//! Whom a certificate stands for.

use crate::config::ClientPrincipal;
use millpond_credentials::common_name;
use rustls::pki_types::CertificateDer;

/// The ARN of the user or role that a certificate stands for, after an authority vouched for it.
pub(super) fn principal(chain: Option<&[CertificateDer<'_>]>, rule: &ClientPrincipal) -> Option<String> {
    rule.arn(&common_name(chain?.first()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(names: &[&str]) -> CertificateDer<'static> {
        let mut params = rcgen::CertificateParams::new(vec!["device".to_owned()]).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(rcgen::DnType::OrganizationName, "plant");
        for name in names {
            params.distinguished_name.push(rcgen::DnType::CommonName, *name);
        }
        let key = rcgen::KeyPair::generate().unwrap();
        params.self_signed(&key).unwrap().der().clone()
    }

    #[test]
    fn the_common_name_says_who_it_is() {
        let rule = ClientPrincipal::try_from("arn:aws:iam::000000000000:user/{cn}".to_owned()).unwrap();

        let arn = |names: &[&str]| principal(Some(&[certificate(names)]), &rule);

        assert_eq!(arn(&["pump-7"]).as_deref(), Some("arn:aws:iam::000000000000:user/pump-7"));
        assert_eq!(arn(&["a/b"]), None);
        assert_eq!(arn(&[]), None);
        assert_eq!(principal(None, &rule), None);
        let der = certificate(&["pump-7"]);
        for length in 0..der.len() / 2 {
            assert_eq!(principal(Some(&[der[..length].to_vec().into()]), &rule), None, "cut at {length}");
        }
    }
}
