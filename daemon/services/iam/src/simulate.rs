//! What policies would decide, without doing anything.
//!
//! The evaluator is the one that judges every call, so a simulation and the call agree.

use crate::api::{self, EvaluationResult, PermissionsBoundaryDecisionDetail, Position, Statement};
use crate::fault;
use crate::limits::{PAGE, SIMULATED_POLICIES_MAX};
use crate::page::Page;
use millpond_policy::{
    Decision, Explanation, Layer, Layers, Line, Policy, PrincipalView, Request, Why, explain, statement_spans,
};
use millpond_service::{Context, Fault};
use millpond_store::principal::{Caller, Group, ManagedPolicy, Policies, Principals};
use std::collections::BTreeSet;

/// A policy, where it comes from, and its text.
pub(crate) struct Source {
    id: String,
    kind: &'static str,
    text: String,
    policy: Policy,
}

/// Everything a user, group or role is judged by.
pub(crate) struct Principal {
    pub(crate) policies: Vec<Source>,
    pub(crate) boundary: Option<Source>,
    /// Absent for a group, which calls nobody.
    pub(crate) caller: Option<Caller>,
}

/// What is asked, apart from the policies.
pub(crate) struct Question<'a> {
    pub(crate) action_names: &'a [String],
    pub(crate) resource_arns: &'a [String],
    pub(crate) resource_policy: Option<&'a str>,
    pub(crate) resource_owner: Option<&'a str>,
    pub(crate) caller_arn: Option<&'a str>,
    pub(crate) context: &'a [api::ContextEntry],
    pub(crate) marker: Option<&'a str>,
    pub(crate) max_items: Option<i64>,
}

/// Reads policies that are given with the question.
pub(crate) fn given(documents: &[String], list: &str) -> Result<Vec<Source>, Fault> {
    if documents.len() > SIMULATED_POLICIES_MAX {
        return Err(fault::invalid_input(format!(
            "{list} can have at most {SIMULATED_POLICIES_MAX} policies."
        )));
    }
    let read = |(at, text): (usize, &String)| {
        let policy = Policy::parse_identity(text).map_err(|error| fault::invalid_input(error.to_string()))?;
        Ok(Source { id: format!("{list}.{}", at + 1), kind: "none", text: text.clone(), policy })
    };
    documents.iter().enumerate().map(read).collect()
}

/// Reads the one permissions boundary that may be given.
pub(crate) fn boundary(documents: &[String]) -> Result<Option<Source>, Fault> {
    if documents.len() > 1 {
        return Err(fault::invalid_input("Only one permissions boundary can be given."));
    }
    Ok(given(documents, "PermissionsBoundaryPolicyInputList")?.pop())
}

/// Refuses policies of an organization, to which no account here belongs.
pub(crate) fn refuse_organisation(given: Option<&[api::OrderedOrganizationPolicyType]>) -> Result<(), Fault> {
    if given.is_some_and(|given| !given.is_empty()) {
        return Err(fault::invalid_input("Organization policies are not supported by this endpoint."));
    }
    Ok(())
}

/// Refuses to leave out policies: a smaller question can be asked with SimulateCustomPolicy.
pub(crate) fn refuse_exclusions(given: Option<&[api::PolicyIdentifier]>) -> Result<(), Fault> {
    if given.is_some_and(|given| !given.is_empty()) {
        return Err(fault::invalid_input("PolicyExclusionList is not supported by this endpoint."));
    }
    Ok(())
}

/// Gathers what a user, group or role is judged by.
pub(crate) fn source(principals: &Principals, arn: &str) -> Result<Principal, Fault> {
    let mut policies = Vec::new();
    let mut bounded = None;
    let name = arn.rsplit_once('/').map_or("", |(_, name)| name);
    if let Some(user) = principals.user(name).filter(|user| user.arn == arn) {
        add_inline(&mut policies, "user", &user.policies);
        add_attached(&mut policies, principals, &user.attached);
        for group in principals.groups_of(&user) {
            add_inline(&mut policies, "group", &group.policies);
            add_attached(&mut policies, principals, &group.attached);
        }
        bounded.clone_from(&user.boundary);
    } else if let Some(role) = principals.role_by_arn(arn) {
        add_inline(&mut policies, "role", &role.policies);
        add_attached(&mut policies, principals, &role.attached);
        bounded.clone_from(&role.boundary);
    } else if let Some(group) = principals.by_arn::<Group>(arn) {
        add_inline(&mut policies, "group", &group.policies);
        add_attached(&mut policies, principals, &group.attached);
    } else {
        return Err(missing(arn));
    }
    let boundary = bounded.and_then(|arn| principals.managed(&arn)).map(|policy| managed(&policy));
    Ok(Principal { policies, boundary, caller: principals.caller_by_arn(arn) })
}

