//! Adds or replaces one of a group's own policies.

use crate::api::{self, PutGroupPolicyInput, PutGroupPolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::GROUP_POLICY_CHARS_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &PutGroupPolicyInput) -> Vec<Access> {
    names::on_group(store, "iam:PutGroupPolicy", &input.group_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut PutGroupPolicyInput,
) -> Result<Answer<PutGroupPolicyOutput>, Fault> {
    let (group, policy) = (&input.group_name, &input.policy_name);
    let principals = context.store.principals();
    principals
        .put_policy::<Group>(group, policy, &input.policy_document, GROUP_POLICY_CHARS_MAX)
        .map_err(|error| fault::change(error, Quota::PoliciesOfGroup(group)))?;
    Ok(Answer::Now(PutGroupPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::PutGroupPolicy>(access, run)
}
