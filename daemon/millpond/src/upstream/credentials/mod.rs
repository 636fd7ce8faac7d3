//! Has credentials issued: from where the configuration says, and then one role after the other.

mod device;
mod metadata;
mod process;
mod sts;

use super::wire::{Refusal, Wire};
use crate::config::{self, Credentials as From, Role};
use crate::secrets::Vault;
use crate::trouble::Trouble;
use millpond_aws::sigv4::sha256;
use millpond_base::{LineMs, Secret, WallMs};
use millpond_credentials::{Base, Files, Issued, Kept, Resolved, default_profile, environment, resolve};
use millpond_forward::{Credentials, Failure};
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Life that is assumed of credentials whose end means nothing because no clock can be believed: the shortest that AWS issues. They
/// are asked for anew then, and refused ones at once.
const GUESSED_MS: u64 = 900_000;

/// Where an upstream's credentials come from.
pub(super) struct Issuer {
    config: config::Upstream,
    vault: Arc<Vault>,
}

/// Credentials as they came.
#[derive(Clone, Debug)]
pub(super) struct Fresh {
    pub(super) credentials: Credentials,
    /// How long they hold from now on; `None` for ever.
    pub(super) life_ms: Option<u64>,
    /// When they end by the issuer's clock, if anybody said.
    ends: Option<WallMs>,
    /// What issued them, in words.
    pub(super) from: String,
}

/// Why there are none.
#[derive(Clone, Debug)]
pub(super) struct NoCredentials {
    pub(super) failure: Failure,
    /// The step and what to do.
    pub(super) why: String,
}

impl NoCredentials {
    /// Somebody has to repair something.
    fn repair(why: impl Into<String>) -> Self {
        Self { failure: Failure::Refused, why: why.into() }
    }

    /// It may work later by itself.
    fn later(why: impl Into<String>) -> Self {
        Self { failure: Failure::Unreachable, why: why.into() }
    }

    /// A call to an issuer that failed.
    fn refused(step: &str, refusal: &Refusal) -> Self {
        let failure = match refusal.failure {
            Failure::Unreachable | Failure::Throttled => refusal.failure,
            // It is this call that is missing or rejected, and no record's fault.
            _ => Failure::Refused,
        };
        Self { failure, why: format!("{step}: {}", refusal.words) }
    }

    fn at(self, step: &str) -> Self {
        Self { why: format!("{step}: {}", self.why), ..self }
    }
}

impl Fresh {
    /// What is worth keeping over a restart: a session whose end is known.
    pub(super) fn kept(&self, settings: [u8; 32], ends_line: LineMs) -> Option<Kept> {
        Some(Kept {
            settings,
            access_key_id: self.credentials.access_key_id.clone(),
            secret: self.credentials.secret.clone(),
            token: self.credentials.token.clone()?,
            ends_line,
            ends: self.ends?,
        })
    }

    /// Credentials that were issued, with what they say of their end. `answered` is the time at which an issuer answered, by its own
    /// clock: ours may be wrong.
    fn of(wire: &Wire, issued: Issued, answered: Option<WallMs>, from: impl Into<String>) -> Self {
        let now = wire.now();
        let clock = answered.or_else(|| wire.theirs()).or_else(|| now.trusted.then_some(now.wall));
        let life = |ends: WallMs| clock.map_or(GUESSED_MS, |clock| ends.0.saturating_sub(clock.0));
        Self {
            life_ms: issued.ends.map(life),
            ends: issued.ends,
            credentials: Credentials {
                access_key_id: issued.access_key_id,
                secret: issued.secret,
                token: issued.token,
            },
            from: from.into(),
        }
    }
}

/// Hears of each step that has succeeded.
pub(super) type Told<'a> = &'a mut (dyn FnMut(&str) + Send);

impl Issuer {
    /// An issuer as configured. A secret that it needs must be there.
    pub(super) fn new(config: config::Upstream, vault: Arc<Vault>) -> Result<Self, Trouble> {
        let sealed = match &config.credentials {
            Some(From::Iot { key_secret, .. } | From::RolesAnywhere { key_secret, .. }) => {
                key_secret.as_ref()
            }
            _ => config.secret.as_ref(),
        };
        if let Some(name) = sealed {
            vault.secret(name.as_str()).map_err(|cause| {
                Trouble::because(format!("upstream {:?} lacks a secret", config.name.as_str()), cause)
            })?;
        }
        Ok(Self { config, vault })
    }

