//! Creates a managed policy, attached to nobody.

use crate::api::{self, CreatePolicyInput, CreatePolicyOutput};
use crate::fault::{self, Quota};
use crate::limits::{MANAGED_POLICY_CHARS_MAX, POLICIES_MAX};
use crate::{tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::{NewPolicy, Usage};

fn access(_: &Call, store: &Store, input: &CreatePolicyInput) -> Vec<Access> {
    let path = input.path.as_deref().unwrap_or("/");
    vec![Access::new("iam:CreatePolicy", store.principals().policy_arn(path, &input.policy_name))]
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreatePolicyInput,
) -> Result<Answer<CreatePolicyOutput>, Fault> {
    let new = NewPolicy {
        name: std::mem::take(&mut input.policy_name),
        path: input.path.take().unwrap_or_else(|| "/".to_owned()),
        document: std::mem::take(&mut input.policy_document),
        description: input.description.take(),
        tags: tags::read(input.tags.take())?,
    };
    let principals = context.store.principals();
    let policy = principals.create_policy(new, POLICIES_MAX, MANAGED_POLICY_CHARS_MAX, context.now);
    let policy = policy.map_err(|error| fault::change(error, Quota::Policies))?;
    Ok(Answer::Now(CreatePolicyOutput { policy: Some(views::policy(&policy, Usage::default(), true)) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreatePolicy>(access, run)
}
