//! A profile of the files that AWS's SDKs share: what it starts from, and which roles it assumes in turn.

use crate::Lookup;
use crate::answer::Issued;
use crate::ini::{self, Section};
use crate::words::words;
use millpond_base::Secret;
use std::collections::BTreeMap;
use std::fmt;

/// The text of both files; empty when a file is not there.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// `~/.aws/config`.
    pub config: &'a str,
    /// `~/.aws/credentials`.
    pub credentials: &'a str,
}

/// A role to be assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Its ARN.
    pub arn: String,
    /// How the session is called; `None` leaves it to the caller.
    pub session_name: Option<String>,
    /// What the role's trust policy may ask for.
    pub external_id: Option<String>,
    /// Life of the session, in seconds; `None` leaves it to the caller.
    pub secs: Option<u64>,
    /// Tags of the session.
    pub tags: Vec<(String, String)>,
}

/// What a profile starts from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Base {
    /// A key that stands in the file.
    Key(Issued),
    /// A program and its arguments.
    Process(Vec<String>),
    /// A role assumed with a token from a file.
    WebIdentity {
        /// The role.
        role: Role,
        /// The file.
        token_file: String,
    },
    /// The environment's key.
    Environment,
    /// The instance's metadata.
    Instance,
    /// The container's agent.
    Container,
}

/// What a profile comes down to.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Where it starts.
    pub base: Base,
    /// Roles, the first to be assumed first.
    pub roles: Vec<Role>,
}

/// Why a profile leads to no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileError {
    /// A line of a file is nothing.
    Line(&'static str, usize),
    /// No file has it.
    NoProfile(String),
    /// It lacks a setting.
    Missing(String, &'static str),
    /// Its settings contradict each other.
    Both(String),
    /// Profiles name each other in a circle.
    Circle(String),
    /// A setting has a value nobody knows.
    Value(String, &'static str, String),
    /// It needs a person.
    NeedsPerson(String, &'static str),
    /// It holds nothing that leads to credentials.
    Empty(String),
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(file, line) => {
                write!(f, "line {line} of the shared {file} file is neither a section nor a setting")
            }
            Self::NoProfile(name) => {
                write!(f, "no shared file has a profile {name:?}; add it, or name another one")
            }
            Self::Missing(name, setting) => write!(f, "profile {name:?} has no {setting}; add it"),
            Self::Both(name) => {
                write!(f, "profile {name:?} has source_profile and credential_source; remove one of them")
            }
            Self::Circle(name) => write!(f, "profile {name:?} leads back to itself by source_profile"),
            Self::Value(name, setting, value) => {
                write!(f, "profile {name:?} has {setting} = {value}, which is not known")
            }
            Self::NeedsPerson(name, setting) => write!(
                f,
                "profile {name:?} has {setting}, which needs a person; a gateway has nobody to ask, so name another profile"
            ),
            Self::Empty(name) => {
                write!(f, "profile {name:?} holds neither a key nor anything that leads to one")
            }
        }
    }
}

impl std::error::Error for ProfileError {}

/// Finds out what a profile comes down to, as botocore does.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn resolve(files: Files<'_>, profile: &str) -> Result<Resolved, ProfileError> {
    let profiles = Profiles::read(files)?;
    let mut roles = Vec::new();
    let base = profiles.follow(profile, &mut Vec::new(), &mut roles)?;
    roles.reverse();
    Ok(Resolved { base, roles })
}

/// Which profile is meant when none is named: `AWS_PROFILE`, or `default`.
#[must_use]
pub fn default_profile(look: Lookup<'_>) -> String {
    look("AWS_PROFILE").filter(|name| !name.is_empty()).unwrap_or_else(|| "default".into())
}

/// Settings that need a person at a browser or with a code.
const PERSONAL: [&str; 4] = ["sso_session", "sso_start_url", "login_session", "mfa_serial"];

struct Profiles {
    /// Of the configuration file.
    config: BTreeMap<String, Section>,
    /// Of the credentials file.
    credentials: BTreeMap<String, Section>,
}

impl Profiles {
    fn read(files: Files<'_>) -> Result<Self, ProfileError> {
        let credentials =
            ini::read(files.credentials).map_err(|line| ProfileError::Line("credentials", line))?;
        let sections = ini::read(files.config).map_err(|line| ProfileError::Line("config", line))?;
        let mut config = BTreeMap::new();
        for (name, section) in sections {
            if name == "default" {
                // One that is called so in full outranks it.
                config.entry(name).or_insert(section);
            } else if let Some([word, name]) = words(&name).as_deref()
                && word == "profile"
            {
                config.insert(name.clone(), section);
            }
        }
        Ok(Self { config, credentials })
    }

    fn get(&self, profile: &str, setting: &str) -> Option<&str> {
        let own = self.credentials.get(profile).and_then(|section| section.get(setting));
        own.or_else(|| self.config.get(profile)?.get(setting)).map(|value| value.as_str())
    }

    fn has(&self, profile: &str, setting: &str) -> bool {
        self.get(profile, setting).is_some()
    }