    /// The upstream's settings.
    pub(super) const fn config(&self) -> &config::Upstream {
        &self.config
    }

    /// The region that signatures are for.
    pub(super) fn region(&self) -> &str {
        self.config.region.0.as_str()
    }

    /// Tells these settings from others, as far as they decide which credentials come of them.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        sha256(self.config.identity().as_bytes())
    }

    /// Has credentials issued.
    pub(super) async fn issue(&self, wire: &Wire, told: Told<'_>) -> Result<Fresh, NoCredentials> {
        let (mut fresh, inner) = self.base(wire, told).await?;
        let roles = inner.into_iter().chain(self.config.roles().into_iter().map(|role| self.role(role)));
        for role in roles {
            let step = format!("assuming {}", role.arn);
            fresh =
                sts::assume(self, wire, &role, &fresh.credentials).await.map_err(|none| none.at(&step))?;
            told(&format!("{} is assumed", role.arn));
        }
        // An instance's agent may lag behind, and what it has is used until it is refused.
        let fresh_enough = fresh.life_ms.is_none_or(|life_ms| life_ms > 0);
        if !fresh_enough {
            return Err(NoCredentials::repair(format!("{}: what it issues has ended already", fresh.from)));
        }
        Ok(fresh)
    }

    /// Who the upstream takes credentials for: the ARN.
    pub(super) async fn caller_identity(
        &self,
        wire: &Wire,
        with: &Credentials,
    ) -> Result<String, NoCredentials> {
        sts::caller_identity(self, wire, with).await
    }

    /// What everything starts from, and the roles that a profile says to assume.
    async fn base(
        &self,
        wire: &Wire,
        told: Told<'_>,
    ) -> Result<(Fresh, Vec<millpond_credentials::Role>), NoCredentials> {
        let Some(from) = &self.config.credentials else { return Ok((self.key(wire)?, Vec::new())) };
        if let From::Profile { name, config_file, credentials_file } = from {
            let Resolved { base, roles } =
                self.profile(name.as_deref(), config_file.as_deref(), credentials_file.as_deref())?;
            let fresh = self.profile_base(wire, base).await.map_err(|none| none.at("the profile"))?;
            told(&format!("{} gave credentials", fresh.from));
            return Ok((fresh, roles));
        }
        let fresh = match from {
            From::Environment {} | From::Profile { .. } => Self::environment(wire)?,
            From::Process { command, seconds } => {
                Self::process(wire, command, Duration::from_secs(seconds.0.0)).await?
            }
            From::Container {} => metadata::container(wire).await?,
            From::Instance { endpoint } => metadata::instance(wire, endpoint.as_ref()).await?,
            From::WebIdentity { role_arn, token_file } => {
                self.web_identity(wire, role_arn.as_deref(), token_file.as_deref()).await?
            }
            From::Saml { .. } => sts::with_saml(self, wire, from).await?,
            From::Iot { .. } => device::iot(self, wire, from).await?,
            From::RolesAnywhere { .. } => device::roles_anywhere(self, wire, from).await?,
        };
        told(&format!("{} gave credentials", fresh.from));
        Ok((fresh, Vec::new()))
    }

    /// The key that the configuration names.
    fn key(&self, wire: &Wire) -> Result<Fresh, NoCredentials> {
        let (Some(id), Some(name)) = (&self.config.access_key_id, &self.config.secret) else {
            return Err(NoCredentials::repair("neither access_key_id nor credentials is set"));
        };
        let secret = self.secret(name)?;
        let issued = Issued { access_key_id: id.clone(), secret, token: None, ends: None };
        Ok(Fresh::of(wire, issued, None, "the configuration"))
    }

    fn secret(&self, name: &config::Name) -> Result<Secret, NoCredentials> {
        self.vault.secret(name.as_str()).map_err(|trouble| NoCredentials::repair(trouble.lines().join(": ")))
    }

    fn environment(wire: &Wire) -> Result<Fresh, NoCredentials> {
        let issued = environment(&look).map_err(|lack| NoCredentials::repair(lack.to_string()))?;
        Ok(Fresh::of(wire, issued, None, "the environment"))
    }

    async fn process(wire: &Wire, words: &[String], limit: Duration) -> Result<Fresh, NoCredentials> {
        let text = process::output(words, limit).await?;
        let from = words.first().map_or("", String::as_str);
        let issued = millpond_credentials::process(&text)
            .map_err(|unreadable| NoCredentials::repair(format!("{from}: {unreadable}")))?;
        Ok(Fresh::of(wire, issued, None, from))
    }

    async fn web_identity(
        &self,
        wire: &Wire,
        role_arn: Option<&str>,
        token_file: Option<&Path>,
    ) -> Result<Fresh, NoCredentials> {
        let or = |given: Option<String>, variable: &str| {
            let missing =
                || NoCredentials::repair(format!("neither the configuration nor {variable} says which"));
            given.or_else(|| look(variable)).filter(|text| !text.is_empty()).ok_or_else(missing)
        };
        let arn = or(role_arn.map(str::to_owned), "AWS_ROLE_ARN")?;
        let file = token_file.map(|path| self.vault.resolve(path).display().to_string());
        let file = or(file, "AWS_WEB_IDENTITY_TOKEN_FILE")?;
        let role = self.role(Role { arn, session_name: look("AWS_ROLE_SESSION_NAME"), ..Role::default() });
        sts::with_web_identity(self, wire, &role, Path::new(&file)).await
    }

    async fn profile_base(&self, wire: &Wire, base: Base) -> Result<Fresh, NoCredentials> {
        match base {
            Base::Key(issued) => Ok(Fresh::of(wire, issued, None, "a key in a shared file")),
            Base::Process(words) => Self::process(wire, &words, Duration::from_secs(30)).await,
            Base::WebIdentity { role, token_file } => {
                sts::with_web_identity(self, wire, &role, Path::new(&token_file)).await
            }
            Base::Environment => Self::environment(wire),
            Base::Instance => metadata::instance(wire, None).await,
            Base::Container => metadata::container(wire).await,
            _ => Err(NoCredentials::repair("it starts from something that is not known here")),
        }
    }

    fn profile(
        &self,
        name: Option<&str>,
        config: Option<&Path>,
        credentials: Option<&Path>,
    ) -> Result<Resolved, NoCredentials> {
        let config = self.shared_file(config, "AWS_CONFIG_FILE", ".aws/config")?;
        let credentials = self.shared_file(credentials, "AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")?;
        let files = Files { config: as_text(&config)?, credentials: as_text(&credentials)? };
        let name = name.map_or_else(|| default_profile(&look), str::to_owned);
        resolve(files, &name).map_err(|error| NoCredentials::repair(error.to_string()))
    }

    /// The bytes of a file that SDKs share; one that nobody named may be absent.
    fn shared_file(
        &self,
        named: Option<&Path>,
        variable: &str,
        usual: &str,
    ) -> Result<Secret, NoCredentials> {
        let named = named.map(|path| self.vault.resolve(path)).or_else(|| look(variable).map(PathBuf::from));
        let path = named.clone().or_else(|| look("HOME").map(|home| PathBuf::from(home).join(usual)));
        let Some(path) = path else { return Ok(Secret::new(Vec::new())) };
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Secret::new(bytes)),
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
                Ok(Secret::new(Vec::new()))
            }
            Err(error) => Err(unreadable(&path, &error)),
        }
    }

    /// A role of the configuration, with the upstream's own settings where it has none.
    fn role(&self, role: Role) -> millpond_credentials::Role {
        millpond_credentials::Role {
            arn: role.arn,
            session_name: role.session_name,
            external_id: role.external_id,
            secs: None,
            tags: role.tags.into_iter().collect(),
        }
    }
}

fn as_text(file: &Secret) -> Result<&str, NoCredentials> {
    std::str::from_utf8(file.expose()).map_err(|_| NoCredentials::repair("a shared file is not UTF-8"))
}

fn look(name: &str) -> Option<String> {
    env::var(name).ok()
}

fn unreadable(path: &Path, error: &io::Error) -> NoCredentials {
    NoCredentials::repair(format!("cannot read {}: {error}", path.display()))
}
