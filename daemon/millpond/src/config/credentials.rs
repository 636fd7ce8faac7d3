//! Where an upstream's credentials come from: the table `credentials` of `[[upstream]]`, and the roles on top.

use super::{Endpoint, Name, Within};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where credentials come from. Paths are relative to the data directory.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Credentials {
    /// `AWS_ACCESS_KEY_ID` and what belongs to it.
    Environment {},
    /// A profile of the files that AWS's SDKs share.
    Profile {
        /// Its name; `AWS_PROFILE` or `default` when absent.
        name: Option<String>,
        /// Instead of `AWS_CONFIG_FILE` or `~/.aws/config`.
        config_file: Option<PathBuf>,
        /// Instead of `AWS_SHARED_CREDENTIALS_FILE` or `~/.aws/credentials`.
        credentials_file: Option<PathBuf>,
    },
    /// A program that prints them, as SDKs' `credential_process` does.
    Process {
        /// The program, by its full path, and its arguments. No shell reads them.
        command: Vec<String>,
        /// How long it may take, in seconds.
        #[serde(default)]
        seconds: ProcessSecs,
    },
    /// The agent of ECS or EKS, as the environment names it.
    Container {},
    /// The metadata of an EC2 instance, version 2.
    Instance {
        /// Instead of `http://169.254.169.254`.
        endpoint: Option<Endpoint>,
    },
    /// AssumeRoleWithWebIdentity.
    WebIdentity {
        /// The role; `AWS_ROLE_ARN` when absent.
        role_arn: Option<String>,
        /// The file with the token; `AWS_WEB_IDENTITY_TOKEN_FILE` when absent. Read anew for each call.
        token_file: Option<PathBuf>,
    },
    /// AssumeRoleWithSAML.
    Saml {
        /// The role.
        role_arn: String,
        /// The SAML provider in the upstream's account.
        principal_arn: String,
        /// The file with the response, in base64 or as XML. Read anew for each call.
        assertion_file: Option<PathBuf>,
        /// A program that prints it, by its full path, and its arguments.
        assertion_command: Option<Vec<String>>,
    },
    /// The credentials provider of AWS IoT.
    Iot {
        /// `https://ID.credentials.iot.REGION.amazonaws.com`.
        endpoint: Endpoint,
        /// The role alias.
        role_alias: String,
        /// The thing's name, for policies that ask for it.
        thing: Option<String>,
        /// PEM file with the device's certificate, then those above it.
        certificate: PathBuf,
        /// PEM file with the private key.
        key: Option<PathBuf>,
        /// Name of the sealed secret that holds the private key as PEM.
        key_secret: Option<Name>,
        /// PEM file with the authorities to trust instead of the upstream's.
        ca: Option<PathBuf>,
    },
    /// IAM Roles Anywhere.
    RolesAnywhere {
        /// The trust anchor.
        trust_anchor_arn: String,
        /// The profile.
        profile_arn: String,
        /// The role.
        role_arn: String,
        /// Instead of `https://rolesanywhere.REGION.amazonaws.com`.
        endpoint: Option<Endpoint>,
        /// PEM file with the device's certificate, then those above it.
        certificate: PathBuf,
        /// PEM file with the private key.
        key: Option<PathBuf>,
        /// Name of the sealed secret that holds the private key as PEM.
        key_secret: Option<Name>,
    },
}

impl Credentials {
    /// True for what is a role's session already, so that another role on top chains them.
    pub(super) const fn is_session(&self) -> bool {
        match self {
            Self::WebIdentity { .. }
            | Self::Saml { .. }
            | Self::Iot { .. }
            | Self::RolesAnywhere { .. }
            | Self::Container { .. }
            | Self::Instance { .. } => true,
            Self::Environment {} | Self::Profile { .. } | Self::Process { .. } => false,
        }
    }

    /// What contradicts itself, with what to do.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        match self {
            Self::Process { command, .. } => relative(command),
            Self::Saml { assertion_file, assertion_command, .. } => match (assertion_file, assertion_command)
            {
                (Some(_), None) => None,
                (None, Some(command)) => relative(command),
                _ => Some("needs assertion_file or assertion_command, and not both"),
            },
            Self::Iot { key, key_secret, .. } | Self::RolesAnywhere { key, key_secret, .. }
                if key.is_some() == key_secret.is_some() =>
            {
                Some(
                    "needs the certificate's private key: as key, a file, or as key_secret, a sealed secret; not both",
                )
            }
            Self::Iot { endpoint, .. } if !endpoint.tls => {
                Some("has an endpoint of AWS IoT without TLS, which could not see the certificate; use https")
            }
            _ => None,
        }
    }
}

fn relative(command: &[String]) -> Option<&'static str> {
    let full = command.first().is_some_and(|program| program.starts_with('/'));
    (!full).then_some("needs a program by its full path: no shell looks for it")
}

/// How long a program may take, in seconds; half a minute unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct ProcessSecs(pub(crate) Within<1, 300>);

impl Default for ProcessSecs {
    fn default() -> Self {
        Self(Within(30))
    }
}

/// A role to be assumed with the credentials of what stands before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Role {
    /// Its ARN.
    pub(crate) arn: String,
    /// How the session is called; `role_session_name` of the upstream when absent.
    pub(crate) session_name: Option<String>,
    /// What the role's trust policy may ask for.
    pub(crate) external_id: Option<String>,
    /// Tags of the session.
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
}
