//! What the account has once, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: alias or null }.

use super::cbor::{self, Fields, Unreadable};
use zeroize::Zeroizing;

pub(super) const KIND: &str = "iam-account";
pub(super) const NUMBER: u64 = 0;
const VERSION: u8 = 1;
const FIELDS: u64 = 1;

/// What the account has once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) alias: Option<String>,
}

impl Account {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| cbor::put_optional(e, 0, self.alias.as_deref()))
    }

    pub(super) fn decode(document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let account = Self { alias: fields.optional_text(0)? };
        fields.end()?;
        Ok(account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let account = Account { alias: Some("plant".into()) };

        let text: String = account.encode().iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(text, "01a10065706c616e74");
        assert_eq!(Account::decode(&account.encode()), Ok(account));
        assert_eq!(Account::decode(&Account::default().encode()), Ok(Account::default()));
        assert!(Account::decode(&[1, 0xa1]).is_err());
    }
}
