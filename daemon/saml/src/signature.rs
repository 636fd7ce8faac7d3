//! The one form of signature that is believed, and whether it holds.
//!
//! A signature is over the element that it is a child of, referred to by that element's id, with itself left out and in
//! exclusive canonical form. Everything else that XML signatures can say is refused, not ignored: other transforms, further
//! references, objects, algorithms with SHA-1, shared secrets. Keys come from metadata only; what a signature says of its key
//! is not read.
//!
//! # Source
//! SAML core 2.0, section 5.4; W3C, "XML Signature Syntax and Processing".

use crate::c14n::{Form, canonical};
use crate::certificate::PublicKey;
use crate::document::{At, Document};
use crate::refusal::Refusal;
use crate::text::decode_base64;
use aws_lc_rs::digest::{self, digest};
use aws_lc_rs::signature as with;
use aws_lc_rs::signature::{UnparsedPublicKey, VerificationAlgorithm};

pub(crate) const NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// Prefixes in one list of namespaces to be shown. Ours: signers name two or three.
const PREFIXES_MAX: usize = 16;

/// Checks the signature at `signature`: it must be over its parent, and made by one of `keys`.
pub(crate) fn check(document: &Document, signature: At, keys: &[PublicKey]) -> Result<(), Refusal> {
    let parts = parts(document, signature)?;
    let signed =
        canonical(document, parts.signed_info, Form { inclusive: &parts.shown_in_info, without: None });
    // The signature first: what a stranger wrote is not worth a digest of the whole.
    if !keys.iter().any(|key| parts.method.holds(key, &signed, &parts.value)) {
        return Err(Refusal::SignatureInvalid);
    }
    let covered =
        canonical(document, parts.target, Form { inclusive: &parts.shown, without: Some(signature) });
    if digest(parts.digest, &covered).as_ref() == parts.digest_value {
        Ok(())
    } else {
        Err(Refusal::SignatureInvalid)
    }
}

/// What a signature of the one form consists of.
struct Parts {
    signed_info: At,
    shown_in_info: Vec<String>,
    method: Method,
    value: Vec<u8>,
    target: At,
    shown: Vec<String>,
    digest: &'static digest::Algorithm,
    digest_value: Vec<u8>,
}

fn parts(document: &Document, signature: At) -> Result<Parts, Refusal> {
    let form = |what| Refusal::SignatureForm(what);
    let [signed_info, value, ..] =
        in_order(document, signature, &["SignedInfo", "SignatureValue"], Some("KeyInfo"))
            .ok_or(form("what is in the signature"))?[..]
    else {
        return Err(form("what is in the signature"));
    };
    let wanted = ["CanonicalizationMethod", "SignatureMethod", "Reference"];
    let [canonicalization, method, reference] =
        in_order(document, signed_info, &wanted, None).ok_or(form("one reference"))?[..]
    else {
        return Err(form("one reference"));
    };
    let wanted = ["Transforms", "DigestMethod", "DigestValue"];
    let [transforms, digest, digest_value] =
        in_order(document, reference, &wanted, None).ok_or(form("what is in the reference"))?[..]
    else {
        return Err(form("what is in the reference"));
    };
    let wanted = ["Transform", "Transform"];
    let [enveloped, exclusive] =
        in_order(document, transforms, &wanted, None).ok_or(form("the transforms"))?[..]
    else {
        return Err(form("the transforms"));
    };
    if algorithm(document, enveloped) != ENVELOPED || document.children(enveloped).next().is_some() {
        return Err(form("the transforms"));
    }
    let method_name = algorithm(document, method);
    let leaf = |at: At| document.children(at).next().is_none();
    let digest_algorithm = digest_algorithm(algorithm(document, digest)).filter(|_| leaf(digest));
    let bytes = |at: At| document.text(at).and_then(|text| decode_base64(&text));
    Ok(Parts {
        signed_info,
        shown_in_info: shown(document, canonicalization).ok_or(form("the canonical form"))?,
        method: Method::named(method_name)
            .filter(|_| leaf(method))
            .ok_or(form("the signature's algorithm"))?,
        value: bytes(value).ok_or(form("the signature's value"))?,
        target: target(document, signature, reference)?,
        shown: shown(document, exclusive).ok_or(form("the transforms"))?,
        digest: digest_algorithm.ok_or(form("the digest's algorithm"))?,
        digest_value: bytes(digest_value).ok_or(form("the digest's value"))?,
    })
}

