//! Adds a version to a managed policy.

use crate::api::{self, CreatePolicyVersionInput, CreatePolicyVersionOutput};
use crate::fault::{self, Quota};
use crate::limits::{MANAGED_POLICY_CHARS_MAX, POLICY_VERSIONS_MAX};
use crate::{names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, input: &CreatePolicyVersionInput) -> Vec<Access> {
    names::on_arn("iam:CreatePolicyVersion", &input.policy_arn)
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreatePolicyVersionInput,
) -> Result<Answer<CreatePolicyVersionOutput>, Fault> {
    names::check_arn(&input.policy_arn)?;
    let as_default = input.set_as_default.unwrap_or(false);
    let limits = (POLICY_VERSIONS_MAX, MANAGED_POLICY_CHARS_MAX);
    let principals = context.store.principals();
    let (arn, document) = (&input.policy_arn, &input.policy_document);
    let version = principals.create_policy_version(arn, document, as_default, limits, context.now);
    let version = version.map_err(|error| fault::change(error, Quota::Versions))?;
    Ok(Answer::Now(CreatePolicyVersionOutput {
        policy_version: Some(api::PolicyVersion {
            version_id: Some(version.id()),
            is_default_version: Some(as_default),
            create_date: Some(views::date(version.created)),
            ..api::PolicyVersion::default()
        }),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreatePolicyVersion>(access, run)
}
