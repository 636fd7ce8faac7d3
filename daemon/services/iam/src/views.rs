//! Users, groups, roles and policies as replies carry them.

use crate::limits;
use crate::page::Page;
use crate::{api, tags};
use millpond_base::WallMs;
use millpond_service::Context;
use millpond_store::principal::{
    Bounded, Group, Holder, ManagedPolicy, MfaDevice, OidcProvider, PolicyVersion, Principals, Role,
    SamlProvider, Usage, User,
};
use std::collections::BTreeMap;

/// A user. Listings leave out the tags.
pub(crate) fn user(user: &User, with_tags: bool) -> api::User {
    api::User {
        path: user.path.clone(),
        user_name: user.name.clone(),
        user_id: user.user_id.clone(),
        arn: user.arn.clone(),
        create_date: date(user.created),
        permissions_boundary: boundary(user),
        tags: if with_tags { tags::write(&user.tags) } else { None },
        ..api::User::default()
    }
}

/// A role. Listings leave out the tags.
pub(crate) fn role(role: &Role, with_tags: bool) -> api::Role {
    api::Role {
        path: role.path.clone(),
        role_name: role.name.clone(),
        role_id: role.role_id.clone(),
        arn: role.arn.clone(),
        create_date: date(role.created),
        assume_role_policy_document: Some(document(&role.trust_document)),
        description: role.description.clone(),
        max_session_duration: i64::try_from(role.session_secs_max).ok(),
        permissions_boundary: boundary(role),
        tags: if with_tags { tags::write(&role.tags) } else { None },
        ..api::Role::default()
    }
}

/// The permissions boundary of a user or role.
pub(crate) fn boundary(holder: &impl Bounded) -> Option<api::AttachedPermissionsBoundary> {
    holder.boundary().map(|arn| api::AttachedPermissionsBoundary {
        permissions_boundary_type: Some("PermissionsBoundaryPolicy".to_owned()),
        permissions_boundary_arn: Some(arn.to_owned()),
    })
}

/// A group.
pub(crate) fn group(group: &Group) -> api::Group {
    api::Group {
        path: group.path.clone(),
        group_name: group.name.clone(),
        group_id: group.group_id.clone(),
        arn: group.arn.clone(),
        create_date: date(group.created),
    }
}

/// A managed policy. Listings leave out description and tags.
pub(crate) fn policy(policy: &ManagedPolicy, usage: Usage, whole: bool) -> api::Policy {
    api::Policy {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.policy_id.clone()),
        arn: Some(policy.arn.clone()),
        path: Some(policy.path.clone()),
        default_version_id: Some(policy.default_version().id()),
        attachment_count: count(usage.attached),
        permissions_boundary_usage_count: count(usage.bounds),
        is_attachable: Some(true),
        description: if whole { policy.description.clone() } else { None },
        create_date: Some(date(policy.created)),
        update_date: Some(date(policy.updated)),
        tags: if whole { tags::write(&policy.tags) } else { None },
    }
}

/// What managed policies are listed by.
pub(crate) fn policy_key(policy: &ManagedPolicy) -> String {
    format!("{} {}", policy.name.to_lowercase(), policy.arn)
}

/// A version of a managed policy. Listings leave out the document.
pub(crate) fn version(policy: &ManagedPolicy, version: &PolicyVersion, whole: bool) -> api::PolicyVersion {
    api::PolicyVersion {
        document: whole.then(|| document(&version.document)),
        version_id: Some(version.id()),
        is_default_version: Some(policy.is_default(version)),
        create_date: Some(date(version.created)),
    }
}

