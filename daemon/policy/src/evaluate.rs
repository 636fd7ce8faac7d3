//! Deciding: statements, then layers.

use crate::condition::Condition;
use crate::document::{Listed, Policy, Statement};
use crate::pattern::{Pattern, lower};
use crate::principal::Naming;
use crate::scope::Scope;
use crate::service::Services;
use crate::{PrincipalView, Request};
use std::borrow::Cow;

/// What the policies say to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Some statement allows it and none denies it.
    Allow,
    /// No statement of this layer allows it.
    ImplicitDeny(Layer),
    /// A statement of this layer denies it.
    ExplicitDeny(Layer),
}

/// A kind of policy, by what it is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layer {
    /// Policies of the user or role.
    Identity,
    /// The policy given when the session began: it can only take away.
    Session,
    /// The permissions boundary of the user or role: it can only take away.
    Boundary,
    /// The policy of the resource.
    Resource,
    /// The trust policy of the role to be assumed.
    Trust,
}

/// A decision and the statement that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The decision.
    pub decision: Decision,
    /// The layer and statement that decided; `None` when nothing matched.
    pub by: Option<Source>,
}

/// A statement, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The kind of policy.
    pub layer: Layer,
    /// Which policy of that layer, from 0.
    pub policy: usize,
    /// Which statement of that policy, from 0.
    pub statement: usize,
    /// The statement's own name.
    pub sid: Option<String>,
}

/// Every policy that has a say. A layer that is `None` does not limit.
#[derive(Clone, Copy, Default)]
pub struct Layers<'a> {
    /// Policies of the user or role, and of the user's groups.
    pub identity: &'a [&'a Policy],
    /// Policies given when the session began; an empty list allows nothing.
    pub session: Option<&'a [&'a Policy]>,
    /// The permissions boundary.
    pub boundary: Option<&'a Policy>,
    /// The policy of the resource.
    pub resource: Option<&'a Policy>,
    /// True when nothing is allowed that the policy of the resource does not allow, or leave to the account: so it is with
    /// the policies of keys.
    pub resource_decides: bool,
    /// The trust policy, when a role is to be assumed; it must always allow.
    pub trust: Option<&'a Policy>,
    /// The account the resource belongs to; `None` for the caller's own.
    pub owner: Option<&'a str>,
}

impl<'a> Layers<'a> {
    /// Every layer that is there, with its policies, in the order in which a Deny is looked for.
    pub(crate) fn each(&self) -> impl Iterator<Item = (Layer, Cow<'a, [&'a Policy]>)> {
        let one = |layer, policy: Option<&'a Policy>| Some((layer, Cow::Owned(vec![policy?])));
        [
            Some((Layer::Identity, Cow::Borrowed(self.identity))),
            one(Layer::Trust, self.trust),
            one(Layer::Resource, self.resource),
            one(Layer::Boundary, self.boundary),
            self.session.map(|policies| (Layer::Session, Cow::Borrowed(policies))),
        ]
        .into_iter()
        .flatten()
    }
}

/// Decides with identity policies alone.
#[must_use]
pub fn evaluate(request: &Request<'_>, policies: &[&Policy]) -> Decision {
    judge(request, &Layers { identity: policies, ..Layers::default() }).decision
}