/// The element that the reference names, which must be the signature's parent.
fn target(document: &Document, signature: At, reference: At) -> Result<At, Refusal> {
    let parent = document.element(signature).parent.ok_or(Refusal::SignaturePlace)?;
    let id =
        document.element(parent).attribute("ID").filter(|id| !id.is_empty()).ok_or(Refusal::AmbiguousId)?;
    let uri = document.element(reference).attribute("URI").unwrap_or_default();
    if uri.strip_prefix('#') == Some(id) {
        Ok(parent)
    } else {
        Err(Refusal::SignatureForm("the reference is not to the element around the signature"))
    }
}

/// The child elements of an element that has exactly these, in this order, and possibly one more.
fn in_order(document: &Document, at: At, wanted: &[&str], possible: Option<&str>) -> Option<Vec<At>> {
    let mut found = Vec::with_capacity(wanted.len() + 1);
    for (child, element) in document.children(at) {
        let name = wanted.get(found.len()).copied().or(possible.filter(|_| found.len() == wanted.len()))?;
        if !element.is(NAMESPACE, name) {
            return None;
        }
        found.push(child);
    }
    (found.len() >= wanted.len() && document.has_elements_only(at)).then_some(found)
}

fn algorithm(document: &Document, at: At) -> &str {
    document.element(at).attribute("Algorithm").unwrap_or_default()
}

/// The prefixes that an exclusive canonicalization shows besides; `None` when it is another canonicalization.
fn shown(document: &Document, at: At) -> Option<Vec<String>> {
    if algorithm(document, at) != EXCLUSIVE || !document.has_elements_only(at) {
        return None;
    }
    let mut children = document.children(at);
    let Some((list, element)) = children.next() else { return Some(Vec::new()) };
    if !element.is(EXCLUSIVE, "InclusiveNamespaces")
        || children.next().is_some()
        || document.children(list).next().is_some()
    {
        return None;
    }
    let prefixes = element.attribute("PrefixList").unwrap_or_default().split_ascii_whitespace();
    let prefixes: Vec<String> = prefixes.map(str::to_owned).collect();
    (prefixes.len() <= PREFIXES_MAX).then_some(prefixes)
}

/// # Source
/// RFC 9231, sections 2.1 and 2.2; W3C, "XML Encryption Syntax and Processing", section 5.7. SHA-1 is not among them.
fn digest_algorithm(name: &str) -> Option<&'static digest::Algorithm> {
    match name {
        "http://www.w3.org/2001/04/xmlenc#sha256" => Some(&digest::SHA256),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Some(&digest::SHA384),
        "http://www.w3.org/2001/04/xmlenc#sha512" => Some(&digest::SHA512),
        _ => None,
    }
}

/// An algorithm that signs, for keys of one kind.
enum Method {
    Rsa(&'static dyn VerificationAlgorithm),
    /// One for each curve: the algorithm's name says only the digest.
    Ec(&'static [&'static dyn VerificationAlgorithm]),
}

impl Method {
    /// # Source
    /// RFC 9231, sections 2.3.2 to 2.3.4 and 2.3.6. Neither SHA-1 nor a shared secret is among them; RSA keys have at least
    /// 2,048 bits.
    fn named(name: &str) -> Option<Self> {
        Some(match name.strip_prefix("http://www.w3.org/2001/04/xmldsig-more#")? {
            "rsa-sha256" => Self::Rsa(&with::RSA_PKCS1_2048_8192_SHA256),
            "rsa-sha384" => Self::Rsa(&with::RSA_PKCS1_2048_8192_SHA384),
            "rsa-sha512" => Self::Rsa(&with::RSA_PKCS1_2048_8192_SHA512),
            "ecdsa-sha256" => Self::Ec(&[&with::ECDSA_P256_SHA256_FIXED, &with::ECDSA_P521_SHA256_FIXED]),
            "ecdsa-sha384" => Self::Ec(&[&with::ECDSA_P384_SHA384_FIXED, &with::ECDSA_P521_SHA384_FIXED]),
            "ecdsa-sha512" => Self::Ec(&[&with::ECDSA_P521_SHA512_FIXED]),
            _ => return None,
        })
    }

    fn holds(&self, key: &PublicKey, signed: &[u8], value: &[u8]) -> bool {
        let holds = |algorithm: &'static dyn VerificationAlgorithm, info: &[u8]| {
            UnparsedPublicKey::new(algorithm, info).verify(signed, value).is_ok()
        };
        match (self, key) {
            (Self::Rsa(algorithm), PublicKey::Rsa(info)) => holds(*algorithm, info),
            (Self::Ec(algorithms), PublicKey::Ec(info)) => {
                algorithms.iter().any(|algorithm| holds(*algorithm, info))
            }
            _ => false,
        }
    }
}
