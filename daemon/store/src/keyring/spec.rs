//! What kinds of keys there are, and what each is good for. The numbers are those of key documents, and frozen.

/// What kind of key material a key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum KeySpec {
    /// AES-256.
    SymmetricDefault,
    /// RSA with a modulus of 2048 bits.
    Rsa2048,
    /// RSA with a modulus of 3072 bits.
    Rsa3072,
    /// RSA with a modulus of 4096 bits.
    Rsa4096,
    /// The curve P-256 of NIST.
    EccNistP256,
    /// The curve P-384 of NIST.
    EccNistP384,
    /// The curve P-521 of NIST.
    EccNistP521,
    /// The Koblitz curve secp256k1.
    EccSecgP256k1,
    /// Ed25519.
    EccNistEdwards25519,
    /// HMAC with SHA-224.
    Hmac224,
    /// HMAC with SHA-256.
    Hmac256,
    /// HMAC with SHA-384.
    Hmac384,
    /// HMAC with SHA-512.
    Hmac512,
    /// Module lattices for signatures, security category 2.
    MlDsa44,
    /// Module lattices for signatures, security category 3.
    MlDsa65,
    /// Module lattices for signatures, security category 5.
    MlDsa87,
    /// Module lattices for key encapsulation, security category 1.
    MlKem512,
    /// Module lattices for key encapsulation, security category 3.
    MlKem768,
    /// Module lattices for key encapsulation, security category 5.
    MlKem1024,
}

/// AWS's words, at the number of each.
const SPECS: [(KeySpec, &str); 19] = [
    (KeySpec::SymmetricDefault, "SYMMETRIC_DEFAULT"),
    (KeySpec::Rsa2048, "RSA_2048"),
    (KeySpec::Rsa3072, "RSA_3072"),
    (KeySpec::Rsa4096, "RSA_4096"),
    (KeySpec::EccNistP256, "ECC_NIST_P256"),
    (KeySpec::EccNistP384, "ECC_NIST_P384"),
    (KeySpec::EccNistP521, "ECC_NIST_P521"),
    (KeySpec::EccSecgP256k1, "ECC_SECG_P256K1"),
    (KeySpec::EccNistEdwards25519, "ECC_NIST_EDWARDS25519"),
    (KeySpec::Hmac224, "HMAC_224"),
    (KeySpec::Hmac256, "HMAC_256"),
    (KeySpec::Hmac384, "HMAC_384"),
    (KeySpec::Hmac512, "HMAC_512"),
    (KeySpec::MlDsa44, "ML_DSA_44"),
    (KeySpec::MlDsa65, "ML_DSA_65"),
    (KeySpec::MlDsa87, "ML_DSA_87"),
    (KeySpec::MlKem512, "ML_KEM_512"),
    (KeySpec::MlKem768, "ML_KEM_768"),
    (KeySpec::MlKem1024, "ML_KEM_1024"),
];

impl KeySpec {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        SPECS.iter().map(|(spec, _)| *spec)
    }

    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        SPECS[self as usize].1
    }

    /// The kind of AWS's word; `None` when it is not offered.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        SPECS.iter().find(|(_, word)| *word == text).map(|(spec, _)| *spec)
    }

    pub(super) fn read(number: u8) -> Option<Self> {
        SPECS.get(usize::from(number)).map(|(spec, _)| *spec)
    }

    /// What keys of this kind may be made for.
    ///
    /// # Source
    /// AWS KMS API Reference, CreateKey, KeyUsage.
    #[must_use]
    pub const fn usages(self) -> &'static [KeyUsage] {
        match self {
            Self::SymmetricDefault => &[KeyUsage::EncryptDecrypt],
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => {
                &[KeyUsage::EncryptDecrypt, KeyUsage::SignVerify]
            }
            Self::EccNistP256 | Self::EccNistP384 | Self::EccNistP521 => {
                &[KeyUsage::SignVerify, KeyUsage::KeyAgreement]
            }
            Self::EccSecgP256k1
            | Self::EccNistEdwards25519
            | Self::MlDsa44
            | Self::MlDsa65
            | Self::MlDsa87 => &[KeyUsage::SignVerify],
            Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => &[KeyUsage::GenerateVerifyMac],
            Self::MlKem512 | Self::MlKem768 | Self::MlKem1024 => &[KeyUsage::EncapsulateDecapsulate],
        }
    }

    /// True for kinds with a public key.
    #[must_use]
    pub const fn is_pair(self) -> bool {
        !matches!(self, Self::SymmetricDefault) && !self.is_hmac()
    }

    /// True for the keys of HMACs.
    #[must_use]
    pub const fn is_hmac(self) -> bool {
        matches!(self, Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512)
    }

    /// True for RSA, whose keys take long to make.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        matches!(self, Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096)
    }
}

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyUsage {
    /// Encrypt and decrypt.
    EncryptDecrypt,
    /// Sign and verify.
    SignVerify,
    /// Make and verify HMACs.
    GenerateVerifyMac,
    /// Derive secrets shared with the holder of another key.
    KeyAgreement,
    /// Encapsulate and decapsulate shared secrets.
    EncapsulateDecapsulate,
}

const USAGES: [(KeyUsage, &str); 5] = [
    (KeyUsage::EncryptDecrypt, "ENCRYPT_DECRYPT"),
    (KeyUsage::SignVerify, "SIGN_VERIFY"),
    (KeyUsage::GenerateVerifyMac, "GENERATE_VERIFY_MAC"),
    (KeyUsage::KeyAgreement, "KEY_AGREEMENT"),
    (KeyUsage::EncapsulateDecapsulate, "ENCAPSULATE_DECAPSULATE"),
];

impl KeyUsage {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        USAGES[self as usize].1
    }

    /// The usage of AWS's word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        USAGES.iter().find(|(_, word)| *word == text).map(|(usage, _)| *usage)
    }

    pub(super) fn read(number: u8) -> Option<Self> {
        USAGES.get(usize::from(number)).map(|(usage, _)| *usage)
    }
}

/// Where key material comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyOrigin {
    /// It was drawn here.
    AwsKms,
    /// Someone brings it.
    External,
}

impl KeyOrigin {
    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwsKms => "AWS_KMS",
            Self::External => "EXTERNAL",
        }
    }

    pub(super) const fn read(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::AwsKms),
            1 => Some(Self::External),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_and_number_leads_back_to_its_kind() {
        for (number, (spec, word)) in SPECS.iter().enumerate() {
            assert_eq!(KeySpec::read(u8::try_from(number).unwrap()), Some(*spec));
            assert_eq!((*spec as usize, KeySpec::parse(word)), (number, Some(*spec)));
            assert!(!spec.usages().is_empty());
        }
        for (number, (usage, word)) in USAGES.iter().enumerate() {
            assert_eq!(KeyUsage::read(u8::try_from(number).unwrap()), Some(*usage));
            assert_eq!((*usage as usize, KeyUsage::parse(word)), (number, Some(*usage)));
        }
        assert_eq!((KeySpec::read(19), KeyUsage::read(5), KeyOrigin::read(2)), (None, None, None));
        assert_eq!((KeySpec::parse("SM2"), KeyUsage::parse("")), (None, None));
    }
}