/// Decides with every layer.
///
/// An explicit Deny anywhere wins. Within an account a resource or trust policy that names the caller itself
/// suffices without an identity policy; one that names the account leaves the decision to the identity policies. A
/// session policy and a permissions boundary must also allow, save where a resource policy names the session or user by
/// its own ARN. A caller of another account than the resource's needs both sides.
#[must_use]
pub fn judge(request: &Request<'_>, layers: &Layers<'_>) -> Verdict {
    let asked = Asked::new(request);
    let identity = Finding::of(&asked, Layer::Identity, layers.identity);
    let one = |layer, policy: Option<&Policy>| policy.map(|policy| Finding::of(&asked, layer, &[policy]));
    let trust = one(Layer::Trust, layers.trust);
    let resource = one(Layer::Resource, layers.resource);
    let boundary = one(Layer::Boundary, layers.boundary);
    let session = layers.session.map(|policies| Finding::of(&asked, Layer::Session, policies));

    let limits = [&trust, &resource, &boundary, &session];
    let findings = std::iter::once(&identity).chain(limits.into_iter().flatten());
    if let Some(source) = findings.filter_map(|f| f.deny.clone()).next() {
        return Verdict { decision: Decision::ExplicitDeny(source.layer), by: Some(source) };
    }
    let implicit = |layer| Verdict { decision: Decision::ImplicitDeny(layer), by: None };
    if trust.as_ref().is_some_and(|f| f.allow.is_none()) {
        return implicit(Layer::Trust);
    }
    if layers.resource_decides && resource.as_ref().is_none_or(|f| f.allow.is_none()) {
        return implicit(Layer::Resource);
    }
    let theirs = [&trust, &resource].into_iter().flatten().filter_map(|f| f.allow.as_ref());
    let granted = theirs.max_by_key(|allow| allow.0);
    let own = identity.allow.as_ref().map(|(_, source)| source);
    let source = if is_outside(request.principal, layers.owner) {
        if granted.is_none() {
            return implicit(Layer::Resource);
        }
        own
    } else {
        if let Some((Naming::Direct, source)) = granted {
            return Verdict { decision: Decision::Allow, by: Some(source.clone()) };
        }
        granted.filter(|(naming, _)| *naming == Naming::Role).map(|(_, source)| source).or(own)
    };
    let Some(source) = source else { return implicit(Layer::Identity) };
    for (limit, layer) in [(&boundary, Layer::Boundary), (&session, Layer::Session)] {
        if limit.as_ref().is_some_and(|f| f.allow.is_none()) {
            return implicit(layer);
        }
    }
    Verdict { decision: Decision::Allow, by: Some(source.clone()) }
}

/// True when someone of one account asks for what belongs to another. Services and providers belong to none.
fn is_outside(principal: &PrincipalView, owner: Option<&str>) -> bool {
    match (principal, owner) {
        (PrincipalView::Aws { account, .. }, Some(owner)) => account != owner,
        _ => false,
    }
}

/// A request, prepared for many statements.
pub(crate) struct Asked<'a> {
    request: &'a Request<'a>,
    action: Cow<'a, str>,
    service: Services,
    scope: Scope<'a>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(request: &'a Request<'a>) -> Self {
        let action = lower(request.action);
        Self { request, service: Services::of_action(&action), action, scope: Scope::new(request.keys) }
    }
}

/// What one layer says: the first statement that denies, and the most specific that allows.
struct Finding {
    deny: Option<Source>,
    allow: Option<(Naming, Source)>,
}

impl Finding {
    fn of(asked: &Asked<'_>, layer: Layer, policies: &[&Policy]) -> Self {
        let mut finding = Self { deny: None, allow: None };
        for (policy, document) in policies.iter().enumerate() {
            if !document.services.meets(asked.service) {
                continue;
            }
            for (statement, rule) in document.statements.iter().enumerate() {
                let known = if rule.allow { finding.allow.as_ref().map(|(naming, _)| *naming) } else { None };
                if finding.deny.is_some() || known == Some(Naming::Direct) {
                    continue;
                }
                let naming = match rule.applies(asked) {
                    Ok(naming) => naming,
                    // What cannot be decided within bounds fails closed.
                    Err(Miss::Work) if !rule.allow => Naming::Direct,
                    Err(_) => continue,
                };
                let source = Source { layer, policy, statement, sid: rule.sid.clone() };
                if !rule.allow {
                    finding.deny = Some(source);
                } else if known.is_none_or(|known| naming > known) {
                    finding.allow = Some((naming, source));
                }
            }
        }
        finding
    }
}

/// Why a statement does not apply.
pub(crate) enum Miss<'a> {
    Action,
    Principal,
    Resource,
    Condition(&'a Condition),
    /// It would take more work than one decision may.
    Work,
}