fn missing(arn: &str) -> Fault {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
    let name = resource.rsplit_once('/').map_or(arn, |(_, name)| name);
    match resource.split('/').next() {
        Some("role") => fault::no_such_role(name),
        Some("group") => fault::no_such_group(name),
        Some("user") => fault::no_such_user(name),
        _ => fault::invalid_input(format!(
            "Invalid Entity Arn: {arn} does not clearly define entity type and name."
        )),
    }
}

fn add_inline(all: &mut Vec<Source>, kind: &'static str, policies: &Policies) {
    for (name, text) in policies.documents() {
        let Ok(policy) = Policy::parse(text) else { continue };
        all.push(Source { id: name.to_owned(), kind, text: text.to_owned(), policy });
    }
}

fn add_attached(all: &mut Vec<Source>, principals: &Principals, arns: &[String]) {
    all.extend(arns.iter().filter_map(|arn| principals.managed(arn)).map(|policy| managed(&policy)));
}

fn managed(policy: &ManagedPolicy) -> Source {
    let version = policy.default_version();
    Source {
        id: policy.name.clone(),
        kind: if policy.is_of_aws() { "aws-managed" } else { "user-managed" },
        text: version.document.clone(),
        policy: version.policy().clone(),
    }
}

/// The condition keys that policies ask for, sorted.
pub(crate) fn keys(policies: &[Source]) -> Vec<String> {
    let all: BTreeSet<String> = policies.iter().flat_map(|source| source.policy.condition_keys()).collect();
    all.into_iter().collect()
}

/// Decides every action on every resource of a page.
pub(crate) fn answer(
    context: &Context<'_>,
    question: &Question<'_>,
    policies: &mut [Source],
    boundary: Option<Source>,
    caller: Option<Caller>,
) -> Result<Page<EvaluationResult>, Fault> {
    let who = view(context, question, caller.as_ref())?;
    let resource = resource_policy(question)?;
    let any = ["*".to_owned()];
    let resources = if question.resource_arns.is_empty() { &any[..] } else { question.resource_arns };
    let from: usize = match question.marker {
        None => 0,
        Some(marker) => marker.parse().map_err(|_| fault::invalid("Invalid Marker."))?,
    };
    let limit = question.max_items.and_then(|n| usize::try_from(n).ok()).unwrap_or(PAGE);
    let pairs = question.action_names.iter().flat_map(|action| resources.iter().map(move |r| (action, r)));
    let simulation = Simulation { question, who, policies, boundary, resource, caller };
    let mut items = Vec::new();
    for (action, resource) in pairs.skip(from).take(limit) {
        items.push(simulation.decide(action, resource)?);
    }
    let next = from.saturating_add(items.len());
    let is_truncated = next < question.action_names.len() * resources.len();
    Ok(Page { items, marker: is_truncated.then(|| next.to_string()) })
}

/// The caller: the one named, or the principal whose policies are asked about.
fn view(
    context: &Context<'_>,
    question: &Question<'_>,
    caller: Option<&Caller>,
) -> Result<PrincipalView, Fault> {
    match (question.caller_arn, caller) {
        (Some(arn), _) => {
            let parts: Vec<&str> = arn.splitn(6, ':').collect();
            let [_, _, "iam", "", account, resource] = parts[..] else {
                return Err(fault::invalid_input(format!("Invalid Entity Arn: {arn}")));
            };
            if !resource.starts_with("user/") {
                return Err(fault::invalid_input("CallerArn must be the ARN of an IAM user."));
            }
            let (account, arn) = (account.to_owned(), arn.to_owned());
            Ok(PrincipalView::Aws { account, arn, role_arn: None })
        }
        (None, Some(caller)) => Ok(caller.view()),
        (None, None) if question.resource_policy.is_some() => {
            Err(fault::invalid_input("CallerArn is required when a ResourcePolicy is specified."))
        }
        (None, None) => {
            let account = context.store.account().as_str().to_owned();
            let arn = format!("arn:aws:iam::{account}:user/");
            Ok(PrincipalView::Aws { account, arn, role_arn: None })
        }
    }
}

