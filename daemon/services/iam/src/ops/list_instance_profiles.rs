//! Lists instance profiles, of which there are none: no machine here takes its role from a metadata service.

use crate::api::{self, ListInstanceProfilesInput, ListInstanceProfilesOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &ListInstanceProfilesInput) -> Vec<Access> {
    vec![Access::new("iam:ListInstanceProfiles", "*")]
}

fn run(
    _: &mut Context<'_>,
    _: &mut ListInstanceProfilesInput,
) -> Result<Answer<ListInstanceProfilesOutput>, Fault> {
    Ok(Answer::Now(ListInstanceProfilesOutput {
        instance_profiles: Vec::new(),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListInstanceProfiles>(access, run)
}
