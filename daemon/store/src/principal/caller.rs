//! Who makes a call, and what it may do.

use super::policies::Policies;
use crate::trail::Identity;
use millpond_base::{AccountId, WallMs};
use millpond_policy::{Decision, Keys, Layer, Layers, Policy, PrincipalView, Request, Verdict, judge};
use std::sync::Arc;

/// What kind of caller it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerKind {
    /// A user with an access key of its own.
    User,
    /// A user with the temporary key of GetSessionToken.
    UserSession,
    /// A session of a role.
    RoleSession,
    /// Somebody who does not say who it is: only the policy of a resource can let it do anything.
    Stranger,
}

/// A proven caller. What it may do was resolved when it was found, so that one call sees one truth.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The account it belongs to.
    pub account: AccountId,
    /// `arn:aws:iam::A:user/name` or `arn:aws:sts::A:assumed-role/role/session`.
    pub arn: String,
    /// `AIDA...`, or `AROA...:session`.
    pub user_id: String,
    /// What kind it is.
    pub kind: CallerKind,
    /// The access key it signed with.
    pub access_key_id: String,
    /// The user's or role's name.
    pub name: String,
    pub(super) role_arn: Option<String>,
    pub(super) policies: Arc<Policies>,
    pub(super) session: Option<Arc<Limits>>,
    pub(super) tags: Vec<(String, String)>,
}

/// The policies that are attached to what is to be used, and not to who uses it.
#[derive(Clone, Copy, Default)]
pub struct Attached<'a> {
    /// The policy of the resource, if it has one.
    pub resource: Option<&'a Policy>,
    /// True when that policy must allow, or leave it to the account.
    pub resource_decides: bool,
    /// The trust policy, when a role is to be taken on.
    pub trust: Option<&'a Policy>,
}

/// What a session brings along beside its user or role.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// `None` when no session policy was given; each one given must allow.
    pub(super) policies: Option<Vec<Policy>>,
    pub(super) transitive: Vec<String>,
    pub(super) source_identity: Option<String>,
    pub(super) issued: WallMs,
}

impl Caller {
    /// Decides whether the caller may do `action` to `resource`.
    #[must_use]
    pub fn judge(&self, action: &str, resource: &str, keys: &Keys<'_>, attached: Attached<'_>) -> Verdict {
        if self.kind == CallerKind::UserSession && is_closed_to_user_sessions(action) {
            return Verdict { decision: Decision::ImplicitDeny(Layer::Session), by: None };
        }
        let identity = self.policies.evaluated();
        let session = self.session.as_ref().and_then(|s| s.policies.as_ref());
        let session: Option<Vec<&Policy>> = session.map(|policies| policies.iter().collect());
        let own = |name: &str| self.condition_key(name).or_else(|| keys(name));
        let principal = self.view();
        let request = Request { action, resource, principal: &principal, keys: &own };
        let Attached { resource, resource_decides, trust } = attached;
        let session = session.as_deref();
        let layers =
            Layers { identity: &identity, session, resource, resource_decides, trust, ..Layers::default() };
        judge(&request, &layers)
    }

    /// A verdict in words for the audit, with the policy's own name.
    #[must_use]
    pub fn explain(&self, verdict: &Verdict) -> String {
        let by = verdict.by.as_ref().filter(|by| by.layer == Layer::Identity);
        match by.and_then(|by| self.policies.name_at(by.policy)) {
            Some(name) => format!("{verdict} (\"{name}\")"),
            None => verdict.to_string(),
        }
    }

    /// Every name a policy may use for the caller.
    #[must_use]
    pub fn view(&self) -> PrincipalView {
        if self.kind == CallerKind::Stranger {
            return PrincipalView::Anonymous;
        }
        PrincipalView::Aws {
            account: self.account.as_str().to_owned(),
            arn: self.arn.clone(),
            role_arn: self.role_arn.clone(),
        }
    }

    /// Condition keys about the caller, by lower-case name.
    ///
    /// # Source
    /// IAM user guide, "AWS global condition context keys", properties of the principal.
    #[must_use]
    pub fn condition_key(&self, name: &str) -> Option<Vec<String>> {
        let one = |text: &str| Some(vec![text.to_owned()]);
        if self.kind == CallerKind::Stranger {
            return if name == "aws:principaltype" { one("Anonymous") } else { None };
        }
        match name {
            "aws:principalarn" => one(self.role_arn.as_deref().unwrap_or(&self.arn)),
            "aws:principalaccount" => one(self.account.as_str()),
            "aws:principaltype" => one(if self.role_arn.is_some() { "AssumedRole" } else { "User" }),
            "aws:userid" => one(&self.user_id),
            "aws:username" if self.role_arn.is_none() => one(&self.name),
            "aws:sourceidentity" => one(self.source_identity()?),
            "aws:tokenissuetime" => Some(vec![self.session.as_ref()?.issued.secs().to_string()]),
            _ => {
                let tag = name.strip_prefix("aws:principaltag/")?;
                self.tags.iter().find(|(key, _)| key.to_lowercase() == tag).map(|(_, v)| vec![v.clone()])
            }
        }
    }

    /// The caller in the words of an audit event.
    #[must_use]
    pub fn identity(&self) -> Identity {
        if self.kind == CallerKind::Stranger {
            let (kind, account) = ("AWSAccount".to_owned(), "ANONYMOUS_PRINCIPAL".to_owned());
            return Identity { kind, account, ..Identity::default() };
        }
        Identity {
            kind: if self.role_arn.is_some() { "AssumedRole" } else { "IAMUser" }.to_owned(),
            principal_id: self.user_id.clone(),
            arn: self.arn.clone(),
            account: self.account.as_str().to_owned(),
            access_key_id: self.access_key_id.clone(),
            name: self.name.clone(),
        }
    }

    /// The identity that stays with every session that follows from this one.
    #[must_use]
    pub fn source_identity(&self) -> Option<&str> {
        self.session.as_ref()?.source_identity.as_deref()
    }

    /// Tags that go along into the next role.
    #[must_use]
    pub fn transitive_tags(&self) -> Vec<(String, String)> {
        let transitive = self.session.as_ref().map_or(&[][..], |s| &s.transitive);
        let goes = |(key, _): &&(String, String)| transitive.iter().any(|t| t.eq_ignore_ascii_case(key));
        self.tags.iter().filter(goes).cloned().collect()
    }
}

/// A key of GetSessionToken may not change who may do what.
///
/// # Source
/// STS API Reference, GetSessionToken: no IAM operation, and of STS only AssumeRole and GetCallerIdentity.
fn is_closed_to_user_sessions(action: &str) -> bool {
    action.starts_with("iam:")
        || (action.starts_with("sts:") && !matches!(action, "sts:AssumeRole" | "sts:GetCallerIdentity"))
}
