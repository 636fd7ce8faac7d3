//! What a user or role may do, gathered once from everything that says so.

use super::managed::ManagedPolicy;
use super::policies::Policies;
use super::record::Record;
use super::{Held, Role, User};
use millpond_policy::Policy;
use std::sync::{Arc, OnceLock, PoisonError};

/// Every identity policy of a user or role, in the order own, attached, then each group's, and its boundary.
#[derive(Debug, Default)]
pub(super) struct Grants {
    names: Vec<String>,
    policies: Vec<Arc<Policy>>,
    boundary: Option<Arc<Policy>>,
}

impl Grants {
    /// Of a holder with no policies but its own.
    pub(super) fn own(policies: &Policies) -> Self {
        let mut grants = Self::default();
        grants.add_own(policies);
        grants
    }

    /// The policies to decide by.
    pub(super) fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.policies.iter().map(|policy| &**policy)
    }

    /// The boundary to decide by.
    pub(super) fn boundary(&self) -> Option<&Policy> {
        self.boundary.as_deref()
    }

    /// The name of the policy at `index`.
    pub(super) fn name_at(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str)
    }

    fn add_own(&mut self, policies: &Policies) {
        for (name, policy) in policies.evaluated() {
            self.names.push(name.to_owned());
            self.policies.push(Arc::clone(policy));
        }
    }

    fn add_attached(&mut self, held: &Held, arns: &[String]) {
        for policy in arns.iter().filter_map(|arn| held.managed_by_arn(arn)) {
            self.names.push(policy.name.clone());
            self.policies.push(Arc::clone(&policy.default_version().policy));
        }
    }

    fn set_boundary(&mut self, held: &Held, arn: Option<&str>) {
        // It cannot be deleted while it is in use. Should it be missing all the same, it bounds everything.
        self.boundary = arn.map(|arn| held.managed_or_nothing(arn));
    }
}

/// A policy that allows nothing.
fn nothing() -> Arc<Policy> {
    static NOTHING: OnceLock<Arc<Policy>> = OnceLock::new();
    let read = || {
        let document = r#"{"Statement":{"Effect":"Allow","NotAction":"*","Resource":"*"}}"#;
        Arc::new(Policy::parse(document).expect("this policy is well formed"))
    };
    Arc::clone(NOTHING.get_or_init(read))
}

impl Held {
    fn managed_by_arn(&self, arn: &str) -> Option<&Arc<ManagedPolicy>> {
        let name = ManagedPolicy::name_of_arn(arn)?.to_lowercase();
        let own = self.managed.get(&name).filter(|policy| policy.arn == arn);
        own.or_else(|| self.aws_managed.iter().find(|policy| policy.arn == arn))
    }

    /// What a managed policy says now; one that is not there allows nothing.
    pub(super) fn managed_or_nothing(&self, arn: &str) -> Arc<Policy> {
        self.managed_by_arn(arn).map_or_else(nothing, |policy| Arc::clone(&policy.default_version().policy))
    }

    pub(super) fn grants_of_user(&self, user: &User) -> Arc<Grants> {
        self.remembered(user.number, || {
            let mut grants = Grants::own(&user.policies);
            grants.add_attached(self, &user.attached);
            for group in self.groups.values().filter(|group| user.groups.contains(&group.number)) {
                grants.add_own(&group.policies);
                grants.add_attached(self, &group.attached);
            }
            grants.set_boundary(self, user.boundary.as_deref());
            grants
        })
    }

    pub(super) fn grants_of_role(&self, role: &Role) -> Arc<Grants> {
        self.remembered(role.number, || {
            let mut grants = Grants::own(&role.policies);
            grants.add_attached(self, &role.attached);
            grants.set_boundary(self, role.boundary.as_deref());
            grants
        })
    }

    /// Every change forgets all of it, so one entry per user and role is the most there can be.
    fn remembered(&self, number: u64, gather: impl FnOnce() -> Grants) -> Arc<Grants> {
        let mut known = self.grants.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(number).or_insert_with(|| Arc::new(gather())))
    }
}
