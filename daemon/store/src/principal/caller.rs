//! Who makes a call, and what it may do.

use super::grants::Grants;
use crate::trail::Identity;
use millpond_base::{AccountId, LineMs, Now, WallMs};
use millpond_policy::{
    Decision, Explanation, Keys, Layer, Layers, Policy, PrincipalView, Request, Verdict, explain, judge,
};
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
    /// Somebody whom a user vouched for with GetFederationToken.
    FederatedUser,
    /// Somebody whom an identity provider vouches for, who is about to take on a role.
    Federated,
    /// Somebody who does not say who it is: only the policy of a resource can let it do anything.
    Stranger,
}

/// A proven caller. What it may do was resolved when it was found, so that one call sees one truth.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The account it belongs to.
    pub account: AccountId,
    /// `arn:aws:iam::A:user/name`, `arn:aws:sts::A:assumed-role/role/session` or `arn:aws:sts::A:federated-user/name`.
    pub arn: String,
    /// `AIDA...`, `AROA...:session`, or `A:name`.
    pub user_id: String,
    /// What kind it is.
    pub kind: CallerKind,
    /// The access key it signed with.
    pub access_key_id: String,
    /// The user's or role's name.
    pub name: String,
    /// The role a session belongs to, or the user who vouched for a federated user.
    pub(super) behind: Option<String>,
    /// True when an MFA device vouches for this very call.
    pub(super) proved: bool,
    pub(super) grants: Arc<Grants>,
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
    /// The account of the resource; `None` for the caller's own.
    pub owner: Option<&'a str>,
}

/// What a session brings along beside its user or role.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Limits {
    /// `None` when no session policy was given; otherwise one of them must allow.
    pub(super) policies: Option<Vec<Arc<Policy>>>,
    pub(super) transitive: Vec<String>,
    pub(super) source_identity: Option<String>,
    pub(super) issued: WallMs,
    /// When the session ends.
    pub(super) ends: LineMs,
    /// How long ago a code of an MFA device was believed; `None` when none was.
    pub(super) mfa_age_secs: Option<u64>,
    /// The ARN of the identity provider that vouched for the caller.
    pub(super) federated: Option<String>,
    /// What the provider said, as condition keys in lower case.
    pub(super) claims: Vec<(String, String)>,
}

impl Caller {
    /// Decides whether the caller may do `action` to `resource`.
    #[must_use]
    pub fn judge(&self, action: &str, resource: &str, keys: &Keys<'_>, attached: Attached<'_>) -> Verdict {
        self.with_layers(action, resource, keys, attached, |request, layers| {
            if self.is_closed(action) {
                return Verdict { decision: Decision::ImplicitDeny(Layer::Session), by: None };
            }
            judge(request, layers)
        })
    }

    /// Decides as [`Caller::judge`] does, and says of every statement why it applied or not.
    #[must_use]
    pub fn explain_all(
        &self,
        action: &str,
        resource: &str,
        keys: &Keys<'_>,
        attached: Attached<'_>,
    ) -> Explanation {
        self.with_layers(action, resource, keys, attached, explain)
    }