    /// Follows a profile to its base and notes the roles on the way, the last to be assumed first.
    fn follow(
        &self,
        profile: &str,
        seen: &mut Vec<String>,
        roles: &mut Vec<Role>,
    ) -> Result<Base, ProfileError> {
        if !self.config.contains_key(profile) && !self.credentials.contains_key(profile) {
            return Err(ProfileError::NoProfile(profile.to_owned()));
        }
        let has_key = self.has(profile, "aws_access_key_id") || self.has(profile, "aws_secret_access_key");
        let assumes = self.has(profile, "role_arn") && !self.has(profile, "web_identity_token_file");
        // A profile that was reached through another one uses its key even if it could assume a role.
        if !assumes || (!seen.is_empty() && has_key) {
            return self.base(profile);
        }
        if self.has(profile, "mfa_serial") {
            return Err(ProfileError::NeedsPerson(profile.to_owned(), "mfa_serial"));
        }
        seen.push(profile.to_owned());
        roles.push(self.role(profile)?);
        match (self.get(profile, "source_profile"), self.get(profile, "credential_source")) {
            (Some(_), Some(_)) => Err(ProfileError::Both(profile.to_owned())),
            (None, None) => {
                Err(ProfileError::Missing(profile.to_owned(), "source_profile or credential_source"))
            }
            (Some(source), None) => {
                let own_key = source == profile && has_key;
                if seen.iter().any(|name| name == source) && !own_key {
                    return Err(ProfileError::Circle(profile.to_owned()));
                }
                self.follow(source, seen, roles)
            }
            (None, Some(source)) => match source.to_ascii_lowercase().as_str() {
                "environment" => Ok(Base::Environment),
                "ec2instancemetadata" => Ok(Base::Instance),
                "ecscontainer" => Ok(Base::Container),
                _ => Err(ProfileError::Value(profile.to_owned(), "credential_source", source.to_owned())),
            },
        }
    }

    /// What a profile itself holds, in the order in which SDKs look.
    fn base(&self, profile: &str) -> Result<Base, ProfileError> {
        if let Some(token_file) = self.get(profile, "web_identity_token_file") {
            return Ok(Base::WebIdentity { role: self.role(profile)?, token_file: token_file.to_owned() });
        }
        if let Some(setting) = PERSONAL[..3].iter().find(|setting| self.has(profile, setting)) {
            return Err(ProfileError::NeedsPerson(profile.to_owned(), setting));
        }
        if let Some(key) = key(profile, self.credentials.get(profile))? {
            return Ok(Base::Key(key));
        }
        if let Some(command) = self.get(profile, "credential_process") {
            let words = words(command).filter(|words| !words.is_empty());
            let unknown =
                || ProfileError::Value(profile.to_owned(), "credential_process", command.to_owned());
            return words.map(Base::Process).ok_or_else(unknown);
        }
        let found = key(profile, self.config.get(profile))?;
        found.map(Base::Key).ok_or_else(|| ProfileError::Empty(profile.to_owned()))
    }

    fn role(&self, profile: &str) -> Result<Role, ProfileError> {
        let text = |setting| self.get(profile, setting).filter(|text| !text.is_empty()).map(str::to_owned);
        let secs = text("duration_seconds").map(|text| {
            let wrong = || ProfileError::Value(profile.to_owned(), "duration_seconds", text.clone());
            text.parse().map_err(|_| wrong())
        });
        Ok(Role {
            arn: text("role_arn").ok_or_else(|| ProfileError::Missing(profile.to_owned(), "role_arn"))?,
            session_name: text("role_session_name"),
            external_id: text("external_id"),
            secs: secs.transpose()?,
            tags: Vec::new(),
        })
    }
}

