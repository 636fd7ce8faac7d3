//! Attaches a managed policy to a group.

use crate::api::{self, AttachGroupPolicyInput, AttachGroupPolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::ATTACHED_MAX;
use crate::names;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Group;

fn access(_: &Call, store: &Store, input: &AttachGroupPolicyInput) -> Vec<Access> {
    names::on_group_with_policy(store, "iam:AttachGroupPolicy", &input.group_name, &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut AttachGroupPolicyInput,
) -> Result<Answer<AttachGroupPolicyOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let principals = context.store.principals();
    let attached = principals.attach::<Group>(&input.group_name, &input.policy_arn, ATTACHED_MAX);
    attached.map_err(|error| fault::attachment(error, Quota::AttachedTo("Group")))?;
    Ok(Answer::Now(AttachGroupPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AttachGroupPolicy>(access, run)
}
