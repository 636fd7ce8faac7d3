//! GetInstanceProfile.

use crate::api::{self, GetInstanceProfileInput, GetInstanceProfileOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetInstanceProfileInput) -> Vec<Access> {
    vec![Access::new(
        "iam:GetInstanceProfile",
        names::instance_profile_arn(store, &input.instance_profile_name),
    )]
}

fn run(
    _: &mut Context<'_>,
    input: &mut GetInstanceProfileInput,
) -> Result<Answer<GetInstanceProfileOutput>, Fault> {
    // No machine here takes its role from a metadata service, so none has a profile.
    Err(fault::no_instance_profile(&input.instance_profile_name))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetInstanceProfile>(access, run)
}