/// The key in a section, if it has one.
fn key(profile: &str, section: Option<&Section>) -> Result<Option<Issued>, ProfileError> {
    let get = |setting: &str| section?.get(setting).filter(|value| !value.is_empty());
    let Some(access_key_id) = get("aws_access_key_id") else { return Ok(None) };
    let missing = || ProfileError::Missing(profile.to_owned(), "aws_secret_access_key");
    let secret = get("aws_secret_access_key").ok_or_else(missing)?;
    Ok(Some(Issued {
        access_key_id: access_key_id.to_string(),
        secret: Secret::new(secret.as_bytes().to_vec()),
        token: get("aws_session_token").map(|token| token.to_string()),
        ends: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a profile comes down to, in words.
    fn told(config: &str, credentials: &str, profile: &str) -> Result<String, ProfileError> {
        let Resolved { base, roles } = resolve(Files { config, credentials }, profile)?;
        let base = match base {
            Base::Key(key) => format!("key {}", key.access_key_id),
            Base::Process(words) => format!("run {}", words.join("|")),
            Base::WebIdentity { role, token_file } => format!("web {} {token_file}", role.arn),
            other => format!("{other:?}"),
        };
        Ok(roles.iter().fold(base, |all, role| format!("{all} -> {}", role.arn)))
    }

    const KEY: &str = "aws_access_key_id = AKIA\naws_secret_access_key = s\n";

    #[test]
    fn the_credentials_file_outranks_a_process_and_that_the_other_file() {
        let config = format!("[profile a]\n{KEY}");
        let process = "credential_process = /bin/issue 'for me'\n";
        let other = format!("[a]\n{}", KEY.replace("AKIA", "AKIB"));

        assert_eq!(told(&config, "", "a").unwrap(), "key AKIA");
        assert_eq!(told(&format!("{config}{process}"), "", "a").unwrap(), "run /bin/issue|for me");
        assert_eq!(told(&format!("{config}{process}"), &other, "a").unwrap(), "key AKIB");
    }

    #[test]
    fn roles_are_assumed_from_the_source_outwards() {
        let config = "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = c\n\
                      [profile c]\ncredential_process = x\n";

        assert_eq!(told(config, "", "a").unwrap(), "run x -> B -> A");
        assert_eq!(
            told(config, &format!("[b]\n{KEY}"), "a").unwrap(),
            "key AKIA -> A",
            "its key ends the chain"
        );
        assert_eq!(told(config, &format!("[b]\n{KEY}"), "b").unwrap(), "run x -> B");
    }

    #[test]
    fn a_profile_may_assume_a_role_with_its_own_key() {
        let config = format!("[default]\nrole_arn = A\nsource_profile = default\n{KEY}");

        assert_eq!(told(&config, "", "default").unwrap(), "key AKIA -> A");
        let without = "[default]\nrole_arn = A\nsource_profile = default\n";
        assert_eq!(told(without, "", "default"), Err(ProfileError::Circle("default".into())));
    }

    #[test]
    fn circles_are_noticed() {
        let config =
            "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = a\n";

        assert_eq!(told(config, "", "a"), Err(ProfileError::Circle("b".into())));
    }

    #[test]
    fn sources_other_than_profiles() {
        let of = |source: &str| {
            told(&format!("[profile a]\nrole_arn = A\ncredential_source = {source}\n"), "", "a")
        };

        assert_eq!(of("Environment").unwrap(), "Environment -> A");
        assert_eq!(of("Ec2InstanceMetadata").unwrap(), "Instance -> A");
        assert_eq!(of("EcsContainer").unwrap(), "Container -> A");
        assert!(matches!(of("Moon"), Err(ProfileError::Value(..))));
    }

    #[test]
    fn a_token_file_goes_first() {
        let config = format!("[profile a]\nrole_arn = A\nweb_identity_token_file = /t\n{KEY}");

        assert_eq!(told(&config, "", "a").unwrap(), "web A /t");
        let outer = format!("{config}[profile b]\nrole_arn = B\nsource_profile = a\n");
        assert_eq!(told(&outer, "", "b").unwrap(), "web A /t -> B");
    }

    #[test]
    fn a_role_has_what_its_profile_says() {
        let config = format!(
            "[profile a]\nrole_arn = A\nsource_profile = k\nrole_session_name = n\nexternal_id = e\nduration_seconds = 900\n\
             [profile k]\n{KEY}"
        );

        let resolved = resolve(Files { config: &config, credentials: "" }, "a").unwrap();

        let role = Role {
            arn: "A".into(),
            session_name: Some("n".into()),
            external_id: Some("e".into()),
            secs: Some(900),
            tags: vec![],
        };
        assert_eq!(resolved.roles, [role]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let profile = |settings: &str| told(&format!("[profile a]\n{settings}"), "", "a").unwrap_err();
        let a = || "a".to_owned();

        assert_eq!(told("", "", "a").unwrap_err(), ProfileError::NoProfile(a()));
        assert_eq!(profile("region = x\n"), ProfileError::Empty(a()));
        assert_eq!(profile("aws_access_key_id = x\n"), ProfileError::Missing(a(), "aws_secret_access_key"));
        assert_eq!(profile("role_arn = A\nsource_profile = b\n"), ProfileError::NoProfile("b".into()));
        assert_eq!(
            profile("role_arn = A\nsource_profile = b\ncredential_source = x\n"),
            ProfileError::Both(a())
        );
        assert!(matches!(profile("role_arn = A\n"), ProfileError::Missing(..)));
        assert!(matches!(profile("sso_session = s\n"), ProfileError::NeedsPerson(_, "sso_session")));
        let mfa = "role_arn = A\nsource_profile = b\nmfa_serial = m\n";
        assert!(matches!(profile(mfa), ProfileError::NeedsPerson(_, "mfa_serial")));
        assert!(matches!(profile("credential_process = 'x\n"), ProfileError::Value(..)));
        assert_eq!(told("nonsense", "", "a").unwrap_err(), ProfileError::Line("config", 1));
    }

    #[test]
    fn the_full_name_of_the_default_profile_outranks_the_short_one() {
        let config = "[default]\ncredential_process = short\n[profile default]\ncredential_process = full\n\
                      [profile \"two words\"]\ncredential_process = quoted\n[services x]\na = b\n";

        assert_eq!(told(config, "", "default").unwrap(), "run full");
        assert_eq!(told(config, "", "two words").unwrap(), "run quoted");
        assert_eq!(default_profile(&|_| None), "default");
        assert_eq!(default_profile(&|name| (name == "AWS_PROFILE").then(|| "p".into())), "p");
    }
}
