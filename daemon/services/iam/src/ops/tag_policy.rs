//! Sets tags of a managed policy.

use crate::api::{self, TagPolicyInput, TagPolicyOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::ManagedPolicy;

fn access(_: &Call, _: &Store, input: &TagPolicyInput) -> Vec<Access> {
    names::on_arn("iam:TagPolicy", &input.policy_arn)
}

fn run(context: &mut Context<'_>, input: &mut TagPolicyInput) -> Result<Answer<TagPolicyOutput>, Fault> {
    let record = names::own_policy(context, &input.policy_arn)?;
    let tags = tags::read(Some(std::mem::take(&mut input.tags)))?;
    tags::set::<ManagedPolicy>(context, &record.name, tags)?;
    Ok(Answer::Now(TagPolicyOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagPolicy>(access, run)
}