/// A page of attached managed policies, by name.
pub(crate) fn attached_page(
    context: &Context<'_>,
    arns: &[String],
    prefix: &str,
    marker: Option<&str>,
    max_items: Option<i64>,
) -> Page<api::AttachedPolicy> {
    let policies = arns.iter().filter_map(|arn| context.store.principals().managed(arn));
    let mut all: Vec<_> = policies.filter(|policy| policy.path.starts_with(prefix)).collect();
    all.sort_by_key(|policy| policy_key(policy));
    let page = Page::cut(all, marker, max_items, |policy| policy_key(policy));
    Page { items: page.items.iter().map(|policy| attached(policy)).collect(), marker: page.marker }
}

/// A managed policy where it is attached.
pub(crate) fn attached(policy: &ManagedPolicy) -> api::AttachedPolicy {
    api::AttachedPolicy { policy_name: Some(policy.name.clone()), policy_arn: Some(policy.arn.clone()) }
}

/// Somebody a managed policy is attached to or bounds.
pub(crate) enum Entity {
    Group(String, String),
    User(String, String),
    Role(String, String),
}

impl Entity {
    /// What entities are listed by: the kind, then the name.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Group(name, _) => format!("1 {}", name.to_lowercase()),
            Self::User(name, _) => format!("2 {}", name.to_lowercase()),
            Self::Role(name, _) => format!("3 {}", name.to_lowercase()),
        }
    }

    /// Puts the entity into its list of a reply.
    pub(crate) fn put(self, output: &mut api::ListEntitiesForPolicyOutput) {
        match self {
            Self::Group(name, id) => output
                .policy_groups
                .get_or_insert_default()
                .push(api::PolicyGroup { group_name: Some(name), group_id: Some(id) }),
            Self::User(name, id) => output
                .policy_users
                .get_or_insert_default()
                .push(api::PolicyUser { user_name: Some(name), user_id: Some(id) }),
            Self::Role(name, id) => output
                .policy_roles
                .get_or_insert_default()
                .push(api::PolicyRole { role_name: Some(name), role_id: Some(id) }),
        }
    }
}

/// Everybody a managed policy is attached to or bounds, in the order of [`Entity::key`].
pub(crate) fn entities(
    context: &Context<'_>,
    arn: &str,
    (kind, usage): (Option<&str>, Option<&str>),
    prefix: &str,
) -> Vec<Entity> {
    let principals = context.store.principals();
    let wants = |name: &str| kind.is_none_or(|kind| kind == name);
    let uses = |holder: &dyn Uses| match usage {
        Some("PermissionsPolicy") => holder.attaches(arn),
        Some("PermissionsBoundary") => holder.bounded_by(arn),
        _ => holder.attaches(arn) || holder.bounded_by(arn),
    };
    let mut all = Vec::new();
    if wants("Group") {
        let groups = principals.listed::<Group>();
        let fits = groups.iter().filter(|group| uses(&***group) && group.path.starts_with(prefix));
        all.extend(fits.map(|group| Entity::Group(group.name.clone(), group.group_id.clone())));
    }
    if wants("User") {
        let users = principals.users();
        let fits = users.iter().filter(|user| uses(&***user) && user.path.starts_with(prefix));
        all.extend(fits.map(|user| Entity::User(user.name.clone(), user.user_id.clone())));
    }
    if wants("Role") {
        let roles = principals.roles();
        let fits = roles.iter().filter(|role| uses(&***role) && role.path.starts_with(prefix));
        all.extend(fits.map(|role| Entity::Role(role.name.clone(), role.role_id.clone())));
    }
    all
}

/// In which ways somebody uses a managed policy.
trait Uses {
    fn attaches(&self, arn: &str) -> bool;
    fn bounded_by(&self, arn: &str) -> bool;
}

impl Uses for Group {
    fn attaches(&self, arn: &str) -> bool {
        self.attached.iter().any(|own| own == arn)
    }

    fn bounded_by(&self, _: &str) -> bool {
        false
    }
}

impl Uses for User {
    fn attaches(&self, arn: &str) -> bool {
        self.attached().iter().any(|own| own == arn)
    }

    fn bounded_by(&self, arn: &str) -> bool {
        self.boundary() == Some(arn)
    }
}