fn resource_policy(question: &Question<'_>) -> Result<Option<Source>, Fault> {
    let Some(text) = question.resource_policy else { return Ok(None) };
    let policy = Policy::parse(text).map_err(|error| fault::invalid_input(error.to_string()))?;
    Ok(Some(Source { id: "ResourcePolicy".to_owned(), kind: "resource", text: text.to_owned(), policy }))
}

struct Simulation<'a> {
    question: &'a Question<'a>,
    who: PrincipalView,
    policies: &'a [Source],
    boundary: Option<Source>,
    resource: Option<Source>,
    caller: Option<Caller>,
}

impl Simulation<'_> {
    fn decide(&self, action: &str, resource: &str) -> Result<EvaluationResult, Fault> {
        if action != "*" && !action.contains(':') {
            return Err(fault::invalid_input(format!("Invalid action name: {action}")));
        }
        let told = self.explain(action, resource);
        let (decision, allow) = match told.verdict.decision {
            Decision::Allow => ("allowed", Some(true)),
            Decision::ExplicitDeny(_) => ("explicitDeny", Some(false)),
            Decision::ImplicitDeny(_) => ("implicitDeny", None),
        };
        let lines = told.lines.iter().filter(|line| line.why == Why::Applies && Some(line.allow) == allow);
        let matched = lines.filter_map(|line| self.statement(line)).collect();
        let bounded = self.boundary.as_ref().map(|_| {
            let of_boundary = |allow| {
                told.lines
                    .iter()
                    .any(|l| l.source.layer == Layer::Boundary && l.why == Why::Applies && l.allow == allow)
            };
            PermissionsBoundaryDecisionDetail {
                allowed_by_permissions_boundary: Some(of_boundary(true) && !of_boundary(false)),
            }
        });
        Ok(EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: Some(resource.to_owned()),
            eval_decision: decision.to_owned(),
            matched_statements: Some(matched),
            missing_context_values: Some(told.missing.into_iter().collect()),
            permissions_boundary_decision_detail: bounded,
            ..EvaluationResult::default()
        })
    }

    fn explain(&self, action: &str, resource: &str) -> Explanation {
        let keys = |name: &str| {
            let given = self.question.context.iter().find(|entry| {
                entry.context_key_name.as_deref().is_some_and(|key| key.eq_ignore_ascii_case(name))
            });
            match given {
                Some(entry) => Some(entry.context_key_values.clone().unwrap_or_default()),
                None => self.caller.as_ref()?.condition_key(name),
            }
        };
        let request = Request { action, resource, principal: &self.who, keys: &keys };
        let identity: Vec<&Policy> = self.policies.iter().map(|source| &source.policy).collect();
        let owner = self.question.resource_owner.map(account);
        let layers = Layers {
            identity: &identity,
            boundary: self.boundary.as_ref().map(|source| &source.policy),
            resource: self.resource.as_ref().map(|source| &source.policy),
            owner,
            ..Layers::default()
        };
        explain(&request, &layers)
    }

    fn statement(&self, line: &Line) -> Option<Statement> {
        let source = match line.source.layer {
            Layer::Identity => self.policies.get(line.source.policy)?,
            Layer::Boundary => self.boundary.as_ref()?,
            Layer::Resource => self.resource.as_ref()?,
            _ => return None,
        };
        let span = statement_spans(&source.text).get(line.source.statement).cloned()?;
        Some(Statement {
            source_policy_id: Some(source.id.clone()),
            source_policy_type: Some(source.kind.to_owned()),
            start_position: Some(position(&source.text, span.start)),
            end_position: Some(position(&source.text, span.end)),
        })
    }
}

/// The account of an owner, which is given as an account or as the ARN of its root.
fn account(owner: &str) -> &str {
    owner.split(':').nth(4).unwrap_or(owner)
}

/// Line and column, both from 1, of a byte of a text.
fn position(text: &str, at: usize) -> Position {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Position { line: i64::try_from(line).ok(), column: i64::try_from(column).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let text = "{\n é{\n}}";

        let at = |byte| {
            let position = position(text, byte);
            (position.line.unwrap(), position.column.unwrap())
        };

        assert_eq!((at(0), at(5), at(7)), ((1, 1), (2, 3), (3, 1)));
    }

    #[test]
    fn an_owner_is_an_account_or_its_root() {
        assert_eq!(account("111122223333"), "111122223333");
        assert_eq!(account("arn:aws:iam::111122223333:root"), "111122223333");
    }
}