    /// True when `other` is the same caller with the same rights, so that one may stand for both.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let Self { account, arn, user_id, kind, access_key_id, name, .. } = self;
        let Self { behind, proved, grants, session, tags, .. } = self;
        Arc::ptr_eq(grants, &other.grants)
            && (kind, account, access_key_id, user_id)
                == (&other.kind, &other.account, &other.access_key_id, &other.user_id)
            && (arn, name, behind, proved) == (&other.arn, &other.name, &other.behind, &other.proved)
            && (session, tags) == (&other.session, &other.tags)
    }

    /// The name of the identity policy that a [`millpond_policy::Source`] counts.
    #[must_use]
    pub fn policy_name(&self, index: usize) -> Option<&str> {
        self.grants.name_at(index)
    }

    fn with_layers<T>(
        &self,
        action: &str,
        resource: &str,
        keys: &Keys<'_>,
        attached: Attached<'_>,
        then: impl FnOnce(&Request<'_>, &Layers<'_>) -> T,
    ) -> T {
        let identity: Vec<&Policy> = self.grants.policies().collect();
        let session = self.session.as_ref().and_then(|s| s.policies.as_ref());
        let session: Option<Vec<&Policy>> = session.map(|policies| policies.iter().map(|p| &**p).collect());
        let own = |name: &str| self.condition_key(name).or_else(|| keys(name));
        let principal = self.view();
        let request = Request { action, resource, principal: &principal, keys: &own };
        let Attached { resource, resource_decides, trust, owner } = attached;
        let (session, boundary) = (session.as_deref(), self.grants.boundary());
        let layers =
            Layers { identity: &identity, session, boundary, resource, resource_decides, trust, owner };
        then(&request, &layers)
    }

    /// A verdict in words for the audit, with the policy's own name.
    #[must_use]
    pub fn explain(&self, verdict: &Verdict) -> String {
        let by = verdict.by.as_ref().filter(|by| by.layer == Layer::Identity);
        match by.and_then(|by| self.grants.name_at(by.policy)) {
            Some(name) => format!("{verdict} (\"{name}\")"),
            None => verdict.to_string(),
        }
    }

    /// Every name a policy may use for the caller.
    #[must_use]
    pub fn view(&self) -> PrincipalView {
        match self.kind {
            CallerKind::Stranger => PrincipalView::Anonymous,
            CallerKind::Federated => PrincipalView::Federated(self.arn.clone()),
            _ => PrincipalView::Aws {
                account: self.account.as_str().to_owned(),
                arn: self.arn.clone(),
                role_arn: self.behind.clone(),
            },
        }
    }

    /// The same caller, for whom an MFA device vouches in this call.
    #[must_use]
    pub fn proved(&self) -> Self {
        Self { proved: true, ..self.clone() }
    }

    /// Condition keys about the caller, by lower-case name.
    ///
    /// # Source
    /// IAM user guide, "AWS global condition context keys", properties of the principal.
    #[must_use]
    pub fn condition_key(&self, name: &str) -> Option<Vec<String>> {
        let one = |text: &str| Some(vec![text.to_owned()]);
        match (self.kind, name) {
            (CallerKind::Stranger, "aws:principaltype") => return one("Anonymous"),
            (CallerKind::Federated, "aws:federatedprovider") => return one(&self.arn),
            (CallerKind::Stranger | CallerKind::Federated, _) => return None,
            _ => {}
        }
        match name {
            "aws:principalarn" => one(match self.kind {
                CallerKind::FederatedUser => &self.arn,
                _ => self.behind.as_deref().unwrap_or(&self.arn),
            }),
            "aws:principalaccount" => one(self.account.as_str()),
            "aws:principaltype" => one(match self.kind {
                CallerKind::RoleSession => "AssumedRole",
                CallerKind::FederatedUser => "FederatedUser",
                _ => "User",
            }),
            "aws:userid" => one(&self.user_id),
            "aws:username" if self.behind.is_none() => one(&self.name),
            "aws:sourceidentity" => one(self.source_identity()?),
            "aws:principalisawsservice" => one("false"),
            "aws:multifactorauthpresent" if self.proved => one("true"),
            "aws:multifactorauthage" if self.proved => one("0"),
            // Who signs with a key of its own has no such keys at all, and IfExists conditions count on that.
            "aws:multifactorauthpresent" => {
                one(if self.session.as_ref()?.mfa_age_secs.is_some() { "true" } else { "false" })
            }
            "aws:multifactorauthage" => Some(vec![self.session.as_ref()?.mfa_age_secs?.to_string()]),
            "aws:federatedprovider" => Some(vec![self.session.as_ref()?.federated.clone()?]),
            "aws:tokenissuetime" => Some(vec![self.session.as_ref()?.issued.secs().to_string()]),
            _ => {
                let Some(tag) = name.strip_prefix("aws:principaltag/") else { return self.claim(name) };
                self.tags.iter().find(|(key, _)| key.to_lowercase() == tag).map(|(_, v)| vec![v.clone()])
            }
        }
    }

    /// What the identity provider said when the session began.
    fn claim(&self, name: &str) -> Option<Vec<String>> {
        let said = self.session.as_ref()?.claims.iter().filter(|(key, _)| key == name);
        let values: Vec<String> = said.map(|(_, value)| value.clone()).collect();
        (!values.is_empty()).then_some(values)
    }

    /// The caller in the words of an audit event.
    #[must_use]
    pub fn identity(&self) -> Identity {
        if matches!(self.kind, CallerKind::Stranger | CallerKind::Federated) {
            let (kind, account) = ("AWSAccount".to_owned(), "ANONYMOUS_PRINCIPAL".to_owned());
            return Identity { kind, account, ..Identity::default() };
        }
        Identity {
            kind: match self.kind {
                CallerKind::RoleSession => "AssumedRole",
                CallerKind::FederatedUser => "FederatedUser",
                _ => "IAMUser",
            }
            .to_owned(),
            principal_id: self.user_id.clone(),
            arn: self.arn.clone(),
            account: self.account.as_str().to_owned(),
            access_key_id: self.access_key_id.clone(),
            name: self.name.clone(),
            provider: String::new(),
        }
    }

    /// The identity that stays with every session that follows from this one.
    #[must_use]
    pub fn source_identity(&self) -> Option<&str> {
        self.session.as_ref()?.source_identity.as_deref()
    }

    /// Tags of the caller: those of its user or role, and of its session.
    #[must_use]
    pub fn tags(&self) -> &[(String, String)] {
        &self.tags
    }

    /// How long the caller's session lasts, in seconds; `None` for a key without a session.
    #[must_use]
    pub fn session_left_secs(&self, now: Now) -> Option<u64> {
        Some(self.session.as_ref()?.ends.since_ms(now.line) / 1000)
    }

    /// Tags that go along into the next role.
    #[must_use]
    pub fn transitive_tags(&self) -> Vec<(String, String)> {
        let transitive = self.session.as_ref().map_or(&[][..], |s| &s.transitive);
        let goes = |(key, _): &&(String, String)| transitive.iter().any(|t| t.eq_ignore_ascii_case(key));
        self.tags.iter().filter(goes).cloned().collect()
    }

    /// A key of GetSessionToken may not change who may do what, unless an MFA device vouches for it; one of
    /// GetFederationToken never may.
    ///
    /// # Source
    /// STS API Reference, GetSessionToken: no IAM operation without MFA, and of STS only AssumeRole (with what belongs to
    /// it) and GetCallerIdentity. GetFederationToken: no IAM operation, and of STS only GetCallerIdentity.
    fn is_closed(&self, action: &str) -> bool {
        let is = |service: &str| action.starts_with(service);
        match self.kind {
            CallerKind::UserSession => {
                let vouched = self.session.as_ref().is_some_and(|session| session.mfa_age_secs.is_some());
                let assumes = matches!(action, "sts:AssumeRole" | "sts:TagSession" | "sts:SetSourceIdentity");
                (is("iam:") && !vouched) || (is("sts:") && !assumes)
            }
            CallerKind::FederatedUser => is("iam:") || is("sts:"),
            _ => false,
        }
    }
}