impl Uses for Role {
    fn attaches(&self, arn: &str) -> bool {
        self.attached().iter().any(|own| own == arn)
    }

    fn bounded_by(&self, arn: &str) -> bool {
        self.boundary() == Some(arn)
    }
}

/// What the account has and may have.
///
/// # Source
/// IAM API Reference, GetAccountSummary, SummaryMap.
pub(crate) fn summary(principals: &Principals) -> BTreeMap<String, i64> {
    let policies = principals.listed::<ManagedPolicy>();
    let versions = policies.iter().map(|policy| policy.versions.len()).sum();
    let devices = principals.listed::<MfaDevice>();
    let providers = principals.count::<SamlProvider>() + principals.count::<OidcProvider>();
    let counts = [
        ("AccessKeysPerUserQuota", limits::KEYS_PER_USER_MAX),
        // The root user cannot sign in here, so it has neither device, keys, password nor certificate.
        ("AccountAccessKeysPresent", 0),
        ("AccountMFAEnabled", 0),
        ("AccountPasswordPresent", 0),
        ("AccountSigningCertificatesPresent", 0),
        ("AssumeRolePolicySizeQuota", limits::TRUST_POLICY_CHARS_MAX),
        ("AttachedPoliciesPerGroupQuota", limits::ATTACHED_MAX),
        ("AttachedPoliciesPerRoleQuota", limits::ATTACHED_MAX),
        ("AttachedPoliciesPerUserQuota", limits::ATTACHED_MAX),
        ("GlobalEndpointTokenVersion", 2),
        ("GroupPolicySizeQuota", limits::GROUP_POLICY_CHARS_MAX),
        ("Groups", principals.count::<Group>()),
        ("GroupsPerUserQuota", limits::GROUPS_PER_USER_MAX),
        ("GroupsQuota", limits::GROUPS_MAX),
        ("InstanceProfiles", 0),
        ("InstanceProfilesQuota", 0),
        ("MFADevices", devices.len()),
        ("MFADevicesInUse", devices.iter().filter(|device| device.user_id.is_some()).count()),
        ("Policies", policies.len()),
        ("PoliciesQuota", limits::POLICIES_MAX),
        ("PolicySizeQuota", limits::MANAGED_POLICY_CHARS_MAX),
        ("PolicyVersionsInUse", versions),
        ("PolicyVersionsInUseQuota", limits::POLICIES_MAX * limits::POLICY_VERSIONS_MAX),
        ("Providers", providers),
        ("RolePolicySizeQuota", limits::ROLE_POLICY_CHARS_MAX),
        ("Roles", principals.count::<Role>()),
        ("RolesQuota", limits::ROLES_MAX),
        ("ServerCertificates", 0),
        ("ServerCertificatesQuota", 0),
        ("SigningCertificatesPerUserQuota", 0),
        ("UserPolicySizeQuota", limits::USER_POLICY_CHARS_MAX),
        ("Users", principals.count::<User>()),
        ("UsersQuota", limits::USERS_MAX),
        ("VersionsPerPolicyQuota", limits::POLICY_VERSIONS_MAX),
    ];
    counts.into_iter().map(|(name, n)| (name.to_owned(), count(n).unwrap_or(i64::MAX))).collect()
}

/// A number as replies carry it.
pub(crate) fn count(n: usize) -> Option<i64> {
    i64::try_from(n).ok()
}

/// IAM's dates are whole seconds.
pub(crate) fn date(wall: WallMs) -> i64 {
    i64::try_from(wall.secs() * 1000).unwrap_or(i64::MAX)
}

/// A policy document, percent-encoded as IAM returns it (RFC 3986).
pub(crate) fn document(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn documents_are_percent_encoded_without_plus_signs() {
        assert_eq!(super::document(r#"{"a": "é*~"}"#), "%7B%22a%22%3A%20%22%C3%A9%2A~%22%7D");
    }
}
