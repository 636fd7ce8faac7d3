//! Changing identity providers and the account's alias.

use super::account::{self, Account};
use super::{Kind, OidcProvider, PrincipalError, Principals, SamlProvider, ids, oidc, saml};
use millpond_base::{Now, WallMs};
use std::sync::Arc;

impl Principals {
    /// The ARN a SAML provider of this name has or would have.
    #[must_use]
    pub fn saml_arn(&self, name: &str) -> String {
        saml::arn(self.account.as_str(), name)
    }

    /// The ARN an OpenID Connect provider at this URL, without `https://`, has or would have.
    #[must_use]
    pub fn oidc_arn(&self, url: &str) -> String {
        oidc::arn(self.account.as_str(), url)
    }

    /// Creates a SAML provider. The caller has looked at the metadata.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `providers_max`, [`PrincipalError::Catalog`].
    pub fn create_saml(
        &self,
        name: &str,
        (metadata, valid_until): (String, WallMs),
        tags: Vec<(String, String)>,
        providers_max: usize,
        now: Now,
    ) -> Result<Arc<SamlProvider>, PrincipalError> {
        let _changing = self.change();
        self.may_create::<SamlProvider>(name, providers_max)?;
        self.keep(SamlProvider {
            number: self.catalog.next_id()?,
            name: name.to_owned(),
            provider_id: ids::principal(ids::SAML, &*self.entropy),
            arn: self.saml_arn(name),
            created: now.wall,
            metadata,
            valid_until,
            tags,
        })
    }

    /// Replaces the metadata of a SAML provider.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`].
    pub fn update_saml(
        &self,
        arn: &str,
        metadata: String,
        valid_until: WallMs,
    ) -> Result<(), PrincipalError> {
        let provider = self.wanted_saml(arn)?;
        self.change_record(&provider.name, |provider: &mut SamlProvider| {
            (provider.metadata, provider.valid_until) = (metadata, valid_until);
            Ok(())
        })
    }

    /// Deletes a SAML provider; roles that trust it stay.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`].
    pub fn delete_saml(&self, arn: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        self.forget(&*self.wanted_saml(arn)?)
    }

    /// Creates an OpenID Connect provider. One at `http://` is asked for its keys without TLS.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `providers_max`, [`PrincipalError::Catalog`].
    pub fn create_oidc(
        &self,
        url: &str,
        client_ids: Vec<String>,
        thumbprints: Vec<String>,
        tags: Vec<(String, String)>,
        providers_max: usize,
        now: Now,
    ) -> Result<Arc<OidcProvider>, PrincipalError> {
        let _changing = self.change();
        let (url, is_plain) = url.strip_prefix("http://").map_or((url, false), |bare| (bare, true));
        self.may_create::<OidcProvider>(url, providers_max)?;
        self.keep(OidcProvider {
            number: self.catalog.next_id()?,
            url: url.to_owned(),
            arn: self.oidc_arn(url),
            created: now.wall,
            client_ids,
            thumbprints,
            tags,
            is_plain,
        })
    }

    /// Changes the client ids and thumbprints of an OpenID Connect provider.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`], and what `change` says.
    pub fn change_oidc(
        &self,
        arn: &str,
        change: impl FnOnce(&mut Vec<String>, &mut Vec<String>) -> Result<(), PrincipalError>,
    ) -> Result<(), PrincipalError> {
        let provider = self.wanted_oidc(arn)?;
        self.change_record(&provider.url, |provider: &mut OidcProvider| {
            change(&mut provider.client_ids, &mut provider.thumbprints)
        })?;
        self.issuers.changed(provider.number);
        Ok(())
    }

    /// Deletes an OpenID Connect provider; roles that trust it stay.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`].
    pub fn delete_oidc(&self, arn: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let provider = self.wanted_oidc(arn)?;
        self.forget_keys(provider.number)?;
        self.forget(&*provider)
    }

    /// The account's alias.
    #[must_use]
    pub fn account_alias(&self) -> Option<String> {
        self.read().account.alias.clone()
    }

    /// Gives the account an alias in the place of the one it has.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Catalog`].
    pub fn set_account_alias(&self, alias: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        self.keep_account(Account { alias: Some(alias.to_owned()) })
    }

    /// Takes the account's alias away.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`] when it is not the account's, [`PrincipalError::Catalog`].
    pub fn delete_account_alias(&self, alias: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        if self.account_alias().as_deref() != Some(alias) {
            return Err(PrincipalError::NoSuch(Kind::Alias, alias.to_owned()));
        }
        self.keep_account(Account { alias: None })
    }

    fn keep_account(&self, account: Account) -> Result<(), PrincipalError> {
        self.catalog.put(account::KIND, account::NUMBER, &account.encode())?;
        self.write().account = account;
        Ok(())
    }

    fn wanted_saml(&self, arn: &str) -> Result<Arc<SamlProvider>, PrincipalError> {
        self.by_arn(arn).ok_or_else(|| PrincipalError::NoSuch(Kind::Saml, arn.to_owned()))
    }

    fn wanted_oidc(&self, arn: &str) -> Result<Arc<OidcProvider>, PrincipalError> {
        self.by_arn(arn).ok_or_else(|| PrincipalError::NoSuch(Kind::Oidc, arn.to_owned()))
    }
}