impl Statement {
    /// How the statement names the caller, when it applies to the request at all.
    pub(crate) fn applies(&self, asked: &Asked<'_>) -> Result<Naming, Miss<'_>> {
        let found = self.look(asked);
        let knows = matches!(found, Err(Miss::Action)) && !self.services.meets(asked.service);
        if asked.scope.is_spent() && !knows { Err(Miss::Work) } else { found }
    }

    fn look(&self, asked: &Asked<'_>) -> Result<Naming, Miss<'_>> {
        let Asked { request, action, service, scope } = asked;
        if !self.services.meets(*service)
            || !listed(&self.actions, |pattern: &Pattern| pattern.matches_as_is(action, scope))
        {
            return Err(Miss::Action);
        }
        let naming = self.names(request.principal).ok_or(Miss::Principal)?;
        let resource = |pattern: &Pattern| pattern.matches(request.resource, scope);
        if self.resources.as_ref().is_some_and(|resources| !listed(resources, resource)) {
            return Err(Miss::Resource);
        }
        match self.conditions.iter().find(|condition| !condition.holds(scope)) {
            Some(condition) => Err(Miss::Condition(condition)),
            None => Ok(naming),
        }
    }

    /// How the statement names `who`; `None` when it speaks of others.
    fn names(&self, who: &PrincipalView) -> Option<Naming> {
        match &self.principals {
            None => Some(Naming::Direct),
            Some(Listed::Only(names)) => names.names(who),
            Some(Listed::Except(names)) => match names.names(who) {
                None => Some(Naming::Direct),
                // Excepted from a Deny is only who is named by the very ARN: its role or account is not enough.
                Some(naming) if !self.allow && naming != Naming::Direct => Some(Naming::Direct),
                Some(_) => None,
            },
        }
    }
}

fn listed<T>(list: &Listed<Vec<T>>, fits: impl FnMut(&T) -> bool) -> bool {
    match list {
        Listed::Only(items) => items.iter().any(fits),
        Listed::Except(items) => !items.iter().any(fits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = "arn:aws:iam::123456789012:user/ann";
    const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:orders";

    fn user() -> PrincipalView {
        PrincipalView::Aws { account: "123456789012".into(), arn: USER.into(), role_arn: None }
    }

    fn session() -> PrincipalView {
        PrincipalView::Aws {
            account: "123456789012".into(),
            arn: "arn:aws:sts::123456789012:assumed-role/r/s".into(),
            role_arn: Some("arn:aws:iam::123456789012:role/r".into()),
        }
    }

    fn policy(statements: &str) -> Policy {
        Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).unwrap()
    }

    fn with<T>(who: &PrincipalView, action: &str, then: impl FnOnce(&Request<'_>) -> T) -> T {
        let keys = |key: &str| (key == "aws:username").then(|| vec!["ann".to_owned()]);
        then(&Request { action, resource: QUEUE, principal: who, keys: &keys })
    }

    fn decide(action: &str, policies: &[&Policy]) -> Decision {
        with(&user(), action, |request| evaluate(request, policies))
    }

    fn allow(action: &str, resource: &str) -> Policy {
        policy(&format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#))
    }

    #[test]
    fn nothing_is_allowed_that_nobody_allows() {
        assert_eq!(decide("sqs:SendMessage", &[]), Decision::ImplicitDeny(Layer::Identity));
        let other = allow("sqs:ReceiveMessage", "*");
        assert_eq!(decide("sqs:SendMessage", &[&other]), Decision::ImplicitDeny(Layer::Identity));
    }

    #[test]
    fn actions_ignore_case_and_resources_do_not() {
        assert_eq!(decide("sqs:SendMessage", &[&allow("SQS:sendm*", QUEUE)]), Decision::Allow);
        let upper = allow("sqs:*", "arn:aws:sqs:us-east-1:123456789012:ORDERS");
        assert_eq!(decide("sqs:SendMessage", &[&upper]), Decision::ImplicitDeny(Layer::Identity));
    }

    #[test]
    fn an_explicit_deny_wins_whatever_the_order() {
        let deny = policy(r#"{"Sid":"No","Effect":"Deny","Action":"sqs:Send*","Resource":"*"}"#);
        let all = allow("*", "*");

        assert_eq!(decide("sqs:SendMessage", &[&all, &deny]), Decision::ExplicitDeny(Layer::Identity));
        assert_eq!(decide("sqs:SendMessage", &[&deny, &all]), Decision::ExplicitDeny(Layer::Identity));
        assert_eq!(decide("sqs:ReceiveMessage", &[&deny, &all]), Decision::Allow);
    }

    #[test]
    fn everything_but_what_is_listed() {
        let no_iam =
            policy(r#"{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:sqs:*:*:secret"}"#);

        assert_eq!(decide("sqs:SendMessage", &[&no_iam]), Decision::Allow);
        assert_eq!(decide("iam:CreateUser", &[&no_iam]), Decision::ImplicitDeny(Layer::Identity));
    }

    #[test]
    fn the_deciding_statement_is_named() {
        let all = allow("*", "*");
        let two = policy(
            r#"{"Effect":"Allow","Action":"iam:*","Resource":"*"},
               {"Sid":"Send","Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}"#,
        );
        let verdict = with(&user(), "sqs:SendMessage", |request| {
            judge(request, &Layers { identity: &[&two, &all], ..Layers::default() })
        });

        let by = verdict.by.unwrap();
        assert_eq!((by.layer, by.policy, by.statement), (Layer::Identity, 0, 1));
        assert_eq!(by.sid.as_deref(), Some("Send"));
    }

    #[test]
    fn session_policies_and_boundaries_only_take_away() {
        let (all, send) = (allow("*", "*"), allow("sqs:SendMessage", "*"));
        let decide = |action: &str, session: Option<&[&Policy]>, boundary| {
            let layers = Layers { identity: &[&all], session, boundary, ..Layers::default() };
            with(&session_view(), action, |request| judge(request, &layers).decision)
        };

        assert_eq!(decide("sqs:SendMessage", Some(&[&send]), None), Decision::Allow);
        assert_eq!(decide("sqs:DeleteQueue", Some(&[&send]), None), Decision::ImplicitDeny(Layer::Session));
        assert_eq!(decide("sqs:DeleteQueue", None, Some(&send)), Decision::ImplicitDeny(Layer::Boundary));
        assert_eq!(decide("sqs:SendMessage", Some(&[]), None), Decision::ImplicitDeny(Layer::Session));
        let layers = Layers { session: Some(&[&all]), ..Layers::default() };
        let alone = with(&session_view(), "sqs:SendMessage", |request| judge(request, &layers).decision);
        assert_eq!(alone, Decision::ImplicitDeny(Layer::Identity));
    }

    fn session_view() -> PrincipalView {
        session()
    }

    fn trusting(principal: &str) -> Policy {
        policy(&format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}"#))
    }

    #[test]
    fn trust_by_name_suffices_and_trust_by_account_needs_permission() {
        let named = trusting(&format!(r#"{{"AWS":"{USER}"}}"#));
        let account = trusting(r#"{"AWS":"123456789012"}"#);
        let other = trusting(r#"{"AWS":"999999999999"}"#);
        let may = allow("sts:AssumeRole", "*");
        let decide = |trust: &Policy, identity: &[&Policy]| {
            let layers = Layers { identity, trust: Some(trust), ..Layers::default() };
            with(&user(), "sts:AssumeRole", |request| judge(request, &layers).decision)
        };

        assert_eq!(decide(&named, &[]), Decision::Allow);
        assert_eq!(decide(&account, &[]), Decision::ImplicitDeny(Layer::Identity));
        assert_eq!(decide(&account, &[&may]), Decision::Allow);
        assert_eq!(decide(&other, &[&may]), Decision::ImplicitDeny(Layer::Trust));
        let deny = policy(r#"{"Effect":"Deny","Action":"sts:*","Resource":"*"}"#);
        assert_eq!(decide(&named, &[&deny]), Decision::ExplicitDeny(Layer::Identity));
    }

    #[test]
    fn a_policy_of_a_key_must_allow_or_leave_it_to_the_account() {
        let to = |principal: &str| {
            policy(&format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"*","Resource":"*"}}"#))
        };
        let (named, account) = (to(&format!(r#"{{"AWS":"{USER}"}}"#)), to(r#"{"AWS":"123456789012"}"#));
        let (other, all) = (to(r#"{"AWS":"arn:aws:iam::123456789012:user/bob"}"#), allow("*", "*"));
        let decide = |resource: Option<&Policy>, identity: &[&Policy]| {
            let layers = Layers { identity, resource, resource_decides: true, ..Layers::default() };
            with(&user(), "sqs:SendMessage", |request| judge(request, &layers).decision)
        };

        assert_eq!(decide(Some(&named), &[]), Decision::Allow);
        assert_eq!(decide(Some(&account), &[]), Decision::ImplicitDeny(Layer::Identity));
        assert_eq!(decide(Some(&account), &[&all]), Decision::Allow);
        assert_eq!(decide(Some(&other), &[&all]), Decision::ImplicitDeny(Layer::Resource));
        assert_eq!(decide(None, &[&all]), Decision::ImplicitDeny(Layer::Resource));
    }

    #[test]
    fn a_resource_policy_that_names_the_role_leaves_the_session_limited() {
        let by_role = policy(
            r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/r"},"Action":"*","Resource":"*"}"#,
        );
        let by_session = policy(
            r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::123456789012:assumed-role/r/s"},
                "Action":"*","Resource":"*"}"#,
        );
        let receive = allow("sqs:ReceiveMessage", "*");
        let decide = |resource: &Policy| {
            let limit: &[&Policy] = &[&receive];
            let layers = Layers { session: Some(limit), resource: Some(resource), ..Layers::default() };
            with(&session(), "sqs:SendMessage", |request| judge(request, &layers).decision)
        };

        assert_eq!(decide(&by_role), Decision::ImplicitDeny(Layer::Session));
        assert_eq!(decide(&by_session), Decision::Allow);
    }

    #[test]
    fn not_principal_denies_everybody_else() {
        let deny = policy(&format!(
            r#"{{"Effect":"Deny","NotPrincipal":{{"AWS":"{USER}"}},"Action":"*","Resource":"*"}}"#
        ));
        let all = allow("*", "*");
        let layers = Layers { identity: &[&all], resource: Some(&deny), ..Layers::default() };

        let own = with(&user(), "sqs:SendMessage", |request| judge(request, &layers).decision);
        let other = with(&session(), "sqs:SendMessage", |request| judge(request, &layers).decision);

        assert_eq!(own, Decision::Allow);
        assert_eq!(other, Decision::ExplicitDeny(Layer::Resource));
    }

    #[test]
    fn a_variable_ties_a_resource_to_its_user() {
        let own = allow("sqs:*", "arn:aws:sqs:*:*:${aws:username}");
        let keys = |key: &str| (key == "aws:username").then(|| vec!["orders".to_owned()]);
        let who = user();
        let request = Request { action: "sqs:SendMessage", resource: QUEUE, principal: &who, keys: &keys };

        assert_eq!(evaluate(&request, &[&own]), Decision::Allow);
        assert_eq!(decide("sqs:SendMessage", &[&own]), Decision::ImplicitDeny(Layer::Identity));
    }

    #[test]
    fn a_stranger_needs_both_sides() {
        let (all, none) = (allow("*", "*"), allow("kms:*", "*"));
        let open = policy(r#"{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}"#);
        let decide = |identity: &Policy, resource| {
            let layers =
                Layers { identity: &[identity], resource, owner: Some("999999999999"), ..Layers::default() };
            with(&user(), "sqs:SendMessage", |request| judge(request, &layers).decision)
        };

        assert_eq!(decide(&all, Some(&open)), Decision::Allow);
        assert_eq!(decide(&all, None), Decision::ImplicitDeny(Layer::Resource));
        assert_eq!(decide(&none, Some(&open)), Decision::ImplicitDeny(Layer::Identity));
    }

    #[test]
    fn a_policy_that_asks_for_too_much_work_fails_closed_and_soon() {
        let hostile = format!(r#""*{}b""#, "a?".repeat(4000));
        let resource = format!("arn:aws:sqs:us-east-1:123456789012:{}", "a".repeat(60_000));
        let who = user();
        let request =
            Request { action: "sqs:SendMessage", resource: &resource, principal: &who, keys: &|_| None };
        let read = |effect: &str| {
            policy(&format!(r#"{{"Effect":"{effect}","Action":"sqs:*","Resource":{hostile}}}"#))
        };
        let all = allow("*", "*");

        let started = std::time::Instant::now();
        let decisions: Vec<_> =
            ["Allow", "Deny"].map(|effect| evaluate(&request, &[&read(effect), &all])).into();

        assert_eq!(decisions[0], Decision::ImplicitDeny(Layer::Identity));
        assert_eq!(decisions[1], Decision::ExplicitDeny(Layer::Identity));
        assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    }

    #[test]
    fn hostile_variables_and_conditions_are_bounded_too() {
        let many = format!(r#""{}""#, "*${aws:useragent}".repeat(300));
        let conditions = policy(&format!(
            r#"{{"Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{{"StringLike":{{"aws:useragent":{many}}}}}}}"#
        ));
        let agent = "a".repeat(16_384);
        let keys = |key: &str| (key == "aws:useragent").then(|| vec![agent.clone()]);
        let who = user();
        let request = Request { action: "sqs:SendMessage", resource: QUEUE, principal: &who, keys: &keys };

        let started = std::time::Instant::now();
        let decision = evaluate(&request, &[&conditions; 100]);

        assert_eq!(decision, Decision::ImplicitDeny(Layer::Identity));
        assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    }
}
