//! Everything about everybody, as GetAccountAuthorizationDetails tells it.

use crate::{api, tags, views};
use millpond_store::principal::{Group, ManagedPolicy, Policies, Principals, Role, Usage, User};
use std::collections::HashMap;
use std::sync::Arc;

/// One record of the account.
pub(crate) enum Detail {
    User(Arc<User>),
    Group(Arc<Group>),
    Role(Arc<Role>),
    Policy(Arc<ManagedPolicy>, Usage),
}

impl Detail {
    /// What details are listed by: the kind, then the name.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::User(user) => format!("1 {}", user.name.to_lowercase()),
            Self::Group(group) => format!("2 {}", group.name.to_lowercase()),
            Self::Role(role) => format!("3 {}", role.name.to_lowercase()),
            Self::Policy(policy, _) => format!("4 {}", views::policy_key(policy)),
        }
    }

    /// Puts the record into its list of a reply.
    pub(crate) fn put(self, principals: &Principals, output: &mut api::GetAccountAuthorizationDetailsOutput) {
        match self {
            Self::User(record) => {
                output.user_detail_list.get_or_insert_default().push(user(principals, &record));
            }
            Self::Group(record) => {
                output.group_detail_list.get_or_insert_default().push(group(principals, &record));
            }
            Self::Role(record) => {
                output.role_detail_list.get_or_insert_default().push(role(principals, &record));
            }
            Self::Policy(record, usage) => {
                output.policies.get_or_insert_default().push(policy(&record, usage));
            }
        }
    }
}

/// All records that the filter lets through, or all of them, in the order of [`Detail::key`]. Of AWS's policies only
/// those that somebody uses.
pub(crate) fn all(principals: &Principals, filter: &[String]) -> Vec<Detail> {
    let wants = |kind: &str| filter.is_empty() || filter.iter().any(|wanted| wanted == kind);
    let mut all = Vec::new();
    if wants("User") {
        all.extend(principals.users().into_iter().map(Detail::User));
    }
    if wants("Group") {
        all.extend(principals.listed::<Group>().into_iter().map(Detail::Group));
    }
    if wants("Role") {
        all.extend(principals.roles().into_iter().map(Detail::Role));
    }
    let usage: HashMap<String, Usage> = principals.usage();
    let used = |policy: &ManagedPolicy| usage.get(&policy.arn).copied();
    let mut policies =
        if wants("LocalManagedPolicy") { principals.listed::<ManagedPolicy>() } else { Vec::new() };
    if wants("AWSManagedPolicy") {
        policies.extend(principals.aws_managed().iter().filter(|policy| used(policy).is_some()).cloned());
    }
    policies.sort_by_key(|policy| views::policy_key(policy));
    all.extend(policies.into_iter().map(|policy| {
        let usage = used(&policy).unwrap_or_default();
        Detail::Policy(policy, usage)
    }));
    all
}

fn inline(policies: &Policies) -> Option<Vec<api::PolicyDetail>> {
    let detail = |(name, document): (&str, &str)| api::PolicyDetail {
        policy_name: Some(name.to_owned()),
        policy_document: Some(views::document(document)),
    };
    (!policies.is_empty()).then(|| policies.documents().map(detail).collect())
}

fn attached(principals: &Principals, arns: &[String]) -> Option<Vec<api::AttachedPolicy>> {
    let policies = arns.iter().filter_map(|arn| principals.managed(arn));
    Some(policies.map(|policy| views::attached(&policy)).collect())
}

fn user(principals: &Principals, user: &User) -> api::UserDetail {
    api::UserDetail {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.user_id.clone()),
        arn: Some(user.arn.clone()),
        create_date: Some(views::date(user.created)),
        user_policy_list: inline(&user.policies),
        group_list: Some(principals.groups_of(user).iter().map(|group| group.name.clone()).collect()),
        attached_managed_policies: attached(principals, &user.attached),
        permissions_boundary: views::boundary(user),
        tags: tags::write(&user.tags),
    }
}

fn group(principals: &Principals, group: &Group) -> api::GroupDetail {
    api::GroupDetail {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.group_id.clone()),
        arn: Some(group.arn.clone()),
        create_date: Some(views::date(group.created)),
        group_policy_list: inline(&group.policies),
        attached_managed_policies: attached(principals, &group.attached),
    }
}

fn role(principals: &Principals, role: &Role) -> api::RoleDetail {
    api::RoleDetail {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.role_id.clone()),
        arn: Some(role.arn.clone()),
        create_date: Some(views::date(role.created)),
        assume_role_policy_document: Some(views::document(&role.trust_document)),
        instance_profile_list: Some(Vec::new()),
        role_policy_list: inline(&role.policies),
        attached_managed_policies: attached(principals, &role.attached),
        permissions_boundary: views::boundary(role),
        tags: tags::write(&role.tags),
        ..api::RoleDetail::default()
    }
}

fn policy(policy: &ManagedPolicy, usage: Usage) -> api::ManagedPolicyDetail {
    let versions = policy.versions.iter().rev();
    api::ManagedPolicyDetail {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.policy_id.clone()),
        arn: Some(policy.arn.clone()),
        path: Some(policy.path.clone()),
        default_version_id: Some(policy.default_version().id()),
        attachment_count: views::count(usage.attached),
        permissions_boundary_usage_count: views::count(usage.bounds),
        is_attachable: Some(true),
        description: policy.description.clone(),
        create_date: Some(views::date(policy.created)),
        update_date: Some(views::date(policy.updated)),
        policy_version_list: Some(versions.map(|version| views::version(policy, version, true)).collect()),
    }
}
